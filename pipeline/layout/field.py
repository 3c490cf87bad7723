"""The blocks of one frame among each other: what stands over what, and under which headline."""

from dataclasses import dataclass, field

from pipeline.layout.blocks import Block, start_of
from pipeline.layout.shapes import Rect, Skeleton, across, down, free_span, height, share_across, width

MOST_WHITE = 4.0  # em; what stands farther over a block with nothing between is no part of its column
SUBHEAD = 1.65  # em of the body; a larger headline heads an article
MAIN = 1.8  # a headline is so much larger than its subheads
NEAR = 25.0  # em; so far under its headline the first subhead of a column may stand
LEVEL = 0.7  # em; tops that are meant to be level are


@dataclass(slots=True)
class Field:
    """The blocks of one frame (or of the page outside frames) and what stands among them."""

    blocks: list[Block]
    skeleton: Skeleton
    obstacles: list[Rect]  # frames and pictures that blocks stand around
    limits: Rect
    em: float
    indents: bool
    above: dict[int, int | None] = field(default_factory=dict)  # body block → the body block over it in its column
    heads: dict[int, tuple[int, bool] | None] = field(default_factory=dict)  # block → (headline over it, directly?)
    spans: dict[int, tuple[float, float]] = field(default_factory=dict)  # headline → the stretch across that may be its own
    free: dict[int, tuple[float, float]] = field(default_factory=dict)  # headline → how far to both sides its band is white
    alone: list[Rect] = field(default_factory=list)  # headlines without a text under them: text may go on from one side to the other

    def prepare(self) -> "Field":
        """Fill the tables."""
        upright = [r for r in self.skeleton.upright if height(r) > 2 * self.em]
        for i, block in enumerate(self.blocks):
            if block.kind == "head" and not block.vertical:
                others = [b.box for b in self.blocks if b is not block]
                x0, x1 = free_span(block.box, others + self.obstacles + upright, self.limits)
                self.free[i] = (x0, x1)
                self.spans[i] = (max(x0, block.box[0] - self.em) if self.set_left(block, (x0, x1)) else x0), x1
        for i, block in enumerate(self.blocks):
            if block.kind != "head":
                self.above[i] = self.find_above(i)
        for i, block in enumerate(self.blocks):
            if block.kind != "head":
                self.heads[i] = self.find_head(i)
        self.heads |= dict.fromkeys([i for i in self.heads if self.under_another_s(i)])
        self.alone = [self.blocks[i].box for i in self.free if self.stands_alone(i)]
        return self

    def under_another_s(self, i: int) -> bool:
        """Does block i stand in a headline's white band, but not under its words, and is that headline another block's for sure?

        So it is where block i goes on from another page, and where a block right of it opens like a report right under the words.
        """
        block, head = self.blocks[i], self.heads[i]
        if not head or head[1]:
            return False
        openings = (b for k, b in enumerate(self.blocks) if "opening" in b.tags and self.heads.get(k) == (head[0], True))
        return "continued" in block.tags or any(block.box[2] <= b.box[0] + self.em for b in openings)

    def set_left(self, head: Block, band: tuple[float, float]) -> bool:
        """Does the headline begin where a column under it does, and not stand in the middle of its band?

        Then nothing left of it is its own, if another headline stands there.
        """
        if abs(head.box[0] + head.box[2] - sum(band)) < 1.2 * self.em:
            return False
        if not any(b.kind == "head" and b.box[2] <= head.box[0] and down(b.box, head.box) > 0 for b in self.blocks):
            return False
        return any(
            b.kind != "head" and -0.5 * self.em < b.box[1] - head.box[3] < 6 * self.em and abs(b.column[0] - head.box[0]) < 0.6 * self.em
            and start_of(b, self.indents) != "open"  # else it goes on from the column left of it
            for b in self.blocks
        )  # fmt: skip

    def find_above(self, i: int) -> int | None:
        """The nearest body block over block i in its column with no headline directly between."""
        block = self.blocks[i]
        best = None
        for j, other in enumerate(self.blocks):
            if j == i or other.kind == "head" or other.vertical or other.box[3] > block.box[1] + 0.5 * self.em:
                continue
            if share_across(other.box, block.box) < 0.5 or (best is not None and other.box[3] <= self.blocks[best].box[3]):
                continue
            if self.white(other.box, block.box) <= MOST_WHITE * self.em:
                best = j
        if best is None:
            return None
        low, high = self.blocks[best].box[3], block.box[1]
        heads = [b.box for b in self.blocks if b.kind == "head" and not b.vertical and across(b.box, block.box) > 0.25 * width(block.box)]
        return None if any(h[1] > low - self.em and h[3] < high + self.em for h in heads) else best

    def white(self, upper: Rect, lower: Rect) -> float:
        """How much of the way down from one box to the other is neither picture nor frame nor anything else that stands there."""
        lane = (max(upper[0], lower[0]), upper[3], min(upper[2], lower[2]), lower[1])
        taken, at = 0.0, lane[1]
        for o in sorted((o for o in self.obstacles if across(o, lane) > 0 and down(o, lane) > 0), key=lambda o: o[1]):
            taken += max(0.0, min(o[3], lane[3]) - max(o[1], at))
            at = max(at, o[3])
        return lane[3] - lane[1] - taken

    def find_head(self, i: int) -> tuple[int, bool] | None:
        """The lowest headline over block i in whose white band it stands, and whether its words stand right over the block."""
        block = self.blocks[i]
        over = self.above[i]
        top = self.blocks[over].box[3] if over is not None else -1.0
        over_it: list[tuple[float, bool, float, int]] = []
        for j, (x0, x1) in self.spans.items():
            head = self.blocks[j]
            if head.box[3] > block.box[1] + 0.4 * self.em or head.box[3] < top:
                continue
            covered = (min(x1, block.box[2]) - max(x0, block.box[0])) / max(width(block.box), 1e-6)
            if covered > 0.6 and self.white((block.box[0], head.box[1], block.box[2], head.box[3]), block.box) <= 2 * MOST_WHITE * self.em:
                over_it.append((head.box[3], across(head.box, block.box) > 0.25 * width(block.box), covered, j))
        if not over_it:
            return None
        lowest = max(over_it)[0]
        # of headlines side by side the one whose words stand over the block, else the one that has more of it in its band
        best = max((direct, covered, y, j) for y, direct, covered, j in over_it if y > lowest - 3 * self.em)[3]
        between = [
            b for b in self.blocks
            if b.kind != "head" and b is not block and b.box[1] > self.blocks[best].box[3] - 0.3 * self.em
            and b.box[3] < block.box[1] + 0.3 * self.em and share_across(b.box, block.box) >= 0.5
        ]  # fmt: skip
        if between:
            return None
        return best, across(self.blocks[best].box, block.box) > 0.25 * width(block.box)

    def ruled_off(self, upper: Rect, lower: Rect, *others: Rect) -> bool:
        """Does a rule pass between a box and one under it, over the whole width of the lower one and of the others?"""
        return any(all(across(r, box) > 0.7 * width(box) for box in others) for r in self.rules_between(upper, lower))

    def rules_between(self, upper: Rect, lower: Rect) -> list[Rect]:
        """The rules between a box and one under it that pass over the whole width of the lower one."""
        return [r for r in self.skeleton.level if upper[3] - 1 < r[1] < lower[1] + 1 and across(r, lower) > 0.7 * width(lower)]

    def column_heads(self, i: int) -> set[int]:
        """The headline over the column that block i stands in, and the one over that if it is a subhead's size."""
        seen: set[int] = set()
        at: int | None = i
        while at is not None and at not in seen:
            seen.add(at)
            if found := self.heads.get(at):
                return {found[0]} | self.main_heads(found[0])
            at = self.above.get(at)
        return set()

    def main_heads(self, i: int) -> set[int]:
        """The large headlines that headline i, if small enough for a subhead, stands right under."""
        small = self.blocks[i]
        if small.size > SUBHEAD * self.em:
            return set()
        out = set()
        for j, (x0, x1) in self.spans.items():
            head = self.blocks[j]
            lane = (small.box[0], head.box[3], small.box[2], small.box[1])
            inside = x0 - self.em <= small.box[0] and small.box[2] <= x1 + self.em and lane[3] > lane[1]
            over = (lane[0], head.box[1], lane[2], head.box[3])
            if inside and head.size >= MAIN * small.size and self.white(over, small.box) < NEAR * self.em:
                out.add(j)
        return out

    def stands_alone(self, i: int) -> bool:
        """Does no text stand under headline i? Then what it heads stands beside it."""
        return not any(found and found[0] == i and "byline" not in self.blocks[k].tags for k, found in self.heads.items())

    def ends_column(self, i: int) -> bool:
        """Does nothing stand under block i in its column?"""
        box = self.blocks[i].box
        return not any(b.box[1] > box[3] - 0.2 * self.em and share_across(b.box, box) > 0.5 for b in self.blocks)

    def top_of_column(self, i: int) -> float:
        """Where the column of block i begins under its headline."""
        while not self.heads.get(i) and self.above.get(i) is not None:
            i = self.above[i]
        return self.blocks[i].box[1]
