"""A printed character and what can be said of it alone: is it drawn twice, which glyph stands right of it, which below it."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import log
from typing import NamedTuple

ROW = 4.0  # points; height of the strips that neighbours are looked up in, smaller than any type
STEP = 1.8  # type sizes are kept in classes this far apart
REACH_DOWN = 2.6  # em
OPENING = frozenset("（《“‘【〈「『〔［｛")  # their ink stands in the right half of the em box
CLOSING = frozenset("，。、；：）》”’】〉」』〕］｝！？")  # and theirs in the left half: at a line's end the other half may hang out


class Glyph(NamedTuple):
    """A character with its em box in points from the page's top left, its type size and the index of its font."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    font: int

    @property
    def cx(self) -> float:
        """Middle of the box across."""
        return (self.x0 + self.x1) / 2

    @property
    def start(self) -> float:
        """Where the ink begins across: what decides the order where the white of signs is squeezed away and boxes overlap."""
        return self.x0 + (0.4 * (self.x1 - self.x0) if self.text in OPENING and self.x1 - self.x0 > 0.8 * self.size else 0.0)

    @property
    def end(self) -> float:
        """Where the ink ends across."""
        return self.x1 - (0.4 * (self.x1 - self.x0) if self.text in CLOSING and self.x1 - self.x0 > 0.8 * self.size else 0.0)

    @property
    def cy(self) -> float:
        """Middle of the box down."""
        return (self.y0 + self.y1) / 2


def undoubled(glyphs: Iterable[Glyph]) -> tuple[list[Glyph], int]:
    """(glyphs without their shadows, number of glyphs dropped), in their order.

    A shadow or outline is the same character at about the same size, less than half its width and half its height away: no two
    letters of a text can stand so close. The first one drawn stays, which is the shadow; a copy is as good for reading.
    """
    seen: dict[tuple, list[Glyph]] = defaultdict(list)
    kept, doubled = [], 0
    for glyph in glyphs:
        if not glyph.text.strip():
            kept.append(glyph)
            continue
        step = round(log(max(glyph.size, 0.01)) / log(STEP))
        if any(shadow(glyph, other) for cell in cells(glyph, step) for other in seen.get(cell, ())):
            doubled += 1
            continue
        grain = STEP**step
        seen[glyph.text, step, int(glyph.x0 // grain), int(glyph.y0 // grain)].append(glyph)
        kept.append(glyph)
    return kept, doubled


def shadow(glyph: Glyph, other: Glyph) -> bool:
    """Do the two, the same character, lie as near as a shadow?"""
    near = min(max(glyph.x1 - glyph.x0, 0.25 * glyph.size), glyph.size)
    if abs(other.x0 - glyph.x0) >= 0.5 * near or abs(other.y0 - glyph.y0) >= 0.5 * glyph.size:
        return False
    return 0.75 * other.size < glyph.size < 1.33 * other.size


def cells(glyph: Glyph, step: int) -> Iterator[tuple]:
    """Where a copy of the glyph may be kept: by character, size and place, so that a page of one character is no burden."""
    for size in (step - 1, step, step + 1):
        grain = STEP**size
        reach = 0.5 * glyph.size
        for x in range(int((glyph.x0 - reach) // grain), int((glyph.x0 + reach) // grain) + 1):
            for y in range(int((glyph.y0 - reach) // grain), int((glyph.y0 + reach) // grain) + 1):
                yield glyph.text, size, x, y


class Rows:
    """Glyphs by horizontal strips, to look up who stands near in the same row."""

    def __init__(self, glyphs: list[Glyph]):
        self.glyphs = glyphs
        self.strips: dict[int, list[tuple[float, int]]] = defaultdict(list)
        for i, glyph in enumerate(glyphs):
            self.strips[int(glyph.cy // ROW)].append((glyph.x0, i))
        for strip in self.strips.values():
            strip.sort()

    def between(self, x0: float, x1: float, y0: float, y1: float) -> list[int]:
        """Glyphs whose left side lies in x0..x1 and whose middle lies in y0..y1, unordered."""
        found = []
        for row in range(int(y0 // ROW), int(y1 // ROW) + 1):
            strip = self.strips.get(row)
            if strip:
                for at in range(bisect_left(strip, (x0, -1)), len(strip)):
                    x, i = strip[at]
                    if x > x1:
                        break
                    if y0 <= self.glyphs[i].cy <= y1:
                        found.append(i)
        return found


def right_neighbours(rows: Rows, reach: float) -> list[int | None]:
    """For each glyph the nearest one to its right on its base line, at most `reach` em away, or None.

    On its base line: shifted by less than a third of the smaller type. Sizes may differ by a third (digits, signs); where the gap is
    under a fifth of an em by as much as they like (a large figure in a headline).
    """
    out: list[int | None] = []
    for i, glyph in enumerate(rows.glyphs):
        near, best = None, None
        start, lift = glyph.start + 0.1 * glyph.size, 0.5 * glyph.size
        for j in rows.between(glyph.x0 - 0.5 * glyph.size, glyph.x1 + reach * glyph.size, glyph.cy - lift, glyph.cy + lift):
            other = rows.glyphs[j]
            at = other.start
            if j == i or at < start or (best is not None and at >= best):
                continue
            small, large = min(glyph.size, other.size), max(glyph.size, other.size)
            if abs(other.y1 - glyph.y1 - 0.12 * (other.size - glyph.size)) > 0.34 * small:
                continue
            if large > 1.34 * small and other.x0 - glyph.x1 > 0.2 * small:
                continue
            near, best = j, at
        out.append(near)
    return out


def below_neighbours(rows: Rows) -> list[int | None]:
    """For each glyph the nearest one under it that could follow it in a vertical line, or None.

    Same font and size, middles within a sixth of an em, at most 2.6 em from middle to middle: headlines are spaced out, and a cell
    between may hold two figures.
    """
    out: list[int | None] = []
    for glyph in rows.glyphs:
        near, best = None, REACH_DOWN * glyph.size
        for j in rows.between(glyph.cx - 1.1 * glyph.size, glyph.cx, glyph.cy + 0.8 * glyph.size, glyph.cy + REACH_DOWN * glyph.size):
            other = rows.glyphs[j]
            if (
                other.font == glyph.font
                and abs(other.size - glyph.size) < 0.03 * glyph.size
                and abs(other.cx - glyph.cx) < 0.17 * glyph.size
            ):
                down = other.cy - glyph.cy
                if down < best:
                    near, best = j, down
        out.append(near)
    return out
