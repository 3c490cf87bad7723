"""The detector's boxes put right: two columns in one box are cut apart at the gutter, parts of one line become one box."""

from collections.abc import Sequence

import numpy as np

from pipeline.layout.shapes import Rect, across, down, height, width

GUTTER = 0.85  # em of white; justified lines are spaced out less, gutters are wider
SPECKS = 0.15  # of a box's height: less ink in a column of pixels is none
NEAR = 8.0  # em up and down in which other lines show that a gutter runs there
EDGE = 0.7  # em within which other lines end or begin at a gutter
WITNESSES = 3  # lines that must end or begin at a gutter
BROKEN = 0.6  # em; parts of a line that stand closer than this on one row are one line
BROKEN_LARGE = 1.3  # em; the same in headlines, which are spaced out
LARGE = 1.5  # times the body's type
MARGIN = 1.3  # times as high as the type: the detector's boxes
ONE_ROW = 0.7  # of the lower one's height that two parts of a line share
ALIKE = 1.35  # times as high at most


def cut_at_gutters(boxes: Sequence[Rect], ink: np.ndarray, em: float) -> list[Rect]:
    """The boxes, those that hold lines of two columns cut where the white runs through. ink: h × w of bool, the page's ink."""
    out: list[Rect] = []
    for box in boxes:
        gaps = _white(box, ink, em) if width(box) > 6 * em and height(box) < 3 * em else []
        gutters = [gap for gap in gaps if _runs_on(gap, box, boxes, em)]
        edges = [box[0], *(side for gap in gutters for side in gap), box[2]]
        out += [(x0, box[1], x1, box[3]) for x0, x1 in zip(edges[::2], edges[1::2], strict=True)]
    return out


def _white(box: Rect, ink: np.ndarray, em: float) -> list[tuple[float, float]]:
    """Stretches across a box, at least a gutter wide, in which no ink stands."""
    x0, y0, x1, y1 = (max(0, round(side)) for side in box)
    part = ink[y0:y1, x0:x1]
    filled = np.r_[True, part.sum(axis=0) > SPECKS * part.shape[0], True]
    steps = np.flatnonzero(np.diff(filled.astype(np.int8)))
    ends = zip(steps[::2].tolist(), steps[1::2].tolist(), strict=True)
    return [(x0 + a, x0 + b) for a, b in ends if b - a > GUTTER * em and a > 0 and b < part.shape[1]]


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
    return sorted(out, key=lambda b: (b[1], b[0]))


def _over_gutter(a: Rect, b: Rect, boxes: Sequence[Rect], em: float) -> bool:
    """Do two parts of a row of body type, however close their boxes are, stand on either side of a gutter?"""
    if max(height(a), height(b)) / MARGIN >= LARGE * em:
        return False
    ends, begins, through = _witnesses((a[2], b[0]), b, [box for box in boxes if box not in (a, b)], em)
    return ends + begins >= WITNESSES and ends + begins > 2 * through


def _continues(a: Rect, b: Rect, upright: Sequence[Rect], em: float) -> bool:
    """Is b the next part of the line whose part a is? A small mark (a quote, a dash) belongs to the line it stands in."""
    mark, line = sorted((a, b), key=height)
    low, high = height(mark), height(line)
    is_mark = width(mark) <= high <= width(line)
    if down(a, b) < ONE_ROW * low or (high > ALIKE * low and not is_mark):
        return False
    size = high / MARGIN
    near = BROKEN if size < LARGE * em else BROKEN_LARGE
    gap = -across(a, b) + 0.3 * (high - size)  # the margins reach into the gap
    between = any(a[2] - 0.3 * em < (r[0] + r[2]) / 2 < b[0] + 0.3 * em and down(r, b) > 0.5 * low for r in upright)
    return -0.5 * size < gap < near * size and not between
