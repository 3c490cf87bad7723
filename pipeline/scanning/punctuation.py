"""Signs put as they are printed: what looks alike to the recogniser is told apart by the room that it takes up.

Wide and narrow forms (，and ,): how far apart their neighbours stand. Dots where there is no room for a sign are specks. A dash is two
em long, and the recogniser gives it once, or as 一.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import mean

from pipeline.engines.ocr import Reading
from pipeline.layout.shapes import Rect, across, down
from pipeline.scanning.language import FORMS
from pipeline.scanning.recognising import BEARING, CLOSING, HALF, OPENING, Printed, is_wide

NARROW_FORMS = {wide: narrow for narrow, wide in FORMS.items()}
APART = 1.7  # em between the middles of the characters around a sign: 2 around a wide sign, 1.3 to 1.5 around a narrow one
FEWEST = 3  # signs that must have been measured for narrow ones to be believed: newspapers set wide ones as a rule
AROUND = 12.0  # em up and down from a line in the same column whose signs are looked at together
MOST = 5  # of them, the nearest: an article keeps to one form, the next one may have another
SPECKS = "·.•-"
NO_ROOM = 1.25  # em between the middles of two Chinese characters between which no sign can stand
DOUBTED = 0.95  # probability under which a dot beside a stop is a speck
STOPS = "，。、；：,;:"
DASH, LONG = "—", 2.4  # em between the middles of the characters around a dash of two em: 3; around one of one em: 2


def cleared(lines: Sequence[Printed]) -> list[Printed]:
    """The lines without specks taken for dots, and with dashes as long as they are."""
    return [replace(line, reading=with_dashes(without_specks(line.reading))) for line in lines]


def as_printed(lines: Sequence[Printed]) -> list[Printed]:
    """The lines with their signs in the form that is printed, wide or narrow."""
    measured = [gaps(line.reading) for line in lines]
    out = []
    for line in lines:
        beside = [(other, some) for other, some in zip(lines, measured, strict=True) if some and _beside(line, other)]
        nearest = sorted(beside, key=lambda pair: abs(line.box[1] - pair[0].box[1]))
        near = [gap for _, some in nearest for gap in some][:MOST]
        narrow = len(near) >= FEWEST and mean(near) < APART
        text = _in_form(line.text, narrow)
        read = _in_form(line.read, narrow) if line.read else None
        out.append(replace(line, reading=replace(line.reading, text=text), box=_with_room(line, text), read=read))
    return out


def _beside(line: Printed, other: Printed) -> bool:
    return across(line.box, other.box) > 0 and -down(line.box, other.box) < AROUND * line.em


def _with_room(line: Printed, text: str) -> Rect:
    """The line's box with the white half of a wide sign at its beginning or end, where the sign was first taken for a narrow one."""
    x0, y0, x1, y1 = line.box
    half = (HALF - BEARING) * line.em
    if line.vertical or not text:
        return line.box
    before = half if text[0] in OPENING and line.text[0] not in OPENING else 0.0
    after = half if text[-1] in CLOSING and line.text[-1] not in CLOSING else 0.0
    return x0 - before, y0, x1 + after, y1


def pitch(reading: Reading) -> float | None:
    """How far neighbouring Chinese characters of a line stand apart, as a share of its length; None where it has too few."""
    text = reading.text
    apart = [b - a for i, (a, b) in enumerate(pairwise(reading.at)) if is_wide(text[i]) and is_wide(text[i + 1])]
    return mean(apart) if len(apart) >= FEWEST else None  # the places are steps of a quarter em; their mean is finer


def rooms(reading: Reading) -> list[tuple[int, float]]:
    """(place, em between its neighbours' middles) of each sign that stands between two Chinese characters."""
    text, at, em = reading.text, reading.at, pitch(reading)
    if em is None:
        return []
    between = (i for i in range(1, len(text) - 1) if not is_wide(text[i]) and is_wide(text[i - 1]) and is_wide(text[i + 1]))
    return [(i, (at[i + 1] - at[i - 1]) / em) for i in between]


def gaps(reading: Reading) -> list[float]:
    """The room of each comma and its like."""
    return [room for i, room in rooms(reading) if reading.text[i] in FORMS or reading.text[i] in NARROW_FORMS]


def without_specks(reading: Reading) -> Reading:
    """The line without the dots for which there is no room, and without doubted ones beside a stop or, as a stop, at its beginning.

    No line begins with a stop (the rule of Chinese typesetting that nobody breaks).
    """
    text = reading.text
    specks = {i for i, room in rooms(reading) if text[i] in SPECKS and room < NO_ROOM}
    doubted = (i for i, char in enumerate(text) if char in SPECKS and reading.sure[i] < DOUBTED)
    specks |= {i for i in doubted if any(c in STOPS for c in text[max(0, i - 1) : i] + text[i + 1 : i + 2])}
    begins = next((i for i, char in enumerate(text) if char not in SPECKS + STOPS or reading.sure[i] >= DOUBTED), 0)
    specks |= set(range(begins))
    return _of_places(reading, [i for i in range(len(reading.text)) if i not in specks]) if specks else reading


def with_dashes(reading: Reading) -> Reading:
    """The line with each long dash as two signs, also where one of them was read as 一."""
    text = list(reading.text)
    for i, (a, b) in enumerate(pairwise(reading.text)):
        if {a, b} == {DASH, "一"}:
            text[i] = text[i + 1] = DASH
    reading = replace(reading, text="".join(text))
    long = {i for i, room in rooms(reading) if reading.text[i] == DASH and room > LONG}
    return _of_places(reading, [j for i in range(len(text)) for j in ([i, i] if i in long else [i])]) if long else reading


def _of_places(reading: Reading, places: Sequence[int]) -> Reading:
    """The reading of some of its places, in that order."""
    fields = (reading.sure, reading.at, reading.others)
    missed = tuple(replace(one, before=sum(place < one.before for place in places)) for one in reading.missed)
    return Reading("".join(reading.text[i] for i in places), *(tuple(some[i] for i in places) for some in fields), missed)


def _in_form(text: str, narrow: bool) -> str:
    """The signs in one form; those between digits or Latin letters stay as they were read."""
    forms = NARROW_FORMS if narrow else FORMS
    out = list(text)
    for i, char in enumerate(text):
        around = text[max(0, i - 1) : i] + text[i + 1 : i + 2]
        among_figures = any(c.isascii() and c.isalnum() for c in around)
        if char in forms and (not among_figures or (not narrow and any(is_wide(c) for c in around))):
            out[i] = forms[char]
    return "".join(out)
