import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from newspaper import CONTINUED

from pipeline import query, schema
from pipeline.errors import UsageError


def test_a_question_is_answered_with_names_in_full(pipeline, tmp_path, capsys):
    pipeline("all")
    capsys.readouterr()
    assert (
        query.run(
            tmp_path / "out",
            "select organizer, text from facts join activities using (activity_id) where text = '12万元'",
        )
        == 0
    )
    assert "安平县总工会" in capsys.readouterr().out


def test_a_question_that_is_not_understood_has_status_2(pipeline, tmp_path, capsys):
    pipeline("all")
    assert query.run(tmp_path / "out", "selekt 1") == 2
    assert "selekt" in capsys.readouterr().err


def _tables(folder, said):
    """Tables of one row each that says whose they are."""
    for table in schema.TABLES:
        (folder / "tables").mkdir(parents=True, exist_ok=True)
        pq.write_table(pa.table({"of": [said]}), folder / "tables" / f"{table.name}.parquet")


@pytest.mark.parametrize("name", ["out[1]", "o*t1", "ou?1", "**"])
def test_a_folder_is_no_pattern(tmp_path, name):
    for folder in (name, "out1"):
        _tables(tmp_path / folder, folder)
    connection = query.connect(tmp_path / name)
    assert {connection.execute(f"from {table.name}").fetchall()[0] for table in schema.TABLES} == {(name,)}


@pytest.mark.parametrize(
    ("on_terminal", "said"), [(False, "500 rows\n"), (True, "500 rows, 200 of them shown; all of them: ... > answer.txt\n")]
)
def test_a_long_answer_says_how_long_and_is_whole_in_a_file(tmp_path, capsys, monkeypatch, on_terminal, said):
    _tables(tmp_path, "x")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: on_terminal)
    query.run(tmp_path, "select range as n from range(500)")
    printed = capsys.readouterr().out
    assert printed.endswith(said)
    assert ("250" in printed.split()) is not on_terminal


def test_a_fact_is_explained_with_sentence_place_and_reasons(pipeline, tmp_path, capsys):
    pipeline("all")
    connection = query.connect(tmp_path / "out")
    fact_id = connection.execute("select fact_id from facts where text = '12万元'").fetchone()[0]
    capsys.readouterr()
    query.explain(tmp_path / "out", fact_id)
    printed = capsys.readouterr().out
    assert "2018-08-21/A03.txt, line 3" in printed
    assert "筹集资金12万元" in printed
    assert "decided by" in printed


def test_a_fact_on_the_continuation_of_an_article_stands_on_its_own_page(pipeline, corpus, tmp_path, capsys):
    for name, text in CONTINUED.items():
        (corpus / "滏阳日报" / "2018-08-22" / name).write_text(text, encoding="utf-8")
    pipeline("all")
    (found,) = (
        query.connect(tmp_path / "out").execute("select fact_id from facts where text = '60名' and article_id like '%-p1-a01'").fetchall()
    )
    capsys.readouterr()
    query.explain(tmp_path / "out", *found)
    assert "stands in 滏阳日报/2018-08-22/3.txt, line 4\n" in capsys.readouterr().out


def test_a_fact_that_there_is_not(pipeline, tmp_path):
    pipeline("all")
    with pytest.raises(UsageError, match="no fact"):
        query.explain(tmp_path / "out", "x-f99")
