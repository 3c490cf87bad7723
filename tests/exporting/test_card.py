import json

import duckdb
import pytest

from pipeline import query
from pipeline.errors import UsageError
from pipeline.exporting import card, description


@pytest.fixture(scope="module")
def written(export):
    return (export / "README.md").read_text(encoding="utf-8")


def test_coverage_is_counted(written):
    assert "| 滏阳日报 | 1 | 2018-07-04 | 2018-07-04 | 4 | 1 |" in written
    assert "| 焦作日报 | 1 | 2015 | 2015 | 1 | 0 | 11 |" in written
    assert "pages empty_file 1" in written


def test_accuracy_is_the_recorded_one_with_intervals(written):
    floors = json.loads(description.floors_file().read_text(encoding="utf-8"))
    unseen = [record["measured"]["fact"] for record in floors.values() if not record["learnt_by"]]
    assert len(unseen) == 2
    shown = [f"{one['value']:.3f} [{one['low']:.2f}, {one['high']:.2f}] of {one['of']}" for one in unseen]
    assert f"| fact: measure, value and scope | {' | '.join(shown)} |" in written
    assert "seed page" not in written


def test_tables_that_do_not_say_what_they_were_made_from_are_not_described(tmp_path):
    with pytest.raises(UsageError, match=r"\.manifest\.json, which says"):
        description.describe(tmp_path, None)


def test_confidence_review_and_models_are_told(written):
    assert "Facts: unreviewed" in written
    assert "| 0.9-1.0 |" in written
    for model in ("activities", "measures", "names"):
        assert f"| {model} | seed.jsonl, train.jsonl" in written


def test_facts_at_all_confidences_are_all_facts(extracted, written):
    total = query.connect(extracted).execute("select count(*) from facts").fetchall()[0][0]
    table = written.split("## What confidence is worth")[1].split("## ")[0]
    counts = [int(line.split("|")[-2].replace(",", "")) for line in table.splitlines() if line.startswith("| 0.")]
    assert sum(counts) == total


def test_without_a_record_of_accuracy_it_says_so(extracted, tmp_path, monkeypatch):
    monkeypatch.setattr(card, "floors_file", lambda: tmp_path / "none.json")
    connection = query.connect(extracted)
    about = description.describe(extracted, connection)
    assert "not part of an installed package" in card.card(about, connection, [], [])
    (tmp_path / "none.json").write_text("{}", encoding="utf-8")
    assert "No measured accuracy is recorded" in card.card(about, connection, [], ["words: part"])


def test_the_interval_of_a_share():
    assert card.wilson(0.5, 100) == pytest.approx((0.4038, 0.5962), abs=1e-4)
    low, high = card.wilson(1.0, 10)
    assert low == pytest.approx(0.7225, abs=1e-3) and high == pytest.approx(1)


def test_what_ocr_read_and_what_of_it_is_in_doubt_is_told(written):
    assert "No page here was read by OCR" in written
    connection = duckdb.connect()
    connection.execute("create table pages as select * from (values ('p', 0.99), ('q', 0.955), ('t', null)) as _(page_id, confidence)")
    figures = "('p-a01-f01', ['p'], null), ('t-a01-f02', ['q'], '72万元'), ('t-a01-f01', ['t'], null)"  # t-a01 goes on on q
    connection.execute(f"create table facts as select * from (values {figures}) as _(fact_id, page_ids, second_reading)")
    said = card._scans(connection)
    assert "2 pages were read by OCR, with a confidence of 0.955 at least, 1 of them under 0.98" in said
    assert "Of the 2 facts on them 1 have" in said
