"""Training of the model of language (language.py) on the text of gold articles; what they report plays no part.

Pairs of characters are counted in the articles and in the words of jieba's dictionary, which knows what newspapers elsewhere write
about. Signs are learnt by logistic regression (scikit-learn, L-BFGS); places without one are thinned out, and their class set right after.
"""

import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.gold import digests, records
from pipeline.reading.encoder import NO_STOP, SIGNS
from pipeline.scanning.language import MODEL, REACH, around, plain

if TYPE_CHECKING:
    from scipy.sparse import csr_array

# Share of a word's count in jieba's dictionary: the articles have 2.2 million characters, the dictionary's words 60 million occurrences.
# Perplexity of `dev` 57 without, 54 and 53 with 1e-4 and 1e-3 (characters after two others; from articles of 0.4 million characters).
DICTIONARY = 1e-3
COMMON = 20  # occurrences of a word in jieba's dictionary from which it is counted
LEAST_PAIR = 2.0  # occurrences of a pair that is kept: 35,000 pairs instead of 145,000, no more errors on scans (353 of 355)
LEAST_FEATURE = 2  # places that must have a feature
PLACES = 0.12  # share of the places without a sign that are learnt from
CUT = 0.3  # share of the places beyond which the text is unknown on one side, as at the ends of a column
STRENGTH = 0.3  # inverse of the ridge penalty
FOLDS = 5

Place = tuple[list[str], str]  # features, class


def _paragraphs(path: Path) -> Iterator[str]:
    for record in records(path):
        yield from map(plain, [record["headline"] or "", *record["text"].split("\n")])


def _pairs(paragraphs: Sequence[str]) -> tuple[Counter[str], Counter[str]]:
    """How often characters occur, and pairs that are not rare, in the text and in the words of jieba's dictionary."""
    singles: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    for text in paragraphs:
        singles.update(text)
        pairs.update(text[i : i + 2] for i in range(len(text) - 1))
    with (resources.files("jieba") / "dict.txt").open(encoding="utf-8") as lines:
        for line in lines:
            word, count, *_ = line.split(" ")
            if len(word) > 1 and int(count) >= COMMON:
                for i, char in enumerate(word):
                    singles[char] += DICTIONARY * int(count)
                    if i:
                        pairs[word[i - 1 : i + 1]] += DICTIONARY * int(count)
    return singles, Counter({pair: count for pair, count in pairs.items() if count >= LEAST_PAIR})


def _places(paragraphs: Sequence[str]) -> list[Place]:
    """Places to learn from: every sign, and some of the places without one, some of them cut short on one side or both."""
    chance = random.Random(1)
    out = []
    for text in paragraphs:
        for i in range(len(text) + 1):
            char = text[i : i + 1]
            if char and char in SIGNS:
                out.append((_seen(text[:i], text[i + 1 :], chance), char))
            elif not (i and text[i - 1] in SIGNS) and chance.random() < PLACES:
                out.append((_seen(text[:i], text[i:], chance), NO_STOP))
    return out


def _seen(before: str, after: str, chance: random.Random) -> list[str]:
    sides = [before[::-1], after]
    goes_on = [len(side) > REACH for side in sides]
    for n, side in enumerate(sides):
        if chance.random() < CUT:
            kept = chance.randrange(REACH)
            sides[n], goes_on[n] = side[:kept], goes_on[n] or len(side) > kept
    return around(sides[0][::-1], sides[1], (goes_on[0], goes_on[1]))


def _fit(places: Sequence[Place], rows: dict[str, int]):
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=STRENGTH, max_iter=300, tol=1e-3, fit_intercept=False)
    return model.fit(_table(places, rows), [class_ for _, class_ in places])


def _rows(places: Sequence[Place]) -> dict[str, int]:
    common = Counter(name for names, _ in places for name in names)
    return {name: row for row, name in enumerate(sorted(name for name, n in common.items() if n >= LEAST_FEATURE))}


def _table(places: Sequence[Place], rows: dict[str, int]) -> "csr_array":
    import numpy as np
    from scipy.sparse import csr_array

    cells = [(i, rows[name]) for i, (names, _) in enumerate(places) for name in names if name in rows]
    at, columns = zip(*cells, strict=True)
    return csr_array((np.ones(len(cells), np.float32), (at, columns)), shape=(len(places), len(rows)))


def _held_out(paragraphs: Sequence[str]) -> dict[str, float]:
    """Share of the signs told right, given that there is one, in folds of the paragraphs."""
    import numpy as np

    right = seen = 0
    for fold in range(FOLDS):
        places = _places([text for i, text in enumerate(paragraphs) if i % FOLDS != fold])
        others = [place for place in _places([text for i, text in enumerate(paragraphs) if i % FOLDS == fold]) if place[1] != NO_STOP]
        rows = _rows(places)
        model = _fit(places, rows)
        chances = model.decision_function(_table(others, rows))
        chances[:, list(model.classes_).index(NO_STOP)] = -np.inf
        right += sum(model.classes_[best] == class_ for best, (_, class_) in zip(chances.argmax(axis=1), others, strict=True))
        seen += len(others)
    return {"signs": seen, "right": round(right / seen, 3)}


def train(gold: Sequence[Path], out: Path) -> dict:
    """Train on the text of gold files, write the model beside `out` and the record to `out`; returns the record."""
    import numpy as np

    paragraphs = [text for path in gold for text in _paragraphs(path)]
    singles, pairs = _pairs(paragraphs)
    places = _places(paragraphs)
    rows = _rows(places)
    model = _fit(places, rows)
    weights = model.coef_.T
    weights[rows["bias"], list(model.classes_).index(NO_STOP)] -= np.log(PLACES)  # as many as there are
    with (out.parent / MODEL).open("wb") as file:
        np.savez_compressed(
            file,
            singles=np.array(sorted(singles)),
            single_counts=np.array([singles[char] for char in sorted(singles)], np.float32),
            pairs=np.array(sorted(pairs)),
            pair_counts=np.array([pairs[pair] for pair in sorted(pairs)], np.float32),
            classes=np.array("".join(model.classes_)),
            features=np.array(list(rows)),
            weights=weights.astype(np.float16),
        )
    record = {
        "sources": digests(gold),
        "characters": sum(map(len, paragraphs)),
        "pairs": len(pairs),
        "places": len(places),
        "features": len(rows),
        "bytes": (out.parent / MODEL).stat().st_size,
        "held out": _held_out(paragraphs),
    }
    out.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return record
