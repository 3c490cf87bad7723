"""A choice among options by weighted features: how types, organizers and splits of activities are decided.

Each option is a dict of named features; its score is the weighted sum, and the shares of the options are the softmax of
their scores. The weights lie in `pipeline/models/activities.json` under the name of the question; they are trained by
`train_activities` and small enough to read.
"""

import json
import math
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

Features = dict[str, float]
Weights = dict[str, Features]  # by question


@cache
def weights() -> Weights:
    """The trained weights of each question: type, organizer, further type, further organizer, date, place."""
    model = json.loads(files("pipeline.models").joinpath("activities.json").read_text(encoding="utf-8"))
    return model["weights"]


def score(option: Features, of: Features) -> float:
    """The weighted sum of an option's features; features that were never seen in training weigh nothing."""
    return sum(value * of.get(name, 0.0) for name, value in option.items())


def shares(options: Sequence[Features], of: Features) -> list[float]:
    """The softmax of the options' scores: numbers that add up to 1, in the order of the options."""
    if not options:
        return []
    totals = [score(option, of) for option in options]
    highest = max(totals)
    powers = [math.exp(total - highest) for total in totals]
    return [power / sum(powers) for power in powers]


def strongest(option: Features, of: Features, n: int = 3) -> tuple[str, ...]:
    """The features that spoke most for an option, as `name+weight`, the strongest first."""
    parts = sorted(((value * of.get(name, 0.0), name) for name, value in option.items()), reverse=True)
    return tuple(f"{name}+{part:.1f}" for part, name in parts[:n] if part > 0)
