"""Every number is read a second time: its part of the line, cut out tighter and with another treatment of the picture.

Where the two readings differ in a digit, a point or a unit, the second is kept beside the first (records.Line.second); which of them is
right is for a person to say. So is the number with a point, where they agree but the recogniser nearly saw one between two digits.
"""

import difflib
from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
import regex

from pipeline.engines import ocr
from pipeline.scanning.preparing import cut, fitted
from pipeline.scanning.recognising import Printed
from pipeline.text.forms import fold

AROUND = 2  # characters on either side that are read along, so that the recogniser sees no cut ones
MARGIN = 0.6  # em beyond the middles of the outermost characters
SQUEEZE = 0.8  # of the width: of bad 150 dpi numbers it finds more wrong ones than 1.0 (11 against 7 in 171), 0.7 fewer (9)
SHARPEN = 0.6  # how much of what a blur takes away is added

# A number with its units: digits, or Chinese numerals of two characters and more or before a unit of money or people.
NUMBER = regex.compile(
    r"\d[\d.,·:]*%?(?:[余多几]?[百千万亿]*)(?:元|角|分|名|人次|人|户|件|起|个|家|份)?"
    r"|[零〇一二两三四五六七八九十百千万亿几数]{1,12}余?多?[百千万亿]*(?:元|名|人次|人|户|件|起)"
)


def with_second_readings(picture: np.ndarray, lines: Sequence[Printed]) -> list[Printed]:
    """The lines, those whose numbers read otherwise the second time with that reading in `second`.

    picture: the page before it was softened, so that the second reading sees other noise than the first.
    """
    wanted = [(i, match) for i, line in enumerate(lines) if not line.vertical for match in NUMBER.finditer(fold(line.text))]
    readings = ocr.read([fitted(sharpened(_part(picture, lines[i], *_stretch(match))), SQUEEZE) for i, match in wanted])
    out = list(lines)
    for (i, match), reading in zip(wanted, readings, strict=True):
        start, end = _stretch(match)
        other = second_of(lines[i].text[start:end], match[0], reading.text)
        if other is None:
            other = _with_point(lines[i].reading, match)
        if other is not None:
            before = out[i].second or lines[i].text
            out[i] = replace(out[i], second=_replaced(before, lines[i].text, (start, end), other))
    return out


def _stretch(match: regex.Match) -> tuple[int, int]:
    """Start and end of the stretch of a line that is read again for a number in it."""
    return max(0, match.start() - AROUND), min(len(match.string), match.end() + AROUND)


def _part(picture: np.ndarray, line: Printed, start: int, end: int) -> np.ndarray:
    """The part of a line from one character to another, cut out of the picture closer above and below than for the first reading."""
    x0, y0, x1, y1 = line.box
    left, right = (line.left + line.reading.at[i] * line.across for i in (start, end - 1))
    slack = 0.12 * (y1 - y0)
    box = (max(x0 - slack, left - MARGIN * line.em), y0 - slack, min(x1 + slack, right + MARGIN * line.em), y1 + slack)
    return cut(picture, box)


def sharpened(line: np.ndarray) -> np.ndarray:
    """The line with its edges made steeper: another picture of the same ink."""
    return cv2.addWeighted(line, 1 + SHARPEN, cv2.GaussianBlur(line, (0, 0), 1.0), -SHARPEN, 0)


def second_of(first: str, number: str, second: str) -> str | None:
    """What stands for `first` by the second reading, where its number is not in it; None where both readings agree on it."""
    if regex.search(rf"(?<![\d.,]){regex.escape(_bare(number))}(?![\d.,]*\d)", _bare(second)):
        return None
    other = _aligned(first, second)
    return None if _bare(other) == _bare(first) else other


def _with_point(reading: ocr.Reading, number: regex.Match) -> str | None:
    """The stretch of a number with the point that may have been missed between two of its digits; None where none was.

    On seven bad scans it is 13 of 947 numbers, of which at least 7 lack a point or are read wrong otherwise.
    """
    text = reading.text
    start, end = _stretch(number)
    for one in reading.missed:
        if number.start() < one.before < number.end() and text[one.before - 1].isdigit() and text[one.before].isdigit():
            return text[start : one.before] + "." + text[one.before : end]
    return None


def _bare(text: str) -> str:
    """A text in one form, without blanks."""
    return fold(text).replace(" ", "").replace("，", ",").replace("：", ":")


def _aligned(first: str, second: str) -> str:
    """The second reading, cut to what the first one covers: what either has beyond the other at the ends is the cut's doing."""
    blocks = [b for b in difflib.SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks() if b.size]
    if not blocks:
        return second
    head, tail = blocks[0], blocks[-1]
    return first[: head.a] + second[head.b : tail.b + tail.size] + first[tail.a + tail.size :]


def _replaced(before: str, text: str, place: tuple[int, int], other: str) -> str:
    """A line's second reading with one stretch more in it; `before`: with the stretches left of it, of any length."""
    rest = len(text) - place[1]
    return before[: len(before) - (len(text) - place[0])] + other + (text[place[1] :] if rest else "")
