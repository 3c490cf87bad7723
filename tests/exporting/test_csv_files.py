import csv
import json

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline import schema
from pipeline.exporting import cells, csv_files


def _original(extracted, name):
    return pq.read_table(extracted / "tables" / f"{name}.parquet").to_pylist()


def _cells(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", [table.name for table in schema.TABLES])
def test_every_cell_leads_back_to_its_value(extracted, export, name):
    assert (export / "csv" / f"{name}.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    read, original = _cells(export / "csv" / f"{name}.csv"), _original(extracted, name)
    assert len(read) == len(original)
    for row, truth in zip(read, original, strict=True):
        for column, value in truth.items():
            cell = row[column]
            if value is None or value == "":
                assert cell == ""
            elif isinstance(value, str):
                assert cells.plain_text(cell) == value
            elif isinstance(value, list):
                plain = json.loads(cell)
                assert (list(map(list, plain.items())) if isinstance(plain, dict) else plain) == json.loads(json.dumps(value))
            else:
                assert type(value)(cell) == value if isinstance(value, int | float) else cell == value.isoformat()


def test_hostile_text_is_there_and_guarded(export):
    texts = [cell for path in (export / "csv").glob("*.csv") for row in _cells(path) for cell in row.values()]
    hostile = [cell for cell in texts if "cmd|" in cell]
    assert hostile and not [cell for cell in texts if cell.startswith(("=", "+", "@", "\t", "\r"))]


def test_duckdb_and_pandas_read_figures_as_figures(extracted, export):
    path = export / "csv" / "facts.csv"
    original = pq.read_table(extracted / "tables" / "facts.parquet").column("value_min").to_pylist()
    assert pd.read_csv(path)["value_min"].tolist() == original
    assert duckdb.sql(f"select value_min from read_csv('{path}') order by fact_id").fetchall() == [(value,) for value in original]
    assert pd.read_csv(path).columns[0] == "fact_id"


def test_a_table_longer_than_what_is_held_in_memory_is_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(csv_files, "_ROWS", 7)
    pq.write_table(pa.table({"n": list(range(100)), "text": ["=1\n\0"] * 100}), tmp_path / "t.parquet")
    assert csv_files.write(tmp_path / "t.parquet", tmp_path / "t.csv") == 100
    read = _cells(tmp_path / "t.csv")
    assert [int(row["n"]) for row in read] == list(range(100))
    assert {row["text"] for row in read} == {"'=1\n␀"}


def test_null_and_empty_text_differ(tmp_path):
    pq.write_table(pa.table({"text": ["", None]}), tmp_path / "t.parquet")
    csv_files.write(tmp_path / "t.parquet", tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_text(encoding="utf-8-sig").splitlines() == ['"text"', '""', ""]
