"""What the encoder is taught of stops."""

import random

import numpy as np
import pytest

from pipeline.measuring import train_stops
from pipeline.measuring.train_stops import CLASSES, LONGEST, SHORTEST, Stretch, right_stops, stops_right, stretches
from pipeline.reading import encoder
from pipeline.reading.encoder import HIDDEN, NO_STOP, STOPS, Encoder

TEXT = "昨天，区总工会走访医院、学校和工厂；慰问职工：百余名，送上米面、药品。\n职工们说，工会想得周到。" * 4


def test_what_is_hidden_can_be_put_back():
    for stretch in stretches([TEXT] * 50, random.Random(3)):
        assert set(stretch.right) == {i for i, char in enumerate(stretch.text) if char == HIDDEN}
        back = "".join(stretch.right.get(i, char) for i, char in enumerate(stretch.text)).replace(NO_STOP, "")
        assert back in TEXT.replace("\n", "")
        assert SHORTEST - 2 <= len(back) <= LONGEST  # ends of lines are taken out


def test_all_stops_and_places_without_one_are_asked_but_none_beside_a_stop():
    found = stretches([TEXT] * 200, random.Random(3))
    classes = [class_ for stretch in found for class_ in stretch.right.values()]
    assert set(classes) == set(CLASSES)
    assert 0.1 < classes.count(NO_STOP) / len(classes) < 0.4
    beside = [stretch.text[i - 1] for stretch in found for i, class_ in stretch.right.items() if i and class_ == NO_STOP]
    assert not set(beside) & {*CLASSES[:-1], HIDDEN}


def test_short_texts_give_nothing():
    assert stretches(["昨天，区总工会。"], random.Random(3)) == []


def test_the_token_of_a_hidden_stop_has_its_class_and_no_other_has_one():
    stretch = Stretch(f"慰问{HIDDEN}职工", {2: "、"})
    assert right_stops(stretch, [None, (0, 2), (2, 2), (2, 3), (3, 5), None]) == (None, None, None, "、", None, None)
    pieces = encoder.shipped().pieces
    for one in stretches([TEXT] * 20, random.Random(5)):
        window = encoder.window_of(pieces, one.text)
        assert [class_ for class_ in right_stops(one, window.spans) if class_] == list(one.right.values())


class Stubborn:
    """A session that takes every token for one class."""

    def __init__(self, number):
        self.row = np.eye(len(CLASSES), dtype=np.float32)[[number]]

    def run(self, questions, given):
        return [np.tile(self.row, (len(given["ids"]), 1))]


@pytest.mark.parametrize("stop", CLASSES[:-1])
def test_one_that_always_says_the_same_is_right_as_often_as_it_stands(stop):
    told = stops_right(Encoder(Stubborn(CLASSES.index(stop)), encoder.shipped().pieces, {STOPS: CLASSES}), [TEXT] * 100)
    stops = [char for char in TEXT if char in CLASSES[:-1]]
    assert told == pytest.approx(stops.count(stop) / len(stops), abs=0.05)
    assert train_stops.stops_right(Encoder(Stubborn(0), encoder.shipped().pieces, {STOPS: CLASSES}), []) == 0
