"""Blocks → chains: which block is read after which.

Every block has at most one predecessor and one successor. A link's score adds up what speaks for it, in units in which 1 is a hint
and 4 is a proof: geometry (same column, same headline above, rules, faces) and language (a sentence that is cut goes on). The set of
links with the highest total is taken (maximum-weight matching); chains that begin with a headline are articles.
"""

from functools import lru_cache

from pipeline.engines.segmenter import standard_words
from pipeline.layout.blocks import Block, end_of, start_of
from pipeline.layout.field import LEVEL, Field
from pipeline.layout.matching import match
from pipeline.layout.shapes import across, down, height, width
from pipeline.text.forms import fold

BELOW = 4.0  # same column, next down
NEXT = 1.0  # next column to the right
UNDER = 3.5  # a headline and what stands under it
BESIDE = 2.5  # a headline and what stands beside it: rarer
SAME_HEAD = 3.0  # both columns stand under one headline
OWN_HEAD = 5.0  # the next column has a headline of its own
OTHER_HEAD = 2.5  # it may stand under another headline
ORPHAN = 1.0  # a column that begins without a headline goes on from one that reaches down to the end of its own
RULED = 1.5  # a rule between two blocks, which some papers also put between columns of one article
OTHER_FACE = 2.0  # the face changes
OTHER_SIZE = 4.0  # the type size changes
OPENING = 4.0  # 本报讯 in mid-article
SIGNED = 2.0  # text after the reporter's name in brackets
WORD = 1.5  # a word that lies over the seam: a third of all true seams, one in twelve of others
CONTINUITY = {
    ("open", "open"): 4.0, ("open", "new"): -5.0, ("open", "unsure"): 2.0,
    ("closed", "open"): -4.0, ("closed", "new"): 0.0, ("closed", "unsure"): -0.5,
    ("unsure", "open"): 2.0, ("unsure", "new"): -0.5, ("unsure", "unsure"): 0.0,
}  # fmt: skip  # (how one block ends, how the other begins)
HEAD_START = {"new": 1.0, "open": -5.0, "unsure": 0.0}  # a headline is followed by the beginning of a paragraph


def links(place: Field) -> dict[tuple[int, int], float]:
    """Score of every link that is possible in a field; only those that are better than none."""
    out: dict[tuple[int, int], float] = {}
    for i, one in enumerate(place.blocks):
        for j, other in enumerate(place.blocks):
            if i == j or other.kind == "head":
                continue
            score = head_link(place, i, j) if one.kind == "head" else text_link(place, i, j)
            if score is not None and score > 0:
                out[i, j] = score
    return out


def text_link(place: Field, i: int, j: int) -> float | None:
    """Score of reading text block j after text block i, or None where that cannot be."""
    one, other = place.blocks[i], place.blocks[j]
    if one.vertical != other.vertical or "continued" in other.tags:
        return None
    if one.vertical:
        return vertical_link(place, one, other)
    measure = width(one.box) if one.kind == "body" else 0.0
    score = CONTINUITY[end_of(one), start_of(other, place.indents, measure)] + wording(one, other)
    if "byline" in one.tags:
        score = 0.0 if other.indented or not place.indents else -1.0
        over = place.heads.get(i)
        if over and over[1] and place.above.get(j) != i:
            return add(score, head_link(place, over[0], j))  # what is read after the author's name is what the headline heads
    score -= faces(one, other)
    if place.above.get(j) == i:
        return score + BELOW + below_score(place, i, j)
    if other.box[1] >= one.box[3] - 0.2 * place.em or other.column[0] < one.column[1] - 0.5 * place.em:
        return None
    return add(score + NEXT, next_score(place, i, j))


def wording(one: Block, other: Block) -> float:
    """What the words say about reading one after the other: an opening begins an article, a signature ends one, and where a column
    breaks in the middle of a word the two halves make a word again.
    """
    score = 0.0
    if "opening" in other.tags and "byline" not in one.tags:
        score -= OPENING
    if "signed" in one.tags:
        score -= SIGNED
    if end_of(one) == "open" and one.kind != "head":
        score += WORD if one_word(one.text, other.text) else -0.3
    return score


@lru_cache(maxsize=20_000)
def spanned(tail: str, head: str) -> bool:
    """Does a word of the dictionary lie over the seam of two strings?"""
    at = 0
    for token in standard_words(tail + head):
        if at < len(tail) < at + len(token):
            return True
        at += len(token)
    return False


def one_word(before: str, after: str) -> bool:
    """Does a word or a number go on over the seam?"""
    return spanned(fold(before[-6:]), fold(after[:6]))


def add(a: float, b: float | None) -> float | None:
    """The sum, None where b is None."""
    return None if b is None else a + b


def faces(one: Block, other: Block) -> float:
    """What speaks against two blocks because they are set differently; a lead in larger type may come before the text."""
    if "table" in one.tags or "table" in other.tags:
        return OTHER_FACE
    if (one.kind == "lead" and other.kind == "body") or "byline" in one.tags:
        return 0.0
    if abs(one.size - other.size) > 0.05 * max(one.size, other.size):
        return OTHER_SIZE
    return 0.0 if {line.font for line in one.lines} & {line.font for line in other.lines} else OTHER_FACE


def below_score(place: Field, i: int, j: int) -> float:
    """What is special about a step down the column: white, a rule, a headline whose band passes between."""
    one, other = place.blocks[i], place.blocks[j]
    gap = (other.box[1] - one.box[3]) / place.em
    filled = any(o[1] > one.box[3] - place.em and o[3] < other.box[1] + place.em and across(o, other.box) > 0 for o in place.obstacles)
    score = -min(2.5, 0.08 * gap) if filled else -min(2.0, 0.25 * max(0.0, gap - 1.5))
    head = place.heads.get(j)
    if head and place.blocks[head[0]].box[1] > one.box[3] - place.em:
        score -= OTHER_HEAD + 1.0
    rules = place.rules_between(one.box, other.box)
    if rules:  # one that goes on over the next column parts articles
        score -= RULED * (2 if any(width(r) > 1.8 * width(other.box) for r in rules) else 1)
    return score


def next_score(place: Field, i: int, j: int) -> float | None:
    """What speaks for and against a step to the next column; None where it is too far."""
    one, other = place.blocks[i], place.blocks[j]
    gap = (other.column[0] - one.column[1]) / place.em
    score = 0.0
    lane = (one.column[1] - place.em, other.box[1], other.column[0] + place.em, other.box[3])
    if any(b.kind == "head" and b.vertical and down(b.box, lane) > 0 and lane[0] <= b.box[0] and b.box[2] <= lane[2] for b in place.blocks):
        return None  # a vertical headline stands between: another article begins
    if gap > 3.5 + max(0.0, width(one.box) - width(other.box)) / place.em:  # a signature stands in the middle or right of its column
        bridge = (one.column[1], other.box[1], other.column[0], max(one.box[3], other.box[1] + 1))
        if not any(down(o, bridge) > 0 and across(o, bridge) > 0.6 * width(bridge) for o in [*place.obstacles, *place.alone]):
            return None
        if not any(down(o, bridge) > 0 and across(o, bridge) > 0 for o in place.alone):
            score -= 1.5
    mine, yours = place.column_heads(i), place.column_heads(j)
    own = place.heads.get(j)
    if mine & yours:
        score += SAME_HEAD
    elif own and own[1]:
        score += SAME_HEAD if offset_head(place, i, own[0]) else -OWN_HEAD
    elif mine and yours:
        score -= OTHER_HEAD
    elif not yours and "opening" not in other.tags and place.above.get(j) is None and place.ends_column(i):
        score += ORPHAN
    if any(place.ruled_off(other.box, place.blocks[k].box, one.box) for k in mine) and not place.ends_column(i):
        return None  # a rule over the article's headline ends what is above
    if abs(width(one.box) - width(other.box)) < 0.7 * place.em:
        score += 0.5
    if abs(place.top_of_column(i) - place.top_of_column(j)) < place.em:
        score += 1.0
    if any(
        one.column[1] - 1 < r[0] < other.column[0] + 1 and down(r, other.box) > 0.5 * min(height(r), height(other.box))
        for r in place.skeleton.upright
    ):
        score -= RULED
    return score


def offset_head(place: Field, i: int, head: int) -> bool:
    """Does the headline stand over later columns only, its top level with the top of the column that block i is in?"""
    at: int | None = i
    seen: set[int] = set()
    while at is not None and at not in seen:
        if abs(place.blocks[head].box[1] - place.blocks[at].box[1]) < LEVEL * place.em:
            return True
        seen.add(at)
        at = place.above.get(at)
    return False


def vertical_link(place: Field, one: Block, other: Block) -> float | None:
    """Vertical text goes on in the next column to the left, or in the next tier below."""
    if down(one.box, other.box) > 0 and 0 <= one.box[0] - other.box[2] < 3 * place.em:
        return BELOW
    return None


def head_link(place: Field, i: int, j: int) -> float | None:
    """Score of block j being the beginning of the text under or beside headline i."""
    head, text = place.blocks[i], place.blocks[j]
    start = HEAD_START[start_of(text, place.indents)] if "byline" not in text.tags else 1.0
    over = place.heads.get(j)
    if over and over[0] == i:
        gap = (text.box[1] - head.box[3]) / place.em
        left = any(
            k != j and place.heads.get(k) and place.heads[k][0] == i and b.box[2] <= text.box[0] + place.em and b.box[1] < text.box[3]
            for k, b in enumerate(place.blocks)
        )
        opens = over[1] and "opening" in text.tags  # right under its headline: nothing beside it begins that article
        left = left or (not opens and any(begins_level(place, i, k) for k in range(len(place.blocks))))
        return (
            UNDER
            + start
            + (0.5 if over[1] else 0.0)
            + (-2.5 if left else 1.0)
            - 0.3 * max(0.0, gap - 3)
            - RULED * place.ruled_off(head.box, text.box)
        )
    return None if "continued" in text.tags else add(start, beside(place, i, j, over))


def begins_level(place: Field, i: int, k: int) -> bool:
    """Does text block k begin a paragraph left of headline i, level with its top, under no headline of its own?"""
    head, text = place.blocks[i], place.blocks[k]
    if text.kind == "head" or "continued" in text.tags or (place.heads.get(k) and place.heads[k][1]):
        return False
    if start_of(text, place.indents) == "open":
        return False
    x0 = place.free.get(i, (head.box[0], head.box[2]))[0]
    if any(text.box[2] - 1 < r[0] < head.box[0] and down(r, head.box) > 0.5 * height(head.box) for r in place.skeleton.upright):
        return False
    return abs(text.box[1] - head.box[1]) < LEVEL * place.em and -0.5 * place.em < x0 - text.box[2] < 3 * place.em


def beside(place: Field, i: int, j: int, over: tuple[int, bool] | None) -> float | None:
    """Score of text that begins beside its headline: right of it, or left of it and level with its top.

    A vertical headline may also stand right of all columns of its text.
    """
    head, text = place.blocks[i], place.blocks[j]
    if down(head.box, text.box) <= 0 or (over and over[1] and near_under(place, over[0], j)):
        return None
    x0, x1 = place.free.get(i, (head.box[0], head.box[2]))  # a headline may stand in the middle of its columns, or of its own
    right = text.box[0] - (min(x1, text.box[0]) if text.box[0] >= x1 - place.em else head.box[2])
    left = head.box[0] - text.box[2]
    left = min(left, max(x0 - text.box[2], 0.0)) if text.box[2] <= x0 + place.em else left
    right = right if text.box[0] > head.box[2] - 0.5 * place.em else -place.em * 9
    left = left if text.box[2] < head.box[0] + 0.5 * place.em else -place.em * 9
    side = max(right, left)
    if side < -0.5 * place.em:
        return None
    edge = text.box[2]
    if side > 5 * place.em:
        alone = head.vertical or place.stands_alone(i)
        edge = columns_to(place, text, head) if alone and left > right else 0.0
        if not -0.5 * place.em < head.box[0] - edge < 5 * place.em:
            return None
    between = (min(head.box[2], edge), head.box[1], max(head.box[0], text.box[0]), head.box[3])
    if any(between[0] - 1 < r[0] < between[2] + 1 and down(r, between) > 0.5 * height(between) for r in place.skeleton.upright):
        return None
    level = abs(text.box[1] - head.box[1])
    if head.vertical:
        return BESIDE + (1.5 if level < 2 * place.em else -2.0) + (0.5 if right > left else 0.0)
    if right > left:  # a headline in a column of its own
        middle = (head.box[1] + head.box[3]) / 2
        return BESIDE + (1.0 if text.box[1] - place.em < middle < text.box[3] + place.em else -3.0)
    return BESIDE + (2.0 if level < LEVEL * place.em else 1.0 if level < 2 * place.em else -3.0)


def near_under(place: Field, i: int, j: int) -> bool:
    """Does text block j stand close under headline i, with no rule between?"""
    head, text = place.blocks[i].box, place.blocks[j].box
    return text[1] - head[3] < 4 * place.em and not place.ruled_off(head, text)


def columns_to(place: Field, text: Block, head: Block) -> float:
    """How far to the right columns go on that begin level with the text, one beside the other, towards a headline."""
    at = text.box[2]
    for block in sorted((b for b in place.blocks if b.kind != "head" and b.box[0] < head.box[0]), key=lambda b: b.box[0]):
        if down(block.box, head.box) > 0 and -0.5 * place.em < block.box[0] - at < 3.5 * place.em:
            at = block.box[2]
    return at


def chains(place: Field) -> list[list[int]]:
    """The blocks of a field in chains, each in reading order; a headline only ever begins one."""
    after = match(links(place), len(place.blocks))
    second = set(after.values())
    seen: set[int] = set()
    out = []
    for i in [*(i for i in range(len(place.blocks)) if i not in second), *range(len(place.blocks))]:  # the rest: rings, cut open
        chain = []
        at: int | None = i
        while at is not None and at not in seen:
            seen.add(at)
            chain.append(at)
            at = after.get(at)
        if chain:
            out.append(chain)
    return out
