"""Training of the pairs of characters that speak for a type of activity; `train_activities` calls it.

A logistic regression (scikit-learn, L-BFGS) over the pairs of each zone, each zone scaled to length 1.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from pipeline.measuring.activity_pairs import Pairs, of_zones
from pipeline.measuring.activity_types import names, zones
from pipeline.text.forms import fold

# Chosen on `reports` while it was unseen: 10 and 100, and triples of characters besides, changed main types right by less than 0.01.
STRENGTH = 30.0
FEWEST = 3  # articles that must have a pair


def fit(records: Sequence[dict], counts: Sequence[int]) -> Pairs:
    """The pairs learnt from gold records with activities, whose first one is the main; `counts` is how much each counts.

    Raises ValueError where they are of fewer than three types.
    """
    import numpy as np
    from scipy.sparse import csr_array
    from sklearn.linear_model import LogisticRegression

    used = [(record, count) for record, count in zip(records, counts, strict=True) if record["activities"]]
    found = [of_zones(zones(fold(record["headline"] or ""), fold(record["text"]))) for record, _ in used]
    common = Counter(key for views in found for view in views for key in view)
    rows = {key: row for row, key in enumerate(sorted(key for key, n in common.items() if n >= FEWEST))}
    cells = [(i, rows[key], scale) for i, views in enumerate(found) for view in views for key, scale in _scaled(view, rows)]
    at, columns, values = zip(*cells, strict=True)
    table = csr_array((values, (at, columns)), shape=(len(found), len(rows)))
    right = [names().index(record["activities"][0]["type"]) for record, _ in used]
    model = LogisticRegression(C=STRENGTH, max_iter=1000).fit(table, right, sample_weight=[count for _, count in used])
    weights = np.zeros((len(rows), len(names())), np.float32)
    for column, of_type in zip(model.classes_, model.coef_, strict=True):
        weights[:, column] = of_type
    return Pairs(rows, weights.astype(np.float16).astype(np.float32))


def held_out(records: Sequence[dict], counts: Sequence[int], folds: int) -> list[Pairs]:
    """One model a fold, the i-th learnt without every `folds`-th record from the i-th on."""
    kept = [[i for i in range(len(records)) if i % folds != fold] for fold in range(folds)]
    return [fit([records[i] for i in some], [counts[i] for i in some]) for some in kept]


def _scaled(view: set[tuple[int, str]], rows: dict[tuple[int, str], int]) -> list[tuple[tuple[int, str], float]]:
    known = [key for key in view if key in rows]
    return [(key, len(known) ** -0.5) for key in known]


def write(pairs: Pairs, out: Path) -> None:
    """Write the pairs to `out` (.npz)."""
    import numpy as np

    numbers, texts = zip(*pairs.rows, strict=True)
    with out.open("wb") as file:
        np.savez_compressed(file, zones=np.array(numbers, np.uint8), pairs=np.array(texts), weights=pairs.weights.astype(np.float16))
