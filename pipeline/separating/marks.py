"""What a single line of a page shows by itself: how it opens, how it ends, whether it may be headline or furniture."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import regex

from pipeline.text.forms import fold

LINES, KINDS = "articles_lines.toml", "articles_kinds.toml"
PEOPLE, SCORES = "articles_people.toml", "articles_scores.toml"
_REACH = 200  # characters looked at from either end: openings and signatures are shorter, lines may be 1 MB
_CLOSED = regex.compile(r"[。！？!?…]+[”’」』）)》】]*$|[^\d\s]\.$|[。！？!?…”][ ]?[（(][^（）()]{1,40}[)）]$")
_CALL = regex.compile(r"[！？!?…][”’」』）)》】]*$")  # a headline may end so
_HANGING = regex.compile(r"[，,、；;：:（(《“‘「『—]$")
_HEAD_PARTS = regex.compile(r"[ |｜·•：:]+")
_LONGEST_HEAD = 60  # characters
_KNOWN = "\0"  # in the place of what is surely part of a running head
_BRACKETED = regex.compile(r"[（(][^（）()]*[)）]")
_NAMED = regex.compile(r"<<(\w+)>>")
_MARK = regex.compile(r"[，。、；：！？,;…（）()]")
_BAD_START = "，。、；：！？）》”’」』】,.;:!?)%"
_PAIRS = ("“”", "（）", "《》", "「」", "『』", "()", "【】")


@dataclass(frozen=True, slots=True)
class Marks:
    """What one line shows: its end (`closed`, `hanging`, or neither) and the things it looks like."""

    closed: bool
    full_stop: bool
    hanging: bool
    opening: bool
    time_opening: bool
    referring: bool
    clause: bool
    numbered: bool
    photo_credit: bool
    byline: bool
    names: bool
    date: bool
    inner_label: bool
    attribution: bool
    signed: bool
    stop_inside: bool
    commas: int
    unbalanced: bool
    bad_start: bool
    bracketed: bool
    plain: bool


@cache
def lexicon(file: str) -> dict:
    """A lexicon file of the articles stage as a dictionary."""
    return tomllib.loads((files("pipeline.lexicon") / file).read_text(encoding="utf-8"))


@cache
def pattern(key: str, file: str = LINES) -> regex.Pattern:
    """The alternation of a lexicon list, with what its <<names>> of other lists stand for; to be matched on folded text."""
    whole = _NAMED.sub(lambda named: pattern(named[1], file).pattern, "|".join(lexicon(file)[key]))
    return regex.compile(f"(?:{whole})")


def _begins(key: str, text: str) -> bool:
    return pattern(key).match(text) is not None


def _is(key: str, text: str) -> bool:
    return len(text) <= _REACH and pattern(key).fullmatch(text) is not None


@cache
def surnames() -> frozenset[str]:
    """The characters that a family name begins with."""
    return frozenset(lexicon(PEOPLE)["surnames"]) - {"\n", " "}


def _are_names(folded: str, fewest: int = 2) -> bool:
    """Whether a text is nothing but persons' names, as in 张三 李四 or 李 四 陈 五; fewest: words it has at least."""
    words = regex.split(r"[ 、]+", folded) if len(folded) <= _REACH else []
    if words and all(len(word) == 1 for word in words):
        words = [a + b for a, b in zip(words[::2], words[1::2], strict=False)]
    return len(words) >= fewest and all(2 <= len(word) <= 3 and word[0] in surnames() for word in words)


def _opens_with_names(folded: str) -> bool:
    found = pattern("opening_names").match(folded)
    return found is not None and _are_names(found[1], 1)


def is_furniture(text: str, at_top: bool, names: tuple[str | None, ...] = (), goes_on: bool = False) -> bool:
    """Whether a whole line is masthead, date line, page number, editors' names or the like.

    names: paper and section. goes_on: the line before breaks off within a sentence, so that this one may be its end.
    """
    folded = fold(text[: _REACH + 1])
    if _is("furniture", folded) or (not goes_on and _is("furniture_unless_continued", folded)):
        return True
    return at_top and (_is("furniture_at_top", folded) or text in names or _is_running_head(folded, next(iter(names), None)))


def _is_running_head(folded: str, paper: str | None) -> bool:
    """Whether a line tells nothing but page, section, paper, date and editors, parted by blanks and signs: 06版：工会新闻, 甲城观察·要闻.

    A name that follows page or date without a sign is a headline: A1驾照难考, 2015年2月10日市总走访. Letterspaced papers too.
    """
    if len(folded) > _LONGEST_HEAD:
        return False
    if regex.fullmatch(r"\p{Han}(?: \p{Han})+", folded):
        return _is("furniture_at_top", folded.replace(" ", ""))
    rest, known = pattern("running_head").subn(_KNOWN, folded)
    rest = pattern("running_head_besides").sub(_KNOWN, rest)
    parts = [part for part in _HEAD_PARTS.split(rest) if part]
    known += len(parts) > 1 and paper is not None and paper in parts
    names = [part.rstrip(_KNOWN) for part in parts]
    return known > 0 and all(not name or _is("running_head_names", name) for name in names)


def ends_signed(folded: str) -> bool:
    """Whether a text ends with its author's or photographer's name."""
    tail = folded[-_REACH:]
    return any(match.end() == len(tail) for match in pattern("signature_end").finditer(tail))


def marks(text: str) -> Marks:
    """The marks of a line's text, which is not empty. Of a long line the two ends are looked at alone."""
    folded = fold(text[:_REACH] + text[-_REACH:] if len(text) > 2 * _REACH else text)
    bare = _CLOSED.sub("", folded)
    signed = ends_signed(folded)
    return Marks(
        closed=bool(_CLOSED.search(folded)) or signed,
        full_stop=(bool(_CLOSED.search(folded)) and not _CALL.search(folded)) or signed,
        hanging=bool(_HANGING.search(folded)),
        opening=_begins("opening", folded) or _opens_with_names(folded),
        time_opening=_begins("time_opening", folded),
        referring=_begins("referring", folded),
        clause=_begins("clause", folded),
        numbered=_begins("numbered", folded),
        photo_credit=_is("photo_credit", folded),
        byline=_is("byline", folded) and not pattern("no_byline").search(folded),
        names=_are_names(folded),
        date=_is("date_line", folded),
        inner_label=_is("inner_label", folded),
        attribution=_begins("attribution", folded),
        signed=signed,
        stop_inside=any(mark in bare for mark in "。；;"),
        commas=bare.count("，") + bare.count(","),
        unbalanced=any(folded.count(a) != folded.count(b) for a, b in _PAIRS),
        bad_start=folded[0] in _BAD_START,
        bracketed=bool(_BRACKETED.fullmatch(folded)),
        plain=not _MARK.search(folded),
    )


def width(text: str) -> float:
    """The width of a text in columns: one for a Chinese character or mark, half for a Latin letter or digit."""
    narrow = sum(1 for char in text if char < "\u2000")
    return len(text) - narrow / 2
