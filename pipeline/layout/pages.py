"""A page whose lines have boxes → its articles and its furniture: every character in exactly one of them."""

import itertools
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from pipeline.layout import furniture
from pipeline.layout.assembling import article
from pipeline.layout.blocks import Block, make_blocks
from pipeline.layout.graph import Field, chains
from pipeline.layout.joining import indents_of, tidy
from pipeline.layout.prints import Print, body_size, place_in_frames
from pipeline.layout.shapes import Rect, Skeleton, across, inside, skeleton, width
from pipeline.records import Article, Box, Furniture, Page
from pipeline.text.forms import fold

MOST_BLOCKS = 700  # in one frame: a page has about 100; what has more is a table or a list and is kept as one piece, by columns
UNDER = 2.0  # em from a jump line to the text that it stands over
TOLD = 12  # characters of a block whose type size says how large a frame's text is set; of less a stray mark's would


@dataclass(slots=True)
class Draft:
    """A page being cut up: chains of blocks that will be articles, and (block, reason) that will not."""

    em: float
    articles: list[list[Block]] = field(default_factory=list)
    others: list[tuple[Block, str]] = field(default_factory=list)


def separate(page: Page, continued: Collection[int] = ()) -> tuple[list[Article], list[Furniture]]:
    """The articles of a page in reading order, and its furniture. Lines without a box or without text are left alone.

    continued: numbers of the lines from whose beginning 上接 was cut, be it all of the line; what follows it begins no article.
    """
    prints = prints_of(page)
    if not prints:
        return [], []
    draft, folio = cut(page, prints, continued)
    out = [article(page, chain, number) for number, chain in enumerate(in_reading_order(draft.articles), 1)]
    rest = [Furniture(page.page_id, line.number, 0, len(line.text), reason) for block, reason in draft.others for line in block.lines]
    rest += [Furniture(page.page_id, line.number, 0, len(line.text), "folio") for line in folio]
    return out, sorted(rest, key=lambda f: (f.line, f.start))


def prints_of(page: Page) -> list[Print]:
    """The lines with text and a box, in the page's own unit (points or pixels)."""
    w, h = page.width or 1000.0, page.height or 1400.0
    out = []
    for number, line in enumerate(page.lines):
        if line.text and line.box:
            box = rect(line.box, w, h)
            size = line.font_size or (width(box) if line.vertical else box[3] - box[1])
            out.append(Print(number, line.text, box, size, line.font or "", line.vertical))
    return out


def rect(box: Box, w: float, h: float) -> Rect:
    """A record's box in the page's unit."""
    return box.x0 * w, box.y0 * h, box.x1 * w, box.y1 * h


def bones(page: Page, em: float) -> Skeleton:
    """The skeleton of a page."""
    w, h = page.width or 1000.0, page.height or 1400.0
    rules, frames, pictures = ([rect(b, w, h) for b in some] for some in (page.rules, page.frames, page.pictures))
    return skeleton(rules, frames, pictures, (0.0, 0.0, w, h), em)


def cut(page: Page, prints: list[Print], continued: Collection[int]) -> tuple[Draft, list[Print]]:
    """The page cut into chains of blocks, and the lines of its folio."""
    em = body_size(prints)
    skel = bones(page, em)
    edge = furniture.folio(prints, skel, em)
    folio = [line for line in prints if line.number in edge]
    lines = place_in_frames([line for line in prints if line.number not in edge], skel, em)
    draft = Draft(em)
    if not lines:
        return draft, folio
    blocks = make_blocks(lines, skel, em)
    mark_continued(blocks, page, continued)
    blocks = without_adverts(blocks, skel, draft)
    furniture.mark(blocks)
    blocks = set_aside(blocks, skel, em, draft)
    by_frame = in_frames(blocks)
    found: list[list[Block]] = []
    for frame, some in sorted(by_frame.items()):
        found += read_frame(frame, some, skel, draft)
    tidy(found, skel, draft)
    return draft, folio


def mark_continued(blocks: list[Block], page: Page, continued: Collection[int]) -> None:
    """Tag the blocks that begin behind 上接: in its line, or right under it where it has a line of its own."""
    w, h = page.width or 1000.0, page.height or 1400.0
    for number, line in ((n, page.lines[n]) for n in continued if page.lines[n].box):
        if line.text:
            begun = [b for b in blocks if b.lines[0].number == number]
        else:
            box = rect(line.box, w, h)
            near = [b for b in blocks if -0.5 * b.size < b.box[1] - box[3] < UNDER * b.size and across(b.box, box) > 0]
            begun = [min(near, key=lambda b: b.box[1])] if near else []
        for block in begun:
            if block.kind != "head":
                block.tags.add("continued")


def in_frames(blocks: list[Block]) -> dict[int, list[Block]]:
    """Blocks by the frame they stand in."""
    out: dict[int, list[Block]] = defaultdict(list)
    for block in blocks:
        out[block.frame].append(block)
    return out


def without_adverts(blocks: list[Block], skel: Skeleton, draft: Draft) -> list[Block]:
    """The blocks that stand in no advert and in no field of small ads; those that do go to the draft."""
    for i, frame in reversed(list(enumerate(skel.frames))):  # the largest first: an advert takes the frames in it along
        some = [b for b in blocks if 0 <= b.frame <= i and inside(b.box, frame, b.size)]  # not a headline on a ground in a larger one
        if furniture.is_small_ads(some, draft.em):
            draft.others += [(block, "small_ads") for block in some]
        elif some and furniture.is_advert(some):
            take_advert(some, draft)
        else:
            continue
        taken = {id(b) for b in some}
        blocks = [b for b in blocks if id(b) not in taken]
    return blocks


def take_advert(blocks: list[Block], draft: Draft) -> None:
    """A long advert is a notice (one article), a short one furniture.

    Its largest type at the top is its headline, the rest is read by rows.
    """
    if sum(len(b.text) for b in blocks) < furniture.SHORT_ADVERT:
        draft.others += [(block, "advert") for block in blocks]
        return
    rows = sorted(blocks, key=lambda b: (round((b.lines[0].box[1] + b.lines[0].box[3]) / draft.em / 2), b.box[0]))
    largest = max(b.size for b in rows)
    heads = list(itertools.takewhile(lambda b: b.kind == "head" and b.size > 0.6 * largest, rows))
    draft.articles.append(heads + [replace(b, kind="body") for b in rows[len(heads) :]])


def set_aside(blocks: list[Block], skel: Skeleton, em: float, draft: Draft) -> list[Block]:
    """The blocks without captions and sentences drawn out; these go to the draft."""
    gone = set()
    blocks = furniture.captions_apart(blocks, skel, em)
    for caption in furniture.captions(blocks, skel, em):
        gone |= {id(block) for block in caption}
        if furniture.says_something(fold("".join(block.text for block in caption))):
            draft.articles.append(caption)
        else:
            draft.others += [(block, "caption") for block in caption]
    for block in furniture.quoted([b for b in blocks if id(b) not in gone], skel, em):
        gone.add(id(block))
        draft.others.append((block, "pull_quote"))
    return [block for block in blocks if id(block) not in gone]


def read_frame(frame: int, blocks: list[Block], skel: Skeleton, draft: Draft) -> list[list[Block]]:
    """The chains of the blocks of one frame (-1: the page around the frames)."""
    if len(blocks) > MOST_BLOCKS:
        return [sorted(blocks, key=lambda b: (round(b.box[0] / draft.em), b.box[1]))]
    em = min(draft.em, min((b.size for b in blocks if b.kind == "body" and len(b.text) >= TOLD), default=draft.em))
    limits = skel.frames[frame] if frame >= 0 else skel.page
    inner = [f for i, f in enumerate(skel.frames) if i != frame and inside(f, limits, 1.0) and not any_text(f, blocks)]
    aside = [b.box for b, _ in draft.others if b.frame == frame] + [b.box for chain in draft.articles for b in chain if b.frame == frame]
    place = Field(blocks, skel, [*inner, *skel.pictures, *aside], limits, em, indents_of(blocks)).prepare()
    return [[blocks[i] for i in chain] for chain in chains(place)]


def any_text(frame: Rect, blocks: list[Block]) -> bool:
    """Does one of the blocks stand in the frame? Then it is a label's ground, not another thing."""
    return any(inside(block.box, frame, 1.0) for block in blocks)


def in_reading_order(articles: list[list[Block]]) -> list[list[Block]]:
    """Articles down the page and from the left."""
    return sorted(articles, key=lambda chain: (round(chain[0].box[1], 1), chain[0].box[0]))
