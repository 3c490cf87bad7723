"""What the words around a number say about it: its unit where none is printed, its hedge, whom a share goes to, and
whether it is a quantity of a report at all. Every function looks a bounded number of characters left or right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.measuring import quantity_words as lexicon
from pipeline.text import numerals

if TYPE_CHECKING:
    from pipeline.measuring.quantities import Amount

_CLAUSE_MARKS = "，。；！？：,;!?:\n"
_LEFT = 24  # characters of the clause that a hedge apart may stand before the number
_NEAR = 60  # characters around days in which a word of leave makes them an entitlement
_ROUND = "百千万亿"


def unit(folded: str, amount: Amount) -> tuple[str, str]:
    """(kind, unit word) of an amount, as context settles it; ("", "") where it has none."""
    if not amount.unit:
        return _bare(folded, amount)
    if amount.unit == "个":
        return _individuals(folded, amount), "个"
    if amount.unit == "人" and folded[amount.end : amount.end + 3] in ("（次）", "(次)"):
        return "person_time", amount.unit
    if amount.kind == "household" and _counts_firms(folded, amount):
        return "count", amount.unit
    return amount.kind, amount.unit


def _bare(folded: str, amount: Amount) -> tuple[str, str]:
    """Money or people without a unit, where a noun beside the number says so: 讨回工钱400余万, 56万农民工."""
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
    if is_big and lexicon.left_of_bare_sum().match(folded, max(0, start - 12), start):
        return "CNY", ""
    return ("CNY", "") if is_big and _is_remainder(folded, amount) else ("", "")


def _is_remainder(folded: str, amount: Amount) -> bool:
    """The second of two sums: 公司支付10万，其余8万由……"""
    return folded[max(0, amount.start - 2) : amount.start] in ("其余", "余下", "剩下", "另外", "剩余")


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
    before = folded[start - 1] if start else "\n"
    if lexicon.blocked_left().match(folded, max(0, start - 4), start):
        return True
    if kind not in ("count", "days", "person", "person_time", "household"):
        return False
    if before.isascii() and before.isalnum():
        return True
    if amount.unit in ("人", "名") and amount.qualifier == "over" and lexicon.class_name().match(folded, amount.end):
        return True
    if amount.token in ("一", "壹") or before in "“「『" and lexicon.slogan().match(folded, start):
        return True
    if kind == "days":
        return not lexicon.entitlement().search(folded, max(0, start - _NEAR), amount.end + _NEAR)
    if numerals.is_round_word(amount.token) and amount.unit in ("家", "户"):
        return start == amount.start and not hedge_before(folded, amount)[1] and not amount.qualifier
    return amount.unit in lexicon.words()["counts"]["weak"] and not _is_plain_count(amount)


def _is_plain_count(amount: Amount) -> bool:
    return amount.token[0].isdigit() or amount.qualifier in ("over", "range", "about") and len(amount.token) > 1
