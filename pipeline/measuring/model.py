"""Linear models read from `pipeline/models/measures.npz`: features in, probabilities and reasons out.

The file holds the names of all features; for each head (money, counted, scope, ...) its classes, which of the features it knows and a
matrix of weights, one row a known feature, one column a class; and the table that turns a raw confidence into a calibrated one.
"""

import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from itertools import accumulate, groupby
from math import inf
from typing import TYPE_CHECKING

from pipeline.measuring.measure_parts import View

if TYPE_CHECKING:
    import numpy as np

MODEL = "measures.npz"
_BETWEEN = "\0"  # the names of features, which may hold any character that a text may


@dataclass(frozen=True)
class Found:
    """The rows of the known features of some views, one after another, and where each view's begin."""

    rows: "np.ndarray"
    starts: list[int]


@dataclass(frozen=True)
class Head:
    """One question's classes and weights; `rows` maps a feature's name to its row, for all heads of a model alike."""

    classes: tuple[str, ...]
    rows: Mapping[str, int]
    weights: "np.ndarray"  # features x classes; a feature that this head was not trained on has zeros

    def chances(
        self, views: Sequence[View], allowed: Sequence[Collection[str]] | None = None, besides: "np.ndarray | float" = 0.0
    ) -> "np.ndarray":
        """The probability of each class (of those allowed alone, where given), one row a view; each row sums to 1.

        `allowed` holds for each view the classes that it may have, `besides` what to add to its scores; unknown features say nothing.
        """
        import numpy as np

        scores = self.scores(views) + besides
        if allowed is not None:
            scores += np.array([_limits(self.classes, each) for each in allowed], scores.dtype).reshape(scores.shape)
        return shares(scores)

    def scores(self, views: Sequence[View]) -> "np.ndarray":
        """The sum of the weights of each view's features, one row a view, one column a class; unknown features say nothing."""
        return self.scores_of(self.find(views))

    def find(self, views: Sequence[View]) -> Found:
        """The rows of the known features of all views."""
        import numpy as np

        found = [view.rows(self.rows) for view in views]
        starts = list(accumulate(map(len, found), initial=0))
        return Found(np.concatenate(found) if found else np.zeros(0, np.intp), starts[:-1])

    def scores_of(self, found: Found) -> "np.ndarray":
        """The scores of views whose features were found already, by this head or one of the same `rows`."""
        import numpy as np

        return np.add.reduceat(self._padded.take(found.rows, axis=0), found.starts, axis=0) if found.starts else self._padded[:0]

    @cached_property
    def _padded(self) -> "np.ndarray":
        """The weights with a row of zeros below."""
        import numpy as np

        return np.vstack([self.weights, np.zeros((1, len(self.classes)), self.weights.dtype)])

    def strongest(self, view: View, label: str) -> Iterator[tuple[str, str]]:
        """The features that spoke for a class rather than the others, each with the words that made it; those without are left out.

        The strongest come first; of equals the first by name.
        """
        rows = view.rows_with_words(self.rows)
        margins = self._margins(label).take(rows)
        for margin, equals in groupby((-margins).argsort().tolist(), margins.tolist().__getitem__):
            if margin <= 0:
                return
            for name in sorted(self._names[rows[i]] for i in equals):
                words = view.words(name)
                if words:
                    yield name, words

    @cached_property
    def _names(self) -> tuple[str, ...]:
        """The features in the order of their rows."""
        return tuple(sorted(self.rows, key=self.rows.__getitem__))

    def _margins(self, label: str) -> "np.ndarray":
        """By how much each feature speaks for a class rather than for the others."""
        if label not in self._kept_margins:
            self._kept_margins[label] = self.weights[:, self.classes.index(label)] - self._means
        return self._kept_margins[label]

    @cached_property
    def _means(self) -> "np.ndarray":
        return self.weights.mean(axis=1)

    @cached_property
    def _kept_margins(self) -> "dict[str, np.ndarray]":
        return {}


def shares(scores: "np.ndarray") -> "np.ndarray":
    """Probabilities that are in proportion to the exponentials of scores, row by row."""
    import numpy as np

    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


@cache
def _limits(classes: tuple[str, ...], allowed: frozenset[str]) -> tuple[float, ...]:
    """What to add to the scores of the classes: nothing for an allowed one, minus infinity for the others."""
    return tuple(0.0 if c in allowed else -inf for c in classes)


@dataclass(frozen=True)
class Model:
    """The heads by name, and the calibration: raw confidences, rising, and what share was right there."""

    heads: Mapping[str, Head]
    raw: "np.ndarray"
    right: "np.ndarray"

    def calibrated(self, raw: float) -> float:
        """The share of facts with this raw confidence that were right, by straight lines between the table's points."""
        import numpy as np

        return float(np.interp(raw, self.raw, self.right))


@cache
def load() -> Model:
    """The shipped model; FileNotFoundError where it was never trained."""
    return read(resources.files("pipeline.models").joinpath(MODEL).read_bytes())


def read(data: bytes) -> Model:
    """A model from the bytes of its file."""
    import numpy as np

    with np.load(io.BytesIO(data), allow_pickle=False) as file:
        numbers = {name: row for row, name in enumerate(_text(file["features"]).split(_BETWEEN))}
        heads = {}
        for name in _text(file["heads"]).split():
            classes = tuple(_text(file[f"{name}.classes"]).split())
            weights = np.zeros((len(numbers), len(classes)), np.float32)
            weights[file[f"{name}.rows"]] = file[f"{name}.weights"]
            heads[name] = Head(classes, numbers, weights)
        return Model(heads, file["raw"], file["right"])


def write(heads: Mapping[str, Head], raw: Sequence[float], right: Sequence[float]) -> bytes:
    """The bytes of a model file; the same input gives the same bytes. Features that say nothing of a head are not kept for it."""
    import numpy as np

    names = sorted(set().union(*(head.rows for head in heads.values())))
    arrays = {"heads": _bytes(" ".join(heads)), "raw": np.array(raw, dtype=float), "right": np.array(right, dtype=float)}
    arrays["features"] = _bytes(_BETWEEN.join(names))
    for name, head in heads.items():
        weights = head.weights.astype(np.float16)
        kept = [(row, head.rows[f]) for row, f in enumerate(names) if f in head.rows and weights[head.rows[f]].any()]
        known, own = np.array(kept, dtype=np.int32).reshape(-1, 2).T
        arrays |= {f"{name}.classes": _bytes(" ".join(head.classes)), f"{name}.rows": known, f"{name}.weights": weights[own]}
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    return buffer.getvalue()


def _bytes(text: str) -> "np.ndarray":
    import numpy as np

    return np.frombuffer(text.encode(), dtype=np.uint8)


def _text(array: "np.ndarray") -> str:
    return bytes(array).decode()
