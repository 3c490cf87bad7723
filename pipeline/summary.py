"""What a run has come to, in words for a person."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from pipeline import storage
from pipeline.records import Failure

_COUNTED = ("pages", "articles", "activities", "facts", "failures")
_SHOWN_FAILURES = 10


def summary(extracted: Path, failures: Sequence[Failure]) -> str:
    """Counts of the tables, the first failures, where the tables are and what to type next."""
    folder = storage.tables_folder(extracted)
    columns = {"pages": ["status"], "facts": ["scope"]}
    frames = {name: pd.read_parquet(folder / f"{name}.parquet", columns=columns.get(name)) for name in _COUNTED}
    scopes = frames["facts"]["scope"].value_counts()
    unread = int((frames["pages"]["status"] == "failed").sum())
    about = {
        "pages": f"{unread} could not be read" if unread else "",
        "facts": ", ".join(f"{n} {scope}" for scope, n in scopes.items()),
    }
    lines = [f"{name:11}{len(frame):8,}   {about.get(name, '')}".rstrip() for name, frame in frames.items()]
    lines += [f"  {failure.page_id}: {failure.message}" for failure in failures[:_SHOWN_FAILURES]]
    if len(failures) > _SHOWN_FAILURES:
        lines.append(f'  ... and {len(failures) - _SHOWN_FAILURES} more: make query Q="from failures"')
    lines += [
        f"The tables are in {folder}/ (what their columns mean: extracted/README.md).",
        'Next: make query Q="select organizer, type, funds_raised_yuan, people_aided from activities"',
    ]
    return "\n".join(lines)
