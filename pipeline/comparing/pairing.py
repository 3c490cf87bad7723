"""Which row of one build is which row of another, also where ids were counted anew: articles by their text, facts by their evidence."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.comparing.builds import Build, Row
from pipeline.correcting.checking import page_of
from pipeline.schema import Table

_IDS = ("article_id", "activity_id", "fact_id", "entity_id", "check_id", "event_id", "applies_to")


@dataclass(frozen=True, slots=True)
class Pairs:
    """Rows of a table: in both builds (old, new), only in the new one, only in the old one."""

    both: list[tuple[Row, Row]]
    added: list[Row]
    removed: list[Row]


def renamed(old: Build, new: Build) -> dict[str, str]:
    """The ids of articles and facts that stand for the same thing in both builds under another id: old to new."""
    names = _moved(old.rows["articles"], new.rows["articles"], "article_id", {})
    return names | _moved(old.rows["facts"], new.rows["facts"], "fact_id", names)


def _moved(old: Sequence[Row], new: Sequence[Row], key: str, names: Mapping[str, str]) -> dict[str, str]:
    """Rows whose id no longer has their evidence, where exactly one free row of the article, else of the page, has it now."""
    here = {row[key]: row.get("evidence_hash") for row in new}
    settled = {row[key] for row in old if here.get(rename(row[key], names)) == row.get("evidence_hash")}
    taken = {rename(one, names) for one in settled}
    lost = [row for row in old if row[key] not in settled]
    free = [row for row in new if row[key] not in taken]
    moved: dict[str, str] = {}
    for place in (_article_of, page_of):
        left = [row for row in lost if row[key] not in moved]
        given = set(moved.values())
        right = [row for row in free if row[key] not in given]
        sought = Counter((place(rename(row[key], names)), row.get("evidence_hash")) for row in left)
        held = {}
        for row in right:
            held.setdefault((place(row[key]), row.get("evidence_hash")), []).append(row[key])
        for row in left:
            at = (place(rename(row[key], names)), row.get("evidence_hash"))
            if sought[at] == 1 and len(held.get(at, ())) == 1:
                moved[row[key]] = held[at][0]
    return moved


def _article_of(target: str) -> str:
    return target.rpartition("-")[0]


def rename(target: str, names: Mapping[str, str]) -> str:
    """An id of the old build as the new one counts: itself, or the article or fact that it begins with, named anew."""
    rest = ""
    while target:
        if target in names:
            return names[target] + rest
        target, dash, tail = target.rpartition("-")
        rest = dash + tail + rest
    return rest


def as_now(row: Row, names: Mapping[str, str]) -> Row:
    """A row of the old build with the ids of the new one."""
    if not names:
        return row
    now = {name: rename(value, names) if name in _IDS and value else value for name, value in row.items()}
    if row.get("fact_ids"):
        now["fact_ids"] = [rename(one, names) for one in row["fact_ids"]]
    return now


def pair(table: Table, old: Sequence[Row], new: Sequence[Row], names: Mapping[str, str]) -> Pairs:
    """The rows of a table paired. `old` rows come back as they were; `names`: their ids that are others now."""
    at = {tuple(row[name] for name in table.key): row for row in new}
    both, removed = [], []
    for row in old:
        now = as_now(row, names)
        other = at.pop(tuple(now[name] for name in table.key), None)
        if other is None:
            removed.append(row)
        else:
            both.append((row, other))
    return Pairs(both, list(at.values()), removed)
