"""Lines → blocks: headlines with their kickers and subtitles, and stretches of body text in one column.

The unit of all distances is the page's own type: an em of the body text, or of the line in question.
"""

import itertools
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from statistics import median

from pipeline.layout.headlines import (
    LEAD,
    STOPS,
    crossed,
    drop_caps,
    head_groups,
    in_order,
    is_head,
    is_kicker,
    names_author,
    titles,
    without_others,
)
from pipeline.layout.prints import Print, local_em
from pipeline.layout.shapes import Rect, Skeleton, across, down, inside, share_across, union, width

CLOSING = "”’）】》」』)\"'"


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
        caps = drop_caps(inner, local)
        large = [line for line in inner if is_head(line, local) and line not in caps]
        headed = {line.number for line in large}
        headed |= {line.number for line in inner if line.number not in headed and is_kicker(line, large, inner)}
        headed |= titles(inner, local)
        heads = [line for line in inner if line.number in headed]
        rest = [line for line in inner if line.number not in headed and line not in caps]
        leads = lead_blocks(heads, frame, local, skeleton)
        read = {line.number for block in leads for line in block.lines}
        out += leads
        for group in head_groups([line for line in heads if line.number not in read], skeleton):
            parts = without_others(group, rest)
            out += [Block("body" if names_author(part, group) else "head", part, frame).settle() for part in parts]
        out += with_caps(body_blocks(rest, "body", frame, skeleton, out), caps)
    return out


def with_caps(blocks: list[Block], caps: dict[Print, Print]) -> list[Block]:
    """The blocks, with the large letters that begin a text before its first line; a paragraph begins with one."""
    for cap, first in caps.items():
        for block in blocks:
            if first in block.lines:
                at = block.lines.index(first)
                block.lines.insert(at, cap)
                block.settle()
                block.indented = block.indented or at == 0
    return blocks


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
