"""Two builds of a small corpus: what differs is found, and said to be what was done between them."""

import json
import shutil
from dataclasses import replace
from decimal import Decimal

import pyarrow.parquet as pq
import pytest

from pipeline import freshness, run, storage
from pipeline.__main__ import main
from pipeline.comparing import comparison, pairing
from pipeline.correcting.hashes import line_hash
from pipeline.errors import UsageError
from pipeline.records import Decision
from pipeline.stages import facts as facts_stage

PAGE = "滏阳日报-2018-08-21-pA03"


@pytest.fixture
def builds(corpus, tmp_path, pipeline):
    """The first build is kept; differences() makes the second and compares. A build in which nothing was done differs in nothing."""
    assert pipeline("all") == 0
    shutil.copytree(tmp_path / "out", tmp_path / "old")

    def differences():
        pipeline("all")
        return comparison.compare(tmp_path / "old", tmp_path / "out")["tables"]

    assert not any(table.get(kind) for table in differences().values() for kind in ("added", "removed", "changed", "renamed"))
    return differences


@pytest.fixture
def changed_facts(monkeypatch):
    """changed_facts(change): the code of stage facts is another from now on."""

    def set_up(change):
        make, digest = facts_stage.make, freshness.code_digest
        monkeypatch.setattr(facts_stage, "make", lambda *inputs: change(*make(*inputs)))
        monkeypatch.setattr(run.freshness, "code_digest", lambda name: digest(name) + ("changed" if name == facts_stage.__name__ else ""))

    return set_up


def _fact(tmp_path, text):
    return next(row for row in pq.read_table(tmp_path / "out" / "tables" / "facts.parquet").to_pylist() if row["text"] == text)


def _say(corpus, tmp_path, text, field, new):
    fact = _fact(tmp_path, text)
    said = Decision(fact["fact_id"], field, None, new, "王平", None, fact["evidence_hash"], None)
    storage.append_decisions(corpus / "corrections.csv", [said])
    return fact


def _whys(table, kind):
    return {entry["key"]: entry["why"] for entry in table[kind]}


def test_a_new_page(builds, corpus):
    page = next(corpus.rglob("2018-08-21/*.txt"))
    (corpus / "滏阳日报" / "2018-08-23").mkdir()
    shutil.copyfile(page, corpus / "滏阳日报" / "2018-08-23" / "A03.txt")
    tables = builds()
    for name in ("pages", "articles", "facts", "activities"):
        assert tables[name]["added"] and set(_whys(tables[name], "added").values()) == {"new page"}
        assert not tables[name]["removed"]
    assert tables["words"]["rows"][1] > tables["words"]["rows"][0]


def test_a_page_that_is_gone_and_one_that_changed(builds, corpus):
    next(corpus.rglob("2018-08-22/*.txt")).unlink()
    page = next(corpus.rglob("2018-08-21/*.txt"))
    page.write_text(page.read_text(encoding="utf-8").replace("60名", "61名"), encoding="utf-8")
    tables = builds()
    assert set(_whys(tables["facts"], "removed").values()) == {"removed page"}
    changed = {tuple(entry["columns"]["text"]): entry["why"] for entry in tables["facts"]["changed"] if "text" in entry["columns"]}
    assert changed == {("60名", "61名"): "changed page"}


def test_a_correction_and_what_follows_from_it(builds, corpus, tmp_path):
    fact = _say(corpus, tmp_path, "12万元", "value_min", "150000")
    _say(corpus, tmp_path, "12万元", "value_max", "150000")
    tables = builds()
    (entry,) = tables["facts"]["changed"]
    assert (entry["key"], entry["why"]) == (fact["fact_id"], "correction")
    assert entry["columns"]["value_min"] == [120000, 150000]
    assert set(entry["columns"]) == {"value_min", "value_max", "review", "machine"}
    wide = next(entry for entry in tables["activities"]["changed"] if "funds_raised_yuan" in entry["columns"])
    assert wide["columns"]["funds_raised_yuan"] == [120000, 150000]
    assert set(_whys(tables["activities"], "changed").values()) == {"correction"}
    assert set(_whys(tables["checks"], "changed").values()) == {"correction"}
    assert set(_whys(tables["corrections"], "added").values()) == {"correction"}


def test_a_corrected_line(builds, corpus):
    read = "本报讯（记者王平）8月20日，安平县总工会筹集资金12万元，为60名困难职工子女每人发放助学金2000元。"
    said = Decision(f"{PAGE}-l003", "text", read, read.replace("12万元", "132万元"), "王平", None, line_hash(read), None)
    storage.append_decisions(corpus / "corrections.csv", [said])
    tables = builds()
    whys = {why for name in ("pages", "articles", "facts", "activities", "checks") for why in _whys(tables[name], "changed").values()}
    assert whys == {"correction"}
    assert {key.startswith(PAGE) for key in _whys(tables["facts"], "changed")} == {True}


def test_changed_code(builds, changed_facts):
    changed_facts(lambda activities, facts: (activities, [replace(f, scope="background") if f.text == "60名" else f for f in facts]))
    tables = builds()
    assert {entry["columns"]["scope"][1]: entry["why"] for entry in tables["facts"]["changed"]} == {"background": "code of facts"}
    assert not tables["articles"]["changed"]


def test_facts_are_paired_by_evidence_when_ids_move(builds, changed_facts, corpus, tmp_path):
    _say(corpus, tmp_path, "60名", "review", "confirmed")

    def one_more(activities, facts):
        moved = [replace(fact, fact_id=f"{fact.fact_id[:-2]}{int(fact.fact_id[-2:]) + 1:02}") for fact in facts]
        first = moved[0]
        start = first.sentence.index("8月")
        new = replace(first, fact_id=f"{first.article_id}-f01", text="8", start=first.start - first.sentence.index(first.text) + start)
        new = replace(new, end=new.start + 1, value_min=Decimal(8), value_max=Decimal(8), measure="count_other", unit="月")
        return activities, [new, *moved]

    changed_facts(one_more)
    tables = builds()
    assert [entry["row"]["text"] for entry in tables["facts"]["added"]] == ["8", "8"]  # one an issue
    assert tables["facts"]["removed"] == []
    assert len(tables["facts"]["renamed"]) == tables["facts"]["rows"][0]
    (entry,) = tables["facts"]["changed"]
    assert (entry["columns"], entry["why"]) == ({"review": ["unreviewed", "confirmed"]}, "correction")


def test_articles_that_move_take_their_rows_along():
    names = {"报-p1-a01": "报-p1-a02", "报-p1-a03-f02": "报-p1-a03-f01"}
    assert pairing.rename("报-p1-a01-v01-c02", names) == "报-p1-a02-v01-c02"
    assert pairing.rename("报-p1-a03-f02", names) == "报-p1-a03-f01"
    assert pairing.rename("报-p1-a04", names) == "报-p1-a04"


def test_the_text_shows_some_and_counts_all(builds, corpus, tmp_path, capsys):
    _say(corpus, tmp_path, "60名", "review", "confirmed")
    next(corpus.rglob("2018-08-22/*.txt")).unlink()
    builds()
    capsys.readouterr()
    assert main(["diff", str(tmp_path / "old"), str(tmp_path / "out"), "--rows", "1"]) == 0
    printed = capsys.readouterr().out
    assert "code: the same" in printed
    assert "4 removed: removed page 4" in printed and "and 3 more (--rows 4, or --json)" in printed
    assert "review unreviewed → confirmed  [correction]" in printed
    main(["diff", str(tmp_path / "old"), str(tmp_path / "out"), "--rows", "0"])
    printed = capsys.readouterr().out
    assert "4 removed: removed page 4" in printed and "and 4 more (--rows 4, or --json)" in printed and "[" not in printed
    assert main(["diff", str(tmp_path / "old" / "tables"), str(tmp_path / "out"), "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["tables"]["facts"]["removed"]) == 4


def test_a_build_of_an_earlier_release_has_fewer_columns(builds, tmp_path, capsys):
    for name, gone in (("facts", ["evidence_hash", "machine"]), ("corrections", ["superseded_by", "applies_to"])):
        path = tmp_path / "old" / "tables" / f"{name}.parquet"
        pq.write_table(pq.read_table(path).drop_columns(gone), path)
    (tmp_path / "old" / "tables" / ".manifest.json").unlink()
    tables = builds()
    assert tables["facts"]["columns"] == {"added": ["evidence_hash", "machine"], "removed": []}
    assert tables["facts"]["changed"] == []
    main(["diff", str(tmp_path / "old"), str(tmp_path / "out")])
    printed = capsys.readouterr().out
    assert "columns added: evidence_hash, machine" in printed
    assert "code: unknown (a build without manifest)" in printed


def test_a_folder_without_tables(tmp_path):
    with pytest.raises(UsageError, match=r"there is no .*pages\.parquet"):
        comparison.compare(tmp_path, tmp_path)
