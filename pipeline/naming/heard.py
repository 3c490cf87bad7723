"""What the encoder says of names (reading/encoder.py), heard beside the tagger: both together choose the labels of a text.

The tagger knows our lists, the forms of names and the words around; the encoder knows what words mean. Each gives every character chances
of its labels (tagger.encode); their logarithms are added, the encoder's with WEIGHT, and the likeliest sequence that can be is taken.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np

from pipeline.reading.encoder import Span

WEIGHT = 1.0  # F1 of dev and `named` is the same within 0.002 from 0.7 to 2.0
# Chances are not taken for less: the tagger's, who is trained on characters; the encoder's, whose tokens may reach over the end of a name.
LEAST, LEAST_HEARD = 1e-6, 0.01
_PLACES = "BIES"  # first, inside, last, the only one: of a label, in this order
_NEVER = -1e9


def likeliest(own: np.ndarray, text: str, tokens: Sequence[Span], said: np.ndarray, classes: tuple[str, ...]) -> list[str]:
    """The likeliest label of each character.

    own: characters x classes, the tagger's chances. tokens, said, classes: as encoder.names gives them, the classes of both.
    """
    ordered = _ordered(classes)
    order = [classes.index(name) for name in ordered]
    scores = np.log(np.maximum(own[:, order], LEAST)) + WEIGHT * _of_characters(text, tokens, np.exp(said[:, order]))
    return _sequence(scores, ordered)


@cache
def _ordered(classes: tuple[str, ...]) -> tuple[str, ...]:
    """O, then the four places of each label."""
    names = sorted({name[2:] for name in classes if name != "O"})
    return ("O", *(f"{place}-{name}" for name in names for place in _PLACES))


def _of_characters(text: str, tokens: Sequence[Span], chances: np.ndarray) -> np.ndarray:
    """Logarithms of the chances of characters, from those of tokens.

    All labels are alike where nothing is said: for white space, and in the middle of a year that was read as 今年.
    """
    out = np.zeros((len(text), chances.shape[1]))
    parts = chances[:, 1:].reshape(len(chances), chances.shape[1] // len(_PLACES), len(_PLACES)).transpose(2, 0, 1)
    begins, goes_on, ends, alone = parts  # tokens x labels each
    none = np.zeros_like(begins)
    first = _joined(chances, begins + alone, goes_on + ends, none, none)
    inside = _joined(chances, none, begins + goes_on + ends + alone, none, none)
    last = _joined(chances, none, begins + goes_on, ends + alone, none)
    for row, (start, end) in enumerate(tokens):
        signs = [i for i in range(start, end) if not text[i].isspace()]
        if len(signs) == 1:
            out[signs[0]] = chances[row]
        elif signs:
            out[signs[1:-1]] = inside[row]
            out[signs[0]], out[signs[-1]] = first[row], last[row]
    return np.log(out + LEAST_HEARD)


def _joined(chances: np.ndarray, *places: np.ndarray) -> np.ndarray:
    """Tokens x classes, from the chance of O and those of the four places."""
    return np.hstack([chances[:, :1], np.stack(places, axis=2).reshape(len(chances), chances.shape[1] - 1)])


def _sequence(scores: np.ndarray, classes: tuple[str, ...]) -> list[str]:
    """The likeliest sequence (Viterbi) of those in which every name begins and ends."""
    if not len(scores):
        return []
    follows, begins, ends = _rules(classes)
    best, came_from = scores[0] + begins, np.zeros(scores.shape, np.int64)
    for i in range(1, len(scores)):
        ways = best[:, None] + follows
        came_from[i] = ways.argmax(axis=0)
        best = ways.max(axis=0) + scores[i]
    chosen = [int((best + ends).argmax())]
    for row in came_from[:0:-1]:
        chosen.append(int(row[chosen[-1]]))
    return [classes[k] for k in reversed(chosen)]


@cache
def _rules(classes: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What may follow what (classes x classes), come first, and come last: 0 where it may, _NEVER where not."""

    def allowed(may: list) -> np.ndarray:
        return np.where(may, 0.0, _NEVER)

    def may_follow(one: str, next_: str) -> bool:
        return next_[2:] == one[2:] and next_[0] in "IE" if one[0] in "BI" else next_[0] in "OBS"

    follows = allowed([[may_follow(one, next_) for next_ in classes] for one in classes])
    return follows, allowed([name[0] in "OBS" for name in classes]), allowed([name[0] in "OES" for name in classes])
