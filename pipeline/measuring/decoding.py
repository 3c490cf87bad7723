"""From heads to decisions: what each question is asked with, and the order in which the questions are asked."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.measuring.features import Context, measure_features, per_features, scope_features
from pipeline.measuring.measure_classes import NO_FACT, allowed
from pipeline.measuring.model import Head
from pipeline.records import Quantity

PERIODS = ("year", "month", "day")
NONE = "none"


@dataclass(frozen=True)
class Decision:
    """What was decided of one quantity; `confidence` is raw (not calibrated), 0-1."""

    measure: str
    scope: str
    per: str | None
    confidence: float


def measure_head(quantity: Quantity) -> str:
    """The head that is asked what the quantity measures."""
    return "money" if quantity.unit_class == "money" else "counted"


def measure_view(context: Context, index: int) -> Mapping[str, str]:
    """Features for the question of measure."""
    return measure_features(context, index)


def scope_view(context: Context, index: int, measure: str) -> Mapping[str, str]:
    """Features for the question of scope."""
    return scope_features(context, index, measure)


def per_view(context: Context, index: int, measure: str) -> Mapping[str, str]:
    """Features for the two questions of per."""
    return per_features(context, index, measure)


def split_per(per: str | None) -> tuple[str, str]:
    """`person/month` as ("person", "month"), `year` as (NONE, "year"), None as (NONE, NONE)."""
    first, _, second = (per or NONE).partition("/")
    return (NONE, first) if first in PERIODS else (first, second or NONE)


def join_per(recipient: str, period: str) -> str | None:
    """The inverse of `split_per`."""
    return "/".join(part for part in (recipient, period) if part != NONE) or None


def _best(chances: Mapping[str, float]) -> tuple[str, float]:
    return max(chances.items(), key=lambda pair: (pair[1], pair[0]))


def decide_all(heads: Mapping[str, Head], context: Context) -> list[Decision]:
    """A decision for each quantity of the context, in order."""
    return [_decide(heads, context, i) for i in range(len(context.quantities))]


def _decide(heads: Mapping[str, Head], context: Context, index: int) -> Decision:
    quantity = context.quantities[index]
    chances = heads[measure_head(quantity)].probabilities(measure_view(context, index), allowed(quantity))
    measure, sure = _best(chances)
    if measure == NO_FACT:
        return Decision(NO_FACT, "event", None, sure)
    scope, scope_sure = _best(heads["scope"].probabilities(scope_view(context, index, measure)))
    view = per_view(context, index, measure)
    recipient, _ = _best(heads["recipient"].probabilities(view))
    period, _ = _best(heads["period"].probabilities(view))
    return Decision(measure, scope, join_per(recipient, period), math.prod((sure, scope_sure)))


def labels(decisions: Sequence[Decision]) -> list[str]:
    """The measures decided, in order."""
    return [d.measure for d in decisions]
