"""Jump lines, 下转第3版 and 上接第1版: taken off a page before its articles are separated, and put back as furniture after.

So they stand neither in a headline nor in a text, and every character still has its place.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from pipeline import evidence
from pipeline.layout.folio import number, same_number
from pipeline.layout.furniture import words
from pipeline.records import Article, Furniture, Line, Page
from pipeline.text.forms import fold

REASON = "continuation"
REACH = 60  # characters at a line's end, or its beginning, that are looked at


class Jump(NamedTuple):
    """`page.lines[line].text[start:end]` sends the reader to (`onward`), or tells that the text comes from, page `other` (3, A05)."""

    line: int
    start: int
    end: int
    onward: bool
    other: str


def without_jumps(page: Page) -> tuple[Page, list[Jump]]:
    """The page with its jump lines cut out, and these in the order of lines. Line numbers stay."""
    found = [jump for n, line in enumerate(page.lines) for jump in _jumps_of(n, line.text, page.page_number)]
    if not found:
        return page, []
    lines = list(page.lines)
    for n in {jump.line for jump in found}:
        lines[n] = _kept(lines[n], *_stretch_kept(lines[n], [jump for jump in found if jump.line == n]))
    return replace(page, lines=tuple(lines)), found


def _jumps_of(n: int, text: str, own: str | None) -> list[Jump]:
    begin, end, shift = fold(text[:REACH]), fold(text[-REACH:]), max(0, len(text) - REACH)
    since, onward = words("jump_from").search(begin), words("jump_to").search(end)
    found = []
    if onward:
        found.append(Jump(n, onward.start() + shift, len(text), True, _page_of(onward)))
    if since and (not onward or since.end() <= found[0].start):
        found.insert(0, Jump(n, 0, since.end(), False, _page_of(since)))
    elif since and onward and own and _is_later(own, _page_of(since)):  # 紧接第1版, a line of its own, on page 3
        found = [Jump(n, 0, len(text), False, _page_of(since))]
    return found


def _page_of(match) -> str:
    return number(next(group for group in match.groups() if group))


def _is_later(own: str, other: str) -> bool:
    digits = ["".join(c for c in label if c.isdigit()) for label in (own, other)]
    return all(digits) and int(digits[0]) > int(digits[1])


def _stretch_kept(line: Line, jumps: Sequence[Jump]) -> tuple[int, int]:
    start = max((jump.end for jump in jumps if jump.start == 0), default=0)
    end = min((jump.start for jump in jumps if jump.start > 0), default=len(line.text))
    return start, max(start, end)


def _kept(line: Line, start: int, end: int) -> Line:
    """The line with its text cut to start:end and its box at the end: where the line begins tells its column and its indent."""
    return replace(line, text=line.text[start:end], box=evidence.part_box(line, 0, end) if end > start else line.box)


def restored(
    page: Page, articles: Iterable[Article], furniture: Iterable[Furniture], jumps: Sequence[Jump]
) -> tuple[list[Article], list[Furniture]]:
    """Articles and furniture of a page whose jumps were cut out, as they stand on the whole page; the jumps are furniture."""
    shift = {jump.line: jump.end for jump in jumps if jump.start == 0}
    moved = [
        replace(a, pieces=tuple(replace(p, offset=p.offset + shift.get(p.line, 0)) for p in a.pieces)) if shift else a for a in articles
    ]
    rest = [replace(f, start=f.start + shift.get(f.line, 0), end=f.end + shift.get(f.line, 0)) for f in furniture]
    rest += [Furniture(page.page_id, jump.line, jump.start, jump.end, REASON) for jump in jumps]
    return moved, sorted(rest, key=lambda f: (f.line, f.start))


def may_meet(jump: Jump, page: Page) -> bool | None:
    """Is the page the one that the jump names? None where the page's number is not known."""
    return None if page.page_number is None else same_number(jump.other, page.page_number)
