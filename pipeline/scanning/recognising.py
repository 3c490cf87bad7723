"""Boxes of lines → lines that were read, unsure ones again, each with the size of its type and as a printer would box it."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from pipeline.engines import ocr
from pipeline.layout.shapes import Rect, across, down
from pipeline.scanning import standing
from pipeline.scanning.preparing import cut, fitted, weighted_median

SQUEEZE = 0.65  # of a line's width: cost falls with it, and down to here nothing is lost on clean and worn pages
SQUEEZE_NOISY = 0.72  # on bad scans (CER 0.016 -> 0.012)
ROOM_BEFORE, ROOM_AFTER = 0.12, 0.3  # em; a third of the commas lost at line ends on bad scans are found so
ROOM_AFTER_NOISY = 0.6  # on bad scans (signs lost at line ends 32 -> 21 in 399 lines)
TRIM_NOISY = 0.86  # of a box's height, on bad scans: the text map is blurred there; errors 233 -> 220 in 5,785 characters
UNSURE = 0.90  # mean probability under which a line is read again, wider and softer; the surer reading is kept
SOFT = 0.6  # pixels, sigma for the second try
LEAST = 0.5  # mean probability under which marks are not taken for text (specks, parts of drawings), as in RapidOCR
LEAST_LARGE = 0.75  # the same for what is LARGE times the body's type: headlines read well, what shines through does not
LARGE = 1.8
SWOLLEN = 2.5  # times the body's type that a line over a shadow is measured at most
SURE = 0.97  # mean probability over which a line of FEWEST characters is print however pale it is: grey and coloured type
INK = 0.92  # height of the ink of a line of Chinese characters, in em
NARROW = 1.1  # times as high as wide: the narrowest faces that lines are set in
LONG = 8  # characters of a line that counts in finding the body's type
SCATTER = 0.07  # of the body's type: sizes measured closer to it than this are it
BEARING = 0.07  # em of white on either side of a character's ink
SLACK = 0.2  # em by which the recogniser may be wrong about the place of a character
HALF = 0.55  # em; signs whose ink fills one half of their em
OPENING = "“‘（《〈「『【〔"
CLOSING = "”’）》〉」』】〕，。、；：！？"
SAME_EDGE = 0.7  # em
SMALLEST = 0.5  # of the body's type: what is smaller is a speck
DOUBT = 0.3  # of a neighbour's type: a short line measured closer to it than this has its size
DOUBT_FEW = 0.5  # the same on noisy pages for so few characters that nothing but the ink's height tells their size
SCATTER_NOISY = 0.16  # the same upwards on noisy pages, where what shines through makes lines higher
WIDER = 1.25  # times the body's type: characters set so far apart are larger ones
FEWEST = 3  # characters from which the pitch of a line says something about its type
ROUNDS = 3  # of settling sizes by those of the neighbours
STANDING = 1.6  # times as high as wide: a line set from top to bottom


@dataclass(frozen=True, slots=True)
class Printed:
    """A line that was read. Box and em in pixels of the prepared picture; `second`: see records.Line.

    left, across: where the stretch that was read begins and how long it is; `reading.at` are shares of it.
    read: the text as the recogniser gave it, where the context changed it (context.py).
    """

    box: Rect
    reading: ocr.Reading
    em: float
    left: float
    across: float
    vertical: bool = False
    second: str | None = None
    read: str | None = None

    @property
    def text(self) -> str:
        """What was read."""
        return self.reading.text


def read(picture: np.ndarray, boxes: Sequence[Rect], em: float, noisy: bool) -> list[Printed]:
    """The lines in some boxes of a picture (h × w × 3); boxes in which nothing can be read are left out.

    noisy: the picture was softened; its lines are squeezed less, and get more room after them and less above and below.
    """
    boxes = [_with_room(box, em, noisy) for box in boxes]
    stand = [box[3] - box[1] > STANDING * (box[2] - box[0]) and box[3] - box[1] > STANDING * em for box in boxes]
    lines = [_laid_down(cut(picture, box)) if stands else cut(picture, box) for box, stands in zip(boxes, stand, strict=True)]
    readings = ocr.read([fitted(line, SQUEEZE_NOISY if noisy else SQUEEZE) for line in lines])
    unsure = [i for i, reading in enumerate(readings) if reading.confidence < UNSURE]
    for soft in (0.0, SOFT):
        again = ocr.read([fitted(blurred(lines[i], soft), 1.0) for i in unsure])
        for i, other in zip(unsure, again, strict=True):
            if other.confidence > readings[i].confidence:
                readings[i] = other
    out = []
    for box, line, reading, stands in zip(boxes, lines, readings, stand, strict=True):
        if reading.text.strip() and reading.confidence >= (
            LEAST_LARGE if min(box[2] - box[0], box[3] - box[1]) > LARGE * 1.3 * em else LEAST
        ):
            ink = line_ink(line)
            size = type_size(ink, reading)
            left, across = max(0.0, round(box[0])), float(line.shape[1])
            place = box if stands else em_box(box, ink, size, reading.text.strip())
            if noisy and not stands:
                place = without_specks_beside(place, reading, left, across, size)
            out.append(Printed(place, reading, size, left, across, stands))
    return of_one_size(out, noisy)


def _laid_down(line: np.ndarray) -> np.ndarray:
    return standing.laid_down(line, line_ink(line))


def _with_room(box: Rect, em: float, noisy: bool) -> Rect:
    """The box with a little more on either side: on faint print the detector loses the comma at the end of a line."""
    x0, y0, x1, y1 = box
    if y1 - y0 > x1 - x0:
        return box
    over = (1 - TRIM_NOISY) / 2 * (y1 - y0) if noisy else 0.0
    return max(0.0, x0 - ROOM_BEFORE * em), y0 + over, x1 + (ROOM_AFTER_NOISY if noisy else ROOM_AFTER) * em, y1 - over


def of_one_size(lines: Sequence[Printed], noisy: bool) -> list[Printed]:
    """The lines with sizes as a printer would set them, for what is measured on pixels scatters.

    Those of nearly the body's size are set to it; a short line takes the size of a long one right above or below it that is nearly its own.
    On noisy pages, where shadows and specks make lines higher, the distance between the characters tells, too. A line that got its size
    may settle that of its neighbours, so all are looked at ROUNDS times.
    """
    body = body_type(lines)
    lines = [line for line in lines if line.em >= SMALLEST * body]
    sized = [with_size(line, body) if _is_body(line, body, noisy) else line for line in lines]
    for _ in range(ROUNDS):
        settled = [line for line in sized if len(line.text) >= LONG and not line.vertical]
        sized = [line if line.vertical else _like_neighbours(line, settled, body if noisy else None) for line in sized]
    return sized


def body_type(lines: Sequence[Printed]) -> float:
    """Size of the type of long lines, in pixels."""
    return weighted_median([(line.em, len(line.text)) for line in lines if len(line.text) >= LONG])


def _is_body(line: Printed, body: float, noisy: bool) -> bool:
    """Is a line's size the body's but for what measuring scatters?"""
    if -SCATTER * body < line.em - body < (SCATTER_NOISY if noisy else SCATTER) * body:
        return True
    pitch = pitch_of(line.reading, line.across) if noisy and not line.vertical else None
    return pitch is not None and body < line.em < SWOLLEN * body and abs(pitch - body) < SCATTER_NOISY * body


def pitch_of(reading: ocr.Reading, across: float) -> float | None:
    """Pixels from one Chinese character to the next in a line `across` pixels long; None where there are not two."""
    full = [i for i, char in enumerate(reading.text) if is_wide(char)]
    if len(full) < 2:
        return None
    first, last = full[0], full[-1]
    steps = sum(map(advance, reading.text[first : last + 1])) - 1.0
    return (reading.at[last] - reading.at[first]) * across / steps


def with_size(line: Printed, size: float) -> Printed:
    """The line with another type size, its box as high as that about the same middle."""
    x0, y0, x1, y1 = line.box
    middle = (y0 + y1) / 2
    box = line.box if line.vertical else (x0, middle - size / 2, x1, middle + size / 2)
    return replace(line, em=size, box=box)


def _like_neighbours(line: Printed, others: Sequence[Printed], body: float | None) -> Printed:
    """The line with the size of the lines above and below it, where that is nearly its own.

    A short line, whose size is hard to measure, goes by the nearer of them; a long one only where both are of one size, or, on a noisy
    page (`body`: the size of its body type), where one of them is body type in the same column. Body type of a noisy page stays so.
    """
    if line.em == body:
        return line
    close = [o for o in others if o is not line and across(o.box, line.box) > 0 and -down(o.box, line.box) < 1.2 * o.em]
    pitch = pitch_of(line.reading, line.across) if body else None
    doubt = DOUBT_FEW if body and pitch is None and len(line.text) <= FEWEST else DOUBT
    near = sorted((o for o in close if abs(o.em - line.em) < doubt * o.em), key=lambda o: -down(o.box, line.box))
    if body and (pitch is None or pitch < WIDER * body) and any(o.em == body and _in_column(line, o) for o in near):
        return with_size(line, body)
    if len(line.text) < LONG:
        return with_size(line, near[0].em) if near else line
    above = next((o.em for o in near if o.box[1] < line.box[1]), None)
    below = next((o.em for o in near if o.box[1] > line.box[1]), None)
    return with_size(line, above) if above and above == below else line


def _in_column(line: Printed, other: Printed) -> bool:
    """Do two lines begin or end at one edge?"""
    return min(abs(line.box[0] - other.box[0]), abs(line.box[2] - other.box[2])) < SAME_EDGE * other.em


def blurred(line: np.ndarray, sigma: float) -> np.ndarray:
    """The line, blurred where sigma is not 0."""
    return cv2.GaussianBlur(line, (0, 0), sigma) if sigma else line


def line_ink(line: np.ndarray) -> np.ndarray:
    """Where a cut-out line (h × w × 3) has ink, h × w of bool; white type on dark ground is ink, too."""
    grey = cv2.cvtColor(line, cv2.COLOR_RGB2GRAY).astype(np.float32)
    rim = np.concatenate([grey[0], grey[-1]])
    grey = 255 - grey if np.median(rim) < np.median(grey) - 20 or np.median(rim) < 90 else grey
    return standing.inked(grey)


def extent(counts: np.ndarray, least: float) -> tuple[int, int]:
    """First and last + 1 place whose count of ink is over `least`; all of them where none is."""
    strong = np.flatnonzero(counts > least)
    return (int(strong[0]), int(strong[-1]) + 1) if len(strong) else (0, len(counts))


def rows_of(ink: np.ndarray) -> tuple[int, int]:
    """The rows that a line's ink fills; specks and the tails of its neighbours do not count."""
    counts = ink.sum(axis=1)
    return extent(counts, 0.12 * float(np.percentile(counts, 90)))


def advance(char: str) -> float:
    """How far a character moves on, in em."""
    return 1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.55


def is_wide(char: str) -> bool:
    """Is it a Chinese character?"""
    return char.isalpha() and advance(char) == 1.0


def type_size(ink: np.ndarray, reading: ocr.Reading) -> float:
    """Size of the type of a level line in pixels, from its ink (`line_ink`): by its height, and by the pitch where both nearly agree."""
    top, bottom = rows_of(ink)
    by_ink = (bottom - top) / INK
    wide = [advance(char) for char in reading.text]
    tall = sum(map(is_wide, reading.text))
    if len(wide) < FEWEST or 0 < tall < FEWEST:
        return max(by_ink, 1.0)
    by_pitch = (reading.at[-1] - reading.at[0]) * ink.shape[1] / (sum(wide) - wide[0] / 2 - wide[-1] / 2)
    if not tall:  # digits and signs alone do not fill the em
        return by_pitch
    return (by_ink + by_pitch) / 2 if abs(by_ink - by_pitch) < 0.12 * by_ink else min(by_ink, by_pitch * NARROW)


def em_box(box: Rect, ink: np.ndarray, size: float, text: str) -> Rect:
    """The box of a level line as a printer would draw it: from its first ink to its last, an em of `size` high about its middle."""
    top, bottom = rows_of(ink)
    left, right = extent(ink[top:bottom].sum(axis=0), max(1.0, 0.04 * (bottom - top)))
    x0, y0 = max(0.0, round(box[0])), max(0.0, round(box[1]))
    middle = y0 + (top + bottom) / 2
    before = (HALF if text[0] in OPENING else BEARING) * size
    after = (HALF if text[-1] in CLOSING else BEARING) * size
    return x0 + left - before, middle - size / 2, x0 + right + after, middle + size / 2


def without_specks_beside(box: Rect, reading: ocr.Reading, left: float, across: float, size: float) -> Rect:
    """The box of a level line cut down to where its characters were seen: on noisy pages the first and last ink may be specks."""
    first = next((i for i, char in enumerate(reading.text) if char.isalnum() or reading.sure[i] > SURE), 0)
    begin = left + reading.at[first] * across - advance(reading.text[first]) * size / 2 - SLACK * size
    end = left + reading.at[-1] * across + max(HALF, advance(reading.text[-1]) / 2) * size + SLACK * size
    return max(box[0], min(begin, box[2] - size)), box[1], min(box[2], max(end, box[0] + size)), box[3]
