"""Which lines are headlines, and which of them make one: by type size, place, and what stands over, under and beside them."""

import itertools
from collections import defaultdict

from pipeline.layout.prints import Print
from pipeline.layout.shapes import Rect, Skeleton, across, down, height, inside, share_across, width
from pipeline.separating.marks import marks

HEAD = 1.09  # a line this much larger than the body may be a headline: subtitles are set at 1.1 and more
LEAD = 30  # characters; larger type with so many and a full stop or comma in it is read, not glanced at
STOPS = "。！？；…!?"
OVER = 1.2  # times the size of a kicker: the headline under it
RISE = 0.5  # of the larger type: lines of one headline stand closer than that
LINED_UP = 0.8  # the same where both begin at one edge or have one middle
CAP = (1.7, 6.0)  # em; the large letter that begins a text
OPEN = 1.2  # em from a title to the line under it


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


def titles(lines: list[Print], em: float) -> set[int]:
    """Numbers of the lines that head a report and are no larger than its text: right over its opening (本报讯), alone in their column,
    without a stop, and set in another face or in the middle of the column.
    """
    out: set[int] = set()
    for opening in lines:
        if opening.vertical or not marks(opening.text).opening:
            continue
        column = [o for o in lines if o.size < HEAD * em and not o.vertical and share_across(o.box, opening.box) > 0.5]
        under = [opening.box, *(o.box for o in column if 0 <= o.box[1] - opening.box[1] < 6 * em)]
        left, right = min(box[0] for box in under), max(box[2] for box in under)
        over = sorted((o for o in column if o.box[1] < opening.box[1] - 0.5 * em), key=lambda o: -o.box[1])
        at = opening
        for line in over[:2]:
            near = at.box[1] - line.box[3] < OPEN * em and (at is opening or line.font == at.font)
            if not near or not is_title(line, opening, (left, right)):
                break
            out.add(line.number)
            at = line
    return out


def is_title(line: Print, opening: Print, column: tuple[float, float]) -> bool:
    """May the line head the report that opens under it?"""
    shown = marks(line.text)
    if len(line.text) >= LEAD or line.text[-1:] in STOPS or shown.closed or shown.hanging or shown.byline or shown.names or shown.date:
        return False
    left, right = line.box[0] - column[0], column[1] - line.box[2]
    centred = min(left, right) > 1.5 * line.size and abs(left - right) < line.size
    return centred or ("" not in (line.font, opening.font) and line.font != opening.font)


def drop_caps(lines: list[Print], em: float) -> dict[Print, Print]:
    """The large letters that begin a text, each with the text's first line: two lines and more of the text stand right of it."""
    out = {}
    for cap in lines:
        if len(cap.text) != 1 or cap.text.isdigit() or not CAP[0] * em < cap.size < CAP[1] * em:
            continue
        beside = [
            o for o in lines
            if abs(o.size - em) < 0.1 * em and -0.3 * em < o.box[0] - cap.box[2] < 1.5 * em and down(o.box, cap.box) > 0.4 * o.size
        ]  # fmt: skip
        first = min(beside, key=lambda o: o.box[1], default=cap)
        if len(beside) > 1 and abs(first.box[1] - cap.box[1]) < em and len(first.text) > 3:
            out[cap] = first
    return out


def without_others(group: list[Print], text: list[Print]) -> list[list[Print]]:
    """The group, without what only stands near a headline, each a group of its own: a large number (01) over it, the author's name
    under it, and a subhead at the top of one of its columns, which has the text of another column beside it.
    """
    if len(group) < 2 or any(line.vertical for line in group):
        return [group]
    main = max((line for line in group if not line.text.isdigit()), key=lambda line: line.size, default=group[0])
    alone = [
        line for line in group
        if line is not main
        and ((line.text.isdigit() and line.size > 1.3 * main.size) or is_subhead(line, main, text) or names_author([line], group))
    ]  # fmt: skip
    rest = [line for line in group if line not in alone]
    return [rest, *([line] for line in alone)]


def names_author(lines: list[Print], group: list[Print]) -> bool:
    """Do the lines only name who wrote what stands under the headline, in type much smaller than that?"""
    return lines is not group and all(marks(line.text).byline and line.size < 0.7 * max(o.size for o in group) for line in lines)


def is_subhead(line: Print, main: Print, text: list[Print]) -> bool:
    """Does the line stand under the headline, much smaller, level with text that stands under the headline too?"""
    if line.size > 0.7 * main.size or line.box[1] < main.box[3]:
        return False
    level = [o for o in text if down(o.box, line.box) > 0.5 * o.size and across(o.box, line.box) <= 0 and len(o.text) > 5]
    return any(across(o.box, main.box) > 0 for o in level)


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
    middles = abs(a.box[0] + a.box[2] - b.box[0] - b.box[2]) / 2
    lined_up = small > 0.45 * large and min(abs(a.box[0] - b.box[0]), middles) < 0.5 * small
    close = -down(a.box, b.box) <= (LINED_UP if lined_up else RISE) * large and large < 4 * small
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
