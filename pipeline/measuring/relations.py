"""What the words between two figures say about them: part and total, one more, the same again, different recipients.

Everything is read from folded text (same length as the original), so the offsets of facts hold.
"""

import tomllib
from functools import cache
from importlib import resources

import regex

from pipeline.naming import gazetteer
from pipeline.records import Fact
from pipeline.text.patterns import any_of

_STOP = regex.compile(r"[。！？!?\n]")
_CLAUSE_STOP = regex.compile(r"[，,。；;：:！？!?\n]")
# A place that opens a clause, alone or after a preposition: 甲县……, 在乙县……; only these levels can lie side by side.
_PLACE = regex.compile(r"(?:(?:^|[，,。；;：:\n、])[在由给对为向]?+|[在由给对为向])(\p{Han}{1,4}?(?:县|区|旗|镇|乡|市))")
_LOOK_BACK = 60  # characters in front of a figure in which words can still bear on it
_OPENING = 4  # characters that may stand before 合计 in its clause: 两项, 以上资金
_LIST_WIDTH = 20  # characters between two members of a list: a noun and its attributes


@cache
def words() -> dict[str, dict[str, list[str]]]:
    """The word lists of lexicon/relations.toml, by table and key."""
    return tomllib.loads(resources.files("pipeline.lexicon").joinpath("relations.toml").read_text("utf-8"))


@cache
def _any(table: str, key: str) -> regex.Pattern:
    """One pattern for a list of words."""
    return regex.compile(any_of(words()[table][key]))


def has(table: str, key: str, stretch: str) -> bool:
    """Whether `stretch` has a word of that list, once the words that only look like one are blanked."""
    if "except" in words()[table]:
        stretch = _any(table, "except").sub("□", stretch)
    return _any(table, key).search(stretch) is not None


def lead(text: str, start: int, floor: int = 0) -> str:
    """The part of the clause in front of `start`, from `floor` at the earliest."""
    window = text[max(floor, start - _LOOK_BACK) : start]
    stops = list(_CLAUSE_STOP.finditer(window))
    return window[stops[-1].end() :] if stops else window


def _last_sentence(stretch: str) -> str:
    """What stands behind the last full stop of a stretch."""
    stops = list(_STOP.finditer(stretch))
    return stretch[stops[-1].end() :] if stops else stretch


def same_sentence(text: str, a: Fact, b: Fact) -> bool:
    """Whether no full stop lies between `a` and the later `b`; a semicolon is none, a list goes on behind it."""
    return _STOP.search(text, a.end, max(a.end, b.start)) is None


def semicolon_between(text: str, a: Fact, b: Fact) -> bool:
    """Whether a semicolon lies between `a` and the later `b`."""
    return "；" in text[a.end : b.start] or ";" in text[a.end : b.start]


def sentences_apart(text: str, a: Fact, b: Fact) -> int:
    """Number of full stops between two facts in either order; a stop at a paragraph's end counts once."""
    first, second = sorted((a, b), key=lambda fact: fact.start)
    between = text[first.end : max(first.end, second.start)]
    return len(_STOP.findall(regex.sub(r"(?<=[。！？!?])[”’」』）)》]*\n", "", between)))


def is_total(text: str, fact: Fact, floor: int = 0) -> bool:
    """Whether a word such as 共, 合计 or 总额 marks `fact` as a total; words before `floor` are another figure's."""
    before = lead(text, fact.start, floor)
    return has("total", "words", before) or _ends_with("direct", before)


def closes_list(text: str, fact: Fact, floor: int = 0) -> bool:
    """Whether `fact` is the total of what was just listed: 合计 or the like opens its clause (……，两项合计15万元)."""
    before = lead(text, fact.start, floor)
    match = _any("total", "closing").search(_any("total", "except").sub("□□", before))
    return match is not None and match.start() <= _OPENING


def _ends_with(key: str, before: str) -> bool:
    """Whether a word of that list stands directly in front of the figure: 计12.7万元, but not 统计12.7万元."""
    before = _any("total", "except").sub("□", before)
    return before.endswith(tuple(words()["total"][key]))


def is_part(text: str, whole: Fact, part: Fact) -> bool:
    """Whether 其中, 包括 or the like between the two, in `part`'s sentence, puts `part` inside `whole`."""
    return has("part", "words", _last_sentence(text[whole.end : part.start]))


def is_part_directly(text: str, whole: Fact, part: Fact) -> bool:
    """The same with no other number between 其中 and the figure, so that 其中 surely means this one."""
    words_behind = _any("part", "words").split(text[whole.end : part.start])
    return len(words_behind) > 1 and regex.search(r"\d", words_behind[-1]) is None


def repeats(text: str, fact: Fact) -> bool:
    """Whether the figure is pointed back at: 这47名, 上述3家."""
    return lead(text, fact.start).endswith(tuple(words()["repeat"]["words"]))


def in_brackets(text: str, fact: Fact) -> bool:
    """Whether the figure is an aside in brackets: 甲县7万元（其中捐款1万元）."""
    window = text[max(0, fact.start - _LOOK_BACK) : fact.start]
    return max(window.rfind("（"), window.rfind("(")) > max(window.rfind("）"), window.rfind(")"))


def listed_together(text: str, a: Fact, b: Fact) -> bool:
    """Whether the two are members of one list: 200名甲、300名乙 and 甲200名和乙300名."""
    between = text[a.end : b.start]
    if len(between) > _LIST_WIDTH or _CLAUSE_STOP.search(between) or "（" in between or "(" in between:
        return False
    return has("list", "words", between) and not has("part", "words", between)


def added(text: str, a: Fact, b: Fact, strength: str) -> bool:
    """Whether a word of addition puts the later `b` on top of what came before.

    `strength` names a list of the table `addition`: weak words count only in the figure's own clause, the others
    anywhere in its sentence behind `a`.
    """
    if strength == "weak":
        return has("addition", "weak", lead(text, b.start, a.end))
    return has("addition", strength, _last_sentence(text[max(a.end, b.start - _LOOK_BACK) : b.start]))


def framed(text: str, fact: Fact, floor: int = 0) -> bool:
    """Whether the clause in front of the figure names whom it goes to: 对8名……, 给各校师生发放3万元."""
    return has("frame", "words", lead(text, fact.start, floor))


def separately(text: str, a: Fact, b: Fact) -> bool:
    """Whether 分别 governs both figures of one sentence: 分别对8名甲……，对108名乙……."""
    if not same_sentence(text, a, b):
        return False
    return has("frame", "apart", lead(text, a.start)) or has("frame", "apart", lead(text, b.start, a.end))


def different_prizes(text: str, a: Fact, b: Fact) -> bool:
    """Whether two numbers of winners in one sentence have a rank each, of one series: 一等奖3名，二等奖5名 or 3名获一等奖，5名获二等奖."""
    if not same_sentence(text, a, b):
        return False
    for rank in (_rank_before, _rank_behind):
        first, second = rank(text, a), rank(text, b)
        if first and second:
            return first != second and first[-1] == second[-1]
    return False


def _rank_before(text: str, fact: Fact) -> str | None:
    match = _prize(r"[：:]?$").search(text[max(0, fact.start - _OPENING - 2) : fact.start])
    return match and match["rank"]


def _rank_behind(text: str, fact: Fact) -> str | None:
    match = _prize("", r"\p{Han}{0,6}?(?:获得?|荣获|夺得|摘得|评为)").match(text, fact.end, fact.end + _LOOK_BACK)
    return match and match["rank"]


@cache
def _prize(behind: str, before: str = "") -> regex.Pattern:
    return regex.compile(rf"{before}(?P<rank>{_any('prizes', 'words').pattern}){behind}")


def different_places(text: str, a: Fact, b: Fact) -> bool:
    """Whether each figure has its own county, district or town, of one level and not the same: 甲县……；乙县……. In doubt it is no."""
    first = _place(text[max(0, a.start - _LOOK_BACK) : a.start])
    second = _place(text[max(a.end, b.start - _LOOK_BACK) : b.start])
    if first is None or second is None or first[-1] != second[-1]:
        return False
    if first.endswith(second) or second.endswith(first):  # 某省甲县 and 甲县 are one
        return False
    return _lie_apart(first, second)


def _lie_apart(first: str, second: str) -> bool:
    """Whether neither place may hold the other. 市 is a prefecture or a county: only the table tells which, so both must be in it."""
    one, other = gazetteer.candidates(first), gazetteer.candidates(second)
    if first[-1] == "市" and not (one and other):
        return False
    if first[-1] in "镇乡" and bool(one) != bool(other):
        return False  # the table has no towns: 新乡 and 景德镇 are cities, which have towns in them
    return not any(gazetteer.within(x.code, y.code) or gazetteer.within(y.code, x.code) for x in one for y in other)


def _place(stretch: str) -> str | None:
    """The last place that opens a clause of the stretch's last sentence."""
    found = [_named(match[1]) for match in _PLACE.finditer(_last_sentence(stretch))]
    return next((place for place in reversed(found) if place), None)


def _named(name: str) -> str | None:
    """The area of the table that a name ends in (河南焦作市: 焦作市), else the name, None for a common noun (辖区, 我市, 贫困县)."""
    area = next(iter(gazetteer.ending_at(name, len(name))), "")
    listed = words()["places"]
    if name in listed["whole"] or any(name.endswith(noun) and len(area) <= len(noun) for noun in listed["nouns"]):
        return None
    return area or (None if name.startswith(tuple(listed["openings"])) else name)
