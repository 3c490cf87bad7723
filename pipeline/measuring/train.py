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
STRENGTH = 0.5  # inverse of the ridge penalty; 0.3 to 1 give the same figures in cross-validation
SEEN = 2  # a feature must occur in as many quantities; halves the file and costs nothing in cross-validation
STEPS = 300  # enough for the solver to converge


@dataclass(frozen=True)
class Row:
    """One decision to learn from: its features and the right answer."""

    features: Mapping[str, str]
    label: str


Rows = dict[str, list[Row]]  # by the head's name


def fit(rows: Sequence[Row]) -> Head:
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
    fitted = LogisticRegression(C=STRENGTH, max_iter=STEPS, fit_intercept=False).fit(matrix, [row.label for row in rows])
    weights = fitted.coef_.T if len(fitted.classes_) > 2 else np.hstack([-fitted.coef_.T / 2, fitted.coef_.T / 2])
    return Head(tuple(str(c) for c in fitted.classes_), index, weights.astype(np.float32))


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
    return heads | {name: fit(rows[name]) for name in sorted(rows)}


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
    return {name: fit(rows[name]) for name in sorted(rows)}


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
    """Points of a rising line from raw confidence to the share that was right (isotonic regression)."""
    from sklearn.isotonic import IsotonicRegression

    raw = sorted(p for p, _ in pairs)
    fitted = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip").fit(
        [p for p, _ in pairs], [float(r) for _, r in pairs]
    )
    points = raw[:: max(1, len(raw) // 40)] + raw[-1:]
    return points, [float(x) for x in fitted.predict(points)]


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
        "figures": {  # share of gold facts, five folds by article
            "measure": _share(said, samples, lambda d, lab: d.measure == lab.measure),
            "scope": _share(said, samples, lambda d, lab: d.scope == lab.scope),
            "measure and scope": _share(said, samples, is_right),
            "per": _share(said, samples, lambda d, lab: d.per == lab.per),
        },
    }
    out.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return record
