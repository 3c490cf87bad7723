"""What else is on a picture besides text: rules, frames and tinted grounds, photographs; as rich as the skeleton of a PDF page."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from pipeline.layout.shapes import Rect, across, area, down

BLACKEST = 0.3  # per cent of a page's area: its blackest ink
COARSE = 8.0  # pixels to an em on the picture in which grounds and photographs are looked for
RUN = 2.0  # em along a rule over which its darkness is averaged, so that noise does not count
STEEPEST = 0.03  # rise of a rule on bent paper
BENT = 0.02  # of its length, by which a rule on bent paper is off its line
STEP = 0.2  # em to a pixel along the run of a rule on the picture that rules are looked for in
THICKEST = 0.5  # em of a rule
FAINTEST = 0.06  # of the paper's brightness by which a rule, so averaged, is darker than what is beside it
PALEST = 0.11  # the same at most of its places: rules that shine through from the other page have 0.1 at most, hairlines on bad pages 0.15
PLAIN = 0.2  # the same at the darkest place of a rule that nobody would overlook
RIM = 0.5  # em from the picture's edge in which there is no rule but the edge of the paper
SHORTEST = 2.5  # em of a plain rule
LONG = 6.0  # em of a faint rule: what shines through from the other page is shorter
# Of the paper's brightness: darker areas are grounds or photographs, the lightest first. In a corner that lies in shade the paper itself
# has 0.75, and a photograph stands out from there on.
DARK = (0.97, 0.92, 0.87, 0.82, 0.75, 0.7, 0.65, 0.6)
NO_TINT = 0.82  # what is darker and uneven is a photograph, also where its edge is not clear
SHADE = 0.7  # what is darker is a photograph only where its edge is clear, and no ground that was not one before
TINT = 0.03  # of the paper's brightness by which a ground is darker than what is around it, along nearly all of its edges
ALONG = 0.85  # share of each edge
FILLS = 0.75  # of its box: a ground or a photograph is a rectangle
LEAST_SIDE = 3.0  # em of a ground or a photograph
LEVELS = 0.045  # standard deviation of brightness: grounds are even, photographs are not
WORDS = 0.12  # share of an area that text takes up: with more of it, it is a ground


@dataclass(frozen=True, slots=True)
class Tones:
    """Boxes in pixels of the prepared picture."""

    rules: tuple[Rect, ...]
    frames: tuple[Rect, ...]
    pictures: tuple[Rect, ...]


def paper(grey: np.ndarray) -> np.ndarray:
    """Brightness of the paper at each pixel of a small picture (float, h × w): a smooth surface through its bright places.

    A surface of the fourth degree follows light that falls off towards the edges, and not a tint.
    """
    h, w = grey.shape
    y, x = np.mgrid[-1 : 1 : h * 1j, -1 : 1 : w * 1j]
    terms = np.stack([x**i * y**j for i in range(5) for j in range(5 - i)], axis=-1).reshape(h * w, -1)
    values = grey.reshape(-1).astype(np.float64)
    chosen = values >= np.percentile(values, 30)
    for _ in range(4):
        weights, *_ = np.linalg.lstsq(terms[chosen], values[chosen], rcond=None)
        fitted = terms @ weights
        rest = values - fitted
        spread = max(1.0, float(rest[chosen].std()))  # grey levels
        chosen = (rest > -spread) & (rest < 3 * spread)
    return np.maximum(fitted.reshape(h, w), 1.0).astype(np.float32)


def evened(grey: np.ndarray, em: float) -> tuple[np.ndarray, np.ndarray]:
    """The picture with the light taken out of it, as shares of the paper's brightness: full size and coarse."""
    scale = min(1.0, COARSE / em)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    tiny = cv2.resize(cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8)), (64, 90), interpolation=cv2.INTER_AREA)
    light = paper(tiny)
    full = grey / cv2.resize(light, grey.shape[::-1], interpolation=cv2.INTER_CUBIC)
    return full.astype(np.float32), (small / cv2.resize(light, small.shape[::-1], interpolation=cv2.INTER_CUBIC)).astype(np.float32)


def ink_of(full: np.ndarray) -> np.ndarray:
    """Where there is ink, h × w of bool, on an evened picture: darker than half way from what is around it to the darkest."""
    return full < min(0.62, (1 + float(np.percentile(full, 1))) / 2)


def blackest(full: np.ndarray) -> float:
    """By how much the blackest ink of an evened picture is darker than its paper."""
    return 1 - float(np.percentile(full, BLACKEST))


def tones(full: np.ndarray, coarse: np.ndarray, lines: Sequence[Rect], em: float) -> Tones:
    """Rules, frames and photographs of an evened picture; `lines` are boxes of text (with the detector's margin)."""
    ratio = full.shape[0] / coarse.shape[0]
    small = [tuple(side / ratio for side in box) for box in lines]
    grounds, photographs = areas(without_text(coarse, small), small, em / ratio)
    pictures = [tuple(side * ratio for side in box) for box in photographs]
    frames = [tuple(side * ratio for side in box) for box in grounds]
    plain = without_text(full, [*lines, *pictures])
    text = np.zeros(full.shape, bool)
    for x0, y0, x1, y1 in (*(_core(box, em) for box in lines), *pictures):
        text[max(0, round(y0)) : round(y1), max(0, round(x0)) : round(x1)] = True
    level = rules(plain, text, em)
    upright = [(y0, x0, y1, x1) for x0, y0, x1, y1 in rules(np.ascontiguousarray(plain.T), text.T, em)]
    return Tones((*level, *upright), tuple(frames), tuple(pictures))


def _core(box: Rect, em: float) -> Rect:
    """A line's box without most of the detector's margin: a frame that touches it stays."""
    margin = min(0.12 * (box[3] - box[1]), 0.3 * em)
    return box[0] + margin, box[1] + margin, box[2] - margin, box[3] - margin


def without_text(picture: np.ndarray, boxes: Sequence[Rect]) -> np.ndarray:
    """The picture with each box filled with the brightness that most of its rim has."""
    out = picture.copy()
    for box in boxes:
        x0, y0, x1, y1 = (max(0, round(side)) for side in box)
        part = picture[y0:y1, x0:x1]
        if part.size:
            out[y0:y1, x0:x1] = np.median(np.concatenate([part[0], part[-1], part[:, 0], part[:, -1]]))
    return out


def rules(plain: np.ndarray, text: np.ndarray, em: float) -> list[Rect]:
    """Level rules of a picture: thin, long and darker than what is above and below; dashes joined.

    plain: the picture with its text filled in; text: h × w of bool, where that was. Both are looked at shrunk across, not down: a rule
    is averaged along its length anyway, and keeps its thickness.
    """
    step = max(1, round(STEP * em))
    height, width = plain.shape[0], plain.shape[1] // step
    plain = cv2.resize(plain, (width, height), interpolation=cv2.INTER_AREA)
    free = cv2.resize(text.astype(np.uint8) * 255, (width, height), interpolation=cv2.INTER_AREA) == 0
    thick = max(3, round(THICKEST * em) | 1)
    run = max(3, round(RUN * em / step) | 1)
    strength = _darker(plain, thick, run, round(STEEPEST * RUN * em))
    marks = ((strength > FAINTEST) & free).astype(np.uint8)
    marks = cv2.morphologyEx(marks, cv2.MORPH_CLOSE, np.ones((3, max(3, round(em / step))), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(marks, connectivity=8)
    marked = labels > 0
    peaks = np.zeros(count)
    np.maximum.at(peaks, labels[marked], strength[marked])
    found = []
    for label, ((x, y, w, h, filled), peak) in enumerate(zip(stats[1:].tolist(), peaks[1:].tolist(), strict=True), 1):
        along = np.where(labels[y : y + h, x : x + w] == label, strength[y : y + h, x : x + w], 0).max(axis=0)
        if w * step < SHORTEST * em or float(np.median(along[along > 0])) < PALEST:
            continue
        x, w, filled = x * step, w * step, filled * step
        blurred = run * step * max(0.0, 0.5 - FAINTEST / peak)  # by which the averaging makes the rule longer on either side
        long = w - 2 * blurred >= (SHORTEST if peak > PLAIN else LONG) * em
        thin = filled <= (thick + 1) * w and h <= max(thick + 1, BENT * w)
        if long and thin and RIM * em < y and y + h < height - RIM * em:
            found.append((x + blurred, float(y), x + w - blurred, float(y + h)))
    return found


def _darker(plain: np.ndarray, thick: int, run: int, rise: int) -> np.ndarray:
    """By how much each place, averaged along `run` pixels that rise by up to `rise`, is darker than what is `thick` above and below."""
    upright = np.ones((thick + 2, 1), np.uint8)
    tried = [cv2.morphologyEx(cv2.filter2D(plain, -1, _stroke(run, by)), cv2.MORPH_BLACKHAT, upright) for by in sorted({-rise, 0, rise})]
    darker = np.max(tried, axis=0)
    return darker - float(np.median(darker))


def _stroke(run: int, rise: int) -> np.ndarray:
    """A kernel that averages along a stroke `run` pixels long that falls by `rise` from its left to its right end."""
    kernel = np.zeros((2 * abs(rise) + 1, run), np.float32)
    columns = np.arange(run)
    kernel[np.round(abs(rise) + rise * (columns / (run - 1) - 0.5)).astype(int), columns] = 1 / run
    return kernel


def areas(bare: np.ndarray, lines: Sequence[Rect], em: float) -> tuple[list[Rect], list[Rect]]:
    """(tinted or dark grounds, photographs) of a coarse evened picture without its text, in its pixels."""
    side = max(3, round(0.6 * em) | 1)
    smooth = cv2.morphologyEx(bare, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))  # rules and stray marks vanish
    grounds: list[Rect] = []
    photographs: list[Rect] = []
    for threshold in DARK:
        for x0, y0, x1, y1 in _rectangles(smooth < threshold, em):
            box = (float(x0), float(y0), float(x1), float(y1))
            if any(_overlap(box, other) > 0.5 * min(area(box), area(other)) for other in photographs):
                continue
            worded = sum(_overlap(box, line) for line in lines) > WORDS * area(box)
            uneven = float(smooth[y0 + 1 : y1 - 1, x0 + 1 : x1 - 1].std()) > LEVELS
            if uneven and not worded and (SHADE <= threshold <= NO_TINT or _has_edges(smooth, (x0, y0, x1, y1), em)):
                photographs.append(box)
            elif (worded or not uneven) and threshold >= SHADE and _has_edges(smooth, (x0, y0, x1, y1), em):
                grounds.append(box)
    return grounds, photographs


def _overlap(a: Rect, b: Rect) -> float:
    """Area that two boxes share."""
    return max(0.0, across(a, b)) * max(0.0, down(a, b))


def _rectangles(mask: np.ndarray, em: float) -> list[tuple[int, int, int, int]]:
    """Boxes of the areas of a mask that are large and fill their box."""
    side = max(3, round(em) | 1)
    opened = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    closed = cv2.morphologyEx(opened, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(closed, connectivity=4)
    return [
        (x, y, x + w, y + h)
        for x, y, w, h, filled in stats[1:].tolist()
        if min(w, h) >= LEAST_SIDE * em and filled >= FILLS * w * h and w * h < 0.6 * mask.size
    ]


def _has_edges(smooth: np.ndarray, box: tuple[int, int, int, int], em: float) -> bool:
    """Is the area darker than its surroundings along nearly all of each of its edges?"""
    x0, y0, x1, y1 = box
    near, far = 1, max(3, round(0.6 * em))
    height, width = smooth.shape
    if x0 < far or y0 < far or x1 + far >= width or y1 + far >= height:
        return False
    inner = smooth[y0:y1, x0 + near], smooth[y0:y1, x1 - 1 - near], smooth[y0 + near, x0:x1], smooth[y1 - 1 - near, x0:x1]
    outer = smooth[y0:y1, x0 - far], smooth[y0:y1, x1 - 1 + far], smooth[y0 - far, x0:x1], smooth[y1 - 1 + far, x0:x1]
    return all(((there - here) > TINT).mean() > ALONG for here, there in zip(inner, outer, strict=True))
