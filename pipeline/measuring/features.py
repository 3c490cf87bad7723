"""What stands around a quantity, as named features for the models of measure, scope and per.

A feature is a short string; it maps to the words of the text that made it ("" where there are none), so that a
decision can be explained. Names: `L` left of the number in its clause, `R` right of it, `P`/`N` previous and next
clause of the sentence, `S` sentence, `H` headline, `A` article, `Q` the quantities before and after.
"""

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.measuring.measure_time import Anchor, anchors
from pipeline.measuring.measure_triggers import Trigger, triggers
from pipeline.records import Article, Entity, Quantity
from pipeline.text.forms import fold

_BREAK = re.compile(r"[，,。！？!?；;：:\n]")
_STOP = re.compile(r"[。！？!?；;\n]")
_DIGITS = re.compile(r"[0-9０-９.,]+")
_TIMES = frozenset(("this", "last", "lastyear", "longago", "long", "range", "sinceown", "future", "upto"))
_EARLIER = frozenset(("last", "lastyear", "longago"))
_ENDS = "，,。；;、：:！!？?）)\n"
_PAID = frozenset(("v.recover", "v.receive"))
_REACH = 10  # characters; pairs of characters are taken from so far on either side, within the clause
_WIDE = 14  # characters; the reach of a head noun after its number


@dataclass(frozen=True)
class Context:
    """An article with its quantities in text order, and what is worked out of it once."""

    article: Article
    quantities: tuple[Quantity, ...]
    entities: tuple[Entity, ...]
    types: tuple[str, ...]  # types of the activities found, in order

    @cached_property
    def text(self) -> str:
        """The article's text, folded."""
        return fold(self.article.text)

    @cached_property
    def triggers(self) -> list[Trigger]:
        """Triggers in the text that lie outside the quantities."""
        ends = [q.end for q in self.quantities]
        starts = [q.start for q in self.quantities]

        def outside(t: Trigger) -> bool:
            i = bisect.bisect_right(ends, t.start)
            return i == len(starts) or t.end <= starts[i]

        return [t for t in triggers(self.text) if outside(t)]

    @cached_property
    def trigger_starts(self) -> list[int]:
        """Where each trigger starts, for bisection."""
        return [t.start for t in self.triggers]

    @cached_property
    def headline(self) -> frozenset[str]:
        """Classes of the headline's triggers."""
        return frozenset(c for t in triggers(fold(self.article.headline)) for c in t.classes)

    @cached_property
    def breaks(self) -> list[int]:
        """Offsets of the marks that end a clause; a comma inside a quantity is none."""
        return self._outside(_BREAK)

    @cached_property
    def stops(self) -> list[int]:
        """Offsets of the marks that end a sentence."""
        return self._outside(_STOP)

    @cached_property
    def issue_year(self) -> int | None:
        """The year the paper came out, where known."""
        date = self.article.issue_date or ""
        return int(date[:4]) if date[:4].isdigit() else None

    @cached_property
    def anchors(self) -> list[Anchor]:
        """Expressions of time, plan and standard in the text, in order."""
        return anchors(self.text, self.issue_year)

    @cached_property
    def times(self) -> list[str]:
        """For each quantity the kind of its nearest anchor of time, in its sentence or else earlier in its paragraph."""
        return [self._time(q) for q in self.quantities]

    @cached_property
    def profile(self) -> str:
        """Whether the quantities of the article are mostly placed in an earlier year: none, some, most."""
        earlier = sum(kind in _EARLIER for kind in self.times)
        return "无" if not earlier else "少" if earlier * 2 <= len(self.times) else "多"

    def _time(self, q: Quantity) -> str:
        paragraph = self.text.rfind("\n", 0, q.start) + 1
        i = bisect.bisect_left([a.start for a in self.anchors], q.start)
        for a in reversed(self.anchors[:i]):
            if a.start < paragraph:
                break
            if a.kind in _TIMES:
                return a.kind
        return "-"

    @cached_property
    def headline_anchors(self) -> list[Anchor]:
        """The same in the headline."""
        return anchors(fold(self.article.headline), self.issue_year)

    @cached_property
    def persons(self) -> list[Entity]:
        """Entities that are people, in order."""
        return sorted((e for e in self.entities if e.label == "PERSON"), key=lambda e: e.start)

    def _outside(self, pattern: re.Pattern) -> list[int]:
        found = [m.start() for m in pattern.finditer(self.text)]
        spans = [(q.start, q.end) for q in self.quantities if "," in q.text or "，" in q.text]
        return [p for p in found if not any(s <= p < e for s, e in spans)]

    def between(self, start: int, end: int) -> list[Trigger]:
        """Triggers that lie in [start, end), in order."""
        low = bisect.bisect_left(self.trigger_starts, start)
        high = bisect.bisect_left(self.trigger_starts, end)
        return self.triggers[low:high]

    def around(self, marks: list[int], start: int, end: int) -> tuple[int, int]:
        """The span between the mark before `start` and the mark at or after `end`."""
        i = bisect.bisect_left(marks, start)
        left = marks[i - 1] + 1 if i else 0
        j = bisect.bisect_left(marks, end)
        return left, marks[j] if j < len(marks) else len(self.text)


@dataclass(frozen=True)
class Place:
    """Where a quantity stands: its own span, its clause, its sentence and its neighbours' ends."""

    quantity: Quantity
    clause: tuple[int, int]
    sentence: tuple[int, int]
    previous: Quantity | None
    following: Quantity | None


def place(context: Context, index: int) -> Place:
    """The surroundings of quantity `index` of the context."""
    q = context.quantities[index]
    return Place(
        q,
        context.around(context.breaks, q.start, q.end),
        context.around(context.stops, q.start, q.end),
        context.quantities[index - 1] if index else None,
        context.quantities[index + 1] if index + 1 < len(context.quantities) else None,
    )


def _shape(q: Quantity) -> str:
    """The unit as written: for money the class, for the rest the classifier."""
    if q.unit_class == "money":
        return "元"
    tail = _DIGITS.split(fold(q.text))[-1]
    return tail.lstrip("余多几数十百千万亿来约近超逾上以左右") or q.unit


def _bag(out: dict[str, str], name: str, found: Sequence[Trigger]) -> None:
    for t in found:
        for c in t.classes:
            out.setdefault(f"{name}={c}", t.text)


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
    left = context.between(p.clause[0], q.start)[::-1]
    right = context.between(q.end, p.clause[1])
    cut_left = p.previous.end if p.previous and p.previous.end > p.clause[0] else p.clause[0]
    cut_right = p.following.start if p.following and p.following.start < p.clause[1] else p.clause[1]
    near_left = [t for t in left if t.start >= cut_left]
    near_right = [t for t in right if t.start < cut_right]
    _bag(out, "L", near_left)
    _bag(out, "R", near_right)
    _bag(out, "LL", [t for t in left if t.start < cut_left])
    _bag(out, "RR", [t for t in right if t.start >= cut_right])
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


def _grams(out: dict[str, str], context: Context, p: Place) -> None:
    """Characters that touch the number, one to four on either side, and the words at the clause's ends."""
    text, q = context.text, p.quantity
    left = _DIGITS.sub("0", text[max(p.sentence[0], q.start - 6) : q.start])
    right = _DIGITS.sub("0", text[q.end : min(p.sentence[1], q.end + 6)])
    for n in (1, 2, 3, 4):
        if len(left) >= n:
            out[f"l{n}={left[-n:]}"] = left[-n:]
        if len(right) >= n:
            out[f"r{n}={right[:n]}"] = right[:n]
    wide_left = text[max(p.clause[0], q.start - _REACH) : q.start]
    wide_right = text[q.end : min(p.clause[1], q.end + _REACH)]
    for name, part in (("lb", wide_left), ("rb", wide_right)):
        for i in range(len(part) - 1):
            out.setdefault(f"{name}={part[i : i + 2]}", part[i : i + 2])


def _neighbours(out: dict[str, str], context: Context, p: Place, unit: str) -> None:
    """The clauses before and after in the sentence, and the quantities before and after."""
    if p.clause[0] > p.sentence[0]:
        before = context.around(context.breaks, p.clause[0] - 1, p.clause[0] - 1)
        found = context.between(*before)
        _bag(out, "P", found)
        pv, pvw = _nearest(found[::-1], "v")
        lv = next((k[4:] for k in out if k.startswith("LV0=")), "-")
        if lv == "-":
            out[f"PV0={pv}+{unit}"] = pvw
    if p.clause[1] < p.sentence[1]:
        after = context.around(context.breaks, p.clause[1] + 1, p.clause[1] + 1)
        _bag(out, "N", context.between(*after))
    _bag(out, "S", context.between(*p.sentence))
    for name, other in (("Qp", p.previous), ("Qn", p.following)):
        if other is None or not p.sentence[0] <= other.start < p.sentence[1]:
            out[f"{name}=-"] = ""
            continue
        near = "同句" if p.clause[0] <= other.start < p.clause[1] else "邻句"
        out[f"{name}={near}{_shape(other)}"] = other.text
        out[f"{name}U={near}{other.unit_class}"] = other.text
    if p.previous and 0 <= p.quantity.start - p.previous.end <= 6:
        gap = context.text[p.previous.end : p.quantity.start]
        out[f"gap={gap[-1:]}+{_shape(p.previous)}+{unit}"] = gap


def _article(out: dict[str, str], context: Context, unit: str) -> None:
    for c in context.headline:
        out[f"H={c}"] = ""
    for kind in context.types[:3]:
        out[f"T={kind}"] = kind
        out[f"Tu={kind}+{unit}"] = kind
    out[f"K={context.article.kind}"] = context.article.kind


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
    out[f"空首={unit}" if not start.strip() else f"首={unit}+{_nearest(context.between(p.clause[0], q.start), 'n')[0]}"] = ""
    verbs = [c for t in context.between(p.clause[0], q.start)[::-1] for c in t.classes if c[0] == "v"]
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
    owed = any("v.owe" in t.classes for t in context.between(*p.sentence))
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
    unit = _shape(p.quantity)
    out: dict[str, str] = {}
    _own(out, p.quantity, unit)
    _clause(out, context, p, unit)
    _grams(out, context, p)
    _neighbours(out, context, p, unit)
    _article(out, context, unit)
    _people(out, context, p)
    _shape_of_clause(out, context, p, unit)
    _owed_and_paid(out, context, p)
    return out


def _anchors(out: dict[str, str], context: Context, index: int, measure: str) -> None:
    """Expressions of time and plan before the number: the nearest ones in the sentence, else those carried over."""
    p = place(context, index)
    q = p.quantity
    before = [a for a in context.anchors if a.start < q.start][::-1]
    here = [a for a in before if a.start >= p.sentence[0]]
    for i, a in enumerate(here[:3]):
        near = "同句" if a.start >= p.clause[0] else "前句"
        out[f"a{i}={a.kind}"] = a.text
        out[f"a{i}{near}={a.kind}"] = a.text
    for a in here:
        out[f"al={a.kind}"] = a.text
    for a in context.anchors:
        if q.end <= a.start < p.clause[1]:
            out[f"ar={a.kind}"] = a.text
        elif p.clause[1] <= a.start < p.sentence[1]:
            out[f"as={a.kind}"] = a.text
    kinds = "+".join(a.kind for a in here[:2]) or "-"
    out[f"a01={kinds}"] = "…".join(a.text for a in here[:2])
    out[f"a0M={kinds.split('+')[0]}+{measure}"] = kinds
    out[f"a0U={kinds.split('+')[0]}+{q.unit_class}"] = kinds
    paragraph = context.text.rfind("\n", 0, q.start) + 1
    carried = [a for a in before if paragraph <= a.start < p.sentence[0]]
    for i, a in enumerate(carried[:2]):
        out[f"c{i}={a.kind}"] = a.text
    for a in carried:
        out[f"cl={a.kind}"] = a.text
    first = next((a for a in context.anchors if a.start >= paragraph), None)
    if first and first.start < q.start:
        out[f"p0={first.kind}"] = first.text
    if not here:
        last = carried[0].kind if carried else "-"
        out[f"e0={last}+{measure}"] = last
        earlier = [a for a in before if a.start < paragraph]
        if not carried and earlier:
            out[f"f0={earlier[0].kind}"] = earlier[0].text
    for a in context.headline_anchors:
        out[f"ha={a.kind}"] = a.text
    time = context.times[index]
    out[f"t={time}"] = time
    out[f"tM={time}+{measure}"] = time
    if time in _EARLIER:
        lead = context.times[0] in _EARLIER
        out[f"往年={context.profile}{'首' if lead else ''}"] = time
        out[f"往年段={paragraph == 0}{context.profile}"] = time
    elif time == "-":
        out[f"无时={context.profile}"] = ""
    out["段首" if paragraph == 0 else "段末" if "\n" not in context.text[q.end :] else "段中"] = ""
    out[f"句={min(3, sum(paragraph <= s < q.start for s in context.stops))}"] = ""


def scope_features(context: Context, index: int, measure: str) -> dict[str, str]:
    """Features of quantity `index` for the question of scope, given its measure."""
    p = place(context, index)
    q = p.quantity
    unit = _shape(q)
    out: dict[str, str] = {"bias": "", f"M={measure}": measure, f"u={unit}": q.text, f"q={q.qualifier}": ""}
    out[f"per={q.per}"] = ""
    out[f"K={context.article.kind}"] = context.article.kind
    _anchors(out, context, index, measure)
    _bag(out, "L", context.between(p.clause[0], q.start))
    _bag(out, "R", context.between(q.end, p.clause[1]))
    _bag(out, "SL", context.between(p.sentence[0], p.clause[0]))
    _bag(out, "SR", context.between(p.clause[1], p.sentence[1]))
    _grams(out, context, p)
    for kind in context.types[:2]:
        out[f"T={kind}"] = kind
    return out


def per_features(context: Context, index: int, measure: str) -> dict[str, str]:
    """Features of quantity `index` for the question what one share goes to, given its measure."""
    p = place(context, index)
    q = p.quantity
    unit = _shape(q)
    out: dict[str, str] = {"bias": "", f"M={measure}": measure, f"u={unit}": q.text, f"q={q.qualifier}": ""}
    out[f"per={q.per}"] = ""
    out[f"perM={q.per}+{measure}"] = ""
    out[f"m={_magnitude(q)}"] = ""
    cut = p.previous.end if p.previous and p.previous.end > p.clause[0] else p.clause[0]
    left = context.between(cut, q.start)
    _bag(out, "L", left)
    _bag(out, "R", context.between(q.end, p.clause[1]))
    _bag(out, "S", context.between(p.sentence[0], q.start))
    for t in left:
        for c in t.classes:
            if c[0] == "r":
                out[f"LM={c}+{measure}"] = t.text
    _people(out, context, p)
    for name in ("人名左", "人名右", "人名句"):
        if name in out:
            out[f"{name}M={measure}"] = out[name]
    _grams(out, context, p)
    out[f"K={context.article.kind}"] = context.article.kind
    return out
