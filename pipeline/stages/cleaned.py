"""Pages as read → pages of cleaned lines: the same lines at the same places, blanks and odd characters tidied."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.records import Line, Page
from pipeline.text.cleaning import clean


def _cleaned(line: Line) -> Line:
    text, dropped = clean(line.text)
    for reason, count in line.dropped.items():
        dropped[reason] = dropped.get(reason, 0) + count
    return replace(line, text=text, dropped=dropped)


def make(pages: Sequence[Page]) -> list[Page]:
    """Each page with its lines cleaned (`pipeline.text.cleaning`); no line is dropped or moved."""
    return [replace(page, lines=tuple(map(_cleaned, page.lines))) for page in pages]
