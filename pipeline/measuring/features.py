"""What stands around a quantity, as named features for the models of measure and per (scope: measure_scope).

A feature is a short string; it maps to the words of the text that made it ("" where there are none), so that a
decision can be explained (measure_parts). Names: `L` left of the number in its clause, `R` right of it, `N` next clause
of the sentence, `S` sentence, `T` type of activity, `K` kind of article, `Q` the quantities before and after.
"""

from functools import lru_cache

from pipeline.measuring.measure_context import Context, Place, place, shape
from pipeline.measuring.measure_parts import KEPT, Part, View, bare
from pipeline.measuring.measure_senses import sense_parts
from pipeline.measuring.measure_triggers import bag, nearest
from pipeline.measuring.measure_wages import same_number, wage_parts
from pipeline.records import Quantity

_ENDS = "，,。；;、：:！!？?）)\n"
_PAID = frozenset(("v.recover", "v.receive"))
_WIDE, _NEAR = 14, 10  # characters; the reach of a head noun after its number, and of the last one that is taken


def _magnitude(q: Quantity) -> str:
    value = int(q.value_max)
    return f"{q.unit_class}{len(str(value))}"


@lru_cache(KEPT)
def _quantity_part(unit_class: str, qualifier: str, per: str | None, magnitude: str) -> Part:
    names = ("bias", f"U={unit_class}", f"q={qualifier}", f"per={per}", f"m={magnitude}")
    return bare(names)


@lru_cache(KEPT)
def _article_part(kind: str, type_: str, unit_class: str, unit: str) -> Part:
    return bare((f"K={kind}", f"T={type_}", f"TU={type_}+{unit_class}", f"Tu={type_}+{unit}"))


@lru_cache(KEPT)
def _nearest_part(verbs: tuple[str, str], nouns: tuple[str, str], last: str, unit: str) -> Part:
    """Features of the nearest verbs and nouns, left and right, alone and in pairs; `last` is the last noun that is near."""
    (lv, rv), (ln, rn) = verbs, nouns
    alone = (f"LV0={lv}", f"LN0={ln}", f"RV0={rv}", f"RN0={rn}", f"RNL={last}")
    pairs = (f"LV0RN0={lv}+{rn}", f"LV0LN0={lv}+{ln}", f"LN0RN0={ln}+{rn}", f"RN0RV0={rn}+{rv}")
    return bare((*alone, *pairs, f"LV0u={lv}+{unit}", f"LN0u={ln}+{unit}", f"RN0u={rn}+{unit}", f"RV0u={rv}+{unit}"))


@lru_cache(KEPT)
def _phrase_part(ends: str, noun: str, unit: str, opening: str) -> Part:
    return bare((f"{ends}={unit}", f"{ends}名={noun}", f"{ends}名u={noun}+{unit}", opening))


def _clause(out: Part, context: Context, p: Place, unit: str) -> tuple[Part, Part]:
    """Triggers left and right of the number in its clause; returns the nearest with the pairs they form, and what its phrase is like."""
    q = p.quantity
    left, right = p.left[::-1], p.right
    cut_left = p.previous.end if p.previous and p.previous.end > p.clause[0] else p.clause[0]
    cut_right = p.following.start if p.following and p.following.start < p.clause[1] else p.clause[1]
    near_left = [t for t in left if t.start >= cut_left]
    near_right = [t for t in right if t.start < cut_right]
    bag(out, "L", near_left)
    bag(out, "R", near_right)
    bag(out, "LL", left[len(near_left) :])
    bag(out, "RR", right[len(near_right) :])
    if near_left and q.start - near_left[0].end <= 1:
        bag(out, "La", near_left[:1])
    if near_right and near_right[0].start - q.end <= 1:
        bag(out, "Ra", near_right[:1])
    for c in [c for t in left for c in t.classes if c[0] == "v"][1:3]:
        out[f"LV1={c}"] = ""
    head = [t for t in near_right if t.start - q.end <= _WIDE]
    lv, lvw = nearest(left, "v")
    ln, lnw = nearest(near_left, "n")
    rv, rvw = nearest(right, "v")
    rn, rnw = nearest(head, "n")
    last, lastw = nearest([t for t in head if t.start - q.end <= _NEAR][::-1], "n")
    words = (lvw, lnw, rvw, rnw, lastw, f"{lvw}…{rnw}", f"{lvw}…{lnw}", f"{lnw}…{rnw}", f"{rnw}…{rvw}", lvw, lnw, rnw, rvw)
    return _nearest_part((lv, rv), (ln, rn), last, unit).worded(words), _phrase(context, p, unit, (ln, rn))


def _phrase(context: Context, p: Place, unit: str, nouns: tuple[str, str]) -> Part:
    """Whether the number ends its phrase (合同87份，) or heads one (87份合同), and what the clause begins with."""
    q = p.quantity
    following = context.text[q.end : q.end + 1]
    ends, noun = ("尾", nouns[0]) if not following or following in _ENDS else ("头", nouns[1])
    is_first = not context.text[p.clause[0] : q.start].strip()
    opening = f"空首={unit}" if is_first else f"首={unit}+{nearest(p.left, 'n')[0]}"
    return _phrase_part(ends, noun, unit, opening)


def _neighbours(out: Part, context: Context, p: Place, unit: str) -> list[Part]:
    """The quantities before and after; returns what the sentence and its next clause have in common for all their quantities."""
    for name, other in (("Qp", p.previous), ("Qn", p.following)):
        if other is None or not p.sentence[0] <= other.start < p.sentence[1]:
            out[f"{name}=-"] = ""
            continue
        near = "同句" if p.clause[0] <= other.start < p.clause[1] else "邻句"
        out[f"{name}={near}{shape(other)}"] = other.text
        out[f"{name}U={near}{other.unit_class}"] = other.text
    if p.previous and 0 <= p.quantity.start - p.previous.end <= 6:
        gap = context.text[p.previous.end : p.quantity.start]
        out[f"gap={gap[-1:]}+{shape(p.previous)}+{unit}"] = gap
    shared = [context.once(("S", p.sentence), lambda: bag(Part(), "S", context.between(*p.sentence)))]
    if p.clause[1] < p.sentence[1]:
        shared.append(context.once(("N", p.clause[1]), lambda: _next_clause(context, p.clause[1] + 1)))
    return shared


def _next_clause(context: Context, start: int) -> Part:
    return bag(Part(), "N", context.between(*context.around(context.breaks, start, start)))


def _people(out: Part, context: Context, p: Place) -> None:
    """Named persons in the clause and the sentence: money that goes to one of them is per person."""
    for e in context.persons:
        if p.clause[0] <= e.start < p.quantity.start:
            out["人名左"] = e.text
        elif p.quantity.end <= e.start < p.clause[1]:
            out["人名右"] = e.text
        elif p.sentence[0] <= e.start < p.sentence[1]:
            out["人名句"] = e.text


def _owed_and_paid(out: Part, context: Context, index: int) -> None:
    """For money: whether the same sum comes again, and whether the report goes on to say that money was paid (rules 9, 16)."""
    p = place(context, index)
    q = p.quantity
    if q.unit_class != "money":
        return
    others = [o for o in context.places if o.quantity.unit_class == "money" and o is not p]
    for o in others:
        if o.quantity.value_max == q.value_max and o.quantity.start != q.start:
            out["同值后" if o.quantity.start > q.start else "同值前"] = o.quantity.text
    paid = next((t.text for t in context.between(p.clause[1], len(context.text)) if not _PAID.isdisjoint(t.classes)), "")
    owed = any("v.owe" in t.classes for t in context.between(*p.sentence))
    later = [o for o in others if o.quantity.start > q.end]
    out[f"欠={owed}付={bool(paid)}后={bool(later)}"] = paid
    out[f"欠={owed}后额={any(_is_paid(o) for o in later)}"] = ""


def _is_paid(p: Place) -> bool:
    """Whether the clause of the number speaks of money that is paid."""
    return any(not _PAID.isdisjoint(t.classes) for part in (p.left, p.right) for t in part)


def measure_features(context: Context, index: int) -> View:
    """What is seen of quantity `index` for the question what it measures."""
    p = place(context, index)
    q, unit = p.quantity, shape(p.quantity)
    type_, kind = context.types[index], context.article.kind
    out = Part({f"u={unit}": q.text})
    shared, nearest_part, phrase = _neighbours(out, context, p, unit), *_clause(out, context, p, unit)
    _people(out, context, p)
    _owed_and_paid(out, context, index)
    same_number(out, context, index)
    about = (_quantity_part(q.unit_class, q.qualifier, q.per, _magnitude(q)), _article_part(kind, type_, q.unit_class, unit))
    told = (out, nearest_part, context.grams[index], *context.runs[index], *shared, *sense_parts(context, index))
    return View(told, (phrase, *about, *wage_parts(context, index)))


_SHARE = frozenset(("r.each", "r.eachhouse", "r.eachorg", "r.monthly", "r.yearly", "r.daily"))


def has_share_word(context: Context, index: int) -> bool:
    """Whether a word such as 每人, 每家, 各 or 每月 stands before quantity `index` in its sentence."""
    p = place(context, index)
    return any(not _SHARE.isdisjoint(t.classes) for part in (p.earlier, p.left) for t in part)


@lru_cache(KEPT)
def _share_part(kind: str, measure: str, qualifier: str, per: str | None, magnitude: str) -> Part:
    names = ("bias", f"K={kind}", f"M={measure}", f"q={qualifier}", f"per={per}", f"perM={per}+{measure}", f"m={magnitude}")
    return bare(names)


def per_features(context: Context, index: int, measure: str) -> View:
    """What is seen of quantity `index` for the question what one share goes to, given its measure."""
    p = place(context, index)
    q = p.quantity
    out = Part({f"u={shape(q)}": q.text})
    cut = p.previous.end if p.previous and p.previous.end > p.clause[0] else p.clause[0]
    left = [t for t in p.left if t.start >= cut]
    bag(out, "L", left)
    bag(out, "R", p.right)
    bag(out, "S", p.earlier + p.left)
    for t in left:
        for c in t.classes:
            if c[0] == "r":
                out[f"LM={c}+{measure}"] = t.text
    _people(out, context, p)
    for name in ("人名左", "人名右", "人名句"):
        if name in out:
            out[f"{name}M={measure}"] = out[name]
    return View((out, context.grams[index]), (_share_part(context.article.kind, measure, q.qualifier, q.per, _magnitude(q)),))
