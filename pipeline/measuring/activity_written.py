"""The bodies as the text writes them: entities without the clause around a name, and names that no entity covers."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

import regex

from pipeline.measuring.activity_lexicon import lexicon, pattern
from pipeline.naming import gazetteer
from pipeline.records import Entity
from pipeline.text.forms import fold
from pipeline.text.patterns import any_of

_BODIES = ("UNION", "ORG")
_SHORT_UNION = regex.compile(r"[省市县区州旗]总(?:工会)?")
_TOWN = regex.compile(r"[\u4e00-\u9fff]{2,4}(?:镇|乡|街道)$")
_FLOOR = regex.compile(r"[一二三四五六七八九十\d]{1,2}楼$")  # 监察支队|二楼
_BACK, _BETWEEN = 16, 8  # characters: how far back the area of a body stands, and what its own name has at most


def bodies(entities: Sequence[Entity], text: str) -> list[Entity]:
    """The unions and other bodies among an article's entities, in order of place, cut to their names.

    Media and bodies whose name is withheld (某建设集团) are left out. A firm and its part, labelled one by one
    (东风集团|机械厂工会), become one; bodies for workers' rights that the entities miss are added. `text` is the article's.
    """
    folded = fold(text)
    found: list[Entity] = []
    for entity in sorted(entities, key=lambda e: e.start):
        if entity.label in _BODIES and "某" not in entity.text and not _is_media(fold(entity.text)):
            trimmed = _trimmed(entity)
            if trimmed:
                before = found[-1] if found else None
                joined = _joined(before, trimmed, text) if before else None
                found.append(joined or trimmed)
    taken = [(e.start, e.end) for e in entities if e.label in _BODIES]
    return sorted([*found, *_unlabelled(folded, text, taken)], key=lambda e: e.start)


def _is_media(name: str) -> bool:
    return "工会" not in name and (name.endswith(("网", "报", "社")) or bool(pattern("media").search(name)))


def _trimmed(entity: Entity) -> Entity | None:
    """An entity without the words of the clause around it (据省总工会, 解释权属某市总工会); None where no name is left."""
    plain = fold(entity.text)
    clause = list(pattern("clause").finditer(plain))
    start = clause[-1].end() if clause else 0
    if plain[start : start + 1] in lexicon()["heads"] and _begins_a_name(plain, start + 1):
        start += 1
    end = len(_FLOOR.sub("", plain))
    union = plain.find("工会", start) + 2
    if entity.label == "UNION" and union > 1 and pattern("acts").match(plain, union):
        end = end if plain.startswith(tuple(lexicon()["after_union"]), union) else union
    if plain[start:end] in ("", "工会", "总工会"):
        return None
    return replace(entity, text=entity.text[start:end], start=entity.start + start, end=entity.start + end)


def _begins_a_name(plain: str, start: int) -> bool:
    return bool(gazetteer.longest_at(plain, start) or _SHORT_UNION.match(plain, start))


def _joined(before: Entity, union: Entity, text: str) -> Entity | None:
    """A firm's name and the union of its part right behind it as one union; None if they are not that."""
    plain = fold(union.text)
    if before.label != "ORG" or union.label != "UNION" or before.end != union.start:
        return None
    if gazetteer.longest_at(plain, 0) or not fold(before.text).endswith(tuple(lexicon()["firms"])):
        return None
    return replace(union, text=text[before.start : union.end], start=before.start)


def _unlabelled(folded: str, text: str, taken: Sequence[tuple[int, int]]) -> Iterator[Entity]:
    """Bodies for workers' rights and unions of areas, named with their area or town, that no entity covers."""
    covered = set()
    for start, end in taken:
        covered.update(range(start, end))
    for match in _firm_union().finditer(folded):
        of_area = gazetteer.chain(match.group())[1] == len(match.group()) - len("工会")
        if covered.isdisjoint(range(*match.span())) and not of_area and not pattern("acts").match(match.group()):
            yield Entity("", "", "UNION", *match.span(), text[match.start() : match.end()])
    for match in pattern("body_endings").finditer(folded):
        if covered.isdisjoint(range(*match.span())):
            start = _start_of_name(folded, match.start())
            if start is not None and covered.isdisjoint(range(start, match.end())):
                label = "UNION" if match.group().endswith("工会") else "ORG"
                yield Entity("", "", label, start, match.end(), text[start : match.end()])


@cache
def _firm_union() -> regex.Pattern:
    """A firm's union at the head of a clause: 包钢工会, 柳溪盐场工会."""
    words = lexicon()["firm_unions"]
    ends, never, follows = any_of(words["ends"]), words["never"], any_of(words["not_before"])
    return regex.compile(rf"(?<![\p{{Han}}\d])[\p{{Han}}--[{never}]]{{1,6}}{ends}工会(?!{follows})", flags=regex.V1)


def _start_of_name(folded: str, end: int) -> int | None:
    """Where the area begins that a body with its ending at `end` is named after; None if none stands before it."""
    for start in range(max(0, end - _BACK), end - 1):
        names, at = gazetteer.chain(folded[start:end])
        own = folded[start + at : end]
        if names and gazetteer.is_full(names[-1]) and len(own) <= _BETWEEN and _is_one_name(own):
            return start
    town = _TOWN.search(folded, max(0, end - 6), end)
    return town.start() if town and _is_one_name(town.group()) else None


def _is_one_name(own: str) -> bool:
    return not regex.search(r"\P{Han}", own) and not pattern("acts").search(own) and not pattern("receives").search(own)
