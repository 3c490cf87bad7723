"""Copies of labelled articles with other names in them, so that the tagger learns contexts and not names.

Areas become other areas of their level; persons, bodies, places and campaigns those of other articles with the same
length or ending. A name that stands twice is replaced by the same name twice.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.naming import gazetteer
from pipeline.naming.features import ending_of
from pipeline.naming.rules import Span

_SHARED = ("ORG", "PLACE", "CAMPAIGN", "PERSON")  # names that can stand in another article
_EARLIEST = 2000  # areas that ended before are in no newspaper of ours
_AREA_SHARE, _NAME_SHARE = 0.7, 0.5  # how many areas and other names are replaced: some real ones should stay
_COMMON_SURNAMES = 100  # of the lexicon, which begins with the common ones


@dataclass(frozen=True, slots=True)
class Bank:
    """Names of all articles by label and ending, to draw from."""

    names: dict[tuple[str, str], tuple[str, ...]]

    @classmethod
    def of(cls, examples: Sequence[tuple[str, list[Span]]]) -> "Bank":
        """The bank of all the names in examples."""
        found: dict[tuple[str, str], set[str]] = {}
        for text, spans in examples:
            for start, end, label in spans:
                name = text[start:end]
                if label in _SHARED and not (label == "PLACE" and gazetteer.candidates(name)):
                    found.setdefault(_kind(label, name), set()).add(name)
        return cls({kind: tuple(sorted(names)) for kind, names in found.items()})


def _kind(label: str, name: str) -> tuple[str, str]:
    """What may stand for what: bodies and places with the same ending, persons with names of the same length."""
    return label, "" if label == "CAMPAIGN" else str(len(name)) if label == "PERSON" else ending_of(name)


@cache
def _areas() -> dict[tuple[int, str], tuple[str, ...]]:
    """Names of areas by level and ending; a stem has the ending ''."""
    found: dict[tuple[int, str], set[str]] = {}
    for name, code in gazetteer.names(_EARLIEST):
        found.setdefault((gazetteer.level(code), name[-1] if gazetteer.is_full(name) else ""), set()).add(name)
    return {kind: tuple(sorted(names)) for kind, names in found.items()}


def variant(example: tuple[str, list[Span]], bank: Bank, rng: random.Random) -> tuple[str, list[Span]]:
    """A copy of an example with other names, its spans moved accordingly."""
    text, spans = example
    names: dict[tuple[str, str], str] = {}
    areas: dict[str, str] = {}
    parts, moved, at, size = [], [], 0, 0
    for start, end, label in spans:
        key = (label, text[start:end])
        if key not in names:
            names[key] = _replacement(*key, bank, areas, rng)
        parts += [text[at:start], names[key]]
        size += start - at
        moved.append((size, size + len(names[key]), label))
        size += len(names[key])
        at = end
    return "".join([*parts, text[at:]]), moved


def _replacement(label: str, name: str, bank: Bank, areas: dict[str, str], rng: random.Random) -> str:
    others = bank.names.get(_kind(label, name), ())
    if label in _SHARED and others and rng.random() < _NAME_SHARE:
        name = rng.choice(others)
    return name if label in ("CAMPAIGN", "PERSON") else _with_other_areas(name, areas, rng)


def _with_other_areas(name: str, areas: dict[str, str], rng: random.Random) -> str:
    parts, at = [], 0
    while at < len(name):
        area = gazetteer.longest_at(name, at)
        if area is None:
            parts.append(name[at])
            at += 1
            continue
        if area not in areas:
            level = gazetteer.level(gazetteer.candidates(area)[0].code)
            others = _areas().get((level, area[-1] if gazetteer.is_full(area) else ""), (area,))
            areas[area] = rng.choice(others) if rng.random() < _AREA_SHARE else area
        parts.append(areas[area])
        at += len(area)
    return "".join(parts)
