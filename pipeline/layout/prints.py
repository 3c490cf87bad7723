"""Printed lines in the page's unit: their type size, and the frame that each stands in."""

from collections import Counter
from dataclasses import dataclass

from pipeline.layout.shapes import Rect, Skeleton, area, height, inside, width


@dataclass(frozen=True, slots=True)
class Print:
    """A printed line in the page's unit: its number on the page, text, box, type size, face, direction and the frame it stands in."""

    number: int
    text: str
    box: Rect
    size: float
    font: str
    vertical: bool
    frame: int = -1  # index of the smallest frame around it, -1: none


def body_size(lines: list[Print]) -> float:
    """Type size of the body text: the one, give or take 3 %, in which most characters are set."""
    count: Counter = Counter()
    for line in lines:
        if not line.vertical or len(line.text) > 12:
            count[round(line.size, 1)] += len(line.text)
    if not count:
        return 10.0
    return max(count, key=lambda s: (sum(n for t, n in count.items() if abs(t - s) <= 0.03 * s), -s))


def place_in_frames(lines: list[Print], skeleton: Skeleton, em: float) -> list[Print]:
    """Each line with the smallest frame around it; a frame needs room and three lines, else it is a label's or a table's cell."""
    frames = skeleton.frames
    homes: list[list[int]] = []
    counts: Counter = Counter()
    for line in lines:
        home = [i for i, f in enumerate(frames) if width(f) > 4 * em and height(f) > 3 * em and inside(line.box, f, 0.4 * line.size)]
        homes.append(home)
        counts.update(home)
    out = []
    for line, home in zip(lines, homes, strict=True):
        real = [i for i in home if counts[i] >= 3]
        frame = min(real, key=lambda i: area(frames[i])) if real else -1
        out.append(Print(line.number, line.text, line.box, line.size, line.font, line.vertical, frame))
    return out


def local_em(lines: list[Print], em: float) -> float:
    """Body size within a frame: its own where it has four lines or more of one smaller or larger size, else the page's."""
    own = body_size(lines)
    many = sum(abs(line.size - own) < 0.05 * own and len(line.text) > 6 for line in lines)
    return own if many >= 4 and own < 1.5 * em else em
