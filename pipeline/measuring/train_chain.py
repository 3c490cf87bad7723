"""Trains the chain of measure_chain: the likelihood of whole articles under a ridge, by L-BFGS.

Articles are worked on together, position by position; shapes: B articles, L positions (padded), K classes, n facts.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from pipeline.measuring.measure_chain import BEFORE
from pipeline.measuring.model import Head

RIDGE, LINK_RIDGE = 14.0, 10.0  # of the facts' own weights and of the steps'; 12-30 and 4-12 were equal within 0.003
# A feature must occur in as many quantities, or steps between them; 2 halves the file and costs nothing in cross-validation.
SEEN, LINK_SEEN = 2, 4
STEPS, TOLERANCE = 120, 1e-5  # of the solver
# How large a feature's value is while it is learnt from, by the first letters of its name, 1 for the rest. What governs a figure says more
# of its scope than a pair of characters does, so the ridge is to press less on its weights.
EMPHASIS = {"G=": 2.0}


@dataclass(frozen=True)
class Story:
    """The facts of one article: features, what stands between neighbours (one less), the right scopes, and its weight."""

    views: Sequence[Mapping[str, str]]
    linked: Sequence[Mapping[str, str]]
    labels: Sequence[str]
    weight: float = 1.0


@dataclass(frozen=True)
class _Data:
    """All stories as matrices: own features (n, F), features of the step to each fact (n, H), right classes, places."""

    own: csr_matrix
    link: csr_matrix
    right: np.ndarray  # (n,)
    places: np.ndarray  # (B, L): the row of the fact at each position, -1 beyond the end
    weights: np.ndarray  # (B,)
    classes: tuple[str, ...]


def fit(stories: Sequence[Story]) -> dict[str, Head]:
    """The heads `chain` and `links`; stories without facts are left out."""
    told = [s for s in stories if s.labels]
    own_index, own = matrix([v for s in told for v in s.views], SEEN)
    link_index, link = matrix([v for s in told for v in [{}, *s.linked]], LINK_SEEN)
    classes = tuple(sorted({label for s in told for label in s.labels}))
    right = np.array([classes.index(label) for s in told for label in s.labels])
    places = np.full((len(told), max(len(s.labels) for s in told)), -1)
    row = 0
    for b, s in enumerate(told):
        places[b, : len(s.labels)] = np.arange(row, row + len(s.labels))
        row += len(s.labels)
    data = _Data(own, link, right, places, np.array([s.weight for s in told]), classes)
    weights, links, moves = _solve(data)
    rows = {BEFORE + c: link.shape[1] + i for i, c in enumerate(classes)}
    return {
        "chain": Head(classes, own_index, (weights * emphasis(list(own_index))[:, None]).astype(np.float32)),
        "links": Head(classes, link_index | rows, np.vstack([links, moves]).astype(np.float32)),
    }


def emphasis(names: Sequence[str]) -> np.ndarray:
    """The value of each feature while it is learnt from; the weight that is learnt is to be multiplied by it."""
    return np.array([next((v for start, v in EMPHASIS.items() if name.startswith(start)), 1.0) for name in names])


def matrix(views: Sequence[Mapping[str, str]], seen: int) -> tuple[dict[str, int], csr_matrix]:
    """The columns of the features that occur in `seen` views or more, in sorted order, and their values (`emphasis`): a row a view."""
    counts = Counter(f for view in views for f in view)
    index = {f: i for i, f in enumerate(sorted(f for f, n in counts.items() if n >= seen))}
    columns = [[index[f] for f in view if f in index] for view in views]
    ends = np.cumsum([0] + [len(c) for c in columns])
    flat = np.array([i for c in columns for i in c], dtype=int)
    return index, csr_matrix((emphasis(list(index))[flat], flat, ends), shape=(len(views), len(index)))


def _solve(data: _Data) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Weights (F, K) of facts, (H, K) of steps that keep the class, (K, K) of steps from class to class.

    A step's weights for the classes share a part, so that rare classes learn from the others: the ridge is on both.
    """
    k, f, h = len(data.classes), data.own.shape[1], data.link.shape[1]
    cuts = np.cumsum([f * k, h * (k + 1)])
    ridge = np.concatenate([np.full(f * k, RIDGE), np.full(h * (k + 1) + k * k, LINK_RIDGE)])
    own_t, link_t = data.own.T.tocsr(), data.link.T.tocsr()

    def parts(theta: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        own, link, moves = np.split(theta, cuts)
        link = link.reshape(h, k + 1)
        return own.reshape(f, k), link[:, :k] + link[:, k:], moves.reshape(k, k)

    def loss(theta: np.ndarray) -> tuple[float, np.ndarray]:
        own, link, moves = parts(theta)
        steps = np.repeat(moves[None], len(data.right), axis=0)
        steps[:, range(k), range(k)] += data.link @ link
        value, by_fact, by_step = _likelihood(data.own @ own, steps, data)
        kept = by_step[:, range(k), range(k)]
        by_link = link_t @ np.hstack([kept, kept.sum(axis=1, keepdims=True)])
        slope = np.concatenate([(own_t @ by_fact).ravel(), by_link.ravel(), by_step.sum(axis=0).ravel()])
        return value + 0.5 * float(ridge @ (theta * theta)), slope + ridge * theta

    start = np.zeros(len(ridge))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS, "maxcor": 8, "ftol": TOLERANCE})
    return parts(found.x)


def _likelihood(own: np.ndarray, steps: np.ndarray, data: _Data) -> tuple[float, np.ndarray, np.ndarray]:
    """The negative log-likelihood and its slopes by the scores of facts (n, K) and of steps (n, K, K)."""
    places, weights = data.places, data.weights
    inside = places >= 0
    ahead, behind = _passes(own, steps, places)
    lengths = inside.sum(axis=1)
    whole = _log_sum(ahead[np.arange(len(places)), lengths - 1], 1)
    by_fact, by_step = np.zeros_like(own), np.zeros_like(steps)
    right, told = data.right, 0.0
    for t in range(places.shape[1]):
        here = inside[:, t]
        rows, weight, total = places[here, t], weights[here], whole[here]
        by_fact[rows] = weight[:, None] * np.exp(ahead[here, t] + behind[here, t] - total[:, None])
        by_fact[rows, right[rows]] -= weight
        told += float(weight @ own[rows, right[rows]])
        if t:
            before = places[here, t - 1]
            joint = ahead[here, t - 1][:, :, None] + steps[rows] + (own[rows] + behind[here, t])[:, None, :]
            by_step[rows] = weight[:, None, None] * np.exp(joint - total[:, None, None])
            by_step[rows, right[before], right[rows]] -= weight
            told += float(weight @ steps[rows, right[before], right[rows]])
    return float(weights @ whole) - told, by_fact, by_step


def _passes(own: np.ndarray, steps: np.ndarray, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Forward and backward scores, (B, L, K) each."""
    inside, length = places >= 0, places.shape[1]
    ahead = np.zeros((*places.shape, own.shape[1]))
    behind = np.zeros_like(ahead)
    ahead[:, 0] = own[places[:, 0]]
    for t in range(1, length):
        here = inside[:, t]
        rows = places[here, t]
        ahead[here, t] = own[rows] + _log_sum(ahead[here, t - 1][:, :, None] + steps[rows], 1)
    for t in range(length - 2, -1, -1):
        here = inside[:, t + 1]
        rows = places[here, t + 1]
        behind[here, t] = _log_sum(steps[rows] + (own[rows] + behind[here, t + 1])[:, None, :], 2)
    return ahead, behind


def _log_sum(scores: np.ndarray, axis: int) -> np.ndarray:
    highest = scores.max(axis=axis)
    return highest + np.log(np.exp(scores - np.expand_dims(highest, axis)).sum(axis=axis))
