"""The expression of time that governs a figure, for the question of scope: read clause by clause as a reader does.

In a sentence a later expression replaces an earlier one, but a limit (截至目前) leaves standing what began before it (2013年以来). A
sentence without one goes on with what governed the sentence before it in the paragraph. Names: `G` the governing expression with
what it is seen beside: the measure, its distance, what the article begins with, the season, whether the clause says that it is done.
"""

import bisect
from dataclasses import dataclass

from pipeline.measuring.measure_context import EARLIER, Context, Place, place

_FRAMES = frozenset(("this", "oneyear", "last", "lastyear", "lastdate", "then", "longago", "long", "range", "sinceown", "upto", "future"))
_BEGUN = frozenset(("long", "sinceown", "range"))  # what a limit leaves standing
_OWN = ("成立", "启动", "开展", "设立", "实施", "创办", "运行", "开办", "建立", "推出", "挂牌", "启用", "开通", "组建")
_FAR = 3  # sentences; a frame is not carried further


@dataclass(frozen=True)
class Frame:
    """The kind of the governing expression, `-` where there is none, its words, and how many sentences before it stands."""

    kind: str
    text: str = ""
    far: int = 0


def governing(context: Context, p: Place) -> Frame:
    """What governs the number at `p`: of its sentence up to it, else of the sentences before it in its paragraph."""
    paragraph = context.text.rfind("\n", 0, p.quantity.start) + 1
    start, end = p.sentence[0], p.quantity.start
    for far in range(_FAR + 1):
        kind, text = _read(context, start, end)
        if kind != "-":
            return Frame(kind, text, far)
        if start <= paragraph:
            break
        end = start
        start = max(paragraph, context.around(context.stops, start - 1, start - 1)[0])
    return Frame("-")


def _read(context: Context, start: int, end: int) -> tuple[str, str]:
    kind, text = "-", ""
    for a in context.anchors_between(start, end):
        is_limit = a.kind == "upto" or a.text[0] in "截到"
        if a.kind in _FRAMES and not (is_limit and kind in _BEGUN):
            kind, text = a.kind, a.text
    return kind, text


def _lead(context: Context) -> str:
    """What headline and first sentence speak of: an earlier year, this one, both or neither."""
    if "_lead" not in context.__dict__:
        first = context.stops[0] if context.stops else len(context.text)
        kinds = {a.kind for a in [*context.headline_anchors, *context.anchors_between(0, first)]}
        context.__dict__["_lead"] = ("往" if kinds & EARLIER else "") + ("今" if "this" in kinds else "") or "无"
    return context.__dict__["_lead"]


def governing_features(out: dict[str, str], context: Context, index: int, asked: tuple[str, str]) -> None:
    """Adds what governs quantity `index`; `asked` is its measure and the side it is on (`measure_scope.side`)."""
    measure, side = asked
    p = place(context, index)
    frame = governing(context, p)
    kind, words = frame.kind, frame.text
    done = "了" if any(w in context.text[p.clause[0] : p.clause[1]] for w in ("了", "已", "过")) else ""
    beside = [kind, f"{kind}+{side}", f"{kind}+{measure}", f"{kind}{frame.far}", f"{kind}{min(1, frame.far)}+{done}"]
    if kind in EARLIER:
        first = context.times[0] in EARLIER
        beside += [f"{kind}+{_lead(context)}", f"{kind}+{_lead(context)}{context.is_early}", f"{kind}+{first}{context.is_early}"]
    elif kind == "sinceown":
        before = context.anchors[: bisect.bisect_left(context.anchor_starts, p.quantity.start)]
        is_old = any(a.kind in EARLIER or a.kind == "long" for a in before)
        beside += [f"{kind}+{is_old}", *(f"{kind}+{verb}" for verb in _OWN if verb in words)]
    for name in beside:
        out["G=" + name] = words
