"""The grammar of quantities: every sum, count of people and count of things in a text, with hedge, unit and value.

`find` reads numbers with their own form (quantity_words.amount), joins ranges and lists that share a unit, decides the
unit where context must, and leaves out what is no quantity of a report: ordinals, ages, measures, slogans, articles.
It prefers to give a doubtful count; what a count is worth as a fact is decided later, with more context.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

import regex

from pipeline.measuring import quantity_context as context
from pipeline.measuring import quantity_words as lexicon
from pipeline.records import Quantity
from pipeline.text import numerals
from pipeline.text.forms import fold


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with what belongs to its own form, at its place in the folded text."""

    start: int  # where the digits begin; a hedge before them is not part of it yet
    end: int
    token: str  # the digits
    low: Decimal
    high: Decimal
    unit: str = ""  # folded; "" where none is printed
    unit_at: int = -1
    kind: str = ""  # see quantity_words.unit_kinds
    qualifier: str = ""  # what the form itself says: 余 over, 十几 about, a range; "" where it says nothing
    first: int = -1  # where the range or the list that it belongs to begins

    @property
    def chain(self) -> int:
        """Where the range or list begins that the number stands in."""
        return self.start if self.first < 0 else self.first


def find(text: str) -> list[Quantity]:
    """The quantities of a text in order, without overlap; offsets and `text` are those of the text as given."""
    folded = fold(text)
    found = []
    for amount in _joined(folded, [a for a in map(_amount, lexicon.amount().finditer(folded)) if a]):
        quantity = _quantity(text, folded, amount)
        if quantity:
            found.append(quantity)
    return found


def _amount(match: regex.Match) -> Amount | None:
    """The number of one match with its value, or None where the digits make no number."""
    token = match["number"]
    if len(token) > numerals.LONGEST:
        return None
    span = numerals.interval(token)
    if span is None:
        return None
    scale = numerals.parse(match["scale"]) if match["scale"] else 1
    if scale is None:
        return None
    unit = match["unit"] or ""
    if unit in lexicon.words()["money"]["jiao"]:
        scale *= Decimal("0.1")
    low, high = (value * scale + _cents(match) for value in span)
    return Amount(
        match.start(), match.end(), token + (match["scale"] or ""), low, high, unit, match.start("unit"),
        lexicon.unit_kinds().get(unit, "CNY" if unit else ""), _own_qualifier(match, low != high),
    )  # fmt: skip


def _cents(match: regex.Match) -> Decimal:
    """What 角 and 分 add to a sum."""
    value = Decimal(0)
    for name, part in (("jiao", Decimal("0.1")), ("fen", Decimal("0.01"))):
        if match[name]:
            value += numerals.parse(match[name]) * part
    return value


def _own_qualifier(match: regex.Match, is_vague: bool) -> str:
    if is_vague or match["over"] == "来":
        return "about"
    if match["later"] or match["over"] in ("余", "多"):
        return "over"
    return next((name for name in ("about", "over", "at_least", "at_most") if match[name]), "")


def _joined(folded: str, amounts: list[Amount]) -> list[Amount]:
    """Ranges made one amount, and numbers of a list given the unit that only its last number prints."""
    joined: list[Amount] = []
    for amount in reversed(amounts):
        after = joined[-1] if joined else None
        gap = folded[amount.end : after.start] if after and after.start - amount.end <= 5 else None
        if gap == "" and amount.qualifier == "over" and after.qualifier == "at_most" and amount.kind == after.kind:
            joined[-1] = _range(amount, after)  # 5万元以上10万元以下
        elif gap and after.unit and lexicon.joint().fullmatch(gap) and _may_range(amount, after):
            joined[-1] = _range(amount, after)
        elif gap and after.unit and not amount.unit and lexicon.comma().fullmatch(gap):
            joined.append(_listed(amount, after))
        else:
            joined.append(amount)
    joined.reverse()
    return [
        replace(a, first=b.chain) if _follows(folded, b, a) else a
        for b, a in zip([None, *joined], joined, strict=False)
    ]


def _follows(folded: str, before: Amount | None, amount: Amount) -> bool:
    return before is not None and not before.qualifier and folded[before.end : amount.start] in ("、", "至", "到")


def _may_range(low: Amount, high: Amount) -> bool:
    return (
        high.qualifier in ("", "at_most", "about") and (not low.unit or low.kind == high.kind) and low.low != high.high
    )


def _range(first: Amount, second: Amount) -> Amount:
    """One amount from 500—1000元, 3至5万元 (30000-50000) or 1万元至5000元 (its ends in order of size)."""
    value = _same_scale(first, second)
    low, high = sorted((value, second.high))
    return replace(second, start=first.start, token=first.token + second.token, low=low, high=high, qualifier="range")


def _listed(amount: Amount, after: Amount) -> Amount:
    """20 of 20、30万元: 200,000 yuan; its text is the number alone."""
    value = _same_scale(amount, after)
    return replace(amount, low=value, high=value if amount.low == amount.high else amount.high, kind=after.kind, unit=after.unit, unit_at=after.unit_at)  # fmt: skip


def _same_scale(first: Amount, second: Amount) -> Decimal:
    """The first number's value with the second's 万 or 亿 where it has none of its own: 3至5万, 八到九百亿."""
    big = second.token[len(second.token.rstrip("十百千万亿拾佰仟兆")) :]
    if not big or first.token[-1] in "万亿兆" or not first.low:
        return first.low
    whole = [numerals.parse(first.token + big[index:]) for index in range(len(big))]
    return next((value for value in whole if value is not None and first.low < value <= second.high), first.low)


def _quantity(text: str, folded: str, amount: Amount) -> Quantity | None:
    kind, unit = context.unit(folded, amount)
    if not kind or context.is_blocked(folded, amount, kind):
        return None
    start, hedge = context.hedge_before(folded, amount)
    qualifier = amount.qualifier or hedge or context.hedge_apart(folded, start)
    if not qualifier:
        qualifier = "about" if numerals.is_round_word(amount.token) else "exact"
    written = text[amount.unit_at : amount.unit_at + len(unit)] if kind in ("count", "days") else kind
    group = {"count": "count", "days": "count", "person": "people", "person_time": "people", "household": "people"}
    return Quantity(
        start, amount.end, text[start : amount.end], amount.low, amount.high, written,
        group.get(kind, "money"), qualifier, context.share(folded, start, amount.end),
    )  # fmt: skip
