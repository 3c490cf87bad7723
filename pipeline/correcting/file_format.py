"""corrections.csv as text ↔ decisions. One bad line is a message and costs no other line.

Written as RFC 4180 with `,` and line feeds. Read as spreadsheets write it too: `;` or tab between the columns, CRLF, a BOM,
columns in another order, empty columns and lines added. What is appended then follows the file as it stands.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.records import Decision

COLUMNS = ("target_id", "field", "old", "new", "reviewer", "note", "evidence_hash", "decided_at")
FACT_FIELDS = ("measure", "value_min", "value_max", "unit", "qualifier", "per", "scope", "activity_id")
ACTIVITY_FIELDS = ("organizer", "type", "place", "date")
FIELDS = ("review", *FACT_FIELDS, *ACTIVITY_FIELDS, "boundaries", "text")
HEADER = ",".join(COLUMNS)
BOM = "\ufeff"
_NOT_UTF8 = re.compile(r"[\udc80-\udcff]")  # as storage reads such bytes
_HASH = re.compile(r"[0-9a-f]{16}")
_TO_QUOTE = re.compile(r'[",;\t\r\n]|^\s|\s$')


class LayoutError(ValueError):
    """The file as a whole cannot be understood; says what to do."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is written: what parts its columns, which they are in their order, how its lines end."""

    delimiter: str = ","
    columns: tuple[str, ...] = COLUMNS
    newline: str = "\n"


def layout(text: str) -> Layout:
    """The layout of a file by its first line; LayoutError where that line does not name our columns."""
    first, _, _ = text.removeprefix(BOM).partition("\n")
    for delimiter in ",;\t":
        names = tuple(name.strip().strip('"').lower() for name in first.strip("\r").split(delimiter))
        if set(COLUMNS) <= set(names):
            return Layout(delimiter, names, "\r\n" if first.endswith("\r") else "\n")
    raise LayoutError(f"line 1 is {first[:80]!r} where the names of the columns should be ({HEADER}); put that line first")


def to_text(decisions: Sequence[Decision], how: Layout) -> str:
    """Decisions as lines of a file of this layout; None is an empty column."""
    rows = [[getattr(decision, name, None) or "" if name in COLUMNS else "" for name in how.columns] for decision in decisions]
    return "".join(how.delimiter.join(map(_quoted, row)) + how.newline for row in rows)


def _quoted(value: str) -> str:
    return '"' + value.replace('"', '""') + '"' if _TO_QUOTE.search(value) else value


def open_end(text: str, how: Layout) -> str:
    """What closes the last line of a file whose writer was stopped in the middle of it; "" where it is whole."""
    if text.endswith("\n") or not text:
        return ""
    *_, (_, last) = _raw_records(text)
    return ('"' if last.count('"') % 2 else "") + how.newline


def from_text(text: str) -> tuple[list[Decision], list[tuple[int, str]]]:
    """The decisions of a file in their order, each with its line, and (line from 1, what is wrong with it and what to do).

    LayoutError where the file as a whole cannot be understood.
    """
    text = text.removeprefix(BOM)
    if not text.strip():
        return [], []
    how = layout(text)
    decisions, problems = [], []
    for number, raw in list(_raw_records(text))[1:]:
        read = _decision(number, raw, how)
        if isinstance(read, str):
            problems.append((number, read))
        elif read is not None:
            decisions.append(read)
    return decisions, problems


def _raw_records(text: str) -> Iterator[tuple[int, str]]:
    """(number of its first line, text) of each record. A quote that is never closed costs its own line and no other."""
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    at = 0
    closed = _lines_that_close(lines)
    while at < len(lines):
        end = closed[at] if lines[at].count('"') % 2 else at
        record = "\n".join(lines[at : end + 1])
        if end > at and not _is_csv(record):
            record, end = lines[at], at
        yield at + 1, record
        at = end + 1


def _lines_that_close(lines: Sequence[str]) -> list[int]:
    """For each line the next one with an odd number of quotes, itself where there is none."""
    closes, after = list(range(len(lines))), None
    for at in range(len(lines) - 1, -1, -1):
        if lines[at].count('"') % 2:
            closes[at] = at if after is None else after
            after = at
    return closes


def _rows(record: str, delimiter: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(record, newline=""), delimiter=delimiter, strict=True))


def _is_csv(record: str) -> bool:
    """Whether some lines together are one record in which a quoted column goes over a line's end."""
    for delimiter in ",;\t":
        try:
            if len(rows := _rows(record, delimiter)) == 1 and len(rows[0]) >= len(COLUMNS):
                return True
        except csv.Error:
            continue
    return False


def _decision(number: int, raw: str, how: Layout) -> Decision | str | None:
    """The decision of one record, what is wrong with it, or None for an empty one."""
    if _NOT_UTF8.search(raw):
        return "it holds bytes that are not UTF-8: it was cut off, or saved in another encoding; correct or remove it"
    try:
        rows = _rows(raw, how.delimiter)
    except csv.Error as error:
        return f"a quotation mark is not closed, or text stands behind one ({error}); correct or remove the line"
    row = rows[0] if rows else []
    if not any(value.strip() for value in row):
        return None
    while len(row) > len(how.columns) and not row[-1].strip():
        row.pop()
    if len(row) != len(how.columns):
        return f"it has {len(row)} columns instead of {len(how.columns)}: it was cut off or a comma is not in quotes; correct or remove it"
    values = {name: value or None for name, value in zip(how.columns, row, strict=True) if name in COLUMNS}
    return _problem(values) or Decision(**values, line=number)


def _problem(values: dict[str, str | None]) -> str | None:
    """What is wrong with the columns that every decision needs."""
    if not values["target_id"]:
        return "target_id is empty; give the id of the fact, activity, article or line"
    if values["field"] not in FIELDS:
        return f"field {values['field'] or ''!r} cannot be corrected; known are {', '.join(FIELDS)}"
    if not _HASH.fullmatch(values["evidence_hash"] or ""):
        return (
            f"evidence_hash {values['evidence_hash'] or ''!r} is not 16 of 0-9 and a-f: it stands in the tables, "
            "and a spreadsheet may have made a number of it (import the column as text)"
        )
    return None
