"""How a finding points back: check a span, find the lines and boxes under it, account for every character of a page."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from pipeline.errors import BrokenRuleError
from pipeline.records import SPOTS, Article, Box, Furniture, Line, Page, Piece


def check_article(article: Article, pages: Mapping[str, Page]) -> None:
    """BrokenRuleError unless every piece holds, to the letter, what stands at its place on the page."""
    for piece in article.pieces:
        taken = getattr(article, piece.part)[piece.start : piece.end]
        line = pages[piece.page_id].lines[piece.line]
        there = line.text[piece.offset : piece.offset + piece.end - piece.start]
        if taken != there or len(taken) != piece.end - piece.start:
            place = f"{piece.page_id} line {piece.line}"
            raise BrokenRuleError(f"{article.article_id}: {taken!r} is not what stands on {place}: {there!r}")
    for part in ("text", "headline", "byline"):
        _check_covered(article, part)


def _check_covered(article: Article, part: str) -> None:
    """Every character of an article's part but the joints (white space) comes from a page."""
    covered = bytearray(len(getattr(article, part)))
    for piece in article.pieces:
        if piece.part == part:
            covered[piece.start : piece.end] = b"\1" * (piece.end - piece.start)
    for position, char in enumerate(getattr(article, part)):
        if not covered[position] and not char.isspace():
            raise BrokenRuleError(f"{article.article_id}: {char!r} at {part}[{position}] comes from no page")


def check_span(article: Article, span) -> None:
    """BrokenRuleError unless `article.text[start:end] == text` for a Word, Entity or Fact."""
    if not 0 <= span.start < span.end or article.text[span.start : span.end] != span.text:
        raise BrokenRuleError(f"{article.article_id}: {span.text!r} is not text[{span.start}:{span.end}]")


def check_ledger(page: Page, pieces: Iterable[Piece], furniture: Iterable[Furniture]) -> None:
    """BrokenRuleError unless each character of a page is in exactly one article or in the furniture, once."""
    taken = [bytearray(len(line.text)) for line in page.lines]
    stretches = [(p.line, p.offset, p.offset + p.end - p.start) for p in pieces if p.page_id == page.page_id]
    stretches += [(f.line, f.start, f.end) for f in furniture if f.page_id == page.page_id]
    for line, start, end in stretches:
        for position in range(start, end):
            taken[line][position] += 1
    for number, (counts, line) in enumerate(zip(taken, page.lines, strict=True)):
        if wrong := [position for position, n in enumerate(counts) if n != 1]:
            char, n = line.text[wrong[0]], counts[wrong[0]]
            raise BrokenRuleError(f"{page.page_id} line {number}: {char!r} at {wrong[0]} is accounted for {n} times")


def n_characters(page: Page) -> tuple[int, Counter]:
    """Characters that a cleaned page was received with (line ends not counted), and those dropped, by reason."""
    dropped: Counter = Counter(page.dropped)
    for line in page.lines:
        dropped.update(line.dropped)
    return sum(len(line.text) for line in page.lines) + dropped.total(), dropped


def pieces_under(article: Article, start: int, end: int) -> list[Piece]:
    """The pieces of the article's text that a span touches, cut to it, in order."""
    return pieces_between(article.pieces, start, end)


def pieces_between(pieces: Iterable[Piece], start: int, end: int) -> list[Piece]:
    """Those of an article's pieces that text[start:end] touches, cut to it, in order."""
    found = []
    for piece in pieces:
        if piece.part == "text" and piece.start < end and start < piece.end:
            a, b = max(piece.start, start), min(piece.end, end)
            found.append(Piece("text", a, b, piece.page_id, piece.line, piece.offset + a - piece.start))
    return found


def lines_under(pieces: Sequence[Piece]) -> list[int]:
    """The source lines, counted from 1 as editors do, under some pieces, in order of the text."""
    return list(dict.fromkeys(piece.line + 1 for piece in pieces))


def boxes_under(pieces: Sequence[Piece], pages: Mapping[str, Page]) -> list[Box] | None:
    """A box for each piece, None where the pages have none."""
    boxes = []
    for piece in pieces:
        line = pages[piece.page_id].lines[piece.line]
        if line.box is None or not line.text:
            continue
        start, end = _along(line, piece.offset, piece.offset + piece.end - piece.start)
        box = line.box
        if line.vertical:
            height = box.y1 - box.y0
            boxes.append(Box(box.page_id, box.x0, box.y0 + start * height, box.x1, box.y0 + end * height))
        else:
            width = box.x1 - box.x0
            boxes.append(Box(box.page_id, box.x0 + start * width, box.y0, box.x0 + end * width, box.y1))
    return boxes or None


def _along(line: Line, start: int, end: int) -> tuple[float, float]:
    """Where characters start to end of a line begin and end along its box (0-1); taken as equally wide where their places are not known."""
    if start < end and len(line.spots) == 2 * len(line.text):
        here = line.spots[2 * start : 2 * end]
        return min(here) / SPOTS, max(here) / SPOTS
    return start / len(line.text), end / len(line.text)
