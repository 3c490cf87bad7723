from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pipeline.engines.segmenter import segment
from pipeline.naming import rules


def named(text, spans):
    return [(label, text[start:end]) for start, end, label in spans]


def whole(text, name, label):
    return (text.index(name), text.index(name) + len(name), label)


def test_titles_are_documents_but_short_forms_are_not():
    text = "依据《柳溪市职工疗休养办法》和《工会法》，本《办法》自即日起施行。"
    assert named(text, rules.titled(text, [])) == [("DOCUMENT", "柳溪市职工疗休养办法"), ("DOCUMENT", "工会法")]


def test_a_newspaper_in_title_marks_stays_what_the_tagger_said():
    text = "《柳溪日报》报道"
    span = whole(text, "柳溪日报", "ORG")
    assert rules.titled(text, [span]) == [span]


def test_a_name_found_once_is_found_everywhere():
    text = "何小满来了。何小满说，听何小满的。"
    assert len(rules.repeated(text, [(0, 3, "PERSON")])) == 3


def test_repetition_never_cuts_into_another_name():
    text = "柳溪公司和柳溪公司工会"
    spans = [(0, 4, "ORG"), (5, 11, "UNION")]
    assert rules.repeated(text, spans) == spans


def test_bodies_are_cut_at_words_that_are_in_no_name():
    text = "经公司研究，由县人社局委托柳溪司法所办理"
    span = whole(text, "县人社局委托柳溪司法所", "ORG")
    assert named(text, rules.cut(text, [span], segment(text))) == [("ORG", "县人社局"), ("ORG", "柳溪司法所")]


def test_and_inside_a_name_does_not_cut():
    text = "市人力资源和社会保障局发文"
    span = whole(text, "市人力资源和社会保障局", "ORG")
    assert rules.cut(text, [span], segment(text)) == [span]


def test_generic_bodies_are_dropped():
    assert rules.cut("基层工会开会", [(0, 4, "UNION")], segment("基层工会开会")) == []


def test_an_area_before_a_body_belongs_to_its_name():
    text = "四川省广安市总工会在广安市开会"
    spans = [(0, 3, "PLACE"), (3, 9, "UNION"), (10, 13, "PLACE")]
    assert rules.joined(text, spans) == [(0, 9, "UNION"), (10, 13, "PLACE")]


def test_withheld_names_are_persons():
    assert named("包工头周某和王某某跑了，某公司", rules.unnamed("包工头周某和王某某跑了，某公司", [])) == [
        ("PERSON", "周某"),
        ("PERSON", "王某某"),
    ]


def test_campaigns_by_what_follows_the_quotation():
    text = "开展“冬暖万家”活动和金秋助学，喊出“一个也不能少”的口号，获“先进单位”称号。"
    assert named(text, rules.campaigns(text, [])) == [("CAMPAIGN", "冬暖万家"), ("CAMPAIGN", "金秋助学")]


def test_areas_stand_alone_but_not_in_titles_and_not_as_stems():
    text = "焦作市下雪，“河南省技术能手”和河南省五一劳动奖章获得者来到孟州，新区建成。"
    assert named(text, rules.areas(text, [])) == [("PLACE", "焦作市")]


@given(st.text(st.sampled_from("《》“”某王工会焦作市总和由，金秋助学活动"), max_size=60))
def test_rules_never_make_spans_overlap(text):
    words = segment(text)
    found = rules.areas(text, rules.repeated(text, rules.campaigns(text, rules.titled(text, rules.unnamed(text, [])))))
    found = rules.cut(text, found, words)
    assert all(a[1] <= b[0] for a, b in pairwise(found))
    assert all(0 <= start < end <= len(text) for start, end, _ in found)
