"""The bodies that an article names, each under its fullest name: those that an activity may belong to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex

from pipeline.measuring import activity_written as written
from pipeline.measuring.activity_lexicon import lexicon
from pipeline.naming import gazetteer
from pipeline.naming.canonical import NamingContext, as_printed, resolve
from pipeline.records import Entity
from pipeline.text.forms import fold

_NATIONAL = "中华全国总工会"
_DISTINCT = 5  # characters: 市总工会 ends many names
_TOWNSHIPS = ("镇", "乡", "街道")
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


def full_name(text: str, context: NamingContext, at: int | None = None) -> str:
    """The fullest form of a body's name that the article gives; a union's office gives the union.

    `at` is where the name stands in the text: 市总工会 there is the union of the area named last before it.
    """
    joint = _JOINT.fullmatch(fold(text))
    if joint:  # a province with its capital: X省暨Y市总工会
        text = text[: joint.end(1)] + "总工会"
    name = text if _is_own(fold(text)) else resolve(text, context, at) or _settled_here(text, context) or text
    if name.startswith(_NATIONAL) and not any(written.startswith(_NATIONAL) for _, written in context.mentions):
        name = as_printed(name.removeprefix(_NATIONAL[:2]), context)
    name = _of_area(_with_full_region(name), context)
    parts = _OF_UNION.fullmatch(fold(name))
    if parts and not parts[2].endswith(tuple(lexicon()["own_bodies"])):
        return name[: len(parts[1])]
    return name


def _of_area(name: str, context: NamingContext) -> str:
    """湖南工会 -> 湖南省总工会, 安平市工会 -> 安平市总工会; other names unchanged."""
    plain = fold(name)
    names, end = gazetteer.chain(plain)
    if not names or plain[end:] != "工会":
        return name
    if gazetteer.is_full(names[-1]):
        return name[:end] + "总工会"
    area = gazetteer.settle(names, (context.paper,) if context.paper else (), context.year)
    return f"{area.name}总工会" if area else name


def _is_own(plain: str) -> bool:
    """Whether 省 or 市 begins the name of one firm or prison (省第一监狱工会), which says no more about the area."""
    own = lexicon()["own_names"]
    return any(plain.startswith(head) and tail in plain[len(head) + 2 :] for head in own["heads"] for tail in own["tails"])


def _with_full_region(name: str) -> str:
    """宁夏自治区总工会 -> 宁夏回族自治区总工会; other names unchanged."""
    names, _ = gazetteer.chain(name)
    if names and names[0].endswith("自治区"):
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


def candidates(entities: Sequence[Entity], context: NamingContext, text: str) -> list[Candidate]:
    """Every union and other body that the article or its headline names (`text`), in order; media are left out.

    A union whose name ends another's (安平区总工会, 滏阳市安平区总工会) is that other one; so is a bare township (镇政府).
    """
    named: dict[str, tuple[str, list[Entity]]] = {}  # full name and mentions, by the name's folded form
    for entity in written.bodies(entities, text):
        name = full_name(entity.text, context, entity.start)
        named.setdefault(fold(name), (name, []))[1].append(entity)
    bodies = _merged([_candidate(name, found) for name, found in named.values()])
    for text in _headline_unions(context):
        name = full_name(text, context)
        if not any(fold(name).endswith(fold(body.name)) for body in bodies):
            bodies.insert(0, Candidate(name, True))
    return bodies


def _candidate(name: str, found: Sequence[Entity]) -> Candidate:
    mentions = tuple((entity.start, entity.end) for entity in found)
    code = next((entity.admin_code for entity in found if entity.admin_code), None)
    return Candidate(name, any(entity.label == "UNION" for entity in found), mentions, code)


def _headline_unions(context: NamingContext) -> list[str]:
    """Unions that the headline names: those of areas, and a headline or its first part that is a union's name."""
    first = regex.split(r"[\s：:]", context.headline.strip())[0]
    whole = [first] if regex.fullmatch(r"[\u4e00-\u9fff--的]{3,18}工会", first, flags=regex.V1) else []
    return [text for label, text in context.mentions if label == "UNION" and text in context.headline] + whole


def _is_short(end: str, is_union: bool) -> bool:
    """Whether the end of a folded name may stand for the whole: of a union, or of a township's body (镇政府)."""
    return len(end) >= _DISTINCT if is_union else end.startswith(_TOWNSHIPS)


def _merged(bodies: list[Candidate]) -> list[Candidate]:
    """The bodies without those whose name is the end of another's (`_is_short`); that one gets their mentions."""
    longer: dict[str, Candidate] = {}  # by each end of a name that may stand for it: the body of the longest name that has it
    for body in sorted(bodies, key=lambda body: -len(body.name)):
        name = fold(body.name)
        for i in range(1, len(name) - 1):
            if _is_short(name[i:], body.is_union):
                longer.setdefault(name[i:], body)
    given: dict[str, list[tuple[int, int]]] = {}
    kept = []
    for body in bodies:
        whole = longer.get(fold(body.name)) if _is_short(fold(body.name), body.is_union) else None
        if whole:
            given.setdefault(whole.name, []).extend(body.mentions)
        else:
            kept.append(body)
    out = [replace(body, mentions=tuple(sorted({*body.mentions, *given.get(body.name, ())}))) for body in kept]
    return sorted(out, key=lambda body: body.mentions)
