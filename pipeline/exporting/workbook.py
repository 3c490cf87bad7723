"""All published tables as one XLSX workbook, a sheet a table, for people who work in a spreadsheet.

Text is written as text, whatever it begins with; where it looks like a formula the cell carries the sign that keeps it text when it is
edited. What does not fit is left out aloud, in the sheet, in sheet `about` and in the log: a table with more rows than a sheet has (part of
it would be summed as if it were all), the end of a text longer than a cell.
"""

import datetime
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from pipeline import schema
from pipeline.exporting import cells

MOST_ROWS = 1_048_576  # of a sheet, the line of names included
WIDEST = 60  # characters that a column is shown wide
_ROWS = 5_000  # held in memory at once
_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_CREATED = datetime.datetime(2000, 1, 1)  # the same tables give the same workbook


@dataclass(frozen=True, slots=True)
class Sheet:
    """What became of a table in the workbook."""

    table: str
    rows: int
    rows_written: int
    cells_cut: int

    @property
    def remark(self) -> str:
        """What is not in the sheet, in words; empty where all of it is."""
        said = []
        if self.rows > self.rows_written:
            said.append(f"its {self.rows:,} rows are more than a sheet holds; they are in csv/{self.table}.csv")
        if self.cells_cut:
            said.append(f"{self.cells_cut:,} texts were cut to the {cells.LONGEST_CELL:,} characters of a cell")
        return "; ".join(said)


@dataclass(frozen=True, slots=True)
class _Formats:
    names: object
    day: object
    formula_like: object


def write(tables: Mapping[str, Path], target: Path, notes: Sequence[str]) -> list[Sheet]:
    """Write the workbook. `tables`: Parquet files by name of table; `notes`: lines for sheet `about`. What became of each table."""
    with (
        tempfile.TemporaryDirectory(prefix=".workbook.", dir=target.parent) as rows_folder,
        xlsxwriter.Workbook(str(target), {**_OPTIONS, "tmpdir": rows_folder}) as book,
    ):
        book.set_properties({"title": notes[0], "created": _CREATED})
        formats = _Formats(
            book.add_format({"bold": True, "bottom": 1}),
            book.add_format({"num_format": "yyyy-mm-dd"}),
            book.add_format({"quote_prefix": True}),  # not the format for text, in which some Excels show long texts as ####
        )
        about, columns = book.add_worksheet("about"), book.add_worksheet("columns")
        written = [_write_table(book, formats, name, path) for name, path in tables.items()]
        _write_about(about, formats, notes, written)
        _write_columns(columns, formats)
    return written


def _write_table(book: xlsxwriter.Workbook, formats: _Formats, name: str, path: Path) -> Sheet:
    parquet = pq.ParquetFile(path)
    rows = parquet.metadata.num_rows
    sheet = book.add_worksheet(name)
    if rows >= MOST_ROWS:  # one is the line of names
        left_out = Sheet(name, rows, 0, 0)
        sheet.write_string(0, 0, left_out.remark, formats.names)
        return left_out
    _write_names(sheet, formats, parquet.schema_arrow.names)
    cut = 0
    for number, row in enumerate(_rows(parquet, name), start=1):
        for place, value in enumerate(row):
            _write_cell(sheet, formats, (number, place), value)
            cut += isinstance(value, _Text) and value.cut
    return Sheet(name, rows, rows, cut)


@dataclass(frozen=True, slots=True)
class _Text:
    """A text that takes more than writing it down."""

    text: str
    cut: bool
    formula_like: bool


def _rows(parquet: pq.ParquetFile, table: str) -> Iterator[tuple]:
    """The rows of a table as values of Python, lists as JSON text; text that needs care as a _Text."""
    for batch in parquet.iter_batches(_ROWS):
        columns = [cells.as_json(column) if cells.is_nested(column.type) else column for column in batch.columns]
        yield from zip(
            *(_texts(column, table) if pa.types.is_string(column.type) else column.to_pylist() for column in columns), strict=True
        )


def _texts(column: pa.Array, table: str) -> list[str | _Text | None]:
    values = column.to_pylist()
    for place in cells.needing_care(column):
        cell = cells.fitted(cells.visible(values[place]), f"csv/{table}.csv")
        values[place] = _Text(cell.text, cell.cut, cells.is_risky(cell.text))
    return values


def _write_cell(sheet, formats: _Formats, place: tuple[int, int], value: object) -> None:
    if value is None:
        return
    if isinstance(value, str):
        sheet.write_string(*place, value)
    elif isinstance(value, _Text):
        sheet.write_string(*place, value.text, formats.formula_like if value.formula_like else None)
    elif isinstance(value, datetime.date):
        sheet.write_datetime(*place, datetime.datetime.combine(value, datetime.time()), formats.day)
    else:
        sheet.write_number(*place, value)


def _write_names(sheet, formats: _Formats, names: Sequence[str]) -> None:
    for place, name in enumerate(names):
        sheet.write_string(0, place, name, formats.names)
        sheet.set_column(place, place, min(WIDEST, max(12, len(name) + 2)))
    sheet.freeze_panes(1, 0)


def _write_about(sheet, formats: _Formats, notes: Sequence[str], written: Sequence[Sheet]) -> None:
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 2, 12)
    sheet.set_column(3, 3, WIDEST)
    for number, note in enumerate(notes):
        sheet.write_string(number, 0, note, formats.names if number == 0 else None)
    start = len(notes) + 1
    for place, name in enumerate(("table", "rows", "rows here", "what is not here")):
        sheet.write_string(start, place, name, formats.names)
    for number, one in enumerate(written, start=start + 1):
        sheet.write_string(number, 0, one.table)
        sheet.write_number(number, 1, one.rows)
        sheet.write_number(number, 2, one.rows_written)
        sheet.write_string(number, 3, one.remark)


def _write_columns(sheet, formats: _Formats) -> None:
    _write_names(sheet, formats, ("table", "column", "type", "unit", "meaning", "values"))
    sheet.set_column(4, 5, WIDEST)
    rows = ((table.name, column) for table in schema.TABLES for column in table.columns)
    for number, (name, column) in enumerate(rows, start=1):
        texts = (name, column.name, str(column.type), column.unit or "", column.meaning, " ".join(column.values or ()))
        for place, text in enumerate(texts):
            sheet.write_string(number, place, text)
