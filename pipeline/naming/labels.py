"""Labelled articles as the tagger learns them: text folded, spans as FACTS.md wants them."""

from pathlib import Path

from pipeline.gold import records
from pipeline.naming import certain, rules
from pipeline.naming.certain import Span
from pipeline.text.forms import fold

Example = tuple[str, list[Span]]  # folded text and its spans in order


def annotated(path: Path) -> list[Example]:
    """The examples of a gold file, in order, with the annotators' spans: what figures are measured on."""
    return [(fold(a["text"]), spans_of(a)) for a in records(path)]


def spans_of(record: dict) -> list[Span]:
    """The annotators' spans of a gold record, in order."""
    return sorted((e["start"], e["end"], e["label"]) for e in record["entities"])


def read(path: Path) -> list[Example]:
    """The examples of a gold file to learn from; annotators' habits that FACTS.md decides otherwise are made one.

    An article without names is left out: hardly one has none, but some files hold articles whose names nobody labelled.
    """
    return [(text, as_one(text, spans)) for text, spans in annotated(path) if spans]


def as_one(text: str, spans: list[Span]) -> list[Span]:
    """Spans of a folded text after what FACTS.md decides where annotators differed."""
    return certain.unnamed(text, rules.departments(text, rules.joined(text, spans)))
