"""Which stretches of an article tell of another union than the organizer's."""

import pytest

from pipeline.measuring.ownership import of_others

TEXT = "本报讯 济南市总工会慰问职工120名。青岛市总工会慰问职工900名。\n济南市总工会又慰问30户。"


def told(text, organizer):
    return [text[start:end] for start, end in of_others(text, organizer)]


def test_from_where_another_union_acts_to_where_the_next_one_or_a_line_begins():
    assert told(TEXT, "济南市总工会") == ["青岛市总工会慰问职工900名。"]
    assert told(TEXT, "青岛市总工会") == ["济南市总工会慰问职工120名。", "济南市总工会又慰问30户。"]


@pytest.mark.parametrize("organizer", [None, "东风机械厂工会", "山东省总工会", "历城区总工会"])
def test_nothing_where_the_organizer_is_no_union_of_that_level(organizer):
    assert told(TEXT, organizer) == []


@pytest.mark.parametrize(
    "text",
    [
        "青岛市总工会和济南市总工会联合慰问困难职工300名。",
        "青岛市总工会向济南市总工会捐款20万元。",
    ],
)
def test_what_both_did_is_the_organizers(text):
    assert told(text, "济南市总工会") == []


def test_the_organizer_takes_over_where_it_is_named_again():
    text = "青岛市总工会慰问职工90名。同时济南市总工会慰问1200名。"
    assert told(text, "济南市总工会") == ["青岛市总工会慰问职工90名。同时"]
    text = "青岛市总工会向职工赠书。市总工会共慰问1200名。"
    assert told(text, "济南市总工会") == ["青岛市总工会向职工赠书。"]


def test_a_union_that_is_only_named_owns_nothing():
    text = "济南市总工会同青岛市总工会交流经验，慰问职工120名，青岛市总工会主席到场，发放3万元。"
    assert told(text, "济南市总工会") == []
