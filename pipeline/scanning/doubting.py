"""Every number is read a second time: its part of the line, cut out tighter and with another treatment of the picture.

Where the two readings differ in a digit, a point or a unit, the second is kept beside the first (records.Line.second); which of them is
right is for a person to say. Where they agree the second is made up of what the first makes likely: the number with a point that was
nearly seen between two digits, with one for a comma that divides no thousands, with the digit for a letter beside them that looks like
one, or with the next likeliest character for an unsure one. Where Tesseract is asked for, it reads those again that are not doubted by
then, but were not read surely.
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
# Probability of one of its characters under which a number is doubted, although both readings have it: on bad scans 21 of 29 wrong numbers
# are under it, and 51 of 2,221 right ones (tests/bench/README.md).
DOUBTED = 0.8
UNSURE = 0.95  # probability of a number's least sure character under which Tesseract is heard: on what reads surely it is wrong itself

# A number with its units: digits, or Chinese numerals of two characters and more or before a unit of money or people.
NUMBER = regex.compile(
    r"\d[\d.,·:]*%?(?:[余多几]?[百千万亿]*)(?:元|角|分|名|人次|人|户|件|起|个|家|份)?"
    r"|[零〇一二两三四五六七八九十百千万亿几数]{1,12}余?多?[百千万亿]*(?:元|名|人次|人|户|件|起)"
)
FIGURE = regex.compile(r"\d+(?:[.,·:]\d+)*")
THOUSANDS = regex.compile(r"(?<=\d),(?=\d{3}(?!\d))")

UNDIVIDED = regex.compile(r"\d,(?!\d{3}(?!\d))\d")  # a comma that divides no thousands: no number has it
SIGNS = ".,·:"  # those of NUMBER
# Letters that the recogniser sees in the place of a digit, surely: on 43 scans all six numbers that hold one (I800名, i9家, T.36亿元).
LOOKS_LIKE = dict(zip("IliJTOoQDCZzSsGbBq", "111110000022556689", strict=True))
SEVERAL = frozenset("IlOo")  # the likest ones: of these a number may hold several; QC30, IC3 are something else
# A row of digits with such letters in front of what is counted: it stands for a number there, and not for a name (A4, 3D, H7N9, KTV, 8K).
LETTERED = regex.compile(
    rf"(?<![A-Za-z\d])(?=[^.,])[\d.,{''.join(LOOKS_LIKE)}]++(?<=[^.,])(?=[余多几百千万亿元角分名人户件起个家份%年月日岁天项条场])"
)
NAME = regex.compile(r"[2-9][CDGS]|[BCDGJQSTZ]\d|O2O?")  # 5G元年, 3C家电, 4S, G4, T3: names whatever stands behind them

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
    doubts: dict[int, list[tuple[int, int, str]]] = {}
    for (i, match), other in zip(wanted, others, strict=True):
        if other is not None:
            doubts.setdefault(i, []).extend(_edits(lines[i].text, _stretch(match), other))
    return [replace(line, second=_edited(line.text, doubts[i])) if i in doubts else line for i, line in enumerate(lines)]


def _other(line: Printed, number: regex.Match, again: str) -> str | None:
    """What stands for the stretch of a number by its second reading, or by what the first makes likely; None where it is not doubted."""
    start, end = _stretch(number)
    other = second_of(line.text[start:end], number[0], again)
    for likely in (_with_point, _with_point_for_comma, _with_digits_for_letters, _with_next_likeliest):
        other = likely(line.reading, number) if other is None else other
    return other


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


def _with_point_for_comma(reading: ocr.Reading, number: regex.Match) -> str | None:
    """The stretch of a number with a point for a comma that divides no thousands (2,15万元); None where it has none, or several."""
    comma = UNDIVIDED.search(number[0])
    if comma is None or number[0].count(",") > 1:
        return None
    (start, end), at = _stretch(number), number.start() + comma.start() + 1
    return reading.text[start:at] + "." + reading.text[at + 1 : end]


def _with_digits_for_letters(reading: ocr.Reading, number: regex.Match) -> str | None:
    """The stretch of a number with digits for the letters in its row of digits that look like them; None where there are none."""
    row = next((row for row in LETTERED.finditer(number.string) if row.start() <= number.start() < row.end()), None)
    letters = [char for char in row[0] if char in LOOKS_LIKE] if row else []
    if row is None or not letters or NAME.fullmatch(row[0]) or (len(letters) > 1 and not SEVERAL.issuperset(letters)):
        return None
    start, end = _stretch(number)
    within = range(max(start, row.start()), min(end, row.end()))
    put = {i: _digit_for(number.string[i], reading.others[i]) for i in within if number.string[i] in LOOKS_LIKE}
    return "".join(put.get(i, reading.text[i]) for i in range(start, end)) if put else None


def _digit_for(letter: str, others: Sequence[tuple[str, float]]) -> str:
    """The digit that a letter may be: the likeliest that the recogniser saw, or the one that it looks like."""
    return next((char for char, _ in others if char in "0123456789"), LOOKS_LIKE[letter])


def _with_next_likeliest(reading: ocr.Reading, number: regex.Match) -> str | None:
    """The stretch of a number with what else its least sure character may be; None where it is sure, or nothing else makes another number.

    What else reads the same (３ or a letter like it for 3, a comma for the point of 104.52) or makes no number (方 for 万) says nothing
    against it: of the numbers under DOUBTED on 43 scans those are 43, all of them right.
    """
    text, (start, end) = reading.text, _stretch(number)
    inner = range(number.start(), number.start() + len(number[0].rstrip(SIGNS)))
    for i in sorted((i for i in inner if reading.sure[i] < DOUBTED), key=lambda i: reading.sure[i]):
        before, after = number[0][: i - number.start()], number[0][i - number.start() + 1 :]
        for char in _others_at(reading, i):
            if _is_another(before + char + after, number[0]):
                return text[start:i] + char + text[i + 1 : end]
    return None


def _others_at(reading: ocr.Reading, i: int) -> list[str]:
    """What else stands at a place, the likeliest first: letters as the digits they look like, and for a sign nothing, too.

    That nothing stands in a digit's place is only the white beside it: the three that had no other candidate were right.
    """
    others = [(char, chance) for char, chance in reading.others[i] if not char.isspace()]
    nothing = 1 - reading.sure[i] - sum(chance for _, chance in reading.others[i])
    if fold(reading.text[i]) in SIGNS and nothing >= ocr.NEARLY:
        others.append(("", nothing))
    return [LOOKS_LIKE.get(char, _bare(char)) for char, _ in sorted(others, key=lambda one: -one[1])]


def _is_another(changed: str, number: str) -> bool:
    """Is it a number, and another one?"""
    is_number = NUMBER.fullmatch(changed) and not UNDIVIDED.search(changed)
    return bool(is_number) and _as_number(changed) != _as_number(number)


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


def _edits(text: str, place: tuple[int, int], other: str) -> list[tuple[int, int, str]]:
    """What has to be put where in a text (from, to, what), so that `other` stands in one stretch of it; as little as can be."""
    codes = difflib.SequenceMatcher(None, text[place[0] : place[1]], other, autojunk=False).get_opcodes()
    out: list[tuple[int, int, str]] = []
    for a, b, new in ((place[0] + a, place[0] + b, other[c:d]) for tag, a, b, c, d in codes if tag != "equal"):
        out += [(a + k, a + k + 1, char) for k, char in enumerate(new)] if len(new) == b - a else [(a, b, new)]
    return out


def _edited(text: str, edits: Sequence[tuple[int, int, str]]) -> str:
    """A line's second reading, by the edits of its numbers; stretches overlap: of two that meet, the one further left is taken."""
    out, done = "", 0
    for start, end, new in sorted({(a, b): (a, b, new) for a, b, new in reversed(edits)}.values()):
        if start >= done:
            out, done = out + text[done:start] + new, end
    return out + text[done:]
