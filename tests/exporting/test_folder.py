import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest

from pipeline import schema, storage
from pipeline.__main__ import main
from pipeline.exporting import folder, workbook

PHONE = "13912345678"


def test_the_folder_holds_what_its_card_lists(export):
    card = (export / "README.md").read_text(encoding="utf-8")
    there = {path.relative_to(export).as_posix() for path in export.rglob("*") if path.is_file()} - {"README.md"}
    listed = card.split("## Files")[1].split("Views in")[0].splitlines()
    assert there == {line.split("`")[1] for line in listed if "`" in line}


def test_no_file_shows_a_masked_number(export):
    connection = duckdb.connect(str(export / "union-news.duckdb"), read_only=True)
    assert not connection.execute("from articles where text like ?", [f"%{PHONE}%"]).fetchall()
    assert connection.execute("from articles where text like '%致电王平***********。%'").fetchall()
    for path in export.rglob("*.*"):
        if path.suffix in (".csv", ".json", ".md"):
            assert PHONE not in path.read_text(encoding="utf-8"), path
    for frame in pd.read_excel(export / "union-news.xlsx", sheet_name=None).values():
        assert not frame.map(lambda cell: PHONE in str(cell)).any(axis=None)


def test_parquet_files_open_in_pandas_and_duckdb(export):
    for table in schema.TABLES:
        path = export / "parquet" / f"{table.name}.parquet"
        assert len(pd.read_parquet(path)) == duckdb.sql(f"select count(*) from '{path}'").fetchall()[0][0]


def test_a_second_export_gives_the_same_text_files(extracted, export):
    before = {path: path.read_bytes() for path in export.rglob("*") if path.suffix in (".csv", ".json", ".parquet", ".xlsx")}
    assert main(["export", "--extracted", str(extracted)]) == 0
    assert {path: path.read_bytes() for path in before} == before


def test_what_does_not_fit_is_said_in_log_and_card(extracted, export, monkeypatch, caplog):
    with monkeypatch.context() as patched:
        patched.setattr(workbook, "MOST_ROWS", 50)
        folder.export(extracted)
    said = "union-news.xlsx, table words: its "
    assert [record for record in caplog.records if said in record.message]
    assert said in (export / "README.md").read_text(encoding="utf-8")
    folder.export(extracted)


def test_without_tables_it_is_wrong_usage(tmp_path, capsys):
    assert main(["export", "--extracted", str(tmp_path)]) == 2
    assert "run the stages first" in capsys.readouterr().err


def test_tables_of_another_version_are_wrong_usage(extracted, tmp_path, capsys):
    (tmp_path / "tables").mkdir()
    for path in (extracted / "tables").glob("*.parquet"):
        table = pq.read_table(path)
        pq.write_table(table.drop_columns("article_id") if path.stem == "words" else table, tmp_path / "tables" / path.name)
    assert main(["export", "--extracted", str(tmp_path)]) == 2
    assert "words.parquet was made by another version" in capsys.readouterr().err


def test_a_file_that_cannot_be_finished_leaves_the_old_one(tmp_path):
    path = tmp_path / "a" / "x.csv"
    with storage.whole_file(path) as at:
        at.write_text("old")
    with pytest.raises(ZeroDivisionError), storage.whole_file(path) as at:
        at.write_text("half")
        raise ZeroDivisionError
    assert path.read_text() == "old" and [one.name for one in path.parent.iterdir()] == ["x.csv"]
