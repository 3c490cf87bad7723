"""Which body an activity belongs to: the candidates of an article and what speaks for each."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import regex

from pipeline.measuring.activity_model import Features
from pipeline.measuring.activity_types import any_of
from pipeline.naming.canonical import NamingContext, resolve
from pipeline.records import Entity
from pipeline.text.forms import fold

# How far around a mention its role is read off: a verb or a title stands next to it.
_AFTER, _BEFORE = 8, 4
PUBLIC_BODY = "a public body for workers' rights"
_OF_UNION = regex.compile(r"(.{2,}?总工会)(.+)")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A body that may be the organizer: its name in full, where it is named, and whether it is a trade union."""

    name: str
    is_union: bool
    mentions: tuple[tuple[int, int], ...] = field(default=())  # spans in the text; none if the headline alone names it


@cache
def lexicon() -> dict[str, list[str]]:
    """The words of `activities_organizers.toml`."""
    path = files("pipeline.lexicon").joinpath("activities_organizers.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def pattern(name: str) -> regex.Pattern:
    """A pattern for any of the words of one list of the lexicon."""
    return any_of(lexicon()[name])


def full_name(text: str, context: NamingContext) -> str:
    """The fullest form of a body's name that the article gives; a union's department gives the union."""
    name = resolve(text, context) or text
    if name.startswith("中华全国总工会") and not text.startswith("中华"):
        written = next((n for _, n in context.mentions if n.startswith("中华全国总工会")), None)
        if not written and text.startswith(("全国总工会", "全國總工會")):
            name = text
    parts = _OF_UNION.fullmatch(fold(name))
    if parts and parts[2].endswith(tuple(lexicon()["departments"])):
        return name[: len(parts[1])]
    return name


def candidates(entities: Sequence[Entity], context: NamingContext) -> list[Candidate]:
    """Every union and other body that the article or its headline names, in order; media are left out."""
    found: dict[str, Candidate] = {}
    for entity in sorted(entities, key=lambda e: e.start):
        plain = fold(entity.text)
        if entity.label not in ("UNION", "ORG") or pattern("media").search(plain) and "工会" not in plain:
            continue
        name = full_name(entity.text, context)
        old = found.get(fold(name), Candidate(name, entity.label == "UNION"))
        is_union = old.is_union or entity.label == "UNION"
        found[fold(name)] = Candidate(old.name, is_union, (*old.mentions, (entity.start, entity.end)))
    for label, text in context.mentions:
        if label == "UNION" and text in context.headline:
            name = full_name(text, context)
            found.setdefault(fold(name), Candidate(name, True))
    return list(found.values())


def features(candidate: Candidate, rank: int, article: tuple[str, str], span: tuple[int, int]) -> Features:
    """What speaks for a candidate as the organizer of the activity in `span`.

    `rank` is its place among the candidates of the span, from 0; `article` is the folded headline and text.
    """
    headline, text = article
    inside = [m for m in candidate.mentions if span[0] <= m[0] < span[1]]
    out: Features = {f"named as number {min(rank, 3) + 1}": 1.0}
    name = fold(candidate.name)
    if candidate.is_union:
        out["a union"] = 1.0
    elif pattern("public_bodies").search(name):
        out[PUBLIC_BODY] = 1.0
    if _in_headline(name, headline):
        out["in the headline"] = 1.0
    if not inside:
        out["not named here"] = 1.0
        return out
    out["named again"] = min(len(inside), 4) / 4
    if inside[0][0] - span[0] < 60:
        out["named at the beginning"] = 1.0
    for mention in inside:
        for role in _roles(text, mention):
            out[role] = 1.0
    return out


def _in_headline(name: str, headline: str) -> bool:
    short = regex.sub(r"(?:省|市|县|区|州)?总?工会$", "", name)
    return name in headline or (len(short) > 1 and short[-4:] in headline)


def _roles(text: str, mention: tuple[int, int]) -> list[str]:
    """How a body stands in its sentence: acting, the title of a speaker, a partner, a receiver, a source."""
    start, end = mention
    before, after = text[max(0, start - _BEFORE) : start], text[end : end + _AFTER]
    roles = []
    if pattern("acts").match(after):
        roles.append("acts")
    if pattern("titles").match(after):
        roles.append("title of a person")
    for name, role in (
        ("with", "partner"),
        ("receives", "receiver"),
        ("source", "source"),
        ("by_agent", "agent after 由"),
    ):
        if before.endswith(tuple(lexicon()[name])):
            roles.append(role)
    if not before or before[-1] in "，。：；！？\n）)”":
        roles.append("opens a clause")
    return roles
