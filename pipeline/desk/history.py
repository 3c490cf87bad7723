"""What was decided so far: what the tables know of it, what waits for the next run, and the earlier versions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.correcting.checking import problem
from pipeline.correcting.hashes import line_hash
from pipeline.records import Decision
from pipeline.text.masking import mask

NOT_APPLIED = ("stale", "orphan", "invalid")
_SHOWN = ("target_id", "field", "old", "new", "reviewer", "note", "decided_at")
_TELLING = ("target_id", "field", "old", "new", "reviewer", "evidence_hash", "decided_at")
_OF_RECORDS = ("applied", "confirmed", "invalid")  # an invalid one may fit together with later ones
_masked = lru_cache(maxsize=1 << 16)(mask)


@dataclass(frozen=True, slots=True)
class Ledger:
    """The decisions in the order of the file, each with its row of table corrections (None: it waits), and what follows.

    By target, as its id is now: `live`, the decisions that speak of a fact or activity and can be meant; `waiting`, those that the
    tables do not know. `unsure`: facts of which somebody was unsure in the end, as far as the tables know.
    """

    entries: Sequence[tuple[Decision, Mapping | None]]
    live: Mapping[str, list[Decision]]
    waiting: Mapping[str, list[Decision]]
    unsure: set[str]


def ledger(decisions: Iterable[Decision], corrections: Sequence[Mapping]) -> Ledger:
    """What the file says beside what the tables know of it.

    A decision and its row are brought together by what they say, not by counting: a line may have been removed from the file.
    """
    rows: dict[tuple, list[Mapping]] = defaultdict(list)
    for row in sorted(corrections, key=lambda row: row["line"], reverse=True):
        rows[_key(row)].append(row)
    entries, live, waiting = [], defaultdict(list), defaultdict(list)
    for decision in decisions:
        same = rows.get(_key({name: getattr(decision, name) for name in _TELLING}))
        row = same.pop() if same else None
        entries.append((decision, row))
        if row is None:
            waiting[decision.target_id].append(decision)
        if decision.field not in ("text", "boundaries") and (row is None or row["state"] in _OF_RECORDS) and not problem(decision):
            live[row["applies_to"] if row else decision.target_id].append(decision)
    return Ledger(entries, dict(live), dict(waiting), doubted(corrections))


def _key(said: Mapping) -> tuple:
    """What a decision says; masked, since the tables may be."""
    return tuple(_masked(said[name] or "") for name in _TELLING)


def doubted(corrections: Iterable[Mapping]) -> set[str]:
    """The facts of which somebody was unsure in the end, as far as the tables know: their `review` tells only what was decided."""
    last = {}
    for row in sorted(corrections, key=lambda row: row["line"]):
        if row["state"] in ("applied", "confirmed"):
            last[row["applies_to"]] = row["field"], row["new"]
    return {target for target, said in last.items() if said == ("review", "unsure")}


def n_waiting(known: Ledger) -> int:
    """How many columns of how many targets have a decision that the tables do not know."""
    return sum(len({decision.field for decision in some}) for some in known.waiting.values())


def lost(before: Iterable[Mapping], after: Iterable[Mapping]) -> list[Mapping]:
    """The rows of table corrections that are not applied now, without those that were not applied before."""
    old = {_key(row) for row in before if row["state"] in NOT_APPLIED}
    return [row for row in after if row["state"] in NOT_APPLIED and row["superseded_by"] is None and _key(row) not in old]


def earlier(targets: Sequence[str], known: Ledger) -> list[dict]:
    """All decisions on some targets, the latest first, each with its state, `pending` where the tables do not know it yet.

    One whose target has another id now is found under the id to which it went.
    """
    found = []
    for decision, row in known.entries:
        if (row["applies_to"] if row else decision.target_id) in targets:
            said = {name: getattr(decision, name) for name in _SHOWN}
            found.append(said | {"state": row["state"] if row else "pending", "superseded": bool(row and row["superseded_by"])})
    return found[::-1]


def text_of_line(line_id: str, read: str, decisions: Iterable[Decision]) -> str:
    """What a line says by the last decision on it that was made of this reading; the reading itself where there is none."""
    said = [one for one in decisions if one.target_id == line_id and one.field == "text" and one.evidence_hash == line_hash(read)]
    return (said[-1].new or "") if said else read
