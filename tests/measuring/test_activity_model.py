import json

import pytest

from pipeline.measuring.activity_model import score, shares, strongest, weights
from pipeline.measuring.activity_types import counts, names, options
from pipeline.measuring.train_activities import figures, fit


def test_shares_add_up_and_follow_the_scores() -> None:
    given = shares([{"a": 1.0}, {"b": 1.0}, {}], {"a": 2.0, "b": -1.0})
    assert sum(given) == pytest.approx(1)
    assert given[0] > given[2] > given[1]
    assert shares([], {}) == []


def test_a_feature_without_a_weight_counts_nothing() -> None:
    assert score({"a": 2.0, "new": 9.0}, {"a": 1.5}) == 3.0
    assert strongest({"a": 2.0, "b": 1.0, "new": 9.0}, {"a": 1.5, "b": -1.0}) == ("a+3.0",)


def test_the_model_answers_every_question() -> None:
    assert set(weights().of) == {"reported", "type", "organizer", "further type", "further organizer", "date", "place"}


def test_every_type_has_words() -> None:
    assert len(names()) == 16
    found = counts("县总工会开展送清凉活动，为高温岗位职工送去西瓜。")
    assert found["heat_relief", "strong"] >= 1
    assert found["heat_relief", "weak"] >= 2
    assert len(options("送清凉", "送清凉", "news")) == 16


def test_fit_learns_which_feature_decides_and_is_deterministic() -> None:
    questions = [([{"right": 1.0, "noise": float(i % 2)}, {"wrong": 1.0}], (0,)) for i in range(20)]
    found = fit(questions, 1.0)
    assert found["right"] > 0.5 > 0 > found["wrong"]
    assert json.dumps(found) == json.dumps(fit(questions, 1.0))


def test_options_that_say_the_same_are_right_together() -> None:
    questions = [([{"one": 1.0}, {"another": 1.0}, {"wrong": 1.0}], (0, 1))] * 20
    found = fit(questions, 1.0)
    assert found["one"] == pytest.approx(found["another"], abs=0.001)
    assert found["one"] > 0.5 > 0 > found["wrong"]


def test_fit_goes_no_further_from_its_start_than_it_must() -> None:
    start = {"right": 2.0, "unseen": 1.5}
    questions = [([{"right": 1.0}, {"wrong": 1.0}], (0,))] * 3
    found = fit(questions, 1000.0, start)
    assert found["right"] == pytest.approx(2.0, abs=0.01)
    assert found["unseen"] == 1.5
    assert fit([], 1.0, start) == start


def test_figures_compare_multisets() -> None:
    record = {"activities": [{"type": "safety", "organizer": "四川省广安市总工会", "date": None, "place": None}]}
    got = figures([(record, [])])
    assert (got["type"], got["reported"]) == (0, 0)
