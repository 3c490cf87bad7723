"""Expressions of time, plan, standard and comparison in an article: what the scope of a figure hangs on."""

import re
import tomllib
from functools import cache
from importlib import resources
from typing import NamedTuple

from pipeline.text.date_patterns import with_year_words
from pipeline.text.patterns import any_of

_YEAR = r"(?:19|20)\d\d"
# Kinds of anchors that place a figure in time; the others tell of standards, comparisons, stocks or another speaker.
TIMES = frozenset(("this", "oneyear", "last", "lastyear", "lastdate", "then", "longago", "long", "range", "sinceown", "upto", "future"))


class Anchor(NamedTuple):
    """An expression at [start, end) of a folded text; `kind` as in the lexicon `measures_time.toml`."""

    start: int
    end: int
    kind: str
    text: str


@cache
def _lexicon() -> dict:
    return tomllib.loads(resources.files("pipeline.lexicon").joinpath("measures_time.toml").read_text("utf-8"))


@cache
def words(name: str) -> tuple[str, ...]:
    """The words of a list of the lexicon: `clause`, `sentence` or `union`."""
    return tuple(_lexicon()["words"][name].split())


@cache
def _pattern() -> re.Pattern:
    parts = (f"(?P<k_{kind}>{with_year_words(text).replace('{year}', _YEAR)})" for kind, text in _lexicon()["patterns"].items())
    return re.compile(f"(?=[{_lexicon()['starts']}])(?:{'|'.join(parts)})")


def unions(text: str) -> list[int]:
    """Where a union is named in a folded text, in order."""
    return [m.start() for m in _unions().finditer(text)]


@cache
def _unions() -> re.Pattern:
    return re.compile(any_of(words("union")))


def _against(kind: str, years: dict[str, str | None], issue_year: int | None) -> str:
    """The kind made exact where a year is written and the year of the issue is known."""
    if issue_year is None:
        return "upto" if kind == "until" else kind
    if kind == "range" and years["to"]:
        return "long" if years["from"] != years["to"] else kind
    if kind == "sinceyear":
        return "this" if int(years["since"] or 0) >= issue_year else "long"
    if kind == "year":
        ago = issue_year - int(years["year"] or issue_year)
        return "this" if ago == 0 else "future" if ago < 0 else "lastyear" if ago == 1 else "longago"
    if kind == "until":
        return "this" if years["till"] == str(issue_year) else "upto"
    if kind == "yearplan" and years["by"]:
        return "future" if int(years["by"]) > issue_year else "upto"
    return "future" if kind == "yearplan" else kind


def anchors(text: str, issue_year: int | None) -> list[Anchor]:
    """The anchors of a folded text in order, none overlapping; `issue_year` None leaves written years unread."""
    found = []
    for m in _pattern().finditer(text):
        kind = (m.lastgroup or "").removeprefix("k_")  # the group that ends last: that of the kind
        years = {name: m[name] for name in ("from", "to", "since", "by", "till", "year")}
        found.append(Anchor(m.start(), m.end(), _against(kind, years, issue_year), m[0]))
    return found
