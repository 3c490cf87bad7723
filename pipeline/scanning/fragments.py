"""The detector's boxes put right: two columns in one box are cut apart at the gutter, parts of one line become one box."""

from collections.abc import Sequence
from statistics import median

import cv2
import numpy as np

from pipeline.layout.shapes import Rect, across, down, height, width
from pipeline.scanning import tones

GUTTER = 0.85  # em of white; justified lines are spaced out less, gutters are wider
SPECKS = 0.15  # of a box's height: less ink in a column of pixels is none
NEAR = 8.0  # em up and down in which other lines show that a gutter runs there
EDGE = 0.7  # em within which other lines end or begin at a gutter
WITNESSES = 3  # lines that must end or begin at a gutter
WIDEST = 3.0  # em of a gutter that is filled with noise
NARROWEST = 0.3  # em between the boxes on either side of it, which noise makes wider
SURELY = 4  # times as many lines end or begin at such a gutter as run across it
PALER = 0.7  # of a row's usual darkness: a gutter full of noise
BROKEN = 0.6  # em; parts of a line that stand closer than this on one row are one line
BROKEN_LARGE = 1.3  # em; the same in headlines, which are spaced out
OVERLAP = 0.7  # em of the part by which boxes of one line may reach into each other
LARGE = 1.5  # times the body's type
MARGIN = 1.3  # times as high as the type: the detector's boxes
ONE_ROW = 0.7  # of the lower one's height that two parts of a line share
ALIKE = 1.35  # times as high at most
ALIKE_TALL = 1.45  # the same for large type, whose quotes hang out of its row
INSIDE = 0.4  # share of a mark's box that lies in a line's
TALL = 2.5  # times the body's type: boxes so high are cut down to their own ink
DEEP = 0.45  # of the page's blackest: large type has more, also on bad pages, what shines through from the other page half of it


def cut_at_gutters(boxes: Sequence[Rect], full: np.ndarray, em: float) -> list[Rect]:
    """The boxes, those that hold lines of two columns cut where the white runs through. full: the evened picture (tones.py), h × w."""
    ink = tones.ink_of(full)
    out: list[Rect] = []
    for box in boxes:
        one_row = width(box) > 6 * em and height(box) < 3 * em
        gutters = [gap for gap in _white(box, ink, em) if _runs_on(gap, box, boxes, em)] if one_row else []
        if one_row and not gutters:
            gutters = [gap for gap in witnessed(box, boxes, em) if _is_pale(gap, box, full)]
        edges = [box[0], *(side for gap in gutters for side in gap), box[2]]
        out += [(x0, box[1], x1, box[3]) for x0, x1 in zip(edges[::2], edges[1::2], strict=True)]
    return out


def trimmed(boxes: Sequence[Rect], full: np.ndarray, em: float) -> list[Rect]:
    """The boxes, those of large type without what only shines through beside it. full: the evened picture (tones.py), h × w, paper 1."""
    deep = full < 1 - DEEP * tones.blackest(full)
    return [_to_ink(box, deep, em) if min(width(box), height(box)) > TALL * MARGIN * em else box for box in boxes]


def _to_ink(box: Rect, deep: np.ndarray, em: float) -> Rect:
    """The box about its deep ink with the detector's margin, never larger than it was; the box itself where there is little such ink."""
    x0, y0, x1, y1 = (max(0, round(side)) for side in box)
    part = cv2.morphologyEx(deep[y0:y1, x0:x1].astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))  # noise is no ink
    columns, rows = (np.flatnonzero(part.any(axis=axis)).tolist() for axis in (0, 1))
    if not columns:
        return box
    high = rows[-1] - rows[0] + 1
    room = max(0.5 * em, (MARGIN - 1) / 2 * high)
    out = (x0 + columns[0] - room, y0 + rows[0] - room, x0 + columns[-1] + 1 + room, y0 + rows[-1] + 1 + room)
    return max(box[0], out[0]), max(box[1], out[1]), min(box[2], out[2]), min(box[3], out[3])


def _white(box: Rect, ink: np.ndarray, em: float) -> list[tuple[float, float]]:
    """Stretches across a box, at least a gutter wide, in which no ink stands."""
    x0, y0, x1, y1 = (max(0, round(side)) for side in box)
    part = ink[y0:y1, x0:x1]
    filled = np.r_[True, part.sum(axis=0) > SPECKS * part.shape[0], True]
    steps = np.flatnonzero(np.diff(filled.astype(np.int8)))
    ends = zip(steps[::2].tolist(), steps[1::2].tolist(), strict=True)
    return [(x0 + a, x0 + b) for a, b in ends if b - a > GUTTER * em and a > 0 and b < part.shape[1]]


def witnessed(box: Rect, boxes: Sequence[Rect], em: float) -> list[tuple[float, float]]:
    """The gutter that lines above and below a box show so clearly that it need not be white: many end and begin there, few run across."""
    close = [b for b in boxes if b is not box and -down(b, box) < NEAR * em and ALIKE * height(b) > height(box)]
    for begin in sorted(b[0] for b in close if box[0] + 4 * em < b[0] < box[2] - 4 * em):
        end = median([b[2] for b in close if begin - WIDEST * em < b[2] < begin + EDGE * em] or [begin])
        ends, begins, through = _witnesses((end, begin), box, close, em)
        if begin - end > NARROWEST * em and min(ends, begins) >= WITNESSES and ends + begins > SURELY * through:
            return [(end, begin)]
    return []


def _is_pale(gap: tuple[float, float], box: Rect, full: np.ndarray) -> bool:
    """Is a gap in a row darkened by noise or a shadow only, much paler than the row's characters?"""
    x0, y0, x1, y1 = (max(0, round(side)) for side in box)
    margin = (y1 - y0) // 5
    part = full[y0 + margin : y1 - margin, x0:x1]
    darkness = np.clip(np.percentile(part, 75) - part, 0, None).mean(axis=0)
    inside = darkness[max(0, round(gap[0]) - x0) : max(0, round(gap[1]) - x0)]
    return inside.size > 0 and float(inside.mean()) < PALER * float(np.median(darkness))


def _runs_on(gap: tuple[float, float], box: Rect, boxes: Sequence[Rect], em: float) -> bool:
    """Do lines above and below end where the gap begins, and others begin where it ends, and do few run across it?"""
    ends, begins, through = _witnesses(gap, box, boxes, em)
    return ends + begins >= WITNESSES and min(ends, begins) > 0 and ends + begins > 2 * through


def _witnesses(gap: tuple[float, float], box: Rect, boxes: Sequence[Rect], em: float) -> tuple[int, int, int]:
    """How many lines above and below a box end where a gap in it begins, begin where it ends, and run across it."""
    close = [b for b in boxes if b is not box and -down(b, box) < NEAR * em and height(b) < 3 * em]
    ends = sum(abs(b[2] - gap[0]) < EDGE * em for b in close)
    begins = sum(abs(b[0] - gap[1]) < EDGE * em for b in close)
    middle = (gap[0] + gap[1]) / 2
    through = sum(b[0] < min(gap[0], middle) - em and b[2] > max(gap[1], middle) + em for b in close)
    return ends, begins, through


def joined(boxes: Sequence[Rect], upright: Sequence[Rect], em: float) -> list[Rect]:
    """The boxes, parts of one line joined: on one row, of like height, closer than BROKEN, no upright rule and no gutter between them."""
    out: list[Rect] = []
    for box in sorted(boxes, key=lambda b: b[0]):
        parts = (i for i in reversed(range(len(out))) if _continues(out[i], box, upright, em))
        before = next((i for i in parts if not _over_gutter(out[i], box, boxes, em)), None)
        if before is None:
            out.append(box)
        else:
            a = out.pop(before)
            out.append((min(a[0], box[0]), min(a[1], box[1]), max(a[2], box[2]), max(a[3], box[3])))
    whole = [box for box in out if not any(_is_part(box, other) for other in out if other is not box)]
    return sorted(whole, key=lambda b: (b[1], b[0]))


def _is_part(mark: Rect, line: Rect) -> bool:
    """Does a mark lie in a line's box? Then the line has it already."""
    shared = max(0.0, across(mark, line)) * max(0.0, down(mark, line))
    return width(mark) <= height(line) <= width(line) and height(mark) < height(line) and shared > INSIDE * width(mark) * height(mark)


def _over_gutter(a: Rect, b: Rect, boxes: Sequence[Rect], em: float) -> bool:
    """Do two parts of a row of body type, however close their boxes are, stand on either side of a gutter?"""
    if min(height(a), height(b)) / MARGIN >= LARGE * em or across(a, b) > min(width(a), width(b)) / 2:
        return False
    ends, begins, through = _witnesses((a[2], b[0]), b, [box for box in boxes if box not in (a, b)], em)
    return ends + begins >= WITNESSES and ends + begins > 2 * through


def _continues(a: Rect, b: Rect, upright: Sequence[Rect], em: float) -> bool:
    """Is b the next part of the line whose part a is? A small mark (a quote, a dash) belongs to the line it stands in."""
    mark, line = sorted((a, b), key=height)
    low, high = height(mark), height(line)
    is_mark = width(mark) <= high <= width(line)
    alike = ALIKE_TALL if low > TALL * MARGIN * em else ALIKE
    if down(a, b) < ONE_ROW * low or (high > alike * low and not is_mark):
        return False
    size = high / MARGIN
    near = BROKEN if size < LARGE * em else BROKEN_LARGE
    gap = -across(a, b) + 0.3 * (high - size)  # the margins reach into the gap
    between = any(a[2] - 0.3 * em < (r[0] + r[2]) / 2 < b[0] + 0.3 * em and down(r, b) > 0.5 * low for r in upright)
    return -OVERLAP * size < gap < near * size and not between
