"""The hedge of a number: right before it (近50万元) or apart in its clause (最高救助金额6000元)."""

from pipeline.measuring import quantity_hedge_words as hedge_words
from pipeline.measuring import quantity_words as lexicon
from pipeline.measuring.quantity_amounts import Amount

_THOUSAND = 1000


def hedge_before(folded: str, amount: Amount) -> tuple[int, str]:
    """(start of the text with the hedge or sign right before the number, qualifier); "" where there is no hedge."""
    start, qualifier = amount.start, ""
    if folded[start - 1 : start] in lexicon.words()["money"]["sign"]:
        start -= 1
    if amount.token[0] in lexicon.ROUND and hedge_words.over_round_left().match(folded, max(0, start - 2), start):
        return start - 1, "over"
    if amount.low >= _THOUSAND and hedge_words.over_number_left().match(folded, max(0, start - 2), start):
        return start - 1, "over"
    while match := hedge_words.hedge_left().match(folded, max(0, start - lexicon.NEAR), start):
        if qualifier and match.lastgroup != qualifier:
            break
        start, qualifier = match.start(), match.lastgroup
    return start, qualifier


def hedge_apart(folded: str, since: int, start: int, is_money: bool) -> str:
    """The qualifier of a hedge that stands apart, in the same clause, with no number between and none that it belongs to; "" without one.

    `since` is where the quantity before ends. 最多的5000元 is the largest sum, 人数最多的5家 are five.
    """
    hedges = list(hedge_words.hedge_apart().finditer(folded, max(since, start - lexicon.LEFT), start))
    if not hedges:
        return _largest(folded, start) if is_money else ""
    between = folded[hedges[-1].end() : start]
    if any(char.isdigit() or char in lexicon.CLAUSE_MARKS + "、" for char in between):
        return ""
    if not is_money and hedge_words.of_another().fullmatch(between):
        return ""
    return hedges[-1].lastgroup


def _largest(folded: str, start: int) -> str:
    """最大一笔8万元: the largest sum that was paid."""
    return "at_most" if hedge_words.largest_left().match(folded, max(0, start - lexicon.LEFT), start) else ""
