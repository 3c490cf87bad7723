"""Labelled texts to learn from: gold articles (FACTS.md) and the example sentences of `measures_examples.txt`."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from pathlib import Path

from pipeline import gold
from pipeline.measuring.activities import find as find_activities
from pipeline.measuring.activity_model import Weights
from pipeline.measuring.measure_classes import NO_FACT
from pipeline.measuring.measure_context import Context
from pipeline.measuring.measures import types
from pipeline.measuring.quantities import find
from pipeline.naming import tagger
from pipeline.naming.labels import as_one, spans_of
from pipeline.records import Article, Entity, Quantity
from pipeline.text.forms import fold

_MARK = re.compile(r"\[(?P<text>[^\]\s]+) (?P<measure>[a-z_-]+)(?: (?P<scope>[a-z]+))?(?: (?P<per>[a-z/]+))?\]|\{(?P<name>[^}]+)\}")
_YEAR = re.compile(r"(\d{4}): ")


@dataclass(frozen=True)
class Label:
    """What a quantity was annotated with; NO_FACT as measure where it is no fact."""

    measure: str
    scope: str = "event"
    per: str | None = None
    is_exact: bool = True  # the quantity has the annotated values
    type: str = "other"  # of the activity that the fact belongs to


@dataclass(frozen=True)
class Sample:
    """A text with its found quantities and a label for each of them; `group` names the text, `source` its file.

    names: the annotated (start, end, label) of its names, in order; None where nobody labelled them.
    """

    group: str
    source: str
    context: Context
    labels: tuple[Label, ...]
    names: tuple[tuple[int, int, str], ...] | None = None

    @cached_property
    def size(self) -> int:
        """How many quantities there are."""
        return len(self.labels)


def gold_records(paths: Iterable[Path]) -> list[tuple[str, dict]]:
    """(name of the file, record) of the gold articles that report an activity. DataError if a file is unreadable."""
    return [(path.stem, record) for path in paths for record in gold.records(path) if record["activities"]]


def gold_samples(records: Sequence[tuple[str, dict]], weights: Sequence[Weights] = ()) -> list[Sample]:
    """Samples of `gold_records`; quantities are those that `find` sees, types those of the activities that the activity model finds.

    weights: models of activities, the i-th of n for every n-th record from the i-th on; the shipped one where none is given.
    """
    return [_gold(record, source, weights[i % len(weights)] if weights else None) for i, (source, record) in enumerate(records)]


def _gold(record: dict, source: str, weights: Weights | None) -> Sample:
    name = record["id"]
    article = Article(
        name, name, record["kind"], record["headline"], record["text"], (), paper=record["paper"], issue_date=record["issue_date"]
    )
    entities = entities_of(record)
    quantities = tuple(find(article.text))
    found = find_activities(article, entities, quantities, weights)
    context = Context(article, quantities, tuple(entities), types(quantities, found))
    return Sample(name, source, context, _labels(quantities, record["activities"]), _names(record))


def entities_of(record: dict) -> list[Entity]:
    """The labelled names of a gold record; where it has none, those that the shipped tagger finds."""
    name, text = record["id"], record["text"]
    spans = spans_of(record) or tagger.find_alone(fold(text))
    return [Entity(f"{name}-e{i:02}", name, label, start, end, text[start:end]) for i, (start, end, label) in enumerate(spans)]


def _names(record: dict) -> tuple[tuple[int, int, str], ...] | None:
    spans = spans_of(record)
    return tuple(as_one(fold(record["text"]), spans)) if spans else None


def _labels(quantities: Sequence[Quantity], activities: Sequence[dict]) -> tuple[Label, ...]:
    """A label belongs to the quantity that ends where it ends."""
    by_end = {fact["end"]: (fact, activity["type"]) for activity in activities for fact in activity["facts"]}
    return tuple(_label(q, *by_end[q.end]) if q.end in by_end else Label(NO_FACT) for q in quantities)


def _label(quantity: Quantity, fact: dict, type_: str) -> Label:
    exact = (float(quantity.value_min), float(quantity.value_max)) == (fact["min"], fact["max"])
    return Label(fact["measure"], fact["scope"], fact["per"], exact, type_)


def example_samples() -> list[Sample]:
    """Samples of the example sentences, in the order of the file (its head tells the notation)."""
    text = resources.files("pipeline.lexicon").joinpath("measures_examples.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [_example(number, line) for number, line in enumerate(lines)]


def _example(number: int, line: str) -> Sample:
    year = _YEAR.match(line)
    fields = [field.strip() for field in line[year.end() if year else 0 :].split("|")]
    type_, kind, marked = fields[0], fields[1] if len(fields) > 2 else "news", fields[-1]
    name, plain, position = f"example-{number:04}", "", 0
    labels, entities = {}, []
    for m in _MARK.finditer(marked):
        plain += marked[position : m.start()]
        start, position = len(plain), m.end()
        plain += m["name"] or m["text"]
        if m["name"]:
            entities.append(Entity(f"{name}-e{start}", name, "PERSON", start, len(plain), m["name"]))
        elif m["measure"] != NO_FACT:
            labels[len(plain)] = Label(m["measure"], m["scope"] or "event", m["per"], type=type_)
    plain = (plain + marked[position:]).replace("¶", "\n")
    article = Article(name, name, kind, "", plain, (), issue_date=f"{year[1]}-06" if year else None)
    quantities = tuple(find(plain))
    context = Context(article, quantities, tuple(entities), (type_,) * len(quantities))
    return Sample(name, "examples", context, tuple(labels.get(q.end, Label(NO_FACT)) for q in quantities))
