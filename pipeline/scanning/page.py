"""A picture of a page → what is printed on it: lines with boxes and confidence, rules, frames, photographs."""

from dataclasses import dataclass

import cv2
import numpy as np

from pipeline.layout.shapes import Rect, across, area, down
from pipeline.scanning import detecting, fragments, preparing, recognising, tones
from pipeline.scanning.recognising import Printed

INSIDE = 0.6  # share of a line's box that lies in a photograph: it is part of the photograph


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """What was read from a picture. Boxes in pixels of the picture turned by `turn` and then straightened by `slant` degrees."""

    width: int
    height: int
    turn: int
    slant: float
    lines: tuple[Printed, ...]
    rules: tuple[Rect, ...]
    frames: tuple[Rect, ...]
    pictures: tuple[Rect, ...]
    in_pictures: int  # characters read in photographs, which are no text of the page


def read(picture: np.ndarray) -> ScannedPage | None:
    """Read a picture (h × w × 3, 0-255, any direction); None where it shows no text."""
    prepared = preparing.prepare(picture)
    if prepared is None:
        return None
    picture, em = prepared.picture, prepared.em
    scale = detecting.TYPE / em
    boxes = detecting.boxes(detecting.text_map(preparing.resized(picture, scale)), 1 / scale)
    full, coarse = tones.evened(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), em)
    skeleton = tones.tones(full, coarse, boxes, em)
    upright = [rule for rule in skeleton.rules if rule[3] - rule[1] > rule[2] - rule[0]]
    boxes = fragments.joined(fragments.cut_at_gutters(boxes, tones.ink_of(full), em), upright, em)
    apart = [box for box in boxes if not _in_any(box, skeleton.pictures)]
    lines = recognising.read(picture, apart, em)
    height, width = picture.shape[:2]
    bones = skeleton.rules, skeleton.frames, skeleton.pictures
    return ScannedPage(width, height, prepared.turn, prepared.slant, tuple(lines), *bones, len(boxes) - len(apart))


def _in_any(box: Rect, others: tuple[Rect, ...]) -> bool:
    return any(max(0.0, across(box, o)) * max(0.0, down(box, o)) > INSIDE * area(box) for o in others)
