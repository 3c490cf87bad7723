"""Training of the choices about activities; `train` writes `pipeline/models/activities.json` and, with the pairs, `activities.npz`.

Each question is a conditional logit: options with features, one of them right, or several that say the same. The weights are found
by L-BFGS with an L2 penalty from a fixed start, so the same gold gives the same weights.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.gold import digests
from pipeline.gold import records as gold_records
from pipeline.measuring import activities, activity_types, activity_when, activity_where, train_pairs
from pipeline.measuring.activity_bodies import Candidate
from pipeline.measuring.activity_model import Features, Weights
from pipeline.measuring.activity_pairs import Pairs
from pipeline.measuring.measure_samples import entities_of
from pipeline.naming.canonical import without_province
from pipeline.records import Article, Quantity
from pipeline.text.forms import fold

if TYPE_CHECKING:
    from scipy.sparse import csr_array

FOLDS = 5
# Strength of the penalty by question. Values from 0.3 to 3 differ by less than 0.03 in cross-validation (type, organizer
# and further type by less than 0.015), so most are a plain middle; for further organizer 1 was not compared.
PENALTY = {
    "reported": 0.3,
    "type": 0.3,
    "organizer": 1.0,
    "further type": 1.0,
    "further organizer": 1.0,
    "date": 20.0,
    "place": 3.0,
}
# Articles of our own (split "written") teach types and splits as real ones do: with their organizers, dates and places, which are
# more regular than those of real reports, cross-validated figures fell (by 0.01, 0.04 and 0.02). Dates they teach beforehand: see below.
WRITTEN, FROM_WRITTEN = "written", ("reported", "type", "further type", "further organizer")
# Dates of written articles follow another habit (the month where real ones give the day), but what makes one mention likelier than another
# is the same in both: the weights learnt from them with this penalty are those from which PENALTY draws away. In 5 folds, shuffled
# 5 times, of 191 real articles 64 % of the dates were right so, 60 % without the written ones.
_BEFOREHAND = {"date": 2.0}
_TIMES_REAL = 2  # a real article counts as two written ones
_PEOPLE = ("person", "person_time", "household")

Question = tuple[list[Features], tuple[int, ...]]  # the options and the numbers of the right ones, which say the same
Asked = tuple[list[tuple[str, Question]], int]  # a record's questions by name, and how much each counts


def train(gold: Sequence[Path], out: Path) -> dict:
    """Train on gold files (JSON lines, FACTS.md), write weights and record to `out`, pairs beside it, return the record of the training.

    The record holds digests of the gold files, numbers of questions, versions, penalties and cross-validated figures.
    """
    records = [record for path in gold for record in gold_records(path)]
    asked, unseen = _asked(records)
    weights = Weights(_fit_each(asked), train_pairs.fit(records, [_count(record) for record in records]))
    record = {
        "gold": digests(gold),
        "articles": len(records),
        "penalty": PENALTY,
        "versions": {name: version(name) for name in ("numpy", "scikit-learn", "scipy")},
        f"cross-validated in {FOLDS} folds": _validated(records, _fit_held_out(asked, unseen)),
    }
    model = {"record": record, "weights": {name: dict(sorted(of.items())) for name, of in sorted(weights.of.items())}}
    out.write_text(json.dumps(model, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    train_pairs.write(weights.pairs, out.with_suffix(".npz"))
    return record


def held_out(records: Sequence[dict]) -> list[Weights]:
    """FOLDS models, the i-th learnt without every FOLDS-th record from the i-th on."""
    return _fit_held_out(*_asked(records))


def _fit_held_out(asked: Sequence[Asked], unseen: Sequence[Pairs]) -> list[Weights]:
    return [Weights(_fit_each([one for i, one in enumerate(asked) if i % FOLDS != fold]), unseen[fold]) for fold in range(FOLDS)]


def _validated(records: Sequence[dict], held: Sequence[Weights]) -> dict[str, float]:
    """Scores of the real articles, each read by weights that have not seen it; entities are gold."""
    real = [(i, record) for i, record in enumerate(records) if record.get("split") != WRITTEN]
    return figures(pair for i, record in real for pair in evaluate([record], held[i % FOLDS]))


def evaluate(records: Iterable[dict], weights: Weights) -> list[tuple[dict, list]]:
    """Each record with the activities that these weights find in it, from the gold's entities and quantities."""
    return [(r, activities.find(article_of(r), entities_of(r), quantities_of(r), weights)) for r in records]


def figures(pairs: Iterable[tuple[dict, list]]) -> dict[str, float]:
    """F1 of type and of (type, organizer) over the multisets of each article's activities, and shares of the rest right."""
    sums: Counter = Counter()
    for record, found in pairs:
        gold = [(a["type"], plain(a["organizer"]), a["date"], a["place"]) for a in record["activities"]]
        ours = [(a.type, plain(a.organizer), a.date, a.place) for a in (f.activity for f in found)]
        sums["gold"] += len(gold)
        sums["found"] += len(ours)
        for name, columns in (("type", 1), ("organizer", 2)):
            both = Counter(g[:columns] for g in gold) & Counter(o[:columns] for o in ours)
            sums[name] += sum(both.values())
        sums["articles"] += 1
        sums["reported"] += bool(gold) == bool(ours)
        sums["number"] += len(gold) == len(ours)
        if len(gold) == len(ours) == 1:
            sums["single"] += 1
            sums["date"] += gold[0][2] == ours[0][2]
            sums["place"] += plain(gold[0][3]) == plain(ours[0][3])
    f1 = {name: 2 * sums[name] / (sums["gold"] + sums["found"]) for name in ("type", "organizer")}
    shares = {name: sums[name] / sums["articles"] for name in ("reported", "number")}
    single = {f"{name} (single)": sums[name] / max(1, sums["single"]) for name in ("date", "place")}
    return {name: round(value, 3) for name, value in {**f1, **shares, **single}.items()} | {"n": sums["articles"]}


def plain(name: str | None) -> str:
    """A name for comparing: folded, without the province before a city or county; "" for None."""
    return without_province(fold(name or ""))


def article_of(record: dict) -> Article:
    """The article of a gold record."""
    key = record["id"]
    issue = str(record["issue_date"]) if record["issue_date"] else None
    return Article(key, key, record["kind"], record["headline"] or "", record["text"], (), "", (), record["paper"], issue)


def quantities_of(record: dict) -> list[Quantity]:
    """The quantities of a gold record's facts, in order."""
    facts = sorted((f for a in record["activities"] for f in a["facts"]), key=lambda f: f["start"])
    return [_quantity(fact) for fact in facts]


def _quantity(fact: dict) -> Quantity:
    unit = fact["unit"]
    unit_class = "money" if unit == "CNY" else "people" if unit in _PEOPLE else "count"
    low, high = Decimal(str(fact["min"])), Decimal(str(fact["max"]))
    return Quantity(fact["start"], fact["end"], fact["text"], low, high, unit, unit_class, fact["qualifier"], fact["per"])


def _asked(records: Sequence[dict]) -> tuple[list[Asked], list[Pairs]]:
    """What is asked of each record and how much it counts; and the pairs of characters of FOLDS models, as in `held_out`.

    Questions about further activities are put with the right main activity given, and with pairs that have not seen the record.
    """
    unseen = train_pairs.held_out(records, [_count(record) for record in records], FOLDS)
    return [(list(_questions(record, unseen[i % FOLDS])), _count(record)) for i, record in enumerate(records)], unseen


def _count(record: dict) -> int:
    return 1 if record.get("split") == WRITTEN else _TIMES_REAL


def _fit_each(asked: Iterable[Asked]) -> dict[str, Features]:
    """The weights of each question."""
    questions: dict[str, list[Question]] = {name: [] for name in PENALTY}
    beforehand: dict[str, list[Question]] = {name: [] for name in _BEFOREHAND}
    for own, count in asked:
        for name, question in own:
            if count > 1 or name in FROM_WRITTEN:
                questions[name] += [question] * count
            elif name in beforehand:
                beforehand[name].append(question)
    start = {name: fit(of, _BEFOREHAND[name]) for name, of in beforehand.items()}
    return {name: fit(questions[name], PENALTY[name], start.get(name)) for name in PENALTY}


def _questions(record: dict, pairs: Pairs) -> Iterable[tuple[str, Question]]:
    gold = record["activities"]
    reading = activities.read(article_of(record), entities_of(record), quantities_of(record), None)
    if reading.units:
        yield "reported", ([activities.told_of(reading), {}], (int(not gold),))
    if not gold or not reading.units:
        return
    main = gold[0]
    options = activity_types.options(reading.headline, reading.text, record["kind"])
    if len(gold) == 1:
        yield "type", (options, (activity_types.names().index(main["type"]),))
        yield from _date_question(reading, main)
        yield from _place_question(reading, main)
    bodies = [plain(body.name) for body in reading.bodies]
    organizer = plain(main["organizer"])
    if not organizer or organizer in bodies:
        right = bodies.index(organizer) if organizer else len(bodies)
        yield "organizer", (activities.organizer_options(reading, main["type"]), (right,))
    gold_types = {a["type"] for a in gold}
    for further in activities.further_types(reading, main["type"], pairs):
        yield "further type", ([further.features, {}], (int(further.of not in gold_types),))
    if organizer in bodies:
        yield from _organizer_questions(reading, gold, reading.bodies[bodies.index(organizer)])


def _organizer_questions(reading: activities.Reading, gold: list[dict], main: Candidate) -> Iterable[tuple[str, Question]]:
    named = {plain(a["organizer"]) for a in gold}
    for further in activities.further_organizers(reading, main):
        yield "further organizer", ([further.features, {}], (int(plain(further.of) not in named),))


def _date_question(reading: activities.Reading, main: dict) -> Iterable[tuple[str, Question]]:
    found = activity_when.options(reading.time, [reading.whole], main["type"])
    right = tuple(i for i, (edtf, _) in enumerate(found) if edtf == main["date"])
    if right:
        yield "date", ([features for _, features in found], right)


def _place_question(reading: activities.Reading, main: dict) -> Iterable[tuple[str, Question]]:
    found = activity_where.options(main["organizer"], reading.places, reading.naming, [reading.whole])
    names = [plain(name) for name, _ in found]
    if plain(main["place"]) in names:
        yield "place", ([features for _, features in found], (names.index(plain(main["place"])),))


def fit(questions: Sequence[Question], penalty: float, start: Features | None = None) -> Features:
    """The weights under which the right options are most likely, less `penalty` times half their squared distance from `start` (zeros)."""
    import numpy as np
    from scipy.optimize import minimize

    start = start or {}
    if not questions:
        return start
    names = sorted({name for options, _ in questions for option in options for name in option} | set(start))
    table = _table([option for options, _ in questions for option in options], names)
    starts = np.cumsum([0, *(len(options) for options, _ in questions)])
    sizes, starts = np.diff(starts), starts[:-1]
    is_right = np.concatenate([np.isin(np.arange(len(options)), right) for options, right in questions])
    origin = np.array([start.get(name, 0.0) for name in names])

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        scores = table @ w
        powers = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
        shares = powers / np.repeat(np.add.reduceat(powers, starts), sizes)
        of_right = np.add.reduceat(shares * is_right, starts)
        total = penalty * float((w - origin) @ (w - origin)) / 2 - float(np.log(of_right + 1e-12).sum())
        error = shares - shares * is_right / np.repeat(np.maximum(of_right, 1e-300), sizes)
        return total, penalty * (w - origin) + table.T @ error

    found = minimize(loss, origin.copy(), jac=True, method="L-BFGS-B").x
    return {name: round(float(value), 4) for name, value in zip(names, found, strict=True)}


def _table(options: Sequence[Features], names: Sequence[str]) -> "csr_array":
    """The features of options as a sparse table: a row an option, a column a name."""
    from scipy.sparse import csr_array

    column = {name: i for i, name in enumerate(names)}
    cells = [(i, column[name], value) for i, option in enumerate(options) for name, value in option.items() if value]
    rows, columns, values = zip(*cells, strict=True)
    return csr_array((values, (rows, columns)), shape=(len(options), len(names)))
