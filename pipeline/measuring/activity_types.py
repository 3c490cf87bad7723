"""What type of activity a report or a stretch of it is about, from the words of `pipeline/lexicon/activities.toml`."""

import math
import tomllib
from functools import cache
from importlib.resources import files

import regex

from pipeline.measuring.activity_model import Features
from pipeline.text.patterns import any_of

# The lead says what a report is about; reports seldom take longer to come to the point.
LEAD = 120
_RARE = 0.5  # one word is seen seldom: half its size is four times the penalty


@cache
def lexicon() -> dict:
    """The words of `activities.toml`."""
    return tomllib.loads(files("pipeline.lexicon").joinpath("activities.toml").read_text(encoding="utf-8"))


@cache
def names() -> tuple[str, ...]:
    """The 16 types, in the order of FACTS.md."""
    return tuple(lexicon()["types"])


@cache
def listed(section: str, name: str) -> regex.Pattern:
    """A pattern for any of the words of a list in another section of the lexicon: `reported` or `split`."""
    return regex.compile(any_of(lexicon()[section][name]))


@cache
def _patterns() -> dict[tuple[str, str], regex.Pattern]:
    types = lexicon()["types"]
    return {(name, force): regex.compile(any_of(types[name][force])) for name in types for force in ("strong", "weak")}


def counts(folded: str, start: int = 0, end: int | None = None) -> dict[tuple[str, str], int]:
    """How often words of each (type, force) stand in `folded[start:end]`; only those that do."""
    end = len(folded) if end is None else end
    found = {key: len(pattern.findall(folded, start, end)) for key, pattern in _patterns().items()}
    return {key: n for key, n in found.items() if n}


def zones(headline: str, folded: str) -> tuple[str, str, str]:
    """Headline, lead and text of a folded article: where words are looked at apart."""
    return headline, folded[:LEAD], folded


def options(headline: str, folded: str, kind: str) -> list[Features]:
    """The features of each type, in the order of `names()`, for the main activity of a folded article."""
    lead = folded[:LEAD]
    zones = {"headline": counts(headline), "lead": counts(lead), "body": counts(folded)}
    return [_option(name, zones, f"{headline}\n{lead}", kind) for name in names()]


def _option(name: str, zones: dict[str, dict], early: str, kind: str) -> Features:
    features = {f"is {name}": 1.0}
    for zone, found in zones.items():
        for force in ("strong", "weak"):
            n = found.get((name, force), 0)
            if n:
                features[f"{force} words in {zone}"] = math.log1p(n)
    for force in ("strong", "weak"):
        for word in _patterns()[name, force].findall(early):
            features[f"{word} early for {name}"] = _RARE
    if kind == "regulation" and name == "policy":
        features["a regulation is policy"] = 1.0
    return features
