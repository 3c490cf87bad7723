"""Train the models of measure, scope and per: `pipeline/models/measures.npz` and its record `measures.json`.

Linear models (multinomial logistic regression) on named features, and for scope a chain beside (train_chain). Scope and
per lean on the measure, so in training the measure is what models said that have not seen the text (five folds by text), as
mistakes will be made at run time too. So are the types of activities: those that
activity models find that have not seen the text (they learn from `scopes`, too, which the shipped one does not). The encoder is
trained before: confidences are calibrated on the texts that it has held out.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pipeline.errors import UsageError
from pipeline.gold import digests
from pipeline.measuring import decoding, train_activities, train_chain
from pipeline.measuring.features import per_features
from pipeline.measuring.measure_calibration import calibrate, is_right, reliability
from pipeline.measuring.measure_chain import links
from pipeline.measuring.measure_classes import NO_FACT
from pipeline.measuring.measure_parts import View
from pipeline.measuring.measure_samples import Sample, example_samples, gold_records, gold_samples
from pipeline.measuring.measure_scope import scope_features
from pipeline.measuring.model import MODEL, Head, write
from pipeline.measuring.train_chain import Story
from pipeline.measuring.train_tried import tried
from pipeline.reading import encoder_held_out
from pipeline.reading.encoder import Outlook

FOLDS = 5
STRENGTH = 0.2  # inverse of the ridge penalty; at 0.5 relaxed F1 was 0.3 points lower in folds of train, 1.6 on dev
SCOPE_STRENGTH = 0.08  # the same for scope, which has more and rarer features; 0.15 was 0.8 points lower on dev, equal in folds
# Articles written for training are denser in figures than newspapers and odder in scope; at half weight newspapers' own
# scopes came out a little better (share right 0.874 to 0.877 in folds of train, 0.802 to 0.805 on dev).
WEIGHTS = {"written": 0.5, "reports": 0.5, "typical": 0.5, "varied": 0.5, "pointed": 0.5, "broad": 0.5, "checked": 0.5}
STEPS, TOLERANCE = 200, 1e-3  # of the solver; closer to the optimum nothing changes
TRIED = "measures.tried.toml"  # what was tried on the way, in pipeline/models


@dataclass(frozen=True)
class Row:
    """One decision to learn from: its features, the right answer and how much it counts."""

    features: Mapping[str, str]
    label: str
    weight: float = 1.0


Rows = dict[str, list[Row]]  # by the head's name
Part = TypeVar("Part")
Answers = list[list[decoding.Answer]]  # of each sample, of each of its quantities
Decisions = list[list[decoding.Decision]]  # the same


def fit(rows: Sequence[Row], strength: float = STRENGTH) -> Head:
    """A head fitted to rows; classes and features in sorted order, so the same rows give the same head."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    index, matrix = train_chain.matrix([row.features for row in rows], train_chain.SEEN)
    solver = LogisticRegression(C=strength, max_iter=STEPS, tol=TOLERANCE, fit_intercept=False)
    fitted = solver.fit(matrix, [row.label for row in rows], sample_weight=[row.weight for row in rows])
    weights = fitted.coef_.T if len(fitted.classes_) > 2 else np.hstack([-fitted.coef_.T / 2, fitted.coef_.T / 2])
    return Head(tuple(str(c) for c in fitted.classes_), index, (weights * train_chain.emphasis(list(index))[:, None]).astype(np.float32))


def _fit_all(rows: Sequence[Rows]) -> dict[str, Head]:
    """A head for each name, from the rows of all the samples given."""
    joined: Rows = {}
    for one in rows:
        for name, own in one.items():
            joined.setdefault(name, []).extend(own)
    return {name: fit(joined[name], SCOPE_STRENGTH if name == "scope" else STRENGTH) for name in sorted(joined)}


def _measure_rows(sample: Sample, views: Sequence[View]) -> Rows:
    rows: Rows = {}
    weight = WEIGHTS.get(sample.source, 1.0)
    for view, quantity, label in zip(views, sample.context.quantities, sample.labels, strict=True):
        rows.setdefault(decoding.measure_head(quantity), []).append(Row(view.features(), label.measure, weight))
    return rows


def _later_rows(sample: Sample, said: Sequence[decoding.Answer]) -> Rows:
    """Rows of scope and per of the sample's facts, given what was said of their measures."""
    rows: Rows = {}
    weight = WEIGHTS.get(sample.source, 1.0)
    for i, (label, (measure, _)) in enumerate(zip(sample.labels, said, strict=True)):
        if label.measure != NO_FACT:
            rows.setdefault("scope", []).append(Row(scope_features(sample.context, i, measure).features(), label.scope, weight))
            view = per_features(sample.context, i, measure).features()
            recipient, period = decoding.split_per(label.per)
            rows.setdefault("recipient", []).append(Row(view, recipient, weight))
            rows.setdefault("period", []).append(Row(view, period, weight))
    return rows


def _chain_story(sample: Sample, said: Sequence[decoding.Answer], rows: Rows) -> Story:
    """The sample's facts as a story for the chain; `rows` are those of `_later_rows`."""
    facts = [(i, said[i][0]) for i, label in enumerate(sample.labels) if label.measure != NO_FACT]
    own = rows.get("scope", [])
    weight = WEIGHTS.get(sample.source, 1.0)
    linked = [view.features() for view in links(sample.context, facts)]
    return Story([row.features for row in own], linked, [row.label for row in own], weight)


def learn(samples: Sequence[Sample], seen: Mapping[str, Outlook]) -> tuple[dict[str, Head], Decisions, Decisions]:
    """The heads; for each sample the decisions of heads that have not seen it; and those of the samples that `seen` has an outlook for,
    by their groups, with what the encoder, that has not seen them either, says besides (the others have none).
    """
    views = [decoding.measure_views(s.context) for s in samples]
    rows = [_measure_rows(s, v) for s, v in zip(samples, views, strict=True)]
    measures: Answers = [[] for _ in samples]
    both: Answers = [[] for _ in samples]
    outlooks = [seen.get(sample.group) for sample in samples]
    if any(outlook and len(outlook.logits["measure"]) != sample.size for outlook, sample in zip(outlooks, samples, strict=True)):
        raise UsageError("the encoder was trained on other gold or quantities; train it first: make model")
    for fold in range(FOLDS):
        heads = _fit_all(_without(rows, fold))
        for i in range(fold, len(samples), FOLDS):
            measures[i] = decoding.answer_measures(heads, samples[i].context, views[i])
            if outlooks[i]:
                both[i] = decoding.answer_measures(heads, samples[i].context, views[i], outlooks[i])
    later = [_later_rows(s, said) for s, said in zip(samples, measures, strict=True)]
    stories = [_chain_story(s, said, own) for s, said, own in zip(samples, measures, later, strict=True)]
    alone: Decisions = [[] for _ in samples]
    decisions: Decisions = [[] for _ in samples]
    for fold in range(FOLDS):
        heads = _fit_all(_without(later, fold)) | train_chain.fit(_without(stories, fold))
        for i in range(fold, len(samples), FOLDS):
            alone[i] = decoding.settle(heads, samples[i].context, views[i], measures[i])
            if outlooks[i]:
                decisions[i] = decoding.settle(heads, samples[i].context, views[i], both[i], outlooks[i])
    return _fit_all(rows) | _fit_all(later) | train_chain.fit(stories), alone, decisions


def _without(parts: Sequence[Part], fold: int) -> list[Part]:
    return [part for i, part in enumerate(parts) if i % FOLDS != fold]


def _figures(samples: Sequence[Sample], decisions: Sequence[Sequence[decoding.Decision]]) -> dict:
    """How the held-out decisions of some samples did."""
    pairs = [(d, label) for s, ds in zip(samples, decisions, strict=True) for d, label in zip(ds, s.labels, strict=True)]
    gold = [(d, label) for d, label in pairs if label.measure != NO_FACT]
    told = sum(d.measure != NO_FACT for d, _ in pairs)
    same = [(d, label) for d, label in gold if d.measure == label.measure and label.is_exact]
    right = sum(is_right(d, label) for d, label in gold)
    return {
        "facts": len(gold),
        "relaxed": round(2 * len(same) / max(1, len(gold) + told), 4),
        "strict": round(2 * right / max(1, len(gold) + told), 4),
        "scope": round(right / max(1, len(same)), 4),
        "per": round(sum(d.per == label.per for d, label in same) / max(1, len(same)), 4),
    }


def _held_out_by_both(samples: Sequence[Sample], alone: Decisions, decisions: Decisions) -> dict[str, dict]:
    """Figures of the texts that the encoder has held out, by source: without what it says, and with it."""
    out: dict[str, dict] = {"held out from both, without the encoder": {}, "held out from both, with the encoder": {}}
    for name in sorted({s.source for s in samples}):
        own = [i for i, s in enumerate(samples) if s.source == name and decisions[i]]
        for figures, said in zip(out.values(), (alone, decisions), strict=True):
            figures[name] = _figures([samples[i] for i in own], [said[i] for i in own])
    return out


def train(gold: Sequence[Path], out: Path) -> dict:
    """Train on gold files, write the model beside `out` and the record to `out`; returns the record.

    Confidences are calibrated on the texts that the encoder, trained before, has held out.
    """
    records = gold_records(gold)
    samples = [*gold_samples(records, train_activities.held_out([record for _, record in records])), *example_samples()]
    heads, alone, decisions = learn(samples, encoder_held_out.read(out.parent / encoder_held_out.FILE))
    held = [
        (d.confidence, is_right(d, label))
        for s, ds in zip(samples, decisions, strict=True)
        if ds  # none where the encoder has seen the text
        for d, label in zip(ds, s.labels, strict=True)
        if d.measure != NO_FACT and s.source != "examples"
    ]
    table = calibrate(held)
    data = write(heads, *table)
    (out.parent / MODEL).write_bytes(data)
    sources = sorted({s.source for s in samples})
    of = {name: [i for i, s in enumerate(samples) if s.source == name] for name in sources}
    record = {
        "sources": digests(gold),
        "texts": {name: len(own) for name, own in of.items()},
        "quantities": {name: sum(samples[i].size for i in own) for name, own in of.items()},
        "features": {name: len(head.rows) for name, head in heads.items()},
        "bytes": len(data),
        "held out, without the encoder": {name: _figures([samples[i] for i in own], [alone[i] for i in own]) for name, own in of.items()},
        **_held_out_by_both(samples, alone, decisions),
        "reliability": reliability(held, table),
        **tried(TRIED),
    }
    out.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return record
