import json
from dataclasses import replace

import pytest
from tests_of_desk import FIGURE

from pipeline.correcting import checking, hashes
from pipeline.desk import overlay
from pipeline.desk.deciding import amount, decisions_of
from pipeline.errors import UsageError

NOW = "2026-11-28T10:00:00+08:00"
LINE = "焦作日报-2015-p01-l203"


def wish(**more):
    return {"about": "fact", "id": FIGURE, "verdict": "confirmed", "reviewer": "王平", "note": ""} | more


def corrected(**changes):
    return wish(verdict="corrected", changes=changes)


def test_a_confirmation_holds_the_reading_that_was_seen_and_the_evidence(holdings):
    (decision,) = decisions_of(wish(note=" 与 原件\n一致 "), holdings, NOW)
    assert (decision.target_id, decision.field, decision.new, decision.reviewer) == (FIGURE, "review", "confirmed", "王平")
    assert json.loads(decision.old)["value_min"] == 5226000
    assert decision.evidence_hash == holdings.facts[FIGURE]["evidence_hash"]
    assert (decision.note, decision.decided_at) == ("与 原件 一致", NOW)


def test_a_correction_writes_a_line_for_each_column_that_was_changed_and_no_other(holdings):
    decisions = decisions_of(corrected(value_min="523万元", value_max="5,230,000", unit="CNY", per="", scope="cumulative"), holdings, NOW)
    assert [(d.field, d.old, d.new) for d in decisions] == [
        ("value_min", "5226000", "5230000"), ("value_max", "5226000", "5230000"), ("scope", "event", "cumulative"),
    ]  # fmt: skip
    assert all(checking.problem(decision) is None for decision in decisions)


@pytest.mark.parametrize(
    "changes",
    [
        {"value_min": "abc"}, {"value_min": "-5"}, {"value_min": ""}, {"value_min": "6000000"},
        {"measure": "people_aided"}, {"measure": "x"},
        {"unit": "person"}, {"per": "people"}, {"activity_id": "焦作日报-2015-p01-a07-v99"}, {"activity_id": "焦作日报-2015-p01-a01-v01"},
        {"value_max": "9999999"}, {"scope": ""}, {}, {"value_min": "522.6万"},
    ],
)  # fmt: skip
def test_a_correction_that_cannot_be_is_refused_in_words(holdings, changes):
    with pytest.raises(UsageError, match=r"[一-鿿].*[a-z]"):
        decisions_of(corrected(**changes), holdings, NOW)


def test_a_range_needs_its_qualifier(holdings):
    decisions = decisions_of(corrected(value_max="600万", qualifier="range"), holdings, NOW)
    assert [d.new for d in decisions] == ["6000000", "range"]


def test_without_a_name_nothing_is_written(holdings):
    with pytest.raises(UsageError, match="姓名"):
        decisions_of(wish(reviewer="  "), holdings, NOW)


def test_a_fact_that_is_gone_asks_for_a_reload(holdings):
    with pytest.raises(UsageError, match="重新载入"):
        decisions_of(wish(id="焦作日报-2015-p01-a07-f99"), holdings, NOW)


def test_an_activity_gets_organiser_and_type(holdings):
    changes = {"organizer": "沁阳市人社局", "type": "rights_protection", "place": "", "date": "2015-02-05"}
    target = "焦作日报-2015-p01-a07-v02"
    decisions = decisions_of({"about": "activity", "id": target, "changes": changes, "reviewer": "王"}, holdings, NOW)
    assert [(d.field, d.old, d.new) for d in decisions] == [
        ("organizer", "沁阳市总工会", "沁阳市人社局"), ("place", "沁阳市", None), ("date", "2015-02", "2015-02-05"),
    ]  # fmt: skip
    with pytest.raises(UsageError):
        decisions_of({"about": "activity", "id": target, "changes": {"date": "二月"}, "reviewer": "王"}, holdings, NOW)


def test_boundaries_are_flagged_with_a_note(holdings):
    flag = {"about": "article", "id": "焦作日报-2015-p01-a07", "verdict": "wrong", "reviewer": "王"}
    with pytest.raises(UsageError, match="备注"):
        decisions_of(flag, holdings, NOW)
    (decision,) = decisions_of(flag | {"note": "末段属于下一篇"}, holdings, NOW)
    assert (decision.field, decision.new) == ("boundaries", "wrong")
    assert decision.evidence_hash == hashes.article_hash(holdings.articles["焦作日报-2015-p01-a07"]["text"])


def test_a_line_of_ocr_gets_its_text(holdings):
    line = {"about": "line", "id": LINE, "read": "5Z2.6万元", "shown": "5Z2.6万元", "reviewer": "王", "changes": {"text": "522.6万元"}}
    (decision,) = decisions_of(line, holdings, NOW)
    assert (decision.field, decision.old, decision.new) == ("text", "5Z2.6万元", "522.6万元")
    assert decision.evidence_hash == hashes.line_hash("5Z2.6万元")
    for text in ("5Z2.6万元", "a\nb"):
        with pytest.raises(UsageError):
            decisions_of(line | {"changes": {"text": text}}, holdings, NOW)


def after(holdings, **changes):
    """The holdings when somebody has corrected the figure and nobody has run make."""
    return replace(holdings, decisions=[*holdings.decisions, *decisions_of(corrected(**changes), holdings, NOW)])


def test_who_agrees_with_a_waiting_correction_confirms_what_it_says(holdings):
    waiting = after(holdings, value_min="262.6万", value_max="262.6万")
    stands = overlay.standing(waiting.facts[FIGURE], waiting)
    assert (stands.row["value_max"], stands.review, stands.pending) == (2626000, "corrected", True)
    (decision,) = decisions_of(wish(), waiting, NOW)
    assert json.loads(decision.old)["value_max"] == 2626000


def test_how_a_fact_stands_is_what_the_next_run_makes_of_it(holdings):
    seen = decisions_of(wish(), holdings, NOW)
    for more, review, value in (
        (seen, "confirmed", 5226000),
        (decisions_of(wish(verdict="rejected"), holdings, NOW), "rejected", 2626000),
        (decisions_of(wish(verdict="unsure"), holdings, NOW), "unsure", 2626000),
    ):
        waiting = after(holdings, value_min="262.6万", value_max="262.6万")
        waiting = replace(waiting, decisions=[*waiting.decisions, *more])
        stands = overlay.standing(waiting.facts[FIGURE], waiting)
        assert (stands.review, stands.row["value_min"]) == (review, value)


def test_a_second_correction_has_to_fit_the_first(holdings):
    waiting = after(holdings, value_min="600万", value_max="600万")
    with pytest.raises(UsageError, match="larger"):
        decisions_of(corrected(value_max="550万", qualifier="range"), waiting, NOW)


def test_a_waiting_correction_is_undone_by_typing_what_stood_there(holdings):
    waiting = after(holdings, value_min="600万", value_max="600万")
    decisions = decisions_of(corrected(value_min="5226000", value_max="5226000"), waiting, NOW)
    assert [(d.field, d.old, d.new) for d in decisions] == [("value_min", "5226000", "5226000"), ("value_max", "5226000", "5226000")]
    undone = replace(waiting, decisions=[*waiting.decisions, *decisions])
    assert overlay.standing(undone.facts[FIGURE], undone).review == "confirmed"
    with pytest.raises(UsageError, match="没有改动"):
        decisions_of(corrected(value_min="600万"), waiting, NOW)


def test_decisions_that_do_not_fit_together_are_mended_by_the_whole_form(holdings):
    lines = [replace(d, new=new) for d, new in zip(after(holdings, value_min="1", value_max="1").decisions, ("900", "800"), strict=True)]
    broken = replace(holdings, decisions=lines)
    assert overlay.standing(broken.facts[FIGURE], broken).row["value_min"] == 5226000
    decisions = decisions_of(corrected(value_min="5226000", value_max="550万", qualifier="range"), broken, NOW)
    assert [d.new for d in decisions] == ["5226000", "5500000", "range"]


def test_an_organiser_that_waits_is_undone_and_blanks_are_no_change(holdings):
    target = "焦作日报-2015-p01-a07-v02"
    blank = holdings.activities[target] | {"organizer": "沁阳市\u3000总工会"}
    holdings = replace(holdings, activities=holdings.activities | {target: blank})
    typed = {"about": "activity", "id": target, "reviewer": "王"}
    with pytest.raises(UsageError, match="没有改动"):
        decisions_of(typed | {"changes": {"organizer": "沁阳市\u3000总工会"}}, holdings, NOW)
    waiting = replace(holdings, decisions=decisions_of(typed | {"changes": {"organizer": "沁阳市人社局"}}, holdings, NOW))
    (back,) = decisions_of(typed | {"changes": {"organizer": "沁阳市 总工会"}}, waiting, NOW)
    assert back.new == "沁阳市 总工会"


@pytest.mark.parametrize("typed", ["1,5万", "12,34", "1,5", "1234,567", "1,234,56", "1 2 3", ",5", "1，5万", "1.5,000"])
def test_numbers_that_may_mean_two_things_are_refused(typed):
    with pytest.raises(UsageError):
        amount(typed)


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("522.6万元", "5226000"),
        ("5,226,000", "5226000"),
        ("五百", "500"),
        ("１２．５", "12.5"),
        ("3 亿", "300000000"),
        ("1,234.5万 元", "12345000"),
        ("5，226，000元", "5226000"),
        ("0.5", "0.5"),
    ],
)
def test_numbers_are_read_as_people_type_them(typed, plain):
    assert amount(typed) == plain
