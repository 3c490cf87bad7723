"""The setting of a figure, for the question of scope: who was named before it, how its sentence begins and runs up to it.

Names: `nC`, `nS`, `nP` names in the clause, the sentence and the paragraph before the number (first, last, which), `b` how
clause, sentence and paragraph begin, `gr` pairs of characters of the sentence up to the number, `v`, `w` expressions of time in the
sentence before and in the one after.
"""

import re

from pipeline.measuring.measure_context import Context, Place, place
from pipeline.measuring.measure_time import Anchor
from pipeline.records import Entity

_DIGITS = re.compile(r"\d+")
_SHORT = {"UNION": "U", "ORG": "O", "PERSON": "P", "PLACE": "L"}


def setting_features(out: dict[str, str], context: Context, index: int, side: str) -> None:
    """Adds the setting of quantity `index`; `side` as in `measure_scope.side`."""
    p = place(context, index)
    _names(out, context, p, side)
    _beginnings(out, context, p)
    out.update(context.runs[index])
    _sentences_around(out, context, p)


def named_before(context: Context, p: Place) -> list[Entity]:
    """Bodies, persons and places named before the number, in order."""
    return sorted((e for e in context.entities if e.end <= p.quantity.start and e.label in _SHORT), key=lambda e: e.start)


def _names(out: dict[str, str], context: Context, p: Place, side: str) -> None:
    named = named_before(context, p)
    paragraph = context.text.rfind("\n", 0, p.quantity.start) + 1
    told: dict[str, str] = {}
    for name, start in (("nC", p.clause[0]), ("nS", p.sentence[0]), ("nP", paragraph)):
        here = [e for e in named if e.start >= start]
        told[f"{name}0={_label(here[:1])}"] = here[0].text if here else ""
        told[f"{name}9={_label(here[-1:])}"] = here[-1].text if here else ""
        if name != "nC":
            told[f"{name}*={''.join(sorted({_SHORT[e.label] for e in here} - {'L'}))}"] = ""
    bodies = [e for e in named if e.label != "PLACE"]
    told[f"n9={_label(bodies[-1:])}"] = bodies[-1].text if bodies else ""
    first = [e for e in named if abs(e.start - p.sentence[0]) <= 2]  # a quotation mark or a blank may stand before it
    told[f"n0={_label(first[:1])}"] = first[0].text if first else ""
    for name, words in told.items():
        out[name] = words
        out[f"{name}+{side}"] = words


def _label(found: list[Entity]) -> str:
    return _SHORT[found[0].label] if found else "-"


def _beginnings(out: dict[str, str], context: Context, p: Place) -> None:
    start = p.quantity.start
    paragraph = context.text.rfind("\n", 0, start) + 1
    for name, at in (("bS", p.sentence[0]), ("bC", p.clause[0]), ("bP", paragraph)):
        head = _DIGITS.sub("0", context.text[at : min(at + 4, start)].strip())
        for n in range(2, len(head) + 1):
            out[f"{name}={head[:n]}"] = head[:n]


def _sentences_around(out: dict[str, str], context: Context, p: Place) -> None:
    start, end = p.sentence
    if start > 0:
        at = max(0, start - 2)  # inside the sentence before, whose mark stands at start - 1
        found = _anchors_in(context, context.around(context.stops, at, at))
        for a in found:
            out["v=" + a.kind] = a.text
        if not found:
            out["v=-"] = ""
    if end + 1 < len(context.text):
        for a in _anchors_in(context, context.around(context.stops, end + 1, end + 1)):
            out["w=" + a.kind] = a.text


def _anchors_in(context: Context, span: tuple[int, int]) -> list[Anchor]:
    return context.anchors_between(*span)
