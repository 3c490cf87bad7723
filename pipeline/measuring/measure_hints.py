"""Loose hints at the scope of a figure (lexicon `measures_hints.toml`): what stands before and after it, and the last frame.

Names: `iL`, `iR` left and right of the number in its clause, `iS`, `iN` before and after the clause in its sentence, `iP`
before the sentence in its paragraph, `iA` the last hint of time anywhere before; `iM` a hint before it with the measure.
"""

import bisect
import re
import tomllib
from functools import cache
from importlib import resources
from itertools import combinations

from pipeline.measuring.measure_context import Context, Place, place
from pipeline.measuring.measure_parts import Part
from pipeline.measuring.measure_time import Anchor
from pipeline.text.date_patterns import with_year_words

_NUMBER = r"(?:[一二三四五六七八九十两几数百]{1,4}|\d{1,4})"
_YEAR = r"(?:19|20)\d\d"
_OF_TIME = frozenset(("lasting", "since", "oneyear", "then", "due"))
_CARRIED = _OF_TIME | {"quota", "each", "told", "family", "compare", "upto", "people"}  # what may govern later sentences
_FAR = 3  # sentences; further away is the same


@cache
def patterns() -> dict[str, re.Pattern]:
    """The pattern of each kind of hint."""
    lexicon = tomllib.loads(resources.files("pipeline.lexicon").joinpath("measures_hints.toml").read_text("utf-8"))
    starts = {kind: f"(?=[{listed}])" for kind, listed in lexicon["starts"].items()}
    listed = {kind: with_year_words(p).replace("{n}", _NUMBER).replace("{year}", _YEAR) for kind, p in lexicon["patterns"].items()}
    return {kind: re.compile(f"{starts.get(kind, '')}(?:{p})") for kind, p in listed.items()}


def hints(context: Context) -> tuple[list[Anchor], list[int]]:
    """The hints of an article outside its quantities, in order, and where each starts."""
    return context.once("hints", lambda: _hints(context))


def _hints(context: Context) -> tuple[list[Anchor], list[int]]:
    ends, starts = [q.end for q in context.quantities], [q.start for q in context.quantities]
    found = []
    for kind, pattern in patterns().items():
        for m in pattern.finditer(context.text):
            start, end = m.span()
            i = bisect.bisect_right(ends, start)
            if i == len(starts) or start < starts[i]:
                found.append(Anchor(start, end, kind, m[0]))
    found.sort()
    return found, [h.start for h in found]


def between(context: Context, start: int, end: int) -> list[Anchor]:
    """Hints that start in [start, end), in order."""
    found, starts = hints(context)
    return found[bisect.bisect_left(starts, start) : bisect.bisect_left(starts, end)]


def hint_features(out: Part, context: Context, index: int, asked: tuple[str, str]) -> None:
    """Adds the hints around quantity `index` in its clause, those before it in its sentence with the measure, and the last of time.

    `asked` is its measure and the side it is on (`measure_scope.side`).
    """
    measure, side = asked
    p = place(context, index)
    q = p.quantity
    before = between(context, p.sentence[0], q.start)
    left = [h for h in before if h.start >= p.clause[0]]
    _bag(out, "iL", left, side)
    _bag(out, "iR", between(context, q.end, p.clause[1]), side)
    for h in (*left, *before[: len(before) - len(left)]):
        out[f"iM={h.kind}+{measure}"] = h.text
    if len(left) > 1:
        for first, second in combinations(sorted({h.kind for h in left}), 2):
            out[f"iLL={first}+{second}"] = ""
    _last(out, context, q.start, side)


def hints_around(out: Part, context: Context, p: Place, side: str) -> None:
    """Adds the hints before and after the clause in its sentence, and those before the sentence that may govern it."""
    _bag(out, "iS", between(context, p.sentence[0], p.clause[0]), side)
    _bag(out, "iN", between(context, p.clause[1], p.sentence[1]), side)
    _bag(out, "iP", [h for h in between(context, p.paragraph, p.sentence[0]) if h.kind in _CARRIED], side)


def _bag(out: Part, name: str, found: list[Anchor], side: str) -> None:
    """Adds each hint by itself and with the side, with the words of the last of its kind."""
    for h in found:
        out[f"{name}={h.kind}"] = out[f"{name}={h.kind}+{side}"] = h.text


def _last(out: Part, context: Context, start: int, side: str) -> None:
    """The last hint of time before the number, with its distance in sentences, and the one before it."""
    frames, starts = context.once("times", lambda: _times(context))
    i = bisect.bisect_left(starts, start)
    if not i:
        return
    h = frames[i - 1]
    far = min(_FAR, bisect.bisect_left(context.stops, start) - bisect.bisect_left(context.stops, h.start))
    out[f"iA={h.kind}{far}"] = h.text
    out[f"iA={h.kind}{min(far, 2)}+{side}"] = h.text
    if i > 1:
        out[f"iAA={frames[i - 2].kind}+{h.kind}"] = f"{frames[i - 2].text}…{h.text}"


def _times(context: Context) -> tuple[list[Anchor], list[int]]:
    """The hints of time of an article, in order, and where each starts."""
    found = [h for h in hints(context)[0] if h.kind in _OF_TIME]
    return found, [h.start for h in found]
