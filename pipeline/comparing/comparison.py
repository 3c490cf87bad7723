"""The differences between two builds, as data and as text for a person."""

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from pipeline import labels, schema
from pipeline.comparing import builds, pairing, reasons
from pipeline.comparing.builds import Build, Row

_SHOWN = {  # what makes a person recognise a row
    "pages": ("source_path", "status"),
    "articles": ("headline",),
    "entities": ("label", "text"),
    "facts": ("text", "measure", "value_min", "scope"),
    "activities": ("organizer", "type", "date"),
    "checks": ("rule", "verdict"),
    "corrections": ("field", "new", "state", "reviewer"),
    "failures": ("kind", "message"),
}
_LONGEST = 60  # characters of a value that are shown


def compare(old_folder: Path, new_folder: Path) -> dict:
    """What differs between the builds in two folders, as JSON may hold it. UsageError where a folder has no tables.

    {"old", "new": folders, "code": stages whose code changed, "tables": {table: {"rows": [old, new], "columns": {"added",
    "removed"}, "added": [...], "removed": [...], "changed": [...], "renamed": [[old id, new id]]}}}; an added or removed row is {"key",
    "row", "why"}, a changed one {"key", "row", "why", "columns": {column: [old, new]}} with the columns that both builds have.
    Tables that are only counted have "rows" alone.
    """
    old, new = builds.read(old_folder), builds.read(new_folder)
    names = pairing.renamed(old, new)
    of = reasons.causes(old, new, names)
    tables = {table.name: _differences(table, (old, new), names, of) for table in schema.TABLES if table.name in old.rows}
    tables |= {name: {"rows": [old.counts[name], new.counts[name]]} for name in old.counts}
    return {"old": str(old_folder), "new": str(new_folder), "code": list(of.code) if of.known else None, "tables": tables}


def _differences(table: schema.Table, both: tuple[Build, Build], names: Mapping[str, str], of: reasons.Causes) -> dict:
    old, new = (build.rows[table.name] for build in both)
    was_there, there = (set(build.columns[table.name]) for build in both)
    pairs = pairing.pair(table, old, new, names)
    changed, renamed = [], []
    for was, row in pairs.both:
        was_now = pairing.as_now(was, names)
        columns = {name: [was_now[name], row[name]] for name in row if name in was_there and was_now[name] != row[name]}
        if columns:
            changed.append(_entry(table, row, reasons.why(table.name, (was_now, row), columns, of)) | {"columns": columns})
        if (before := _key(table, was)) != _key(table, row):
            renamed.append([before, _key(table, row)])
    return {
        "rows": [len(old), len(new)],
        "columns": {"added": sorted(there - was_there), "removed": sorted(was_there - there)},
        "added": [_entry(table, row, reasons.why(table.name, (row,), None, of)) for row in pairs.added],
        "removed": [_entry(table, row, reasons.why(table.name, (pairing.as_now(row, names),), None, of)) for row in pairs.removed],
        "changed": changed,
        "renamed": renamed,
    }


def _key(table: schema.Table, row: Row) -> str:
    return " ".join(str(row[name]) for name in table.key)


def _entry(table: schema.Table, row: Row, why: str) -> dict:
    return {"key": _key(table, row), "row": {name: row[name] for name in _SHOWN[table.name]}, "why": why}


def text(differences: Mapping, most: int) -> str:
    """The differences for a person; at most `most` rows of each sort and table are shown, all are counted."""
    code = differences["code"]
    about = "unknown (a build without manifest)" if code is None else ", ".join(code) or "the same"
    lines = [
        f"old: {differences['old']}",
        f"new: {differences['new']}",
        f"code: {about if code is None or not code else f'{about} changed'}",
    ]
    for name, table in differences["tables"].items():
        lines += _of_table(name, table, most)
    return "\n".join(lines)


def _of_table(name: str, table: Mapping, most: int) -> Iterable[str]:
    before, now = table["rows"]
    yield f"\n{name}: {before:,} rows → {now:,}" if before != now else f"\n{name}: {now:,} rows"
    if "added" not in table:
        yield "  counted, not compared"
        return
    for kind, names in table["columns"].items():
        if names:
            yield f"  columns {kind}: {', '.join(names)}"
    for kind, mark in (("added", "+"), ("removed", "-"), ("changed", "~")):
        if rows := table[kind]:
            yield f"  {len(rows):,} {kind}: {_counted(row['why'] for row in rows)}"
            if kind == "changed":
                yield f"    columns: {_counted(column for row in rows for column in row['columns'])}"
            yield from (f"    {mark} {_shown(row)}" for row in rows[:most])
            if len(rows) > most:
                yield f"      and {len(rows) - most:,} more (--rows {len(rows)}, or --json)"
    if table["renamed"]:
        yield f"  {len(table['renamed']):,} have another id now, such as {' → '.join(table['renamed'][0])}"


def _counted(items: Iterable[str]) -> str:
    return ", ".join(f"{item} {n:,}" for item, n in Counter(items).most_common())


def _shown(entry: Mapping) -> str:
    if "columns" in entry:
        telling = {name: values for name, values in entry["columns"].items() if name != "evidence_hash"} or entry["columns"]
        what = "; ".join(f"{name} {_short(was)} → {_short(now)}" for name, (was, now) in telling.items())
    else:
        what = ", ".join(_short(value) for value in entry["row"].values() if value is not None)
    return f"{entry['key']}  {what}  [{entry['why']}]"


def _short(value: object) -> str:
    shown = "(null)" if value is None else labels.number(value) if isinstance(value, float) else " ".join(str(value).split())
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"
