import numpy as np

from pipeline.scanning.fragments import cut_at_gutters, joined

EM = 20.0


def rows(x0: float, x1: float, first: int = 0, last: int = 6) -> list[tuple]:
    return [(x0, 100.0 + 30 * n, x1, 126.0 + 30 * n) for n in range(first, last)]


def ink_of(boxes) -> np.ndarray:
    ink = np.zeros((400, 700), bool)
    for x0, y0, x1, y1 in boxes:
        ink[round(y0) : round(y1), round(x0) : round(x1)] = True
    return ink


def test_a_box_over_two_columns_is_cut_at_the_gutter():
    left, right = rows(50, 300), rows(330, 600)
    ink = ink_of(left + right)
    both = (50.0, 100.0, 600.0, 126.0)
    cut = cut_at_gutters([both, *left[1:], *right[1:]], ink, EM)
    assert [box for box in cut if box[1] == 100.0] == [(50.0, 100.0, 300.0, 126.0), (330.0, 100.0, 600.0, 126.0)]


def test_a_gap_that_goes_on_nowhere_stays():
    lines = rows(50, 600, 1)
    spaced = (50.0, 100.0, 600.0, 126.0)
    ink = ink_of([*lines, (50, 100, 300, 126), (330, 100, 600, 126)])
    assert spaced in cut_at_gutters([spaced, *lines], ink, EM)


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
