"""Boxes of lines → lines that were read: cut at gutters, joined where the detector broke them, read again where that may help."""

import itertools
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from pipeline.engines import ocr
from pipeline.layout.shapes import Rect, across, down
from pipeline.scanning.preparing import cut, fitted, weighted_median

SQUEEZE = 0.65  # of a line's width: cost falls with it, and down to here nothing is lost on clean and worn pages
SQUEEZE_NOISY = 0.8  # on bad scans (CER 0.016 -> 0.012)
ROOM_BEFORE, ROOM_AFTER = 0.12, 0.3  # em; a third of the commas lost at line ends on bad scans are found so
UNSURE = 0.90  # mean probability under which a line is read again, wider and softer; the surer reading is kept
SOFT = 0.6  # pixels, sigma for the second try
LEAST = 0.5  # mean probability under which marks are not taken for text (specks, parts of drawings), as in RapidOCR
LEAST_LARGE = (
    0.75  # the same for what is LARGE times the body's type: headlines read well, what shines through from the other page does not
)
LARGE = 1.8
DARKEST = 5  # per cent of a line's box: its ink
PALE = 0.55  # of the usual ink of a page's lines: what shines through is paler
SURE = 0.97  # mean probability over which a line of FEWEST characters is print however pale it is: grey and coloured type
INK = 0.92  # height of the ink of a line of Chinese characters, in em
NARROW = 1.1  # times as high as wide: the narrowest faces that lines are set in
LONG = 8  # characters of a line that counts in finding the body's type
SCATTER = 0.07  # of the body's type: sizes measured closer to it than this are it
BEARING = 0.07  # em of white on either side of a character's ink
HALF = 0.55  # em; signs whose ink fills one half of their em
OPENING = "“‘（《〈「『【〔"
CLOSING = "”’）》〉」』】〕，。、；：！？"
SAME_EDGE = 0.7  # em
SMALLEST = 0.5  # of the body's type: what is smaller is a speck
DOUBT = 0.3  # of a neighbour's type: a short line measured closer to it than this has its size
SCATTER_NOISY = 0.16  # the same upwards on noisy pages, where what shines through makes lines higher
FEWEST = 3  # characters from which the pitch of a line says something about its type
STANDING = 1.6  # times as high as wide: a line set from top to bottom


@dataclass(frozen=True, slots=True)
class Printed:
    """A line that was read. Box and em in pixels of the prepared picture; `second`: see records.Line.

    left, across: where the stretch that was read begins and how long it is; `reading.at` are shares of it.
    """

    box: Rect
    reading: ocr.Reading
    em: float
    left: float
    across: float
    vertical: bool = False
    second: str | None = None

    @property
    def text(self) -> str:
        """What was read."""
        return self.reading.text


def read(picture: np.ndarray, boxes: Sequence[Rect], em: float, noisy: bool) -> list[Printed]:
    """The lines in some boxes of a picture (h × w × 3); boxes in which nothing can be read are left out.

    noisy: the picture was softened; its lines are squeezed less.
    """
    boxes = [_with_room(box, em) for box in boxes]
    standing = [box[3] - box[1] > STANDING * (box[2] - box[0]) and box[3] - box[1] > STANDING * em for box in boxes]
    lines = [laid_down(cut(picture, box)) if stands else cut(picture, box) for box, stands in zip(boxes, standing, strict=True)]
    readings = ocr.read([fitted(line, SQUEEZE_NOISY if noisy else SQUEEZE) for line in lines])
    unsure = [i for i, reading in enumerate(readings) if reading.confidence < UNSURE]
    for soft in (0.0, SOFT):
        again = ocr.read([fitted(softened(lines[i], soft), 1.0) for i in unsure])
        for i, other in zip(unsure, again, strict=True):
            if other.confidence > readings[i].confidence:
                readings[i] = other
    out = []
    for box, line, reading, stands in zip(boxes, lines, readings, standing, strict=True):
        if reading.text.strip() and reading.confidence >= (
            LEAST_LARGE if min(box[2] - box[0], box[3] - box[1]) > LARGE * 1.3 * em else LEAST
        ):
            ink = inked(line)
            size = type_size(ink, reading)
            place = box if stands else em_box(box, ink, size, reading.text.strip())
            out.append(Printed(place, reading, size, max(0.0, round(box[0])), float(line.shape[1]), stands))
    return of_one_size(out, noisy)


def without_shadows(lines: Sequence[Printed], full: np.ndarray, shrunk: float) -> list[Printed]:
    """The lines without what shines through from the other page: much paler than the page's print, and not read surely.

    full: the evened picture (tones.py), h × w, paper 1, `shrunk` times as large as the one in whose pixels the lines are.
    """
    inks = [1 - float(np.percentile(cut(full, tuple(side * shrunk for side in line.box)), DARKEST)) for line in lines]
    usual = float(np.median(inks)) if inks else 0.0
    return [
        line
        for line, ink in zip(lines, inks, strict=True)
        if ink > PALE * usual or (line.reading.confidence > SURE and len(line.text) >= FEWEST)
    ]


def _with_room(box: Rect, em: float) -> Rect:
    """The box with a little more on either side: on faint print the detector loses the comma at the end of a line."""
    if box[3] - box[1] > box[2] - box[0]:
        return box
    return max(0.0, box[0] - ROOM_BEFORE * em), box[1], box[2] + ROOM_AFTER * em, box[3]


def of_one_size(lines: list[Printed], noisy: bool) -> list[Printed]:
    """The lines with sizes as a printer would set them, for what is measured on pixels scatters.

    Those of nearly the body's size are set to it; a short line takes the size of a long one right above or below it that is nearly its own.
    """
    body = weighted_median([(line.em, len(line.text)) for line in lines if len(line.text) >= LONG])
    lines = [line for line in lines if line.em >= SMALLEST * body]
    above = SCATTER_NOISY if noisy else SCATTER
    sized = [_resized(line, body) if -SCATTER * body < line.em - body < above * body else line for line in lines]
    settled = [line for line in sized if len(line.text) >= LONG and not line.vertical]
    return [line if line.vertical else _like_neighbours(line, settled, body if noisy else None) for line in sized]


def _resized(line: Printed, size: float) -> Printed:
    """The line with another type size, its box as high as that about the same middle."""
    x0, y0, x1, y1 = line.box
    middle = (y0 + y1) / 2
    box = line.box if line.vertical else (x0, middle - size / 2, x1, middle + size / 2)
    return replace(line, em=size, box=box)


def _like_neighbours(line: Printed, others: Sequence[Printed], body: float | None) -> Printed:
    """The line with the size of the lines above and below it, where that is nearly its own.

    A short line, whose size is hard to measure, goes by the nearer of them; a long one only where both are of one size, or, on a noisy
    page (`body`: the size of its body type), where one of them is body type in the same column.
    """
    close = [o for o in others if o is not line and across(o.box, line.box) > 0 and -down(o.box, line.box) < 1.2 * o.em]
    near = sorted((o for o in close if abs(o.em - line.em) < DOUBT * o.em), key=lambda o: -down(o.box, line.box))
    if body and any(o.em == body and _in_column(line, o) for o in near):
        return _resized(line, body)
    if len(line.text) < LONG:
        return _resized(line, near[0].em) if near else line
    above = next((o.em for o in near if o.box[1] < line.box[1]), None)
    below = next((o.em for o in near if o.box[1] > line.box[1]), None)
    return _resized(line, above) if above and above == below else line


def _in_column(line: Printed, other: Printed) -> bool:
    """Do two lines begin or end at one edge?"""
    return min(abs(line.box[0] - other.box[0]), abs(line.box[2] - other.box[2])) < SAME_EDGE * other.em


def softened(line: np.ndarray, sigma: float) -> np.ndarray:
    """The line, blurred where sigma is not 0."""
    return cv2.GaussianBlur(line, (0, 0), sigma) if sigma else line


def inked(line: np.ndarray) -> np.ndarray:
    """Where a cut-out line (h × w × 3) has ink, h × w of bool; white type on dark ground is ink, too."""
    grey = cv2.cvtColor(line, cv2.COLOR_RGB2GRAY).astype(np.float32)
    rim = np.concatenate([grey[0], grey[-1]])
    grey = 255 - grey if np.median(rim) < np.median(grey) - 20 or np.median(rim) < 90 else grey
    paper, dark = np.percentile(grey, 80), np.percentile(grey, 3)
    return grey < (paper + dark) / 2


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


def type_size(ink: np.ndarray, reading: ocr.Reading) -> float:
    """Size of the type of a level line in pixels, from its ink (`inked`): by its height, and by the pitch where both nearly agree."""
    top, bottom = rows_of(ink)
    by_ink = (bottom - top) / INK
    wide = [advance(char) for char in reading.text]
    tall = sum(advance(char) == 1.0 and char.isalpha() for char in reading.text)
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


def laid_down(line: np.ndarray) -> np.ndarray:
    """A line set from top to bottom as a level one: its characters cut apart and put side by side."""
    width = line.shape[1]
    ink = inked(np.ascontiguousarray(line))
    pitch = width * 0.8
    count = max(1, round(line.shape[0] / (pitch * 1.12)))
    rows = ink.sum(axis=1)
    cuts = [0]
    for k in range(1, count):
        guess = k * line.shape[0] / count
        near = range(max(cuts[-1] + 1, round(guess - 0.25 * pitch)), min(line.shape[0] - 1, round(guess + 0.25 * pitch)) + 1)
        cuts.append(min(near, key=lambda y: (rows[y], abs(y - guess))) if near else round(guess))
    cuts.append(line.shape[0])
    height = max(b - a for a, b in itertools.pairwise(cuts))
    cells = []
    for a, b in itertools.pairwise(cuts):
        above = (height - (b - a)) // 2
        cells.append(cv2.copyMakeBorder(line[a:b], above, height - (b - a) - above, 0, 0, cv2.BORDER_REPLICATE))
    return np.hstack(cells)
