"""Stretches of an article in which another union than the organizer of its activity acts: their figures are not the organizer's.

A report of two cities' unions may stay one activity (activities.ENOUGH); what the second one did must not be added to the first one's.
"""

from collections.abc import Sequence
from itertools import zip_longest

import regex

from pipeline.measuring.activity_lexicon import pattern
from pipeline.naming import gazetteer

_UNION = regex.compile("总?工会")
_LONGEST = 16  # characters of the areas in a union's name
_OPENS = tuple(" ，。；：！？\n”）)●▲日讯电")  # what may stand before a union that acts; "" at the beginning of the text


def of_others(folded: str, organizer: str | None) -> list[tuple[int, int]]:
    """The spans of a folded text in which a union of another area of the organizer's level acts, each up to the next union or line.

    [] where the organizer is no union of an area: nothing says then whose a figure is.
    """
    own = _area(organizer or "")
    if not own:
        return []
    acting = [(start, code) for match in _UNION.finditer(folded) for start, code in _acting(folded, match)]
    ends = [start for start, _ in acting[1:]]
    return [
        (start, _end_of_line(folded, start, end))
        for (start, code), end in zip_longest(acting, ends, fillvalue=len(folded))
        if code != own and gazetteer.level(code) == gazetteer.level(own)
    ]


def without(spans: Sequence[tuple[int, int]], start: int) -> bool:
    """Whether a place lies in none of the spans."""
    return not any(low <= start < high for low, high in spans)


def _acting(folded: str, match: regex.Match) -> list[tuple[int, str]]:
    """(start, code of its area) of the union whose name ends with `match`, where it opens a clause and acts; else []."""
    if not pattern("acts").match(folded, match.end()):
        return []
    for start in range(max(0, match.start() - _LONGEST), match.start() - 1):
        if (code := _area(folded[start : match.end()])) and (not start or folded[start - 1] in _OPENS):
            return [(start, code)]
    return []


def _area(union: str) -> str | None:
    """The code of the innermost area of a union named by areas alone (济南市总工会), else None."""
    names, end = gazetteer.chain(union)
    if not names or not gazetteer.is_full(names[-1]) or not _UNION.fullmatch(union, end):
        return None
    return gazetteer.candidates(names[-1])[0].code


def _end_of_line(folded: str, start: int, end: int) -> int:
    stop = folded.find("\n", start, end)
    return end if stop < 0 else stop
