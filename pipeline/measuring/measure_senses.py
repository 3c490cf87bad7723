"""What the everyday words around a quantity mean, as features: the lexicon `senses.toml`, broader and coarser than the triggers.

Triggers are the words of union reports; senses reach the words that no report of the training text happens to use (盐汽水, 护膝, 吊车司机).
Names: `sH` head of the counted thing (the noun right of the number), `sE` the last noun of that phrase, `sL` the noun left of it,
`sV` and `sW` the verbs left and right, each also with the unit (`u`); `sla`, `sra` what touches the number, `sl`, `sr` all senses
up to the next quantity or the clause's end, `sll`, `srr` those beyond that quantity, `ss` those of the sentence.
"""

import bisect

from pipeline.measuring.measure_context import Context, Place, place, shape
from pipeline.measuring.measure_parts import Part
from pipeline.measuring.measure_triggers import Trigger, bag, nearest

_HEAD, _PHRASE = 8, 12  # characters; how far after its number a counted thing's first and last noun stand


def _between(context: Context, start: int, end: int) -> list[Trigger]:
    low = bisect.bisect_left(context.sense_starts, start)
    return context.senses[low : bisect.bisect_left(context.sense_starts, end)]


def sense_parts(context: Context, index: int) -> tuple[Part, Part]:
    """The senses around quantity `index`: of its clause, and of its sentence, which its other quantities share."""
    p = place(context, index)
    shared = context.once(("ss", p.sentence), lambda: bag(Part(), "ss", _between(context, *p.sentence)))
    return context.once(("senses", index), lambda: _clause(context, p)), shared


def _clause(context: Context, p: Place) -> Part:
    q, unit = p.quantity, shape(p.quantity)
    cut_left = max(p.clause[0], p.previous.end) if p.previous else p.clause[0]
    cut_right = min(p.clause[1], p.following.start) if p.following else p.clause[1]
    left = _between(context, p.clause[0], q.start)[::-1]
    right = _between(context, q.end, p.clause[1])
    near_left = [t for t in left if t.start >= cut_left]
    near_right = [t for t in right if t.start < cut_right]
    head, headw = nearest([t for t in near_right if t.start - q.end <= _HEAD], "n")
    last, lastw = nearest([t for t in near_right if t.start - q.end <= _PHRASE][::-1], "n")
    noun, nounw = nearest(near_left, "n")
    verb, verbw = nearest(left, "v")
    after, afterw = nearest(right, "v")
    out = Part({
        f"sH={head}": headw, f"sHu={head}+{unit}": headw, f"sE={last}": lastw, f"sEu={last}+{unit}": lastw,
        f"sL={noun}": nounw, f"sLu={noun}+{unit}": nounw, f"sV={verb}": verbw, f"sVu={verb}+{unit}": verbw,
        f"sW={after}": afterw, f"sWu={after}+{unit}": afterw,
    })  # fmt: skip
    if near_left and near_left[0].end == q.start:
        bag(out, "sla", near_left[:1])
    if near_right and near_right[0].start == q.end:
        bag(out, "sra", near_right[:1])
    bag(out, "sl", near_left)
    bag(out, "sr", near_right)
    bag(out, "sll", left[len(near_left) :])
    bag(out, "srr", right[len(near_right) :])
    return out
