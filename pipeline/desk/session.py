"""A sitting at the desk: what is on the table, what is asked for, which fact lies open. Each step gives a new state."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace

from pipeline.desk import filters, history, ordering
from pipeline.desk.cards import Card, cards
from pipeline.desk.deciding import amount
from pipeline.desk.filters import Filter
from pipeline.desk.holdings import Holdings
from pipeline.errors import UsageError
from pipeline.records import Decision

SHOWN = 200  # rows of the queue that the browser gets at once
_SWITCHES = ("conflict", "two_readings", "unreviewed")
_TEXTS = ("text", "union", "place", "date", "measure")


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """`queue`: the cards that the filter lets through, in order; `at`: the fact that lies open, None where there is none."""

    holdings: Holdings
    everything: Sequence[Card]
    queue: Sequence[Card]
    wanted: Filter
    at: str | None


def begin(holdings: Holdings, wanted: Filter | None = None, at: str | None = None) -> State:
    """The state with these holdings; the fact `at` stays open while it is there, else the first of the queue is."""
    wanted = wanted or Filter()
    everything = cards(holdings)
    queue = ordering.ordered(filters.select(everything, wanted), everything)
    if at not in holdings.facts:
        at = queue[0].fact_id if queue else None
    return State(holdings, everything, queue, wanted, at)


def asked(state: State, typed: Mapping) -> State:
    """The state with the filter as typed in the desk (texts and switches). UsageError where a number is none."""
    wanted = Filter(
        **{name: str(typed.get(name) or "") for name in _TEXTS},
        **{name: bool(typed.get(name)) for name in _SWITCHES},
        **{name: _number(typed.get(name)) for name in ("amount_min", "amount_max")},
        confidence_max=_share(typed.get("confidence_max")),
    )
    queue = ordering.ordered(filters.select(state.everything, wanted), state.everything)
    return replace(state, wanted=wanted, queue=queue, at=queue[0].fact_id if queue else None)


def opened(state: State, fact_id: str) -> State:
    """The state with another fact open; UsageError where there is no such fact."""
    if fact_id not in state.holdings.facts:
        raise UsageError(f"表里没有 {fact_id}，请重新载入。 {fact_id} is not in the tables: reload them.")
    return replace(state, at=fact_id)


def moved(state: State, steps: int) -> State:
    """The state with the fact open that stands so many places further down the queue (negative: up); the ends hold."""
    order = [card.fact_id for card in state.queue]
    if not order:
        return state
    place = order.index(state.at) + steps if state.at in order else 0
    return replace(state, at=order[max(0, min(place, len(order) - 1))])


def near(state: State) -> Sequence[Card]:
    """The part of the queue that is shown: its first cards, or those around the open fact where that stands further down."""
    place = next((n for n, card in enumerate(state.queue) if card.fact_id == state.at), 0)
    first = max(0, place - SHOWN // 2)
    return state.queue[first : first + SHOWN]


def told(state: State, decisions: Sequence[Decision]) -> State:
    """The state when the corrections file says this: the open fact stays open, cards are made anew where something was added."""
    before, holdings = state.holdings.decisions, replace(state.holdings, decisions=decisions)
    if list(decisions[: len(before)]) != list(before):  # lines were changed, taken away or put elsewhere
        return begin(holdings, state.wanted, state.at)
    targets = {decision.target_id for decision in decisions[len(before) :]}
    touched = [card.fact_id for card in state.everything if not targets.isdisjoint((card.fact_id, card.activity_id))]
    new = {card.fact_id: card for card in cards(holdings, touched)}
    everything = [new.get(card.fact_id, card) for card in state.everything]
    queue = ordering.ordered(filters.select(everything, state.wanted), everything)
    return replace(state, holdings=holdings, everything=everything, queue=queue)


def decided(state: State, decisions: Sequence[Decision]) -> State:
    """The state after a decision on the open fact: the fact behind it in the queue lies open then, or the one before the last.

    Where the decided fact is not in the queue, its first lies open.
    """
    order = [card.fact_id for card in state.queue]
    place = order.index(state.at) if state.at in order else -1
    after = [*order[place + 1 :], *order[: max(place, 0)][::-1]]
    state = told(state, decisions)
    left = {card.fact_id for card in state.queue}
    return replace(state, at=next((name for name in after if name in left), state.at))


def others_word(target: str, before: Sequence[Decision], now: Sequence[Decision]) -> Decision | None:
    """The last decision on a target that came in since the desk last looked; None where none did."""
    old, last = Counter(before), None
    for decision in now:
        if old[decision]:
            old[decision] -= 1
        elif decision.target_id == target:
            last = decision
    return last


def typed_filter(wanted: Filter) -> dict:
    """A filter as the desk's fields show it."""
    values = {field.name: getattr(wanted, field.name) for field in fields(Filter)}
    return {name: "" if value is None else value if isinstance(value, bool) else str(value) for name, value in values.items()}


def counts(state: State) -> dict[str, int]:
    """How many cards there are, how many the filter lets through, on how many somebody has decided, how many wait for the next run."""
    return {
        "all": len(state.everything),
        "shown": len(state.queue),
        "done": sum(card.review in filters.DONE for card in state.everything),
        "waiting": history.n_waiting(state.holdings.ledger),
    }


def _number(text: str | None) -> float | None:
    return float(amount(text)) if text and text.strip() else None


def _share(text: str | None) -> float | None:
    """A confidence as typed: 0.8 or 80%."""
    if not text or not text.strip():
        return None
    bare = text.strip()
    try:
        value = float(bare.removesuffix("%")) / (100 if bare.endswith("%") else 1)
    except ValueError:
        raise UsageError(f"把握请写成 0 到 1 之间的数，而不是“{text}”。 Confidence is a number from 0 to 1.") from None
    if not 0 <= value <= 1:
        raise UsageError(f"把握请写成 0 到 1 之间的数，而不是“{text}”。 Confidence is a number from 0 to 1.")
    return value
