"""Decisions find what they speak of by the evidence where the page in their id is gone; made without running the stages."""

from dataclasses import replace

import pytest
from test_tables import ACTIVITY, ARTICLE, FACT, ISSUE, PAGE, SCAN, _moved

from pipeline import summary
from pipeline.correcting import hashes
from pipeline.records import Decision, Page, Scan
from pipeline.stages import tables

HASH, TEXT_HASH = hashes.of_fact(FACT, ARTICLE), hashes.article_hash(ARTICLE.text)


def decision(page, ending, field, new, digest=HASH):
    return Decision(f"{page}-{ending}", field, None, new, "王平", None, digest, None)


def measured(page, digest=HASH):
    return decision(page, "a01-f01", "measure", "aid_disbursed", digest)


def made(issues, *decisions):
    """(state, applies_to) of each decision, and the reviews of the facts by id."""
    found = tables.make(issues, [], decisions)
    rows = sorted(found["corrections"].to_pylist(), key=lambda row: row["line"])
    reviews = {row["fact_id"]: row["review"] for row in found["facts"].to_pylist()}
    return [(row["state"], row["applies_to"]) for row in rows], reviews


@pytest.mark.parametrize("page", ["报-2018-08-21-p7", "报-2018-08-21-p3-2", "报-2018-08-20-p3", "别报-p1"])
def test_a_fact_whose_page_has_another_id_now_is_found_by_its_evidence(page):
    assert made([ISSUE], measured(page)) == ([("applied", FACT.fact_id)], {FACT.fact_id: "corrected"})


def test_a_page_that_is_still_there_and_lost_its_article_to_another():
    """01 arrives later: what was an article of page 7 is now the end of one that begins on page 3."""
    other = replace(SCAN, page_id="报-2018-08-21-p7", path="报/2018-08-21/7.txt")
    seventh = replace(PAGE, page_id=other.page_id, source_path=other.path)
    (settled,), _ = made([[*ISSUE, other, seventh]], measured(other.page_id))
    assert settled == ("applied", FACT.fact_id)


def test_activities_and_articles_follow_their_text():
    gone = "报-2018-08-20-p3"
    said = [decision(gone, "a01-v01", "type", "policy", TEXT_HASH), decision(gone, "a01", "boundaries", "wrong", TEXT_HASH)]
    assert made([ISSUE], *said)[0] == [("applied", ACTIVITY.activity_id), ("applied", ARTICLE.article_id)]


@pytest.mark.parametrize("backwards", [False, True])
def test_where_two_issues_hold_the_evidence_the_one_named_is_meant_or_none(backwards):
    issues = [ISSUE, _moved(ISSUE, "晚")]
    issues = [[replace(r, issue_id=r.issue_id.replace("报-", "晚-")) if isinstance(r, Scan | Page) else r for r in some] for some in issues]
    issues[0] = ISSUE
    issues = issues[::-1] if backwards else issues
    settled, reviews = made(issues, measured("报-2018-08-21-p7"), measured("报-2018-08-20-p3"))
    assert settled == [("applied", FACT.fact_id), ("orphan", "报-2018-08-20-p3-a01-f01")]
    assert reviews == {FACT.fact_id: "corrected", FACT.fact_id.replace("报-", "晚-"): "unreviewed"}


def test_other_evidence_is_no_evidence():
    assert made([ISSUE], measured("报-2018-08-20-p3", "0" * 16))[0] == [("orphan", "报-2018-08-20-p3-a01-f01")]


def test_decisions_on_a_page_that_could_not_be_read_wait_for_it():
    unread = replace(SCAN, page_id="报-2018-08-20-p3", issue_id="报-2018-08-20")
    (settled,), reviews = made([ISSUE, [unread]], measured(unread.page_id))
    assert settled == ("orphan", f"{unread.page_id}-a01-f01") and reviews == {FACT.fact_id: "unreviewed"}


def test_a_later_word_under_the_new_id_wins():
    later = replace(measured(PAGE.page_id), new="goods_value")
    found = tables.make([ISSUE], [], [measured("报-2018-08-20-p3"), later])
    assert found["facts"].to_pylist()[0]["measure"] == "goods_value"
    first, _ = sorted(found["corrections"].to_pylist(), key=lambda row: row["line"])
    assert first["superseded_by"] is not None


def test_decisions_that_became_orphans_since_the_last_run_are_told(tmp_path):
    said = replace(measured(PAGE.page_id), decided_at="10:00")
    folder = tmp_path / "tables"

    def write(issues):
        folder.mkdir(exist_ok=True)
        tables.write(folder, tables.make(issues, [], [said]))

    assert summary.live_corrections(tmp_path) == set()
    write([ISSUE])
    live = summary.live_corrections(tmp_path)
    assert (len(live), summary.lost_corrections(tmp_path, live)) == (1, [])
    write([])
    assert summary.lost_corrections(tmp_path, live) == [FACT.fact_id]
    assert summary.lost_corrections(tmp_path, summary.live_corrections(tmp_path)) == []  # told once
