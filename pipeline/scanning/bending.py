"""Paper that does not lie flat: how its lines of text bend, and the picture made level again.

The slope of lines over the page is taken as a surface of the second degree; how far a place has moved down is what its slopes from the
middle of the page add up to. Six numbers (`Bend`) lead from the level picture back to the bent one.
"""

import cv2
import numpy as np

from pipeline.evidence import sunk
from pipeline.scanning.detecting import Slant

Bend = tuple[float, float, float, float, float, float]  # of 1, x, y, x², xy, y²: slope, with x and y from -1 to 1 over the page
FEWEST = 30  # lines from which a bend can be told
STEEPEST = 4.0  # degrees; a line that slants more is not one of the page's
STRIP = 256  # rows of a picture that are made level at a time
LEAST = 0.14  # em that a place must have moved for the picture to be made level; on flat pages up to 0.13 is measured


def terms(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The six terms of the surface at places from -1 to 1."""
    return np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=-1)


def bend_of(lines: list[Slant], width: float, height: float, em: float) -> Bend | None:
    """How a page bends whose lines have these slants; None where it lies flat or too few lines tell.

    width, height, em: of the picture that the lines were found in, in its pixels.
    """
    told = [line for line in lines if abs(line.angle) < STEEPEST]
    if len(told) < FEWEST:
        return None
    x = np.array([2 * line.x / width - 1 for line in told])
    y = np.array([2 * line.y / height - 1 for line in told])
    slope = np.tan(np.radians([line.angle for line in told]))
    weight = np.sqrt([line.length for line in told])
    for _ in range(3):
        surface, *_ = np.linalg.lstsq(terms(x, y) * weight[:, None], slope * weight, rcond=None)
        rest = np.abs(terms(x, y) @ surface - slope)
        weight = np.where(rest > 2.5 * np.median(rest) + 1e-6, 0.0, np.sqrt([line.length for line in told]))
    bend = tuple(map(float, surface))
    corners = sunk(bend, np.array([-1.0, 1.0, -1.0, 1.0, -1.0, 1.0]), np.array([-1.0, -1.0, 0.0, 0.0, 1.0, 1.0]), width)
    return bend if np.abs(corners).max() > LEAST * em else None


def levelled(picture: np.ndarray, bend: Bend | None, slant: float = 0.0) -> np.ndarray:
    """The picture turned back by its slant about its middle and made level, in one step; what comes in from outside repeats the edge.

    Done in strips, so that where each pixel comes from need not be kept for the whole page.
    """
    height, width = picture.shape[:2]
    if not bend and not slant:
        return picture
    back = cv2.invertAffineTransform(rotation(width, height, slant)).astype(np.float32)
    if not bend:
        return cv2.warpAffine(picture, back, (width, height), flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE)
    x = np.arange(width, dtype=np.float32)
    out = np.empty_like(picture)
    for top in range(0, height, STRIP):
        y = np.arange(top, min(height, top + STRIP), dtype=np.float32)[:, None]
        straight = y + sunk(bend, 2 * x / width - 1, 2 * y / height - 1, np.float32(width))
        from_x, from_y = (a * x + b * straight + c for a, b, c in back)
        out[top : top + STRIP] = cv2.remap(picture, from_x, from_y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return out


def rotation(width: float, height: float, degrees: float) -> np.ndarray:
    """The 2 × 3 matrix that turns a page of that size counter-clockwise by `degrees` about its middle."""
    return cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
