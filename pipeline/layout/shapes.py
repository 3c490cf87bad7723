"""Boxes (x0, y0, x1, y1) in the page's own unit, and the skeleton that rules, frames and pictures give a page."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations, pairwise

Rect = tuple[float, float, float, float]
FEWEST_ROWS = 5  # rules that make a table
EXTENT = 0.75  # of the longer one: two rules of one table share so much
MOST_CROSSBARS = 120  # level rules that frames are looked for among; a page with more is a table


def width(r: Rect) -> float:
    """Its extent across."""
    return r[2] - r[0]


def height(r: Rect) -> float:
    """Its extent down."""
    return r[3] - r[1]


def area(r: Rect) -> float:
    """Width times height."""
    return max(0.0, width(r)) * max(0.0, height(r))


def union(rects) -> Rect:
    """The smallest box around all."""
    rects = list(rects)
    return min(r[0] for r in rects), min(r[1] for r in rects), max(r[2] for r in rects), max(r[3] for r in rects)


def across(a: Rect, b: Rect) -> float:
    """How far the two share the same stretch across; negative: the gap between them."""
    return min(a[2], b[2]) - max(a[0], b[0])


def down(a: Rect, b: Rect) -> float:
    """How far the two share the same stretch down; negative: the gap between them."""
    return min(a[3], b[3]) - max(a[1], b[1])


def share_across(a: Rect, b: Rect) -> float:
    """`across` as a share of the narrower one's width."""
    return across(a, b) / max(min(width(a), width(b)), 1e-6)


def inside(a: Rect, b: Rect, slack: float) -> bool:
    """Does b hold a, give or take `slack`?"""
    return b[0] - slack <= a[0] and b[1] - slack <= a[1] and a[2] <= b[2] + slack and a[3] <= b[3] + slack


@dataclass(frozen=True, slots=True)
class Skeleton:
    """What parts a page: level and upright rules, frames (boxes that hold text), pictures, grounds of tables; the page's own box."""

    level: tuple[Rect, ...]
    upright: tuple[Rect, ...]
    frames: tuple[Rect, ...]
    pictures: tuple[Rect, ...]
    tables: tuple[Rect, ...]
    page: Rect


def skeleton(rules: list[Rect], frames: list[Rect], pictures: list[Rect], page: Rect, em: float) -> Skeleton:
    """The skeleton of a page whose body type is `em` high: dashes joined to rules, frames also where four rules meet."""
    level = joined([r for r in rules if width(r) >= height(r)], em, 0)
    upright = joined([r for r in rules if width(r) < height(r)], em, 1)
    boxes = [f for f in frames if area(f) < 0.8 * area(page)]
    if len(level) <= MOST_CROSSBARS:
        boxes += frames_of_rules(level, upright, em)
    grounds = tables(tuple(level), em)
    boxes = [b for b in boxes if not any(inside(b, t, em) for t in grounds)]
    seen = [p for p in pictures if width(p) > 2 * em and height(p) > 2 * em]
    return Skeleton(tuple(level), tuple(upright), tuple(distinct(boxes, em)), tuple(seen), tuple(grounds), page)


def joined(rules: list[Rect], em: float, axis: int) -> list[Rect]:
    """Rules with dashes and dots joined (gaps up to an em) and those shorter than two em left out. axis: 0 level, 1 upright."""
    rows: dict[int, list[Rect]] = defaultdict(list)
    for r in rules:
        rows[round(r[1 - axis] / 2)].append(r)
    out = []
    for key in sorted(rows):
        row = sorted(rows[key], key=lambda r: r[axis])
        current = row[0]
        for r in row[1:]:
            if r[axis] - current[axis + 2] <= em:
                current = union([current, r])
            else:
                out.append(current)
                current = r
        out.append(current)
    return [r for r in out if r[axis + 2] - r[axis] >= 2 * em]


def frames_of_rules(level: list[Rect], upright: list[Rect], em: float) -> list[Rect]:
    """Boxes between two level rules of one extent whose ends two upright rules join."""
    near = 0.5 * em
    found = []
    for top, bottom in combinations(sorted(level, key=lambda r: r[1]), 2):
        if abs(top[0] - bottom[0]) > near or abs(top[2] - bottom[2]) > near or bottom[1] - top[1] < 3 * em:
            continue
        sides = [any(abs(u[0] - x) < near and u[1] < top[1] + near and u[3] > bottom[1] - near for u in upright) for x in (top[0], top[2])]
        if all(sides):
            found.append((top[0], top[1], top[2], bottom[3]))
    return found


def distinct(boxes: list[Rect], em: float) -> list[Rect]:
    """The boxes without those that are drawn twice (a tint and its border), smallest first."""
    out: list[Rect] = []
    for box in sorted(set(boxes), key=area):
        if not any(all(abs(p - q) < 0.7 * em for p, q in zip(box, other, strict=True)) for other in out):
            out.append(box)
    return out


def tables(level: tuple[Rect, ...], em: float) -> list[Rect]:
    """Stacks of five level rules and more, at most three em apart and of about one extent: the grounds of tables."""
    out: list[list[Rect]] = []
    for rule in sorted(level, key=lambda r: r[1]):
        for stack in out:
            extent = across(rule, stack[-1]) / max(width(rule), width(stack[-1]))
            if 0.6 * em < rule[1] - stack[-1][1] < 3 * em and extent > EXTENT and width(rule) > 4 * em:
                stack.append(rule)
                break
        else:
            out.append([rule])
    return [union(stack) for stack in out if len(stack) >= FEWEST_ROWS]


def free_span(band: Rect, obstacles: list[Rect], limits: Rect) -> tuple[float, float]:
    """How far the band can be stretched to both sides before it meets an obstacle or the limits: (x0, x1)."""
    x0, x1 = limits[0], limits[2]
    middle = (band[0] + band[2]) / 2
    for o in obstacles:
        if down(o, band) > 0.15 * min(height(o), height(band)):
            if o[2] <= middle and o[2] <= band[0] + 0.5 * (band[2] - band[0]):
                x0 = max(x0, o[2])
            elif o[0] >= middle:
                x1 = min(x1, o[0])
    return min(x0, band[0]), max(x1, band[2])


def gaps(values: list[float]) -> list[float]:
    """Differences between neighbours."""
    return [b - a for a, b in pairwise(values)]
