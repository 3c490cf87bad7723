"""Lines set from top to bottom: found where the detector took the characters of neighbouring ones for short level lines, and laid down.

A headline of two standing lines side by side has its characters in rows of two, which lie closer to each other than the lines do.
"""

import itertools
from collections.abc import Iterable, Sequence

import cv2
import numpy as np

from pipeline.layout.shapes import Rect, width

WIDEST = 6.0  # em of a stack: two lines of large type or three of smaller
SAME_EDGE = 1.0  # em
CLOSE, OVER = 0.9, 2.0  # em between the boxes of a stack, and by which they may reach into each other
FEWEST = 4  # boxes of a stack
LARGE = 1.15  # em: what stands is a headline; names in a list are body type
ALIKE = 0.25  # of the width of the first line: the others are as wide as it
SPECK = 0.4  # em: what is narrower is dirt between two standing lines
WHITE = 0.02  # share of a column's pixels that may be ink between two standing lines
LOOSEST, TIGHTEST = 1.6, 0.85  # widths of a standing line from one character to the next
SLACK = 0.12  # of a character by which the white between two may lie off its place
MARGIN = 0.1  # of a character above the first and below the last


def stood_up(boxes: Sequence[Rect], full: np.ndarray, em: float) -> list[Rect]:
    """The boxes of lines, those of stacks of short ones that are standing lines put together to these.

    full: the evened picture (tones.py), h × w, paper 1, in whose pixels boxes and em are.
    """
    out = list(boxes)
    for stack in _stacks(boxes, em):
        x0, x1 = (float(np.median([box[side] for box in stack])) for side in (0, 2))
        area = (x0, min(box[1] for box in stack), x1, max(box[3] for box in stack))
        lines = _lines(full, area, em)
        if lines:
            rests = [(x1 + MARGIN * em, *box[1:]) for box in stack if box[2] > x1 + LARGE * em]
            out = [box for box in out if box not in stack] + rests + lines
    return out


def _stacks(boxes: Sequence[Rect], em: float) -> list[list[Rect]]:
    """Boxes under each other that begin or end at one edge, no wider than some characters; the last may be shorter or run on."""
    stacks: list[list[Rect]] = []
    for box in sorted(boxes, key=lambda box: box[1]):
        stack = next((one for one in stacks if _continues(one, box, em)), None)
        if stack is not None:
            stack.append(box)
        elif width(box) < WIDEST * em:
            stacks.append([box])
    return [stack for stack in stacks if len(stack) >= FEWEST]


def _continues(stack: Sequence[Rect], box: Rect, em: float) -> bool:
    first, last = stack[0], stack[-1]
    if not -OVER * em < box[1] - last[3] < CLOSE * em or box[1] <= last[1]:
        return False
    begins, ends = abs(box[0] - first[0]) < SAME_EDGE * em, abs(box[2] - first[2]) < SAME_EDGE * em
    return (begins and ends) or (len(stack) >= FEWEST - 1 and (begins or (ends and box[0] > first[0])))


def _lines(full: np.ndarray, area: Rect, em: float) -> list[Rect]:
    """The standing lines in an area, as boxes; none where it holds anything else."""
    left, top, right, bottom = (max(0, round(side)) for side in area)
    ink = inked(full[top:bottom, left:right])
    runs = _runs(ink.mean(axis=0) > WHITE)
    strips = [run for run in runs if run[1] - run[0] > SPECK * em]
    wide = [end - begin for begin, end in strips]
    if not strips or not all(LARGE * em < one < 2.5 * LARGE * em and abs(one - wide[0]) < ALIKE * wide[0] for one in wide):
        return []
    steps = [(sum(b) - sum(a)) / 2 for a, b in itertools.pairwise(strips)]
    out = []
    for begin, end in strips:
        rows = _runs(ink[:, begin:end].any(axis=1))
        first, last = rows[0][0], rows[-1][1]
        part = ink[first:last, begin:end]
        step = (part.shape[0] - part.shape[1]) / max(1, characters(part) - 1)
        if part.shape[0] < 2 * part.shape[1] or any(step >= between for between in steps):
            return []
        margin = MARGIN * (end - begin)
        out.append((left + begin - margin, top + first - margin, left + end + margin, top + last + margin))
    return out


def inked(grey: np.ndarray) -> np.ndarray:
    """Where a part of a grey picture, dark on light, has ink, h × w of bool."""
    if not grey.size:
        return np.zeros(grey.shape, bool)
    paper, dark = np.percentile(grey, 80), np.percentile(grey, 3)
    return grey < (paper + dark) / 2


def _runs(filled: np.ndarray) -> list[tuple[int, int]]:
    """Begin and end of each stretch of true places."""
    edges = np.flatnonzero(np.diff(np.r_[False, filled, False].astype(np.int8)))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def characters(ink: np.ndarray) -> int:
    """How many characters a standing line has, cut to its ink (h × w of bool): as many as leave the whitest places between them."""
    tall, size = ink.shape
    rows = ink.sum(axis=1)
    fewest = max(1, int(np.ceil(tall / (LOOSEST * size))))
    counts = range(fewest, max(fewest, int(tall / (TIGHTEST * size))) + 1)
    return min(counts, key=lambda count: np.mean([rows[near].min() for near in _between(tall, size, count)]) if count > 1 else rows.mean())


def _between(tall: int, size: int, count: int) -> Iterable[slice]:
    """Where white is to be expected between the characters of a standing line."""
    step = (tall - size) / (count - 1)
    for k in range(1, count):
        place = size / 2 + (k - 0.5) * step
        yield slice(max(0, int(place - SLACK * step)), min(tall - 1, int(place + SLACK * step)) + 1)


def laid_down(line: np.ndarray, ink: np.ndarray) -> np.ndarray:
    """A standing line (h × w × 3) as a level one: its characters cut apart and put side by side. ink: where it has any, h × w."""
    across, down = np.flatnonzero(ink.any(axis=0)), np.flatnonzero(ink.any(axis=1))
    if not len(across):
        return line
    (left, right), (top, bottom) = (across[0], across[-1] + 1), (down[0], down[-1] + 1)
    print_ = ink[top:bottom, left:right]
    rows = print_.sum(axis=1)
    count = characters(print_)
    margin = round(MARGIN * (right - left))
    cuts = [max(0, top - margin)]
    for near in _between(*print_.shape, count) if count > 1 else ():
        cuts.append(top + min(range(near.start, near.stop), key=lambda y: (rows[y], abs(y - (near.start + near.stop) / 2))))
    cuts.append(min(line.shape[0], bottom + margin))
    tallest = max(b - a for a, b in itertools.pairwise(cuts))
    cells = []
    for a, b in itertools.pairwise(cuts):
        above = (tallest - (b - a)) // 2
        cells.append(cv2.copyMakeBorder(line[a:b], above, tallest - (b - a) - above, 0, 0, cv2.BORDER_REPLICATE))
    return np.hstack(cells)
