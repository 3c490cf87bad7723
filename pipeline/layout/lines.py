"""Glyphs → lines: runs of one column, never across a gutter; vertical lines from top to bottom.

Distances are in em of the line itself, so that a headline and a caption are judged alike.
"""

import itertools
from collections import Counter
from dataclasses import dataclass
from statistics import median

from pipeline.layout.glyphs import Glyph, Rows, below_neighbours, right_neighbours
from pipeline.records import SPOTS

TIGHT = 0.5  # a gap under half an em is no gutter: justified lines are spaced out that far
HANGS = 0.2  # the same between signs whose white is half of them: it may be squeezed away at a line's end
WIDE = 2.3  # a gap over this is between two things, unless blanks were typed there
BLANK = 0.38  # a gap from here on (over the line's usual one) is read as a blank
ACROSS = 24  # em; about the widest column: so far left of a gutter the last word of a paragraph may stand
TRIED = 5  # places between two headlines where the gutter under them is looked for: they may stand in the middle of their columns
EVEN = 0.3  # em; lines of one column end as near to its edge
FINAL = frozenset("。！？…”’」』）!?)")  # a line that ends so may end anywhere in its column
SHIFT = 0.08  # em; base lines of one line differ less
FEWEST_VERTICAL = 3  # a column of two characters may be two lines of one character


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A printed line: text, box in points (x0, y0, x1, y1), type size in points, name of its face, direction.

    spots: where each character stands, as records.Line has them.
    """

    text: str
    box: tuple[float, float, float, float]
    size: float
    font: str
    vertical: bool = False
    spots: tuple[int, ...] = ()


def make(glyphs: list[Glyph], fonts: list[str], rules: list[tuple]) -> list[PdfLine]:
    """The lines of a page, top to bottom and left to right. rules: boxes in points; a line does not go through an upright one."""
    inked = [g for g in glyphs if g.text.strip()]
    blanks = Rows([g for g in glyphs if not g.text.strip()])
    rows = Rows(inked)
    right = right_neighbours(rows, WIDE)
    columns = vertical_columns(rows, right)
    standing = {i for column in columns for i in column}
    upright = [r for r in rules if r[3] - r[1] > r[2] - r[0]]
    out = [finish([inked[i] for i in column], fonts, True) for column in columns]
    for chain in chains(right, standing):
        for run in split(chain, rows, blanks, upright):
            out.append(finish([inked[i] for i in run], fonts, False))
    return sorted(out, key=lambda line: (round(line.box[1], 1), line.box[0]))


def vertical_columns(rows: Rows, right: list[int | None]) -> list[list[int]]:
    """Glyphs of each vertical line, top to bottom.

    A column of aligned glyphs is a vertical line when they stand closer down the page than across it: at most three in ten have a
    neighbour of their size, left or right, that is nearer than the next glyph below. A column of two is one only beside another.
    """
    found = aligned_columns(rows)
    left = {j: i for i, j in enumerate(right) if j is not None}
    out: list[list[int]] = []
    taken: set[int] = set()
    for column in sorted(found, key=len, reverse=True):
        if len(column) < FEWEST_VERTICAL and not beside_column(column, out, rows.glyphs):
            continue
        if crowded(column, rows.glyphs, right, left) <= 0.3 * len(column):
            whole = with_cells(column, rows)
            if not taken & set(whole):
                taken |= set(whole)
                out.append(whole)
    return out


def aligned_columns(rows: Rows) -> list[list[int]]:
    """Runs of two and more glyphs, each the one below the one before."""
    below = below_neighbours(rows)
    above = {j: i for i, j in enumerate(below) if j is not None}
    out = []
    for start in range(len(below)):
        if below[start] is None or (start in above and below[above[start]] == start):
            continue
        column = [start]
        while (following := below[column[-1]]) is not None and above.get(following) == column[-1]:
            column.append(following)
        if len(column) > 1:
            out.append(column)
    return out


def beside_column(column: list[int], columns: list[list[int]], glyphs: list[Glyph]) -> bool:
    """Does the column stand beside a vertical line of its face and size, both starting at one height?"""
    first = glyphs[column[0]]
    heads = (glyphs[other[0]] for other in columns)
    return any(
        h.font == first.font and same_size(h, first) and abs(h.cy - first.cy) < 0.3 * first.size and abs(h.cx - first.cx) < 1.8 * first.size
        for h in heads
    )


def crowded(column: list[int], glyphs: list[Glyph], right: list[int | None], left: dict[int, int]) -> int:
    """How many glyphs of a column have one beside them that is nearer than the next one below."""
    pitch = median(glyphs[b].cy - glyphs[a].cy for a, b in itertools.pairwise(column))
    count = 0
    for i in column:
        near = [glyphs[j] for j in (right[i], left.get(i)) if j is not None and j not in column]
        count += any(same_size(glyphs[i], g) and abs(g.cx - glyphs[i].cx) <= pitch for g in near)
    return count


def same_size(one: Glyph, other: Glyph) -> bool:
    """Within a tenth of each other."""
    return abs(one.size - other.size) < 0.1 * one.size


def with_cells(column: list[int], rows: Rows) -> list[int]:
    """The column with the figures that share a cell of it (12 upright in one cell), in reading order."""
    glyphs = rows.glyphs
    first, last = glyphs[column[0]], glyphs[column[-1]]
    size = first.size
    x0, x1 = min(glyphs[i].x0 for i in column), max(glyphs[i].x1 for i in column)
    x0, x1 = min(x0, (x0 + x1 - size) / 2), max(x1, (x0 + x1 + size) / 2)
    near = rows.between(x0 - 0.2 * size, x1, first.cy - 1.4 * size, last.cy + 1.4 * size)
    cell = [i for i in near if same_size(glyphs[i], first) and glyphs[i].x1 <= x1 + 0.2 * size]
    return sorted(set(cell) | set(column), key=lambda i: (round(2 * glyphs[i].cy / size), glyphs[i].x0))


def chains(right: list[int | None], without: set[int]) -> list[list[int]]:
    """Runs of glyphs, each the right neighbour of the one before; a glyph wanted by two goes to the one that comes last."""
    right = [None if i in without or j in without else j for i, j in enumerate(right)]
    left: dict[int, int] = {}
    for i, j in enumerate(right):
        if j is not None:
            left[j] = i
    out = []
    for i in range(len(right)):
        if i in without or i in left:
            continue
        chain = [i]
        while (j := right[chain[-1]]) is not None and left[j] == chain[-1]:
            chain.append(j)
        out.append(chain)
    return out


def split(chain: list[int], rows: Rows, blanks: Rows, upright: list[tuple]) -> list[list[int]]:
    """The chain cut where a gutter or an upright rule goes through it."""
    glyphs = rows.glyphs
    usual = usual_gap([glyphs[i] for i in chain])
    out = [[chain[0]]]
    for a, b in itertools.pairwise(chain):
        one, other = glyphs[a], glyphs[b]
        gap = other.x0 - one.x1
        hangs = other.start - one.end > gap and gap - usual > HANGS * one.size  # a sign half of which stands in the white
        wide = gap - usual > TIGHT * one.size or (hangs and other.start - one.end - usual > TIGHT * one.size)
        if ruled(one, other, upright) or (wide and not typed(one, other, blanks) and gutter(one, other, rows)):
            out.append([])
        out[-1].append(b)
    return out


def usual_gap(line: list[Glyph]) -> float:
    """Median gap between the glyphs of a line, 0 at least."""
    gaps = [b.x0 - a.x1 for a, b in itertools.pairwise(line)]
    return max(0.0, median(gaps)) if gaps else 0.0


def ruled(one: Glyph, other: Glyph, upright: list[tuple]) -> bool:
    """Does an upright rule pass between the two?"""
    return any(one.cx < (r[0] + r[2]) / 2 < other.cx and r[1] < one.cy < r[3] and r[3] - r[1] > 1.2 * one.size for r in upright)


def typed(one: Glyph, other: Glyph, blanks: Rows) -> bool:
    """Is most of the gap filled with blanks that were typed? Nobody types blanks into a gutter."""
    found = blanks.between(one.x0, other.x0, one.cy - 0.5 * one.size, one.cy + 0.5 * one.size)
    filled = sum(max(0.0, min(g.x1, other.x0) - max(g.x0, one.x1)) for g in map(blanks.glyphs.__getitem__, found))
    return filled > 0.6 * (other.x0 - one.x1)


def gutter(one: Glyph, other: Glyph, rows: Rows) -> bool:
    """Is the white between the two a gutter?

    Yes where their base lines differ (one line has one base line), or where the white goes on in the lines above and below. Looks at
    the two nearest lines each way: a gap of an em and more needs one line that is white there too, a smaller one (spaced out lines
    may show that by chance) two.
    """
    gap = other.start - one.end
    if one.size == other.size and abs(one.y1 - other.y1) > SHIFT * one.size:
        return True
    white = crossed = 0
    for sign in (1, -1):
        y = one.cy
        for _ in range(2):
            state, y = next_line(rows, (one.x1, other.x0), y, sign, one.size)
            crossed += state == "crossed"
            white += state == "white"
            if state != "white":
                break
    if not white:  # type of this size stands in no other line
        return not crossed and ((gap > one.size and one.font != other.font) or over_gutter(one, other, rows))
    return white >= (1 if gap >= one.size else 2) and white > crossed


def over_gutter(one: Glyph, other: Glyph, rows: Rows) -> bool:
    """Are the two sides two headlines: is a gutter of smaller text under the gap, and does a paragraph begin right of it?

    Under one headline over several columns the text mostly goes on there in mid-paragraph, without an indent.
    """
    size = one.size
    near = [rows.glyphs[i] for i in rows.between(one.x1 - 8 * size, other.x0 + 8 * size, one.cy + 0.6 * size, one.cy + 6 * size)]
    text = [g for g in near if 0.3 * size < g.size < 0.9 * size]
    share = (other.x0 - one.x1) / TRIED
    return any(parts_at(one.x1 + (n + 0.5) * share, text) for n in range(TRIED))


def parts_at(x: float, text: list[Glyph]) -> bool:
    """Does a gutter pass at x between the first lines of two columns, of which the right one begins with an indent?"""
    left, right = (two_rows([g for g in text if (g.cx > x) == side]) for side in (False, True))
    if not all((*left, *right)) or any(g.x0 < x < g.x1 for row in (*left, *right) for g in row):
        return False
    em = right[0][0].size
    begins = [min(g.x0 for g in row) for row in right]
    ends = max(g.end for row in left for g in row)
    return 1.2 * em < begins[0] - begins[1] < 2.8 * em and 0.6 * em < begins[1] - ends < 3 * em


def two_rows(text: list[Glyph]) -> tuple[list[Glyph], list[Glyph]]:
    """The first two lines of a column of text; a headline may push it down, so that they are not those of the column beside it."""
    top = min((g.cy for g in text), default=0.0)
    first = [g for g in text if g.cy < top + 0.5 * g.size]
    return first, [g for g in text if first and 0.6 * first[0].size < g.cy - top < 2.2 * first[0].size]


def next_line(rows: Rows, gap: tuple[float, float], y: float, sign: int, size: float) -> tuple[str | None, float]:
    """("white" or "crossed", its middle) of the next line up (-1) or down (1); (None, y) where none has type on both sides.

    Within 2.2 em, type of about this size. The lines left and right of a gutter need not stand at one height.
    """
    low, high = (y + 0.6 * size, y + 2.2 * size) if sign > 0 else (y - 2.2 * size, y - 0.6 * size)
    near = [rows.glyphs[i] for i in rows.between(gap[0] - ACROSS * size, gap[1] + 4 * size, low, high)]
    near = [g for g in near if 0.75 * size < g.size < 1.34 * size]
    middle = (gap[0] + gap[1]) / 2
    over = [g for g in near if g.start < middle < g.end]
    crossing = [abs(g.cy - y) for g in over if in_line_of(near, g, size)]
    if over and not crossing:
        return None, y
    before, after = [g for g in near if g.end <= middle], [g for g in near if g.start >= middle]
    if not crossing and before and not after and ends_at(before, gap[0], size):
        return "white", y + sign * min(abs(g.cy - y) for g in before)
    if not before or not after:
        return ("crossed" if crossing else None), y
    left, right = (min(abs(g.cy - y) for g in side) for side in (before, after))
    if crossing and min(crossing) < max(min(left, right) + 0.3 * size, 1.75 * size):
        return "crossed", y
    edge = max(g.x1 for g in before if abs(g.cy - y) < left + 0.3 * size), min(g.x0 for g in after if abs(g.cy - y) < right + 0.3 * size)
    inside = min(edge[1], gap[1]) - max(edge[0], gap[0])
    return ("white" if inside > 0.45 * size else "crossed"), y + sign * (left + right) / 2


def in_line_of(near: list[Glyph], glyph: Glyph, size: float) -> bool:
    """Does a glyph stand in a line of this type size? A headline or a caption goes over a gutter; figures have a size of their own."""
    return any(abs(g.size - size) < 0.1 * size for g in near if abs(g.cy - glyph.cy) < 0.3 * size)


def ends_at(line: list[Glyph], edge: float, size: float) -> bool:
    """Does a line without anything right of the gap end where the gap begins, in mid-sentence? So do lines beside a shorter column."""
    y = min(line, key=lambda g: -g.x1).cy
    last = max((g for g in line if abs(g.cy - y) < 0.3 * size), key=lambda g: g.x1)
    return last.text not in FINAL and min(abs(last.end - edge), abs(last.x1 - edge)) < EVEN * size


def finish(line: list[Glyph], fonts: list[str], vertical: bool) -> PdfLine:
    """The line of these glyphs, a blank where one was set."""
    usual = 0.0 if vertical else usual_gap(line)
    text = line[0].text
    for a, b in itertools.pairwise(line):
        text += " " * (not vertical and blank_between(a, b, usual)) + b.text
    box = min(g.x0 for g in line), min(g.y0 for g in line), max(g.x1 for g in line), max(g.y1 for g in line)
    chinese = [g for g in line if g.text >= "\u2e80"] or line  # figures are often set in a face and size of their own
    size = Counter(round(g.size, 1) for g in chinese).most_common(1)[0][0]
    font = Counter(g.font for g in chinese).most_common(1)[0][0]
    return PdfLine(text, box, size, fonts[font], vertical, spots(text, line, box, vertical))


def spots(text: str, line: list[Glyph], box: tuple, vertical: bool) -> tuple[int, ...]:
    """Start and end of each character along the box of its line, in SPOTS of its length: those of its glyph, for a blank the white."""
    begin, end = (box[1], box[3]) if vertical else (box[0], box[2])
    scale = SPOTS / (end - begin) if end > begin else 0.0
    out: list[int] = []
    at = 0
    for glyph in line:
        a, b = (glyph.y0, glyph.y1) if vertical else (glyph.x0, glyph.x1)
        a, b = round((a - begin) * scale), round((b - begin) * scale)
        if not text.startswith(glyph.text, at):  # a blank that was set before it
            out += [out[-1], max(out[-1], a)]
            at += 1
        n = len(glyph.text)  # of a ligature each letter gets its share
        out += [edge for i in range(n) for edge in (a + (b - a) * i // n, a + (b - a) * (i + 1) // n)]
        at += n
    return tuple(out)


def blank_between(a: Glyph, b: Glyph, usual: float) -> bool:
    """Is the gap over the line's usual one wide enough for a blank? Between letters and figures a fifth of an em is."""
    gap = b.x0 - a.x1 - usual
    latin = a.text.isascii() and b.text.isascii() and a.text.isalnum() and b.text.isalnum() and not (a.text.isdigit() and b.text.isdigit())
    return gap > (0.18 if latin else BLANK) * min(a.size, b.size)
