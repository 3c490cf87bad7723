"""Trains the tagger of names on labelled articles and writes its record; `make model` calls `train`.

Everything that decides the result is in the gold files, in this package and in its lexicons: the same input gives the
same model. Two models are trained: the one that ships learns from all the files; a second, which has not seen the files in
HELD_OUT, gives the figures of the record and is thrown away.
"""

import hashlib
import json
import tempfile
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path

from pipeline.engines.segmenter import segment
from pipeline.gold import digests
from pipeline.naming.certain import Span
from pipeline.naming.features import features
from pipeline.naming.labels import Example, annotated, read
from pipeline.naming.tagger import encode, find_alone

# Chosen on the development articles among c1 0.05-0.3, c2 0.01-0.5; they differ by a hundredth. Copies of the articles with
# other names in them helped while there were few articles; with the written ones they no longer did (dev 0.843 and 0.847). With
# four times the articles rarer features are left out (minfreq 3 instead of 2) to keep the model small: not compared.
SETTINGS = {"c1": 0.1, "c2": 0.05, "max_iterations": 80, "feature.minfreq": 3}
HELD_OUT = ("seed", "dev")  # the published page and the development articles; the record names them without .jsonl


def train(gold: Sequence[Path], out: Path) -> dict:
    """Trains on gold files (FACTS.md, one article a line), writes the model to `out` and the record beside it (.json).

    Returns the record. Raises OSError where a file cannot be read or written, ValueError where a line is not JSON.
    """
    parts = {path.stem: read(path) for path in gold}
    unseen = [example for name, examples in parts.items() if name not in HELD_OUT for example in examples]
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(2, get_context("spawn")) as pool:
        other = Path(folder) / "unseen.crfsuite"
        list(pool.map(fit, [[e for examples in parts.values() for e in examples], unseen], [out, other]))
        files = [gold[0].parent / f"{name}.jsonl" for name in HELD_OUT]
        held_out = {path.stem: score(annotated(path), other) for path in files if path.exists()}
    record = {
        "gold": digests(gold),
        "articles": {name: len(examples) for name, examples in parts.items()},
        "settings": SETTINGS,
        "versions": {name: version(name) for name in ("python-crfsuite", "rjieba", "opencc")},
        "held_out": held_out,
        "held_out_trained_on": [name for name in parts if name not in HELD_OUT],
        "model_sha256": hashlib.sha256(out.read_bytes()).hexdigest(),
    }
    text = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
    out.with_suffix(".json").write_text(text, encoding="utf-8")
    return record


def fit(examples: Sequence[Example], out: Path) -> None:
    """Trains one model on examples and writes it."""
    import pycrfsuite

    trainer = pycrfsuite.Trainer(verbose=False)
    for text, spans in examples:
        trainer.append(features(text, segment(text)), encode(len(text), spans))
    trainer.set_params(SETTINGS)
    trainer.train(str(out))


def score(examples: Sequence[Example], model: Path) -> dict:
    """F1 of (label, text) for each label and for all of a model, without the encoder, on labelled articles, with their number."""
    import pycrfsuite

    tagger, right = pycrfsuite.Tagger(), Counter()
    tagger.open(str(model))
    for text, spans in examples:
        right += _tally(text, spans, find_alone(text, tagger))
    tagger.close()
    labels = [*sorted({label for label, _ in right}), None]
    return {label or "all": _f1(right, label) for label in labels} | {"articles": len(examples)}


def _tally(text: str, gold: Sequence[Span], found: Sequence[Span]) -> Counter:
    a = Counter((label, text[s:e]) for s, e, label in gold)
    b = Counter((label, text[s:e]) for s, e, label in found)
    counts: Counter = Counter()
    for name, names in (("right", a & b), ("gold", a), ("found", b)):
        for (label, _), n in names.items():
            counts[label, name] += n
    return counts


def _f1(counts: Counter, label: str | None) -> dict:
    kinds = ("right", "gold", "found")
    sums = {kind: sum(n for (of, k), n in counts.items() if k == kind and label in (None, of)) for kind in kinds}
    return {"f1": round(2 * sums["right"] / max(1, sums["gold"] + sums["found"]), 4), **sums}
