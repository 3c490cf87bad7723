import pytest
from newspaper import CONTINUED

from pipeline.desk import opening


@pytest.fixture
def folders(corpus, tmp_path, monkeypatch):
    """The environment of a notebook on the corpus that the tests share."""
    monkeypatch.setenv("CORPUS", str(corpus))
    monkeypatch.setenv("EXTRACTED", str(tmp_path / "out"))


def test_the_place_of_a_fact_is_on_its_own_page(pipeline, corpus, folders):
    for name, text in CONTINUED.items():
        (corpus / "滏阳日报" / "2018-08-22" / name).write_text(text, encoding="utf-8")
    pipeline("all")
    rows = opening.start().connection.sql("select text, place from evidence where article_id like '%-p1-a01'").fetchall()
    assert dict(rows) == {"20万元": "滏阳日报/2018-08-22/1.txt 第4行", "60名": "滏阳日报/2018-08-22/3.txt 第4行"}


def test_without_tables_a_notebook_says_what_to_run(folders):
    with pytest.raises(opening.NoTablesError, match="run make"):
        opening.start()
