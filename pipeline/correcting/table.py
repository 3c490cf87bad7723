"""The rows of table `corrections`: each line of the file with what became of it."""

from collections import Counter
from collections.abc import Sequence

from pipeline.correcting.applying import Settled
from pipeline.correcting.file_format import COLUMNS
from pipeline.records import Decision


def rows(decisions: Sequence[Decision], settled: Sequence[Settled]) -> list[dict]:
    """A row a decision. `decisions`: all, in the order of the file, which gives their numbers."""
    seen: Counter = Counter()
    ids = {}
    for decision in decisions:
        seen[decision.target_id] += 1
        ids[decision.line] = f"{decision.target_id}-k{seen[decision.target_id]:02}"
    return [
        {
            **{name: getattr(one.decision, name) for name in COLUMNS},
            "correction_id": ids[one.decision.line],
            "state": one.state,
            "superseded_by": ids.get(one.taken_by),
            "applies_to": one.target,
            "line": one.decision.line,
        }
        for one in settled
    ]
