"""What the encoder is taught of names."""

import dataclasses

import numpy as np

from pipeline.measuring.measure_samples import example_samples
from pipeline.measuring.train_names import OTHERWISE, names_right, right_names
from pipeline.reading.encoder import NAMES, Encoder

TEXT = "孟州市总工会 主席李建到厂"
LABELLED = dataclasses.replace(example_samples()[0], names=((0, 6, "UNION"), (9, 11, "PERSON")))


def right(*tokens):
    return right_names(LABELLED, TEXT, tokens)


def test_a_name_begins_goes_on_and_ends_with_its_tokens():
    assert right((0, 2), (2, 3), (3, 6), (6, 9), (9, 11), (11, 12)) == ("B-UNION", "I-UNION", "E-UNION", "O", "S-PERSON", "O")


def test_white_space_before_a_name_does_not_hide_its_beginning():
    assert right((5, 6), (6, 8), (6, 7)) == ("E-UNION", "O", None)


def test_a_token_that_reaches_over_the_end_of_a_name_is_not_asked_and_the_next_does_not_begin_it():
    assert right((8, 10), (10, 11)) == (None, "E-PERSON")


def test_outside_the_text_and_where_nobody_labelled_nothing_is_asked():
    assert right(None, (0, 1), (3, 3)) == (None, "B-UNION", None)
    for other in (dataclasses.replace(LABELLED, names=None), dataclasses.replace(LABELLED, source=OTHERWISE[0])):
        assert right_names(other, TEXT, [(0, 6)]) == (None,)


class Deaf:
    """A session that takes every token for no name."""

    def run(self, questions, given):
        return [np.tile(np.array([[1.0, 0.0]], np.float32), (len(given["ids"]), 1))]


def test_an_encoder_that_finds_no_names_is_never_right():
    from pipeline.reading import encoder

    deaf = Encoder(Deaf(), encoder.shipped().pieces, {NAMES: ("O", "S-PERSON")})
    sample = next(sample for sample in example_samples() if len(sample.context.text) > 8)
    assert names_right(deaf, [dataclasses.replace(sample, names=((1, 3, "PERSON"),))]) == 0
    assert names_right(deaf, [dataclasses.replace(sample, names=None)]) == 0
