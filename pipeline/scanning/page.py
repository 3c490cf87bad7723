"""A picture of a page → what is printed on it: lines with boxes and confidence, rules, frames, photographs."""

from dataclasses import dataclass

import cv2
import numpy as np

from pipeline.layout.shapes import Rect, across, area, down
from pipeline.scanning import bending, detecting, doubting, fragments, preparing, punctuation, recognising, repairing, tones
from pipeline.scanning.bending import Bend

INSIDE = 0.6  # share of a line's box that lies in a photograph: it is part of the photograph


@dataclass(frozen=True, slots=True)
class ScannedLine:
    """A line that was read: its box and em in pixels of the level picture, mean probability of its characters.

    second: see records.Line. unrepaired: what was read, where characters were put right (repairing).
    """

    text: str
    box: Rect
    em: float
    confidence: float
    vertical: bool = False
    second: str | None = None
    unrepaired: str | None = None


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


def read(picture: np.ndarray) -> ScannedPage | None:
    """Read a picture (h × w × 3, 0-255, any direction); None where it shows no text."""
    prepared = preparing.prepare(picture)
    if prepared is None:
        return None
    picture, em = prepared.picture, prepared.em
    scale = detecting.TYPE / em
    text = detecting.text_map(preparing.resized(picture, scale))
    bend = bending.bend_of(detecting.slants(text), text.shape[1], text.shape[0], detecting.TYPE)
    if bend:
        picture, text = bending.levelled(picture, bend), bending.levelled(text, bend)
    boxes = detecting.boxes(text, 1 / scale)
    full, coarse = tones.evened(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), em)
    skeleton = tones.tones(full, coarse, boxes, em)
    upright = [rule for rule in skeleton.rules if rule[3] - rule[1] > rule[2] - rule[0]]
    boxes = fragments.joined(fragments.cut_at_gutters(boxes, tones.ink_of(full), em), upright, em)
    printed = recognising.read(picture, [box for box in boxes if not _in_any(box, skeleton.pictures)], em)
    printed = doubting.with_second_readings(picture, printed)
    height, width = picture.shape[:2]
    bones = (tuple(tuple(float(side) for side in box) for box in some) for some in (skeleton.rules, skeleton.frames, skeleton.pictures))
    return ScannedPage(width, height, prepared.turn, prepared.slant, bend, tuple(finished(printed)), *bones)


def finished(printed: list[recognising.Printed]) -> list[ScannedLine]:
    """The lines as they are kept: punctuation as wide as it is printed, characters put right where the evidence is strong."""
    lines = punctuation.as_wide_as_printed(printed)
    repaired = repairing.repaired([line.reading for line in lines])
    return [
        ScannedLine(
            text=text,
            box=tuple(float(side) for side in line.box),
            em=float(line.em),
            confidence=round(line.reading.confidence, 4),
            vertical=line.vertical,
            second=line.second,
            unrepaired=line.text if text != line.text else None,
        )
        for line, text in zip(lines, repaired, strict=True)
    ]


def _in_any(box: Rect, others: tuple[Rect, ...]) -> bool:
    return any(max(0.0, across(box, o)) * max(0.0, down(box, o)) > INSIDE * area(box) for o in others)
