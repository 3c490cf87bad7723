"""Loose hints at the scope of a figure (lexicon `measures_hints.toml`): what stands before and after it, and the last frame.

Names: `iL`, `iR` left and right of the number in its clause, `iS`, `iN` before and after the clause in its sentence, `iP`
before the sentence in its paragraph, `iA` the last hint of time anywhere before; `iM` a hint before it with the measure.
"""

import bisect
import re
import tomllib
from functools import cache
from importlib import resources

from pipeline.measuring.measure_context import Context, place
from pipeline.measuring.measure_time import Anchor

_NUMBER = r"(?:[一二三四五六七八九十两几数百]{1,4}|\d{1,4})"
_YEAR = r"(?:19|20)\d\d"
_TIMES = frozenset(("lasting", "since", "oneyear", "then", "due"))
_CARRIED = _TIMES | {"quota", "each", "told", "family", "compare", "upto", "people"}  # what may govern later sentences
_FAR = 3  # sentences; further away is the same


@cache
def patterns() -> dict[str, re.Pattern]:
    """The pattern of each kind of hint."""
    text = resources.files("pipeline.lexicon").joinpath("measures_hints.toml").read_text("utf-8")
    listed = tomllib.loads(text)["patterns"]
    return {kind: re.compile(p.replace("{n}", _NUMBER).replace("{year}", _YEAR)) for kind, p in listed.items()}


def hints(context: Context) -> tuple[list[Anchor], list[int]]:
    """The hints of an article outside its quantities, in order, and where each starts."""
    kept = context.__dict__.get("_hints")
    if kept is None:
        ends, starts = [q.end for q in context.quantities], [q.start for q in context.quantities]
        found = []
        for kind, pattern in patterns().items():
            for m in pattern.finditer(context.text):
                i = bisect.bisect_right(ends, m.start())
                if i == len(starts) or m.start() < starts[i]:
                    found.append(Anchor(m.start(), m.end(), kind, m[0]))
        found.sort(key=lambda h: (h.start, h.end, h.kind))
        kept = context.__dict__["_hints"] = (found, [h.start for h in found])
    return kept


def between(context: Context, start: int, end: int) -> list[Anchor]:
    """Hints that start in [start, end), in order."""
    found, starts = hints(context)
    return found[bisect.bisect_left(starts, start) : bisect.bisect_left(starts, end)]


def hint_features(out: dict[str, str], context: Context, index: int, asked: tuple[str, str]) -> None:
    """Adds the hints around quantity `index`; `asked` is its measure and the side it is on (`measure_scope.side`)."""
    measure, side = asked
    p = place(context, index)
    q = p.quantity
    paragraph = context.text.rfind("\n", 0, q.start) + 1
    left, earlier = between(context, p.clause[0], q.start), between(context, p.sentence[0], p.clause[0])
    carried = [h for h in between(context, paragraph, p.sentence[0]) if h.kind in _CARRIED]
    after, later = between(context, q.end, p.clause[1]), between(context, p.clause[1], p.sentence[1])
    for name, found in (("iL", left), ("iR", after), ("iS", earlier), ("iN", later), ("iP", carried)):
        for h in found:
            out[f"{name}={h.kind}"] = h.text
            out[f"{name}={h.kind}+{side}"] = h.text
    for h in left + earlier:
        out[f"iM={h.kind}+{measure}"] = h.text
    kinds = sorted({h.kind for h in left})
    for i, first in enumerate(kinds):
        for second in kinds[i + 1 :]:
            out[f"iLL={first}+{second}"] = ""
    _last(out, context, q.start, side)


def _last(out: dict[str, str], context: Context, start: int, side: str) -> None:
    """The last hint of time before the number, with its distance in sentences, and the one before it."""
    frames = [h for h in between(context, 0, start) if h.kind in _TIMES][-2:]
    if not frames:
        return
    h = frames[-1]
    far = min(_FAR, bisect.bisect_left(context.stops, start) - bisect.bisect_left(context.stops, h.start))
    out[f"iA={h.kind}{far}"] = h.text
    out[f"iA={h.kind}{min(far, 2)}+{side}"] = h.text
    if len(frames) > 1:
        out[f"iAA={frames[0].kind}+{h.kind}"] = f"{frames[0].text}…{h.text}"
