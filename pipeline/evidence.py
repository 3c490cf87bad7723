"""How a finding points back: check a span, find the lines and boxes under it, account for every character of a page."""

import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pipeline.errors import BrokenRuleError
from pipeline.records import SPOTS, Article, Box, Furniture, Line, Page, Piece

HALF = 0.52  # em; digits and Latin letters of the usual faces


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


def pieces_under(pieces: Iterable[Piece], start: int, end: int) -> list[Piece]:
    """Those of an article's pieces that text[start:end] touches, cut to it, in order."""
    found = []
    for piece in pieces:
        if piece.part == "text" and piece.start < end and start < piece.end:
            a, b = max(piece.start, start), min(piece.end, end)
            found.append(Piece("text", a, b, piece.page_id, piece.line, piece.offset + a - piece.start))
    return found


def lines_under(pieces: Sequence[Piece]) -> list[int]:
    """The source lines, each counted from 1 on its page as editors do, under some pieces, in order of the text."""
    return [line + 1 for _, line in dict.fromkeys((piece.page_id, piece.line) for piece in pieces)]


def boxes_under(pieces: Sequence[Piece], pages: Mapping[str, Page]) -> list[Box] | None:
    """A box on the upright page for each piece, None where the pages have none."""
    boxes = []
    for piece in pieces:
        page = pages[piece.page_id]
        part = part_box(page.lines[piece.line], piece.offset, piece.offset + piece.end - piece.start)
        if part is not None:
            boxes.append(on_upright_page(part, page))
    return boxes or None


def part_box(line: Line, start: int, end: int) -> Box | None:
    """The box of `line.text[start:end]` on the page that the line's own box lies on (made straight); None where it has none."""
    box = line.box
    if box is None or not line.text:
        return None
    left, right = _along(line, start, end)
    if line.vertical:
        height = box.y1 - box.y0
        return replace(box, y0=box.y0 + left * height, y1=box.y0 + right * height)
    width = box.x1 - box.x0
    return replace(box, x0=box.x0 + left * width, x1=box.x0 + right * width)


def _along(line: Line, start: int, end: int) -> tuple[float, float]:
    """Where characters start to end of a line begin and end along its box (0-1).

    Where their places are not known, Chinese characters are taken to be twice as wide as digits and Latin letters.
    """
    if start < end and len(line.spots) == 2 * len(line.text):
        here = line.spots[2 * start : 2 * end]
        return min(here) / SPOTS, max(here) / SPOTS
    widths = [1.0 if line.vertical or unicodedata.east_asian_width(char) in "WFA" else HALF for char in line.text]
    return sum(widths[:start]) / sum(widths), sum(widths[:end]) / sum(widths)


def on_upright_page(box: Box, page: Page) -> Box:
    """A box of a page that was made straight and level to be read, as the box around it on the picture that people see.

    Undoes, in this order, `Page.bend` (scanning/bending.py) and `Page.slant`.
    """
    if not page.slant and not page.bend:
        return box
    width, height = page.width or 1.0, page.height or 1.0
    corners = [(x, y) for x in (box.x0, box.x1) for y in (box.y0, box.y1)]
    bend = page.bend or (0.0,) * 6
    places = [_unturned(x * width, y * height + sunk(bend, 2 * x - 1, 2 * y - 1, width), page) for x, y in corners]
    xs, ys = [x / width for x, _ in places], [y / height for _, y in places]
    return Box(box.page_id, *(min(1.0, max(0.0, side)) for side in (min(xs), min(ys), max(xs), max(ys))))


def upright(page: Page) -> Page:
    """The page with all its boxes as they lie on the picture that people see, for whoever draws them."""
    if not page.slant and not page.bend:
        return page
    lines = tuple(replace(line, box=line.box and on_upright_page(line.box, page)) for line in page.lines)
    bones = {name: tuple(on_upright_page(box, page) for box in getattr(page, name)) for name in ("rules", "frames", "pictures")}
    return replace(page, lines=lines, **bones, slant=0.0, bend=None)


def sunk(bend: Sequence[float], x: float, y: float, width: float) -> float:
    """How far down a place of the level page, from -1 to 1, lies on the bent one, in the unit of `width`; also for arrays of places."""
    powers = (x, x * x / 2, x * y, x**3 / 3, x * x * y / 2, x * y * y)
    return width / 2 * sum(c * power for c, power in zip(bend, powers, strict=True))


def _unturned(x: float, y: float, page: Page) -> tuple[float, float]:
    """A place of the straight page on the slanting one, in the page's unit."""
    angle = math.radians(page.slant)
    dx, dy = x - (page.width or 1.0) / 2, y - (page.height or 1.0) / 2
    return x - dx + dx * math.cos(angle) - dy * math.sin(angle), y - dy + dx * math.sin(angle) + dy * math.cos(angle)
