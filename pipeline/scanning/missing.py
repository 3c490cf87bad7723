"""Lines that the detector missed: where a column goes on a line further down than its lines do, what stands between is read by itself.

On bad scans it is the short last line of a paragraph that gets lost: pale, or taken together with what shines through beside it.
"""

from collections.abc import Sequence
from statistics import median

import numpy as np

from pipeline.layout.shapes import Rect, across, down
from pipeline.scanning import recognising
from pipeline.scanning.recognising import SCATTER_NOISY, Printed, body_type, of_one_size

STEPS = (1.0, 2.2)  # em from the middle of a line to that of the next one, as they are set
HOLE = (1.7, 2.4)  # times the usual step: room for one line
NEAR = 8.0  # em up and down in which other lines show where a column's edges are
INDENT = 2.6  # em by which lines of one column may begin apart
HEIGHT = 1.4  # em of the boxes that the detector gives
LEAST = 0.7  # mean probability from which what is read there is believed


def with_missed_lines(picture: np.ndarray, lines: Sequence[Printed], em: float, noisy: bool) -> list[Printed]:
    """The lines of a picture (h × w × 3), those besides that stand in the holes of its columns. em, noisy: see recognising.read."""
    found = recognising.read(picture, holes(lines), em, noisy)
    more = [line for line in found if line.reading.confidence >= LEAST]
    return of_one_size([*lines, *more], noisy) if more else list(lines)


def holes(lines: Sequence[Printed]) -> list[Rect]:
    """Where in columns of body type one line may be missing: boxes as wide as the column."""
    body = body_type(lines)
    level = sorted((line for line in lines if not line.vertical), key=_middle)
    text = [line for line in level if _is_of_size(line, body)]
    following = [(line, below) for line in text if (below := _below(line, level, body)) and _is_of_size(below, body)]
    pairs = [(line, below, _middle(below) - _middle(line)) for line, below in following]
    usual = [step for _, _, step in pairs if STEPS[0] < step / body < STEPS[1]]
    if not usual:
        return []
    pitch = median(usual)
    far = [(line, below) for line, below, step in pairs if HOLE[0] < step / pitch < HOLE[1]]
    found = [_between(line, below, text, body) for line, below in far if _one_column(line, below, body)]
    return [hole for hole in found if not any(_stands_in(line, hole) for line in lines)]


def _is_of_size(line: Printed, body: float) -> bool:
    return abs(line.em - body) < SCATTER_NOISY * body


def _stands_in(line: Printed, hole: Rect) -> bool:
    """Does a line fill a good part of a hole's height, somewhere in its width?"""
    return across(line.box, hole) > 0 and down(line.box, hole) > 0.5 * line.em


def _middle(line: Printed) -> float:
    return (line.box[1] + line.box[3]) / 2


def _below(line: Printed, level: Sequence[Printed], body: float) -> Printed | None:
    """The first line under a line; `level` is sorted from top to bottom."""
    return next((o for o in level if _middle(o) > _middle(line) + 0.5 * body and across(o.box, line.box) > 0), None)


def _one_column(line: Printed, other: Printed, body: float) -> bool:
    return abs(line.box[0] - other.box[0]) < INDENT * body


def _between(line: Printed, below: Printed, text: Sequence[Printed], body: float) -> Rect:
    """Room for a line between two, as wide as the lines near them in their column."""
    near = [o.box for o in text if _one_column(o, line, body) and -down(o.box, line.box) < NEAR * body]
    middle, half = (_middle(line) + _middle(below)) / 2, HEIGHT * body / 2
    sides = min(box[0] for box in near), middle - half, max(median(box[2] for box in near), line.box[2]), middle + half
    return tuple(float(side) for side in sides)
