"""Linear heads: reading, writing, probabilities, reasons; and the training that makes them."""

import numpy as np
import pytest

from pipeline.measuring import train
from pipeline.measuring.decoding import Decision, join_per, likeliest, split_per
from pipeline.measuring.measure_calibration import SURE, SURE_FROM, calibrate, is_right, reliability
from pipeline.measuring.measure_classes import NO_FACT
from pipeline.measuring.measure_parts import Part, View
from pipeline.measuring.measure_reasons import reasons
from pipeline.measuring.measure_samples import Label, example_samples
from pipeline.measuring.model import Head, load, read, write
from pipeline.measuring.train import Row, fit, learn
from pipeline.measuring.train_tried import tried
from pipeline.reading.encoder import Outlook


def view(**features: str) -> View:
    """Features with their words."""
    return View((Part(features),))


def head() -> Head:
    weights = np.array([[2.0, 0.0, -2.0], [0.0, 1.0, 0.0]], dtype=np.float32)
    return Head(("a", "b", "c"), {"x": 0, "y": 1}, weights)


def test_chances_sum_to_one_and_follow_the_weights():
    chances = head().chances([view(x=""), view(y="", x="")])
    assert chances.sum(axis=1) == pytest.approx(1)
    assert chances[0][0] > chances[0][1] > chances[0][2]
    assert chances[1][1] > chances[0][1]


def test_unknown_features_say_nothing():
    assert head().chances([view(unseen=""), View(())]) == pytest.approx(np.full((2, 3), 1 / 3))
    assert head().chances([]).shape == (0, 3)


def test_what_is_not_allowed_gets_nothing():
    first, second = head().chances([view(x=""), view(x="")], [frozenset("bc"), frozenset("abc")])
    assert first[0] == 0 < second[0]
    assert first[1] > first[2]


def test_reasons_are_those_that_spoke_for_the_class():
    assert list(head().strongest(view(x="筹集", y="发放"), "a")) == [("x", "筹集")]
    assert list(head().strongest(view(x=""), "a")) == []
    same = Head(("a", "b"), {"u": 0, "v": 1, "w": 2}, np.array([[1, 0], [1, 0], [2, 0]], dtype=np.float32))
    assert list(same.strongest(view(v="二", w="三", u="一"), "a")) == [("w", "三"), ("u", "一"), ("v", "二")]


def test_a_model_survives_writing_and_reading():
    data = write({"one": head()}, [0.0, 1.0], [0.1, 0.9])
    model = read(data)
    assert data == write({"one": head()}, [0.0, 1.0], [0.1, 0.9])
    assert model.heads["one"].classes == ("a", "b", "c")
    assert model.heads["one"].chances([view(x="")]) == pytest.approx(head().chances([view(x="")]), abs=1e-3)
    assert model.calibrated(0.5) == pytest.approx(0.5)


def test_a_feature_of_a_line_end_moves_no_others():
    made = Head(("a", "b"), {"gap=\n": 0, "x": 1, "y": 2}, np.array([[1, 0], [2, 0], [0, 3]], dtype=np.float32))
    back = read(write({"one": made}, [0.0], [0.0])).heads["one"]
    assert set(back.rows) == set(made.rows)
    assert all((back.weights[back.rows[name]] == made.weights[made.rows[name]]).all() for name in made.rows)


def test_heads_share_one_vocabulary_and_what_says_nothing_is_not_kept():
    other = Head(("d", "e"), {"z": 0, "y": 1}, np.array([[0.0, 0.0], [0.5, -0.5]], dtype=np.float32))
    data = write({"one": head(), "other": other}, [], [])
    model = read(data)
    one, two = model.heads["one"], model.heads["other"]
    assert one.rows is two.rows and list(one.rows) == ["x", "y", "z"]
    assert two.scores([view(x=""), view(y=""), view(z="")]).tolist() == [[0, 0], [0.5, -0.5], [0, 0]]
    assert write(model.heads, model.raw, model.right) == data


def test_fit_learns_and_is_deterministic():
    rows = [Row({"筹集": ""}, "raised"), Row({"发放": ""}, "handed")] * 3
    fitted = fit(rows)
    assert [label for label, _ in likeliest(fitted, fitted.chances([view(筹集=""), view(发放="")]))] == ["raised", "handed"]
    assert (fitted.weights == fit(rows).weights).all()


@pytest.mark.parametrize("name", [train.TRIED, "encoder.tried.toml"])
def test_what_was_tried_is_told_by_columns_and_one_design_is_shipped(name):
    rows = [row for table in tried(name).values() for row in table]
    assert {type(cell) for row in rows for name, cell in row.items() if name != "what"} == {float, type(None)}
    assert [row for row in rows if "shipped" in row["what"]] == [tried(name)["tried"][-1]]


def test_rows_count_by_their_weight():
    rows = [Row({"x": ""}, "a"), Row({"x": ""}, "a"), Row({"x": ""}, "b", 5.0), Row({"x": ""}, "b", 5.0)]
    fitted = fit(rows)
    assert likeliest(fitted, fitted.chances([view(x="")]))[0][0] == "b"


def test_calibration_rises_and_is_careful():
    pairs = [(0.2, False)] * 100 + [(0.6, True)] * 100 + [(0.7, False)] * 50 + [(SURE_FROM, True)] * 200
    raw, right = calibrate(pairs)
    assert raw == sorted(raw) and right == sorted(right)
    assert np.interp(0.69, raw, right) < SURE <= np.interp(SURE_FROM, raw, right)


def test_nothing_is_sure_where_too_little_is_right():
    _, right = calibrate([(1 - i / 1e6, i % 10 != 9) for i in range(400)])
    assert max(right) < SURE


def test_nothing_is_sure_where_nothing_got_so_far():
    _, right = calibrate([(i / 400, True) for i in range(300)])
    assert max(right) < SURE


def test_a_wrong_value_is_not_right():
    decision = Decision("funds_raised", "event", None, 0.9)
    assert is_right(decision, Label("funds_raised"))
    assert not is_right(decision, Label("funds_raised", is_exact=False))
    assert not is_right(decision, Label("funds_raised", "planned"))
    assert not is_right(decision, Label("-"))


def test_reliability_counts_every_fact_once():
    pairs = [(0.1, False), (0.55, True), (0.95, True), (1.0, False)]
    bins = reliability(pairs, ([0.0, 1.0], [0.0, 1.0]))
    assert sum(b["facts"] for b in bins) == 4
    assert bins[-1]["right"] == 0.5


def test_per_is_split_and_joined():
    for per in (None, "person", "year", "person/month"):
        assert join_per(*split_per(per)) == per


def test_the_shipped_calibration_never_falls():
    model = load()
    values = [model.calibrated(x / 20) for x in range(21)]
    assert values == sorted(values)
    assert all(0 <= v <= 1 for v in values)


def test_examples_are_read_with_labels_on_quantities():
    samples = example_samples()
    labels = [label for sample in samples for label in sample.labels]
    assert len(labels) > 1000
    assert sum(label.measure == "-" for label in labels) < 0.05 * len(labels)


def test_texts_that_the_encoder_held_out_are_decided_with_it_and_no_others():
    samples = [sample for sample in example_samples() if sample.size][:80]
    rare = next(label.scope for sample in samples for label in sample.labels if label.scope != "event")
    classes = {"measure": ("funds_raised",), "scope": (rare,), "recipient": ("person",), "period": ("year",)}
    sure = {question: np.full((samples[3].size, 1), 50.0, np.float32) for question in classes}
    _, alone, both = learn(samples, {samples[3].group: Outlook(sure, classes)})
    assert [i for i, decisions in enumerate(both) if decisions] == [3]
    assert all(len(decisions) == sample.size for decisions, sample in zip(alone, samples, strict=True))
    assert {(d.scope, d.as_read is None) for d in both[3] if d.measure != NO_FACT} == {(rare, False)}


def test_reasons_tell_what_the_whole_text_says():
    heads = {"money": head(), "scope": head()}
    told = reasons(heads, "money", Decision("a", "a", None, 0.9, view(x="筹集"), view(y="去年"), (0.934, 0.5)))
    assert told[-1] == "范围:通读全文 50%"
    assert "量:通读全文 93%" in told
    assert not any("通读" in reason for reason in reasons(heads, "money", Decision("a", "a", None, 0.9, view(x="筹集"), view(y="去年"))))


def test_what_the_unit_does_not_allow_is_not_said_however_sure_the_encoder_is():
    chances = head().chances([view(x="")], [frozenset("bc")], np.array([[50.0, 0.0, 0.0]], np.float32))
    assert chances[0][0] == 0
    assert chances[0].sum() == pytest.approx(1)
