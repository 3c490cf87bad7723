"""The setting of a figure, for the question of scope: who was named before it, how its sentence begins and runs up to it.

Names: `nC`, `nS`, `nP` names in the clause, the sentence and the paragraph before the number (first, last, which), `b` how
clause, sentence and paragraph begin, `gr` pairs of characters of the sentence up to the number, `v`, `w` expressions of time in the
sentence before and in the one after.
"""

import re
from functools import lru_cache

from pipeline.measuring.measure_context import Context, Place, place
from pipeline.measuring.measure_parts import KEPT, Part, bare
from pipeline.measuring.measure_time import Anchor
from pipeline.records import Entity

_DIGITS = re.compile(r"\d+")
_ENDS = ("nC0", "nC9", "nS0", "nS9", "nP0", "nP9", "n9", "n0")
_BEGINNING = 4  # characters
_SHORT = {"UNION": "U", "ORG": "O", "PERSON": "P", "PLACE": "L"}


def setting_parts(context: Context, index: int, side: str) -> list[Part]:
    """The setting of quantity `index` but for the sentences around; `side` as in `measure_scope.side`."""
    p = place(context, index)
    named = named_before(context, p)
    starts = (p.paragraph, p.sentence[0], p.clause[0])
    ends = tuple([min(start + _BEGINNING, p.quantity.start) for start in starts])
    return [
        context.once(("names", starts, len(named), side) if named else ("no names", side), lambda: _names(named, p, side)),
        context.once(("beginnings", starts, ends), lambda: _beginnings(context.text, starts, ends)),
        *context.runs[index],
    ]


def named_before(context: Context, p: Place) -> list[Entity]:
    """Bodies, persons and places named before the number, in order."""
    named = context.once("named", lambda: sorted((e for e in context.entities if e.label in _SHORT), key=lambda e: e.start))
    return [e for e in named if e.end <= p.quantity.start]


def _names(named: list[Entity], p: Place, side: str) -> Part:
    """First, last and which of those named in clause, sentence and paragraph, the last body, and who opens the sentence."""
    ends, kinds = [], []
    for start in (p.clause[0], p.sentence[0], p.paragraph):
        here = [e for e in named if e.start >= start]
        ends += [here[:1], here[-1:]]
        kinds.append("".join(sorted({_SHORT[e.label] for e in here} - {"L"})))
    ends.append([e for e in named if e.label != "PLACE"][-1:])
    ends.append([e for e in named if abs(e.start - p.sentence[0]) <= 2][:1])  # a quotation mark or a blank may stand before it
    labels = tuple([_SHORT[found[0].label] if found else "-" for found in ends])
    words = [found[0].text if found else "" for found in ends] + ["", ""]
    return _names_part(labels, kinds[1], kinds[2], side).worded(words + words)


@lru_cache(KEPT)
def _names_part(labels: tuple[str, ...], in_sentence: str, in_paragraph: str, side: str) -> Part:
    ends = [f"{name}={label}" for name, label in zip(_ENDS, labels, strict=True)]
    names = (*ends, f"nS*={in_sentence}", f"nP*={in_paragraph}")
    return bare((*names, *(f"{name}+{side}" for name in names)))


def _beginnings(text: str, starts: tuple[int, ...], ends: tuple[int, ...]) -> Part:
    out = Part()
    for name, start, end in zip(("bP", "bS", "bC"), starts, ends, strict=True):
        head = _DIGITS.sub("0", text[start:end].strip())
        for n in range(2, len(head) + 1):
            out[f"{name}={head[:n]}"] = head[:n]
    return out


def sentences_around(out: Part, context: Context, sentence: tuple[int, int]) -> None:
    """Adds the expressions of time in the sentence before and in the one after."""
    start, end = sentence
    if start > 0:
        at = max(0, start - 2)  # inside the sentence before, whose mark stands at start - 1
        found = _anchors_in(context, at)
        for a in found:
            out["v=" + a.kind] = a.text
        if not found:
            out["v=-"] = ""
    if end + 1 < len(context.text):
        for a in _anchors_in(context, end + 1):
            out["w=" + a.kind] = a.text


def _anchors_in(context: Context, at: int) -> list[Anchor]:
    """Expressions of time in the sentence that holds `at`."""
    return context.anchors_between(*context.around(context.stops, at, at))
