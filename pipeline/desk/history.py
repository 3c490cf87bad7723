"""What was decided so far: the last word on a target, what waits for the next run, and the earlier versions."""

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence

from pipeline.correcting.file_format import FACT_FIELDS
from pipeline.correcting.hashes import line_hash
from pipeline.records import Decision

_SHOWN = ("target_id", "field", "old", "new", "reviewer", "note", "decided_at")


def pending(decisions: Sequence[Decision], corrections: Iterable[Mapping]) -> dict[tuple[str, str], Decision]:
    """The last decision on each (target, field) of those that the tables do not know yet, in the order in which they were made.

    The tables number the decisions on a target in the order of the file, so what is beyond their number is new.
    """
    known = Counter(row["target_id"] for row in corrections)
    seen: Counter = Counter()
    waiting: dict[tuple[str, str], Decision] = {}
    for decision in decisions:
        seen[decision.target_id] += 1
        if seen[decision.target_id] > known[decision.target_id]:
            waiting.pop((decision.target_id, decision.field), None)
            waiting[decision.target_id, decision.field] = decision
    return waiting


def last_words(waiting: Mapping[tuple[str, str], Decision]) -> dict[str, str]:
    """The review that waiting decisions give each target: confirmed, corrected, rejected, unsure. The later word counts."""
    words: dict[str, str] = {}
    for (target, field), decision in waiting.items():
        if field in FACT_FIELDS:
            words[target] = "corrected"
        elif field == "review" and not (decision.new == "confirmed" and words.get(target) == "corrected"):
            words[target] = decision.new or ""
    return words


def doubted(corrections: Iterable[Mapping]) -> set[str]:
    """The facts of which somebody was unsure in the end, as far as the tables know: their `review` tells only what was decided."""
    last = {}
    for row in sorted(corrections, key=lambda row: row["line"]):
        if row["state"] in ("applied", "confirmed"):
            last[row["applies_to"]] = row["field"], row["new"]
    return {target for target, said in last.items() if said == ("review", "unsure")}


def standing(fact: Mapping, waiting: str | None, unsure: Container[str]) -> str:
    """The last word on a row of table facts: that which waits for the next run, else `unsure` where it was that, else the table's."""
    return waiting or ("unsure" if fact["fact_id"] in unsure else fact["review"])


def earlier(targets: Sequence[str], decisions: Sequence[Decision], corrections: Iterable[Mapping]) -> list[dict]:
    """All decisions on some targets, the latest first, each with its state, `pending` where the tables do not know it yet.

    One whose target has another id now is found under the id to which it went.
    """
    states = {row["correction_id"]: row for row in corrections}
    numbers: Counter = Counter()
    found = []
    for decision in decisions:
        numbers[decision.target_id] += 1
        known = states.get(f"{decision.target_id}-k{numbers[decision.target_id]:02}")
        if (known["applies_to"] if known else decision.target_id) in targets:
            row = {name: getattr(decision, name) for name in _SHOWN}
            found.append(row | {"state": known["state"] if known else "pending", "superseded": bool(known and known["superseded_by"])})
    return found[::-1]


def text_of_line(line_id: str, read: str, decisions: Iterable[Decision]) -> str:
    """What a line says by the last decision on it that was made of this reading; the reading itself where there is none."""
    said = [one for one in decisions if one.target_id == line_id and one.field == "text" and one.evidence_hash == line_hash(read)]
    return (said[-1].new or "") if said else read
