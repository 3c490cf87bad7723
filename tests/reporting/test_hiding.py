from dataclasses import replace

from pipeline.records import Article, Furniture, Line, Page, Piece
from pipeline.reporting.hiding import hidden, in_furniture, roomy

PIECES = (Piece("headline", 0, 4, "p", 0, 0), Piece("text", 0, 5, "p", 1, 2), Piece("text", 5, 13, "q", 7, 0))
ARTICLE = Article("a", "p", "news", "送温暖1", "电话是138\n0013800。", PIECES)


def row(**more):
    return {"headline": ARTICLE.headline, "byline": None, "text": ARTICLE.text} | more


def test_where_nothing_is_masked_nothing_is_hidden():
    assert hidden(row(), ARTICLE) == []


def test_what_is_masked_is_hidden_on_each_line_it_stands_on():
    found = hidden(row(text="电话是***\n*******。"), ARTICLE)
    assert found == [Piece("text", 3, 5, "p", 1, 5), Piece("text", 5, 6, "q", 7, 0), Piece("text", 7, 13, "q", 7, 2)]


def test_headlines_are_looked_at_too_and_a_text_of_another_length_is_hidden_whole():
    assert hidden(row(headline="送温暖*"), ARTICLE) == [Piece("headline", 3, 4, "p", 0, 3)]
    assert hidden(row(headline="送温"), ARTICLE) == [Piece("headline", 0, 4, "p", 0, 0)]


def test_numbers_in_furniture_are_hidden_and_what_an_article_holds_is_left_to_the_tables():
    lines = ("急招保洁，电话139", "12345678", "王平2015年", "电话13912345679")
    page = Page("p", "i", "p.png", "", "image", "test", tuple(map(Line, lines)))
    stretches = [Furniture("p", 0, 0, 10, "advert"), Furniture("p", 1, 0, 6, "advert"), Furniture("p", 2, 0, 7, "label")]
    assert in_furniture(page, stretches) == [Piece("furniture", 7, 10, "p", 0, 7), Piece("furniture", 0, 6, "p", 1, 0)]
    assert in_furniture(page, []) == []


def test_where_characters_stand_is_not_known_to_the_dot_one_more_is_hidden_on_either_side():
    page = Page("p", "i", "p.png", "", "image", "test", (Line("电话是12345678。"),))
    assert roomy(Piece("text", 3, 11, "p", 0, 3), page) == Piece("text", 2, 12, "p", 0, 2)
    assert roomy(Piece("text", 0, 12, "p", 0, 0), page) == Piece("text", 0, 12, "p", 0, 0)
    known = replace(page, lines=(replace(page.lines[0], spots=tuple(range(24))),))
    assert roomy(Piece("text", 3, 11, "p", 0, 3), known) == Piece("text", 3, 11, "p", 0, 3)
