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
from pipeline.text.patterns import any_of

_NATIONAL = "中华全国总工会"
_DISTINCT = 5  # characters: 市总工会 ends many names
_TOWNSHIPS = ("镇", "乡", "街道")
_JOINT = regex.compile(r"(\p{Han}{2,8}[省市县区州])暨\p{Han}{2,8}总工会")
_UNIT = regex.compile(r"[该本](\p{Han}{2,4})工会")
_OF_UNION = regex.compile(r"(.{2,}?总工会)(.+)")
# A department of a firm's union; 工会联合会, 工会工作委员会 and 工会干部学校 are bodies of their own.
_OF_FIRMS_UNION = regex.compile(
    r"(.{2,}?工会)(?!联合|工委|工作委|委员|干部|主席|办事)(\p{Han}{0,8}(?:部|处|科|室|站|中心|所|队|女职工委员会))"
)
_WHOLE = regex.compile(r"[\p{Han}--[的说找谢讲问谈给]]{3,18}工会", flags=regex.V1)
_OPENING = regex.compile(r"\p{Han}{4,16}(?<!总)工会(?=[\s：:]|$)")
_FIRM = regex.compile(r"(?!我|本|全|一|两|某)\p{Han}{2,10}?(?:公司|集团|厂|矿|油田)(?!家|长|区)")
_SHORT = regex.compile(r"(?<!\p{Han})(?:自治区|[省市县区州盟旗])总工会")


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
    name = _with_head(name, context)
    if name.startswith(_NATIONAL) and not any(written.startswith(_NATIONAL) for _, written in context.mentions):
        name = as_printed(name.removeprefix(_NATIONAL[:2]), context)
    name = _of_area(_with_full_region(name, context), context)
    parts = _OF_UNION.fullmatch(fold(name)) or _OF_FIRMS_UNION.fullmatch(fold(name))
    if parts and not parts[2].endswith(tuple(lexicon()["own_bodies"])):
        return name[: len(parts[1])]
    return name


def _with_head(name: str, context: NamingContext) -> str:
    """A firm's union with what the headline puts before its name: 管道公司工会 -> 柳溪输气管道公司工会; other names unchanged."""
    opening = _OPENING.match(context.headline)
    longer = bool(opening) and len(opening[0]) > len(name) and opening[0].endswith(fold(name))
    return as_printed(opening[0], context) if longer and not gazetteer.chain(fold(name))[0] else name


def _of_area(name: str, context: NamingContext) -> str:
    """湖南工会 -> 湖南省总工会, 安平市工会 and 安平市两级工会 -> 安平市总工会; others (哈密地区工会) unchanged."""
    plain = fold(name)
    names, end = gazetteer.chain(plain)
    if not names or plain[end:] not in ("工会", "两级工会"):
        return name
    if gazetteer.is_full(names[-1]):
        return name if names[-1].endswith("地区") else name[:end] + "总工会"
    area = gazetteer.settle(names, (context.paper,) if context.paper else (), context.year)
    return f"{area.name}总工会" if area else name


def _is_own(plain: str) -> bool:
    """Whether 省 or 市 begins the name of one firm or prison (省第一监狱工会), which says no more about the area."""
    own = lexicon()["own_names"]
    return any(plain.startswith(head) and tail in plain[len(head) + 2 :] for head in own["heads"] for tail in own["tails"])


def _with_full_region(name: str, context: NamingContext) -> str:
    """宁夏自治区总工会 -> 宁夏回族自治区总工会, a short form (县总工会 -> 桓仁县总工会) -> 桓仁满族自治县总工会
    where the article names the area so; other names unchanged.
    """
    names, end = gazetteer.chain(fold(name))
    if not names:
        return name
    full = gazetteer.candidates(names[-1], context.year)[0].name
    is_short = gazetteer.is_full(names[-1]) and full != names[-1] and full in context.areas and fold(name) not in fold(context.printed)
    if names[-1].endswith("自治区") or is_short:
        return name[: end - len(names[-1])] + as_printed(full, context) + name[end:]
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
    bodies += _union_of_firm(bodies, context, fold(text))
    for text in _headline_unions(context):
        name = full_name(text, context)
        if not any(_is_same(fold(name), fold(body.name)) for body in bodies):
            bodies.insert(0, Candidate(name, True))
    return bodies


def _is_same(a: str, b: str) -> bool:
    """Whether one folded name of a union ends the other (安平区总工会, 滏阳市安平区总工会)."""
    short, long = sorted((a, b), key=len)
    return a == b or (long.endswith(short) and len(short) >= _DISTINCT)


def _union_of_firm(bodies: Sequence[Candidate], context: NamingContext, folded: str) -> list[Candidate]:
    """The union of the firm that headline or text names first, in a list, where no union is named and 工会 alone acts."""
    words = lexicon()["firm_unions"]
    acts = tuple(match.span() for match in regex.finditer(rf"(?<!\p{{Han}})工会(?={any_of(words['alone'])})", folded))
    if not acts or any(body.is_union for body in bodies):
        return []
    firms = [body.name for body in bodies if fold(body.name).endswith(tuple(words["firms"]))]
    opening = _FIRM.match(context.headline)
    firm = as_printed(opening[0], context) if opening else firms[0] if firms else None
    return [Candidate(f"{firm}工会", True, acts)] if firm else []


def _candidate(name: str, found: Sequence[Entity]) -> Candidate:
    mentions = tuple((entity.start, entity.end) for entity in found)
    code = next((entity.admin_code for entity in found if entity.admin_code), None)
    return Candidate(name, any(entity.label == "UNION" for entity in found), mentions, code)


def _headline_unions(context: NamingContext) -> list[str]:
    """Unions that the headline names: those of areas, and a headline or its first part that is a union's name."""
    first = regex.split(r"[\s：:]", context.headline.strip())[0]
    whole = [first] if _WHOLE.fullmatch(first) else []
    short = [match.group() for match in _SHORT.finditer(context.headline) if full_name(match.group(), context) != match.group()]
    return [text for label, text in context.mentions if label == "UNION" and text in context.headline] + whole + short


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
