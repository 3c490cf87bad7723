"""Questions to the published tables: SQL on all of them, and the account of one fact."""

import glob
import signal
import sys
from pathlib import Path

import duckdb
import pandas as pd

from pipeline import labels, schema, storage
from pipeline.errors import UsageError

_SHOWN = 200  # rows of an answer on a terminal


def read_table(connection: duckdb.DuckDBPyConnection, path: Path) -> duckdb.DuckDBPyRelation:
    """The rows of one Parquet file, and of no other: DuckDB takes a path for a pattern, and out[1]/ would be answered by out1/."""
    return connection.read_parquet(glob.escape(str(path)))


def connect(extracted: Path) -> duckdb.DuckDBPyConnection:
    """A DuckDB connection with a view for each table. UsageError where there are no tables yet."""
    paths = storage.table_paths(extracted, [table.name for table in schema.TABLES])
    connection = duckdb.connect()
    for name, path in paths.items():
        read_table(connection, path).create_view(name)
    return connection


def _show(frame: pd.DataFrame) -> None:
    """Print an answer; on a terminal a long one without its middle. A long one ends with the number of its rows."""
    most = _SHOWN if sys.stdout.isatty() else None
    with pd.option_context(
        "display.unicode.east_asian_width", True, "display.max_colwidth", None, "display.float_format", labels.number
    ):  # fmt: skip
        print(frame.to_string(index=False, max_rows=most, na_rep="") if len(frame) else "(no rows)")
    if len(frame) > _SHOWN:
        print(f"{len(frame):,} rows" + (f", {_SHOWN} of them shown; all of them: ... > answer.txt" if most else ""))


def _answer(connection: duckdb.DuckDBPyConnection, sql: str) -> bool:
    """Print the answer to a question; False and a message where DuckDB does not take it."""
    try:
        relation = connection.sql(sql)
        if relation is not None:
            _show(relation.df())
    except duckdb.Error as error:
        print(error, file=sys.stderr)
        return False
    return True


def _prompt(connection: duckdb.DuckDBPyConnection) -> None:
    print(f"Tables: {' '.join(table.name for table in schema.TABLES)}. End a question with ; and leave with Ctrl-D.")
    lines: list[str] = []
    while True:
        try:
            lines.append(input("....> " if lines else "sql> "))
        except EOFError:
            print()
            return
        if lines[-1].rstrip().endswith(";"):
            _answer(connection, "\n".join(lines))
            lines = []


def run(extracted: Path, sql: str | None) -> int:
    """Answer one question, or open a prompt; exit status 0, or 2 where the question is not understood."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `| head` may end it early
    connection = connect(extracted)
    if sql:
        return 0 if _answer(connection, sql) else 2
    _prompt(connection)
    return 0


def explain(extracted: Path, fact_id: str) -> int:
    """Print how a fact was read, why, where it stands, which checks it takes part in and what people said of it."""
    connection = connect(extracted)
    facts = connection.execute("from facts where fact_id = ?", [fact_id]).df()
    if facts.empty:
        raise UsageError(f'there is no fact {fact_id}; make query Q="select fact_id, text from facts" lists them')
    fact = facts.iloc[0]
    files = connection.execute(  # an article may go on on another page than its first
        "select source_path from facts join pages on list_contains(page_ids, page_id) where fact_id = ? "
        "order by list_position(page_ids, page_id)",
        [fact_id],
    ).fetchall()
    lines = ", ".join(str(line) for line in fact.lines) if fact.lines is not None else ""
    low, high = labels.number(fact.value_min), labels.number(fact.value_max)
    print(f"{fact_id}: {fact.text} = {fact.measure} {low if low == high else f'{low} to {high}'} {fact.unit}")
    print(f"  qualifier {fact.qualifier}, per {fact.per or '-'}, scope {fact.scope}, activity {fact.activity_id}")
    print(f"  sentence: {fact.sentence}")
    print(f"  stands in {' and '.join(dict.fromkeys(file for (file,) in files))}, line {lines}")
    print(f"  confidence {fact.confidence:.2f}; decided by: {'; '.join(fact.reasons)}")
    for check in connection.execute("select verdict, explanation from checks where list_contains(fact_ids, ?)", [fact_id]).fetchall():
        print(f"  check {check[0]}: {check[1]}")
    machine = f"; the machine's reading: {fact.machine}" if fact.machine else ""
    print(f"  review: {fact.review}{machine}")
    for line in _history(connection, fact_id):
        print(f"    {line}")
    return 0


def _history(connection: duckdb.DuckDBPyConnection, target_id: str) -> list[str]:
    """What people said of a fact, in the order in which they said it, and what became of it."""
    rows = connection.execute(
        "select decided_at, reviewer, field, old, new, state, superseded_by is not null, note from corrections "
        "where applies_to = $id or target_id = $id order by line",
        {"id": target_id},
    ).fetchall()
    lines = []
    for decided_at, reviewer, field, old, new, state, superseded, note in rows:
        seen = f"{old} " if old and field != "review" else ""
        became = f"({state}, superseded by a later one)" if superseded else f"({state})"
        said = f", note: {note}" if note else ""
        lines.append(f"{decided_at or 'undated'} {reviewer or 'nobody named'}: {field} {seen}→ {new or '(empty)'} {became}{said}")
    return lines
