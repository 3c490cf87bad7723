"""Whatever people write, the tables keep their contract."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_tables import ACTIVITY, ARTICLE, FACT, ISSUE, SCAN

from pipeline.correcting import hashes, readings
from pipeline.correcting.applying import in_force
from pipeline.correcting.file_format import ACTIVITY_FIELDS, FACT_FIELDS, FIELDS
from pipeline.records import Decision
from pipeline.stages import tables
from pipeline.vocabulary import COUNTS, MONEY, PEOPLE, QUALIFIERS, SCOPES, TYPES

HASHES = {
    FACT.fact_id: hashes.of_fact(FACT, ARTICLE),
    ACTIVITY.activity_id: hashes.article_hash(ARTICLE.text),
    ARTICLE.article_id: hashes.article_hash(ARTICLE.text),
    f"{SCAN.page_id}-l001": hashes.line_hash("第3版"),
}
WORDS = st.sampled_from(
    [*MONEY, *PEOPLE, *COUNTS, *QUALIFIERS, *SCOPES, *TYPES, "confirmed", "rejected", "unsure", "wrong", "0", "9", "12", "3.5", "1e15",
     "CNY", "person", "件", "person/month", "2018-08", "深州市总工会", ACTIVITY.activity_id, "x-v01", "", "-1", "甲\n乙"]
)  # fmt: skip
READING = st.dictionaries(st.sampled_from([*FACT_FIELDS, *ACTIVITY_FIELDS]), WORDS | st.integers(-1, 10**16) | st.none(), max_size=4)
OLD = READING.map(lambda reading: json.dumps(reading, ensure_ascii=False)) | WORDS


def _decision(target, field, old, new, known):
    return Decision(target, field, old, new or None, None, None, HASHES[target] if known else "0" * 16, None)


DECISION = st.builds(
    _decision, st.sampled_from(sorted(HASHES)), st.sampled_from(FIELDS), OLD, WORDS, st.booleans() | st.just(True),
)  # fmt: skip


@given(st.lists(DECISION, max_size=6))
@settings(max_examples=200, deadline=None)
def test_any_decisions_give_tables_that_keep_the_contract(decisions):
    made = tables.make([ISSUE], [], decisions)
    assert made["corrections"].num_rows == len(decisions)
    (fact,), (activity,) = made["facts"].to_pylist(), made["activities"].to_pylist()
    if "rejected" in (fact["review"], activity["review"]):
        assert activity["funds_raised_yuan"] is None
        assert made["checks"].num_rows == 0
    if fact["review"] in ("unreviewed", "stale", "confirmed"):
        assert fact["machine"] is None
        assert readings.as_json(fact) == readings.of_record(FACT)
    invalid = sum(row["state"] == "invalid" for row in made["corrections"].to_pylist())
    assert bool(invalid) == bool(made["failures"].num_rows)


@pytest.mark.parametrize("slip", [0, 1, 2])
def test_one_slip_leaves_the_other_corrections_in_force(slip):
    said = [("measure", "aid_disbursed"), ("scope", "background")]
    said.insert(slip, ("value_min", "1200000"))  # larger than value_max
    made = tables.make([ISSUE], [], [_decision(FACT.fact_id, field, None, new, True) for field, new in said])
    states = {row["field"]: row["state"] for row in made["corrections"].to_pylist()}
    assert states == {"measure": "applied", "scope": "applied", "value_min": "invalid"}
    (fact,), (failure,) = made["facts"].to_pylist(), made["failures"].to_pylist()
    assert (fact["measure"], fact["scope"], fact["value_min"], fact["review"]) == ("aid_disbursed", "background", 120000, "corrected")
    assert f"line {slip + 1}: " in failure["message"]


def test_corrections_that_fit_only_together_are_applied_together():
    said = [("value_min", "1200000"), ("value_max", "1200000")]
    made = tables.make([ISSUE], [], [_decision(FACT.fact_id, field, None, new, True) for field, new in said])
    assert [row["state"] for row in made["corrections"].to_pylist()] == ["applied", "applied"]


@given(st.lists(DECISION, max_size=6))
def test_the_last_word_on_each_field_is_in_force(decisions):
    last = in_force(decisions)
    for field, decision in last.items():
        assert decision is [d for d in decisions if d.field == field][-1]
    assert {d.field for d in decisions} - set(last) <= {"review"}


def _lines(*said):
    return [_decision(FACT.fact_id, field, old, new, True) for field, old, new in said]


def _superseded(*said):
    made = tables.make([ISSUE], [], _lines(*said))
    return [row["superseded_by"] for row in sorted(made["corrections"].to_pylist(), key=lambda row: row["line"])]


def test_a_confirmation_of_another_reading_takes_the_place_of_a_correction():
    correction, id_ = [("value_min", "120000", "90000"), ("value_max", "120000", "90000")], f"{FACT.fact_id}-k03"
    seen, agreed = readings.of_record(FACT), json.dumps({"value_min": 90000, "value_max": 90000})
    assert _superseded(*correction, ("review", seen, "confirmed")) == [id_, id_, None]
    assert _superseded(*correction, ("review", agreed, "confirmed")) == [None] * 3
    assert _superseded(*correction, ("review", seen, "confirmed"), ("review", None, "unsure")) == [None, None, f"{FACT.fact_id}-k04", None]
    assert _superseded(("review", seen, "confirmed"), *correction) == [None] * 3
