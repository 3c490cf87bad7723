"""A picture as it came → the same upright; how far it slants, how large its type is, and whether it must be softened to be read.

Nothing is done to a clean page: each step has a condition that is measured on the picture.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import cv2
import numpy as np

from pipeline.engines import ocr
from pipeline.layout.shapes import Rect
from pipeline.scanning import detecting

PATCH = 512  # pixels of a side of what is looked at to judge the page
GRID = (3, 2)  # cells down and across, with a patch each
STRAIGHT = 0.1  # degrees; what is left is made level with the bend of the paper (bending.py)
NOISY = 0.9  # grey levels after the JPEG; clean scans have 0.0, worn ones 0.5 to 0.7, bad ones 1.2
SOFTEN = 0.85  # pixels, sigma of the blur for noisy pages (at 0.7, 0.85, 1.0: 148, 138, 147 errors in 5,427 characters)
CORE = 0.5  # height of a line's core in the text map, in em: 0.44 of large to 0.54 of small type
TRIED = 6  # lines that are read in each direction to find which way is up
LEGIBLE = 0.75  # mean probability over which lines are the right way up; upside down they read with under 0.6
LOOKED_AT = 17.5  # pixels of an em on the picture that is looked at
LOOKS = 3  # at most: each at a size nearer to that
FINEST = 3.0  # the picture is enlarged no more than this to be looked at
NEAR = 1.6  # a size is good enough when it is less than this times larger or smaller than that


@dataclass(frozen=True, slots=True)
class Look:
    """What a first look tells: pixels of an em of body type, slant in degrees (clockwise), noise in grey levels, some lines cut out."""

    em: float
    slant: float
    noise: float
    lines: tuple[np.ndarray, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A picture (h × w × 3) the right way up. `turn`: quarter turns clockwise done to it; it still slants by `slant` degrees.

    noisy: it is to be softened before it is read.
    """

    picture: np.ndarray
    em: float
    turn: int
    slant: float
    noisy: bool


def noise_of(grey: np.ndarray) -> float:
    """Standard deviation of the noise in grey levels: the median over small fields, so that print does not count."""
    side = 8
    rows, columns = grey.shape[0] // side, grey.shape[1] // side
    if not rows or not columns:
        return 0.0
    mask = np.float32([[1, -2, 1], [-2, 4, -2], [1, -2, 1]])  # blind to slopes and edges
    sharp = np.abs(cv2.filter2D(grey, cv2.CV_32F, mask)[: rows * side, : columns * side])
    fields = cv2.resize(sharp, (columns, rows), interpolation=cv2.INTER_AREA)  # the mean of each
    return float(np.percentile(fields, 10) * np.sqrt(np.pi / 2) / 6)  # paper: the quietest tenth


def _patches(picture: np.ndarray) -> list[np.ndarray]:
    """Parts of a picture with much small detail, the best of each cell of a grid over it: the page may be bent."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    best: dict[tuple[int, int], tuple[float, int, int]] = {}
    for y in range(0, max(1, grey.shape[0] - PATCH // 2), PATCH):
        for x in range(0, max(1, grey.shape[1] - PATCH // 2), PATCH):
            detail = float(cv2.Laplacian(grey[y : y + PATCH, x : x + PATCH], cv2.CV_32F).std())
            cell = y * GRID[0] // grey.shape[0], x * GRID[1] // grey.shape[1]
            best[cell] = max(best.get(cell, (-1.0, 0, 0)), (detail, y, x))
    return [picture[y : y + PATCH, x : x + PATCH] for _, (_, y, x) in sorted(best.items())]


def look(picture: np.ndarray) -> Look | None:
    """A first look at parts of a picture; None where they show no lines of text."""
    scale = 1.0
    for _ in range(LOOKS):
        patches = _patches(resized(picture, scale))
        maps = ocr.text_maps(patches)
        found = [line for text in maps for line in detecting.slants(text)]
        level = [line for line in found if abs(line.angle) < 45] or found
        if not level:
            return None
        em = median(line.height for line in level) / CORE
        better = min(FINEST, scale * LOOKED_AT / em)
        if 1 / NEAR < better / scale < NEAR:
            break
        scale = better
    noise = noise_of(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY))
    return Look(em / scale, weighted_median([(line.angle, line.length) for line in level]), noise, _long_lines(patches, maps))


def weighted_median(weighed: Sequence[tuple[float, float]]) -> float:
    """The median of (value, weight): the first value, going up, at which half of the weight is reached; 0 where there is none."""
    half = sum(weight for _, weight in weighed) / 2
    for value, weight in sorted(weighed):
        half -= weight
        if half <= 0:
            return value
    return 0.0


def _long_lines(patches: list[np.ndarray], maps: list[np.ndarray]) -> tuple[np.ndarray, ...]:
    """The longest lines of some patches, cut out to be read."""
    found = [(patch, box) for patch, text in zip(patches, maps, strict=True) for box in detecting.boxes(text, 1.0)]
    found.sort(
        key=lambda line: min(line[1][2] - line[1][0], line[1][3] - line[1][1]) - max(line[1][2] - line[1][0], line[1][3] - line[1][1])
    )
    return tuple(cut(patch, box) for patch, box in found[:TRIED])


def cut(picture: np.ndarray, box: Rect) -> np.ndarray:
    """The part of a picture in a box."""
    x0, y0, x1, y1 = (max(0, round(side)) for side in box)
    return picture[y0 : max(y1, y0 + 1), x0 : max(x1, x0 + 1)]


def resized(picture: np.ndarray, scale: float) -> np.ndarray:
    """The picture `scale` times as large."""
    if abs(scale - 1) < 0.02:
        return picture
    return cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)


def prepare(picture: np.ndarray) -> Prepared | None:
    """The picture ready to be read; None where it shows no text."""
    seen = look(picture)
    if seen is None:
        return None
    turn, seen = way_up(picture, seen)
    slant = seen.slant if STRAIGHT < abs(seen.slant) < 45 else 0.0
    return Prepared(np.ascontiguousarray(np.rot90(picture, -turn)), seen.em, turn, slant, seen.noise > NOISY)


def softened(picture: np.ndarray) -> np.ndarray:
    """A noisy picture, quiet enough to be read."""
    return cv2.GaussianBlur(picture, (0, 0), SOFTEN)


def way_up(picture: np.ndarray, seen: Look) -> tuple[int, Look]:
    """Quarter turns clockwise that bring the lines the right way up, and the look at the picture so turned.

    Where lines read well as they are, nothing else is tried; another direction must read clearly better.
    """
    best, score, chosen = 0, legible(seen.lines), seen
    if score > LEGIBLE:
        return best, seen
    for turn in (2, 1, 3):
        other = look(np.ascontiguousarray(np.rot90(picture, -turn)))
        if other and (reads := legible(other.lines)) > max(score, LEGIBLE):
            best, score, chosen = turn, reads, other
    return best, chosen


def legible(lines: tuple[np.ndarray, ...]) -> float:
    """Mean probability of the characters of some lines that were cut out; 0 where there are none."""
    readings = ocr.read([fitted(line) for line in lines])
    return sum(reading.confidence for reading in readings) / max(1, len(readings))


def fitted(line: np.ndarray, squeeze: float = 1.0) -> np.ndarray:
    """A line that was cut out, as high as the model takes it and `squeeze` times as wide as that gives."""
    height, width = line.shape[:2]
    wide = max(ocr.NARROWEST, round(width * ocr.HEIGHT / height * squeeze))
    shrinks = height > ocr.HEIGHT
    return cv2.resize(line, (wide, ocr.HEIGHT), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC)
