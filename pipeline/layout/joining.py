"""Chains → articles: subheads go back into their article, headlines without a text and texts without a headline find their place."""

from pipeline.layout.blocks import Block, end_of
from pipeline.layout.shapes import Skeleton, across, down, share_across, width
from pipeline.text.forms import fold

COMMON = 2  # headlines under one banner
SUBHEAD = 1.65  # em of the body; what is larger heads an article


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
    found = with_subheads(found, draft.em)
    headed = [chain for chain in found if chain[0].kind == "head"]
    for chain in found:
        if len(chain) == 1 and chain[0].kind == "head":
            below = [c[0] for c in headed if c is not chain and len(c) > 1 and under(c[0], chain[0], draft.em)]
            draft.others.append((chain[0], "banner" if len(below) >= COMMON else "label"))
        else:
            draft.articles.append(chain)


def under(head: Block, banner: Block, em: float) -> bool:
    """Does the headline stand under the banner, not far?"""
    return 0 <= head.box[1] - banner.box[3] < 6 * em


def with_subheads(found: list[list[Block]], em: float) -> list[list[Block]]:
    """Chains joined where what heads one is a subhead of another: its text flows on into columns that it does not stand over."""
    looks = {(chain[0].lines[0].font, round(chain[0].size)) for chain in found if flows_out(chain)}
    out = [list(chain) for chain in found]
    for chain in sorted(out, key=lambda c: (c[0].box[0], c[0].box[1])):
        head = chain[0]
        if head.kind != "head" or (head.lines[0].font, round(head.size)) not in looks or not narrow(chain):
            continue
        home = owner(chain, out, em)
        if home is not None:
            if len(chain) > 1:
                chain[1].tags.add("after_head")
            home.extend(chain)
            out = [c for c in out if c is not chain]
    return out


def narrow(chain: list[Block]) -> bool:
    """Is the headline no wider than the column under it?"""
    return len(chain) > 1 and chain[0].box[2] <= chain[1].column[1] + chain[1].size


def flows_out(chain: list[Block]) -> bool:
    """Does the text go on in a column right of the headline, in mid-sentence?"""
    if chain[0].kind != "head" or chain[0].vertical or not narrow(chain) or share_across(chain[0].box, chain[1].box) < 0.5:
        return False
    if chain[0].size > SUBHEAD * chain[1].size:
        return False
    pairs = zip(chain[1:], chain[2:], strict=False)
    return any(end_of(a) == "open" and b.box[0] > chain[0].box[2] and across(a.box, b.box) <= 0 for a, b in pairs)


def owner(chain: list[Block], found: list[list[Block]], em: float) -> list[Block] | None:
    """The chain that a subhead's chain continues: its last block stands right over the subhead, or in the column to the left."""
    head = chain[0]
    best = None
    for other in found:
        last = other[-1]
        if other is chain or last.frame != head.frame:
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
