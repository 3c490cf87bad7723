from pipeline.records import Article, Piece
from pipeline.reporting.hiding import hidden

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
