import pytest

from pipeline.records import Piece
from pipeline.reporting.crops import Picture, source_lines, whole, windows

PICTURES = {"p": Picture("pictures/p.webp", 1000, 2000), "q": Picture("pictures/q.webp", 1000, 2000)}


def box(x0, y0, x1, y1, page_id="p"):
    return {"page_id": page_id, "x0": x0, "y0": y0, "x1": x1, "y1": y1}


def test_a_window_shows_the_box_and_what_is_around_it():
    (window,) = windows([box(0.5, 0.5, 0.55, 0.51)], PICTURES)
    assert window.boxes == ((500, 1000, 50, 20),)
    assert window.view == (420, 960, 210, 100)


def test_a_window_stays_on_the_page():
    (window,) = windows([box(0, 0, 0.05, 0.01)], PICTURES)
    assert window.view[:2] == (0, 0)
    (window,) = windows([box(0.95, 0.99, 1, 1)], PICTURES)
    assert window.view[0] + window.view[2] == pytest.approx(1000) and window.view[1] + window.view[3] == pytest.approx(2000)


def test_boxes_on_two_lines_share_a_window_and_those_of_two_columns_or_pages_do_not():
    assert [len(w.boxes) for w in windows([box(0.3, 0.5, 0.35, 0.51), box(0.2, 0.512, 0.22, 0.522)], PICTURES)] == [2]
    assert [len(w.boxes) for w in windows([box(0.3, 0.9, 0.35, 0.91), box(0.4, 0.1, 0.42, 0.11)], PICTURES)] == [1, 1]
    assert [w.page_id for w in windows([box(0.3, 0.9, 0.35, 0.91), box(0.3, 0.9, 0.42, 0.91, "q")], PICTURES)] == ["p", "q"]


def test_where_there_is_no_picture_there_is_no_window():
    assert windows([box(0, 0, 1, 1, "r")], PICTURES) == [] == whole([box(0, 0, 1, 1, "r")], PICTURES)


def test_the_whole_page_shows_all_boxes_on_it():
    found = whole([box(0, 0, 0.1, 0.1), box(0, 0, 0.1, 0.1, "q"), box(0.5, 0, 0.6, 0.1)], PICTURES)
    assert [(w.page_id, len(w.boxes)) for w in found] == [("p", 2), ("q", 1)]


ARTICLE = {"headline": "送温暖", "byline": None, "text": "为职工送去3万余元慰问金"}
PIECES = (
    Piece("headline", 0, 3, "p", 0, 0),
    Piece("text", 0, 6, "p", 2, 0),
    Piece("text", 6, 10, "p", 3, 4),
    Piece("text", 10, 12, "p", 4, 0),
)


def test_source_lines_are_those_under_the_span_and_their_neighbours_with_the_span_marked():
    found = source_lines(ARTICLE, PIECES, 5, 9)
    assert [(line.number, line.stretches) for line in found] == [
        (3, (("为职工送去", False), ("3", True))),
        (4, (("万余元", True), ("慰", False))),
        (5, (("问金", False),)),
    ]


def test_source_lines_show_what_the_table_says():
    masked = ARTICLE | {"text": "为**送去3万余元慰问金"}
    assert source_lines(masked, PIECES, 5, 6)[0].stretches == (("为**送去", False), ("3", True))
