"""Chains → articles: subheads go back into their article, headlines without a text and texts without a headline find their place."""

import itertools

from pipeline.layout.blocks import Block, end_of
from pipeline.layout.field import SUBHEAD
from pipeline.layout.shapes import Skeleton, across, down, share_across, width

COMMON = 2  # headlines under one banner
MAIN = 2.6  # em; a headline so large has a text, even if subheads stand between
LARGER = 1.6  # a headline is so much larger than its subheads
FRAGMENT = 26  # characters: two lines of a narrow column


def indents_of(blocks: list[Block]) -> bool:
    """Do paragraphs begin with an indent here? One line in twenty-five at least is set in."""
    lines = inset = 0
    for block in blocks:
        if block.kind == "body" and len(block.lines) > 1:
            lines += len(block.lines)
            inset += sum(1.2 < (line.box[0] - block.column[0]) / line.size < 3.2 for line in block.lines)
    return inset >= max(1, 0.04 * lines)


def tidy(found: list[list[Block]], skel: Skeleton, draft) -> None:
    """Sort chains into articles and furniture (draft.articles, draft.others)."""
    found = with_leads(with_parts(with_subheads(found, draft.em), draft.em), draft.em)
    headed = [chain for chain in found if chain[0].kind == "head"]
    for chain in found:
        if len(chain) == 1 and chain[0].kind == "head":
            below = [c[0] for c in headed if c is not chain and len(c) > 1 and under(c[0], chain[0], draft.em)]
            draft.others.append((chain[0], "banner" if len(below) >= COMMON else "label"))
        elif chain[0].kind != "head" and is_fragment(chain):
            draft.others += [(block, "fragment") for block in chain]
        else:
            draft.articles.append(chain)


def with_parts(found: list[list[Block]], em: float) -> list[list[Block]]:
    """A large headline without a text of its own takes the parts under it: two and more of one look under small headings, none of
    which opens like a report (else it is a banner over several reports).
    """
    out = [list(chain) for chain in found]
    for chain in found:
        head = chain[0]
        if len(chain) > 1 or head.kind != "head" or head.size < MAIN * em:
            continue
        parts = [
            c for c in out
            if len(c) > 1 and c[0].kind == "head" and c[0].frame == head.frame and c[0].size <= SUBHEAD * em and c[0].box[1] > head.box[3]
            and across(c[0].box, head.box) > 0.5 * width(c[0].box)
        ]  # fmt: skip
        looks = {(c[0].lines[0].font, round(c[0].size)) for c in parts}
        if len(parts) < COMMON or len(looks) > 1 or any(b.tags & {"opening", "signed"} for c in parts for b in c):
            continue
        whole = [head]
        for part in sorted(parts, key=lambda c: (c[0].box[0], c[0].box[1])):
            part[1].tags.add("after_head")
            whole += part
        out = [c for c in out if c[0] is not head and not any(c is part for part in parts)] + [whole]
    return out


def with_leads(found: list[list[Block]], em: float) -> list[list[Block]]:
    """The text of a frame that holds no headline leads the article whose headline stands right over or under the frame."""
    titled = {block.frame for chain in found for block in chain if block.kind == "head" and len(chain) > 1}
    out = [list(chain) for chain in found]
    for chain in found:
        first = chain[0]
        if first.frame < 0 or first.frame in titled or first.kind == "head":
            continue
        homes = []
        for other in out:
            head = other[0]
            gap = max(head.box[1] - chain[-1].box[3], first.box[1] - head.box[3])
            if head.kind == "head" and len(other) > 1 and head.frame != first.frame and gap < 4 * em and across(head.box, first.box) > 0:
                homes.append((gap, other))
        if homes:
            home = min(homes, key=lambda h: h[0])[1]
            home[1:1] = chain
            out = [c for c in out if c[0] is not first]
    return out


def is_fragment(chain: list[Block]) -> bool:
    """Words that are no text: few, without a headline and without a full stop."""
    text = "".join(block.text for block in chain)
    return len(text) < FRAGMENT and "。" not in text


def under(head: Block, banner: Block, em: float) -> bool:
    """Does the headline stand under the banner, not far?"""
    return 0 <= head.box[1] - banner.box[3] < 6 * em


def with_subheads(found: list[list[Block]], em: float) -> list[list[Block]]:
    """Chains joined where what heads one is a subhead of another: its text flows on into columns that it does not stand over."""
    looks = {(chain[0].lines[0].font, round(chain[0].size)) for chain in found if flows_out(chain) and not opens(chain)}
    out = [list(chain) for chain in found]
    looks |= put_back(out, em)
    for chain in sorted(out, key=lambda c: (c[0].box[0], c[0].box[1])):
        head = chain[0]
        if head.kind != "head" or (head.lines[0].font, round(head.size)) not in looks or not narrow(chain) or opens(chain):
            continue
        home = owner(chain, out, em)
        if home is not None:
            if len(chain) > 1:
                chain[1].tags.add("after_head")
            home.extend(chain)
            out = [c for c in out if c is not chain]
    return out


def put_back(found: list[list[Block]], em: float) -> set[tuple[str, int]]:
    """Put each subhead whose text was read on from the column before over that text, in place; how these look."""
    looks = set()
    for lone in [c for c in found if len(c) == 1 and c[0].kind == "head" and c[0].size < SUBHEAD * em and not c[0].vertical]:
        spots = [(c, n) for c in found if c[0].kind == "head" for n, b in enumerate(c) if n > 1 and stands_over(lone[0], b)]
        if spots:
            home, at = spots[0]
            looks.add((lone[0].lines[0].font, round(lone[0].size)))
            home[at].tags.add("after_head")
            home.insert(at, lone[0])
            found[:] = [c for c in found if c is not lone]
    return looks


def stands_over(head: Block, text: Block) -> bool:
    """Does a subhead stand right over a stretch of text of its own width?"""
    near = 0 <= text.box[1] - head.box[3] < 1.5 * text.size and text.kind != "head" and head.frame == text.frame
    return near and share_across(head.box, text.box) > 0.9 and head.size < SUBHEAD * text.size


def opens(chain: list[Block]) -> bool:
    """Does the text under the headline open like a report (本报讯)? Then the headline is no subhead."""
    return any("opening" in block.tags for block in chain[1:2])


def narrow(chain: list[Block]) -> bool:
    """Does the headline belong to one column: no wider than the column under it, at its left edge or in its middle?"""
    if len(chain) < 2:
        return False
    head, (left, right), size = chain[0].box, chain[1].column, chain[1].size
    if head[2] > right + 0.5 * size or head[0] < left - 3 * size:
        return False
    return head[0] - left < 2.2 * size or abs(head[0] + head[2] - left - right) < 0.3 * (right - left)


def flows_out(chain: list[Block]) -> bool:
    """Does the text go on in a column right of the headline, in mid-sentence?"""
    if chain[0].kind != "head" or chain[0].vertical or not narrow(chain) or share_across(chain[0].box, chain[1].box) < 0.5:
        return False
    if chain[0].size > SUBHEAD * chain[1].size:
        return False
    pairs = itertools.pairwise(chain)
    return any(end_of(a) == "open" and b.box[0] > chain[0].box[2] and across(a.box, b.box) <= 0 for a, b in pairs)


def owner(chain: list[Block], found: list[list[Block]], em: float) -> list[Block] | None:
    """The chain that a subhead's chain continues: its last block stands right over the subhead, or in the column to the left."""
    head = chain[0]
    best = None
    for other in found:
        last = other[-1]
        if other is chain or last.frame != head.frame or (other[0].kind == "head" and other[0].size < LARGER * head.size):
            continue
        over = head.box[1] - last.box[3]
        if share_across(last.box, head.box) > 0.5 and -0.5 * em < over < 3.5 * em:
            return other
        if len(other) == 1 and last.kind == "head" and -0.5 * em < over < 12 * em and across(last.box, head.box) > 0:
            best = other
        left = head.box[0] - last.box[2]
        if best is None and last.kind != "head" and 0 < left < 4 * em and down(last.box, (0, head.box[1], 0, chain[-1].box[3])) > 0:
            best = other
    return best
