"""Gold from the work of people: articles of which every fact was reviewed, as their corrections left them.

What counts
- An article counts where it has facts and people confirmed, corrected or rejected every one of them (`unsure`, `stale` and
  `unreviewed` do not), and nobody flagged its boundaries as wrong.
- Its gold facts are those that were not rejected, with the columns as corrected. A corrected fact counts as checked in all its columns.
- Its activities count, for type and organiser, where every one of them was reviewed too; else they are left out on both sides.
- Kind, names and boundaries of articles are nobody's word here: no figures.
What people reviewed is what the machine had found, and often what was doubtful first.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import scorer

FIGURES = ("quantity", "fact", "relaxed", "core", "scope", "qualifier", "per", "unit", "type", "organizer")
CAUTION = (
    "Read the precision. Facts that the machine missed are in nobody's corrections, so recall and F1 are too high;\n"
    "and people review what is doubtful first, so these articles are not a sample of the corpus."
)
REVIEWED = {"confirmed", "corrected", "rejected"}


def gold(tables: Path) -> list[tuple[scorer.Document, bool]]:
    """The reviewed articles in a folder of tables made with corrections, as people left them, and whether their activities count.

    FileNotFoundError where a table is missing.
    """
    facts, activities = _by_article(tables, "facts"), _by_article(tables, "activities")
    flagged = {row["article_id"] for row in pq.read_table(tables / "articles.parquet").to_pylist() if row["boundaries"] == "wrong"}
    documents = []
    for document in scorer.from_tables(tables):
        rows, bodies = facts[document.name], activities[document.name]
        if document.name in flagged or not rows or not _all_reviewed(rows):
            continue
        kept = [_fact(row) for row in rows if row["review"] != "rejected"]
        said = [scorer.activity(row["type"], row["organizer"]) for row in bodies if row["review"] != "rejected"]
        counts = _all_reviewed(bodies)
        documents.append((replace(document, facts=kept, activities=said if counts else [], entities=[]), counts))
    return documents


def _by_article(tables: Path, name: str) -> dict[str, list[dict]]:
    rows = defaultdict(list)
    for row in pq.read_table(tables / f"{name}.parquet").to_pylist():
        rows[row["article_id"]].append(row)
    return rows


def _all_reviewed(rows: Iterable[dict]) -> bool:
    return all(row["review"] in REVIEWED for row in rows)


def _fact(row: dict) -> dict:
    fact = {name: row[name] for name in ("measure", "unit", "qualifier", "per", "scope", "text")}
    return fact | {"min": row["value_min"], "max": row["value_max"]}


def of_the_same_articles(people: Sequence[tuple[scorer.Document, bool]], machine: Sequence[scorer.Document]) -> list[scorer.Document]:
    """The machine's documents that are articles of the gold, without their activities where those do not count."""
    pairs = scorer.pair([document for document, _ in people], machine)
    return [
        replace(machine[j], entities=[], activities=machine[j].activities if people[i][1] else []) for i, (j, _) in sorted(pairs.items())
    ]
