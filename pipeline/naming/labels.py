"""Labelled articles as the tagger learns them: text folded, spans as FACTS.md wants them."""

import json
from pathlib import Path

import regex

from pipeline.naming import gazetteer
from pipeline.naming.features import lexicon
from pipeline.naming.tagger import Span
from pipeline.text.forms import fold

Example = tuple[str, list[Span]]  # folded text and its spans in order

_UNNAMED = regex.compile(r"[\u4e00-\u9fff]某{1,2}(?!某)")


def read(path: Path) -> list[Example]:
    """The examples of a gold file, in order; annotators' two habits that FACTS.md decides otherwise are made one."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_example(json.loads(line)) for line in lines if line.strip()]


def _example(article: dict) -> Example:
    text = fold(article["text"])
    spans = sorted((e["start"], e["end"], e["label"]) for e in article["entities"])
    return text, _with_unnamed(text, _longest(text, spans))


def _longest(text: str, spans: list[Span]) -> list[Span]:
    """Longest span wins: 四川 + 自贡市总工会, labelled apart, become one name, as does 滨州 + 惠民县."""
    joined: list[Span] = []
    for start, end, label in spans:
        if joined and label in ("PLACE", "UNION", "ORG") and joined[-1][1] == start and _is_area(text, joined[-1]):
            start = joined.pop()[0]
        joined.append((start, end, label))
    return joined


def _is_area(text: str, span: Span) -> bool:
    return span[2] == "PLACE" and bool(gazetteer.candidates(text[span[0] : span[1]]))


def _with_unnamed(text: str, spans: list[Span]) -> list[Span]:
    """With persons whose given name is withheld (surname and 某), which some annotators leave out."""
    surnames = set("".join(lexicon("entities_persons")["surnames"].split()))
    inside = {i for start, end, _ in spans for i in range(start, end)}
    more = [
        (*m.span(), "PERSON") for m in _UNNAMED.finditer(text) if m[0][0] in surnames and inside.isdisjoint(range(*m.span()))
    ]
    return sorted(spans + more)
