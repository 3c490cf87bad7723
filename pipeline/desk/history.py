"""What was decided so far: the last word on a target, what waits for the next run, and the earlier versions."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from pipeline.records import Decision

_CORRECTED = ("measure", "value_min", "value_max", "unit", "qualifier", "per", "scope", "activity_id")


def pending(decisions: Sequence[Decision], corrections: Iterable[Mapping]) -> dict[tuple[str, str], Decision]:
    """The last decision on each (target, field) of those that the tables do not know yet.

    The tables number the decisions on a target in the order of the file, so what is beyond their number is new.
    """
    known = Counter(row["target_id"] for row in corrections)
    seen: Counter = Counter()
    waiting = {}
    for decision in decisions:
        seen[decision.target_id] += 1
        if seen[decision.target_id] > known[decision.target_id]:
            waiting.pop((decision.target_id, decision.field), None)  # so that the dictionary is in the order of the last words
            waiting[decision.target_id, decision.field] = decision
    return waiting


def last_word(fact_id: str, waiting: Mapping[tuple[str, str], Decision]) -> str | None:
    """The review that waiting decisions give a fact (confirmed, corrected, rejected, unsure), None where none waits."""
    review = waiting.get((fact_id, "review"))
    if review is not None and review.new != "confirmed":
        return review.new
    if any((fact_id, name) in waiting for name in _CORRECTED):
        return "corrected"
    return review.new if review else None


def earlier(targets: Sequence[str], decisions: Sequence[Decision], corrections: Iterable[Mapping]) -> list[dict]:
    """All decisions on some targets, the latest first: {target_id, field, old, new, reviewer, note, decided_at, state}."""
    states = {row["correction_id"]: row["state"] for row in corrections}
    numbers: Counter = Counter()
    found = []
    for decision in decisions:
        numbers[decision.target_id] += 1
        if decision.target_id in targets:
            names = ("target_id", "field", "old", "new", "reviewer", "note", "decided_at")
            state = states.get(f"{decision.target_id}-k{numbers[decision.target_id]:02d}", "pending")
            found.append({name: getattr(decision, name) for name in names} | {"state": state})
    return found[::-1]
