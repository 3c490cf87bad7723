"""What a check has found, before it gets its id, and the Chinese words that explain it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from pipeline.measuring import quantities
from pipeline.measuring.intervals import Interval, interval
from pipeline.records import Fact

_UNITS = {"CNY": "元", "person": "人", "person_time": "人次", "household": "户"}


@dataclass(frozen=True, slots=True)
class Finding:
    """A figure of the text, what the other figures say it should be, and a sentence with the numbers in it."""

    rule: str
    verdict: str  # agrees, conflicts, not_checkable
    stated: Fact
    expected: Interval | None
    facts: tuple[Fact, ...]
    explanation: str


def nominal(fact: Fact) -> Interval:
    """The figure as printed, without rounding and vague hedges; bounds (不少于, 不超过) stay bounds."""
    if fact.qualifier == "at_least":
        return Interval(fact.value_min, None)
    return Interval(Decimal(0) if fact.qualifier == "at_most" else fact.value_min, fact.value_max)


def total(intervals: Iterable[Interval]) -> Interval:
    """The sum of several intervals; of none it is 0."""
    result = Interval(Decimal(0), Decimal(0))
    for one in intervals:
        result = result.plus(one)
    return result


def agreement(expected: Interval, stated: Fact) -> str:
    """`agrees` where the two have a value in common, else `conflicts`."""
    return "agrees" if expected.meets(interval(stated)) else "conflicts"


def unit_word(fact: Fact) -> str:
    """The Chinese word for the fact's unit."""
    return _UNITS.get(fact.unit, fact.unit)


def number(value: Decimal) -> str:
    """A number without exponent and without zeros behind the last decimal."""
    return f"{value.normalize():f}"


def span(values: Interval) -> str:
    """The number, or both ends of an interval."""
    if values.high is None:
        return f"至少{number(values.low)}"
    if values.low == 0 < values.high:
        return f"至多{number(values.high)}"
    return number(values.low) if values.low == values.high else f"{number(values.low)}～{number(values.high)}"


def term(fact: Fact) -> str:
    """The figure as printed; where that reads otherwise than its value, as of one that a person corrected, both: 20万元（300000元）."""
    read = [(one.value_min, one.value_max) for one in quantities.find(fact.text)]
    return fact.text if read == [(fact.value_min, fact.value_max)] else f"{fact.text}（{_in_full(fact)}）"


def _in_full(fact: Fact) -> str:
    return span(Interval(fact.value_min, fact.value_max)) + unit_word(fact)


def figure(fact: Fact) -> str:
    """The figure as printed and, where that is not the same, in full: 25.9万元（259000元）."""
    if fact.unit not in _UNITS:
        return term(fact)
    full = _in_full(fact)
    return fact.text if fact.text == full else f"{fact.text}（{full}）"


def comparison(sum_of_terms: Interval, expected: Interval, stated: Fact) -> str:
    """How far the printed figure lies from what the others give: 完全相符, 相差23500元，不符 …"""
    printed = nominal(stated)
    if sum_of_terms == printed:
        return "完全相符"
    agrees = expected.meets(interval(stated))
    if sum_of_terms.high is None or sum_of_terms.low != sum_of_terms.high or printed.low != printed.high:
        return "在这一范围之内，相符" if agrees else "超出这一范围，不符"
    gap = f"相差{number(abs(sum_of_terms.low - printed.low))}{unit_word(stated)}"
    return f"{gap}，在约数和四舍五入的误差之内" if agrees else f"{gap}，不符"
