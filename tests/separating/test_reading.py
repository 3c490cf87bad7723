import pytest

from pipeline.records import Line, Page
from pipeline.separating.lines import shared_words, text_lines
from pipeline.separating.reading import ARTICLE, BYLINE, FURTHER, GOES_ON, HEADLINE, PARAGRAPH, read
from pipeline.separating.scoring import column_widths
from pipeline.stages import cleaned


def _page(texts):
    return Page("p", "i", "a.txt", "", "text", "test", tuple(map(Line, texts)))


def _lines(*texts):
    return text_lines(cleaned.make([_page(texts)])[0])[0]


PAGE = (
    "县总工会走访困难职工",
    "",
    "近日，县总工会走访慰问困难",
    "职工二十户，送去慰问金和慰",
    "问品。",
    "",
    "据了解，今年的走访将持续到",
    "春节以后。",
    "",
    "市总技能竞赛",
    "",
    "昨日落幕",
    "",
    "昨日，全市职工技能竞赛在体育馆落",
    "下帷幕，两百名选手参加了三个工种",
    "的比拼。",
)


def test_an_indent_is_two_columns_however_it_was_typed():
    lines = _lines("　　近日下雨", "\t近日下雨", "    近日下雨", "　近日下雨", " 近日下雨", "近日下雨")
    assert [line.indent for line in lines] == [2, 2, 2, 0, 0, 0]
    assert [line.space_before for line in lines] == [False, False, False, True, True, False]


def test_roles_widths_and_side():
    reading = read(_lines(*PAGE))
    first = (HEADLINE, ARTICLE, GOES_ON, GOES_ON, PARAGRAPH, GOES_ON)
    assert reading.roles == (*first, HEADLINE, FURTHER, ARTICLE, GOES_ON, GOES_ON)
    assert reading.assumption.headlines_first
    assert (reading.widths[1], reading.widths[-1]) == (13, 16)


def test_headlines_after_their_articles():
    after = (*PAGE[2:9], PAGE[0], "", *PAGE[13:], "", *PAGE[9:13])
    reading = read(_lines(*after))
    assert not reading.assumption.headlines_first
    assert [i for i, role in enumerate(reading.roles) if role == ARTICLE] == [0, 6]
    assert reading.margin > 0


def test_a_headline_shares_words_with_its_own_article():
    lines = _lines("天气晴好万里无云。", "走访困难职工", "县总工会走访困难职工二十户。")
    assert shared_words(lines) == [0.0, 1.0, 0.0]


def test_widths_are_those_that_lines_show():
    lines = _lines("一二三四五六七八九十", "一二三四五六七八九十", "一二三四五六七八九十十二三四五。")
    assert list(column_widths(lines)) == [10, float("inf")]


def test_furniture_is_set_aside():
    page = Page("p", "i", "a.txt", "", "text", "test", tuple(map(Line, ("A07", "近日，工会开会。", "责任编辑：丁一"))))
    lines, furniture = text_lines(page)
    assert ([line.number for line in lines], furniture) == ([1], [0, 2])


@pytest.mark.parametrize("before", ["为让职工过好节，", "工会定于节前某日即"])
def test_a_wrapped_line_that_looks_like_a_date_line_is_text(before):
    texts = ("市总节前走访", "", "本报讯 近日召开的会", before, "2月12日 星期四", "走访慰问困难职工三十", "户，送去慰问金若干。")
    assert text_lines(_page(texts)) == (_lines(*texts), [])


def test_a_masthead_of_one_character_a_line_is_furniture():
    lines, furniture = text_lines(_page(("甲", "城", "日", "报", "送", "温", "暖", "近日，工会开会。")))
    assert ([line.text for line in lines], furniture) == (["送", "温", "暖", "近日，工会开会。"], [0, 1, 2, 3])


def test_a_bare_number_between_lines_of_text_is_text():
    texts = (
        "市总节前走访",
        "",
        "近日，全市走访困难职工",
        "其中单亲困难职工户数为",
        "86",
        "00户，送去慰问金二十六",
        "万元。",
        "据了解，走访持续到春节。",
        "12",
    )
    page = Page("p", "i", "a.txt", "", "text", "test", tuple(map(Line, texts)))
    lines, furniture = text_lines(page)
    assert [texts[number] for number in furniture] == ["12"]
    assert "86" in [line.text for line in lines]


def test_a_caption_set_off_by_blanks_is_an_article():
    news = ("市总节前走访", "", "近日，市总走访困难职工二十户。", "据了解，走访持续到春节以后。", "")
    caption = ("图为工会干部为环卫工人送去热水。",)
    credit = ("工会干部为环卫工人送去", "热水。 本报记者 方小雨 摄")
    for lines in (caption, credit):
        roles = read(_lines(*news, *lines, "", "县总技能竞赛", "", "昨日，竞赛落下帷幕。")).roles
        assert roles[3] == ARTICLE
        assert roles[-2:] == (HEADLINE, ARTICLE)


def test_a_byline_below_its_headline_is_no_headline():
    for byline in ("通讯员 丁一凡 方小雨", "本报记者 丁 凡", "□丁一凡"):
        roles = read(_lines("市总节前走访困难职工", byline, "", "近日，市总走访困难职工二十户。")).roles
        assert roles == (HEADLINE, BYLINE, ARTICLE)
