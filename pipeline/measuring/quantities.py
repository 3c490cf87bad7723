"""The grammar of quantities: every sum, count of people and count of things in a text, with hedge, unit and value.

`find` reads numbers with their own form (quantity_amounts), decides the unit and the hedge where context must, and
leaves out what is no quantity of a report: ordinals, ages, measures, slogans, articles (quantity_context; hedges in
quantity_hedges, numbers without a unit in quantity_bare). It prefers
to give a doubtful count; what a count is worth as a fact is decided later, with more context.
"""

from dataclasses import replace

from pipeline.measuring import quantity_amounts, quantity_context, quantity_hedges
from pipeline.measuring.quantity_amounts import Amount
from pipeline.records import Quantity
from pipeline.text import numerals
from pipeline.text.forms import fold

_CLASSES = {"count": "count", "days": "count", "person": "people", "person_time": "people", "household": "people"}


def find(text: str) -> list[Quantity]:
    """The quantities of a text in order, without overlap; offsets and `text` are those of the text as given.

    Money is in yuan (`unit` CNY) or in the currency printed (USD, HKD and so on).
    """
    folded = fold(text)
    found: list[Quantity] = []
    for amount in quantity_amounts.read(folded):
        quantity = _quantity(text, folded, amount, found[-1].end if found else 0)
        if quantity is None:
            continue
        if found and quantity.per is None and quantity_context.is_joined(folded, found[-1], quantity):
            quantity = replace(quantity, per=found[-1].per)
        found.append(quantity)
    return found


def _quantity(text: str, folded: str, amount: Amount, since: int) -> Quantity | None:
    """The record of an amount, or None where it is no quantity of a report; the one before ends at `since`."""
    kind = quantity_context.kind(folded, amount)
    if not kind or quantity_context.is_blocked(folded, amount, kind):
        return None
    start, hedge = quantity_hedges.hedge_before(folded, amount)
    qualifier = amount.qualifier or hedge or quantity_hedges.hedge_apart(folded, since, start, kind not in _CLASSES)
    if not qualifier:
        qualifier = "about" if numerals.is_round_word(amount.token) else "exact"
    is_count = _CLASSES.get(kind) == "count"
    return Quantity(
        start=start,
        end=amount.end,
        text=text[start : amount.end],
        value_min=amount.low,
        value_max=amount.high,
        unit=text[amount.unit_at : amount.unit_at + len(amount.unit)] if is_count else kind,
        unit_class=_CLASSES.get(kind, "money"),
        qualifier=qualifier,
        per=quantity_context.share(folded, start, amount.end),
    )
