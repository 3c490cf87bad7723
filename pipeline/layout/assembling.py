"""A chain of blocks → an article: headline, paragraphs, and for every character the line that it stands in."""

from pipeline.layout.blocks import CLOSING, STOPS, Block, Print
from pipeline.records import Article, Page, Piece
from pipeline.separating.assembling import pieces_of
from pipeline.separating.kinds import kind
from pipeline.separating.people import reporters

INDENT = 0.8  # em; a line set in so far begins a paragraph
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
    """The text: a line feed between paragraphs, lines of one paragraph joined without anything (a blank between Latin words)."""
    joined: list[tuple[str, Print]] = []
    for block in blocks:
        left, right = block.column
        for i, line in enumerate(block.lines):
            if not joined:
                joined.append(("", line))
                continue
            before = joined[-1][1]
            joint = latin(before.text[-1], line.text[0])
            if begins_paragraph(block, i, left) or (i and ends_paragraph(before, right)):
                joint = "\n"
            joined.append((joint, line))
    return pieces_of("text", joined, page_id)


def begins_paragraph(block: Block, i: int, left: float) -> bool:
    """Is line i set in, or the first of a headline inside the text, or the first after one?"""
    line = block.lines[i]
    if block.kind == "head":
        return i == 0
    return line.box[0] - left > INDENT * line.size or (i == 0 and bool(block.tags & {"after_head", "byline"}))


def ends_paragraph(line: Print, right: float) -> bool:
    """Does the line end with a stop, well before its column's edge?"""
    return line.text.rstrip(CLOSING)[-1:] in tuple(STOPS) and right - line.box[2] > SHORT * line.size


def latin(left: str, right: str) -> str:
    """A blank where two Latin words meet."""
    return " " if left.isascii() and right.isascii() and left.isalpha() and right.isalpha() else ""
