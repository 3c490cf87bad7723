"""Corrections from the file to the tables, through whole runs: each state reached, also after the code has changed."""

import json
from dataclasses import replace
from decimal import Decimal

import pyarrow.parquet as pq
import pytest

from pipeline import freshness, run, storage
from pipeline.correcting import readings
from pipeline.correcting.hashes import line_hash
from pipeline.records import Decision
from pipeline.stages import facts as facts_stage
from pipeline.stages import pages as pages_stage

PAGE = "滏阳日报-2018-08-21-pA03"
ARTICLE = f"{PAGE}-a01"


class Desk:
    """A corpus with its tables, and somebody who decides."""

    def __init__(self, corpus, tmp_path, pipeline):
        self.path, self.tables, self.pipeline = corpus / "corrections.csv", tmp_path / "out" / "tables", pipeline
        assert pipeline("all") == 0

    def rows(self, table, **wanted):
        rows = pq.read_table(self.tables / f"{table}.parquet").to_pylist()
        return [row for row in rows if all(row[name] == value for name, value in wanted.items())]

    def fact(self, text, article=ARTICLE):
        (row,) = self.rows("facts", text=text, article_id=article)
        return row

    def activity(self):
        return self.rows("activities", article_id=ARTICLE)[0]

    def say(self, row, field, new, old=None, note=None):
        """Append a decision on a row of a table, as it stands now, without a run."""
        target = next(row[name] for name in ("fact_id", "activity_id", "article_id") if name in row)
        said = Decision(target, field, old, new, "王平", note, row["evidence_hash"], "2026-11-28T10:00:00Z")
        storage.append_decisions(self.path, [said])

    def make(self, status=0):
        assert self.pipeline("all") == status

    def state(self, target=None, field=None):
        """States of the corrections, in the order of the file."""
        rows = sorted(self.rows("corrections"), key=lambda row: row["line"])
        return [row["state"] for row in rows if field in (None, row["field"]) and target in (None, row["target_id"])]


@pytest.fixture
def desk(corpus, tmp_path, pipeline):
    return Desk(corpus, tmp_path, pipeline)


@pytest.fixture
def changed_code(monkeypatch):
    """changed_code(stage module, change): from now on the stage's records go through `change`, and its code is another."""

    def set_up(stage, change):
        make, digest = stage.make, freshness.code_digest
        monkeypatch.setattr(stage, "make", lambda *inputs: change(make(*inputs)))
        monkeypatch.setattr(run.freshness, "code_digest", lambda module: digest(module) + ("changed" if module == stage.__name__ else ""))

    return set_up


def _renumbered(made):
    """The facts of a code that finds one more figure in front of each article's, so that all ids shift."""
    activities, found = made
    return activities, [replace(fact, fact_id=f"{fact.fact_id[:-2]}{int(fact.fact_id[-2:]) + 1:02}") for fact in found]


def _reads_differently(**values):
    def change(made):
        activities, found = made
        return activities, [replace(fact, **values) if fact.text == "12万元" else fact for fact in found]

    return change


def test_a_correction_is_in_the_table_the_wide_columns_and_the_checks(desk):
    fact = desk.fact("12万元")
    assert desk.activity()["funds_raised_yuan"] == 120000
    desk.say(fact, "value_min", "150000", "120000")
    desk.say(fact, "value_max", "150000", "120000")
    desk.make()
    now = desk.fact("12万元")
    assert (now["value_min"], now["value_max"], now["review"]) == (150000, 150000, "corrected")
    assert json.loads(now["machine"])["value_min"] == 120000
    assert now["confidence"] == fact["confidence"]
    assert desk.activity()["funds_raised_yuan"] == 150000
    assert {row["stated"] for row in desk.rows("checks", activity_id=now["activity_id"])} & {150000.0}
    assert desk.state() == ["applied", "applied"]


def test_a_confirmed_fact_says_so_and_a_doubt_takes_it_back(desk):
    desk.say(desk.fact("60名"), "review", "confirmed")
    desk.make()
    assert (desk.fact("60名")["review"], desk.state()) == ("confirmed", ["confirmed"])
    desk.say(desk.fact("60名"), "review", "unsure")
    desk.make()
    assert (desk.fact("60名")["review"], desk.state()) == ("unreviewed", ["confirmed", "applied"])
    first, last = sorted(desk.rows("corrections"), key=lambda row: row["line"])
    assert (first["superseded_by"], last["superseded_by"]) == (last["correction_id"], None)
    assert last["correction_id"] == f"{last['target_id']}-k02"


def test_a_rejected_fact_is_in_no_sum_and_no_check(desk):
    assert any(desk.fact("12万元")["fact_id"] in row["fact_ids"] for row in desk.rows("checks"))
    desk.say(desk.fact("12万元"), "review", "rejected")
    desk.make()
    rejected = desk.fact("12万元")
    assert rejected["review"] == "rejected"
    assert desk.activity()["funds_raised_yuan"] is None
    assert not any(rejected["fact_id"] in row["fact_ids"] for row in desk.rows("checks"))
    desk.say(rejected, "scope", "event", rejected["scope"])
    desk.make()
    assert desk.fact("12万元")["review"] == "confirmed"
    assert desk.activity()["funds_raised_yuan"] == 120000


def test_a_rejected_activity_has_no_sums(desk):
    desk.say(desk.activity(), "review", "rejected")
    desk.make()
    assert desk.activity()["review"] == "rejected"
    assert desk.activity()["funds_raised_yuan"] is None
    assert not desk.rows("checks", activity_id=desk.activity()["activity_id"])


def test_the_machine_that_now_says_the_same_is_confirmed(desk, changed_code):
    for column in ("value_min", "value_max"):
        desk.say(desk.fact("12万元"), column, "150000", "120000")
    desk.make()
    changed_code(facts_stage, _reads_differently(value_min=Decimal(150000), value_max=Decimal(150000)))
    desk.make()
    fact = desk.fact("12万元")
    assert (fact["value_min"], fact["review"], fact["machine"]) == (150000, "confirmed", None)
    assert desk.state() == ["confirmed", "confirmed"]


def test_a_correction_outlives_other_readings_of_the_machine(desk, changed_code):
    for column in ("value_min", "value_max"):
        desk.say(desk.fact("12万元"), column, "150000", "120000")
    changed_code(facts_stage, _reads_differently(value_min=Decimal(12), value_max=Decimal(12), measure="money_other"))
    desk.make()
    fact = desk.fact("12万元")
    assert (fact["value_min"], fact["measure"], fact["review"]) == (150000, "money_other", "corrected")
    assert json.loads(fact["machine"])["value_min"] == 12


def test_a_confirmed_reading_is_held_against_changed_code(desk, changed_code):
    fact = desk.fact("12万元")
    desk.say(fact, "review", "confirmed", old=readings.as_json(fact))
    desk.make()
    assert (desk.fact("12万元")["review"], desk.state()) == ("confirmed", ["confirmed"])
    changed_code(facts_stage, _reads_differently(measure="money_other", scope="background"))
    desk.make()
    now = desk.fact("12万元")
    assert (now["measure"], now["scope"], now["review"]) == (fact["measure"], fact["scope"], "corrected")
    assert json.loads(now["machine"])["measure"] == "money_other"
    assert desk.state() == ["applied"]


def test_a_word_follows_its_fact_when_ids_shift(desk, changed_code):
    fact = desk.fact("60名")
    desk.say(fact, "measure", "participants", fact["measure"])
    desk.say(desk.fact("12万元"), "review", "confirmed")
    desk.make()
    changed_code(facts_stage, _renumbered)
    desk.make()
    assert desk.fact("60名")["fact_id"] != fact["fact_id"]
    assert (desk.fact("60名")["measure"], desk.fact("60名")["review"]) == ("participants", "corrected")
    assert desk.fact("12万元")["review"] == "confirmed"
    (row,) = desk.rows("corrections", field="measure")
    assert (row["target_id"], row["applies_to"]) == (fact["fact_id"], desk.fact("60名")["fact_id"])
    desk.say(desk.fact("60名"), "measure", "people_aided", "participants")
    desk.make()
    assert desk.fact("60名")["measure"] == "people_aided"
    assert desk.rows("corrections", field="measure", new="participants")[0]["superseded_by"].endswith("-k01")


def _one_more_in_front(made):
    """The activities of a code that splits another off in front of each article's, which then have other numbers."""
    activities, found = made
    new = [replace(one, type="safety", organizer="安平县医院", organizer_canonical="安平县医院") for one in activities]
    old = [replace(one, activity_id=f"{one.article_id}-v02") for one in activities]
    return [*new, *old], [replace(fact, activity_id=f"{fact.article_id}-v02") for fact in found]


def test_a_word_follows_its_activity_when_numbers_shift(desk, changed_code):
    activity = desk.activity()
    desk.say(activity, "organizer", "深州市总工会", activity["organizer"])
    desk.make()
    desk.say(desk.activity(), "review", "rejected", old=readings.as_json(desk.activity()))
    changed_code(facts_stage, _one_more_in_front)
    desk.make()
    first, second = desk.rows("activities", article_id=ARTICLE)
    assert (first["organizer"], first["review"]) == ("安平县医院", "unreviewed")
    assert (second["organizer"], second["review"]) == ("深州市总工会", "rejected")
    assert {row["applies_to"] for row in desk.rows("corrections")} == {f"{ARTICLE}-v02"}
    assert desk.state() == ["applied", "applied"]


def test_a_word_on_other_evidence_is_stale_and_not_applied(desk, corpus):
    desk.say(desk.fact("60名"), "measure", "participants", "people_aided")
    desk.make()
    page = next(corpus.rglob("2018-08-21/*.txt"))
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("60名", "61名"), encoding="utf-8")
    desk.make()
    assert (desk.fact("61名")["measure"], desk.fact("61名")["review"]) == ("people_aided", "stale")
    assert desk.state() == ["stale"]
    desk.say(desk.fact("61名"), "review", "confirmed")
    desk.make()
    assert desk.fact("61名")["review"] == "confirmed"
    page.write_text(text, encoding="utf-8")
    desk.make()
    assert (desk.fact("60名")["measure"], desk.fact("60名")["review"]) == ("participants", "corrected")
    assert desk.state() == ["applied", "stale"]


def test_a_word_on_what_is_gone_is_an_orphan(desk, corpus):
    desk.say(desk.fact("60名"), "review", "confirmed")
    desk.say(desk.activity(), "type", "other")
    desk.say(desk.rows("articles", article_id=ARTICLE)[0], "boundaries", "wrong")
    next(corpus.rglob("2018-08-21/*.txt")).unlink()
    desk.make()
    assert desk.state() == ["orphan", "orphan", "orphan"]


def test_an_activity_is_corrected_with_what_follows_from_it(desk):
    activity = desk.activity()
    desk.say(activity, "organizer", "深州市总工会", activity["organizer"])
    desk.say(activity, "date", "2018-08-18/2018-08-20", activity["date"])
    desk.say(activity, "type", "hardship_relief", activity["type"])
    desk.say(activity, "place", None, activity["place"])
    desk.make()
    now = desk.activity()
    assert (now["organizer_canonical"], now["admin_code"]) == ("深州市总工会", "131182")
    assert (str(now["date_start"]), str(now["date_end"]), now["type"], now["place"]) == (
        "2018-08-18",
        "2018-08-20",
        "hardship_relief",
        None,
    )
    assert (now["review"], json.loads(now["machine"])["organizer"]) == ("corrected", activity["organizer"])
    assert now["event_id"] == now["activity_id"]
    desk.say(now, "organizer", None, now["organizer"])
    desk.make()
    assert (desk.activity()["organizer_canonical"], desk.activity()["admin_code"]) == (None, None)


def test_events_are_joined_after_corrections(desk):
    one, other = desk.rows("activities")
    assert one["event_id"] == other["event_id"]
    desk.say(other, "review", "rejected")
    desk.make()
    assert desk.rows("activities")[1]["event_id"] == other["activity_id"]
    desk.say(other, "review", "confirmed")
    desk.say(other, "date", "2018-08-21", other["date"])
    desk.make()
    assert desk.rows("activities")[1]["event_id"] == other["activity_id"]
    desk.say(one, "date", "2018-08-21", one["date"])
    desk.make()
    assert desk.rows("activities")[1]["event_id"] == one["activity_id"]


def test_boundaries_are_flagged_with_the_note(desk):
    article = desk.rows("articles", article_id=ARTICLE)[0]
    assert article["boundaries"] is None
    desk.say(article, "boundaries", "wrong", note="下一篇的开头也在里面")
    desk.make()
    article = desk.rows("articles", article_id=ARTICLE)[0]
    assert (article["boundaries"], article["boundaries_note"]) == ("wrong", "下一篇的开头也在里面")


def test_fact_corrections_make_the_tables_alone(desk, tmp_path):
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*.jsonl")}
    desk.say(desk.fact("60名"), "review", "confirmed")
    desk.make()
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*.jsonl")} == before


@pytest.mark.parametrize(
    ("field", "new", "said"),
    [
        ("measure", "money_raised", "it is one of funds_raised"),
        ("value_min", "12万", "is no number"),
        ("value_min", "1e40", "is no number"),
        ("value_min", "NaN", "is no number"),
        ("value_min", "200000", "larger than value_max"),
        ("value_max", "200000", "only a range can"),
        ("measure", "people_aided", "unit CNY does not fit"),
        ("unit", "件", "unit 件 does not fit"),
        ("per", "dog", "per cannot be"),
        ("activity_id", "别报-p1-a01-v01", "another article"),
        ("boundaries", "wrong", "is a fact, where"),
        ("scope", None, "new is empty"),
    ],
)
def test_what_cannot_be_meant_is_a_failure_and_the_run_goes_on(desk, field, new, said):
    fact = desk.fact("12万元")
    desk.say(desk.fact("60名"), "review", "confirmed")
    desk.say(fact, field, new)
    desk.make(status=1)
    (failure,) = desk.rows("failures")
    assert failure["message"].startswith("corrections.csv line 3: ")
    assert said in failure["message"]
    assert desk.state() == ["confirmed", "invalid"]
    now = desk.fact("12万元")
    assert {name: now[name] for name in fact} == fact


def test_a_confirmed_reading_that_cannot_be_is_a_failure(desk):
    desk.say(desk.fact("12万元"), "review", "confirmed", old='{"measure": "money_raised", "value_min": 5}')
    desk.make(status=1)
    assert "the reading in old: measure cannot be" in desk.rows("failures")[0]["message"]
    assert desk.fact("12万元")["review"] == "unreviewed"


def test_a_bad_line_of_the_file_is_a_failure(desk, capsys):
    desk.say(desk.fact("60名"), "review", "confirmed")
    with desk.path.open("a", encoding="utf-8") as file:
        file.write("half a li")
    desk.make(status=1)
    assert "corrections.csv line 3: it has 1 columns instead of 8" in capsys.readouterr().out
    assert desk.state() == ["confirmed"]


def test_the_summary_says_what_became_of_corrections(desk, capsys):
    desk.say(desk.fact("60名"), "review", "confirmed")
    desk.say(desk.fact("60名"), "measure", "participants")
    desk.say(desk.fact("60名"), "measure", "people_other")
    desk.make()
    assert "1 applied, 1 confirmed, 1 superseded by later ones" in capsys.readouterr().out


def test_an_activity_that_there_is_not_leaves_the_fact_stale(desk):
    fact = desk.fact("60名")
    desk.say(fact, "activity_id", f"{ARTICLE}-v77", fact["activity_id"])
    desk.make()
    assert (desk.fact("60名")["review"], desk.fact("60名")["activity_id"]) == ("stale", fact["activity_id"])
    assert desk.state() == ["stale"]


# ------------------------------------------------------------------------------------------------------------ lines

READ = "本报讯（记者王平）8月20日，安平县总工会筹集资金12万元，为60名困难职工子女每人发放助学金2000元。"
LINE = f"{PAGE}-l003"


def test_a_line_of_an_issue_that_was_not_chosen_waits(desk, pipeline):
    _line(desk, READ.replace("12万元", "13万元"))
    assert pipeline("all", "--date", "2018-08-22") == 0
    assert (desk.state(), len(desk.rows("facts", text="13万元"))) == (["stale"], 0)
    desk.make()
    assert (desk.state(), len(desk.rows("facts", text="13万元"))) == (["applied"], 1)


def test_a_page_with_a_corrected_line_can_be_drawn(desk, pipeline):
    _line(desk, READ.replace("12万元", "13万元"))
    desk.make()
    assert pipeline("inspect", PAGE) == 0


def test_without_corrections_the_machine_speaks_alone(desk, pipeline):
    _line(desk, READ.replace("12万元", "13万元"))
    desk.say(desk.fact("60名"), "measure", "participants")
    desk.make()
    assert pipeline("all", "--without-corrections") == 0
    assert desk.fact("12万元")["review"] == desk.fact("60名")["review"] == "unreviewed"
    assert desk.rows("corrections") == []


def _line(desk, new, read=READ, target=LINE):
    storage.append_decisions(desk.path, [Decision(target, "text", read, new, "王平", None, line_hash(read), None)])


def test_a_line_is_corrected_through_all_stages_and_only_its_issue_is_made_anew(desk, tmp_path):
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*.jsonl")}
    _line(desk, READ.replace("12万元", "132.5万元"))
    desk.make()
    changed = {path for path, time in before.items() if path.stat().st_mtime_ns != time}
    assert {path.parent.name for path in changed} == {"cleaned", "articles", "words", "entities", "facts"}
    assert {path.stem for path in changed} == {"滏阳日报-2018-08-21"}
    fact = desk.fact("132.5万元")
    assert (fact["value_min"], fact["lines"]) == (1325000, [3])
    (page,) = desk.rows("pages", page_id=PAGE)
    assert page["n_corrected_lines"] == 1
    assert page["n_chars"] == page["n_article_chars"] + page["n_furniture_chars"] + page["n_dropped_chars"]
    cleaned = storage.read_records(storage.output_path(tmp_path / "out", "cleaned", "滏阳日报-2018-08-21"))
    assert cleaned[0].lines[2].read == READ
    assert desk.state() == ["applied"]


def test_a_line_read_again_is_confirmed_stale_or_an_orphan(desk, corpus):
    better = READ.replace("12万元", "132.5万元")
    page = next(corpus.rglob("2018-08-21/*.txt"))
    text = page.read_text(encoding="utf-8")
    _line(desk, better)
    for now, state in ((better, "confirmed"), (READ.replace("12万元", "72万元"), "stale")):
        page.write_text(text.replace(READ, now), encoding="utf-8")
        desk.make()
        assert desk.state() == [state]
    assert desk.fact("72万元")["review"] == "unreviewed"
    page.write_text("安平县总工会\n慰问职工5名。\n", encoding="utf-8")
    desk.make()
    assert desk.state() == ["orphan"]


def test_a_word_follows_its_line_when_lines_shift(desk, changed_code):
    _line(desk, READ.replace("12万元", "132.5万元"))

    def one_more_line(made):
        return [replace(r, lines=(replace(r.lines[0], text="第3版"), *r.lines)) if hasattr(r, "lines") else r for r in made]

    changed_code(pages_stage, one_more_line)
    desk.make()
    assert desk.fact("132.5万元")["lines"] == [4]
    (row,) = desk.rows("corrections")
    assert (row["state"], row["applies_to"]) == ("applied", f"{PAGE}-l004")


def test_the_last_word_on_a_line_counts_and_the_first_stays_as_history(desk):
    _line(desk, READ.replace("12万元", "13万元"))
    _line(desk, READ.replace("12万元", "14万元"))
    desk.make()
    assert desk.fact("14万元")
    first, last = sorted(desk.rows("corrections"), key=lambda row: row["line"])
    assert (first["superseded_by"], last["superseded_by"]) == (last["correction_id"], None)


def test_a_line_stays_one_line(desk):
    _line(desk, "一\n二")
    desk.make(status=1)
    assert "line feed" in desk.rows("failures")[0]["message"]
    assert desk.state() == ["invalid"]
    assert desk.fact("12万元")


def test_a_correction_that_was_taken_out_of_the_file_is_undone(desk):
    _line(desk, READ.replace("12万元", "13万元"))
    desk.say(desk.fact("60名"), "measure", "participants")
    desk.make()
    desk.path.unlink()
    desk.make()
    assert desk.fact("12万元")["review"] == desk.fact("60名")["review"] == "unreviewed"
    assert desk.fact("60名")["measure"] == "people_aided"


def test_explain_tells_what_people_said(desk, capsys):
    fact = desk.fact("12万元")
    desk.say(fact, "measure", "money_other", fact["measure"], note="是倡议的数目")
    desk.say(fact, "review", "rejected")
    desk.make()
    capsys.readouterr()
    assert desk.pipeline("explain", fact["fact_id"]) == 0
    printed = capsys.readouterr().out
    assert "review: rejected; the machine's reading" in printed
    assert "2026-11-28T10:00:00Z 王平: measure funds_raised → money_other (applied), note: 是倡议的数目" in printed
    assert "review → rejected (applied)" in printed
