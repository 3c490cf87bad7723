"""Train the models of measure, scope and per: `pipeline/models/measures.npz` and its record `measures.json`.

Linear models (multinomial logistic regression) on named features. What one head says is a feature of the next, so in
training it is said by models that have not seen the article (five folds by article; example sentences are always seen).
"""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.measuring import decoding
from pipeline.measuring.measure_classes import NO_FACT
from pipeline.measuring.measure_samples import Label, Sample, example_samples, gold_samples
from pipeline.measuring.model import MODEL, Head, write

FOLDS = 5
STRENGTH = 0.5  # inverse of the ridge penalty; 0.15 to 1.5 differ by less than a point in cross-validation
SCOPE_STRENGTH = 0.15  # the same for scope, where the smaller value was better by a point
SEEN = 2  # a feature must occur in as many quantities; halves the file and costs nothing in cross-validation
BIN = 60  # facts to a point of the calibration; fewer make the bounds wide, more make the line coarse
Z = 1.96  # the two-sided 95 % point of the normal distribution
STEPS = 300  # enough for the solver to converge


# What was tried on the way: F1 of (measure, value) and of (measure, value, scope), five folds of train, then dev; the
# first three rows are shares of gold quantities (measure, measure and scope). Lexicon and examples were written with train
# in view, so the folds flatter; scope features were shaped after a look at dev's background figures, so dev's scope may too.
TRIED = (
    ("features alone, examples none", 0.774, 0.612, 0.758, 0.601),
    ("with 345 example sentences", 0.831, 0.679, 0.786, 0.632),
    ("the same in a chain of conditional random fields", 0.836, 0.684, 0.781, 0.639),
    ("anchors of time, units limit measures, 345 examples", 0.850, 0.729, 0.790, 0.638),
    ("605 examples", 0.851, 0.736, 0.813, 0.645),
    ("earlier years by article, pairs of characters", 0.848, 0.737, 0.813, 0.658),
    ("a second round with the neighbours' answers", 0.858, 0.747, 0.813, 0.658),
    ("owed words kept in 拖欠工资, stronger ridge for scope", 0.856, 0.757, 0.810, 0.647),
)


@dataclass(frozen=True)
class Row:
    """One decision to learn from: its features and the right answer."""

    features: Mapping[str, str]
    label: str


Rows = dict[str, list[Row]]  # by the head's name


def fit(rows: Sequence[Row], strength: float = STRENGTH) -> Head:
    """A head fitted to rows; classes and features in sorted order, so the same rows give the same head."""
    import numpy as np
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    seen = Counter(f for row in rows for f in row.features)
    names = sorted(f for f, n in seen.items() if n >= SEEN)
    index = {f: i for i, f in enumerate(names)}
    columns = [[index[f] for f in row.features if f in index] for row in rows]
    ends = np.cumsum([0] + [len(c) for c in columns])
    flat = np.array([i for c in columns for i in c])
    matrix = csr_matrix((np.ones(len(flat)), flat, ends), shape=(len(rows), len(names)))
    fitted = LogisticRegression(C=strength, max_iter=STEPS, fit_intercept=False).fit(matrix, [row.label for row in rows])
    weights = fitted.coef_.T if len(fitted.classes_) > 2 else np.hstack([-fitted.coef_.T / 2, fitted.coef_.T / 2])
    return Head(tuple(str(c) for c in fitted.classes_), index, weights.astype(np.float32))


def _strength(name: str) -> float:
    return SCOPE_STRENGTH if name.startswith("scope") else STRENGTH


def fit_heads(samples: Sequence[Sample]) -> dict[str, Head]:
    """All heads, those of the second round fitted to what first-round models say of samples they have not seen."""
    heads = fit_first(samples)
    measures: list[list[decoding.Answer]] = [[] for _ in samples]
    scopes: list[list[decoding.Answer]] = [[] for _ in samples]
    for fold in range(FOLDS):
        unseen = fit_first([s for i, s in enumerate(samples) if i % FOLDS != fold])
        for i, sample in enumerate(samples):
            if i % FOLDS == fold:
                views = decoding.measure_views(sample.context)
                measures[i] = decoding.answer_measures(unseen, sample.context, views, "")
                views = decoding.scope_views(sample.context, [label.measure for label in sample.labels])
                scopes[i] = decoding.answer_scopes(unseen, views, "")
    rows: Rows = {}
    for sample, said, placed in zip(samples, measures, scopes, strict=True):
        _measure_rows(rows, sample, said)
        _scope_rows(rows, sample, placed)
    return heads | {name: fit(rows[name], _strength(name)) for name in sorted(rows)}


def fit_first(samples: Sequence[Sample]) -> dict[str, Head]:
    """The heads of the first round and those of per; the measure that scope and per go by is the annotated one."""
    rows: Rows = {}
    for sample in samples:
        _measure_rows(rows, sample, None)
        _scope_rows(rows, sample, None)
        for i, label in enumerate(sample.labels):
            if label.measure != NO_FACT:
                view = decoding.per_view(sample.context, i, label.measure)
                recipient, period = decoding.split_per(label.per)
                rows.setdefault("recipient", []).append(Row(view, recipient))
                rows.setdefault("period", []).append(Row(view, period))
    return {name: fit(rows[name], _strength(name)) for name in sorted(rows)}


def _measure_rows(rows: Rows, sample: Sample, said: Sequence[decoding.Answer] | None) -> None:
    views = decoding.measure_views(sample.context)
    if said is not None:
        views = decoding.with_neighbours(sample.context, views, said)
    for view, quantity, label in zip(views, sample.context.quantities, sample.labels, strict=True):
        name = decoding.measure_head(quantity) + ("" if said is None else "2")
        rows.setdefault(name, []).append(Row(view, label.measure))


def _scope_rows(rows: Rows, sample: Sample, said: Sequence[decoding.Answer] | None) -> None:
    views = decoding.scope_views(sample.context, [label.measure for label in sample.labels])
    if said is not None:
        views = decoding.with_neighbours(sample.context, views, said)
    for view, label in zip(views, sample.labels, strict=True):
        if label.measure != NO_FACT:
            rows.setdefault("scope" if said is None else "scope2", []).append(Row(view, label.scope))


def held_out(gold: Sequence[Sample], extra: Sequence[Sample]) -> list[list[decoding.Decision]]:
    """For each gold sample what models say that have not seen it."""
    said: list[list[decoding.Decision]] = [[] for _ in gold]
    for fold in range(FOLDS):
        heads = fit_heads([s for i, s in enumerate(gold) if i % FOLDS != fold] + list(extra))
        for i, sample in enumerate(gold):
            if i % FOLDS == fold:
                said[i] = decoding.decide_all(heads, sample.context)
    return said


def is_right(decision: decoding.Decision, label: Label) -> bool:
    """Whether measure and scope are as annotated; for what is no fact the measure alone."""
    return decision.measure == label.measure and (label.measure == NO_FACT or decision.scope == label.scope)


def calibrate(pairs: Sequence[tuple[float, bool]]) -> tuple[list[float], list[float]]:
    """Points of a rising line from raw confidence to the share that was right, at the lower end of what the counts allow.

    Held-out articles of the training files flatter the model: lexicon and examples were written with them in view. So the
    lower 95 % bound (Wilson) of each stretch of BIN facts is taken, not its mean.
    """
    ordered = sorted(pairs)
    raw, right = [0.0], [0.0]
    for start in range(0, len(ordered), BIN):
        part = ordered[start : start + BIN]
        raw.append(sum(p for p, _ in part) / len(part))
        right.append(max(right[-1], _lower(sum(ok for _, ok in part), len(part))))
    return raw, right


def _lower(right: int, count: int) -> float:
    share, z2 = right / count, Z * Z
    spread = Z * (share * (1 - share) / count + z2 / (4 * count * count)) ** 0.5
    return (share + z2 / (2 * count) - spread) / (1 + z2 / count)


def _share(said: Sequence[Sequence[decoding.Decision]], gold: Sequence[Sample], ask: Callable) -> float:
    pairs = [(d, lab) for ds, s in zip(said, gold, strict=True) for d, lab in zip(ds, s.labels, strict=True)]
    pairs = [(d, lab) for d, lab in pairs if lab.measure != NO_FACT]
    return round(sum(ask(d, lab) for d, lab in pairs) / max(1, len(pairs)), 4)


def train(gold: Sequence[Path], out: Path) -> dict:
    """Train on gold files, write the model beside `out` and the record to `out`; returns the record."""
    samples, extra = gold_samples(gold), example_samples()
    said = held_out(samples, extra)
    pairs = [
        (d.confidence, is_right(d, lab))
        for ds, s in zip(said, samples, strict=True)
        for d, lab in zip(ds, s.labels, strict=True)
        if d.measure != NO_FACT
    ]
    raw, right = calibrate(pairs)
    heads = fit_heads([*samples, *extra])
    data = write(heads, raw, right)
    (out.parent / MODEL).write_bytes(data)
    record = {
        "gold": [path.name for path in gold],
        "texts": {"gold": len(samples), "examples": len(extra)},
        "quantities": {"gold": sum(s.size for s in samples), "examples": sum(s.size for s in extra)},
        "features": {name: len(head.rows) for name, head in heads.items()},
        "bytes": len(data),
        "tried": [dict(zip(("what", "train", "train strict", "dev", "dev strict"), row, strict=True)) for row in TRIED],
        "figures": {  # share of gold facts, five folds by article
            "measure": _share(said, samples, lambda d, lab: d.measure == lab.measure),
            "scope": _share(said, samples, lambda d, lab: d.scope == lab.scope),
            "measure and scope": _share(said, samples, is_right),
            "per": _share(said, samples, lambda d, lab: d.per == lab.per),
        },
    }
    out.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return record
