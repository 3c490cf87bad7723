"""Variants of texts to learn from: other figures, persons and areas at the same places, lest the encoder learn articles by heart.

Everything keeps its length, so that quantities stay where they are. A figure keeps its number of digits and its zeros, an area its last
character (县, 市), a name its length; within a text one figure or name always becomes the same other one.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from pipeline.measuring.measure_context import Context
from pipeline.naming import gazetteer
from pipeline.text.forms import fold

_DIGIT = regex.compile("[1-9]")
Pools = dict[tuple[str, int], list[str]]  # names by their kind (PERSON, or the last character of an area) and length


@dataclass(frozen=True, slots=True)
class Words:
    """What the encoder reads of an article: folded headline and text, and the spans of the quantities in the text."""

    headline: str
    text: str
    spans: list[tuple[int, int]]
    issue: str  # the date of the paper, empty where it is not known


def words_of(context: Context) -> Words:
    """An article as it is."""
    return Words(context.headline, context.text, context.spans, context.issue)


def pools(contexts: Sequence[Context]) -> Pools:
    """The persons and areas that some articles name."""
    found: dict[tuple[str, int], set[str]] = {}
    for context in contexts:
        for kind, name in _names(context):
            found.setdefault((kind, len(name)), set()).add(name)
    return {key: sorted(names) for key, names in sorted(found.items())}


def varied(context: Context, others: Pools, chance: random.Random) -> Words:
    """The article with other figures, persons and areas."""
    headline, text = context.headline, list(context.text)
    figures: dict[str, str] = {}  # what is said twice stays the same
    for start, end in context.spans:
        figure = context.text[start:end]
        text[start:end] = figures.setdefault(figure, _DIGIT.sub(lambda _: chance.choice("123456789"), figure))
    whole = "".join(text)
    names = _names(context)
    signs = [chr(0xE000 + i) * len(name) for i, (_, name) in enumerate(names)]  # that no text has, lest one name be changed twice
    new = [chance.choice(others[kind, len(name)]) for kind, name in names]
    for old, other in (*zip([name for _, name in names], signs, strict=True), *zip(signs, new, strict=True)):
        headline, whole = headline.replace(old, other), whole.replace(old, other)
    return Words(headline, whole, context.spans, context.issue)


def _names(context: Context) -> list[tuple[str, str]]:
    """(kind, name) of the persons and of the areas with their ending that an article names, longest first."""
    found = {("PERSON", fold(entity.text)) for entity in context.entities if entity.label == "PERSON" and len(entity.text) > 1}
    for entity in context.entities:
        if entity.label in ("PLACE", "UNION", "ORG"):
            areas = gazetteer.chain(fold(entity.text))[0]
            found |= {(area[-1], area) for area in areas if len(area) > 2 and gazetteer.is_full(area)}
    return sorted(found, key=lambda pair: (-len(pair[1]), pair))
