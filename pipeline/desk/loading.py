"""Fetches what a desk works on: the tables, and what has been decided since.."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline import query, schema, storage
from pipeline.desk.cards import by_fact
from pipeline.desk.holdings import Holdings
from pipeline.records import Decision

_READ = (schema.FACTS, schema.ARTICLES, schema.ACTIVITIES, schema.PAGES, schema.CHECKS, schema.CORRECTIONS)


_ROOT = Path(__file__).parents[2]


def folders(environment: Mapping[str, str] = os.environ) -> tuple[Path, Path]:
    """Corpus and results, as the variables CORPUS and EXTRACTED say (make sets them), else those of this project."""
    return tuple(_ROOT / (environment.get(name.upper()) or name) for name in ("corpus", "extracted"))


def corrections_file(corpus: Path) -> Path:
    """Where the decisions on a corpus are kept."""
    return corpus / storage.CORRECTIONS


def decisions_of(corpus: Path, known: Sequence[Decision] = ()) -> tuple[Sequence[Decision], list[str]]:
    """The decisions on a corpus in their order, and what is wrong with the file; those `known` where it cannot be read at all."""
    decisions, problems = storage.read_decisions(corrections_file(corpus))
    return (known if problems and not decisions else decisions), [problem.message for problem in problems]


def load(corpus: Path, extracted: Path, known: Sequence[Decision] = ()) -> Holdings:
    """The tables and the decisions as they are now; `known` as of `decisions_of`. UsageError where there are no tables yet."""
    connection = query.connect(extracted)
    rows = {table.name: connection.sql(f"from {table.name}").to_arrow_table().to_pylist() for table in _READ}
    decisions, bad = decisions_of(corpus, known)
    by_id = {name: {row[key]: row for row in rows[name]} for name, key in _KEYS.items()}
    return Holdings(
        **by_id,
        checks=rows["checks"],
        corrections=rows["corrections"],
        decisions=decisions,
        bad_lines=bad,
        checks_of=by_fact(rows["checks"]),
    )


_KEYS = {"facts": "fact_id", "articles": "article_id", "activities": "activity_id", "pages": "page_id"}


def stamp_of_tables(extracted: Path) -> object:
    """Something that differs when the tables have been written again since."""
    return _stamp(storage.manifest_path(storage.tables_folder(extracted)))


def stamp_of_decisions(corpus: Path) -> object:
    """Something that differs when somebody has decided since."""
    return _stamp(corrections_file(corpus))


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        about = path.stat()
    except FileNotFoundError:
        return None
    return about.st_mtime_ns, about.st_size, about.st_ino
