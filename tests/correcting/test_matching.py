import json

import pytest

from pipeline.correcting import matching
from pipeline.correcting.hashes import article_hash
from pipeline.records import Activity, Article, Decision

ARTICLE = Article("报-p1-a01", "报-p1", "news", "两级工会送温暖", "县总工会走访职工，市总工会办培训班。", ())
HASH = article_hash(ARTICLE.text)
COUNTY, CITY, NEW = ("县总工会", "hardship_relief", "2018-08"), ("市总工会", "skills_innovation", "2018-09"), ("医院工会", "safety", None)


def activities(*readings):
    """The activities of a code that reads an article so."""
    names = (f"{ARTICLE.article_id}-v{n:02}" for n in range(1, len(readings) + 1))
    return [Activity(name, ARTICLE.article_id, kind, who, who, date=when) for name, (who, kind, when) in zip(names, readings, strict=True)]


def said(line, field, old, new, number=1, when=None):
    return Decision(f"{ARTICLE.article_id}-v{number:02}", field, old, new, "王", None, HASH, when, line)


def found(decisions, *readings):
    """The number that each decision goes to, with its state."""
    there = matching.evidence([ARTICLE], [], activities(*readings), decisions)
    return [(int(target[-2:]), state) for target, state in (matching.find(decision, there) for decision in decisions)]


WHO = said(1, "organizer", "县总工会", "安平县总工会")


@pytest.mark.parametrize(
    ("now", "number"),
    [
        ((COUNTY, CITY), 1),
        ((CITY, COUNTY), 2),
        ((NEW, COUNTY, CITY), 2),
        ((("安平县总工会", *COUNTY[1:]), COUNTY), 1),  # the machine now says the same
        ((NEW, CITY), 1),  # nobody reads so any more: the machine has changed its mind
        ((NEW, COUNTY, COUNTY), 1),  # which of the two cannot be told
    ],
)
def test_the_number_counts_unless_it_reads_otherwise_and_only_one_other_reads_as_before(now, number):
    assert found([WHO], *now) == [(number, "live")]


def test_where_two_have_changed_places_both_words_follow():
    assert found([WHO, said(2, "type", "skills_innovation", "policy", number=2)], CITY, COUNTY) == [(2, "live"), (1, "live")]


def test_a_later_word_follows_the_first_though_its_old_is_what_a_person_said():
    again = said(2, "organizer", "安平县总工会", "深州市总工会")
    reading = json.dumps({"organizer": "深州市总工会", "type": "hardship_relief", "place": None, "date": "2018-08"})
    decisions = [WHO, again, said(3, "review", reading, "rejected")]
    assert found(decisions, NEW, COUNTY) == [(2, "live")] * 3
    assert found(decisions, COUNTY, CITY) == [(1, "live")] * 3


def test_what_was_said_in_one_moment_goes_to_one_activity():
    same_union = ("县总工会", "safety", "2018-08")
    decisions = [said(1, "type", "hardship_relief", "other", when="10:00"), said(2, "organizer", "县总工会", "乡工会", when="10:00")]
    assert found(decisions, same_union, COUNTY) == [(2, "live"), (2, "live")]


def test_a_day_and_what_was_unknown_tell_no_activity_from_another():
    assert found([said(1, "date", "2018-08", "2018-07")], CITY, COUNTY) == [(1, "live")]
    assert found([said(1, "organizer", None, "县总工会")], CITY, (None, "safety", None)) == [(1, "live")]


@pytest.mark.parametrize("old", [None, "null", "{", "[1]", '{"type": ["safety"], "organizer": 3}'])
def test_a_review_that_tells_no_reading_goes_by_number(old):
    assert found([said(1, "review", old, "rejected")], CITY, COUNTY) == [(1, "live")]
    assert found([said(1, "review", old, "rejected", number=3)], CITY, COUNTY) == [(3, "orphan")]


def test_where_the_number_is_gone_the_only_one_that_reads_so_is_meant():
    assert found([said(1, "date", "2018-08", "2018-07", number=3)], CITY, COUNTY) == [(2, "live")]
    assert found([said(1, "date", "2018-07", "2018-06", number=3)], CITY, COUNTY) == [(3, "orphan")]
