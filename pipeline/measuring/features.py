"""What stands around a quantity, as named features for the models of measure and per (scope: measure_scope).

A feature is a short string; it maps to the words of the text that made it ("" where there are none), so that a
decision can be explained. Names: `L` left of the number in its clause, `R` right of it, `N` next clause
of the sentence, `S` sentence, `T` type of activity, `K` kind of article, `Q` the quantities before and after.
"""

from collections.abc import Sequence

from pipeline.measuring.measure_context import Context, Place, place, shape
from pipeline.measuring.measure_triggers import Trigger, bag
from pipeline.measuring.measure_wages import same_number, wage_features
from pipeline.records import Quantity

_ENDS = "，,。；;、：:！!？?）)\n"
_PAID = frozenset(("v.recover", "v.receive"))
_WIDE = 14  # characters; the reach of a head noun after its number


def _nearest(found: Sequence[Trigger], kind: str) -> tuple[str, str]:
    """Class and word of the first trigger of a kind; a word of several classes gives the first of that kind."""
    for t in found:
        for c in t.classes:
            if c[0] == kind:
                return c, t.text
    return "-", ""


def _magnitude(q: Quantity) -> str:
    value = int(q.value_max)
    return f"{q.unit_class}{len(str(value))}"


def _own(out: dict[str, str], q: Quantity, unit: str) -> None:
    out["bias"] = ""
    out[f"U={q.unit_class}"] = ""
    out[f"u={unit}"] = q.text
    out[f"q={q.qualifier}"] = ""
    out[f"per={q.per}"] = ""
    out[f"m={_magnitude(q)}"] = ""


def _clause(out: dict[str, str], context: Context, p: Place, unit: str) -> None:
    """Triggers left and right of the number in its clause, nearest first, and the pairs they form."""
    q = p.quantity
    left, right = p.left[::-1], p.right
    cut_left = p.previous.end if p.previous and p.previous.end > p.clause[0] else p.clause[0]
    cut_right = p.following.start if p.following and p.following.start < p.clause[1] else p.clause[1]
    near_left = [t for t in left if t.start >= cut_left]
    near_right = [t for t in right if t.start < cut_right]
    bag(out, "L", near_left)
    bag(out, "R", near_right)
    bag(out, "LL", [t for t in left if t.start < cut_left])
    bag(out, "RR", [t for t in right if t.start >= cut_right])
    head = [t for t in near_right if t.start - q.end <= _WIDE]
    lv, lvw = _nearest(left, "v")
    ln, lnw = _nearest(near_left, "n")
    rv, rvw = _nearest(right, "v")
    rn, rnw = _nearest(head, "n")
    last, lastw = _nearest([t for t in head if t.start - q.end <= 10][::-1], "n")
    out[f"LV0={lv}"] = lvw
    out[f"LN0={ln}"] = lnw
    out[f"RV0={rv}"] = rvw
    out[f"RN0={rn}"] = rnw
    out[f"RNL={last}"] = lastw
    for name, value, word in (
        ("LV0RN0", f"{lv}+{rn}", lvw + "…" + rnw),
        ("LV0LN0", f"{lv}+{ln}", lvw + "…" + lnw),
        ("LN0RN0", f"{ln}+{rn}", lnw + "…" + rnw),
        ("RN0RV0", f"{rn}+{rv}", rnw + "…" + rvw),
        ("LV0u", f"{lv}+{unit}", lvw),
        ("LN0u", f"{ln}+{unit}", lnw),
        ("RN0u", f"{rn}+{unit}", rnw),
        ("RV0u", f"{rv}+{unit}", rvw),
    ):
        out[f"{name}={value}"] = word
    if near_left and q.start - near_left[0].end <= 1:
        for c in near_left[0].classes:
            out[f"La={c}"] = near_left[0].text
    if near_right and near_right[0].start - q.end <= 1:
        for c in near_right[0].classes:
            out[f"Ra={c}"] = near_right[0].text


def _neighbours(out: dict[str, str], context: Context, p: Place, unit: str) -> None:
    """The next clause, the sentence, and the quantities before and after."""
    if p.clause[1] < p.sentence[1]:
        after = context.around(context.breaks, p.clause[1] + 1, p.clause[1] + 1)
        bag(out, "N", context.between(*after))
    bag(out, "S", p.earlier + p.left + p.right + p.later)
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


def _article(out: dict[str, str], context: Context, index: int, unit: str) -> None:
    kind = context.types[index]
    out["T=" + kind] = ""
    out[f"TU={kind}+{context.quantities[index].unit_class}"] = ""
    out[f"Tu={kind}+{unit}"] = ""
    out[f"K={context.article.kind}"] = ""


def _people(out: dict[str, str], context: Context, p: Place) -> None:
    """Named persons in the clause and the sentence: money that goes to one of them is per person."""
    for e in context.persons:
        if p.clause[0] <= e.start < p.quantity.start:
            out["人名左"] = e.text
        elif p.quantity.end <= e.start < p.clause[1]:
            out["人名右"] = e.text
        elif p.sentence[0] <= e.start < p.sentence[1]:
            out["人名句"] = e.text


def _shape_of_clause(out: dict[str, str], context: Context, p: Place, unit: str) -> None:
    """Whether the number ends its phrase (合同87份，) or heads one (87份合同), and what the clause begins with."""
    q = p.quantity
    following = context.text[q.end : q.end + 1]
    ends = "尾" if not following or following in _ENDS else "头"
    noun = next((k[4:] for k in out if k.startswith("LN0=" if ends == "尾" else "RN0=")), "-")
    out[f"{ends}={unit}"] = ""
    out[f"{ends}名={noun}"] = ""
    out[f"{ends}名u={noun}+{unit}"] = ""
    start = context.text[p.clause[0] : q.start]
    out[f"空首={unit}" if not start.strip() else f"首={unit}+{_nearest(p.left, 'n')[0]}"] = ""
    verbs = [c for t in p.left[::-1] for c in t.classes if c[0] == "v"]
    for c in verbs[1:3]:
        out[f"LV1={c}"] = ""


def _owed_and_paid(out: dict[str, str], context: Context, p: Place) -> None:
    """For money: whether the same sum comes again, and whether the report goes on to say that money was paid (rules 9, 16)."""
    q = p.quantity
    if q.unit_class != "money":
        return
    for other in context.quantities:
        if other.unit_class == "money" and other.value_max == q.value_max and other.start != q.start:
            out["同值后" if other.start > q.start else "同值前"] = other.text
    paid = [t for t in context.between(p.clause[1], len(context.text)) if not _PAID.isdisjoint(t.classes)]
    owed = any("v.owe" in t.classes for part in (p.earlier, p.left, p.right, p.later) for t in part)
    later = any(o.unit_class == "money" and o.start > q.end for o in context.quantities)
    out[f"欠={owed}付={bool(paid)}后={later}"] = paid[0].text if paid else ""
    amounts = {c for o in context.quantities if o.start > q.end and o.unit_class == "money" for c in _left_classes(context, o)}
    out[f"欠={owed}后额={not _PAID.isdisjoint(amounts)}"] = ""


def _left_classes(context: Context, q: Quantity) -> frozenset[str]:
    clause = context.around(context.breaks, q.start, q.end)
    return frozenset(c for t in context.between(clause[0], clause[1]) for c in t.classes)


def measure_features(context: Context, index: int) -> dict[str, str]:
    """Features of quantity `index` for the question what it measures, each with the words that made it."""
    p = place(context, index)
    unit = shape(p.quantity)
    out: dict[str, str] = {}
    _own(out, p.quantity, unit)
    _clause(out, context, p, unit)
    out.update(context.grams[index])
    _neighbours(out, context, p, unit)
    _article(out, context, index, unit)
    _people(out, context, p)
    _shape_of_clause(out, context, p, unit)
    _owed_and_paid(out, context, p)
    wage_features(out, context, index)
    same_number(out, context, index)
    out.update(context.runs[index])
    return out


_SHARE = frozenset(("r.each", "r.eachhouse", "r.eachorg", "r.monthly", "r.yearly", "r.daily"))


def has_share_word(context: Context, index: int) -> bool:
    """Whether a word such as 每人, 每家, 各 or 每月 stands before quantity `index` in its sentence."""
    p = place(context, index)
    return any(not _SHARE.isdisjoint(t.classes) for part in (p.earlier, p.left) for t in part)


def per_features(context: Context, index: int, measure: str) -> dict[str, str]:
    """Features of quantity `index` for the question what one share goes to, given its measure."""
    p = place(context, index)
    q = p.quantity
    unit = shape(q)
    out: dict[str, str] = {"bias": "", f"M={measure}": "", f"u={unit}": q.text, f"q={q.qualifier}": ""}
    out[f"per={q.per}"] = ""
    out[f"perM={q.per}+{measure}"] = ""
    out[f"m={_magnitude(q)}"] = ""
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
    out.update(context.grams[index])
    out[f"K={context.article.kind}"] = ""
    return out
