"""A chain of blocks → an article: headline, paragraphs, and for every character the line that it stands in."""

import regex

from pipeline.layout.blocks import CLOSING, Block
from pipeline.layout.headlines import STOPS
from pipeline.layout.prints import Print
from pipeline.layout.shapes import Rect, down
from pipeline.records import Article, Page, Piece
from pipeline.separating.assembling import pieces_of
from pipeline.separating.kinds import kind
from pipeline.separating.people import reporters

LETTER = 1.5  # times the text's size: a large letter before it
DEEPEST = 3.2  # em; no line is set in farther to begin a paragraph
INDENT = 0.8  # em; a line set in so far begins a paragraph
BROKEN = 2.0  # em; a line in which a number is broken off goes nearer to its column's edge
NUMBER = regex.compile(r"[\d.,%‰:/\-\s]+")
SHORT = 1.2  # em; a line that ends so far before its column's edge ends a paragraph, if it ends with a stop


def article(page: Page, chain: list[Block], number: int) -> Article:
    """The article of a chain; leading headlines are its headline, all other blocks its text."""
    heads = 0
    while heads < len(chain) and chain[heads].kind == "head":
        heads += 1
    headline, head_pieces = headline_of(chain[:heads], page.page_id)
    text, pieces = text_of(chain[heads:], page.page_id)
    return Article(
        article_id=f"{page.page_id}-a{number:02d}",
        page_id=page.page_id,
        kind=kind(headline, text),
        headline=headline,
        text=text,
        pieces=(*head_pieces, *pieces),
        reporters=reporters(text, ""),
        paper=page.paper,
        issue_date=page.issue_date,
    )


def headline_of(blocks: list[Block], page_id: str) -> tuple[str, list[Piece]]:
    """The headline: lines of one size run on, a kicker and a subtitle are set off by a blank unless a sign does so already."""
    joined: list[tuple[str, Print]] = []
    for line in (line for block in blocks for line in block.lines):
        joint = ""
        if joined:
            last = joined[-1][1]
            apart = abs(last.size - line.size) > 0.1 * line.size
            joint = " " if apart and last.text[-1].isalnum() and line.text[0].isalnum() else ""
        joined.append((joint, line))
    return pieces_of("headline", joined, page_id)


def text_of(blocks: list[Block], page_id: str) -> tuple[str, list[Piece]]:
    """The text: a line feed between paragraphs, cells of a table and numbers that are not one; other lines are joined without anything
    (a blank between Latin words).
    """
    joined: list[tuple[str, Print]] = []
    columns = [line.box for block in blocks for line in block.lines if line.vertical]
    edge = 0.0  # of the column that the line before stands in
    for block in blocks:
        left, right = block.column
        for i, line in enumerate(block.lines):
            if not joined:
                joined.append(("", line))
            else:
                before = joined[-1][1]
                ends = (
                    begins_paragraph(block, i, left)
                    or begins_lower(line, columns)
                    or (i and ends_paragraph(before, right))
                    or two_numbers(before, line, edge)
                    or other_face(before, line)
                )
                joined.append(("\n" if ends else latin(before.text[-1], line.text[0]), line))
            edge = right
    return pieces_of("text", joined, page_id)


def begins_paragraph(block: Block, i: int, left: float) -> bool:
    """Is line i a cell of a table, set in, or the first of a headline inside the text, or the first after one?"""
    line = block.lines[i]
    if "table" in block.tags:
        return True  # each cell
    if block.kind == "head":
        return i == 0
    if i == 0:
        return line.box[0] - left > INDENT * line.size or bool(block.tags & {"after_head", "byline"})
    return line.box[0] - left > INDENT * line.size and not runs_around(block, i, left)


def runs_around(block: Block, i: int, left: float) -> bool:
    """Is line i set in because text runs around something (a picture, a large first letter), and the paragraph goes on?

    The line before is full and has no stop at its end; line i begins where that one does or left of it, or farther in than an indent.
    """
    before, line = block.lines[i - 1], block.lines[i]
    if len(before.text) == 1 and before.size > LETTER * line.size:
        return True
    if before.text.rstrip(CLOSING)[-1:] in tuple(STOPS) or block.column[1] - before.box[2] > SHORT * before.size:
        return False
    return line.box[0] - before.box[0] < 0.3 * line.size or line.box[0] - left > DEEPEST * line.size


def begins_lower(line: Print, columns: list[Rect]) -> bool:
    """Is a line set from top to bottom set in, by two characters, from the highest of the columns beside it?"""
    if not line.vertical:
        return False
    top = min(box[1] for box in columns if down(box, line.box) > 0)
    return 1.2 * line.size < line.box[1] - top < 3.2 * line.size


def ends_paragraph(line: Print, right: float) -> bool:
    """Does the line end with a stop, well before its column's edge?"""
    return line.text.rstrip(CLOSING)[-1:] in tuple(STOPS) and right - line.box[2] > SHORT * line.size


def other_face(line: Print, after: Print) -> bool:
    """Does a sentence end where the face changes? So it does before a title among the lines of a text, and behind it."""
    return "" not in (line.font, after.font) and line.font != after.font and line.text.rstrip(CLOSING)[-1:] in tuple(STOPS)


def two_numbers(line: Print, after: Print, right: float) -> bool:
    """Do two numbers meet at the line's end that are not halves of one: it holds nothing else, or ends well before its column's edge?"""
    if not (line.text[-1].isdigit() and after.text[0].isdigit()):
        return False
    return NUMBER.fullmatch(line.text) is not None or (not line.vertical and right - line.box[2] > BROKEN * line.size)


def latin(left: str, right: str) -> str:
    """A blank where two Latin words meet."""
    return " " if left.isascii() and right.isascii() and left.isalpha() and right.isalpha() else ""
