"""Features for the question of scope: where a figure stands in time, in the story and in the plans of the article.

Names: `a` an expression of time or plan in the sentence, `c` one carried over from before it, `A` the last one anywhere
before, `x` what tells the setting of a story from what the union did; `M` is the measure that was decided.
"""

import bisect
from functools import lru_cache

from pipeline.measuring.measure_context import EARLIER, Context, Place, place, shape
from pipeline.measuring.measure_governing import governing_part
from pipeline.measuring.measure_hints import hint_features, hints_around
from pipeline.measuring.measure_parts import KEPT, Part, View, bare
from pipeline.measuring.measure_senses import sense_parts
from pipeline.measuring.measure_setting import sentences_around, setting_parts
from pipeline.measuring.measure_time import TIMES, Anchor, words
from pipeline.measuring.measure_triggers import bag, nearest

FRAMES = TIMES | {"compare", "norm", "year", "stock"}  # kinds of anchors that may govern what stands far behind them


def scope_features(context: Context, index: int, measure: str) -> View:
    """What is seen of quantity `index` for the question of scope, given its measure."""
    p = place(context, index)
    asked = (measure, side(measure))
    out = Part({"u=" + shape(p.quantity): p.quantity.text})
    before = context.anchors[: bisect.bisect_left(context.anchor_starts, p.quantity.start)][::-1]
    _anchors(out, context, p, (before, measure))
    _carried(out, context, p, (before, measure))
    bag(out, "L", p.left)
    bag(out, "R", p.right)
    _scope_words(out, p, asked[1])
    hint_features(out, context, index, asked)
    shared = (*setting_parts(context, index, asked[1]), *_surroundings(context, p, asked[1]))
    told = (out, _signs(p, measure), governing_part(context, index, asked), context.grams[index], *shared, *sense_parts(context, index))
    where = (_time(context, index, measure), _spot(context, p, asked[1]), _story(context, p, measure))
    return View(told, (_quantity_part(context, index, measure), *where))


@lru_cache(KEPT)
def _asked_part(measure: str, kind: str, type_: str, per: str | None, qualifier: str) -> Part:
    alone = ("bias", f"M={measure}", f"q={qualifier}", f"per={per}", f"K={kind}", f"T={type_}")
    return bare((*alone, *(f"M={measure}+{other}" for other in (kind, type_, per, qualifier))))


def _quantity_part(context: Context, index: int, measure: str) -> Part:
    """Hedge, share, kind of article and type of activity, alone and with the measure."""
    q = context.quantities[index]
    return _asked_part(measure, context.article.kind, context.types[index], q.per, q.qualifier)


def _anchors(out: Part, context: Context, p: Place, given: tuple[list[Anchor], str]) -> None:
    """Expressions in the sentence: before the number, the nearest first, and after it."""
    (before, measure), q = given, p.quantity
    here = [a for a in before if a.start >= p.sentence[0]]
    for i, a in enumerate(here[:3]):
        near = "同句" if a.start >= p.clause[0] else "前句"
        out[f"a{i}={a.kind}"] = a.text
        out[f"a{i}{near}={a.kind}"] = a.text
    for a in here:
        out["al=" + a.kind] = a.text
    for a in context.anchors_between(q.end, p.sentence[1]):
        out[("ar=" if a.start < p.clause[1] else "as=") + a.kind] = a.text
    first = here[0].kind if here else "-"
    said = here[0].text if here else ""
    out["a01=" + ("+".join(a.kind for a in here[:2]) or "-")] = "…".join(a.text for a in here[:2])
    out[f"a0M={first}+{measure}"] = said
    out[f"a0U={first}+{q.unit_class}"] = said


def _carried(out: Part, context: Context, p: Place, given: tuple[list[Anchor], str]) -> None:
    """Expressions before the sentence: in the paragraph, its first one, and the last frame of time anywhere before."""
    (before, measure), q = given, p.quantity
    carried = context.anchors_between(p.paragraph, p.sentence[0])[::-1]
    for i, a in enumerate(carried[:2]):
        out[f"c{i}={a.kind}"] = a.text
    for a in carried:
        out["cl=" + a.kind] = a.text
    i = bisect.bisect_left(context.anchor_starts, p.paragraph)
    if i < len(context.anchors) and context.anchors[i].start < q.start:
        out["p0=" + context.anchors[i].kind] = context.anchors[i].text
    if not before or before[0].start < p.sentence[0]:
        last = carried[0] if carried else None
        out[f"e0={last.kind if last else '-'}+{measure}"] = last.text if last else ""
        earlier = None if carried else next((a for a in before if a.start < p.paragraph), None)
        if earlier:
            out["f0=" + earlier.kind] = earlier.text
    _frame(out, context, q.start, given)


def _frame(out: Part, context: Context, start: int, given: tuple[list[Anchor], str]) -> None:
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


def _time(context: Context, index: int, measure: str) -> Part:
    """The time that governs the number, and whether the article's figures are mostly of an earlier year."""
    p = place(context, index)
    return _time_part(context.times[index], measure, context.profile, context.times[0] in EARLIER, p.paragraph == 0)


@lru_cache(KEPT)
def _time_part(time: str, measure: str, profile: str, is_first: bool, is_in_lead: bool) -> Part:
    names = [f"t={time}", f"tM={time}+{measure}"]
    if time in EARLIER:
        names += [f"往年={profile}{'首' if is_first else ''}", f"往年段={is_in_lead}{profile}"]
    elif time == "-":
        names.append(f"无时={profile}")
    return bare(names)


def _spot(context: Context, p: Place, kind: str) -> Part:
    """Where in the article the number stands: which paragraph, sentence and fifth of it."""
    q = p.quantity
    paragraph = "段首" if p.paragraph == 0 else "段末" if context.text.find("\n", q.end) < 0 else "段中"
    sentence = bisect.bisect_left(context.stops, q.start)
    within = min(3, sentence - bisect.bisect_left(context.stops, p.paragraph))
    return _spot_part(paragraph, within, min(4, sentence), min(4, 5 * q.start // max(1, len(context.text))), kind)


@lru_cache(KEPT)
def _spot_part(paragraph: str, within: int, sentence: int, fifth: int, kind: str) -> Part:
    return bare((paragraph, f"句={within}", f"句序={sentence}+{kind}", f"位={fifth}", f"位={fifth}+{kind}"))


def _scope_words(out: Part, p: Place, kind: str) -> None:
    """Adds verbs and words of scope in the clause."""
    for t in p.left + p.right:
        for c in t.classes:
            if c[0] in "sv":
                out[f"x{c}+{kind}"] = t.text


def _signs(p: Place, measure: str) -> Part:
    """The nearest verb and word of scope before the number, with the measure and with each other."""
    before = (p.earlier + p.left)[::-1]
    (sign, sign_text), (verb, verb_text) = nearest(before, "s"), nearest(before, "v")
    return _signs_part(sign, verb, measure).worded((f"{sign_text}…{verb_text}", sign_text, verb_text))


@lru_cache(KEPT)
def _signs_part(sign: str, verb: str, measure: str) -> Part:
    return bare((f"xsv={sign}+{verb}", f"xsM={sign}+{measure}", f"xvM={verb}+{measure}"))


def _story(context: Context, p: Place, measure: str) -> Part:
    """Whether a union was named before the number, and whether it stands in quoted speech."""
    named, since, until = (bisect.bisect_left(context.unions, at) for at in (p.quantity.start, *p.sentence))
    quoted = context.text.count("“", 0, p.quantity.start) > context.text.count("”", 0, p.quantity.start)
    return _story_part("无" if not named else "一" if named == 1 else "多", f"{named > since}{until > named}", quoted, measure)


@lru_cache(KEPT)
def _story_part(before: str, here: str, quoted: bool, measure: str) -> Part:
    alone = (f"前工会={before}", f"句工会={here}", f"引={quoted}")
    return bare((*alone, *(f"{name}+{side(measure)}" for name in alone), f"前工会={before}+{measure}"))


def _surroundings(context: Context, p: Place, kind: str) -> list[Part]:
    """What the quantities of a clause, of a sentence and of the article have in common."""
    return [
        context.once(("clause", p.clause, p.sentence, kind), lambda: _around_clause(context, p, kind)),
        context.once(("sentence", p.sentence, kind), lambda: _around_sentence(context, p, kind)),
        context.once("headline", lambda: Part({"ha=" + a.kind: a.text for a in context.headline_anchors})),
    ]


def _around_clause(context: Context, p: Place, kind: str) -> Part:
    out = Part()
    _little_words(out, "xw", words("clause"), context.text[slice(*p.clause)], kind)
    hints_around(out, context, p, kind)
    return out


def _around_sentence(context: Context, p: Place, kind: str) -> Part:
    out = Part()
    _little_words(out, "xs", words("sentence"), context.text[slice(*p.sentence)], kind)
    sentences_around(out, context, p.sentence)
    return out


def _little_words(out: Part, name: str, listed: tuple[str, ...], stretch: str, kind: str) -> None:
    for word in [word for word in listed if word in stretch]:
        out[f"{name}={word}"] = out[f"{name}={word}+{kind}"] = word
