import time

import pytest
from newspaper import page_of

from pipeline import evidence
from pipeline.layout.jumps import Jump, without_jumps
from pipeline.records import Box, Line, Page


def jumps(line, **known):
    page, found = without_jumps(page_of([line], **known))
    return page.lines[0].text, [(line[j.start : j.end], j.onward, j.other) for j in found]


@pytest.mark.parametrize(
    ("line", "kept", "jump"),
    [
        ("（下转第3版）", "", ("（下转第3版）", True, "3")),
        ("送去慰问金。（下转3版）", "送去慰问金。", ("（下转3版）", True, "3")),
        ("送去慰问金。下转第三版", "送去慰问金。", ("下转第三版", True, "3")),
        ("送去慰问金 （下轉A05版）", "送去慰问金 ", ("（下轉A05版）", True, "A05")),
        ("▶下转第4版", "", ("▶下转第4版", True, "4")),
        ("（紧接第二版）", "", ("（紧接第二版）", True, "2")),
        ("（上接第1版）走访中，", "走访中，", ("（上接第1版）", False, "1")),
        ("（上接A01版） 走访中，", "走访中，", ("（上接A01版） ", False, "A01")),
        ("上接第1版", "", ("上接第1版", False, "1")),
        ("上接01版 走访中", "走访中", ("上接01版 ", False, "01")),
        ("（上接第1版《工会送温暖》）", "", ("（上接第1版《工会送温暖》）", False, "1")),
        ("【上接1版】", "", ("【上接1版】", False, "1")),
        ("◀◀◀上接1版", "", ("◀◀◀上接1版", False, "1")),
    ],
)
def test_a_jump_is_cut_off_its_line(line, kept, jump):
    assert jumps(line) == (kept, [jump])


@pytest.mark.parametrize(
    "line", ["上接天线下接地气，工会进车间", "新版教材下转第3年级使用", "第3版", "他说：请看下转第3版说明", "转3版面", ""]
)
def test_what_is_no_jump_is_left_alone(line):
    assert jumps(line) == (line, [])


def test_a_line_may_come_from_one_page_and_go_on_to_another():
    assert jumps("（上接1版）走访中。（下转4版）") == ("走访中。", [("（上接1版）", False, "1"), ("（下转4版）", True, "4")])


@pytest.mark.parametrize(("own", "onward"), [("3", False), ("1", True), (None, True)])
def test_a_word_for_both_is_told_by_the_pages_number(own, onward):
    assert jumps("（紧接第2版）", page_number=own)[1] == [("（紧接第2版）", onward, "2")]


def test_the_box_is_cut_with_the_text():
    page = Page("p", "i", "p.pdf", "", "pdf_text", "test", (Line("送暖。（下转3版）", Box("p", 0.1, 0.2, 0.4, 0.22)),))
    cut, found = without_jumps(page)
    assert cut.lines[0].box == Box("p", 0.1, 0.2, pytest.approx(0.1 + 0.3 * 3 / (8 + evidence.HALF)), 0.22)  # the digit is narrow
    assert found == [Jump(0, 3, 9, True, "3")]


@pytest.mark.parametrize("scanned", [{"slant": 2.0}, {"bend": (0.02, 0.0, 0.0, 0.0, 0.0, 0.0)}], ids=["slanting", "bent"])
def test_a_cut_line_stays_on_the_straight_page_where_the_others_lie(scanned):
    def cut(**known):
        printed = Line("送暖。（下转3版）", Box("p", 0.1, 0.2, 0.4, 0.22))
        page = Page("p", "i", "p.png", "", "image", "test", (printed,), width=3000.0, height=4200.0, **known)
        return without_jumps(page)[0].lines[0].box

    assert cut(**scanned) == cut()


@pytest.mark.parametrize("unit", [" ", "（", "下转", "（上接", "。 "])
def test_a_line_of_a_megabyte(unit):
    begin = time.perf_counter()
    jumps(unit * (1_000_000 // len(unit)))
    assert time.perf_counter() - begin < 2
