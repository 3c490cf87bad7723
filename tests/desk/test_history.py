from pipeline.correcting.hashes import line_hash
from pipeline.desk import history
from pipeline.records import Decision

FACT = "p-a01-f01"


def said(field="review", new="confirmed", target=FACT, who="王", seen=None):
    return Decision(target, field, None, new, who, None, seen, "2026-11-28")


def row(number, state="applied", target=FACT, **more):
    return {
        "correction_id": f"{target}-k{number:02}",
        "target_id": target,
        "applies_to": target,
        "state": state,
        "superseded_by": None,
    } | more


def words(*decisions, rows=()):
    return history.last_words(history.pending(decisions, rows))


def test_what_the_tables_do_not_know_yet_waits():
    first, second = said(), said(new="rejected")
    assert history.pending([first, second], []) == {(FACT, "review"): second}
    assert history.pending([first, second], [row(1)]) == {(FACT, "review"): second}
    assert history.pending([first, second], [row(1), row(2)]) == {}


def test_the_last_word_is_a_review_or_that_a_column_was_corrected():
    assert words(said()) == {FACT: "confirmed"}
    assert words(said(), said("value_min", "5")) == {FACT: "corrected"}
    assert words(said("value_min", "5"), said()) == {FACT: "corrected"}
    assert words(said("value_min", "5"), said(new="rejected")) == {FACT: "rejected"}
    assert words(said(new="rejected"), said("value_min", "5")) == {FACT: "corrected"}
    assert words(said(), rows=[row(1)]) == {}


def test_a_doubt_is_the_last_word_until_somebody_decides():
    doubt = row(1, field="review", new="unsure", line=2)
    assert history.doubted([doubt | {"applies_to": "moved"}, row(1, target="a", field="review", new="confirmed", line=3)]) == {"moved"}
    assert history.doubted([row(2, field="measure", new="cases_handled", line=3), doubt]) == set()
    assert history.doubted([doubt, row(2, field="measure", new="cases_handled", line=1)]) == {FACT}
    assert history.doubted([doubt | {"state": "stale"}]) == set()
    fact = {"fact_id": FACT, "review": "unreviewed"}
    assert history.standing(fact, None, {FACT}) == "unsure"
    assert history.standing(fact, None, ()) == "unreviewed"
    assert history.standing(fact, "confirmed", {FACT}) == "confirmed"


def test_earlier_versions_come_latest_first_each_with_its_state():
    decisions = [said(who="甲"), said("value_min", "5", who="乙"), said(target="p-a01-f02"), said(who="丙")]
    found = history.earlier([FACT], decisions, [row(1, "stale"), row(2, superseded_by="x")])
    assert [(one["reviewer"], one["state"], one["superseded"]) for one in found] == [
        ("丙", "pending", False), ("乙", "applied", True), ("甲", "stale", False),
    ]  # fmt: skip


def test_a_decision_that_went_to_another_id_is_found_there():
    found = history.earlier(["p-a01-f03"], [said()], [row(1, applies_to="p-a01-f03")])
    assert [one["target_id"] for one in found] == [FACT]
    assert history.earlier([FACT], [said()], [row(1, applies_to="p-a01-f03")]) == []


def test_a_line_says_what_the_last_person_made_of_this_reading():
    line, read = "p-l003", "5Z2.6万元"
    decisions = [said("text", "522.6万元", line, seen=line_hash(read)), said("text", "别的", line, seen=line_hash("又读一次"))]
    assert history.text_of_line(line, read, decisions) == "522.6万元"
    assert history.text_of_line(line, "第三种", decisions) == "第三种"
