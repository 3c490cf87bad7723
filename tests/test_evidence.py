import dataclasses

import pytest

from pipeline import evidence
from pipeline.errors import BrokenRuleError
from pipeline.records import Article, Box, Furniture, Line, Page, Piece, Word

PAGE = Page(
    "p", "i", "x.txt", "", "pdf_text", "test",
    (Line("第3版", dropped={"space": 2}), Line("慰问职工", Box("p", 0.1, 0.2, 0.5, 0.3)), Line("六十户。", Box("p", 0.1, 0.3, 0.5, 0.4))),
    dropped={"doubled": 5},
)  # fmt: skip
ARTICLE = Article("p-a01", "p", "news", "", "慰问职工六十户。", (Piece("text", 0, 4, "p", 1, 0), Piece("text", 4, 8, "p", 2, 0)))
FURNITURE = [Furniture("p", 0, 0, 3, "page number")]
PAGES = {"p": PAGE}


def test_an_article_that_is_what_stands_on_the_page_passes():
    evidence.check_article(ARTICLE, PAGES)
    evidence.check_ledger(PAGE, ARTICLE.pieces, FURNITURE)


@pytest.mark.parametrize(
    "change",
    [
        {"text": "慰问职工六千户。"},
        {"text": "慰问职工六十户。又"},
        {"pieces": (Piece("text", 0, 4, "p", 2, 0), Piece("text", 4, 8, "p", 1, 0))},
        {"pieces": (Piece("text", 0, 4, "p", 1, 0),)},
        {"headline": "没有来处的标题"},
    ],
)
def test_text_that_is_not_on_the_page_breaks_the_rule(change):
    with pytest.raises(BrokenRuleError):
        evidence.check_article(dataclasses.replace(ARTICLE, **change), PAGES)


@pytest.mark.parametrize("furniture", [[], FURNITURE * 2, [Furniture("p", 0, 0, 2, "page number")]])
def test_a_character_that_is_lost_or_taken_twice_breaks_the_rule(furniture):
    with pytest.raises(BrokenRuleError):
        evidence.check_ledger(PAGE, ARTICLE.pieces, furniture)


def test_a_span_must_say_what_the_text_says():
    evidence.check_span(ARTICLE, Word("p-a01", 4, 7, "六十户", "m"))
    with pytest.raises(BrokenRuleError):
        evidence.check_span(ARTICLE, Word("p-a01", 4, 7, "六十", "m"))
    with pytest.raises(BrokenRuleError):
        evidence.check_span(ARTICLE, Word("p-a01", 4, 4, "", "m"))


def test_characters_received_are_those_kept_and_those_dropped():
    n, dropped = evidence.n_characters(PAGE)
    assert (n, dropped) == (3 + 4 + 4 + 7, {"space": 2, "doubled": 5})


def test_a_span_over_two_lines_has_two_boxes_and_two_lines():
    pieces = evidence.pieces_under(ARTICLE.pieces, 3, 6)
    assert evidence.lines_under(pieces) == [2, 3]
    first, second = evidence.boxes_under(pieces, PAGES)
    assert (round(first.x0, 6), first.x1, first.y0) == (0.4, 0.5, 0.2)
    assert (second.x0, round(second.x1, 6), second.y1) == (0.1, 0.3, 0.4)


def test_characters_whose_places_are_known_are_boxed_just_there():
    """Figures are half as wide as Chinese characters, and a justified line is spaced out between the two."""
    spots = (0, 2000, 2000, 4000, 4500, 5500, 5500, 6500, 7000, 10000)
    page = dataclasses.replace(PAGE, lines=(Line("慰问12户", Box("p", 0.1, 0.2, 0.5, 0.3), spots=spots),))
    (box,) = evidence.boxes_under([Piece("text", 2, 5, "p", 0, 2)], {"p": page})
    assert (round(box.x0, 6), round(box.x1, 6), box.y0, box.y1) == (0.28, 0.5, 0.2, 0.3)
    upright = dataclasses.replace(page.lines[0], vertical=True)
    (box,) = evidence.boxes_under([Piece("text", 2, 4, "p", 0, 2)], {"p": dataclasses.replace(page, lines=(upright,))})
    assert (box.x0, round(box.y0, 6), box.x1, round(box.y1, 6)) == (0.1, 0.245, 0.5, 0.265)


def test_pages_without_boxes_give_none():
    plain = dataclasses.replace(PAGE, lines=tuple(dataclasses.replace(line, box=None) for line in PAGE.lines))
    assert evidence.boxes_under(evidence.pieces_under(ARTICLE.pieces, 0, 8), {"p": plain}) is None


def test_the_boxes_of_a_slanting_page_are_turned_back_for_whoever_draws_them():
    slanting = dataclasses.replace(PAGE, width=1000.0, height=1000.0, slant=2.0, pictures=(Box("p", 0.4, 0.4, 0.6, 0.6),))
    drawn = evidence.upright(slanting)
    left = dataclasses.replace(PAGE.lines[1].box, x0=0.1, x1=0.1001)
    assert [line.text for line in drawn.lines] == [line.text for line in PAGE.lines] and drawn.lines[0].box is None
    assert drawn.lines[1].box == evidence.on_upright_page(PAGE.lines[1].box, slanting)
    assert evidence.on_upright_page(left, slanting).y0 < 0.2 < drawn.lines[1].box.y1  # clockwise: what is left of the middle lies higher
    assert drawn.pictures[0].x0 < 0.4 and drawn.pictures[0].x1 > 0.6
    assert evidence.upright(drawn) is drawn  # once


def test_an_even_page_is_drawn_as_it_is():
    assert evidence.upright(PAGE) is PAGE
