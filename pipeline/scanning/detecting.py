"""Where lines of text stand in a picture: the detector's map, tile by tile, and the boxes in it.

Tiles overlap and each gives only its middle to one map of the whole page, so that no line is cut or found twice at a seam.
"""

import itertools
from dataclasses import dataclass

import cv2
import numpy as np

from pipeline.engines import ocr
from pipeline.layout.shapes import Rect

TILE = 960  # pixels; memory grows with it, and time a pixel above it
OVERLAP = 5.5  # em on each side that only give context; on noisy pages with less of it columns run together
TYPE = 15.0  # pixels of an em on the picture that the detector sees; at 17.5 letter-spaced headlines are cut, at 13 small print is blurred
TYPE_NOISY = 17.5  # the same on noisy pages: on smaller ones lines of two columns run together
TEXT = 0.3  # a pixel of this probability belongs to a line (as in PP-OCR)
SURE = 0.5  # mean probability of a line's pixels (as in PP-OCR)
GROW = 1.6  # the map shows a line's core; its box is larger by area × GROW / perimeter on each side (as in PP-OCR)
THINNEST = 3  # pixels of a core
LONG = 6  # times as long as high: a line that shows which way lines run


def text_map(picture: np.ndarray, em: float) -> np.ndarray:
    """The probability, h × w, that a pixel of a picture (h × w × 3, 0-255) of type of `em` pixels belongs to a line of text."""
    height, width = picture.shape[:2]
    overlap = round(OVERLAP * em)
    places = list(itertools.product(*(_starts(side, overlap) for side in (height, width))))
    maps = ocr.text_maps([picture[y : y + TILE, x : x + TILE] for y, x in places])
    whole = np.zeros((height, width), np.float32)
    for (y, x), part in zip(places, maps, strict=True):
        h, w = part.shape
        top, left = overlap * (y > 0), overlap * (x > 0)
        bottom, right = h - overlap * (y + h < height), w - overlap * (x + w < width)
        whole[y + top : y + bottom, x + left : x + right] = part[top:bottom, left:right]
    return whole


def _starts(side: int, overlap: int) -> list[int]:
    """Where tiles begin along a side: all of one size, overlapping, the last one as long as is left."""
    return list(range(0, max(1, side - 2 * overlap), TILE - 2 * overlap))


def boxes(text: np.ndarray, scale: float) -> list[Rect]:
    """Boxes of the lines in a text map, in pixels of a picture that is `scale` times as large."""
    marked = text > TEXT
    count, labels, stats, _ = cv2.connectedComponentsWithStats(marked.astype(np.uint8), connectivity=8)
    sums = np.bincount(labels[marked], weights=text[marked], minlength=count)
    out = []
    for (x, y, w, h, area), total in zip(stats[1:].tolist(), sums[1:].tolist(), strict=True):
        if min(w, h) >= THINNEST and total >= SURE * area:
            more = w * h * GROW / (2 * (w + h))
            out.append(tuple(side * scale for side in (x - more, y - more, x + w + more, y + h + more)))
    return out


@dataclass(frozen=True, slots=True)
class Slant:
    """A long line in a text map without its margin: its middle, length and height in pixels, and its angle in degrees, clockwise."""

    x: float
    y: float
    length: float
    height: float
    angle: float


def slants(text: np.ndarray) -> list[Slant]:
    """The long lines in a text map, by their moments."""
    contours, _ = cv2.findContours((text > TEXT).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    out = []
    for contour in contours:
        moments = cv2.moments(contour)
        if not moments["m00"]:
            continue
        xx, xy, yy = (moments[name] / moments["m00"] for name in ("mu20", "mu11", "mu02"))
        spread = np.hypot(xx - yy, 2 * xy)
        length, thick = (float(np.sqrt(max(0.0, 6 * (xx + yy + sign * spread)))) for sign in (1, -1))  # of a rectangle with these moments
        if thick >= THINNEST and length > LONG * thick:
            middle = moments["m10"] / moments["m00"], moments["m01"] / moments["m00"]
            out.append(Slant(*middle, length, thick, float(np.degrees(np.arctan2(2 * xy, xx - yy)) / 2)))
    return out
