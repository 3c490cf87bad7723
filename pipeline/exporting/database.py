"""The published tables as one DuckDB database file: typed tables, comments on all of them and their columns, and views to start from."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipeline import query, schema


@dataclass(frozen=True, slots=True)
class View:
    """A question that many ask, kept in the database."""

    name: str
    meaning: str
    sql: str


VIEWS = (
    View(
        "facts_with_evidence",
        "every fact with its union, article, and the file of its own page (a continued article begins on another) with the source lines; "
        "not for sums: totals and their parts are both here",
        """select fact_id, measure, value_min, value_max, unit, qualifier, per, scope, facts.text, sentence, organizer, type,
            articles.paper, articles.issue_date, headline, source_path, facts.page_ids, facts.lines, facts.boxes,
            facts.confidence, facts.review, activities.review as activity_review
        from facts join articles using (article_id) join pages on pages.page_id = facts.page_ids[1] join activities using (activity_id)""",
    ),
    View(
        "event_facts",
        "facts of the activity reported that are totals, without those that a person rejected, themselves or with their activity; still "
        "not for sums across measures or articles: a total and its parts, and one event in two papers, are rows each",
        "from facts_with_evidence where scope = 'event' and per is null and review <> 'rejected' and activity_review <> 'rejected'",
    ),
    View(
        "activities_with_evidence",
        "every activity with its headline, page file and the sentences of its event facts that nobody rejected; the wide columns are made "
        "for sums, once an event_id",
        """select activities.*, headline, source_path, sentences
        from activities join articles using (article_id) join pages using (page_id) left join (
            select activity_id, list(sentence order by start) as sentences
            from (
                select activity_id, sentence, min(start) as start from facts where scope = 'event' and review <> 'rejected' group by all
            ) group by activity_id
        ) using (activity_id)""",
    ),
    View(
        "conflicts",
        "checks whose arithmetic does not hold: the text, or the reading of it, contradicts itself",
        """select check_id, organizer, rule, explanation, headline, source_path, fact_ids
        from checks join activities using (activity_id) join articles using (article_id) join pages using (page_id)
        where verdict = 'conflicts'""",
    ),
)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def comment_of(column: schema.Column) -> str:
    """Meaning, unit and values of a column in one line."""
    said = [column.meaning]
    if column.unit:
        said.append(f"unit: {column.unit}")
    if column.values:
        said.append(f"one of: {' '.join(column.values)}")
    return "; ".join(said)


def write(tables: Mapping[str, Path], target: Path) -> None:
    """Write the database. `tables`: Parquet files by name of table."""
    target.unlink(missing_ok=True)
    with duckdb.connect(str(target)) as connection:
        for table in schema.TABLES:
            _write_table(connection, table, tables[table.name])
        for view in VIEWS:
            connection.execute(f"create view {view.name} as {view.sql}")
            connection.execute(f"comment on view {view.name} is {_quoted(view.meaning)}")


def _write_table(connection: duckdb.DuckDBPyConnection, table: schema.Table, path: Path) -> None:
    query.read_table(connection, path).create(table.name)
    key = ", ".join(table.key)
    connection.execute(f"comment on table {table.name} is {_quoted(f'one row per {table.row}; key: {key}')}")
    for column in table.columns:
        name = f'{table.name}."{column.name}"'
        connection.execute(f"comment on column {name} is {_quoted(comment_of(column))}")
        if column.required:
            connection.execute(f'alter table {table.name} alter column "{column.name}" set not null')
