"""The words that tell which body an activity belongs to, from `pipeline/lexicon/activities_organizers.toml`."""

import tomllib
from functools import cache
from importlib.resources import files

import regex

from pipeline.text.patterns import any_of


@cache
def lexicon() -> dict:
    """The words of `activities_organizers.toml`."""
    path = files("pipeline.lexicon").joinpath("activities_organizers.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def pattern(name: str) -> regex.Pattern:
    """A pattern for any of the words of one list of the lexicon."""
    return regex.compile(any_of(lexicon()[name]))
