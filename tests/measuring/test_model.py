"""Linear heads: reading, writing, probabilities, reasons; and the training that makes them."""

import numpy as np
import pytest

from pipeline.measuring.decoding import join_per, split_per
from pipeline.measuring.measure_samples import example_samples
from pipeline.measuring.model import Head, load, read, write
from pipeline.measuring.train import Row, calibrate, fit


def head() -> Head:
    weights = np.array([[2.0, 0.0, -2.0], [0.0, 1.0, 0.0]], dtype=np.float32)
    return Head(("a", "b", "c"), {"x": 0, "y": 1}, weights)


def test_probabilities_sum_to_one_and_follow_the_weights():
    chances = head().probabilities(["x"])
    assert sum(chances.values()) == pytest.approx(1)
    assert chances["a"] > chances["b"] > chances["c"]


def test_unknown_features_say_nothing():
    assert head().probabilities(["never seen"]) == pytest.approx(dict.fromkeys("abc", 1 / 3))


def test_what_is_not_allowed_gets_nothing():
    chances = head().probabilities(["x"], allowed={"b", "c"})
    assert chances["a"] == 0
    assert chances["b"] > chances["c"]


def test_reasons_are_those_that_spoke_for_the_class():
    assert head().strongest({"x": "筹集", "y": "发放"}, "a", 3) == [("x", "筹集")]
    assert head().strongest({"x": ""}, "a", 3) == []


def test_a_model_survives_writing_and_reading():
    data = write({"one": head()}, [0.0, 1.0], [0.1, 0.9])
    model = read(data)
    assert data == write({"one": head()}, [0.0, 1.0], [0.1, 0.9])
    assert model.heads["one"].classes == ("a", "b", "c")
    assert model.heads["one"].probabilities(["x"]) == pytest.approx(head().probabilities(["x"]), abs=1e-3)
    assert model.calibrated(0.5) == pytest.approx(0.5)


def test_fit_learns_and_is_deterministic():
    rows = [Row({"筹集": ""}, "raised"), Row({"发放": ""}, "handed")] * 3
    fitted = fit(rows)
    assert max(fitted.probabilities(["筹集"]).items(), key=lambda c: c[1])[0] == "raised"
    assert (fitted.weights == fit(rows).weights).all()


def test_calibration_rises_and_is_careful():
    pairs = [(0.2, False)] * 60 + [(0.9, True)] * 60
    raw, right = calibrate(pairs)
    assert raw == sorted(raw) and right == sorted(right)
    assert 0.9 < right[-1] < 1


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
