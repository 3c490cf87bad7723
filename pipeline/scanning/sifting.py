"""Lines that were read → lines of print: without what shines through from the other page, without specks, rows of two columns parted."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import cv2
import numpy as np

from pipeline.layout.shapes import Rect, across, down
from pipeline.scanning import fragments, tones
from pipeline.scanning.preparing import cut
from pipeline.scanning.recognising import FEWEST, LARGE, LEAST_LARGE, SAME_EDGE, SURE, SWOLLEN, UNSURE, Printed, body_type, with_size

DARKEST = 5  # per cent of a line's box: its ink
PALE = 0.55  # of the usual ink of a page's lines: what shines through is paler
PALE_LARGE = 0.3  # of the page's blackest, for lines larger than HEAD, which keep their ink: print has 0.4 and more, shadows 0.25
HEAD = 1.5  # times the body's type
NEAR = 8.0  # em up and down in which other lines show where a column's edges are
HOLE = 0.7  # of the way over a gutter: characters that stand so far apart stand on either side of it


def sifted(lines: Sequence[Printed], full: np.ndarray, shrunk: float, noisy: bool) -> list[Printed]:
    """The lines that are print. full: the evened picture (tones.py), h × w, paper 1, `shrunk` times as large as that of the lines."""
    lines = without_shadows(parted(lines), full, shrunk)
    return without_strays(lines) if noisy else lines


def parted(lines: Sequence[Printed]) -> list[Printed]:
    """The lines, those cut in two that run over a gutter that the lines above and below show, with a hole in them there."""
    boxes = [line.box for line in lines if not line.vertical]
    body = body_type(lines)
    return [part for line in lines for part in ([line] if line.vertical else _parts(line, boxes, body))]


def _parts(line: Printed, boxes: Sequence[Rect], body: float) -> list[Printed]:
    """The line, or its two parts; they are body type where they are little larger, for the hole was measured, too."""
    others = [box for box in boxes if box is not line.box]
    for end, begin in fragments.witnessed(line.box, others, line.em):
        middles = [line.left + at * line.across for at in line.reading.at]
        for i, (a, b) in enumerate(pairwise(middles), 1):
            if a < begin and b > end and b - a > HOLE * (begin - end + line.em):
                first, second = line.reading.part(0, i), line.reading.part(i, len(middles))
                left = replace(line, reading=first, box=(*line.box[:2], min(end, a + line.em), line.box[3]))
                right = replace(line, reading=second, box=(max(begin, b - line.em), *line.box[1:]))
                return [with_size(part, body) if body < part.em < HEAD * body else part for part in (left, right)]
    return [line]


def without_shadows(lines: Sequence[Printed], full: np.ndarray, shrunk: float) -> list[Printed]:
    """The lines without what shines through from the other page: much paler than the page's print, and not read surely.

    A large line that is pale for its size is a line of body type over a shadow if it may be one, and then gets the body's size.
    full: the evened picture (tones.py), h × w, paper 1, `shrunk` times as large as the one in whose pixels the lines are.
    """
    parts = [cut(full, tuple(side * shrunk for side in line.box)) for line in lines]
    inks = [1 - float(np.percentile(part, DARKEST)) for part in parts]
    usual = float(np.median(inks)) if inks else 0.0
    faintest = PALE_LARGE * tones.blackest(full)
    body = body_type(lines)
    out = []
    for line, ink, part in zip(lines, inks, parts, strict=True):
        sure = line.reading.confidence > SURE and len(line.text) >= FEWEST
        large = line.em > LARGE * body
        if (ink <= PALE * usual and not sure) or (large and line.reading.confidence < LEAST_LARGE):
            continue
        if line.em <= HEAD * body or line.vertical or _depth(part) > faintest:
            out.append(line)
        elif line.em < SWOLLEN * body:
            out.append(with_size(line, body))
        elif sure:
            out.append(line)
    return out


def _depth(part: np.ndarray) -> float:
    """By how much the ink in a part of an evened picture is darker than its ground, both told apart by Otsu's threshold."""
    grey = np.clip(part * 200, 0, 255).astype(np.uint8)
    threshold, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    ink = grey <= threshold
    return float(np.median(part[~ink]) - np.median(part[ink])) if 0 < ink.sum() < ink.size else 0.0


def without_strays(lines: Sequence[Printed]) -> list[Printed]:
    """The lines without specks read as a few characters, not surely and at no edge of a column, and without ends that were read twice."""
    long = [line for line in lines if len(line.text) > FEWEST]
    return [
        line
        for line in lines
        if len(line.text) > FEWEST
        or (not any(_is_end_of(line, other) for other in long) and (line.reading.confidence > UNSURE or _at_an_edge(line, lines)))
    ]


def _is_end_of(line: Printed, other: Printed) -> bool:
    """Is a short line the first or last characters of another, found once more by a box beside it?"""
    same = other.text.startswith(line.text) or other.text.endswith(line.text)
    return same and across(line.box, other.box) > 0 and down(line.box, other.box) > 0.5 * line.em


def _at_an_edge(line: Printed, lines: Sequence[Printed]) -> bool:
    """Does a line begin or end where two others in its neighbourhood do?"""
    near = [other.box for other in lines if other is not line and -down(other.box, line.box) < NEAR * line.em]
    return any(sum(abs(box[side] - line.box[side]) < SAME_EDGE * line.em for box in near) >= 2 for side in (0, 2))
