"""What a run has come to, in words for a person."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from pipeline import storage
from pipeline.records import Failure
from pipeline.vocabulary import CORRECTION_STATES

_COUNTED = ("pages", "articles", "activities", "facts", "corrections", "failures")
_SHOWN_FAILURES = 10
_TELLING = ["target_id", "field", "new", "evidence_hash", "decided_at"]  # columns that tell one decision from others, wherever its line is


def has_pages(extracted: Path) -> bool:
    """Whether there are tables with pages in them."""
    path = storage.tables_folder(extracted) / "pages.parquet"
    return path.exists() and pq.read_metadata(path).num_rows > 0


def bad_corrections(extracted: Path) -> list[Failure]:
    """What the tables say is wrong with corrections.csv: no failure, or one with all of it."""
    frame = pd.read_parquet(storage.tables_folder(extracted) / "failures.parquet")
    return [Failure(row.stage, row.page_id, row.kind, row.message) for row in frame[frame["kind"] == "bad_correction"].itertuples()]


def live_corrections(extracted: Path) -> set[tuple[str, ...]]:
    """The decisions that the tables there are apply, by what their lines say; none where there are no tables."""
    return _corrections_in(extracted, ("applied", "confirmed"))


def lost_corrections(extracted: Path, before: set[tuple[str, ...]]) -> list[str]:
    """The ids, sorted, that decisions of `before` (`live_corrections` of the last run) speak of and that are orphans now."""
    return sorted({target for target, *_ in before & _corrections_in(extracted, ("orphan",))})


def _corrections_in(extracted: Path, states: Sequence[str]) -> set[tuple[str, ...]]:
    path = storage.tables_folder(extracted) / "corrections.parquet"
    if not path.is_file():
        return set()
    frame = pd.read_parquet(path, columns=["state", *_TELLING])
    return set(frame[frame["state"].isin(states)][_TELLING].fillna("").itertuples(index=False, name=None))


def summary(extracted: Path, failures: Sequence[Failure]) -> str:
    """Counts of the tables, the first failures, where the tables are and what to type next."""
    folder = storage.tables_folder(extracted)
    columns = {"pages": ["status"], "facts": ["scope"], "corrections": ["state", "superseded_by"]}
    frames = {name: pd.read_parquet(folder / f"{name}.parquet", columns=columns.get(name)) for name in _COUNTED}
    scopes = frames["facts"]["scope"].value_counts()
    unread = int((frames["pages"]["status"] == "failed").sum())
    about = {
        "pages": f"{unread} could not be read" if unread else "",
        "facts": ", ".join(f"{n} {scope}" for scope, n in scopes.items()),
    }
    if corrections := _corrections(frames["corrections"]):
        about["corrections"] = corrections
    else:
        del frames["corrections"]
    lines = [f"{name:11}{len(frame):8,}   {about.get(name, '')}".rstrip() for name, frame in frames.items()]
    lines += [f"  {failure.page_id}: {failure.message}" for failure in failures[:_SHOWN_FAILURES]]
    if len(failures) > _SHOWN_FAILURES:
        lines.append(f'  ... and {len(failures) - _SHOWN_FAILURES} more: make query Q="from failures"')
    lines += [
        f"The tables are in {folder}/ (what their columns mean: extracted/README.md).",
        'Next: make query Q="select organizer, type, funds_raised_yuan, people_aided from activities"',
    ]
    return "\n".join(lines)


def _corrections(frame: pd.DataFrame) -> str:
    """How many of people's decisions came to what; "" where there are none."""
    states = frame["state"][frame["superseded_by"].isna()].value_counts()
    parts = [f"{states[state]} {state}" for state in CORRECTION_STATES if states.get(state)]
    earlier = int(frame["superseded_by"].notna().sum())
    return ", ".join(parts + ([f"{earlier} superseded by later ones"] if earlier else []))
