"""Linear models read from `pipeline/models/measures.npz`: features in, probabilities and reasons out.

The file holds for each head (money, counted, scope, ...) its classes, its feature names and a matrix of weights, one row a
feature, one column a class; and the table that turns a raw confidence into a calibrated one.
"""

import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

MODEL = "measures.npz"


@dataclass(frozen=True)
class Head:
    """One question's classes and weights; `rows` maps a feature's name to its row."""

    classes: tuple[str, ...]
    rows: Mapping[str, int]
    weights: "np.ndarray"  # features x classes

    def probabilities(self, features: Collection[str], allowed: Collection[str] | None = None) -> dict[str, float]:
        """The probability of each class (of the allowed ones alone where given), summing to 1."""
        import numpy as np

        rows = self.rows
        known = [rows[f] for f in features if f in rows]
        scores = self.weights[known].sum(axis=0) if known else np.zeros(len(self.classes))
        if allowed is not None:
            scores = np.where([c in allowed for c in self.classes], scores, -np.inf)
        powers = np.exp(scores - scores.max())
        return dict(zip(self.classes, (powers / powers.sum()).tolist(), strict=True))

    def strongest(self, features: Mapping[str, str], label: str, count: int) -> list[tuple[str, str]]:
        """Up to `count` features that spoke for a class rather than the others, each with the words that made it."""
        rows = self.rows
        told = [(f, words) for f, words in features.items() if words and f in rows]
        if not told:
            return []
        weights = self.weights[[rows[f] for f, _ in told]]
        margins = (weights[:, self.classes.index(label)] - weights.mean(axis=1)).tolist()
        ranked = sorted(zip(margins, told, strict=True), key=lambda item: (-item[0], item[1]))
        return [pair for margin, pair in ranked[:count] if margin > 0]


@dataclass(frozen=True)
class Model:
    """The heads by name, and the calibration: raw confidences, rising, and what share was right there."""

    heads: Mapping[str, Head]
    raw: tuple[float, ...]
    right: tuple[float, ...]

    def calibrated(self, raw: float) -> float:
        """The share of facts with this raw confidence that were right, by straight lines between the table's points."""
        import numpy as np

        return float(np.interp(raw, self.raw, self.right)) if self.raw else raw


@cache
def load() -> Model:
    """The shipped model; FileNotFoundError where it was never trained."""
    return read(resources.files("pipeline.models").joinpath(MODEL).read_bytes())


def read(data: bytes) -> Model:
    """A model from the bytes of its file."""
    import numpy as np

    with np.load(io.BytesIO(data), allow_pickle=False) as file:
        heads = {}
        for name in bytes(file["heads"]).decode().split():
            features = bytes(file[f"{name}.features"]).decode().split("\n")
            classes = tuple(bytes(file[f"{name}.classes"]).decode().split())
            weights = file[f"{name}.weights"].astype(np.float32)
            heads[name] = Head(classes, {f: i for i, f in enumerate(features)}, weights)
        return Model(heads, tuple(file["raw"].tolist()), tuple(file["right"].tolist()))


def write(heads: Mapping[str, Head], raw: Sequence[float], right: Sequence[float]) -> bytes:
    """The bytes of a model file; the same input gives the same bytes."""
    import numpy as np

    arrays = {"heads": _bytes(" ".join(heads)), "raw": np.array(raw, dtype=float), "right": np.array(right, dtype=float)}
    for name, head in heads.items():
        arrays[f"{name}.features"] = _bytes("\n".join(sorted(head.rows, key=lambda f: head.rows[f])))
        arrays[f"{name}.classes"] = _bytes(" ".join(head.classes))
        arrays[f"{name}.weights"] = head.weights.astype(np.float16)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    return buffer.getvalue()


def _bytes(text: str) -> "np.ndarray":
    import numpy as np

    return np.frombuffer(text.encode(), dtype=np.uint8)
