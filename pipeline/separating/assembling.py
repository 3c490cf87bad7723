"""From a page's reading to its articles: lines joined to paragraphs, each character with the line it came from."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import regex

from pipeline.records import Article, Page, Piece
from pipeline.separating.kinds import kind
from pipeline.separating.lines import TextLine
from pipeline.separating.marks import pattern
from pipeline.separating.people import reporters
from pipeline.separating.reading import ARTICLE, BYLINE, CREDIT, FURTHER, GOES_ON, HEADLINE, Reading
from pipeline.text.cleaning import keeps_space
from pipeline.text.forms import fold

_NAMES_OPEN = regex.compile(r"[（(][^（）()]{0,30}(?:记者|通讯员|实习生)[^（）()]{1,40}$")
_ROLE = regex.compile(r"(?:(?:本报|特约|见习|实习)?(?:记者|通讯员|实习生))")
_NUMBER = 4.0  # columns that stay empty at the most where a number is not broken
_DATELINE = 40  # characters: longer openings are not a dateline alone


@dataclass
class _Group:
    """The lines of one article by part; each with the string that joins it to what stands before."""

    headline: list[TextLine] = field(default_factory=list)
    byline: list[TextLine] = field(default_factory=list)
    text: list[tuple[str, TextLine]] = field(default_factory=list)


def _joint(before: TextLine, after: TextLine, column: float) -> str:
    """What stands between two lines of one paragraph: a space where the page has one, or where words or names meet.

    column: its width in columns (infinite: a paragraph a line). Figures that meet far from its edge are two, as in cells of a table.
    """
    left, right = before.text[-1], after.text[0]
    far = before.width + before.indent < column - _NUMBER
    if before.row or after.row:
        return "\n"
    if far and left.isdigit() and right.isdigit() and not (right == "0" and after.text[1:2].isdigit()):  # 00户 is the end of a number
        return "\n"
    if (before.space_after or after.space_before) and keeps_space(before.text, after.text):
        return " "
    if left.isascii() and right.isascii() and left.isalpha() and right.isalpha():
        return " "
    tail = fold(before.text[-100:])
    if _NAMES_OPEN.search(tail) and _ROLE.match(fold(after.text[:8])):
        return " "
    alone = len(before.text) <= _DATELINE and tail[-1] in "讯电" and not regex.search(r"[（(]", tail)
    return " " if alone and right not in "（(" and pattern("opening").fullmatch(tail) else ""


def _groups(lines: Sequence[TextLine], reading: Reading) -> list[_Group]:
    groups: list[_Group] = []
    pending = _Group()  # headlines and bylines that stand before their article
    before: TextLine | None = None
    for line, role, column in zip(lines, reading.roles, reading.widths, strict=True):
        if role in (HEADLINE, FURTHER):
            (pending if reading.assumption.headlines_first else groups[-1]).headline.append(line)
        elif role == CREDIT or (role == BYLINE and not reading.assumption.headlines_first):
            groups[-1].byline.append(line)
        elif role == BYLINE:
            pending.byline.append(line)
        else:
            if role == ARTICLE:
                groups.append(pending)
                pending, joint = _Group(), ""
            else:
                joint = _joint(before, line, column) if role == GOES_ON and before else "\n"
            groups[-1].text.append((joint, line))
            before = line
    return groups


class Numbered(Protocol):
    """A line with its text and its number on the page; pages read by their geometry have lines of their own kind."""

    text: str
    number: int


def pieces_of(part: str, joined: Sequence[tuple[str, Numbered]], page_id: str) -> tuple[str, list[Piece]]:
    """The text of (joint, line) pairs and where each line of it comes from; the joints are not on the page."""
    text, pieces, at = [], [], 0
    for joint, line in joined:
        at += len(joint)
        text.append(joint + line.text)
        pieces.append(Piece(part, at, at + len(line.text), page_id, line.number, 0))
        at += len(line.text)
    return "".join(text), pieces


def _spaced(lines: Sequence[TextLine]) -> list[tuple[str, TextLine]]:
    return [(" " if i else "", line) for i, line in enumerate(lines)]


def assemble(page: Page, lines: Sequence[TextLine], reading: Reading, confidence: float | None) -> list[Article]:
    """The articles of a page in order, from its lines with text and their reading."""
    articles = []
    for number, group in enumerate(_groups(lines, reading), 1):
        headline, head_pieces = pieces_of("headline", _spaced(group.headline), page.page_id)
        byline, by_pieces = pieces_of("byline", _spaced(group.byline), page.page_id)
        text, pieces = pieces_of("text", group.text, page.page_id)
        articles.append(
            Article(
                article_id=f"{page.page_id}-a{number:02d}",
                page_id=page.page_id,
                kind=kind(headline, text, byline),
                headline=headline,
                text=text,
                pieces=(*head_pieces, *by_pieces, *pieces),
                byline=byline,
                reporters=reporters(text, byline),
                paper=page.paper,
                issue_date=page.issue_date,
                confidence=confidence,
            )
        )
    return articles
