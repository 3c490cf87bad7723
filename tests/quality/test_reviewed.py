import json

import evaluate
import pyarrow.parquet as pq
import pytest
import reviewed

from pipeline import storage
from pipeline.records import Decision


@pytest.fixture
def tables(pipeline, tmp_path):
    assert pipeline("all") == 0
    return tmp_path / "out" / "tables"


def _decide(corpus, tables, table, choose):
    """Append a decision for each row of a table for which `choose` gives (field, new)."""
    key = {"facts": "fact_id", "activities": "activity_id", "articles": "article_id"}[table]
    said = [
        Decision(row[key], field, None, new, "王平", None, row["evidence_hash"], None)
        for row in pq.read_table(tables / f"{table}.parquet").to_pylist()
        for field, new in [choose(row)] * (choose(row) is not None)
    ]
    storage.append_decisions(corpus / "corrections.csv", said)


def _first(row, decision):
    return decision if "2018-08-21" in row["article_id"] else None


def _review(row):
    said = {"60名": ("measure", "participants"), "530名": ("review", "rejected")}
    return _first(row, said.get(row["text"], ("review", "confirmed")))


def test_reviewed_articles_are_gold_for_what_the_machine_reads(corpus, tables, pipeline):
    _decide(corpus, tables, "facts", _review)
    gold, found = evaluate.reviewed_documents(corpus)
    assert len(gold) == len(found) == 1
    assert {fact["text"]: fact["measure"] for fact in gold[0].facts}["60名"] == "participants"
    assert {fact["text"] for fact in found[0].facts} - {fact["text"] for fact in gold[0].facts} == {"530名"}
    assert {fact["text"]: fact["measure"] for fact in found[0].facts}["60名"] == "people_aided"
    assert gold[0].activities == found[0].activities == []


def test_the_figures_are_those_of_the_machine(corpus, tables, capsys):
    _decide(corpus, tables, "facts", _review)
    _decide(corpus, tables, "activities", lambda row: _first(row, ("organizer", "安平县总工会女职工部")))
    evaluate.main(["--reviewed", str(corpus), "--json"])
    figures = json.loads(capsys.readouterr().out)["reviewed"]
    assert set(figures) <= set(reviewed.FIGURES)
    assert (figures["fact"]["gold"], figures["fact"]["predicted"]) == (3, 4)
    assert figures["fact"]["precision"] == 0.5
    assert (figures["type"]["f1"], figures["organizer"]["f1"]) == (1, 0)


@pytest.mark.parametrize("spoilt", ["a doubt", "boundaries", "nothing reviewed"])
def test_articles_that_are_not_wholly_reviewed_do_not_count(corpus, tables, spoilt):
    if spoilt != "nothing reviewed":
        _decide(corpus, tables, "facts", _review)
    if spoilt == "a doubt":
        _decide(corpus, tables, "facts", lambda row: _first(row, ("review", "unsure")) if row["text"] == "12万元" else None)
    if spoilt == "boundaries":
        _decide(corpus, tables, "articles", lambda row: _first(row, ("boundaries", "wrong")))
    with pytest.raises(SystemExit, match="there is no article"):
        evaluate.main(["--reviewed", str(corpus)])
