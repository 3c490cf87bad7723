"""Where personal numbers stand on the pages, those that the tables mask and those in no article, so that no picture shows them either."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby

from pipeline.records import Article, Furniture, Page, Piece
from pipeline.text.masking import mask_lines

PARTS = ("headline", "byline", "text")


def hidden(row: Mapping, article: Article) -> list[Piece]:
    """The pieces of an article, cut to what its row of table articles does not say as the stages do: what was masked there."""
    found = []
    for part in PARTS:
        published, printed = row[part] or "", getattr(article, part)
        for start, end in _differences(published, printed):
            for piece in article.pieces:
                if piece.part == part and piece.start < end and start < piece.end:
                    a, b = max(piece.start, start), min(piece.end, end)
                    found.append(replace(piece, start=a, end=b, offset=piece.offset + a - piece.start))
    return found


def in_furniture(page: Page, furniture: Iterable[Furniture]) -> list[Piece]:
    """The stretches of a page's furniture (advertisements, labels, mastheads) with numbers that would be masked in an article.

    Numbers are looked for in the lines together, since they may be announced, or begin, on the line before.
    """
    printed = [line.text for line in page.lines]
    masked, found = mask_lines(printed), []
    for stretch in furniture:
        for start, end in _differences(masked[stretch.line], printed[stretch.line]):
            a, b = max(start, stretch.start), min(end, stretch.end)
            if a < b:
                found.append(Piece("furniture", a, b, page.page_id, stretch.line, a))
    return found


def roomy(piece: Piece, page: Page) -> Piece:
    """The piece, with a character more on either side on a line of which it is not known exactly where each character stands."""
    line = page.lines[piece.line]
    if line.spots:
        return piece
    before = min(1, piece.offset)
    after = min(1, len(line.text) - (piece.offset + piece.end - piece.start))
    return replace(piece, start=piece.start - before, end=piece.end + after, offset=piece.offset - before)


def _differences(published: str, printed: str) -> Iterator[tuple[int, int]]:
    """The stretches (half-open) in which two texts of one length differ; all of it where they are not as long."""
    if len(published) != len(printed):
        yield 0, len(printed)
        return
    differs = [a != b for a, b in zip(published, printed, strict=True)]
    for is_different, places in groupby(range(len(differs)), differs.__getitem__):
        if is_different:
            some = list(places)
            yield some[0], some[-1] + 1
