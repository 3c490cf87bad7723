"""What is to be doubted in what OCR read."""

from dataclasses import replace

import pytest

from pipeline.doubts import UNDECODABLE, n_repaired, second_reading, warnings
from pipeline.records import Line, Page, Piece

TEXT = "先后救助困难职工471名，发放22.68万元。"


def page_of(*lines, confidence=None):
    return Page("p", "i", "p.png", "", "image", "test", lines, confidence=confidence)


def test_a_damaged_file_has_a_warning():
    page = replace(page_of(Line(TEXT)), dropped={UNDECODABLE: 2})
    [warning] = warnings(page)
    assert "2 characters" in warning


def said(second, number, text=TEXT):
    """What the second reading of a line says of a number on it."""
    page = page_of(Line(text, second=second))
    at = text.index(number)
    return second_reading([Piece("text", 5, 5 + len(number), "p", 0, at)], {"p": page})


@pytest.mark.parametrize(
    ("second", "number", "other"),
    [
        (TEXT.replace("471", "477"), "471名", "477名"),
        (TEXT.replace("471", "1471"), "471名", "1471名"),  # a digit more before the number
        (TEXT.replace("471", "47"), "471名", "47名"),
        (TEXT.replace("22.68", "2268"), "22.68万元", "2268万元"),
        (TEXT.replace("万元", "元"), "22.68万元", "22.68元"),
        (TEXT.replace("万元", "万兀"), "22.68万元", "22.68万兀"),
        (TEXT.replace("471", "４７７"), "471名", "477名"),  # full-width, as cleaning makes them
        ("　　" + TEXT.replace("471", "477"), "471名", "477名"),  # indent and blanks are cleaned away before it is aligned
        (TEXT.replace("471名", ""), "471名", "工，"),  # nothing there: what stands around it
    ],
)
def test_another_number_is_told(second, number, other):
    assert said(second, number) == other


@pytest.mark.parametrize(
    ("second", "number"),
    [
        (None, "471名"),
        (TEXT, "471名"),
        (TEXT.replace("22.68", "22.88"), "471名"),  # the other number of the line
        (TEXT.replace("471", "477"), "22.68万元"),
        (TEXT.replace("困难职工", "因难职工"), "471名"),  # put right by the first reading
        (TEXT.replace("471", "４７１"), "471名"),
        (TEXT.replace("，", ", "), "471名"),
        (TEXT.replace("22.68", "2，2.68"), "471名"),
        (TEXT.replace("471", "4 7 1"), "471名"),
    ],
)
def test_the_same_number_is_not(second, number):
    assert said(second, number) is None


@pytest.mark.parametrize(
    ("first", "second", "number", "other"),
    [
        ("从业人员J8.2万人", "从业人员18.2万人", "8.2万人", "18.2万人"),
        ("先后，3人", "先后13人", "3人", "13人"),
        ("借出30S", "借出305", "30", "305"),
        ("发放3人5户", "发放3人，户", "3人", None),  # the other number
        ("发放30人S户", "发放30人5户", "30人", None),
        ("发放和3人", "发放合3人", "3人", None),
        ("发放八3人", "发放入3人", "3人", None),
    ],
)
def test_a_figure_put_for_what_stands_beside_a_number_makes_another_of_it(first, second, number, other):
    assert said(second, number, first) == other


@pytest.mark.parametrize(
    ("first", "second", "shown"),
    [
        ("为I800名农民", "为1800名农民", "I800"),
        ("补贴T.36亿元，", "补贴1.36亿元，", "T.36"),
        ("发放2,15万元，", "发放2.15万元，", "2,15"),
        ("发放2,150元", "发放2.150元", None),  # a number, and its fact has the second reading
        ("共300,农民", "共3001农民", None),
        ("共300名", "共800名", None),
        ("为I800名农民", None, None),
        ("A4纸I张", "A4纸1张", None),
    ],
)
def test_a_page_tells_numbers_that_make_no_fact_for_a_letter_or_comma(first, second, shown):
    told = warnings(page_of(Line(first, second=second)))
    assert len(told) == (shown is not None)
    assert all(f"broken numbers: 1 ({shown})" in text for text in told)


def test_of_many_broken_numbers_some_are_shown():
    [told] = warnings(page_of(*[Line(f"共I{n}人", second=f"共1{n}人") for n in range(7)]))
    assert "numbers: 7 (I0 I1 I2 I3 I4 …)" in told


def test_a_word_put_right_inside_a_span_is_no_other_number():
    assert said("约有五十余名职エ", "五十余名职工", "约有五十余名职工") is None


def test_a_number_that_goes_on_on_the_next_line_is_told_whole():
    page = page_of(Line("发放救助金22.", second="发放救助金2Z."), Line("68万元。"))
    pieces = [Piece("text", 0, 3, "p", 0, 5), Piece("text", 3, 7, "p", 1, 0)]
    assert second_reading(pieces, {"p": page}) == "2Z.68万元"


def test_a_sign_of_another_width_in_a_number_is_no_other_number():
    assert said("发放12，600元", "12,600元", "发放12,600元") is None


@pytest.mark.parametrize(("confidence", "n"), [(None, 0), (0.993, 0), (0.98, 0), (0.961, 1)])
def test_a_page_read_with_little_certainty_is_marked(confidence, n):
    told = warnings(page_of(Line("字"), confidence=confidence))
    assert len(told) == n
    assert all("0.961" in text and "scan it again" in text for text in told)


def test_characters_put_right_are_counted_unless_a_person_corrected_the_line():
    right = Line("博爱县总工会", unrepaired="愽爱縣总工会")
    person = Line("博爱县总工会", unrepaired="愽爱县总工会", read="愽爱县总工会")
    indented = Line("元旦送温暖", unrepaired="　　元日送温暖")
    assert n_repaired(page_of(right, person, indented, Line("沁阳"))) == 3
