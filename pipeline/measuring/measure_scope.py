"""Features for the question of scope: where a figure stands in time, in the story and in the plans of the article.

Names: `a` an expression of time or plan in the sentence, `c` one carried over from before it, `A` the last one anywhere
before, `x` what tells the setting of a story from what the union did; `M` is the measure that was decided.
"""

import bisect

from pipeline.measuring.measure_context import EARLIER, Context, Place, place, shape
from pipeline.measuring.measure_governing import governing_features
from pipeline.measuring.measure_hints import hint_features
from pipeline.measuring.measure_setting import setting_features
from pipeline.measuring.measure_time import Anchor, words
from pipeline.measuring.measure_triggers import bag

FRAMES = frozenset(
    (
        *("this", "oneyear", "last", "lastyear", "lastdate", "then", "longago", "long", "range", "sinceown", "upto"),
        *("future", "compare", "norm", "year", "stock"),
    )
)
Features = dict[str, str]


def scope_features(context: Context, index: int, measure: str) -> Features:
    """Features of quantity `index` for the question of scope, given its measure, each with the words that made it."""
    p = place(context, index)
    q = p.quantity
    out: Features = {"bias": "", "M=" + measure: "", "u=" + shape(q): q.text, "q=" + q.qualifier: "", f"per={q.per}": ""}
    out["K=" + context.article.kind] = ""
    before = context.anchors[: bisect.bisect_left(context.anchor_starts, q.start)][::-1]
    _anchors(out, context, p, (before, measure))
    _carried(out, context, p, (before, measure))
    _times(out, context, index, measure)
    bag(out, "L", p.left)
    bag(out, "R", p.right)
    out.update(context.grams[index])
    _with_measure(out, context, index, measure)
    _story(out, context, p, measure)
    setting_features(out, context, index, side(measure))
    hint_features(out, context, index, (measure, side(measure)))
    governing_features(out, context, index, (measure, side(measure)))
    return out


def _anchors(out: Features, context: Context, p: Place, given: tuple[list[Anchor], str]) -> None:
    """Expressions in the sentence: before the number, the nearest first, and after it."""
    (before, measure), q = given, p.quantity
    here = [a for a in before if a.start >= p.sentence[0]]
    for i, a in enumerate(here[:3]):
        near = "同句" if a.start >= p.clause[0] else "前句"
        out[f"a{i}={a.kind}"] = a.text
        out[f"a{i}{near}={a.kind}"] = a.text
    for a in here:
        out["al=" + a.kind] = a.text
    for a in context.anchors[bisect.bisect_left(context.anchor_starts, q.end) :]:
        if a.start >= p.sentence[1]:
            break
        out[("ar=" if a.start < p.clause[1] else "as=") + a.kind] = a.text
    first = here[0].kind if here else "-"
    said = here[0].text if here else ""
    out["a01=" + ("+".join(a.kind for a in here[:2]) or "-")] = "…".join(a.text for a in here[:2])
    out[f"a0M={first}+{measure}"] = said
    out[f"a0U={first}+{q.unit_class}"] = said


def _carried(out: Features, context: Context, p: Place, given: tuple[list[Anchor], str]) -> None:
    """Expressions before the sentence: in the paragraph, its first one, and the last frame of time anywhere before."""
    (before, measure), q = given, p.quantity
    paragraph = context.text.rfind("\n", 0, q.start) + 1
    carried = [a for a in before if paragraph <= a.start < p.sentence[0]]
    for i, a in enumerate(carried[:2]):
        out[f"c{i}={a.kind}"] = a.text
    for a in carried:
        out["cl=" + a.kind] = a.text
    i = bisect.bisect_left(context.anchor_starts, paragraph)
    if i < len(context.anchors) and context.anchors[i].start < q.start:
        out["p0=" + context.anchors[i].kind] = context.anchors[i].text
    if not before or before[0].start < p.sentence[0]:
        last = carried[0] if carried else None
        out[f"e0={last.kind if last else '-'}+{measure}"] = last.text if last else ""
        earlier = None if carried else next((a for a in before if a.start < paragraph), None)
        if earlier:
            out["f0=" + earlier.kind] = earlier.text
    for a in context.headline_anchors:
        out["ha=" + a.kind] = a.text
    _frame(out, context, q.start, given)


def _frame(out: Features, context: Context, start: int, given: tuple[list[Anchor], str]) -> None:
    """The last frame of time before the number, however far, with its distance in sentences."""
    before, measure = given
    frames = [a for a in before if a.kind in FRAMES][:2]
    if not frames:
        out["A=-"] = ""
        return
    a = frames[0]
    far = bisect.bisect_left(context.stops, start) - bisect.bisect_left(context.stops, a.start)
    apart = "隔段" if "\n" in context.text[a.start : start] else "同段"
    out["A=" + a.kind] = a.text
    out[f"A={a.kind}{min(far, 3)}{apart}"] = a.text
    out[f"A={a.kind}+{measure}"] = a.text
    out[f"A={a.kind}+{side(measure)}{min(far, 2)}"] = a.text
    if len(frames) > 1:
        out[f"A2={a.kind}+{frames[1].kind}"] = f"{frames[1].text}…{a.text}"


def is_other(measure: str) -> bool:
    """Whether nobody's doing is measured (money_other, ...): such figures set the scene far more often than the others."""
    return measure.endswith("_other")


def side(measure: str) -> str:
    """One of two characters for `is_other`, to be put beside other features."""
    return "他" if is_other(measure) else "己"


def _times(out: Features, context: Context, index: int, measure: str) -> None:
    """The time that governs the number, and whether the article's figures are mostly of an earlier year."""
    q = context.quantities[index]
    time = context.times[index]
    out["t=" + time] = ""
    out[f"tM={time}+{measure}"] = ""
    paragraph = context.text.rfind("\n", 0, q.start) + 1
    if time in EARLIER:
        out[f"往年={context.profile}{'首' if context.times[0] in EARLIER else ''}"] = ""
        out[f"往年段={paragraph == 0}{context.profile}"] = ""
    elif time == "-":
        out["无时=" + context.profile] = ""
    out["段首" if paragraph == 0 else "段末" if "\n" not in context.text[q.end :] else "段中"] = ""
    sentence = bisect.bisect_left(context.stops, q.start)
    out[f"句={min(3, sentence - bisect.bisect_left(context.stops, paragraph))}"] = ""
    out[f"句序={min(4, sentence)}+{side(measure)}"] = ""
    fifth = min(4, 5 * q.start // max(1, len(context.text)))
    out[f"位={fifth}"] = ""
    out[f"位={fifth}+{side(measure)}"] = ""


def _with_measure(out: Features, context: Context, index: int, measure: str) -> None:
    """The measure together with kind, type, share, hedge and the nearest verb and word of scope before the number."""
    q = context.quantities[index]
    p = place(context, index)
    kind = side(measure)
    out["T=" + context.types[index]] = ""
    for other in (context.article.kind, context.types[index], q.per, q.qualifier):
        out[f"M={measure}+{other}"] = ""
    for t in p.left + p.right:
        for c in t.classes:
            if c[0] in "sv":
                out[f"x{c}+{kind}"] = t.text
    before = (p.earlier + p.left)[::-1]
    sign, verb = (next(((c, t.text) for t in before for c in t.classes if c[0] == which), ("-", "")) for which in "sv")
    out[f"xsv={sign[0]}+{verb[0]}"] = sign[1] + "…" + verb[1]
    out[f"xsM={sign[0]}+{measure}"] = sign[1]
    out[f"xvM={verb[0]}+{measure}"] = verb[1]


def _story(out: Features, context: Context, p: Place, measure: str) -> None:
    """Whether a union was named before the number, whether it stands in quoted speech, and little words around it."""
    q, kind = p.quantity, side(measure)
    named = bisect.bisect_left(context.unions, q.start)
    since = bisect.bisect_left(context.unions, p.sentence[0])
    until = bisect.bisect_left(context.unions, p.sentence[1])
    before = "无" if not named else "一" if named == 1 else "多"
    here = f"{named > since}{until > named}"
    quoted = context.text.count("“", 0, q.start) > context.text.count("”", 0, q.start)
    for name in ("前工会=" + before, "句工会=" + here, f"引={quoted}"):
        out[name] = ""
        out[f"{name}+{kind}"] = ""
    out[f"前工会={before}+{measure}"] = ""
    clause, sentence = context.text[slice(*p.clause)], context.text[slice(*p.sentence)]
    for word in words("clause"):
        if word in clause:
            out["xw=" + word] = word
            out[f"xw={word}+{kind}"] = word
    for word in words("sentence"):
        if word in sentence:
            out["xs=" + word] = word
            out[f"xs={word}+{kind}"] = word
