"""Stretches of an article in which another union than the organizer of its activity acts: their figures are not the organizer's.

A report of two cities' unions may stay one activity (activities.ENOUGH); what the second one did must not be added to the first one's.
"""

from collections.abc import Sequence
from itertools import zip_longest

import regex

from pipeline.measuring.activity_lexicon import pattern
from pipeline.naming import gazetteer

_UNION = regex.compile("总?工会")
_SHORT = regex.compile(r"(?<!\p{Han})[省市县区州旗]总(?:工会)?|[该我本]会")  # the organizer's own short form, as a rule
_SENTENCE = regex.compile(r"[^。！？\n]*")
_LONGEST = 16  # characters of the areas in a union's name
_OPENS = tuple(" ，。；：！？\n”）)●▲日讯电")  # what may stand before a union that acts; "" at the beginning of the text
_JOINED = tuple("和与及、同跟暨")


def of_others(folded: str, organizer: str | None) -> list[tuple[int, int]]:
    """The spans of a folded text in which a union of another area of the organizer's level acts, each up to the next union, line or
    mention of the organizer, in full or short (市总工会); none where both stand in one sentence.

    [] where the organizer is no union of an area: nothing says then whose a figure is.
    """
    own = _area(organizer or "")
    if not own:
        return []
    acting = [(start, code) for match in _UNION.finditer(folded) for start, code in _acting(folded, match)]
    ends = [start for start, _ in acting[1:]]
    return [
        (start, _end(folded, start, end, organizer))
        for (start, code), end in zip_longest(acting, ends, fillvalue=len(folded))
        if code != own and gazetteer.level(code) == gazetteer.level(own) and organizer not in _sentence(folded, start)
    ]


def outside(spans: Sequence[tuple[int, int]], start: int) -> bool:
    """Whether a place lies in none of the spans."""
    return not any(low <= start < high for low, high in spans)


def _acting(folded: str, match: regex.Match) -> list[tuple[int, str]]:
    """(start, code of its area) of the union whose name ends with `match`, where it opens a clause and acts; else []."""
    if folded.startswith(_JOINED, match.end()) or not pattern("acts").match(folded, match.end()):
        return []
    for start in range(max(0, match.start() - _LONGEST), match.start() - 1):
        if (code := _area(folded[start : match.end()])) and (not start or folded[start - 1] in _OPENS):
            return [(start, code)]
    return []


def _area(union: str) -> str | None:
    """The code of the innermost area of a union named by areas alone (济南市总工会), else None; None too where several have that name."""
    names, end = gazetteer.chain(union)
    if not names or not gazetteer.is_full(names[-1]) or not _UNION.fullmatch(union, end):
        return None
    area = gazetteer.settle(names)
    return area.code if area else None


def _sentence(folded: str, at: int) -> str:
    """The sentence in which a place lies."""
    start = max(folded.rfind(stop, 0, at) for stop in "。！？\n") + 1
    return _SENTENCE.match(folded, start).group()


def _end(folded: str, start: int, end: int, organizer: str) -> int:
    """Where a stretch that may reach to `end` ends: with its line, or where the organizer is named again."""
    stops = [folded.find("\n", start, end), folded.find(organizer, start, end)]
    short = _SHORT.search(folded, _SENTENCE.match(folded, start).end(), end)
    return min([stop for stop in stops if stop >= 0] + ([short.start()] if short else []), default=end)
