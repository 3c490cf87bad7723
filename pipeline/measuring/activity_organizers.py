"""Which body an activity belongs to: the candidates of an article and what speaks for each."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

import regex

from pipeline.measuring.activity_model import Features
from pipeline.measuring.activity_types import any_of
from pipeline.naming import gazetteer
from pipeline.naming.canonical import NamingContext, resolve
from pipeline.records import Entity
from pipeline.text.forms import fold

# How far around a mention its role is read off: a verb or a title stands next to it.
_AFTER, _BEFORE = 8, 4
_NATIONAL = "中华全国总工会"
_DISTINCT = 5  # characters: 市总工会 ends many names
PUBLIC_BODY = "a public body for workers' rights"
# A、B联合举办: the first named is the organizer
_LIST = regex.compile(r"[、和与及联会][^。；！？\n]{2,60}?(?:主办|举办|联办|合办|组织|开展|发起|牵头|启动|签|召开)")
_JOINT = regex.compile(r"(\p{Han}{2,8}[省市县区州])暨\p{Han}{2,8}总工会")
_UNIT = regex.compile(r"[该本](\p{Han}{2,4})工会")
_OF_UNION = regex.compile(r"(.{2,}?总工会)(.+)")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A body that may be the organizer: its name in full, where it is named, and whether it is a trade union."""

    name: str
    is_union: bool
    mentions: tuple[tuple[int, int], ...] = ()  # spans in the text; none if the headline alone names it
    admin_code: str | None = None  # of its area, where an entity gives it


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
    """The fullest form of a body's name that the article gives; a union's office gives the union."""
    joint = _JOINT.fullmatch(fold(text))
    if joint:  # 吉林省暨长春市总工会
        text = text[: joint.end(1)] + "总工会"
    name = resolve(text, context) or _settled_here(text, context) or text
    if name.startswith(_NATIONAL) and not any(written.startswith(_NATIONAL) for _, written in context.mentions):
        name = name.removeprefix(_NATIONAL[:2])
    name = _with_full_region(name)
    parts = _OF_UNION.fullmatch(fold(name))
    if parts and not parts[2].endswith(tuple(lexicon()["own_bodies"])):
        return name[: len(parts[1])]
    return name


def _with_full_region(name: str) -> str:
    """宁夏自治区总工会 -> 宁夏回族自治区总工会; other names unchanged."""
    names, _ = gazetteer.chain(name)
    if names and names[0].endswith("自治区") and name.startswith(names[0]):
        return gazetteer.candidates(names[0])[0].name + name[len(names[0]) :]
    return name


def _settled_here(text: str, context: NamingContext) -> str | None:
    """A short name that the naming leaves open: 省总工会 by the places named, 该集团工会 by the firm named before."""
    plain = fold(text)
    if plain.startswith(("省总", "全省总")):
        codes = [division.code[:2] for name in context.areas for division in _only(name, context.year)]
        province = gazetteer.name_of(max(codes, key=codes.count) + "0000", context.year) if codes else None
        return f"{province}总工会" if province else None
    unit = _UNIT.fullmatch(plain)
    if not unit:
        return None
    owners = (name[: name.rindex(unit[1]) + len(unit[1])] for _, name in context.mentions if unit[1] in name)
    return next((f"{owner}工会" for owner in owners if len(owner) > len(unit[1]) + 2), None)


def _only(name: str, year: int | None) -> list[gazetteer.Division]:
    """The area that a name means, in a list; [] where it may mean areas of several provinces or none."""
    found = gazetteer.candidates(name, year)
    return found[:1] if len({division.code[:2] for division in found}) == 1 else []


def candidates(entities: Sequence[Entity], context: NamingContext) -> list[Candidate]:
    """Every union and other body that the article or its headline names, in order; media are left out.

    A body whose name ends another's (横山区总工会, 榆林市横山区总工会) is that other one.
    """
    found: dict[str, Candidate] = {}
    for entity in sorted(entities, key=lambda e: e.start):
        if entity.label in ("UNION", "ORG") and not _is_media(fold(entity.text)):
            name = full_name(entity.text, context)
            old = found.get(fold(name), Candidate(name, False))
            is_union = old.is_union or entity.label == "UNION"
            mentions = (*old.mentions, (entity.start, entity.end))
            found[fold(name)] = Candidate(old.name, is_union, mentions, old.admin_code or entity.admin_code)
    bodies = _merged(list(found.values()))
    for text in _headline_unions(context):
        name = full_name(text, context)
        if not any(fold(name).endswith(fold(body.name)) for body in bodies):
            bodies.insert(0, Candidate(name, True))
    return bodies


def _is_media(name: str) -> bool:
    return "工会" not in name and (name.endswith(("网", "报", "社")) or bool(pattern("media").search(name)))


def _headline_unions(context: NamingContext) -> list[str]:
    """Unions that the headline names: those of areas, and a headline or its first part that is a union's name."""
    first = regex.split(r"[\s：:]", context.headline.strip())[0]
    whole = [first] if regex.fullmatch(r"[\u4e00-\u9fff]{3,18}工会", first) else []
    return [text for label, text in context.mentions if label == "UNION" and text in context.headline] + whole


def _merged(bodies: list[Candidate]) -> list[Candidate]:
    """The bodies without those whose name is the end of another union's name; that one gets their mentions."""
    out: list[Candidate] = []
    longer = {
        body.name: next(
            (o.name for o in bodies if o.name != body.name and o.is_union and fold(o.name).endswith(fold(body.name))),
            None,
        )
        for body in bodies
        if body.is_union and len(body.name) >= _DISTINCT
    }
    for body in bodies:
        if longer.get(body.name):
            continue
        given = [m for other in bodies if longer.get(other.name) == body.name for m in other.mentions]
        out.append(replace(body, mentions=tuple(sorted({*body.mentions, *given}))))
    return sorted(out, key=lambda body: body.mentions)


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
    if candidate.is_union:
        out["a union of an area"] = float(name.endswith("总工会"))
        out["the national union"] = float(name.endswith("全国总工会"))
    elif "heads a list that organizes" in out:
        out["no union, heads a list that organizes"] = 1.0
    return out


def _in_headline(name: str, headline: str) -> bool:
    """Whether the headline names the body in full or by the stem of its innermost area or the head of its own name."""
    names, end = gazetteer.chain(name)
    own = name[end:].removesuffix("工会").removesuffix("总")
    stems = [gazetteer.short_form(names[-1])[0]] if names else []
    return name in headline or any(len(stem) > 1 and stem in headline for stem in (*stems, own[:4], own[-4:]))


def _roles(text: str, mention: tuple[int, int]) -> list[str]:
    """How a body stands in its sentence: acting, the title of a speaker, a partner, a receiver, a source."""
    start, end = mention
    before, after = text[max(0, start - _BEFORE) : start], text[end : end + _AFTER]
    roles = []
    if pattern("acts").match(after):
        roles.append("acts")
    if pattern("titles").match(after):
        roles.append("title of a person")
    if _LIST.match(text, end) and not before.endswith(tuple(lexicon()["with"])):
        roles.append("heads a list that organizes")
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
