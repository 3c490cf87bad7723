"""Linear models read from `pipeline/models/measures.npz`: features in, probabilities and reasons out.

The file holds for each head (money, counted, scope, ...) its classes, its feature names and a matrix of weights, one row a
feature, one column a class; and the table that turns a raw confidence into a calibrated one.
"""

import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

MODEL = "measures.npz"
Found = tuple[list[int], list[int]]


@dataclass(frozen=True)
class Head:
    """One question's classes and weights; `rows` maps a feature's name to its row."""

    classes: tuple[str, ...]
    rows: Mapping[str, int]
    weights: "np.ndarray"  # features x classes

    def chances(self, views: Sequence[Collection[str]], allowed: Sequence[Collection[str]] | None = None) -> "np.ndarray":
        """The probability of each class (of those allowed alone, where given), one row a view; each row sums to 1.

        `allowed` holds for each view the classes that it may have; unknown features say nothing.
        """
        import numpy as np

        scores = self.scores(views)
        if allowed is not None:
            scores[~np.array([_mask(self.classes, each) for each in allowed], dtype=bool)] = -np.inf
        return shares(scores)

    def scores(self, views: Sequence[Collection[str]]) -> "np.ndarray":
        """The sum of the weights of each view's features, one row a view, one column a class; unknown features say nothing."""
        return self.scores_of(self.find(views))

    def find(self, views: Sequence[Collection[str]]) -> Found:
        """The rows of the known features of all views, one after another, and where each view's begin."""
        known, nothing, found, starts = self.rows.get, len(self.rows), [], []
        for view in views:
            starts.append(len(found))
            found.append(nothing)  # a row of zeros, so that a view of unknown features has a sum too
            found += [row for row in map(known, view) if row is not None]
        return found, starts

    def scores_of(self, found: Found) -> "np.ndarray":
        """The scores of views whose features were found already, by this head or one of the same `rows`."""
        import numpy as np

        rows, starts = found
        return np.add.reduceat(self.padded[rows], starts, axis=0) if starts else np.zeros((0, len(self.classes)))

    @cached_property
    def padded(self) -> "np.ndarray":
        """The weights with a row of zeros below."""
        import numpy as np

        return np.vstack([self.weights, np.zeros((1, len(self.classes)), self.weights.dtype)])

    def strongest(self, features: Mapping[str, str], label: str, count: int) -> list[tuple[str, str]]:
        """Up to `count` features that spoke for a class rather than the others, each with the words that made it.

        The strongest come first; of equals the first by name, for rows are in the order of names.
        """
        import numpy as np

        known = [row for row in map(self.rows.get, features) if row is not None]
        rows = np.array(sorted(known), dtype=int)
        margins = self.margins(label)[rows]
        told: list[tuple[str, str]] = []
        for i in np.argsort(-margins, kind="stable").tolist():
            name = self.names[rows[i]]
            if margins[i] <= 0 or len(told) == count:
                break
            if features[name]:
                told.append((name, features[name]))
        return told

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The features in the order of their rows."""
        return tuple(sorted(self.rows, key=lambda f: self.rows[f]))

    def margins(self, label: str) -> "np.ndarray":
        """By how much each feature speaks for a class rather than for the others."""
        if label not in self._margins:
            self._margins[label] = self.weights[:, self.classes.index(label)] - self.weights.mean(axis=1)
        return self._margins[label]

    @cached_property
    def _margins(self) -> "dict[str, np.ndarray]":
        return {}


def shares(scores: "np.ndarray") -> "np.ndarray":
    """Probabilities that are in proportion to the exponentials of scores, row by row."""
    import numpy as np

    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


@cache
def _mask(classes: tuple[str, ...], allowed: frozenset[str]) -> tuple[bool, ...]:
    return tuple(c in allowed for c in classes)


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
        heads, known = {}, {}
        for name in bytes(file["heads"]).decode().split():
            features = bytes(file[f"{name}.features"])
            if features not in known:  # heads on the same features share one mapping
                known[features] = {f: i for i, f in enumerate(features.decode().split("\n"))}
            classes = tuple(bytes(file[f"{name}.classes"]).decode().split())
            weights = file[f"{name}.weights"].astype(np.float32)
            heads[name] = Head(classes, known[features], weights)
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
