"""Every number is read a second time: its part of the line, cut out tighter and with another treatment of the picture.

Where the two readings differ in a digit, a point or a unit, the second is kept beside the first (records.Line.second); which of them is
right is for a person to say. So is the number with a point, where they agree but the recogniser nearly saw one between two digits.
Where Tesseract is asked for, it reads those again that both readings have alike, but the first one not surely.
"""

import difflib
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import cv2
import numpy as np
import regex

from pipeline.engines import ocr, tesseract
from pipeline.scanning.preparing import cut, fitted, softened
from pipeline.scanning.recognising import Printed
from pipeline.text.forms import fold

AROUND = 2  # characters on either side that are read along, so that the recogniser sees no cut ones
MARGIN = 0.6  # em beyond the middles of the outermost characters
SQUEEZE = 0.8  # of the width: of bad 150 dpi numbers it finds more wrong ones than 1.0 (11 against 7 in 171), 0.7 fewer (9)
SHARPEN = 0.6  # how much of what a blur takes away is added
UNSURE = 0.95  # probability of a number's least sure character under which Tesseract is heard: on what reads surely it is wrong itself

# A number with its units: digits, or Chinese numerals of two characters and more or before a unit of money or people.
NUMBER = regex.compile(
    r"\d[\d.,·:]*%?(?:[余多几]?[百千万亿]*)(?:元|角|分|名|人次|人|户|件|起|个|家|份)?"
    r"|[零〇一二两三四五六七八九十百千万亿几数]{1,12}余?多?[百千万亿]*(?:元|名|人次|人|户|件|起)"
)
FIGURE = regex.compile(r"\d+(?:[.,·:]\d+)*")
THOUSANDS = regex.compile(r"(?<=\d),(?=\d{3}(?!\d))")

_Wanted = tuple[int, regex.Match]  # number of a line, a number in it


def with_second_readings(picture: np.ndarray, lines: Sequence[Printed], with_tesseract: bool = False) -> list[Printed]:
    """The lines, those whose numbers read otherwise the second time with that reading in `second`.

    picture: the page before it was softened, so that the second reading sees other noise than the first.
    DataError where Tesseract is to read, too, and fails.
    """
    wanted = [(i, match) for i, line in enumerate(lines) if not line.vertical for match in NUMBER.finditer(fold(line.text))]
    parts = [_part(picture, lines[i], *_stretch(match)) for i, match in wanted]
    readings = ocr.read([fitted(sharpened(part), SQUEEZE) for part in parts])
    others = [_other(lines[i], match, reading.text) for (i, match), reading in zip(wanted, readings, strict=True)]
    if with_tesseract:
        others = _tesseract_heard(lines, wanted, parts, others)
    out = list(lines)
    for (i, match), other in zip(wanted, others, strict=True):
        if other is not None:
            before = out[i].second or lines[i].text
            out[i] = replace(out[i], second=_replaced(before, lines[i].text, _stretch(match), other))
    return out


def _other(line: Printed, number: regex.Match, again: str) -> str | None:
    """What stands for the stretch of a number by its second reading, or with a point nearly seen; None where nothing differs."""
    start, end = _stretch(number)
    other = second_of(line.text[start:end], number[0], again)
    return _with_point(line.reading, number) if other is None else other


def _tesseract_heard(lines: Sequence[Printed], wanted: Sequence[_Wanted], parts: Sequence, others: Sequence) -> list[str | None]:
    """The other readings of the numbers `wanted` (line, number), and where there are none Tesseract's of the unsure ones.

    parts: their stretches cut out of the picture.
    """
    out = list(others)
    asked = [k for k, (i, match) in enumerate(wanted) if out[k] is None and FIGURE.search(match[0]) and _is_unsure(lines[i], match)]
    greys = [cv2.cvtColor(fitted(softened(parts[k])), cv2.COLOR_RGB2GRAY) for k in asked]
    for k, said in zip(asked, tesseract.read(greys), strict=True):
        i, match = wanted[k]
        start, end = _stretch(match)
        out[k] = with_figures_of(lines[i].text[start:end], (match.start() - start, match.end() - start), said)
    return out


def _is_unsure(line: Printed, number: regex.Match) -> bool:
    return min(line.reading.sure[number.start() : number.end()]) < UNSURE


def with_figures_of(first: str, number: tuple[int, int], said: str) -> str | None:
    """`first` with the figures of its number (from, to) as Tesseract said them, left out where it saw none; None where it said the same.

    Its figures alone are heard: 人 it takes for 大, and 万 for 方, where digits read well.
    """
    here, there = list(FIGURE.finditer(fold(first))), FIGURE.findall(_bare(said))
    same = set(map(_as_number, there))
    out = first
    for k, figure in reversed(list(enumerate(here))):
        inside = number[0] <= figure.start() and figure.end() <= number[1]
        if inside and _as_number(figure[0]) not in same:
            other = there[k] if len(there) == len(here) else max(there, key=partial(_likeness, figure[0]), default="")
            out = out[: figure.start()] + other + out[figure.end() :]
    return None if out == first else out


def _as_number(figure: str) -> str:
    return THOUSANDS.sub("", figure).replace("·", ".")


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()


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
