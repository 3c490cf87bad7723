"""What is to be doubted in what was read: damaged files, and of OCR pages read with little certainty, characters put right, numbers that
read two ways.

`Line.second` is a whole line as read. It is cleaned as the line was and aligned with it; what differs outside the digits and units (a
character put right, punctuation) says nothing about a number and is passed over.
"""

import difflib
from collections.abc import Iterable, Iterator, Mapping

import regex

from pipeline.records import Line, Page, Piece
from pipeline.text.cleaning import clean
from pipeline.text.forms import fold

TELLING = frozenset("0123456789.,·:%〇零一二两三四五六七八九十百千万亿几数余多元角分名人次户件起个家份壹贰叁肆伍陆柒捌玖拾佰仟")
FIGURES = frozenset("0123456789.")
ROW = regex.compile(r"[0-9A-Za-z]+(?:[.,][0-9A-Za-z]+)*")  # of letters and digits: a number, a name, or a number with a letter in it
THOUSANDS = regex.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
SHOWN = 5  # of such numbers of a page
FORMS = str.maketrans("，：", ",:")  # the signs that stand in numbers, in one form
SURE = 0.98  # of a page's confidence: clean and worn scans of 200 dpi have 0.99 and more, bad ones of 150 dpi 0.95 to 0.97
UNDECODABLE = "undecodable"  # why characters of a text file are dropped: in their place stands what says that they are lost
MOST_CONFIDENCE = 0.5  # of a fact whose number reads two ways: until somebody looks, either reading may be the right one

_Opcode = tuple[str, int, int, int, int]


def warnings(page: Page) -> tuple[str, ...]:
    """That a page was read with less certainty than good scans are, or its file is damaged; nothing is left out for it."""
    found = []
    if lost := page.dropped.get(UNDECODABLE):
        found.append(f"damaged file: {lost} characters could not be decoded and are \ufffd in the text; look for a whole copy of the file")
    if page.confidence is not None and page.confidence < SURE:
        found.append(
            f"confidence {page.confidence:.3f} of the characters read is under {SURE}, as on scans that are small, blurred or faint: "
            "check figures against the page, and scan it again at 200 to 400 dpi if you can"
        )
    if broken := [number for line in page.lines for number in _broken_numbers(line)]:
        found.append(
            f"broken numbers: {len(broken)} ({' '.join(broken[:SHOWN])}{' …' if len(broken) > SHOWN else ''}), with a letter or comma "
            "where a digit or point may stand: facts may be missing; correct these lines at the desk"
        )
    return tuple(found)


def _broken_numbers(line: Line) -> Iterator[str]:
    """What would be the numbers of a line but for letters or commas where the second reading has figures: most are read as no number."""
    second, _ = clean(line.second or "")
    if not second:
        return
    first, other, codes = _compared(line.text, second)
    changes = [(a, b) for tag, a, b, c, d in codes if tag == "replace" and FIGURES.issuperset(other[c:d])]
    for row in ROW.finditer(first):
        changed = [first[max(a, row.start()) : min(b, row.end())] for a, b in changes if a < row.end() and row.start() < b]
        is_other = FIGURES.isdisjoint(row[0]) or THOUSANDS.fullmatch(row[0])
        if not is_other and any(not FIGURES.issuperset(part) for part in changed):
            yield row[0]


def n_repaired(page: Page) -> int:
    """Characters of a cleaned page that were put right after OCR (scanning: context, repairing), lines that people corrected left out."""
    return sum(map(_n_repaired, page.lines))


def _n_repaired(line: Line) -> int:
    if line.unrepaired is None or line.read is not None:
        return 0
    read, _ = clean(line.unrepaired)
    codes = difflib.SequenceMatcher(None, read, line.text, autojunk=False).get_opcodes()
    return sum(max(b - a, d - c) for tag, a, b, c, d in codes if tag != "equal")


def second_reading(pieces: Iterable[Piece], pages: Mapping[str, Page]) -> str | None:
    """What the second reading has in the place of some pieces of a text, in their order; None where it has the same there.

    Where it has nothing in their place it is the character before and after, so that it is never empty.
    """
    readings = [_of_piece(pages[piece.page_id].lines[piece.line], piece) for piece in pieces]
    return "".join(text for text, _ in readings) if any(differs for _, differs in readings) else None


def _of_piece(line: Line, piece: Piece) -> tuple[str, bool]:
    """What the second reading has in the place of a piece, and whether it tells another number."""
    start, end = piece.offset, piece.offset + piece.end - piece.start
    printed = line.text[start:end]
    second, _ = clean(line.second or "")
    if not second:
        return printed, False
    first, other, codes = _compared(line.text, second)
    changes = [
        code for code in codes if _tells(code, first, other) and (_touches(code, start, end) or _joins(code, first, other, (start, end)))
    ]
    if not changes:
        return printed, False
    left, right = _place(codes, changes, start, end)
    return second[left:right] or second[max(0, left - 1) : right + 1], True


def _compared(text: str, second: str) -> tuple[str, str, list[_Opcode]]:
    """Two readings in the form for comparison, and what has to be changed in the first to have the second."""
    first, other = _form(text), _form(second)
    return first, other, difflib.SequenceMatcher(None, first, other, autojunk=False).get_opcodes()


def _form(text: str) -> str:
    """A text for comparison: same length, forms of one character that read the same are one."""
    return fold(text).translate(FORMS)


def _tells(code: _Opcode, first: str, second: str) -> bool:
    """Is it a change of a digit, point or unit?"""
    tag, a, b, c, d = code
    return tag != "equal" and not TELLING.isdisjoint(first[a:b] + second[c:d])


def _touches(code: _Opcode, start: int, end: int) -> bool:
    """Does a change lie in first[start:end]? What is put in right before or behind it makes another number of it, too."""
    tag, a, b, *_ = code
    return start <= a <= end if tag == "insert" else a < end and start < b


def _joins(code: _Opcode, first: str, second: str, place: tuple[int, int]) -> bool:
    """Does a change beside a number make a figure of what was none, so that the number goes on there (J8.2万人, 18.2万人)?"""
    tag, a, b, c, d = code
    start, end = place
    if tag != "replace":
        return False
    before = b == start and first[start : start + 1] in FIGURES and first[b - 1] not in FIGURES and second[d - 1] in FIGURES
    return before or (a == end and first[end - 1] in FIGURES and first[a] not in FIGURES and second[c] in FIGURES)


def _place(codes: list[_Opcode], changes: list[_Opcode], start: int, end: int) -> tuple[int, int]:
    """Where first[start:end] with the changes in it lies in the second text. A change that reaches out of it is taken whole."""
    sides = [side for tag, a, b, c, d in codes for side in _inside(tag, (a, b), (c, d), (start, end))]
    sides += [side for *_, c, d in changes for side in (c, d)]
    return min(sides), max(sides)


def _inside(tag: str, first: tuple[int, int], second: tuple[int, int], span: tuple[int, int]) -> list[int]:
    """The part of `second` that stands for what a stretch of the first text has in the span; [] where it has nothing there."""
    a, b = max(first[0], span[0]), min(first[1], span[1])
    if a >= b:
        return []
    if tag == "equal" or first[1] - first[0] == second[1] - second[0]:
        return [second[0] + a - first[0], second[0] + b - first[0]]
    return list(second)
