"""Pages as read → pages of cleaned lines: the same lines at the same places, people's corrections in, blanks and odd characters tidied."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.correcting.lines import LineText, corrected
from pipeline.records import Line, Page
from pipeline.text.cleaning import clean, origins


def _cleaned(line: Line) -> Line:
    text, dropped = clean(line.text)
    for reason, count in line.dropped.items():
        dropped[reason] = dropped.get(reason, 0) + count
    spots = line.spots and tuple(edge for i in origins(line.text, text) for edge in line.spots[2 * i : 2 * i + 2])
    return replace(line, text=text, dropped=dropped, spots=spots)


def make(pages: Sequence[Page], said: Sequence[LineText] = ()) -> list[Page]:
    """Each page with its lines cleaned (`pipeline.text.cleaning`), and what people said of lines (`said`) in them.

    No line is dropped or moved; a line that a person corrected keeps in `read` what was read.
    """
    put_right = [corrected(page, said) for page in pages]
    return [replace(page, lines=tuple(map(_cleaned, page.lines))) for page in put_right]
