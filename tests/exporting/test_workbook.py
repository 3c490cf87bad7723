import datetime
import json
import zipfile

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline import schema
from pipeline.exporting import cells, workbook


@pytest.fixture(scope="module")
def book(export):
    return openpyxl.load_workbook(export / "union-news.xlsx")


def test_there_is_a_sheet_a_table_and_what_explains_them(book):
    assert book.sheetnames == ["about", "columns", *(table.name for table in schema.TABLES)]
    assert book["columns"].max_row == 1 + sum(len(table.columns) for table in schema.TABLES)
    said = [cell.value for cell in book["about"]["A"]]
    assert "Personal numbers: masked." in said and "facts" in said


@pytest.mark.parametrize("name", [table.name for table in schema.TABLES])
def test_every_cell_holds_its_value(extracted, book, name):
    names, *rows = [[cell.value for cell in row] for row in book[name].iter_rows()]
    original = pq.read_table(extracted / "tables" / f"{name}.parquet").to_pylist()
    assert len(rows) == len(original)
    for row, truth in zip(rows, original, strict=True):
        for cell, value in zip(row, truth.values(), strict=True):
            if isinstance(value, list):
                plain = json.loads(cell)
                assert (list(map(tuple, plain.items())) if isinstance(plain, dict) else plain) == value
            elif isinstance(value, datetime.date):
                assert cell.date() == value
            else:
                assert cell == value or (value == "" and cell is None)
    assert names == list(original[0]) if original else names


def test_no_cell_is_a_formula_and_what_looks_like_one_keeps_its_sign(book, export):
    texts = [cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    hostile = [cell for cell in texts if cell.value.startswith(("=", "+", "@"))]
    assert hostile
    for sheet in book:
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert all(cell.quotePrefix for cell in hostile)
    with zipfile.ZipFile(export / "union-news.xlsx") as archive:
        for name in archive.namelist():
            assert b"<f>" not in archive.read(name) and b"<hyperlink" not in archive.read(name)


def test_pandas_reads_it(export):
    assert pd.read_excel(export / "union-news.xlsx", sheet_name="facts")["value_min"].dtype.kind in "fi"


def _write(folder, columns, monkeypatch, most=None):
    if most:
        monkeypatch.setattr(workbook, "MOST_ROWS", most)
    pq.write_table(pa.table(columns), folder / "words.parquet")
    (sheet,) = workbook.write({"words": folder / "words.parquet"}, folder / "t.xlsx", ["Title"])
    return sheet, openpyxl.load_workbook(folder / "t.xlsx")


def test_a_table_longer_than_a_sheet_is_left_out_aloud(tmp_path, monkeypatch):
    sheet, book = _write(tmp_path, {"n": list(range(10))}, monkeypatch, most=10)
    assert (sheet.rows, sheet.rows_written) == (10, 0)
    assert [row[0].value for row in book["words"].iter_rows()] == [sheet.remark]
    assert sheet.remark == "its 10 rows are more than a sheet holds; they are in csv/words.csv"
    assert sheet.remark in [cell.value for cell in book["about"]["D"]]


def test_rows_that_just_fit_are_all_there(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "_ROWS", 4)
    sheet, book = _write(tmp_path, {"n": list(range(9))}, monkeypatch, most=10)
    assert sheet.remark == "" and [row[0].value for row in book["words"].iter_rows()] == ["n", *range(9)]


def test_long_text_controls_and_escapes(tmp_path, monkeypatch):
    texts = ["字" * 40_000, "a\0b\x1f\ufffe", "_x0041_ &<>\"'", "两\n行", "http://例子", "12", "", " 空 "]
    sheet, book = _write(tmp_path, {"text": texts}, monkeypatch)
    found = [row[0].value for row in book["words"].iter_rows(min_row=2)]
    assert sheet.cells_cut == 1 and "cut to the 32,767 characters" in sheet.remark
    assert len(found[0]) == cells.LONGEST_CELL and found[0].endswith("whole in csv/words.csv]")
    assert found[1] == "a␀b␟\ufffd"
    assert [openpyxl.utils.escape.unescape(text or "") for text in found[2:]] == texts[2:]


def test_the_same_tables_give_the_same_workbook(tmp_path, monkeypatch):
    _write(tmp_path, {"n": [1]}, monkeypatch)
    first = (tmp_path / "t.xlsx").read_bytes()
    _write(tmp_path, {"n": [1]}, monkeypatch)
    assert (tmp_path / "t.xlsx").read_bytes() == first
