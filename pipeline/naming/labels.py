"""Labelled articles as the tagger learns them: text folded, spans as FACTS.md wants them."""

import json
from pathlib import Path

from pipeline.naming import rules
from pipeline.naming.rules import Span
from pipeline.text.forms import fold

Example = tuple[str, list[Span]]  # folded text and its spans in order


def read(path: Path) -> list[Example]:
    """The examples of a gold file, in order; annotators' two habits that FACTS.md decides otherwise are made one."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_example(json.loads(line)) for line in lines if line.strip()]


def _example(article: dict) -> Example:
    text = fold(article["text"])
    spans = sorted((e["start"], e["end"], e["label"]) for e in article["entities"])
    return text, rules.unnamed(text, rules.joined(text, spans))
