import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pipeline.engines.segmenter import segment
from pipeline.naming import tagger

LABELS = st.sampled_from(["O", "B-ORG", "I-ORG", "E-ORG", "S-ORG", "B-UNION", "I-UNION", "E-UNION"])


def found(text):
    return {(label, text[start:end]) for start, end, label in tagger.find(text, segment(text))}


def test_finds_the_names_of_a_plain_report():
    text = "本报讯（记者张伟 通讯员李红梅）近日，孟州市总工会启动“暖冬行动”，市人社局参加。《劳动合同法》读本送到郑州。"
    expected = {("PERSON", "张伟"), ("PERSON", "李红梅"), ("UNION", "孟州市总工会"), ("CAMPAIGN", "暖冬行动")}
    assert expected | {("DOCUMENT", "劳动合同法"), ("ORG", "市人社局")} <= found(text)


def test_generic_bodies_are_not_named():
    assert not {text for _, text in found("各级工会要关心职工，基层工会要深入企业。")} & {"各级工会", "基层工会", "工会"}


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(0, 3)), max_size=8))
def test_encode_and_decode_are_inverse(sizes):
    spans, at = [], 0
    for size, gap in sizes:
        spans.append((at + gap, at + gap + size, "ORG" if size % 2 else "UNION"))
        at += gap + size
    assert tagger.decode(tagger.encode(at + 1, spans)) == spans


@given(st.lists(LABELS, max_size=30))
def test_broken_sequences_give_spans_in_order(labels):
    spans = tagger.decode(labels)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert sum(end - start for start, end, _ in spans) == sum(label != "O" for label in labels)


def test_long_texts_are_tagged_in_stretches_and_lose_nothing():
    text = "孟州市总工会走访职工。\n" * 1000
    spans = tagger.find(text, segment(text))
    assert sum(label == "UNION" for _, _, label in spans) == 1000


def test_texts_without_words_have_no_names():
    assert tagger.find("", []) == [] and tagger.find(" \n\u3000", segment(" \n\u3000")) == []


def test_thirty_thousand_brackets_end_soon():
    text = "《（“" * 10_000
    begun = time.process_time()
    tagger.find(text, segment(text))
    assert time.process_time() - begun < 30
