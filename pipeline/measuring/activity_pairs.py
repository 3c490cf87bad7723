"""Which type of activity the whole wording of a report speaks for: a linear model over pairs of characters.

The words of `activities.toml` decide most reports; where they are few or stand for several types, the rest of the wording
tells more (held out, it made 81 % of main types right on `reports` instead of 72 %).
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class Pairs:
    """`weights` has a row for each (number of the zone, pair) of `rows` and a column for each type, as `activity_types.names()`."""

    rows: dict[tuple[int, str], int]
    weights: "np.ndarray"


@cache
def shipped() -> Pairs:
    """The trained pairs."""
    import numpy as np

    with np.load(io.BytesIO(files("pipeline.models").joinpath("activities.npz").read_bytes())) as model:
        zones, pairs = model["zones"].tolist(), model["pairs"].tolist()
        return Pairs({key: row for row, key in enumerate(zip(zones, pairs, strict=True))}, model["weights"].astype(np.float32))


def of_zones(zones: Sequence[str]) -> list[set[tuple[int, str]]]:
    """The pairs of characters that stand in each zone of a folded article (headline, lead, text), with the number of the zone."""
    return [{(zone, a + b) for a, b in pairwise(text)} for zone, text in enumerate(zones)]


def scores(zones: Sequence[str], model: Pairs) -> list[float]:
    """How much the zones of an article speak for each type, in the order of the columns.

    Each zone weighs the same, however long it is: its known pairs are a vector of length 1.
    """
    import numpy as np

    total = np.zeros(model.weights.shape[1], np.float32)
    for zone in of_zones(zones):
        rows = sorted(row for key in zone if (row := model.rows.get(key)) is not None)
        if rows:
            total += model.weights[rows].sum(axis=0) / len(rows) ** 0.5
    return total.tolist()
