"""What the words around a number say about it: its unit where none is printed, its hedge, whom a share goes to, and
whether it is a quantity of a report at all. Every function looks a bounded number of characters left or right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.measuring import quantity_words as lexicon
from pipeline.text import numerals

if TYPE_CHECKING:
    from pipeline.measuring.quantities import Amount

_CLAUSE_MARKS = "，。；！？：,;!?:\n"
_MARKS = _CLAUSE_MARKS + "、）)”」』由"
_LEFT = 24  # characters of the clause that a hedge apart may stand before the number
_NEAR = 60  # characters around days in which a word of leave makes them an entitlement
_ROUND = "百千万亿"
PEOPLE_AND_COUNTS = ("person", "person_time", "household", "count", "days")
_MANY_BLOCKS = 100  # a report that hands out more things in 块 than this is less likely than a sum told in speech


def unit(folded: str, amount: Amount) -> tuple[str, str]:
    """(kind, unit word) of an amount, as context settles it; ("", "") where it has none."""
    if not amount.unit:
        return _bare(folded, amount)
    if amount.kind == "CNY" and (
        foreign := lexicon.foreign_left().match(folded, max(0, amount.start - 6), amount.start)
    ):
        return lexicon.words()["money"]["foreign"][foreign["currency"]], amount.unit
    if amount.unit == "块":
        return _blocks(folded, amount), amount.unit
    if amount.unit == "个":
        return _individuals(folded, amount), "个"
    if amount.unit == "人" and folded[amount.end : amount.end + 3] in ("（次）", "(次)"):
        return "person_time", amount.unit
    if amount.kind == "household" and _counts_firms(folded, amount):
        return "count", amount.unit
    return amount.kind, amount.unit


def _blocks(folded: str, amount: Amount) -> str:
    """5块月饼 are things; 2000块 and 五十块， are money; 这一块 is neither."""
    after = folded[amount.end : amount.end + 1]
    if after == "钱":
        return "CNY"
    if amount.token in ("一", "两"):
        return ""
    is_count = amount.low < _MANY_BLOCKS and after and after not in _MARKS + "的就多左" and not after.isspace()
    return "count" if is_count else "CNY"


def _bare(folded: str, amount: Amount) -> tuple[str, str]:
    """Money or people without a unit, where a sign or a noun beside the number says so: ￥500, 讨回工钱400余万, 56万农民工."""
    sign = lexicon.words()["money"]["sign"].get(folded[amount.start - 1 : amount.start])
    if sign:
        return sign, ""
    is_big = any(char in "万亿" for char in amount.token)
    has_digit = amount.token[0].isdigit() or len(amount.token) > 1
    if not has_digit and not amount.qualifier:
        return "", ""
    start, _ = hedge_before(folded, amount)
    if is_big and lexicon.right_of_bare_sum().match(folded, amount.end):
        return "CNY", ""
    if lexicon.blocked_right().match(folded, amount.end):
        return "", ""
    persons = lexicon.persons_behind().match(folded, amount.end)
    if persons and (is_big or amount.token.isascii() or amount.qualifier):
        return "person", ""
    if is_big and (amount.end == len(folded) or folded[amount.end] in _MARKS):
        return _topic(folded, start), ""
    if is_big and lexicon.left_of_bare_sum().match(folded, max(0, start - 12), start):
        return "CNY", ""
    return "", ""


def _topic(folded: str, start: int) -> str:
    """Money or people, by the nearest word before a bare sum in its sentence; "" where none says."""
    left = max(0, start - _LEFT, folded.rfind("。", 0, start) + 1)
    kinds = [match.lastgroup for match in lexicon.topic().finditer(folded, left, start)]
    return kinds[-1] if kinds else ""


def _individuals(folded: str, amount: Amount) -> str:
    """个 counts persons, households or things, as the noun behind it (or the medal before it) says."""
    end = amount.end
    if lexicon.household_behind().match(folded, end):
        return "household"
    if lexicon.persons_behind().match(folded, end) or folded.startswith("人", end):
        return "person"
    if lexicon.medal_left().match(folded, 0, amount.start) or lexicon.medal_behind().match(folded, end):
        return "person"
    return "count"


def _counts_firms(folded: str, amount: Amount) -> bool:
    """户 counts enterprises where such a word follows in the phrase or stands right before."""
    behind = lexicon.firm().search(folded, amount.end, amount.end + 6)
    before = lexicon.firm().search(folded, max(0, amount.start - 6), amount.start)
    if before and any(mark in folded[before.end() : amount.start] for mark in _CLAUSE_MARKS + "、和"):
        before = None
    if behind and any(mark in folded[amount.end : behind.start()] for mark in _CLAUSE_MARKS + "、和"):
        behind = None
    return bool(behind or before)


def hedge_before(folded: str, amount: Amount) -> tuple[int, str]:
    """(start of the text with the hedge right before the number, qualifier); ("", start of the number) without one."""
    start, qualifier = amount.start, ""
    if folded[start - 1 : start] in lexicon.words()["money"]["sign"]:
        start -= 1
    if amount.token[0] in _ROUND and start and folded[start - 1] in "上过":
        if start == 1 or folded[start - 2] not in "送网线加会晚早路桌街身场台经通以度超":
            return start - 1, "over"
    while match := lexicon.hedge_left().match(folded, max(0, start - 6), start):
        if qualifier and match.lastgroup != qualifier:
            break
        start, qualifier = match.start(), match.lastgroup
    return start, qualifier


def hedge_apart(folded: str, start: int) -> str:
    """The qualifier of a hedge that stands apart, in the same clause and with no number between; "" without one."""
    left = _clause_start(folded, start)
    match = None
    for match in lexicon.hedge_apart().finditer(folded, left, start):  # noqa: B007 - the last one is wanted
        pass
    if match is None or any(char.isdigit() for char in folded[match.end() : start]):
        return ""
    return match.lastgroup


def _clause_start(folded: str, start: int) -> int:
    left = max(0, start - _LEFT)
    return max(left, *(folded.rfind(mark, left, start) + 1 for mark in _CLAUSE_MARKS))


def share(folded: str, start: int, end: int) -> str | None:
    """Whom or what one share goes to, as the number's own form or its prefix says: person, household/month, year; else None."""
    behind = lexicon.share_behind().match(folded, end)
    if behind:
        names = [behind["every"], behind["period"]]
    else:
        before = lexicon.share_left().match(folded, max(0, start - 20), start)
        names = _every(before["every"]) if before else []
    found = list(dict.fromkeys(lexicon.shares()[name] for name in names if name))
    found.sort(key=lambda name: name in ("year", "month", "day", "hour"))
    return "/".join(found) or None


def _every(text: str) -> list[str]:
    """每人每月 → [每人, 每月]."""
    if "每" not in text[1:]:
        return [text]
    parts = ["每" + part for part in text.split("每") if part]
    return [part if part in lexicon.shares() else part[1:] for part in parts]


def is_blocked(folded: str, amount: Amount, kind: str) -> bool:
    """Whether the number is an ordinal, a code, a slogan, an article 一 or a duration rather than a quantity."""
    start = amount.chain
    left = lexicon.blocked_left().match(folded, max(0, start - 4), start)
    if numerals.is_code(amount.token) or (left and not left["but"]):
        return True
    if kind not in PEOPLE_AND_COUNTS:
        return False
    before = folded[start - 1] if start else "\n"
    if kind == "count" and before.isascii() and before.isalpha():
        return True
    if amount.low % 1 and amount.unit not in lexicon.words()["counts_with_fractions"]["units"]:
        return True
    if kind == "days":
        return not _is_entitlement(folded, amount)
    return _is_name(folded, amount, before) or _is_structure(folded, amount)


def _is_entitlement(folded: str, amount: Amount) -> bool:
    """Days and hours of leave and rest, not of work or of waiting."""
    if lexicon.duration_left().match(folded, max(0, amount.start - 4), amount.start):
        return False
    if lexicon.duration_right().match(folded, amount.end):
        return False
    return lexicon.entitlement().search(folded, max(0, amount.start - _NEAR), amount.end + _NEAR) is not None


def _is_name(folded: str, amount: Amount, before: str) -> bool:
    """Numbers that name or point instead of counting: 百人以上企业, 一名, “四个围绕”, 两人 at the head of a clause, 千家万户."""
    if amount.unit in ("人", "名") and amount.qualifier == "over" and lexicon.class_name().match(folded, amount.end):
        return True
    if amount.token in ("一", "壹") or _is_quoted_name(folded, amount, before):
        return True
    if amount.unit == "人" and amount.token in ("两", "二", "俩") and before in _MARKS:
        return True
    is_bare_round = numerals.is_round_word(amount.token) and not amount.qualifier
    if is_bare_round and amount.unit in ("家", "户") and not hedge_before(folded, amount)[1]:
        return True
    idioms = lexicon.idiom().finditer(folded, max(0, amount.start - 4), amount.end + 4)
    return not amount.token[0].isdigit() and any(match.end() >= amount.end for match in idioms)


def _is_quoted_name(folded: str, amount: Amount, before: str) -> bool:
    """“四个围绕”, “万名职工……”: a quotation that opens with a number is a name."""
    if before not in "“「『":
        return False
    return numerals.is_round_word(amount.token) or lexicon.slogan().match(folded, amount.chain) is not None


def _is_structure(folded: str, amount: Amount) -> bool:
    """Whether a small number in words only divides or decorates: 四处碰壁, 分三类, 两组."""
    if amount.token[0].isdigit() or amount.low > 10:
        return False
    counts = lexicon.words()["counts"]
    if amount.unit in counts["strict"]:
        return True
    return amount.unit in counts["weak"] and (
        amount.low < 3 or folded.endswith(tuple(counts["divides"]), 0, amount.start)
    )
