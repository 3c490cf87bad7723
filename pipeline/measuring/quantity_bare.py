"""What a number without a unit counts: money, persons or nothing, as the words around it say."""

import regex

from pipeline.measuring import quantity_bare_words as bare_words
from pipeline.measuring import quantity_words as lexicon
from pipeline.measuring.quantity_amounts import Amount
from pipeline.measuring.quantity_hedges import hedge_before

_PART = regex.compile(r"(?r)\d[/／∕·•・]")  # of a fraction or a date: 2/3以上职工, 6·1儿童节
_SPOKEN = 10**6  # yuan; a larger sum told in speech is told with its 元
_MANY = 100  # from here a number with 多 needs no classifier behind its noun: 女工五百多
_OF_PERSONS = ("person", "household")


def kind(folded: str, amount: Amount) -> str:
    """Money or people where a sign or a noun says so: ￥500, 讨回工钱400余万, 56万农民工; "" where nothing does."""
    start, _ = hedge_before(folded, amount)
    sign = lexicon.words()["money"]["sign"].get(folded[amount.start - 1 : amount.start])
    is_blocked = lexicon.blocked_right().match(folded, amount.end)
    if sign or (not is_blocked and _stands_behind(bare_words.sum_repeated_left(), folded, start)):
        return sign or "CNY"
    is_big = any(char in "万亿" for char in amount.token)
    if is_big and bare_words.right_of_bare_sum().match(folded, amount.end):
        return "CNY"
    if is_blocked or folded.startswith("几", amount.end) or _PART.match(folded, 0, amount.start):
        return ""
    is_number = len(amount.token) > 1 or amount.token.isdigit() or amount.qualifier
    is_plain = is_number and (is_big or amount.token.isascii() or amount.qualifier)
    block = lexicon.words()["block"]
    if amount.token in block["groups"] and folded.startswith(tuple(block["groups_before"]), amount.end):
        return ""
    if is_plain and (lexicon.persons_behind().match(folded, amount.end) or bare_words.people_behind().match(folded, amount.end)):
        return "person"
    if lexicon.ends_phrase(folded, amount.end) and (found := _at_the_end(folded, amount, start)):
        return found
    return _sum(folded, amount, start) if is_big and is_number else ""


def _stands_behind(pattern: regex.Pattern, folded: str, start: int) -> regex.Match | None:
    """What stands of a pattern right before a place."""
    return pattern.match(folded, max(0, start - lexicon.LEFT), start)


def _at_the_end(folded: str, amount: Amount, start: int) -> str:
    """What words right before a number at the end of a phrase make of it: 人次1042, 月薪2600, 欠五千, 每户3万, 外来工26万."""
    counted = _stands_behind(bare_words.counted_left(), folded, start)
    if counted and amount.low:
        return counted.lastgroup
    if amount.token.isascii() and amount.low >= _MANY and _stands_behind(bare_words.pay_left(), folded, start):
        return "CNY"
    is_spoken = len(amount.token) > 1 and not amount.token[0].isdigit() and set(amount.token) & set("千万") and amount.low < _SPOKEN
    if is_spoken and _stands_behind(bare_words.spoken_sum_left(), folded, start):
        return "CNY"
    is_big = bool(set(amount.token) & set("万亿")) and len(amount.token) > 1
    share = _stands_behind(lexicon.share_left(), folded, start)
    if is_big and share and lexicon.shares()[lexicon.every().findall(share["every"])[0]] in _OF_PERSONS:
        return "CNY"
    if is_big and _stands_behind(bare_words.counted_people_left(), folded, start):
        return "CNY"
    is_many = is_big or (amount.qualifier == "over" and amount.low >= _MANY)
    if is_many and _stands_behind(bare_words.people_left(), folded, start):
        return "CNY" if _stands_behind(bare_words.owed_left(), folded, start) else "person"
    return ""


def _sum(folded: str, amount: Amount, start: int) -> str:
    """Money or people for a bare 万 or 亿 by the words before it: at the end of a phrase the nearest one decides."""
    if amount.end == len(folded) or folded[amount.end] in lexicon.MARKS:
        left = max(0, start - lexicon.LEFT, folded.rfind("。", 0, start) + 1)
        topics = [match.lastgroup for match in bare_words.topic().finditer(folded, left, start)]
        return topics[-1] if topics else ""
    is_sum = _stands_behind(bare_words.left_of_bare_sum(), folded, start) and not bare_words.goods_behind().match(folded, amount.end)
    return "CNY" if is_sum else ""
