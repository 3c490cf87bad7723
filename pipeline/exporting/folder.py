"""The folder that `make export` writes: the same tables in every form, and what describes them, made together from one state."""

import logging
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pyarrow.parquet as pq

from pipeline import query, schema, storage
from pipeline.errors import UsageError
from pipeline.exporting import csv_files, database, workbook
from pipeline.exporting.card import card
from pipeline.exporting.croissant import croissant
from pipeline.exporting.datapackage import datapackage
from pipeline.exporting.description import NAME, RIGHTS, SUMMARY, TITLE, Description, File, citation, describe, file_of

LOG = logging.getLogger("pipeline")


def export(extracted: Path) -> list[File]:
    """Write extracted/export/ anew from the tables that are there; its files. UsageError where there are no tables yet.

    Each file is whole or as it was; README.md, which lists them, comes last.
    """
    connection = query.connect(extracted)
    folder = storage.export_folder(extracted)
    tables = storage.table_paths(extracted, [table.name for table in schema.TABLES])
    _check_columns(tables)
    about = describe(extracted, connection)
    csv = {name: _written(folder, f"csv/{name}.csv", lambda at, path=path: csv_files.write(path, at)) for name, path in tables.items()}
    parquet = {name: _copied(folder, path, csv[name].rows) for name, path in tables.items()}
    remarks: list[str] = []
    files = [
        *csv.values(),
        *parquet.values(),
        _written(folder, f"{NAME}.xlsx", lambda at: remarks.extend(_workbook(tables, at, about))),
        _written(folder, f"{NAME}.duckdb", lambda at: database.write(tables, at)),
        _written(folder, "datapackage.json", lambda at: _text(at, datapackage(about, csv))),
        _written(folder, "croissant.json", lambda at: _text(at, croissant(about, parquet))),
    ]
    for remark in remarks:
        LOG.warning("%s", remark)
    storage.write_whole(folder / "README.md", card(about, connection, files, remarks).encode())
    return [*files, file_of(folder, folder / "README.md")]


def _check_columns(tables: Mapping[str, Path]) -> None:
    for table in schema.TABLES:
        if pq.read_schema(tables[table.name]).names != [column.name for column in table.columns]:
            raise UsageError(f"{tables[table.name]} was made by another version of the pipeline; run the stages first (make)")


def _written(folder: Path, name: str, write: Callable[[Path], int | None]) -> File:
    """Have a file written, whole or not at all."""
    with storage.whole_file(folder / name) as path:
        rows = write(path)
    return file_of(folder, folder / name, rows)


def _copied(folder: Path, table: Path, rows: int | None) -> File:
    return _written(folder, f"parquet/{table.name}", lambda at: (shutil.copyfile(table, at), rows)[1])


def _text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _workbook(tables: Mapping[str, Path], target: Path, about: Description) -> list[str]:
    """Write the workbook; what of the tables is not in it, a line a table."""
    notes = (
        TITLE,
        SUMMARY,
        "Do not sum facts: totals and their parts are both rows. The wide columns of activities are made for sums, once an event_id.",
        RIGHTS,
        f"Personal numbers: {about.masked}.",
        citation(about),
        "What the columns mean: sheet columns; more: README.md.",
    )
    sheets = workbook.write(tables, target, notes)
    return [f"{NAME}.xlsx, table {sheet.table}: {sheet.remark}" for sheet in sheets if sheet.remark]
