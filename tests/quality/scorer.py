"""Score published tables against gold articles (FACTS.md, DATASET.md).

    scorer.py GOLD.jsonl TABLES_DIR [--json] [--errors N] [--by measure|scope|type]

Gold and predicted articles are paired one to one by the characters they share (6-gram Jaccard, best pair first); ids
play no part. Everything else is compared inside a pair; what stands in an unpaired article is missed or surplus.

article@J              F1 of pairs whose Jaccard is at least J (headline and body, white space removed)
quantity               F1 of (class of unit, min, max); class: money, people, count
fact                   F1 of (measure, min, max, scope): strict
relaxed                F1 of (measure, min, max)
core                   the strict one, core measures only
scope qualifier per unit   share right among relaxed matches
type organizer entity  F1 of (type), (type, organizer), (label, text)
kind                   share right
Intervals are 95 %: bootstrap over articles, 1,000 draws, fixed seed.
"""

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus_from_gold import read_gold

from pipeline.schema import MONEY, PEOPLE

# FACTS.md: the measures marked with a star.
CORE = frozenset(
    {
        "funds_raised",
        "aid_disbursed",
        "aid_per_recipient",
        "wages_recovered",
        "award_money",
        "people_aided",
        "households_aided",
        "wage_claimants",
        "people_commended",
        "cases_handled",
        "goods_distributed",
    }
)
LEVELS = (0.5, 0.8, 0.95)  # of Jaccard, for article@J
SHARES = ("scope", "qualifier", "per", "unit")
GRAM = 6  # characters
NEAREST = 8  # predicted articles looked at for one gold article
LEAST = 0.2  # Jaccard below which two articles are not a pair
DRAWS, SEED = 1000, 20150217
BLANK = re.compile(r"\s+")
# FACTS.md: a province put before a city's or county's union is left out.
PROVINCE = re.compile(r"^[\u4e00-\u9fff]{2,3}省(?=[\u4e00-\u9fff]{1,6}[市县区州盟旗])")

Fact = dict  # measure, min, max, unit, qualifier, per, scope, text
Counts = tuple[int, ...]  # (right, gold, predicted) of an F1, (right, all) of a share
Tally = dict[str, Counts]


@dataclass(slots=True)
class Document:
    """An article with what was found in it, from gold or from the tables."""

    name: str
    headline: str
    text: str
    kind: str
    activities: list[tuple[str, str]] = field(default_factory=list)  # type, organizer
    facts: list[Fact] = field(default_factory=list)
    entities: list[tuple[str, str]] = field(default_factory=list)  # label, text


def activity(kind: str, organizer: str | None) -> tuple[str, str]:
    """An activity as it is compared."""
    return kind, PROVINCE.sub("", organizer or "")


def from_gold(records: Iterable[dict]) -> list[Document]:
    """Gold records as documents."""
    return [
        Document(
            record["id"],
            record["headline"],
            record["text"],
            record["kind"],
            [activity(one["type"], one["organizer"]) for one in record["activities"]],
            [fact for activity in record["activities"] for fact in activity["facts"]],
            [(entity["label"], entity["text"]) for entity in record["entities"]],
        )
        for record in records
    ]


def from_tables(folder: Path) -> list[Document]:
    """The published tables of a folder as documents. Raises FileNotFoundError where a table is missing."""
    import pyarrow.parquet as pq

    def rows(table: str) -> list[dict]:
        return pq.read_table(folder / f"{table}.parquet").to_pylist()

    documents = {
        row["article_id"]: Document(row["article_id"], row["headline"] or "", row["text"] or "", row["kind"]) for row in rows("articles")
    }
    for row in rows("activities"):
        documents[row["article_id"]].activities.append(activity(row["type"], row["organizer"]))
    for row in rows("facts"):
        fact = {name: row[name] for name in ("measure", "unit", "qualifier", "per", "scope", "text")}
        documents[row["article_id"]].facts.append(fact | {"min": row["value_min"], "max": row["value_max"]})
    for row in rows("entities"):
        documents[row["article_id"]].entities.append((row["label"], row["text"]))
    return list(documents.values())


# --------------------------------------------------------------------------------------------------- pairing articles


def _grams(document: Document) -> Counter:
    text = BLANK.sub("", document.headline + document.text)
    return Counter(text[i : i + GRAM] for i in range(max(1, len(text) - GRAM + 1)))


def jaccard(a: Counter, b: Counter) -> float:
    """Share of n-grams in common, with their numbers."""
    common = (a & b).total()
    return common / max(1, a.total() + b.total() - common)


def pair(gold: Sequence[Document], found: Sequence[Document]) -> dict[int, tuple[int, float]]:
    """For each paired gold article its predicted one and their Jaccard; greedy, the best pair first."""
    gold_grams, found_grams = [_grams(d) for d in gold], [_grams(d) for d in found]
    holders: dict[str, set[int]] = {}
    for j, counter in enumerate(found_grams):
        for gram in counter:
            holders.setdefault(gram, set()).add(j)
    candidates = []
    for i, counter in enumerate(gold_grams):
        near = Counter(j for gram in counter for j in holders.get(gram, ()))
        candidates += [(jaccard(counter, found_grams[j]), i, j) for j, _ in near.most_common(NEAREST)]
    pairs: dict[int, tuple[int, float]] = {}
    taken: set[int] = set()
    for score, i, j in sorted(candidates, reverse=True):
        if score >= LEAST and i not in pairs and j not in taken:
            pairs[i] = (j, score)
            taken.add(j)
    return pairs


# ----------------------------------------------------------------------------------------------------- counting a pair


def _number(value: float | None) -> float | None:
    return None if value is None else round(float(value), 4)


def quantity(fact: Fact) -> tuple:
    """What `quantity` compares."""
    group = "money" if fact["measure"] in MONEY else "people" if fact["measure"] in PEOPLE else "count"
    return group, _number(fact["min"]), _number(fact["max"])


def strict(fact: Fact) -> tuple:
    """What `fact` and `core` compare."""
    return fact["measure"], _number(fact["min"]), _number(fact["max"]), fact["scope"]


def relaxed(fact: Fact) -> tuple:
    """What `relaxed` compares."""
    return fact["measure"], _number(fact["min"]), _number(fact["max"])


def _core(fact: Fact) -> tuple | None:
    return strict(fact) if fact["measure"] in CORE else None


def _common(left: Iterable, right: Iterable) -> Counts:
    a, b = Counter(left), Counter(right)
    return (a & b).total(), a.total(), b.total()


def tally(gold: Document | None, found: Document | None) -> Tally:
    """What is right in one pair; where one side is None all of the other is missed or surplus."""
    gold_facts, found_facts = (gold.facts if gold else []), (found.facts if found else [])
    compared: dict[str, Callable[[Fact], tuple | None]] = {
        "quantity": quantity,
        "fact": strict,
        "relaxed": relaxed,
        "core": _core,
    }
    counts: Tally = {}
    for name, key in compared.items():
        counts[name] = _common(filter(None, map(key, gold_facts)), filter(None, map(key, found_facts)))
    gold_activities, found_activities = (gold.activities if gold else []), (found.activities if found else [])
    counts["type"] = _common((kind for kind, _ in gold_activities), (kind for kind, _ in found_activities))
    counts["organizer"] = _common(gold_activities, found_activities)
    counts["entity"] = _common(gold.entities if gold else (), found.entities if found else ())
    if gold:
        counts["kind"] = (int(found is not None and found.kind == gold.kind), 1)
    return counts | _shares(gold_facts, found_facts)


def _shares(gold: Sequence[Fact], found: Sequence[Fact]) -> Tally:
    """How often the other columns are right where measure and values are; equal facts match to the best advantage."""
    left: dict[tuple, list[Fact]] = {}
    for fact in found:
        left.setdefault(relaxed(fact), []).append(fact)
    right, matched = Counter(), 0
    for fact in gold:
        others = left.get(relaxed(fact))
        if not others:
            continue
        best = max(others, key=lambda other: sum(other[name] == fact[name] for name in SHARES))
        others.remove(best)
        matched += 1
        right.update(name for name in SHARES if best[name] == fact[name])
    return {name: (right[name], matched) for name in SHARES}


# ------------------------------------------------------------------------------------------------------------- figures


def figures_of(tallies: Iterable[Tally]) -> dict[str, dict[str, float]]:
    """F1, precision and recall, or a share, of each figure over all pairs."""
    sums: dict[str, Counts] = {}
    for one in tallies:
        for name, counts in one.items():
            sums[name] = tuple(map(sum, zip(sums.get(name, (0,) * len(counts)), counts, strict=True)))
    return {name: _f1(*counts) if len(counts) == 3 else _share(*counts) for name, counts in sums.items()}


def _f1(right: int, gold: int, predicted: int) -> dict[str, float]:
    return {
        "f1": 2 * right / max(1, gold + predicted),
        "precision": right / max(1, predicted),
        "recall": right / max(1, gold),
        "gold": gold,
        "predicted": predicted,
    }


def _share(right: int, of: int) -> dict[str, float]:
    return {"share": right / max(1, of), "of": of}


def main_value(figure: dict[str, float]) -> float:
    """F1 where there is one, else the share."""
    return figure["f1"] if "f1" in figure else figure["share"]


def score(gold: Sequence[Document], found: Sequence[Document], intervals: bool = True) -> dict[str, dict[str, float]]:
    """All figures by name; with `low` and `high` where intervals are wanted."""
    pairs = pair(gold, found)
    paired = {j for j, _ in pairs.values()}
    tallies = [tally(one, found[pairs[i][0]] if i in pairs else None) for i, one in enumerate(gold)]
    tallies += [tally(None, one) for j, one in enumerate(found) if j not in paired]
    figures = figures_of(tallies)
    if intervals:
        for name, (low, high) in _intervals(tallies, figures).items():
            figures[name] |= {"low": low, "high": high}
    for level in LEVELS:
        right = sum(similarity >= level for _, similarity in pairs.values())
        figures[f"article@{level}"] = _f1(right, len(gold), len(found))
    return figures


def _intervals(tallies: Sequence[Tally], names: Iterable[str]) -> dict[str, tuple[float, float]]:
    rng = random.Random(SEED)
    draws = [figures_of(rng.choices(tallies, k=len(tallies))) for _ in range(DRAWS)]
    result = {}
    for name in names:
        values = sorted(main_value(draw[name]) for draw in draws if name in draw)
        result[name] = (values[int(0.025 * len(values))], values[int(0.975 * len(values)) - 1])
    return result


# ------------------------------------------------------------------------------------------------------------- reports


def table(figures: dict[str, dict[str, float]]) -> str:
    """The figures as lines of text."""
    lines = []
    for name, figure in figures.items():
        band = f"  [{figure['low']:.3f}, {figure['high']:.3f}]" if "low" in figure else ""
        if "f1" in figure:
            counts = f"gold {figure['gold']}  predicted {figure['predicted']}"
            rates = f"P {figure['precision']:.3f}  R {figure['recall']:.3f}"
            lines.append(f"{name:12} F1 {figure['f1']:.3f}{band}  {rates}  {counts}")
        else:
            lines.append(f"{name:12} {figure['share']:.3f}{band}  of {figure['of']}")
    return "\n".join(lines)


def breakdown(gold: Sequence[Document], found: Sequence[Document], by: str) -> str:
    """Strict facts by measure or scope, or gold types and what was predicted in their place."""
    pairs = pair(gold, found)
    if by == "type":
        return _types(gold, found, pairs)
    sums: dict[str, list[int]] = {}
    for i, one in enumerate(gold):
        wanted = Counter((fact[by], strict(fact)) for fact in one.facts)
        got = Counter((fact[by], strict(fact)) for fact in (found[pairs[i][0]].facts if i in pairs else ()))
        for column, source in enumerate((wanted & got, wanted, got)):
            for (group, _), n in source.items():
                sums.setdefault(group, [0, 0, 0])[column] += n
    lines = [f"strict facts by {by}"]
    for group, (right, n_gold, n_found) in sorted(sums.items(), key=lambda item: -item[1][1]):
        f1 = 2 * right / max(1, n_gold + n_found)
        lines.append(f"  {group:24} F1 {f1:.3f}  right {right}  gold {n_gold}  predicted {n_found}")
    return "\n".join(lines)


def _types(gold: Sequence[Document], found: Sequence[Document], pairs: dict[int, tuple[int, float]]) -> str:
    seen: Counter = Counter()
    for i, one in enumerate(gold):
        got = "|".join(sorted({kind for kind, _ in found[pairs[i][0]].activities})) if i in pairs else "(no article)"
        seen.update((kind, got or "(none)") for kind, _ in one.activities)
    return "\n".join(["types (gold → predicted)", *(f"  {n:3} {a} → {b}" for (a, b), n in seen.most_common(40))])


def errors(gold: Sequence[Document], found: Sequence[Document], limit: int) -> str:
    """Up to about `limit` wrong facts, by article; what confuses the same two things most often comes first."""
    pairs = pair(gold, found)
    wrong = []
    for i, one in enumerate(gold):
        missed, surplus = _wrong(one.facts, found[pairs[i][0]].facts if i in pairs else [])
        if missed or surplus:
            wrong.append((one, missed, surplus))
    kinds = Counter(kind for _, missed, surplus in wrong for kind in _confusions(missed, surplus))
    wrong.sort(key=lambda item: (-max((kinds[k] for k in _confusions(*item[1:])), default=0), item[0].name))
    lines, shown = [f"most frequent: {'; '.join(f'{n} × {kind}' for kind, n in kinds.most_common(12))}"], 0
    for one, missed, surplus in wrong:
        if shown >= limit:
            break
        lines.append(f"\n{one.name} {one.headline}")
        lines += [f"  missed   {fact['text']}  {strict(fact)}" for fact in missed]
        lines += [f"  surplus  {fact['text']}  {strict(fact)}" for fact in surplus]
        shown += len(missed) + len(surplus)
    return "\n".join(lines)


def _wrong(gold: Sequence[Fact], found: Sequence[Fact]) -> tuple[list[Fact], list[Fact]]:
    """Gold facts that were not found, and found ones that are not gold."""

    def less(facts: Sequence[Fact], others: Sequence[Fact]) -> list[Fact]:
        left, rest = Counter(map(strict, others)), []
        for fact in facts:
            if left[strict(fact)]:
                left[strict(fact)] -= 1
            else:
                rest.append(fact)
        return rest

    return less(gold, found), less(found, gold)


def _confusions(missed: Sequence[Fact], surplus: Sequence[Fact]) -> list[str]:
    """What was taken for what: gold → predicted for one quantity; nothing on one side is a dash."""
    left = list(surplus)
    kinds = []
    for fact in missed:
        twin = next((other for other in left if quantity(other)[1:] == quantity(fact)[1:]), None)
        if twin is None:
            kinds.append(f"{fact['measure']}/{fact['scope']} → –")
        else:
            left.remove(twin)
            kinds.append(f"{fact['measure']}/{fact['scope']} → {twin['measure']}/{twin['scope']}")
    return kinds + [f"– → {fact['measure']}/{fact['scope']}" for fact in left]


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("tables", type=Path)
    add_report_options(parser)
    options = parser.parse_args()
    gold, found = from_gold(read_gold(options.gold)), from_tables(options.tables)
    figures = score(gold, found)
    if options.json:
        print(json.dumps(figures, indent=1))
    else:
        print(report(gold, found, figures, options))


def add_report_options(parser: argparse.ArgumentParser) -> None:
    """The options --json, --by and --errors, which evaluate.py has too."""
    parser.add_argument("--json", action="store_true", help="figures as JSON")
    parser.add_argument("--by", choices=("measure", "scope", "type"), help="with a breakdown")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show about N wrong facts")


def report(gold: Sequence[Document], found: Sequence[Document], figures: dict, options: argparse.Namespace) -> str:
    """The table of figures with the breakdown and the errors asked for."""
    parts = [f"{len(gold)} gold articles, {len(found)} predicted, {len(pair(gold, found))} paired\n{table(figures)}"]
    if options.by:
        parts.append(breakdown(gold, found, options.by))
    if options.errors:
        parts.append(errors(gold, found, options.errors))
    return "\n\n".join(parts)


if __name__ == "__main__":
    main()
