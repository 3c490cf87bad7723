from pipeline.correcting.file_format import COLUMNS
from pipeline.correcting.hashes import line_hash
from pipeline.desk import history
from pipeline.records import Decision

FACT = "p-a01-f01"


def said(field="review", new="confirmed", target=FACT, who="王", seen=None):
    return Decision(target, field, None, new, who, None, seen, "2026-11-28")


def row(decision, number=1, state="applied", **more):
    named = {name: getattr(decision, name) for name in COLUMNS}
    known = {"applies_to": decision.target_id, "state": state, "superseded_by": None, "line": number + 1}
    return named | {"correction_id": f"{decision.target_id}-k{number:02}"} | known | more


def waiting(decisions, rows):
    return history.ledger(decisions, rows).waiting.get(FACT, [])


def test_what_the_tables_do_not_know_yet_waits():
    first, second = said(), said(new="rejected")
    assert waiting([first, second], []) == [first, second]
    assert waiting([first, second], [row(first)]) == [second]
    assert waiting([first, second], [row(first), row(second, 2)]) == []
    assert waiting([first, first], [row(first)]) == [first]


def test_a_line_that_was_removed_hides_no_later_decision():
    first, second = said(), said("value_min", "5")
    assert waiting([second], [row(first)]) == [second]


def test_a_decision_whose_row_is_masked_is_known():
    decision = said("place", "卡号6222021234567890123", target="p-a01-v01")
    known = row(decision, new="卡号*******************")
    assert history.ledger([decision], [known]).waiting == {}


def test_each_target_has_the_decisions_that_speak_of_it_and_can_be_meant():
    moved, gone, wrong, line = said(who="甲"), said(who="乙"), said("value_min", "x"), said("text", "字", "p-l003")
    rows = [row(moved, applies_to="p-a01-f02"), row(gone, 2, "orphan")]
    assert history.ledger([moved, gone, wrong, line], rows).live == {"p-a01-f02": [moved]}


def test_what_was_lost_in_a_run_is_what_was_not_lost_before():
    old, new, overtaken = row(said(), state="stale"), row(said(who="李"), 2, "invalid"), row(said(who="赵"), 3, "orphan", superseded_by="x")
    assert history.lost([old, new | {"state": "applied"}], [old, new, overtaken]) == [new]


def test_a_doubt_is_the_last_word_until_somebody_decides():
    doubt, measure = row(said(new="unsure"), 1), said("measure", "cases_handled")
    assert history.doubted([doubt | {"applies_to": "moved"}, row(said(target="a"), 2)]) == {"moved"}
    assert history.doubted([row(measure, 2), doubt]) == set()
    assert history.doubted([doubt, row(measure, 2, line=1)]) == {FACT}
    assert history.doubted([doubt | {"state": "stale"}]) == set()


def test_earlier_versions_come_latest_first_each_with_its_state():
    decisions = [said(who="甲"), said("value_min", "5", who="乙"), said(target="p-a01-f02"), said(who="丙")]
    rows = [row(decisions[0], state="stale"), row(decisions[1], 2, superseded_by="x")]
    found = history.earlier([FACT], history.ledger(decisions, rows))
    assert [(one["reviewer"], one["state"], one["superseded"]) for one in found] == [
        ("丙", "pending", False), ("乙", "applied", True), ("甲", "stale", False),
    ]  # fmt: skip


def test_a_decision_that_went_to_another_id_is_found_there():
    known = history.ledger([said()], [row(said(), applies_to="p-a01-f03")])
    found = history.earlier(["p-a01-f03"], known)
    assert [one["target_id"] for one in found] == [FACT]
    assert history.earlier([FACT], known) == []


def test_a_line_says_what_the_last_person_made_of_this_reading():
    line, read = "p-l003", "5Z2.6万元"
    decisions = [said("text", "522.6万元", line, seen=line_hash(read)), said("text", "别的", line, seen=line_hash("又读一次"))]
    assert history.text_of_line(line, read, decisions) == "522.6万元"
    assert history.text_of_line(line, "第三种", decisions) == "第三种"
