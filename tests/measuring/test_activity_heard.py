import numpy as np
import pytest

from pipeline.measuring import activity_heard
from pipeline.measuring.activity_heard import WEIGHT, Heard, further, scores
from pipeline.measuring.activity_types import names
from pipeline.measuring.measure_classes import NO_FACT
from pipeline.measuring.quantities import find
from pipeline.reading.encoder import Outlook

TYPES = names()


def leaning(start: int, name: str, is_fact: float = 1.0) -> Heard:
    return Heard(start, tuple(3.0 * (each == name) for each in TYPES), is_fact)


def test_an_outlook_gives_types_in_their_order_and_how_likely_each_quantity_is_a_fact():
    quantities = find("慰问40户，发放5万元。")
    classes = {"type": ("safety", "hardship_relief"), "measure": (NO_FACT, "people_aided")}
    logits = {"type": np.array([[0.0, 2.0], [1.0, 0.0]], np.float32), "measure": np.zeros((2, 2), np.float32)}
    first, second = activity_heard.of(Outlook(logits, classes), quantities)
    assert (first.start, second.start) == (2, 8)
    assert first.types[TYPES.index("hardship_relief")] == 2.0 and second.types[TYPES.index("safety")] == 1.0
    assert first.is_fact == pytest.approx(0.5)


def test_types_are_the_mean_of_the_quantities_in_the_spans_by_how_likely_they_are_facts():
    heard = [leaning(3, "safety"), leaning(8, "policy", 0.5), leaning(30, "employment")]
    told = dict(zip(TYPES, scores(heard, [(0, 5), (6, 20)]), strict=True))
    assert told["safety"] == pytest.approx(WEIGHT * 2.0) and told["policy"] == pytest.approx(WEIGHT * 1.0)
    assert told["employment"] == 0.0


@pytest.mark.parametrize("heard", [[], [leaning(30, "safety")], [leaning(3, "safety", 0.0)]])
def test_where_nothing_was_heard_no_type_is_likelier(heard):
    assert scores(heard, [(0, 20)]) == [0.0] * len(TYPES)


def test_a_quantity_is_as_likely_a_fact_of_a_type_as_it_is_a_fact_and_of_that_type():
    heard = leaning(3, "safety", 0.5)
    assert heard.likely("safety") == pytest.approx(0.5 / (1 + (len(TYPES) - 1) * np.exp(-3)))
    assert sum(heard.likely(name) for name in TYPES) == pytest.approx(0.5)


def test_a_further_type_is_likelier_the_more_quantities_are_heard_to_be_of_it():
    none, one, two = (
        further([leaning(3, name) for name in heard], "safety", 0.0)
        for heard in (("policy", "policy"), ("safety", "policy"), ("safety", "safety"))
    )
    assert none < 0 < one < two


def test_by_words_alone_a_further_type_is_as_likely_as_they_say():
    assert further([], "safety", -1.5) == -1.5
    assert further([leaning(3, "safety")], "safety", 1.0) > further([leaning(3, "safety")], "safety", -1.0)
