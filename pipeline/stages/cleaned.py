"""Pages as read → pages of cleaned lines: the same lines at the same places, blanks and odd characters tidied."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.records import Line, Page
from pipeline.text.cleaning import clean, origins


def _cleaned(line: Line) -> Line:
    text, dropped = clean(line.text)
    for reason, count in line.dropped.items():
        dropped[reason] = dropped.get(reason, 0) + count
    spots = line.spots and tuple(edge for i in origins(line.text, text) for edge in line.spots[2 * i : 2 * i + 2])
    return replace(line, text=text, dropped=dropped, spots=spots)


def make(pages: Sequence[Page]) -> list[Page]:
    """Each page with its lines cleaned (`pipeline.text.cleaning`); no line is dropped or moved."""
    return [replace(page, lines=tuple(map(_cleaned, page.lines))) for page in pages]
