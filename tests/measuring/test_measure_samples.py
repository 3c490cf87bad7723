"""Samples that the models of measures learn from: which activity model gives their types, and whose names they have."""

import json

import pytest

from pipeline.errors import DataError
from pipeline.measuring import measure_samples, train_activities
from pipeline.measuring.measure_samples import entities_of, gold_records, gold_samples


def record(number: int, entities: tuple = ()) -> dict:
    text = f"县总工会筹集资金{number + 1}万元。"
    fact = {
        "measure": "funds_raised",
        "scope": "event",
        "per": None,
        "end": len(text) - 1,
        "min": (number + 1) * 10000,
        "max": (number + 1) * 10000,
    }
    activity = {"type": "hardship_relief", "facts": [fact]}
    head = {"id": f"a{number}", "kind": "news", "headline": "", "text": text, "paper": "报", "issue_date": "2015-02-10"}
    return head | {"activities": [activity], "entities": list(entities)}


def test_types_come_from_the_model_that_has_not_seen_the_article(monkeypatch):
    monkeypatch.setattr(train_activities, "_questions", lambda record, pairs: [(record["id"], pairs)])
    monkeypatch.setattr(train_activities.train_pairs, "fit", lambda records, counts: frozenset(r["id"] for r in records))
    monkeypatch.setattr(train_activities, "_fit_each", lambda asked: {name: pairs for own, _ in asked for name, pairs in own})
    monkeypatch.setattr(train_activities, "Weights", lambda of, pairs: (of, pairs))
    asked = {}
    monkeypatch.setattr(
        measure_samples, "find_activities", lambda article, _, __, weights: asked.setdefault(article.article_id, weights) and []
    )
    monkeypatch.setattr(measure_samples, "types", lambda quantities, _: ("other",) * len(quantities))
    records = [record(number) for number in range(12)]
    gold_samples([("some", one) for one in records], train_activities.held_out(records))
    assert len(asked) == 12
    for name, (of, pairs) in asked.items():
        assert name not in of and name not in pairs and min(len(of), len(pairs)) >= 9
        assert all(other not in seen for other, seen in of.items())  # nor have the pairs that a question is put with seen its article


def test_articles_without_an_activity_are_no_samples(tmp_path):
    path = tmp_path / "some.jsonl"
    lines = [record(0), record(1) | {"activities": []}]
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
    assert [(source, found["id"]) for source, found in gold_records([path])] == [("some", "a0")]
    with pytest.raises(DataError, match="cannot read gold file"):
        gold_records([tmp_path / "none.jsonl"])


def test_a_label_belongs_to_the_quantity_that_ends_with_it():
    [sample] = gold_samples([("some", record(2))])
    [label] = sample.labels
    assert (label.measure, label.scope, label.is_exact) == ("funds_raised", "event", True)


def test_names_are_those_labelled_or_else_those_that_the_tagger_finds():
    labelled = record(0, ({"label": "UNION", "start": 0, "end": 4, "text": "县总工会"},))
    assert [(e.label, e.text) for e in entities_of(labelled)] == [("UNION", "县总工会")]
    assert ("UNION", "县总工会") in [(e.label, e.text) for e in entities_of(record(0))]
