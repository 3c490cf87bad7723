"""Trains the tagger of names on labelled articles and writes its record; `make model` calls `train`.

Everything that decides the result is in the gold files, in this package and in its lexicons: the same input gives the
same model.
"""

import hashlib
import json
import random
import tempfile
from collections import Counter
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from pipeline.engines.segmenter import segment
from pipeline.naming.augment import Bank, variant
from pipeline.naming.features import features
from pipeline.naming.labels import Example, read
from pipeline.naming.rules import Span
from pipeline.naming.tagger import decode, encode, refine

# Chosen on the development articles among c1 0.05-0.3, c2 0.01-0.5 and 0-4 variants; they differ by a hundredth.
SETTINGS = {"c1": 0.1, "c2": 0.05, "max_iterations": 80, "feature.minfreq": 2}
VARIANTS = 1  # copies of each article with other names in them
FOLDS = 3
_SEED = 20150217


def train(gold: Sequence[Path], out: Path) -> dict:
    """Trains on gold files (FACTS.md, one article a line), writes the model to `out` and the record beside it (.json).

    Returns the record. Raises OSError where a file cannot be read or written, ValueError where a line is not JSON.
    """
    examples = [example for path in gold for example in read(path)]
    figures = cross_validate(examples)
    fit(examples, out)
    record = {
        "gold": {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in gold},
        "articles": len(examples),
        "settings": SETTINGS | {"variants": VARIANTS, "folds": FOLDS, "seed": _SEED},
        "versions": {name: version(name) for name in ("python-crfsuite", "rjieba", "opencc")},
        "cross_validated": figures,
        "model_sha256": hashlib.sha256(out.read_bytes()).hexdigest(),
    }
    text = json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    out.with_suffix(".json").write_text(text, encoding="utf-8")
    return record


def fit(examples: Sequence[Example], out: Path) -> None:
    """Trains one model on examples and their variants with other names, and writes it."""
    import pycrfsuite

    trainer = pycrfsuite.Trainer(verbose=False)
    rng, bank = random.Random(_SEED), Bank.of(examples)
    for copy in range(VARIANTS + 1):
        for example in examples:
            text, spans = variant(example, bank, rng) if copy else example
            trainer.append(features(text, segment(text)), encode(len(text), spans))
    trainer.set_params(SETTINGS)
    trainer.train(str(out))


def cross_validate(examples: Sequence[Example]) -> dict:
    """F1 of (label, text) for each label and for all, each article tagged by a model that has not seen it."""
    import pycrfsuite

    right: Counter = Counter()
    for fold in range(FOLDS):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "fold.crfsuite"
            fit([e for n, e in enumerate(examples) if n % FOLDS != fold], path)
            tagger = pycrfsuite.Tagger()
            tagger.open(str(path))
            for text, spans in examples[fold::FOLDS]:
                words = segment(text)
                found = refine(text, decode(tagger.tag(features(text, words))), words)
                right += _tally(text, spans, found)
            tagger.close()
    labels = [*sorted({label for label, _ in right}), None]
    return {label or "all": _f1(right, label) for label in labels}


def _tally(text: str, gold: Sequence[Span], found: Sequence[Span]) -> Counter:
    a = Counter((label, text[s:e]) for s, e, label in gold)
    b = Counter((label, text[s:e]) for s, e, label in found)
    counts: Counter = Counter()
    for name, names in (("right", a & b), ("gold", a), ("found", b)):
        for (label, _), n in names.items():
            counts[label, name] += n
    return counts


def _f1(counts: Counter, label: str | None) -> dict:
    sums = {kind: sum(n for (of, k), n in counts.items() if k == kind and label in (None, of)) for kind in ("right", "gold", "found")}
    return {"f1": round(2 * sums["right"] / max(1, sums["gold"] + sums["found"]), 4), **sums}
