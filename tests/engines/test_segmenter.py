import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.engines import segmenter

GOLD = Path(__file__).parents[1] / "quality" / "gold"
CHARACTERS = "工会总市女职工温暖送一千两百3５.%a， 。（）“”\n\u3000①😀é-"


def cut(text):
    return [text[start:end] for start, end, _ in segmenter.segment(text)]


@pytest.fixture(scope="module")
def reference():
    import jieba

    jieba.setLogLevel("ERROR")
    tokenizer = jieba.Tokenizer()
    for word, frequency, tag in segmenter.user_words():
        tokenizer.add_word(word, frequency, tag)
    return lambda text: [word for word in tokenizer.lcut(text) if not word.isspace()]


@pytest.mark.parametrize(
    "text",
    [
        "柳溪市总工会筹集帮扶资金8.6万元，为312名困难职工送温暖。",
        "每户发放500-1000元慰问金，咨询电话0000-1234567。",
        "工会驿站里备有WiFi、USB接口和12V充电器，24小时开放。",
        "（通讯员　何小满）“金秋助学”活动８月启动……",
    ],
)
def test_agrees_with_jieba_on_our_own_sentences(reference, text):
    assert cut(text) == reference(text)


def test_agrees_with_jieba_on_the_labelled_articles(reference):
    texts = [json.loads(line)["text"] for line in (GOLD / "dev.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [n for n, text in enumerate(texts) if cut(text) != reference(text)] == []


@given(st.text(st.sampled_from(CHARACTERS), max_size=40))
def test_each_character_that_is_not_blank_is_in_exactly_one_word(text):
    places = [i for start, end, _ in segmenter.segment(text) for i in range(start, end)]
    assert places == [i for i, char in enumerate(text) if not char.isspace()]


def test_terms_of_the_trade_stay_whole_and_have_their_tag():
    text = "困难职工盼金秋助学"
    assert [(text[s:e], tag) for s, e, tag in segmenter.segment(text)] == [
        ("困难职工", "l"),
        ("盼", "v"),
        ("金秋助学", "nz"),
    ]


def test_user_words_are_in_no_order_but_unique():
    words = [word for word, _, _ in segmenter.user_words()]
    assert len(words) == len(set(words)) > 50


def test_standard_words_know_nothing_of_the_trade_and_are_the_text():
    assert segmenter.standard_words("困难职工盼 金秋助学") == ["困难职工", "盼", " ", "金秋", "助学"]
    assert segmenter.standard_words("发放500-1000元。") == ["发放", "500-1000", "元", "。"]
    assert segmenter.standard_words("") == []


def test_a_million_brackets_end_soon():
    assert len(segmenter.segment("（" * 1_000_000)) == 1_000_000
