"""The lines of a page that hold articles, with what their neighbourhood shows, and the lines that are furniture."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from pipeline.records import Line, Page
from pipeline.separating.marks import Marks, is_furniture, marks, pattern, width
from pipeline.text.forms import fold

_LONGEST_CAPTION = 8  # lines of a column
_SHORT = 40  # characters in which a caption says that it is one
_EDGE = 3  # lines of a page at either end among which a bare number is the page's
_HEAD = 5  # lines above a page's first sentence in which a bare date or a paper's name is furniture
_NEIGHBOURS = 10  # lines on either side in which a headline's words are looked for: a short news item
_FEWEST_LINES = 3  # of a column that break off at one width: two headlines are as wide as each other now and then
_LONGEST_ROW = 120  # characters of a table's row
_LONGEST_NAME = 12  # characters of a name printed downwards
_INDENT = 2.0  # columns; cleaning takes no less blank for an indent, and dumps make it wider than the page had it
_LONGEST_HEADLINE = 40  # characters; words of longer lines are not looked for


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line with text: its number on the page, width in columns, and the empty lines and indent before it."""

    number: int
    text: str
    width: float
    indent: float  # columns: those of an indent or none
    blank: bool  # an empty line or furniture stands before it
    empty: bool  # a line that was empty as received stands before it
    space_before: bool  # a blank stood at its begin, too little for an indent
    space_after: bool  # a blank stood at its end
    marks: Marks
    since: bool = False  # the end of an article of another page begins here, as 上接第1版 before it says
    row: bool = False  # of a table: cells parted by blanks, figures behind the first, and so its neighbour
    caption: bool = False  # a blank and a photo's caption begin here: 图为……, ……张三 摄


def text_lines(page: Page, jumps: Mapping[int, bool] = MappingProxyType({})) -> tuple[list[TextLine], list[int]]:
    """The lines of a cleaned page that belong to articles, and the numbers of those that are furniture.

    jumps: the numbers of lines that a jump was cut off, and whether it is one that an article begins with (上接第1版).
    """
    shown = [marks(line.text) if line.text else None for line in page.lines]
    furniture = _furniture(page, shown)
    found, blank, empty, since = [], False, False, False
    # Some dumps end every line in a blank; it then says nothing.
    trusted = 3 * sum("after" in line.dropped for line in page.lines) < sum(bool(line.text) for line in page.lines)
    for number, line in enumerate(page.lines):
        since = since or jumps.get(number, False)
        if not line.text:
            blank, empty = True, empty or number not in jumps
            continue
        if number in furniture:
            blank = True
            continue
        indent = _INDENT if "indent" in line.dropped else 0.0
        spaces = ("before" in line.dropped, "after" in line.dropped and trusted)
        found.append(TextLine(number, line.text, width(line.text), indent, blank, empty, *spaces, shown[number], since))
        blank = empty = since = False
    rows = _rows(found)
    return [replace(line, row=i in rows, caption=line.blank and _is_caption(found, i)) for i, line in enumerate(found)], sorted(furniture)


def _rows(lines: Sequence[TextLine]) -> set[int]:
    """Which lines are rows of a table: two or more with figures and as many cells in each, and the line above them with so many words."""
    cells = [len(line.text.split(" ")) if pattern("table_row").fullmatch(fold(line.text[:_LONGEST_ROW])) else 0 for line in lines]
    found = {i + n for i in range(len(lines) - 1) if cells[i] and cells[i] == cells[i + 1] for n in (0, 1)}
    heads = {i - 1 for i in found - {0} if i - 1 not in found and len(lines[i - 1].text.split(" ")) == cells[i] > 1}
    return found | {i for i in heads if not lines[i].marks.closed and not lines[i].marks.hanging}


def _furniture(page: Page, shown: Sequence[Marks | None]) -> set[int]:
    """The numbers of the lines that belong to no article; shown: the marks of each line with text."""
    found: set[int] = set()
    names, head, before = (page.paper, page.section), _HEAD, None
    columns = _columns(page.lines, shown)
    for number, line in enumerate(page.lines):
        if not line.text or number in found:
            before = None
            continue
        head -= 1
        stack = _stack(page.lines, number, names) if head >= 0 else ()
        goes_on = before is not None and (shown[before].hanging or (head < 0 and before in columns))
        if stack:
            found.update(stack)
        elif is_furniture(line.text, head >= 0, names, goes_on) and not _is_of_text(page.lines, number):
            found.add(number)
        elif shown[number].closed or shown[number].hanging or (shown[number].opening and not shown[number].byline):
            head = 0  # the text has begun
        before = None if number in found else number
    return found


def _stack(lines: Sequence[Line], number: int, names: tuple[str | None, ...]) -> range:
    """The numbers of the lines of one Chinese character each, from this one on, that together are furniture: a name printed downwards."""
    end = number
    while end < len(lines) and len(lines[end].text) == 1 and not lines[end].text.isascii():
        end += 1
    letters = "".join(line.text for line in lines[number : min(end, number + _LONGEST_NAME)])
    lengths = (n for n in range(len(letters), 1, -1) if is_furniture(letters[:n], True, names))
    return range(number, number + next(lengths, 0))


def _columns(lines: Sequence[Line], shown: Sequence[Marks | None]) -> set[int]:
    """The numbers of the lines that break off within a sentence at the edge of a column, which other such lines show."""
    ends = {
        n: round(width(line.text) + _INDENT * ("indent" in line.dropped))
        for n, line in enumerate(lines)
        if shown[n] and not shown[n].closed
    }
    counts = Counter(ends.values())
    return {n for n, end in ends.items() if counts[end - 1] + counts[end] + counts[end + 1] >= _FEWEST_LINES}


def _is_caption(lines: Sequence[TextLine], i: int) -> bool:
    """Whether the lines from `i` to the next blank are a photo's caption: they say so at the beginning, or end with who took it."""
    if pattern("caption_start").match(fold(lines[i].text[:_SHORT])):
        return True
    last = min(len(lines), i + _LONGEST_CAPTION)
    end = next((j for j in range(i + 1, last) if lines[j].blank), last)
    return end - i < _LONGEST_CAPTION and pattern("caption_end").search(fold(lines[end - 1].text[-_SHORT:])) is not None


def _is_of_text(lines: Sequence[Line], number: int) -> bool:
    """Whether a bare number stands between two lines of text, far from both ends of the page: a cell of a table, a wrapped line."""
    if not lines[number].text.isdecimal() or not _EDGE <= number < len(lines) - _EDGE:
        return False
    return bool(lines[number - 1].text and lines[number + 1].text)


def _pairs(text: str) -> list[str]:
    return [text[i : i + 2] for i in range(len(text) - 1)]


def _may_be_headline(line: TextLine) -> bool:
    mark = line.marks
    return len(line.text) <= _LONGEST_HEADLINE and not (mark.hanging or mark.stop_inside or mark.opening)


def shared_words(lines: Sequence[TextLine]) -> list[float]:
    """For each line, the share of its letter pairs found in the lines after it less those before it, -1 to 1.

    A headline repeats words of its own article, so the sign tells on which side that stands. Lines that cannot be
    headlines have 0.
    """
    heads = [_may_be_headline(line) and not line.marks.closed for line in lines]
    pairs = [Counter(_pairs(line.text[:500])) for line in lines]
    shares = []
    for i, head in enumerate(heads):
        if not head or len(lines[i].text) < 2:
            shares.append(0.0)
            continue
        before = set().union(*(pairs[j] for j in range(max(0, i - _NEIGHBOURS), i) if not heads[j]))
        after = set().union(*(pairs[j] for j in range(i + 1, min(len(lines), i + 1 + _NEIGHBOURS)) if not heads[j]))
        own = pairs[i]
        shares.append(sum(n * ((p in after) - (p in before)) for p, n in own.items()) / sum(own.values()))
    return shares
