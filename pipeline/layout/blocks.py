"""Lines → blocks: headlines with their kickers and subtitles, and stretches of body text in one column.

The unit of all distances is the page's own type: an em of the body text, or of the line in question.
"""

import itertools
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from statistics import median

from pipeline.layout.shapes import Rect, Skeleton, across, area, down, height, inside, share_across, union, width

HEAD = 1.09  # a line this much larger than the body may be a headline: subtitles are set at 1.1 and more
LEAD = 30  # characters; larger type with so many and a full stop or comma in it is read, not glanced at
STOPS = "。！？；…!?"
CLOSING = "”’）】》」』)\"'"
OVER = 1.2  # times the size of a kicker: the headline under it
RISE = 0.5  # of the larger type: lines of one headline stand closer than that


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


@dataclass(slots=True, eq=False)
class Block:
    """Lines that belong together, in reading order. kind: head (headline), body, lead (body in larger type)."""

    kind: str
    lines: list[Print]
    frame: int
    box: Rect = (0.0, 0.0, 0.0, 0.0)
    size: float = 0.0
    column: tuple[float, float] = (0.0, 0.0)  # left and right edge of its column
    indented: bool = False  # does its first line begin a paragraph by an indent?
    tags: set[str] = field(default_factory=set)

    def settle(self) -> "Block":
        """Compute what follows from the lines."""
        self.box = union(line.box for line in self.lines)
        self.size = max(line.size for line in self.lines) if self.kind == "head" else median(line.size for line in self.lines)
        self.column = edges(self.lines)
        self.indented = self.lines[0].box[0] - self.column[0] > 0.8 * self.size
        return self

    @property
    def text(self) -> str:
        """Its lines, joined."""
        return "".join(line.text for line in self.lines)

    @property
    def vertical(self) -> bool:
        """Is most of it set from top to bottom?"""
        return 2 * sum(line.vertical for line in self.lines) > len(self.lines)


def edges(lines: list[Print]) -> tuple[float, float]:
    """Left and right edge of the column that lines stand in: the commonest left side, or one that is an indent left of it."""
    size = median(line.size for line in lines)
    lefts = Counter(round(line.box[0] / (0.3 * size)) for line in lines)
    most = max(lefts.values())
    left = min(k for k, n in lefts.items() if n == most or n >= 0.4 * len(lines))
    left = min([left, *(k for k in lefts if 1.5 * size < (left - k) * 0.3 * size < 2.6 * size)])
    return (
        min(line.box[0] for line in lines if round(line.box[0] / (0.3 * size)) == left),
        max(line.box[2] for line in lines),
    )


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


def make_blocks(lines: list[Print], skeleton: Skeleton, em: float) -> list[Block]:
    """All blocks of a page: headlines and stretches of body text of each frame and of the page around them."""
    by_frame: dict[int, list[Print]] = defaultdict(list)
    out = table_blocks(lines, skeleton)
    tabled = {line.number for block in out for line in block.lines}
    for line in lines:
        if line.number not in tabled:
            by_frame[line.frame].append(line)
    for frame, inner in sorted(by_frame.items()):
        local = local_em(inner, em)
        large = [line for line in inner if is_head(line, local)]
        headed = {line.number for line in large}
        headed |= {line.number for line in inner if line.number not in headed and is_kicker(line, large, inner)}
        heads = [line for line in inner if line.number in headed]
        rest = [line for line in inner if line.number not in headed]
        leads = lead_blocks(heads, frame, local, skeleton)
        read = {line.number for block in leads for line in block.lines}
        out += leads
        for group in head_groups([line for line in heads if line.number not in read], skeleton):
            out.append(Block("head", group, frame).settle())
        out += body_blocks(rest, "body", frame, skeleton, out)
    return out


def table_blocks(lines: list[Print], skeleton: Skeleton) -> list[Block]:
    """One block for each table with six cells or more, row by row."""
    out = []
    for ground in skeleton.tables:
        cells = [line for line in lines if inside(line.box, ground, 0.4 * line.size)]
        if len(cells) >= 6:
            block = Block("body", in_order(cells), Counter(line.frame for line in cells).most_common(1)[0][0]).settle()
            block.tags.add("table")
            out.append(block)
    return out


def local_em(lines: list[Print], em: float) -> float:
    """Body size within a frame: its own where it has four lines or more of one smaller or larger size, else the page's."""
    own = body_size(lines)
    many = sum(abs(line.size - own) < 0.05 * own and len(line.text) > 6 for line in lines)
    return own if many >= 4 and own < 1.5 * em else em


def is_head(line: Print, em: float) -> bool:
    """Larger than the body, or vertical beside it."""
    return line.size >= HEAD * em or (line.vertical and len(line.text) >= 3 and line.size >= 1.02 * em)


def is_kicker(line: Print, heads: list[Print], lines: list[Print]) -> bool:
    """Hardly larger than the body, if at all, but close over a headline, with nothing close above: the first line of that headline."""
    if line.vertical or len(line.text) >= LEAD or line.text[-1:] in STOPS:
        return False
    under = (
        head
        for head in heads
        if not head.vertical
        and head.size > OVER * line.size
        and -0.3 * line.size < head.box[1] - line.box[3] < RISE * head.size
        and head.box[0] - line.size < line.box[0]
        and across(head.box, line.box) > 0.5 * min(width(head.box), width(line.box))
    )
    gaps = (line.box[1] - o.box[3] for o in lines if o is not line and across(o.box, line.box) > 0 and o.box[1] < line.box[1])
    return any(under) and all(gap > line.size for gap in gaps)


def head_groups(heads: list[Print], skeleton: Skeleton) -> list[list[Print]]:
    """Headlines: lines of large type joined with those they belong to, transitively."""
    parent = list(range(len(heads)))

    def root(i: int) -> int:
        while parent[i] != i:
            i = parent[i]
        return i

    for i, a in enumerate(heads):
        for j in range(i):
            if root(i) != root(j) and one_headline(a, heads[j], skeleton):
                parent[root(i)] = root(j)
    groups: dict[int, list[Print]] = defaultdict(list)
    for i, line in enumerate(heads):
        groups[root(i)].append(line)
    return [in_order(part) for group in groups.values() for part in apart(group, skeleton)]


def apart(group: list[Print], skeleton: Skeleton) -> list[list[Print]]:
    """The group, cut up where two headlines stand side by side in it: what is over them is another one (a banner)."""
    rows: list[list[Print]] = []
    for line in in_order(group):
        if line.vertical:
            return [group]
        if rows and down(rows[-1][0].box, line.box) > 0.5 * min(line.size, rows[-1][0].size):
            rows[-1].append(line)
        else:
            rows.append([line])
    for i, row in enumerate(rows):
        if not all(one_headline(a, b, skeleton) for a, b in itertools.pairwise(row)):
            rest = [line for some in rows[i:] for line in some]
            parts: list[list[Print]] = []
            for line in rest:
                home = next((p for p in parts if any(share_across(o.box, line.box) > 0.3 for o in p)), None)
                parts.append([line]) if home is None else home.append(line)
            over = [line for some in rows[:i] for line in some]
            return ([over] if over else []) + parts
    return [group]


def one_headline(a: Print, b: Print, skeleton: Skeleton) -> bool:
    """Do two lines of large type belong to one headline? Close together, one over the other or side by side, nothing between.

    A label on a ground of its own or between two rules belongs to none.
    """
    if a.vertical != b.vertical and not (cell(a, b) or cell(b, a)):
        return False
    if not (beside_each_other(a, b) if a.vertical or b.vertical else stacked(a, b)) or crossed(a.box, b.box, skeleton):
        return False
    return ground(a, skeleton) == ground(b, skeleton) and flanked(a, skeleton) == flanked(b, skeleton)


def beside_each_other(a: Print, b: Print) -> bool:
    """Are they near enough, side by side, for two vertical lines of one headline?"""
    small, large = min(a.size, b.size), max(a.size, b.size)
    return large < 2.5 * small and -across(a.box, b.box) < 1.2 * large and down(a.box, b.box) > 0.5 * min(height(a.box), height(b.box))


def stacked(a: Print, b: Print) -> bool:
    """Are they near enough for two level lines of one headline: one over the other, or pieces of one line?"""
    small, large = min(a.size, b.size), max(a.size, b.size)
    if down(a.box, b.box) > 0.5 * small:
        level = abs(a.box[3] - b.box[3]) < 0.12 * small  # one base line
        return level and large < 1.15 * small and -across(a.box, b.box) < 0.6 * large
    close = -down(a.box, b.box) <= RISE * large and large < 4 * small
    return close and across(a.box, b.box) >= 0.3 * min(width(a.box), width(b.box))


def ground(line: Print, skeleton: Skeleton) -> int:
    """The coloured ground that one line stands on alone (a frame up to three times its height), -1: none."""
    found = (i for i, f in enumerate(skeleton.frames) if height(f) < 3 * line.size and inside(line.box, f, 0.4 * line.size))
    return next(found, -1)


def flanked(line: Print, skeleton: Skeleton) -> bool:
    """Does a rule run up to the line's middle from the left, and another from the right?"""
    middle = (line.box[1] + line.box[3]) / 2
    level = [r for r in skeleton.level if abs((r[1] + r[3]) / 2 - middle) < 0.3 * line.size]
    left = any(0 <= line.box[0] - r[2] < 3 * line.size for r in level)
    return left and any(0 <= r[0] - line.box[2] < 3 * line.size for r in level)


def cell(a: Print, b: Print) -> bool:
    """Is a one or two characters beside a vertical line, as a number in a cell of its own is?"""
    return b.vertical and len(a.text) <= 2 and not a.vertical


def crossed(a: Rect, b: Rect, skeleton: Skeleton) -> bool:
    """Does a rule of the page part the two boxes?"""
    if across(a, b) > 0:  # one over the other
        slack = 0.12 * min(height(a), height(b))  # the ink ends before the em box does
        top, bottom = min(a[3], b[3]) - slack, max(a[1], b[1]) + slack
        return any(top <= (r[1] + r[3]) / 2 <= bottom and across(r, a) > 0 and across(r, b) > 0 for r in skeleton.level)
    left, right = min(a[2], b[2]), max(a[0], b[0])
    return any(left - 1 <= (r[0] + r[2]) / 2 <= right + 1 and down(r, a) > 0 and down(r, b) > 0 for r in skeleton.upright)


def in_order(lines: list[Print]) -> list[Print]:
    """Lines of one headline in reading order: rows down the page, each from the left; vertical ones from the right."""
    if any(line.vertical for line in lines):
        em = max(line.size for line in lines)
        return sorted(lines, key=lambda line: (-round((line.box[0] + line.box[2]) / em), line.box[1]))
    rows: list[list[Print]] = []
    for line in sorted(lines, key=lambda line: (line.box[1] + line.box[3]) / 2):
        if rows and down(rows[-1][0].box, line.box) > 0.6 * min(line.size, rows[-1][0].size):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: line.box[0])]


def lead_blocks(heads: list[Print], frame: int, em: float, skeleton: Skeleton) -> list[Block]:
    """Stretches of text in larger type: two lines and more, or a very long one, with stops in them, under twice the body's size."""
    small = [line for line in heads if line.size < 1.8 * em and not line.vertical]
    out = []
    for block in body_blocks(small, "lead", frame, skeleton, []):
        stops = sum(block.text.count(c) for c in "。，,；")
        if len(block.text) > LEAD and stops and (len(block.lines) > 2 or len(block.text) > 2 * LEAD or stops > 2):
            out.append(block)
    return out


def body_blocks(lines: list[Print], kind: str, frame: int, skeleton: Skeleton, heads: list[Block]) -> list[Block]:
    """Stretches of text in one column: a line joins the block whose last line is the nearest one above it."""
    blocks: list[list[Print]] = []
    active: list[list[Print]] = []  # those that a line may still join
    for line in sorted(lines, key=lambda line: (line.box[1], line.box[0])):
        best = None
        active = [block for block in active if block[-1].box[3] > line.box[1] - 3 * line.size]
        for block in active:
            if follows(block, line, skeleton, heads) and (best is None or block[-1].box[3] > best[-1].box[3]):
                best = block
        if best is None:
            blocks.append([line])
            active.append(blocks[-1])
        else:
            best.append(line)
    return [Block(kind, block, frame).settle() for block in blocks]


def follows(block: list[Print], line: Print, skeleton: Skeleton, heads: list[Block]) -> bool:
    """Is the line the next one of the block's column?"""
    last = block[-1]
    if line.vertical or last.vertical:
        return False
    size = max(line.size, last.size)
    gap = line.box[1] - last.box[3]
    if abs(line.size - last.size) > 0.09 * size or not (-0.4 * size < gap < 1.1 * size):
        return False
    if line.box[1] - last.box[1] < 0.5 * size:
        return False
    if line.font != last.font and (abs(line.size - last.size) > 0.015 * size or gap > 0.75 * size):
        return False
    column = union([b.box for b in block[-6:]])
    hanging = len(block) == 1 and 1.2 * size < last.box[0] - line.box[0] < 2.6 * size  # a short line under an indented one
    if (share_across(column, line.box) < 0.5 and not hanging) or abs(line.box[0] - column[0]) > 0.6 * max(width(column), width(line.box)):
        return False
    pitch = median([b.box[1] - a.box[1] for a, b in itertools.pairwise(block)] or [1.6 * size])
    if line.box[1] - last.box[1] > 1.45 * max(pitch, 1.1 * size):
        return False
    return not crossed(last.box, line.box, skeleton) and not any(
        down(h.box, (0, last.box[3], 0, line.box[1])) > 0 and across(h.box, line.box) > 0 and across(h.box, last.box) > 0 for h in heads
    )


def end_of(block: Block) -> str:
    """How a stretch of text ends: open (mid-sentence, line full), closed (line short, or a full stop before white), or unsure."""
    last = block.lines[-1]
    if "table" in block.tags:
        return "closed"
    text = last.text.rstrip(CLOSING)
    stopped = text[-1:] in STOPS or last.text[-1:] in "）)"
    full = block.column[1] - last.box[2] < 1.2 * last.size
    if len(block.lines) == 1 and width(last.box) < 8 * last.size:
        return "unsure" if stopped else "closed"
    if full:
        return "unsure" if stopped else "open"
    return "closed"


def start_of(block: Block, indents: bool, measure: float = 0.0) -> str:
    """How it begins: new (an indent, or an article's opening), open (none, though the page's paragraphs have one), or unsure.

    measure: width of the column before; the first of a few lines far shorter than that may be centred or set to the right.
    """
    if "opening" in block.tags:
        return "new"
    if not indents or "table" in block.tags:
        return "unsure"
    if block.indented:
        return "new"
    short = len(block.lines) <= 3 and width(block.lines[0].box) < 0.8 * measure
    only = len(block.lines) == 1 or block.lines[0].box[2] < block.column[1] - 3 * block.size
    return "unsure" if short or (only and len(block.lines) < 3) else "open"
