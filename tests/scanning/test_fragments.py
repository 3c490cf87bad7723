import numpy as np

from pipeline.scanning.fragments import cut_at_gutters, joined, trimmed

EM = 20.0


def rows(x0: float, x1: float, first: int = 0, last: int = 6) -> list[tuple]:
    return [(x0, 100.0 + 30 * n, x1, 126.0 + 30 * n) for n in range(first, last)]


def evened(boxes, stroke: int = 1) -> np.ndarray:
    """A page of paper 1 on which the boxes hold upright strokes so wide, a third of their width ink."""
    full = np.ones((400, 700), np.float32)
    for x0, y0, x1, y1 in boxes:
        part = full[round(y0) : round(y1), round(x0) : round(x1)]
        part[:, np.arange(part.shape[1]) // stroke % 3 == 0] = 0.2
    return full


def test_a_box_over_two_columns_is_cut_at_the_gutter():
    left, right = rows(50, 300), rows(330, 600)
    full = evened(left + right)
    both = (50.0, 100.0, 600.0, 126.0)
    cut = cut_at_gutters([both, *left[1:], *right[1:]], full, EM)
    assert [box for box in cut if box[1] == 100.0] == [(50.0, 100.0, 300.0, 126.0), (330.0, 100.0, 600.0, 126.0)]


def test_a_gap_that_goes_on_nowhere_stays():
    lines = rows(50, 600, 1)
    spaced = (50.0, 100.0, 600.0, 126.0)
    full = evened([*lines, (50, 100, 300, 126), (330, 100, 600, 126)])
    assert spaced in cut_at_gutters([spaced, *lines], full, EM)


def test_a_gutter_full_of_noise_is_cut_where_the_lines_around_show_it():
    left, right = rows(50, 300), rows(330, 600)
    full = evened(left + right)
    full[100:126, 300:330] = 0.6  # a shadow from the other page
    both = (50.0, 100.0, 600.0, 126.0)
    cut = cut_at_gutters([both, *left[1:], *right[1:]], full, EM)
    assert [box for box in cut if box[1] == 100.0] == [(50.0, 100.0, 300.0, 126.0), (330.0, 100.0, 600.0, 126.0)]


def test_a_headline_over_two_columns_is_not_cut():
    left, right = rows(50, 300, 1), rows(330, 600, 1)
    headline = (150.0, 90.0, 500.0, 124.0)
    assert headline in cut_at_gutters([headline, *left, *right], evened([headline, *left, *right]), EM)


def test_parts_on_either_side_of_a_gutter_are_not_joined_however_close_they_come():
    left, right = rows(50, 300), rows(330, 600)
    swollen = [(50.0, 100.0, 312.0, 126.0), (318.0, 100.0, 600.0, 126.0)]
    assert set(swollen) <= set(joined([*swollen, *left[1:], *right[1:]], [], EM))


def test_a_mark_that_lies_in_a_line_is_no_line():
    assert joined([(50.0, 100.0, 300.0, 126.0), (45.0, 104.0, 60.0, 120.0)], [], EM) == [(45.0, 100.0, 300.0, 126.0)]


def test_large_type_is_cut_down_to_its_own_ink():
    headline = (20.0, 100.0, 500.0, 190.0)
    full = evened([(200, 110, 490, 180)], stroke=6)
    full[110:180, 30:180] = 0.75  # what shines through beside it
    (box,) = trimmed([headline], full, EM)
    assert 180 < box[0] < 200 and box[2] > 480


def test_parts_of_a_line_are_joined():
    assert joined([(50.0, 100.0, 200.0, 126.0), (206.0, 101.0, 300.0, 125.0)], [], EM) == [(50.0, 100.0, 300.0, 126.0)]


def test_a_small_mark_belongs_to_its_line():
    assert joined([(50.0, 100.0, 200.0, 126.0), (203.0, 100.0, 212.0, 110.0)], [], EM) == [(50.0, 100.0, 212.0, 126.0)]


def test_lines_of_two_columns_stay_apart():
    apart = [(50.0, 100.0, 200.0, 126.0), (225.0, 100.0, 400.0, 126.0)]
    assert joined(apart, [], EM) == apart


def test_a_rule_between_keeps_apart():
    close = [(50.0, 100.0, 200.0, 126.0), (206.0, 100.0, 300.0, 126.0)]
    assert joined(close, [(202.0, 50.0, 204.0, 300.0)], EM) == close


def test_a_line_is_no_part_of_what_stands_beside_it():
    line, drawing = (110.0, 180.0, 400.0, 206.0), (20.0, 100.0, 105.0, 380.0)
    assert sorted(joined([line, drawing], [], EM)) == [drawing, line]
