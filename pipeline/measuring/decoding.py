"""From heads to decisions: what each question is asked with, and the order in which the questions are asked.

Measure and scope are asked twice: first each quantity for itself, then again with the first answers about its neighbours,
as figures in a list or a paragraph go together. The heads of the second round are named with a 2.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.measuring.features import has_share_word, measure_features, per_features, scope_features
from pipeline.measuring.measure_classes import NO_FACT, allowed
from pipeline.measuring.measure_context import Context
from pipeline.measuring.model import Head
from pipeline.records import Quantity

PERIODS = ("year", "month", "day")
NONE = "none"
Answer = tuple[str, float]  # a class and its probability


@dataclass(frozen=True)
class Decision:
    """What was decided of one quantity; `confidence` is raw (not calibrated), 0-1; the views are what it was decided by."""

    measure: str
    scope: str
    per: str | None
    confidence: float
    measure_view: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    scope_view: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)


def measure_head(quantity: Quantity) -> str:
    """The head that is asked what the quantity measures."""
    return "money" if quantity.unit_class == "money" else "counted"


def split_per(per: str | None) -> tuple[str, str]:
    """`person/month` as ("person", "month"), `year` as (NONE, "year"), None as (NONE, NONE)."""
    first, _, second = (per or NONE).partition("/")
    return (NONE, first) if first in PERIODS else (first, second or NONE)


def join_per(recipient: str, period: str) -> str | None:
    """The inverse of `split_per`."""
    return "/".join(part for part in (recipient, period) if part != NONE) or None


def measure_views(context: Context) -> list[dict[str, str]]:
    """Features of each quantity for the first question of measure."""
    return [measure_features(context, i) for i in range(len(context.quantities))]


def scope_views(context: Context, measures: Sequence[str]) -> list[dict[str, str]]:
    """Features of each quantity for the first question of scope, given the measures."""
    return [scope_features(context, i, measure) for i, measure in enumerate(measures)]


def per_view(context: Context, index: int, measure: str) -> dict[str, str]:
    """Features for the two questions of per."""
    return per_features(context, index, measure)


def with_neighbours(context: Context, views: Sequence[Mapping[str, str]], answers: Sequence[Answer]) -> list[dict[str, str]]:
    """The views with what was answered about the quantity itself and those before and after it."""
    wider = []
    for i, view in enumerate(views):
        label, sure = answers[i]
        out = {**view, f"Z0={label}": "", f"Z0={label}{int(sure * 5)}": ""}
        for step in (-2, -1, 1, 2):
            if 0 <= i + step < len(views):
                near = _nearness(context, i, i + step)
                same = context.quantities[i].unit == context.quantities[i + step].unit
                other = answers[i + step][0]
                out[f"Z{step}={other}"] = ""
                out[f"Z{step}{near}{same}={other}"] = ""
                out[f"Z{step}{near}={other}+{label}"] = ""
        wider.append(out)
    return wider


def _nearness(context: Context, one: int, other: int) -> str:
    low, high = sorted((context.quantities[one], context.quantities[other]), key=lambda q: q.start)
    between = context.text[low.end : high.start]
    if "\n" in between:
        return "段外"
    return "异句" if any(mark in between for mark in "。！？；;") else "同句"


def best(chances: Mapping[str, float]) -> Answer:
    """The likeliest class with its probability; of equals the last by name, so that the choice is always the same."""
    return max(chances.items(), key=lambda pair: (pair[1], pair[0]))


def answer_measures(heads: Mapping[str, Head], context: Context, views: Sequence[Mapping[str, str]], turn: str) -> list[Answer]:
    """The likeliest measure of each quantity among those its unit allows; `turn` is "" or "2"."""
    return [best(heads[measure_head(q) + turn].probabilities(view, allowed(q))) for q, view in zip(context.quantities, views, strict=True)]


def answer_scopes(heads: Mapping[str, Head], views: Sequence[Mapping[str, str]], turn: str) -> list[Answer]:
    """The likeliest scope of each quantity; `turn` is "" or "2"."""
    return [best(heads["scope" + turn].probabilities(view)) for view in views]


def decide_all(heads: Mapping[str, Head], context: Context) -> list[Decision]:
    """A decision for each quantity of the context, in order."""
    views = measure_views(context)
    first = answer_measures(heads, context, views, "")
    measures = answer_measures(heads, context, with_neighbours(context, views, first), "2")
    placed = scope_views(context, [measure for measure, _ in measures])
    first = answer_scopes(heads, placed, "")
    scopes = answer_scopes(heads, with_neighbours(context, placed, first), "2")
    decisions = []
    for i, ((measure, sure), (scope, scope_sure)) in enumerate(zip(measures, scopes, strict=True)):
        if measure == NO_FACT:
            decisions.append(Decision(NO_FACT, "event", None, sure))
        else:
            per = _per(heads, context, i, measure)
            decisions.append(Decision(measure, scope, per, sure * scope_sure, views[i], placed[i]))
    return decisions


def _per(heads: Mapping[str, Head], context: Context, index: int, measure: str) -> str | None:
    """What one share goes to; counts without a word for each (每人, 各, 分别) are of nobody's share and are not asked."""
    quantity = context.quantities[index]
    if quantity.unit_class != "money" and quantity.per is None and not has_share_word(context, index):
        return None
    view = per_view(context, index, measure)
    recipient, _ = best(heads["recipient"].probabilities(view))
    period, _ = best(heads["period"].probabilities(view))
    return join_per(recipient, period)
