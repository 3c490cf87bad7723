"""Full names for short ones: 该市总工会, 市总工会 and 县总 by what the article, its label lines and its paper say.

`context` gathers once what an article offers; `resolve` answers for one name. Both work for any caller that has an
article and its entities: entities use it for `canonical`, activities for organizers.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import takewhile

import regex

from pipeline.naming import gazetteer
from pipeline.records import Article, Entity
from pipeline.text.forms import fold
from pipeline.text.patterns import any_of

_LABEL_LENGTH = 20  # a longer line is a sentence, not a label such as 安平县总工会
_OWN_UNION = regex.compile("总?工会$")
_LEAST_OWNER = 3  # characters: 分公司
_NO_HEAD = "一二两三四五六七八九十百千万几数多这那某各全我本该"  # 一座农场, 我厂, 千人大厂 say not which
_GENERIC = 2  # characters: 矿区, 城区 and 郊区 are names of districts and words


@dataclass(frozen=True, slots=True)
class NamingContext:
    """What an article says about who is who; all texts folded, but `printed`, headline and text as they stand.

    `mentions` are (label, text) in order, the headline's and the label lines' unions first; `starts` says where each stands in
    the text, -1 for those first. `bodies` are those of them that begin with an area, as (start, label, areas). `areas` are names
    of areas in the order headline, labels, text. `paper` is the code of the paper's area.
    """

    headline: str
    mentions: tuple[tuple[str, str], ...]
    starts: tuple[int, ...]
    bodies: tuple[tuple[int, str, tuple[str, ...]], ...]
    areas: tuple[str, ...]
    printed: str
    paper: str | None
    year: int | None


@cache
def _settings() -> dict:
    return tomllib.loads(files("pipeline.lexicon").joinpath("entities_unions.toml").read_text(encoding="utf-8"))


def context(article: Article, entities: Sequence[Entity]) -> NamingContext:
    """What an article, its paper and its entities (any order, of this article alone) offer for resolving names."""
    text, headline = fold(article.text), fold(article.headline)
    labels = tuple(line for line in map(str.strip, text.split("\n")) if _is_label(line))
    year = int(article.issue_date[:4]) if article.issue_date and article.issue_date[:4].isdigit() else None
    unions = [name for part in (headline, *labels) for name in _area_unions(part)]
    ordered = sorted((e for e in entities if e.article_id == article.article_id), key=lambda e: e.start)
    mentions = [("UNION", name) for name in unions] + [(e.label, fold(e.text)) for e in ordered]
    area = gazetteer.paper_area(fold(article.paper or ""), year)
    places = [(e.start, fold(e.text)) for e in ordered if e.label == "PLACE"]
    in_text = sorted([(at, name) for at, name in gazetteer.found_in(text) if gazetteer.is_full(name)] + places)
    heads = [name for part in (headline, *labels) for at, name in gazetteer.found_in(part) if at == 0 or gazetteer.is_full(name)]
    areas = tuple(dict.fromkeys(heads + [n for _, place in in_text for n in gazetteer.chain(place)[0]]))
    starts = (-1,) * len(unions) + tuple(e.start for e in ordered)
    bodies = _bodies(mentions, starts)
    if area and _is_from_elsewhere(area.code, [*heads, *_heads_of_unions(bodies)], areas):
        area = None
    return NamingContext(
        headline=headline,
        mentions=tuple(mentions),
        starts=starts,
        bodies=bodies,
        areas=areas,
        printed=f"{article.headline}\n{article.text}",
        paper=area.code if area else None,
        year=year,
    )


def _is_from_elsewhere(paper: str, heads: Sequence[str], areas: Sequence[str]) -> bool:
    """Whether an article tells of another province than its paper's (code), so that 市总工会 is no union of the paper's city.

    So it is with reprints, and on pages whose articles come from several papers. Some area must head the headline, a label or a
    union's name, or be named in full, and no area at all may lie in the paper's province: 温州 alone may be where a worker is from.
    """
    provinces = {division.code[:2] for name in (*heads, *areas) for division in gazetteer.candidates(name)}
    told = any(not gazetteer.is_full(name) for name in heads) or any(
        gazetteer.is_full(name) and len(name) > _GENERIC for name in (*heads, *areas)
    )
    return told and paper[:2] not in provinces


def _heads_of_unions(bodies: Sequence[tuple[int, str, tuple[str, ...]]]) -> list[str]:
    """The areas that head unions' names; not a county's bare stem, which may be a street (石门二路街道总工会)."""
    names = (name for _, label, chain in bodies if label == "UNION" for name in chain)
    return [n for n in names if gazetteer.is_full(n) or gazetteer.level(gazetteer.candidates(n)[0].code) < 3]


def _is_label(line: str) -> bool:
    return 2 <= len(line) <= _LABEL_LENGTH and not regex.search(r"[，。！？：；,!?;]", line)


def _area_unions(text: str) -> list[str]:
    """Unions of areas written in full in folded text: 孟州市总工会."""
    found = []
    for match in regex.finditer("总工会", text):
        name = next((n for n in gazetteer.ending_at(text, match.start()) if gazetteer.is_full(n)), None)
        if name:
            found.append(name + "总工会")
    return found


def without_province(name: str) -> str:
    """A name without the province before a city or county: 四川省广安市总工会 -> 广安市总工会; folded text."""
    names, _ = gazetteer.chain(name)
    first = gazetteer.candidates(names[0]) if names else ()
    inner = name[len(names[0]) :] if names else ""
    if len(names) >= 2 and gazetteer.level(first[0].code) == 1 and gazetteer.is_full(names[1]):
        return inner
    return name


def resolve(name: str, context: NamingContext, at: int | None = None) -> str | None:
    """The full name of a body, None where the article does not settle it.

    A name that is full already comes back as it is (a province before a city's union is left out). `at` is where the name
    stands in the text: of several areas or firms the one named last before it is meant, without `at` the first. A name put together
    here is in the article's characters where the article has it, else in simplified ones.
    """
    plain = fold(name)
    settings = _settings()
    for short, full in settings["fixed"].items():
        if plain == short or (plain.startswith(short) and not plain.startswith(short + "工会")):
            return full + plain.removeprefix(short)
    if plain in settings["self"]["words"]:
        return _main_union(context)
    deictic, rest = _without_deictic(plain)
    area, unit = _area_word(rest), _unit_word(rest)
    if area is not None:
        outer = _area_named(area, context, deictic in settings["deictic"]["near"], at)
        return as_printed(_spelled(outer + rest.removeprefix(area)), context) if outer else None
    if unit is not None:
        owner = _unit_named(settings["units"][unit], context, at)
        return as_printed(owner + rest.removeprefix(unit), context) if owner else None
    if deictic or plain == "总工会":
        return None
    full = _spelled(without_province(plain))
    return name if full == plain else as_printed(full, context)


def _without_deictic(name: str) -> tuple[str, str]:
    """该市总工会 -> (该, 市总工会); what only looks so (本溪市总工会) stays whole."""
    words = _settings()["deictic"]
    for word in (*words["near"], *words["own"]):
        rest = name.removeprefix(word)
        if rest != name and gazetteer.longest_at(name, 0) is None and (_area_word(rest) or _unit_word(rest)):
            return word, rest
    return ("该", name[1:]) if name.startswith("该") else ("", name)


def _area_word(name: str) -> str | None:
    """The word for an area that a short form begins with (市总工会, 县人社局), None for a full name."""
    settings = _settings()
    if gazetteer.longest_at(name, 0) or name.startswith(tuple(settings["not_areas"]["words"])):
        return None
    return next((w for w in sorted(settings["areas"], key=len, reverse=True) if name.startswith(w)), None)


def _unit_word(name: str) -> str | None:
    """The word for a kind of unit that a body's short form begins with (公司工会, 矿工会, 乡司法所)."""
    units = sorted(_settings()["units"], key=len, reverse=True)
    return next((w for w in units if name.startswith((w + "工会", w + "总工会", w + "司法所"))), None)


@lru_cache(maxsize=4)
def _folded(printed: str) -> str:
    return fold(printed)  # asked for once a name of the same article


def as_printed(name: str, context: NamingContext) -> str:
    """A folded name in the characters of the article, where it stands there."""
    at = _folded(context.printed).find(name)
    return context.printed[at : at + len(name)] if at >= 0 else name


def _spelled(name: str) -> str:
    """孟州市总 -> 孟州市总工会, 孟州市总女职工部 -> 孟州市总工会女职工部; other names unchanged."""
    names, end = gazetteer.chain(name)
    tail = name[end + 1 :]
    if names and name[end : end + 1] == "总" and (not tail or tail[0] in _settings()["short"]["tails"]):
        return name[:end] + "总工会" + tail
    return name


def _main_union(context: NamingContext) -> str | None:
    """The first union of a named area in headline, labels and text."""
    unions = [text for label, text in context.mentions if label == "UNION" and gazetteer.longest_at(text, 0)]
    return as_printed(_spelled(without_province(unions[0])), context) if unions else None


def _area_named(word: str, context: NamingContext, near: bool, at: int | None) -> str | None:
    """The full name of the area that 市, 县 or 区 stands for, None where nothing says so.

    该市 is the area whose body or name the article gives; so is a bare 市 behind the name of a union of one (江阴市总工会
    ... 市总工会), unless the article also writes 该市 and so keeps the bare 市 for the paper's own city.
    """
    levels = _settings()["areas"][word]
    of_paper = _headed(word, levels, context) or _paper_named(word, levels, context)
    unions = _bodies_named(word, context, ("UNION",))
    before = [name for start, name in unions if at is not None and start < at]
    if before and (near or of_paper is None or "该" + word not in _folded(context.printed)):
        return before[-1]
    named = [name for _, name in _bodies_named(word, context, ("UNION", "ORG"))]
    here = named[0] if named else _first_area(word, levels, context)
    return ((here or of_paper) if near else (of_paper or here)) or _stem_named(word, levels, context)


def _bodies(mentions: Sequence[tuple[str, str]], starts: Sequence[int]) -> tuple[tuple[int, str, tuple[str, ...]], ...]:
    """(start, label, areas that head the name) of the mentions that begin with an area; a province before a city is left out."""
    heads = ((start, label, gazetteer.chain(without_province(text))[0]) for start, (label, text) in zip(starts, mentions, strict=True))
    return tuple((start, label, tuple(names)) for start, label, names in heads if names)


def _bodies_named(word: str, context: NamingContext, labels: tuple[str, ...]) -> list[tuple[int, str]]:
    """(start, area) of the areas ending in `word` that head the names of bodies; a city before a district stays (滨州市沾化区)."""
    return [
        (start, "".join(names))
        for start, label, names in context.bodies
        if label in labels and names[-1].endswith(word) and gazetteer.is_full(names[-1])
    ]


def _full_short(code: str, year: int | None) -> str:
    """The usual full name of an area: 宁夏回族自治区, but 黔东南州; '' for an unknown code."""
    name = gazetteer.name_of(code, year) or ""
    return name if gazetteer.level(code) == 1 else gazetteer.short_form(name)[1]


def _meant(word: str, levels: list[int], code: str, year: int | None) -> str | None:
    """The area's name if 市, 县 or 区 can stand for it; of the provinces those that are cities (北京市) end in 市, and no others."""
    name = _full_short(code, year)
    return name if gazetteer.level(code) in levels and name.endswith(word) else None


def _headed(word: str, levels: list[int], context: NamingContext) -> str | None:
    """The county within the paper's area that the headline begins with (晋江：... in a paper of 泉州), which 市 in the article is then.

    None where the article also names the paper's own area.
    """
    names, _ = gazetteer.chain(context.headline)
    own = gazetteer.short_form(gazetteer.name_of(context.paper, context.year) or "")[0] if names and context.paper else ""
    if not own or own in _folded(context.printed):
        return None
    inside = [d for d in gazetteer.candidates(names[-1], context.year) if gazetteer.within(d.code, context.paper)]
    counties = (d for d in inside if gazetteer.level(d.code) == 3)
    return next((n for d in counties if (n := _meant(word, levels, d.code, context.year))), None)


def _paper_named(word: str, levels: list[int], context: NamingContext) -> str | None:
    if context.paper is None:
        return None
    around = (context.paper, *gazetteer.parents(context.paper))
    return next((n for code in around if (n := _meant(word, levels, code, context.year))), None)


def _first_area(word: str, levels: list[int], context: NamingContext) -> str | None:
    areas = [d for name in context.areas for d in gazetteer.candidates(name, context.year)]
    return next((n for area in areas if (n := _meant(word, levels, area.code, context.year))), None)


@lru_cache(maxsize=4)
def _areas_in(printed: str) -> tuple[str, ...]:
    """The areas, full or short, in order; asked for once a name of the same article."""
    return tuple(dict.fromkeys(name for _, name in gazetteer.found_in(_folded(printed))))


def _stem_named(word: str, levels: list[int], context: NamingContext) -> str | None:
    """The first area within the paper's own that the text names by its stem alone: 封开 for 县 in a paper of 肇庆."""
    for name in _areas_in(context.printed) if context.paper else ():
        inside = (d for d in gazetteer.candidates(name, context.year) if gazetteer.within(d.code, context.paper))
        if full := next((n for d in inside if (n := _meant(word, levels, d.code, context.year))), None):
            return full
    return None


def _unit_named(endings: list[str], context: NamingContext, at: int | None) -> str | None:
    """The enterprise, school, mine or town that a bare 公司, 校, 矿 or 镇 stands for.

    It is the one named last before `at`, without `at` the first; where there is none, the one that the headline names.
    """
    owners = _owners(("UNION", "ORG"), endings, context, at)
    if owners:
        meant = owners[0] if at is None else owners[-1]
        return next(owner for owner in owners if owner.endswith(meant))  # 白桥林业局 where 林业局 alone stands last
    places = _owners(("PLACE",), endings, context, at)
    if places:
        return _own_part(places[0] if at is None else places[-1], endings)
    return _headline_unit(endings, context) or _unit_around(endings, context, at) or _opening_unit(endings, context)


def _own_part(place: str, endings: list[str]) -> str:
    """The place without the areas around it: 白桥镇 of 温县白桥镇; what is then no unit's name (山丹马场) stays whole."""
    names, _ = gazetteer.chain(place)
    own = place[sum(len(name) for name in takewhile(gazetteer.is_full, names)) :]
    return own if _is_owner(own, endings) else place


def _owners(labels: tuple[str, ...], endings: list[str], context: NamingContext, at: int | None) -> list[str]:
    """The names with one of the labels, before `at` if that is given, that say which unit they are, in order; without their 工会."""
    mentions = zip(context.starts, context.mentions, strict=True)
    names = (_OWN_UNION.sub("", text) for start, (label, text) in mentions if label in labels and (at is None or start < at))
    return [name for name in names if _is_owner(name, endings)]


def _unit_around(endings: list[str], context: NamingContext, at: int | None) -> str | None:
    """The unit whose part is the first to be named: 白桥检修公司 of 白桥检修公司柳溪分部."""
    for start, (label, text) in zip(context.starts, context.mentions, strict=True):
        inner = max((text.find(ending) + len(ending) for ending in endings if ending in text), default=0)
        if label == "ORG" and (at is None or start < at) and inner > _LEAST_OWNER and _is_owner(text[:inner], endings):
            return text[:inner]
    return None


def _opening_unit(endings: list[str], context: NamingContext) -> str | None:
    """The first unit that heads a clause of the text: 谢一矿 in 谢一矿先后有..., 麻城车务段 in 麻城车务段沿线..."""
    names = (match[0] for match in _openings().finditer(_folded(context.printed)))
    return next((name for name in names if name.endswith(tuple(endings)) and _is_owner(name, endings)), None)


@cache
def _openings() -> regex.Pattern:
    """Names at the head of a clause that end like a unit's, with a number of its own (谢一矿) or by an ending that few words have."""
    numbered, ends = (any_of(words) for words in _settings()["opening"].values())
    return regex.compile(rf"(?<![\p{{Han}}\d])(?![{_NO_HEAD}])\p{{Han}}{{1,6}}?(?:[一二三四五六七八九十]{numbered}|{ends})")


def _headline_unit(endings: list[str], context: NamingContext) -> str | None:
    """The unit with one of the endings that opens the headline, or stands alone there between marks: 白桥林业局：..."""
    for part in regex.split(r"[\P{Han}]+", context.headline):
        ends = [part.find(ending) + len(ending) for ending in endings if ending in part]
        if ends and part[0] not in _NO_HEAD and _is_owner(part[: max(ends)], endings):
            return part[: max(ends)]
    return None


def _is_owner(name: str, endings: list[str]) -> bool:
    """Whether a name with one of the endings says which unit it is; 公司, 集团公司 and 该公司 do not."""
    kind = _without_deictic(name + "工会")[1].removesuffix("工会")
    return kind not in _settings()["units"] and any(name.endswith(e) and len(name) > len(e) + 1 for e in endings)
