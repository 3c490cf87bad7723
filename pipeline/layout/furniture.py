"""What stands on a page and belongs to no article: the folio, captions, sentences drawn out in large type, adverts, labels."""

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib import resources
from math import log

import regex

from pipeline.layout.blocks import Block
from pipeline.layout.prints import Print
from pipeline.layout.shapes import Rect, Skeleton, across, area, down, height, inside, share_across, width
from pipeline.separating.marks import marks
from pipeline.text.forms import fold

ENUMERATED = regex.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]")
EDGE = 0.14  # of the page's height: a masthead with its date line is not higher (a front page's about 0.12)
RULED_EDGE = 0.17  # the same where a rule across the page ends it
REACH = 7  # em between the lowest line that says so and that rule; a headline with a rule under it stands lower
FOOT = 0.06  # of the page's height
NEXT = 2.2  # em from one line of a text to the next; a folio stands off
TALL = 0.18  # of the page's height: a frame so tall is no box of the folio but an advert or an article
MOST_SEAMS = 150  # stretches of text looked at in pairs
SAID = 16  # characters before its credit from which a caption tells something: an entry of kind caption, not furniture
BULLETS = "□■●○◎◆"  # a line behind one opens a short report, or praises a ware
SMALL = 0.85  # em; the type of small ads is smaller
MANY, TINY = 6, 60  # blocks of a field of small ads at least, and characters in one of them in the mean at most
FEWEST_FIGURES = 3  # lines of a box of figures; fewer in a frame are a label
SHORT_ADVERT = 150  # characters; a shorter one is furniture
LONGEST_FOLIO = 150  # characters above the rule under a masthead
LONGEST_CREDIT = 3  # lines under a picture in the last of which it is said who took it
LONGEST_CAPTION = 160  # characters; what is longer is a report


@cache
def words(key: str) -> regex.Pattern:
    """The alternation of a list of layout_furniture.toml; to be matched on folded text."""
    lists = tomllib.loads(resources.files("pipeline.lexicon").joinpath("layout_furniture.toml").read_text(encoding="utf-8"))
    return regex.compile("|".join(f"(?:{p})" for p in lists[key]))


@cache
def advert_words() -> tuple[regex.Pattern, ...]:
    """The adverts' words one by one."""
    lists = tomllib.loads(resources.files("pipeline.lexicon").joinpath("layout_furniture.toml").read_text(encoding="utf-8"))
    return tuple(map(regex.compile, lists["advert"]))


def folio(lines: Sequence[Print], skeleton: Skeleton, em: float) -> set[int]:
    """Numbers of the lines of the folio: those beside or above a line at the page's head that says so (date, editors, page number),
    those on one ground with it or above a rule across the page there, and the same at its foot. What stands in a large frame belongs
    to the frame.
    """
    page = skeleton.page
    large = [f for f in skeleton.frames if height(f) > TALL * height(page) and area(f) < 0.5 * area(page)]
    lines = [line for line in lines if not any(inside(line.box, f, 0.5 * em) for f in large)]
    head, foot = page[1] + EDGE * height(page), page[3] - FOOT * height(page)
    edge = [line for line in lines if line.box[1] < head + 6 * em or line.box[3] > foot - 6 * em]
    text = [line.box for line in edge if reads_on(line, edge, em) and not (line.box[3] < head and is_stack(line, edge))]
    over = min((box[1] for box in text), default=page[3])  # a folio lies above and below all that is read
    under = max((box[3] for box in text if box[3] > foot), default=foot)
    top, bottom = page[1], page[3]
    for line in lines:
        if len(line.text) < 80 and says_folio(line, em):
            if line.box[3] < min(head, over + 0.3 * em):
                top = max(top, line.box[3])
            if line.box[1] > max(foot, under - 0.3 * em):
                bottom = min(bottom, line.box[1])
    lowest = min(over + 0.3 * em, top + REACH * em, page[1] + RULED_EDGE * height(page))  # where the folio's rule may be
    for rule in skeleton.level:
        ends_it = width(rule) > 0.6 * width(page) and top < rule[1] < lowest
        if ends_it and sum(len(line.text) for line in lines if line.box[3] <= rule[1] + 1) < LONGEST_FOLIO:
            top = max(top, rule[1])
    grounds = [f for f in skeleton.frames if f[3] < head and any(says_folio(o, em) and inside(o.box, f, 0.5 * em) for o in lines)]
    return {
        line.number for line in lines
        if (line.box[1] < top - 0.3 * em and line.box[3] < max(head, top) and (line.box[1] + line.box[3]) / 2 < top + 0.2 * line.size)
        or any(inside(line.box, f, 0.5 * em) for f in grounds)
        or (line.box[1] + line.box[3]) / 2 > bottom
    }  # fmt: skip


def says_folio(line: Print, em: float) -> bool:
    """Does a line say what a folio says, and, in type of a headline's size, hardly anything else?"""
    rest, found = words("folio").subn("", fold(line.text))
    return found > 0 and (line.size < 1.5 * em or len(rest.replace(" ", "")) <= 10)


def is_stack(line: Print, lines: Sequence[Print]) -> bool:
    """Is the line one of a few short ones with a date, editors or the like among them, as a masthead has at its side?"""
    near = [o for o in lines if share_across(o.box, line.box) > 0.6 and abs(o.box[1] - line.box[1]) < 5 * line.size]
    return all(len(o.text) < 14 for o in near) and any(words("folio").search(fold(o.text)) for o in near)


def reads_on(line: Print, lines: Sequence[Print], em: float) -> bool:
    """Is the line one of a text: about as large as the body, two or more lines of its size over or under it, one of them next to it?"""
    if not 0.93 * em <= line.size <= 1.6 * em:
        return False
    column = [o for o in lines if o is not line and abs(o.size - line.size) < 0.05 * line.size and share_across(o.box, line.box) > 0.6]
    steps = sorted(abs(o.box[1] - line.box[1]) / line.size for o in column)
    return len(steps) > 1 and steps[0] < NEXT and steps[1] < 5


def captions(blocks: Sequence[Block], skeleton: Skeleton, em: float) -> list[list[Block]]:
    """The captions, each with its blocks: short, beside or under a picture, and in a face and size that no longer text is set in;
    where they look like the text, they must name who took the picture.
    """
    looks = {look(block) for block in blocks if block.kind == "body" and len(block.lines) >= 5}
    found: dict[int, list[Block]] = {}
    for block in blocks:
        text = fold(block.text)
        if (block.kind == "head" and block.size > 1.3 * em) or len(text) > LONGEST_CAPTION or len(block.lines) > 8 or "table" in block.tags:
            continue
        near = [i for i, p in enumerate(skeleton.pictures) if area(p) > 20 * em * em and beside_picture(block, p, em)]
        if near and (words("credit").search(text) or (block.kind == "body" and look(block) not in looks)):
            found.setdefault(near[0], []).append(block)
    for some in found.values():  # a last line that stands apart
        taken = {id(b) for blocks_of_one in found.values() for b in blocks_of_one}
        low = max(some, key=lambda b: b.box[3])
        some += [
            b for b in blocks
            if id(b) not in taken and b.kind == "body" and look(b) == look(low) and len(b.text) < 20 and low.size < 0.98 * em
            and 0 <= b.box[1] - low.box[3] < 0.8 * em and share_across(b.box, low.box) > 0.9
        ]  # fmt: skip
    return [sorted(some, key=lambda b: (round(b.box[1] / em), b.box[0])) for some in found.values()]


def captions_apart(blocks: Sequence[Block], skeleton: Skeleton, em: float) -> list[Block]:
    """The blocks; one that begins under a picture with who took it is cut there. On scans type alone does not tell a caption from text."""
    out = []
    for block in blocks:
        said = [n for n, line in enumerate(block.lines[:LONGEST_CREDIT]) if words("credit").search(fold(line.text))]
        near = [p for p in skeleton.pictures if area(p) > 20 * em * em and -0.5 * em < block.box[1] - p[3] < 1.5 * em]
        inside_one = any(across(block.box, p) > 0.9 * width(block.box) for p in near)
        if block.kind != "body" or not said or not inside_one or said[-1] + 1 == len(block.lines):
            out.append(block)
            continue
        caption, rest = block.lines[: said[-1] + 1], block.lines[said[-1] + 1 :]
        out += [replace(block, lines=lines).settle() for lines in (caption, rest)]
    return out


def look(block: Block) -> tuple[str, int]:
    """Face and size of most of a block, the size in steps of 4 %."""
    font = max(sorted({line.font for line in block.lines}), key=lambda f: sum(len(line.text) for line in block.lines if line.font == f))
    return font, round(log(max(block.size, 0.1)) / 0.04)


def beside_picture(block: Block, picture: Rect, em: float) -> bool:
    """Does the block stand right under the picture and within its width, or close at its side and no higher than it?"""
    gap = block.box[1] - picture[3]
    inside = across(block.box, picture) > 0.9 * width(block.box)
    if -0.5 * em < gap < 1.5 * em and inside:
        return True
    if abs(picture[1] - block.box[3]) < 0.8 * em and inside and len(block.lines) == 1 and words("credit").search(fold(block.text)):
        return True
    if down(block.box, picture) > 0.8 * height(block.box) and inside and block.box[3] > picture[3] - 4 * em:
        return True  # printed on the picture
    side = max(block.box[0] - picture[2], picture[0] - block.box[2])
    return 0 < side < 1.6 * em and down(block.box, picture) > 0.9 * height(block.box) and width(block.box) < 9 * em


def says_something(text: str) -> bool:
    """Does a caption tell more than who took the picture?"""
    credit = words("credit").search(text)
    bare = words("credit").sub("", text)
    told = max((len(sentence) for sentence in regex.split(r"(?<=[。！？])", bare) if sentence[-1:] in "。！？"), default=0)
    if not told and credit and credit.start():  # no full stop: what stands before the credit, without the photographer's name
        bare = regex.sub(r"[\s（(]+[^\s，。；（(]{0,12}$", "", text[: credit.start()])
        return len(bare) >= SAID and regex.search(r"[，；\d]", bare) is not None
    return told > SAID


def quoted(blocks: Sequence[Block], skeleton: Skeleton, em: float) -> list[Block]:
    """Sentences of an article drawn out in larger type: what stands in the text as well, nearly to the letter.

    So do the words of some headlines. But a sentence drawn out stands between two rules or breaks into a paragraph.
    """
    bodies = [block for block in blocks if block.kind == "body"]
    grams = {gram for block in bodies for gram in five(block.text)}
    out = []
    for block in blocks:
        own = five(block.text)
        if block.kind == "body" or len(own) < 6 or len(own & grams) < 0.3 * len(own):
            continue
        said = len(own & (grams | seams(bodies, block.frame))) >= 0.75 * len(own)
        if said and (between_rules(block, skeleton, em) or breaks_in(block, blocks, em)):
            out.append(block)
    return out


def seams(bodies: Sequence[Block], frame: int) -> set[str]:
    """Runs of five across every possible step from the end of one stretch of text of a frame to the beginning of another."""
    inner = [block for block in bodies if block.frame == frame][:MOST_SEAMS]
    return {gram for a in inner for b in inner if a is not b for gram in five(a.text[-8:] + b.text[:8])}


def between_rules(block: Block, skeleton: Skeleton, em: float) -> bool:
    """Is there a rule close above and one close below, each about as wide as the block's column?"""
    wide = [r for r in skeleton.level if across(r, block.box) > 0.8 * width(block.box) and width(r) < width(block.box) + 4 * em]
    above = any(-0.3 * em < block.box[1] - r[3] < 1.3 * em for r in wide)
    return above and any(-0.3 * em < r[1] - block.box[3] < 1.3 * em for r in wide)


def breaks_in(block: Block, blocks: Sequence[Block], em: float) -> bool:
    """Does the text under it go on in mid-paragraph, without an indent where its paragraphs have one?"""
    if block.vertical:
        return False
    columns = [b for b in blocks if b.kind == "body" and share_across(b.box, block.box) > 0.5 and width(block.box) < 1.15 * width(b.box)]
    under = [b for b in columns if -0.5 * em < b.box[1] - block.box[3] < 3 * em]
    inset = any(line.box[0] - b.column[0] > 1.2 * em for b in under for line in b.lines[1:])
    return inset and any(not b.indented for b in under)


def five(text: str) -> set[str]:
    """Runs of five letters and digits of a text."""
    bare = regex.sub(r"[\s\p{P}]", "", fold(text))
    return {bare[i : i + 5] for i in range(len(bare) - 4)}


def is_advert(blocks: Sequence[Block]) -> bool:
    """Is what stands in a frame an advert? Three different words of adverts and one in every fifty characters, or no sentence at all.

    A report is none, nor is a box of figures: several lines without a sentence that name a union or count persons or sums.
    """
    if is_report(blocks):
        return False
    text = fold("".join(block.text for block in blocks))
    hits = [sum(1 for _ in pattern.finditer(text)) for pattern in advert_words()]
    found, stops = sum(map(bool, hits)), text.count("。")
    if found >= 3 and sum(hits) >= len(text) / 50 and stops <= len(text) / 60:
        return True
    if stops or len(text) >= SHORT_ADVERT or (found == 0 and len(text) >= 60):
        return False
    return sum(len(block.lines) for block in blocks) < FEWEST_FIGURES or not words("figures").search(text)


def is_small_ads(blocks: Sequence[Block], em: float) -> bool:
    """Are the blocks of a frame a field of small ads: most of it in small type, and many tiny blocks or words of adverts in it?"""
    small = sum(len(block.text) for block in blocks if block.size < SMALL * em)
    length = sum(len(block.text) for block in blocks)
    if not small > 0.7 * length or is_report(blocks):
        return False
    text = fold("".join(block.text for block in blocks))
    hits = sum(1 for pattern in (*advert_words(), words("small_ads")) for _ in pattern.finditer(text))
    return hits >= max(2, length / 50) or (len(blocks) >= MANY and length < TINY * len(blocks))


def is_report(blocks: Sequence[Block]) -> bool:
    """Does one of the blocks open like a report (本报讯), or name its reporter in brackets?"""
    opens = (block.lines[0].text for block in blocks if block.kind != "head")
    text = fold("".join(block.text for block in blocks))
    return any(marks(line).opening and line[0] not in BULLETS for line in opens) or words("reporter").search(text) is not None


def mark(blocks: Sequence[Block]) -> None:
    """Tag the blocks that only name who wrote an article, those that open one (本报讯) and those that end with a signature."""
    for block in blocks:
        if block.kind == "head" or "table" in block.tags:
            continue
        if len(block.lines) <= 2 and words("byline").search(fold(block.text)):
            block.tags.add("byline")
        first = marks(block.lines[0].text)
        if first.opening and not (first.clause or first.numbered or ENUMERATED.match(block.text) or "byline" in block.tags):
            block.tags.add("opening")
        if marks("".join(line.text for line in block.lines[-2:])).signed:
            block.tags.add("signed")
