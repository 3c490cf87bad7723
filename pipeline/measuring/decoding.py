"""From heads to decisions: what each question is asked with, and the order: measure, then scope and per, which lean on it.

Where there is an outlook, what the encoder says is added to what the heads say, each with its WEIGHT.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.measuring import measure_chain
from pipeline.measuring.features import has_share_word, measure_features, per_features
from pipeline.measuring.measure_classes import NO_FACT, allowed
from pipeline.measuring.measure_context import Context
from pipeline.measuring.measure_parts import View
from pipeline.measuring.measure_scope import scope_features
from pipeline.measuring.model import Head, shares
from pipeline.reading.encoder import Outlook
from pipeline.records import Quantity

if TYPE_CHECKING:
    import numpy as np

PERIODS = ("year", "month", "day")
NONE = "none"
# On articles new to all (`natural`, 2,934 facts) measure and value come out right with F1 0.846, 0.847, 0.849, 0.846, 0.841 with 0.3, 0.5,
# 0.6, 0.75, 1.0 for measures (`apart` 0.922, 0.931, 0.933); with scope, 0.6 to 1.1 for it are within 0.003.
WEIGHT = {"measure": 0.6, "scope": 0.6, "recipient": 0.5, "period": 0.5}
Answer = tuple[str, float]  # a class and its probability


@dataclass(frozen=True)
class Decision:
    """What was decided of one quantity; `confidence` is raw (not calibrated), 0-1; the views are what it was decided by.

    as_read: the probabilities of measure and scope by the encoder alone; none where there was no outlook.
    """

    measure: str
    scope: str
    per: str | None
    confidence: float
    measure_view: View = field(default=View(()), repr=False, compare=False)
    scope_view: View = field(default=View(()), repr=False, compare=False)
    as_read: tuple[float, float] | None = field(default=None, repr=False, compare=False)


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


def measure_views(context: Context) -> list[View]:
    """What is seen of each quantity for the question of measure."""
    return [measure_features(context, i) for i in range(len(context.quantities))]


def likeliest(head: Head, chances: "np.ndarray") -> list[Answer]:
    """The likeliest class of each row with its probability; of equals the first by name."""
    best = chances.argmax(axis=1).tolist()
    return [(head.classes[column], float(chances[row, column])) for row, column in enumerate(best)]


def _besides(seen: Outlook | None, question: str, head: Head, own: Sequence[int]) -> "np.ndarray | float":
    """What the encoder adds to the scores of a head for the quantities `own`."""
    return WEIGHT[question] * seen.of(question, head.classes, own) if seen else 0.0


def answer_measures(heads: Mapping[str, Head], context: Context, views: Sequence[View], seen: Outlook | None = None) -> list[Answer]:
    """The likeliest measure of each quantity among those that its unit allows."""
    said: list[Answer] = [(NO_FACT, 1.0)] * len(views)
    for name in {measure_head(q): None for q in context.quantities}:
        head, own = heads[name], [i for i, q in enumerate(context.quantities) if measure_head(q) == name]
        limits = [allowed(context.quantities[i]) for i in own]
        chances = head.chances([views[i] for i in own], limits, _besides(seen, "measure", head, own))
        for i, answer in zip(own, likeliest(head, chances), strict=True):
            said[i] = answer
    return said


def decide_all(heads: Mapping[str, Head], context: Context, seen: Outlook | None = None) -> list[Decision]:
    """A decision for each quantity of the context, in order."""
    views = measure_views(context)
    return settle(heads, context, views, answer_measures(heads, context, views, seen), seen)


def settle(
    heads: Mapping[str, Head], context: Context, views: Sequence[View], measures: Sequence[Answer], seen: Outlook | None = None
) -> list[Decision]:
    """The decisions with scope and per, given the answers on measure and the views that they were given on."""
    decisions = [Decision(NO_FACT, "event", None, sure) for _, sure in measures]
    facts = [(i, measure) for i, (measure, _) in enumerate(measures) if measure != NO_FACT]
    if not facts:
        return decisions
    placed = [scope_features(context, i, measure) for i, measure in facts]
    besides = _besides(seen, "scope", heads["scope"], [i for i, _ in facts])
    scopes = _scopes(heads, placed, measure_chain.links(context, facts), besides)
    shares = _shares(heads, context, facts, seen)
    for (i, measure), view, (scope, scope_sure) in zip(facts, placed, scopes, strict=True):
        as_read = (seen.chance("measure", measure, i), seen.chance("scope", scope, i)) if seen else None
        decisions[i] = Decision(measure, scope, shares.get(i), measures[i][1] * scope_sure, views[i], view, as_read)
    return decisions


def _scopes(heads: Mapping[str, Head], views: Sequence[View], linked: Sequence[View], besides: "np.ndarray | float") -> list[Answer]:
    """The likeliest scope of each fact by the mean of what its own features say and of what the chain says.

    Its probability is that of the less sure of the two, so that it is high only where both agree.
    """
    single, chain = heads["scope"], heads["chain"]
    classes = single.classes
    assert classes == chain.classes, "both were trained on the same facts"
    found = single.find(views)
    own = chain.scores_of(found if chain.rows is single.rows else chain.find(views))
    alone, together = shares(single.scores_of(found) + besides), measure_chain.chances(heads, own + besides, linked)
    chosen = ((alone + together) / 2).argmax(axis=1).tolist()
    return [(classes[k], float(min(alone[row, k], together[row, k]))) for row, k in enumerate(chosen)]


def _shares(heads: Mapping[str, Head], context: Context, facts: Sequence[tuple[int, str]], seen: Outlook | None) -> dict[int, str | None]:
    """What one share goes to; counts without a word for each (每人, 各, 分别) are of nobody's share and are not asked."""
    asked = [(i, measure) for i, measure in facts if _may_be_share(context, i)]
    if not asked:
        return {}
    views, own = [per_features(context, i, measure) for i, measure in asked], [i for i, _ in asked]
    to, time = heads["recipient"], heads["period"]
    found = to.find(views)
    periods = found if time.rows is to.rows else time.find(views)
    recipients = likeliest(to, shares(to.scores_of(found) + _besides(seen, "recipient", to, own)))
    times = likeliest(time, shares(time.scores_of(periods) + _besides(seen, "period", time, own)))
    return {i: join_per(one[0], two[0]) for i, one, two in zip(own, recipients, times, strict=True)}


def _may_be_share(context: Context, index: int) -> bool:
    quantity = context.quantities[index]
    return quantity.unit_class == "money" or quantity.per is not None or has_share_word(context, index)
