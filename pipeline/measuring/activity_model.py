"""A choice among options by weighted features: how types, organizers and splits of activities are decided.

Each option is a dict of named features; its score is the weighted sum, and the shares of the options are the softmax of
their scores. The weights lie in `pipeline/models/activities.json` under the name of the question; they are trained by
`train_activities` and small enough to read. For types the pairs of characters (`activity_pairs`) speak too.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pipeline.measuring.activity_pairs import Pairs, shipped

Features = dict[str, float]


@dataclass(frozen=True)
class Weights:
    """The weights of each question (reported, type, organizer, further type or organizer, date, place); pairs speak for types."""

    of: dict[str, Features]
    pairs: Pairs


@cache
def weights() -> Weights:
    """The trained weights."""
    model = json.loads(files("pipeline.models").joinpath("activities.json").read_text(encoding="utf-8"))
    return Weights(model["weights"], shipped())


def score(option: Features, of: Features) -> float:
    """The weighted sum of an option's features; features that were never seen in training weigh nothing."""
    return sum(value * of.get(name, 0.0) for name, value in option.items())


def shares(options: Sequence[Features], of: Features, more: Sequence[float] = ()) -> list[float]:
    """The softmax of the options' scores: numbers that add up to 1, in the order of the options.

    `more` is added to the scores, one number an option.
    """
    if not options:
        return []
    return softmax([score(option, of) + other for option, other in zip(options, more or [0.0] * len(options), strict=True)])


def softmax(scores: Sequence[float]) -> list[float]:
    """The shares of some scores, at least one: their powers of e, brought to a sum of 1."""
    highest = max(scores)
    powers = [math.exp(score - highest) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


def strongest(option: Features, of: Features, n: int = 3) -> tuple[str, ...]:
    """The features that spoke most for an option, as `name+weight`, the strongest first."""
    parts = sorted(((value * of.get(name, 0.0), name) for name, value in option.items()), reverse=True)
    return tuple(f"{name}+{part:.1f}" for part, name in parts[:n] if part > 0)
