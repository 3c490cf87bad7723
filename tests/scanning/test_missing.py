"""Lines that the detector missed, in columns of lines that were read."""

from dataclasses import replace

import numpy as np
import pytest
from lines_read import EM, column, printed

from pipeline.scanning import missing, recognising


def test_where_a_column_goes_on_a_line_further_down_one_is_missing():
    lines = column(50)
    (hole,) = missing.holes([line for line in lines if line is not lines[4]])
    x0, y0, x1, y1 = lines[4].box
    assert hole[0] == x0 and hole[2] == x1
    assert y0 - EM / 2 < hole[1] < y0 and y1 < hole[3] < y1 + EM / 2
    of_numpy = [replace(line, em=np.float64(line.em), box=tuple(map(np.float64, line.box))) for line in lines]
    (same,) = missing.holes([line for n, line in enumerate(of_numpy) if n != 4])
    assert same == hole and {type(side) for side in same} == {float}


@pytest.mark.parametrize("gone", [set(), {0}, {8}, {4, 5}, {3, 4, 5}])
def test_no_line_is_missing_where_lines_stand_close_or_far_apart(gone):
    lines = column(50)
    assert missing.holes([line for n, line in enumerate(lines) if n not in gone]) == []


def test_a_headline_between_two_lines_is_no_hole():
    lines = column(50)
    headline = printed("送清凉到工地", 50, lines[4].box[1] - 5, em=30, pitch=30)
    assert missing.holes([headline, *lines[:4], *lines[5:]]) == []


def test_a_hole_is_as_wide_as_the_column_where_the_paragraph_ends_and_begins_beside_it():
    lines = column(50)
    above, below = printed("工会筹集资金", 50, lines[3].box[1]), printed("帮扶职工家庭组织培训", 50 + 2 * EM, lines[5].box[1])
    (hole,) = missing.holes([*lines[:3], above, below, *lines[6:]])
    assert (hole[0], hole[2]) == (lines[0].box[0], lines[0].box[2])


def test_a_short_end_and_an_indented_beginning_that_do_not_overlap_leave_no_hole():
    lines = column(50)
    end, begin = printed("成。", 50, lines[3].box[1]), printed("帮扶职工家庭组织培训", 50 + 2 * EM, lines[4].box[1])
    assert missing.holes([*lines[:3], end, begin, *lines[5:]]) == []


def test_other_columns_do_not_fill_a_hole():
    lines, beside = column(50), column(400)
    assert len(missing.holes([*lines[:4], *lines[5:], *beside])) == 1


def test_what_is_read_in_a_hole_is_kept_where_it_is_read_surely(monkeypatch):
    lines = column(50)
    rest = [line for line in lines if line is not lines[4]]
    picture = np.zeros((400, 400, 3), np.uint8)
    for sure, count in ((0.9, 9), (0.5, 8)):
        found = printed("学却不能耽误。", 50, lines[4].box[1], sure=sure)
        monkeypatch.setattr(recognising, "read", lambda *_, found=found: [found])
        assert len(missing.with_missed_lines(picture, rest, EM, noisy=True)) == count
