"""Tagger and encoder together: chances of tokens as chances of characters, and the likeliest sequence that can be."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.naming import heard

CLASSES = ("B-ORG", "E-ORG", "I-ORG", "O", "S-ORG")
NOTHING_OWN = np.full((4, len(CLASSES)), 0.2)  # a tagger that has no idea


def said(*rows: dict[str, float]) -> np.ndarray:
    """Logarithms of the chances of tokens; what is not told is all but impossible."""
    return np.log([[row.get(name, 1e-9) for name in CLASSES] for row in rows])


def could_be(sequence: tuple[str, ...]) -> bool:
    """Does every name of a sequence of labels begin and end?"""
    inside = False
    for label in sequence:
        if (label[0] in "IE") != inside:
            return False
        inside = label[0] in "BI"
    return not inside


def test_a_name_of_two_tokens_begins_with_the_first_character_of_the_one_and_ends_with_the_last_of_the_other():
    told = heard.likeliest(NOTHING_OWN, "县总工会", [(0, 1), (1, 4)], said({"B-ORG": 1.0}, {"E-ORG": 1.0}), CLASSES)
    assert told == ["B-ORG", "I-ORG", "I-ORG", "E-ORG"]


def test_a_token_that_is_a_name_is_one_whole():
    told = heard.likeliest(NOTHING_OWN, "找工会去", [(0, 1), (1, 3), (3, 4)], said({"O": 1.0}, {"S-ORG": 1.0}, {"O": 1.0}), CLASSES)
    assert told == ["O", "B-ORG", "E-ORG", "O"]


def test_of_white_space_nothing_is_said():
    own = NOTHING_OWN.copy()
    own[1] = [0, 0, 0, 1, 0]
    told = heard.likeliest(own, "找 县总", [(0, 1), (1, 4)], said({"O": 1.0}, {"S-ORG": 1.0}), CLASSES)
    assert told == ["O", "O", "B-ORG", "E-ORG"]


def test_where_a_token_reaches_over_the_end_of_a_name_a_sure_tagger_prevails():
    own = np.eye(len(CLASSES))[[CLASSES.index(label) for label in ("B-ORG", "I-ORG", "E-ORG", "O")]]
    assert heard.likeliest(own, "县总工会", [(0, 2), (2, 4)], said({"B-ORG": 1.0}, {"E-ORG": 1.0}), CLASSES) == [
        "B-ORG",
        "I-ORG",
        "E-ORG",
        "O",
    ]


def test_a_text_without_characters_has_no_labels():
    assert heard.likeliest(np.zeros((0, len(CLASSES))), "", [], np.zeros((0, len(CLASSES))), CLASSES) == []


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(1, 99), min_size=5, max_size=5), min_size=1, max_size=5))
def test_the_likeliest_sequence_is_found_and_can_be(weights):
    scores = np.log(np.array(weights, float))
    classes = heard._ordered(CLASSES)

    def total(sequence) -> float:
        return sum(scores[i, classes.index(label)] for i, label in enumerate(sequence))

    told = heard._sequence(scores, classes)
    possible = filter(could_be, itertools.product(classes, repeat=len(scores)))
    assert could_be(tuple(told))
    assert total(told) == pytest.approx(max(map(total, possible)))
