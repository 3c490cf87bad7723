"""Where numbers that the tables mask stand on the pages, so that the report's pictures do not show them either."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import groupby

from pipeline.records import Article, Piece

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
