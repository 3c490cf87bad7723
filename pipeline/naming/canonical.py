"""Full names for short ones: 该市总工会, 市总工会 and 县总 by what the article, its label lines and its paper say.

`context` gathers once what an article offers; `resolve` answers for one name. Both work for any caller that has an
article and its entities: entities use it for `canonical`, activities for organizers.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import regex

from pipeline.naming import gazetteer
from pipeline.records import Article, Entity
from pipeline.text.forms import fold

_LABEL_LENGTH = 20  # a longer line is a sentence, not a label such as 平江县总工会
_UNION_TAIL = regex.compile(r"(总工会|总)(?!工会)(.*)")
_FULL_UNION = regex.compile(r"总工会|工会")


@dataclass(frozen=True, slots=True)
class NamingContext:
    """What an article says about who is who; all texts folded.

    `mentions` are (label, text) in order, the headline's and the label lines' unions first. `areas` are names of areas
    in the order headline, labels, text. `paper` is the code of the paper's area.
    """

    headline: str
    labels: tuple[str, ...]
    mentions: tuple[tuple[str, str], ...]
    areas: tuple[str, ...]
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
    in_text = sorted([(at, name) for at, name in _areas(text) if gazetteer.is_full(name)] + places)
    heads = [name for part in (headline, *labels) for at, name in _areas(part) if at == 0 or gazetteer.is_full(name)]
    areas = tuple(dict.fromkeys(heads + [n for _, place in in_text for n in gazetteer.chain(place)[0]]))
    return NamingContext(headline, labels, tuple(mentions), areas, area.code if area else None, year)


def _is_label(line: str) -> bool:
    return 2 <= len(line) <= _LABEL_LENGTH and not regex.search(r"[，。！？：；,!?;]", line)


def _areas(text: str) -> list[tuple[int, str]]:
    """(start, name) of areas in folded text, longest first at each place."""
    found, at = [], 0
    while at < len(text) - 1:
        name = gazetteer.longest_at(text, at)
        if name:
            found.append((at, name))
        at += len(name) if name else 1
    return found


def _area_unions(text: str) -> list[str]:
    """Unions of areas written in full in folded text: 孟州市总工会."""
    found = []
    for match in regex.finditer("总工会|总工會", text):
        name = next((n for n in _ending_at(text, match.start()) if gazetteer.is_full(n)), None)
        if name:
            found.append(name + "总工会")
    return found


def _ending_at(text: str, end: int) -> list[str]:
    """Names of areas that end at a place of folded text, longest first."""
    starts = range(max(0, end - 12), end - 1)
    return [text[s:end] for s in starts if gazetteer.candidates(text[s:end])]


def without_province(name: str) -> str:
    """A name without the province before a city or county: 四川省广安市总工会 -> 广安市总工会; folded text."""
    names, _ = gazetteer.chain(name)
    first = gazetteer.candidates(names[0]) if names else ()
    inner = name[len(names[0]) :] if names else ""
    if len(names) >= 2 and gazetteer.level(first[0].code) == 1 and gazetteer.is_full(names[1]):
        return inner
    return name


def resolve(name: str, context: NamingContext) -> str | None:
    """The full name of a body, None where the article does not settle it.

    A name that is full already comes back as it is (a province before a city's union is left out). The result is
    folded where it had to be put together, else in the characters of `name`.
    """
    plain = fold(name)
    settings = _settings()
    for short, full in settings["fixed"].items():
        if plain == short or (plain.startswith(short) and not plain.startswith(short + "工会")):
            return full + plain.removeprefix(short)
    if plain in settings["self"]["words"]:
        return _main_union(context)
    deictic = next((w for w in settings["deictic"]["words"] if plain.startswith(w) and len(plain) > len(w) + 1), "")
    rest = plain.removeprefix(deictic)
    area = next((w for w in sorted(settings["areas"], key=len, reverse=True) if rest.startswith(w)), None)
    if area is not None:
        outer = _area_named(area, context, near=bool(deictic))
        return _spelled(outer + rest.removeprefix(area)) if outer else None
    unit = next((w for w in sorted(settings["units"], key=len, reverse=True) if rest.startswith(w + "工会")), None)
    if unit is not None:
        owner = _unit_named(settings["units"][unit], context)
        return owner + rest.removeprefix(unit) if owner else None
    if deictic or plain == "总工会":
        return None
    full = _spelled(without_province(plain))
    return name if full == plain else full


def _spelled(name: str) -> str:
    """孟州市总 -> 孟州市总工会, 孟州市总女职工部 -> 孟州市总工会女职工部; other names unchanged."""
    names, end = gazetteer.chain(name)
    if (
        names
        and name[end : end + 1] == "总"
        and name[end : end + 2] in ("总", *(f"总{c}" for c in "女职困权法保经组宣办生帮服"))
    ):
        return name[:end] + "总工会" + name[end + 1 :]
    return name


def _main_union(context: NamingContext) -> str | None:
    for label, text in context.mentions:
        if label == "UNION":
            names, _ = gazetteer.chain(text)
            if names and text not in _settings()["self"]["words"]:
                return _spelled(without_province(text))
    return None


def _area_named(word: str, context: NamingContext, near: bool) -> str | None:
    """The full name of the area that a bare 市, 县 or 区 stands for.

    In order: the area whose union the article names in full (for a bare form the paper's own area goes before), the
    paper's area or the one around it, the first area of that kind that the article names.
    """
    levels = _settings()["areas"][word]
    of_paper = _paper_named(word, levels, context)
    named = [n for label, text in context.mentions if label in ("UNION", "ORG") for n in _leading(text, word)]
    if of_paper and not near:
        return of_paper
    if named:
        return named[0]
    if near and of_paper is None or near and word != "省":
        found = _first_area(word, levels, context)
        return found or of_paper
    return of_paper or _first_area(word, levels, context)


def _leading(text: str, word: str) -> list[str]:
    """Areas ending in `word` at the head of a body's name: 四川省广安市总工会, 市 -> [广安市]."""
    names, _ = gazetteer.chain(text)
    return [n for n in names if n.endswith(word) and gazetteer.is_full(n)][-1:]


def _paper_named(word: str, levels: list[int], context: NamingContext) -> str | None:
    if context.paper is None:
        return None
    for code in (context.paper, *gazetteer.parents(context.paper)):
        name = gazetteer.name_of(code, context.year)
        short = gazetteer.short_form(name)[1] if name else ""
        if gazetteer.level(code) in levels and short.endswith(word):
            if word == "市" and gazetteer.level(code) == 1 and not gazetteer.is_city(code):
                continue
            return short
    return None


def _first_area(word: str, levels: list[int], context: NamingContext) -> str | None:
    for name in context.areas:
        for division in gazetteer.candidates(name, context.year):
            short = gazetteer.short_form(division.name)[1]
            if gazetteer.level(division.code) in levels and short.endswith(word):
                return short
    return None


def _unit_named(endings: list[str], context: NamingContext) -> str | None:
    """The enterprise, school or mine that a bare 公司, 校 or 矿 stands for: the first that the article names."""
    for label, text in context.mentions:
        owner = text.removesuffix("工会") if label == "UNION" else text
        if label in ("UNION", "ORG") and any(owner.endswith(e) and len(owner) > len(e) + 1 for e in endings):
            return owner
    return None
