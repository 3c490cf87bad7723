"""The expression of time that governs a figure, for the question of scope: read clause by clause as a reader does.

In a sentence a later expression replaces an earlier one, but a limit (截至目前) leaves standing what began before it (2013年以来). A
sentence without one goes on with what governed the sentence before it in the paragraph. Names: `G` the governing expression with
what it is seen beside: the measure, its distance, what the article begins with, the season, whether the clause says that it is done.
"""

import bisect
from dataclasses import dataclass
from functools import lru_cache

from pipeline.measuring.measure_context import EARLIER, Context, Place, place
from pipeline.measuring.measure_parts import KEPT, Part, bare
from pipeline.measuring.measure_time import TIMES

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
    paragraph = p.paragraph
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
        if a.kind in TIMES and not (is_limit and kind in _BEGUN):
            kind, text = a.kind, a.text
    return kind, text


def _lead(context: Context) -> str:
    """What headline and first sentence speak of: an earlier year, this one, both or neither."""
    first = context.stops[0] if context.stops else len(context.text)
    kinds = {a.kind for a in [*context.headline_anchors, *context.anchors_between(0, first)]}
    return ("往" if kinds & EARLIER else "") + ("今" if "this" in kinds else "") or "无"


def governing_part(context: Context, index: int, asked: tuple[str, str]) -> Part:
    """What governs quantity `index`; `asked` is its measure and the side it is on (`measure_scope.side`)."""
    p = place(context, index)
    frame = governing(context, p)
    done = context.once(("done", p.clause), lambda: _is_done(context.text[p.clause[0] : p.clause[1]]))
    beside: tuple[str, ...] = ()
    if frame.kind in EARLIER:
        first, lead = context.times[0] in EARLIER, context.once("lead", lambda: _lead(context))
        beside = (lead, f"{lead}{context.is_early}", f"{first}{context.is_early}")
    elif frame.kind == "sinceown":
        before = context.anchors[: bisect.bisect_left(context.anchor_starts, p.quantity.start)]
        is_old = any(a.kind in EARLIER or a.kind == "long" for a in before)
        beside = (str(is_old), *(verb for verb in _OWN if verb in frame.text))
    kept = _frame_part(frame.kind, frame.far, done, asked, beside)
    return kept.worded([frame.text] * len(kept))


@lru_cache(KEPT)
def _frame_part(kind: str, far: int, done: str, asked: tuple[str, str], beside: tuple[str, ...]) -> Part:
    measure, side = asked
    pairs = (side, measure, *beside)
    return bare((f"G={kind}", f"G={kind}{far}", f"G={kind}{min(1, far)}+{done}", *(f"G={kind}+{other}" for other in pairs)))


def _is_done(clause: str) -> str:
    return "了" if "了" in clause or "已" in clause or "过" in clause else ""
