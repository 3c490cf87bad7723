"""Signs that have a wide and a narrow form look alike to the recogniser; how far apart their neighbours stand tells which was printed."""

import itertools
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from pipeline.layout.shapes import across, down
from pipeline.scanning.recognising import Printed, advance

FORMS = dict(zip(",;:()!?", "，；：（）！？", strict=True))
NARROW_FORMS = {wide: narrow for narrow, wide in FORMS.items()}
APART = 1.7  # em between the middles of the characters around a sign: 2 around a wide sign, 1.3 to 1.5 around a narrow one
FEWEST = 2  # signs that must have been measured for narrow ones to be believed: newspapers set wide ones as a rule
AROUND = 6.0  # em up and down from a line in the same column whose signs are looked at together


def as_wide_as_printed(lines: Sequence[Printed]) -> list[Printed]:
    """The lines, each sign between Chinese characters in the form that it has in its part of the column."""
    measured = [gaps(line) for line in lines]
    out = []
    for line in lines:
        near = [gap for other, some in zip(lines, measured, strict=True) if some and _beside(line, other) for gap in some]
        narrow = len(near) >= FEWEST and median(near) < APART
        reading = replace(line.reading, text=_in_form(line.text, narrow))
        out.append(replace(line, reading=reading))
    return out


def _beside(line: Printed, other: Printed) -> bool:
    return across(line.box, other.box) > 0 and -down(line.box, other.box) < AROUND * line.em


def is_wide(char: str) -> bool:
    """Is it a Chinese character?"""
    return char.isalpha() and advance(char) == 1.0


def gaps(line: Printed) -> list[float]:
    """For each comma and its like between Chinese characters, how far apart these stand, in em of the line's own pitch."""
    text, at = line.text, line.reading.at
    pairs = [b - a for i, (a, b) in enumerate(itertools.pairwise(at)) if is_wide(text[i]) and is_wide(text[i + 1])]
    if len(pairs) < FEWEST:
        return []
    pitch = median(pairs)
    inner = range(1, len(text) - 1)
    signs = (i for i in inner if text[i] in FORMS or text[i] in NARROW_FORMS)
    return [(at[i + 1] - at[i - 1]) / pitch for i in signs if is_wide(text[i - 1]) and is_wide(text[i + 1])]


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
