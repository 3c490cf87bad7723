"""The interval of values that a printed figure stands for.

| printed | interval |
|---|---|
| 25.9万元 | half a unit of the last printed digit to either side: 258,500 to 259,500 |
| 471名, 500元 | the number itself: whole units are counted, not rounded |
| 50余万元, 逾50万元 | up to the next round step, one more in the last digit that is not 0: 500,000 to 600,000 |
| 近50万元 | down to a fifth below: what nearly reaches a figure; a wider guess would excuse anything |
| 约50万元 | a tenth to either side |
| 500—1000元, 几十名 | from the one end to the other |
| 不少于1万元 / 不超过1万元 | from it upwards without end / from 0 to it |
"""

from dataclasses import dataclass
from decimal import Decimal

import regex

from pipeline.records import Fact
from pipeline.text.forms import fold

ABOUT = Decimal("0.1")
UNDER = Decimal("0.2")
_DIGITS = regex.compile(r"\d[\d,，]*(?:[.．](\d+))?[余多几来]?([百千万亿]*)")
_HAN = "[一二两三四五六七八九十百千零〇万亿]*"
_HAN_BIG = regex.compile(rf"{_HAN}(?:点([一二三四五六七八九零〇]+)|[万亿]){_HAN}")  # what is large or has decimals: 三点五万
_HAN_SCALE = regex.compile(r"(?:[万亿]+|[十百千]+)?$")  # of the digit before: 二十万 is 20 times 万
_POWERS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}


@dataclass(frozen=True, slots=True)
class Interval:
    """Values from `low` to `high`, both included; `high` None: no upper end."""

    low: Decimal
    high: Decimal | None

    def plus(self, other: "Interval") -> "Interval":
        """The interval of the sum."""
        high = None if self.high is None or other.high is None else self.high + other.high
        return Interval(self.low + other.low, high)

    def minus(self, other: "Interval") -> "Interval":
        """The interval of the difference; with no upper end of `other` its lowest value is 0."""
        low = Decimal(0) if other.high is None else self.low - other.high
        return Interval(low, None if self.high is None else self.high - other.low)

    def times(self, other: "Interval") -> "Interval":
        """The interval of the product; both are of values that are not negative."""
        high = None if self.high is None or other.high is None else self.high * other.high
        return Interval(self.low * other.low, high)

    def meets(self, other: "Interval") -> bool:
        """Whether the two have a value in common."""
        return (self.high is None or other.low <= self.high) and (other.high is None or self.low <= other.high)


def rounding(text: str) -> Decimal:
    """Half a unit of the last digit printed in `text` (25.9万元: 500); 0 for whole units (5万2300元) and words below 万."""
    folded = fold(text)
    decimals, scale = 0, ""
    if figures := list(_DIGITS.finditer(folded)):
        decimals, scale = len(figures[-1][1] or ""), figures[-1][2]
    elif words := _HAN_BIG.search(regex.sub("[余多几来]", "", folded)):
        decimals, scale = len(words[1] or ""), _HAN_SCALE.search(words[0])[0]
    if not decimals and not scale:
        return Decimal(0)
    return Decimal(5).scaleb(sum(_POWERS[char] for char in scale) - decimals - 1)


def digits(value: Decimal) -> int:
    """How many digits a value has up to the last that is not 0."""
    return len(value.normalize().as_tuple().digits)


def round_step(value: Decimal) -> Decimal:
    """One unit of the last digit of `value` that is not 0: 500,000 gives 100,000; 2,549 gives 1."""
    if not value:
        return Decimal(1)
    return Decimal(1).scaleb(value.normalize().as_tuple().exponent)


def interval(fact: Fact) -> Interval:
    """What the figure of `fact` stands for, by its hedge and the precision in which it is printed."""
    low, high = fact.value_min, fact.value_max
    if low != high:
        return Interval(low, high)
    match fact.qualifier:
        case "at_least":
            return Interval(low, None)
        case "at_most":
            return Interval(Decimal(0), high)
        case "over":
            return Interval(low, high + round_step(high))
        case "under":
            return Interval(low * (1 - UNDER), high)
        case "about":
            return Interval(low * (1 - ABOUT), high * (1 + ABOUT))
    half = rounding(fact.text)
    return Interval(low - half, high + half)
