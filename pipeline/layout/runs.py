"""What is shown of a page's articles: runs of printed text that stand together, with the place of every stretch."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline import evidence
from pipeline.records import Article, Box, Furniture, Page, Piece


class Stretch(NamedTuple):
    """Part of a line: `page.lines[line].text[start:end]` and its box."""

    line: int
    start: int
    end: int
    text: str
    box: Box


class Run(NamedTuple):
    """A headline, a byline, a stretch of text in one column, or a piece of furniture. `article`: its place in the list, from 0, or None."""

    label: str  # headline, byline, text, or the furniture's reason
    article: int | None
    stretches: tuple[Stretch, ...]

    @property
    def box(self) -> Box:
        """The smallest box around all of it."""
        boxes = [stretch.box for stretch in self.stretches]
        sides = min(b.x0 for b in boxes), min(b.y0 for b in boxes), max(b.x1 for b in boxes), max(b.y1 for b in boxes)
        return Box(boxes[0].page_id, *sides)


def runs(page: Page, articles: Sequence[Article], furniture: Sequence[Furniture]) -> list[Run]:
    """The runs of a page: articles in their order and each in reading order, then furniture. Lines without a box are left out."""
    found = [run for number, article in enumerate(articles) for run in _of_article(page, article, number)]
    for f in furniture:
        if f.page_id == page.page_id and (one := stretch(page, Piece("", 0, f.end - f.start, f.page_id, f.line, f.start))):
            found.append(Run(f.reason, None, (one,)))
    return found


def _of_article(page: Page, article: Article, number: int) -> Iterator[Run]:
    for part in ("headline", "byline", "text"):
        run: list[Stretch] = []
        for piece in sorted((p for p in article.pieces if p.part == part and p.page_id == page.page_id), key=lambda p: p.start):
            one = stretch(page, piece)
            if one is None:
                continue
            if run and part == "text" and not under(run[-1].box, one.box):
                yield Run(part, number, tuple(run))
                run = []
            run.append(one)
        if run:
            yield Run(part, number, tuple(run))


def stretch(page: Page, piece: Piece) -> Stretch | None:
    """The stretch of a piece, None where its line has no box or nothing is printed."""
    boxes = evidence.boxes_under([piece], {page.page_id: page})
    end = piece.offset + piece.end - piece.start
    text = page.lines[piece.line].text[piece.offset : end]
    return Stretch(piece.line, piece.offset, end, text, boxes[0]) if boxes and text.strip() else None


def under(upper: Box, lower: Box) -> bool:
    """Does the second line stand under the first, in one column?"""
    return lower.y0 >= upper.y0 and min(upper.x1, lower.x1) > max(upper.x0, lower.x0)
