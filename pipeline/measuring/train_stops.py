"""What the encoder is taught of stops: stretches of the texts with some of them hidden, and how often it tells them."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.reading import encoder
from pipeline.reading.encoder import HIDDEN, NO_STOP, SHARE_ASKED, SHARE_HIDDEN, SIGNS, Encoder, Span

CLASSES = (*SIGNS, NO_STOP)
EVERY = 3  # of so many texts one gives a stretch each time that all are seen
SHORTEST, LONGEST = 30, 150  # characters of a stretch; scanning.context asks for a line with those around it
SEED = 0


@dataclass(frozen=True, slots=True)
class Stretch:
    """A text with HIDDEN where something is asked, and for each of these the right class."""

    text: str
    right: Mapping[int, str]


def stretches(texts: Sequence[str], chance: random.Random) -> list[Stretch]:
    """One of each text that is longer than SHORTEST."""
    return [_stretch(text, chance) for text in texts if len(text) > SHORTEST]


def _stretch(text: str, chance: random.Random) -> Stretch:
    length = chance.randint(SHORTEST, LONGEST)
    start = chance.randrange(max(len(text) - length, 0) + 1)
    out, right = "", {}
    for char in text[start : start + length].replace("\n", ""):
        is_stop = char in SIGNS
        if is_stop and chance.random() < SHARE_HIDDEN:
            right[len(out)] = char
            char = HIDDEN
        elif not is_stop and out[-1:] not in (*SIGNS, HIDDEN) and chance.random() < SHARE_ASKED:
            right[len(out)] = NO_STOP
            char = HIDDEN + char
        out += char
    return Stretch(out, right)


def right_stops(stretch: Stretch, tokens: Sequence[Span | None]) -> tuple[str | None, ...]:
    """The right class of each token of a stretch; None where it hides no stop."""
    return tuple(stretch.right.get(span[0]) if span and span[1] - span[0] == 1 else None for span in tokens)


def stops_right(made: Encoder, texts: Sequence[str]) -> float:
    """The share of the hidden stops of some texts that an encoder tells, given that there is one."""
    right = asked = 0
    for stretch in stretches(texts, random.Random(SEED)):
        for class_, chances in zip(stretch.right.values(), encoder.stops(stretch.text, made), strict=True):
            if class_ != NO_STOP:
                asked += 1
                right += max(SIGNS, key=chances.__getitem__) == class_
    return round(right / max(asked, 1), 4)
