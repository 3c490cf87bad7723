"""A picture of a page → what is printed on it: lines with boxes and confidence, rules, frames, photographs."""

from dataclasses import dataclass

import cv2
import numpy as np

from pipeline.layout.shapes import Rect, across, area, down
from pipeline.records import SPOTS
from pipeline.scanning import (
    bending,
    context,
    detecting,
    doubting,
    fragments,
    missing,
    preparing,
    punctuation,
    recognising,
    repairing,
    sifting,
    standing,
    tones,
)
from pipeline.scanning.bending import Bend
from pipeline.scanning.preparing import Prepared
from pipeline.scanning.recognising import Printed, advance

LATE = 0.07  # em by which the recogniser sees a Chinese character behind its middle (median; half are within 0.08 of that)
FINE = 22.0  # pixels of an em on the picture in which rules and gutters are looked for: 8 point at 200 dpi
INSIDE = 0.6  # share of a line's box that lies in a photograph: it is part of the photograph


@dataclass(frozen=True, slots=True)
class ScannedLine:
    """A line that was read: its box and em in pixels of the level picture, mean probability of its characters.

    second, spots: see records.Line. unrepaired: what was read, where characters or stops were put right (context, repairing).
    """

    text: str
    box: Rect
    em: float
    confidence: float
    vertical: bool = False
    second: str | None = None
    unrepaired: str | None = None
    spots: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """What was read from a picture. Boxes in pixels of it turned by `turn`, turned back by `slant` degrees, then made level by `bend`."""

    width: int
    height: int
    turn: int
    slant: float
    bend: Bend | None
    lines: tuple[ScannedLine, ...]
    rules: tuple[Rect, ...]
    frames: tuple[Rect, ...]
    pictures: tuple[Rect, ...]


def read(picture: np.ndarray, with_tesseract: bool = False) -> ScannedPage | None:
    """Read a picture (h × w × 3, 0-255, any direction); None where it shows no text.

    with_tesseract: it reads numbers that were read with doubt, too; DataError where it fails.
    """
    prepared = preparing.prepare(picture)
    if prepared is None:
        return None
    em, slant = prepared.em, prepared.slant
    text, bend = where_text_is(prepared)
    rough = bending.levelled(prepared.picture, bend, slant)
    picture = preparing.softened(rough) if prepared.noisy else rough
    found = look_at(picture, text, em)
    printed = recognising.read(picture, found.boxes, em, prepared.noisy)
    printed = missing.with_missed_lines(picture, printed, em, prepared.noisy)
    printed = sifting.sifted(printed, found.evened, found.shrunk, prepared.noisy)
    printed = context.in_context(punctuation.cleared(printed))
    printed = doubting.with_second_readings(rough, printed, with_tesseract)
    height, width = picture.shape[:2]
    frames, photographs = told_apart(found.frames, printed)
    skeleton = found.rules, frames, found.pictures + photographs
    return ScannedPage(width, height, prepared.turn, slant, bend, tuple(finished(printed)), *skeleton)


def where_text_is(prepared: Prepared) -> tuple[np.ndarray, Bend | None]:
    """The text map of a page made level, small, and how the page bends.

    A noisy page is turned back at full size and softened before it is shrunk: else lines of neighbouring columns run together.
    """
    size = detecting.TYPE_NOISY if prepared.noisy else detecting.TYPE
    if prepared.noisy:
        straight = preparing.softened(bending.levelled(prepared.picture, None, prepared.slant))
        small = preparing.resized(straight, size / prepared.em)
    else:
        small = bending.levelled(preparing.resized(prepared.picture, size / prepared.em), None, prepared.slant)
    text = detecting.text_map(small, size)
    bend = bending.bend_of(detecting.slants(text), text.shape[1], text.shape[0], size)
    return bending.levelled(text, bend), bend


def told_apart(grounds: tuple[Rect, ...], printed: list[Printed]) -> tuple[tuple[Rect, ...], tuple[Rect, ...]]:
    """(grounds, photographs): what seemed to be a ground with text, but in which nothing was read, is a photograph."""
    worded = tuple(ground for ground in grounds if any(_in_any(line.box, (ground,)) for line in printed))
    return worded, tuple(ground for ground in grounds if ground not in worded)


@dataclass(frozen=True, slots=True)
class Found:
    """Where lines stand, and what else is on a level picture, in its pixels.

    evened: the picture as tones.py has it, `shrunk` times as large.
    """

    boxes: tuple[Rect, ...]
    rules: tuple[Rect, ...]
    frames: tuple[Rect, ...]
    pictures: tuple[Rect, ...]
    evened: np.ndarray
    shrunk: float


def look_at(picture: np.ndarray, text: np.ndarray, em: float) -> Found:
    """What is on a level picture whose text map is known. It is looked at shrunk to FINE: rules and gutters need no more."""
    grey = preparing.resized(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), min(1.0, FINE / em))
    shrunk = grey.shape[0] / picture.shape[0]
    em *= shrunk
    boxes = detecting.boxes(text, grey.shape[0] / text.shape[0])
    full, coarse = tones.evened(grey, em)
    skeleton = tones.tones(full, coarse, boxes, em)
    upright = [rule for rule in skeleton.rules if rule[3] - rule[1] > rule[2] - rule[0]]
    parts = fragments.trimmed(fragments.cut_at_gutters(boxes, full, em), full, em)
    boxes = standing.stood_up(fragments.joined(parts, upright, em), full, em)
    boxes = [box for box in boxes if not _in_any(box, skeleton.pictures)]
    some = (boxes, skeleton.rules, skeleton.frames, skeleton.pictures)
    return Found(*(tuple(tuple(float(side) / shrunk for side in box) for box in one) for one in some), full, shrunk)


def finished(printed: list[Printed]) -> list[ScannedLine]:
    """The lines as they are kept: punctuation as wide as it is printed, characters in one script."""
    lines = punctuation.as_printed(printed)
    repaired = repairing.repaired([line.reading for line in lines])
    return [
        ScannedLine(
            text=text,
            box=tuple(float(side) for side in line.box),
            em=float(line.em),
            confidence=round(line.reading.confidence, 4),
            vertical=line.vertical,
            second=line.second,
            unrepaired=line.read or line.text if text != (line.read or line.text) else None,
            spots=() if line.vertical else spots(line),
        )
        for line, text in zip(lines, repaired, strict=True)
    ]


def spots(line: Printed) -> tuple[int, ...]:
    """Start and end of each character of a level line, in SPOTS of its box.

    The recogniser knows where Chinese characters stand to a quarter em, narrow ones less well: these share out what is between.
    """
    x0, x1 = line.box[0], line.box[2]
    middles = [line.left + at * line.across - LATE * line.em for at in line.reading.at]
    wide = [advance(char) == 1.0 for char in line.text]
    sides = [(middle - line.em / 2, middle + line.em / 2) if full else None for middle, full in zip(middles, wide, strict=True)]
    out: list[tuple[float, float]] = []
    for i, side in enumerate(sides):
        if side is None:
            first = next((j + 1 for j in range(i - 1, -1, -1) if sides[j]), 0)
            last = next((j for j in range(i + 1, len(sides)) if sides[j]), len(sides))
            begin = sides[first - 1][1] if first else x0
            end = sides[last][0] if last < len(sides) else x1
            step = max(0.0, end - begin) / (last - first)
            side = (begin + (i - first) * step, begin + (i - first + 1) * step)
        out.append(side)
    return tuple(round(min(1.0, max(0.0, (x - x0) / (x1 - x0))) * SPOTS) for side in out for x in side)


def _in_any(box: Rect, others: tuple[Rect, ...]) -> bool:
    return any(max(0.0, across(box, o)) * max(0.0, down(box, o)) > INSIDE * area(box) for o in others)
