"""The wide columns of `activities`: one number a measure, and on what it rests.

What is true is not always in the text. Figures are merged where the same quantity stands twice, parts are taken out
where the text or the arithmetic shows them inside a total, and what remains is added up only where the text shows that
the parts do not overlap (lists, 分别对……, 另, different counties). In doubt the largest figure stands, with the basis
`maximum`: it is a lower bound that is true, where an inflated sum would be a wrong number that looks right.
"""

from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate, combinations, pairwise

from pipeline.measuring import ownership, relations
from pipeline.measuring.intervals import Interval, digits, interval
from pipeline.records import Fact
from pipeline.text.forms import fold

# column: (measure, unit of people or None); persons and visits (人次) are never added
COLUMNS: dict[str, tuple[str, str | None]] = {
    "funds_raised_yuan": ("funds_raised", None),
    "aid_disbursed_yuan": ("aid_disbursed", None),
    "wages_recovered_yuan": ("wages_recovered", None),
    "award_money_yuan": ("award_money", None),
    "goods_value_yuan": ("goods_value", None),
    "people_aided": ("people_aided", "person"),
    "households_aided": ("households_aided", "household"),
    "wage_claimants": ("wage_claimants", "person"),
    "people_trained": ("people_trained", "person"),
    "people_commended": ("people_commended", "person"),
    "cases_handled": ("cases_handled", None),
}
_LONGEST_LIST = 8  # parts looked at for one total; longer enumerations are tables, not prose
_PROSE = 100  # more figures of one measure than this are a printed table, whose lines this module cannot tell apart
# A chance sum within wide hedges is no total: the printed numbers themselves must nearly add up.
_NEAR = Decimal("0.05")
_SURE_DIGITS = 3  # equal figures with so many digits that are not 0 at the end are one quantity, also in one sentence
Value = Decimal | int | None


def wide_columns(facts: Sequence[Fact], text: str, organizer: str | None = None) -> dict[str, tuple[Value, str | None]]:
    """Value and basis (single, stated_total, sum, maximum) of each wide column, (None, None) where nothing is known.

    `facts` are one activity's, `text` the article's; money in yuan, people and cases as whole numbers. Only facts of
    scope `event` that are totals count: no rate (`per`), no ceiling (`at_most`), no range without one value; and none that stands
    where another union than the `organizer` acts.
    """
    folded = fold(text)
    others = ownership.of_others(folded, organizer and fold(organizer))
    facts = [fact for fact in facts if ownership.outside(others, fact.start)]
    result: dict[str, tuple[Value, str | None]] = {}
    for column, (measure, unit) in COLUMNS.items():
        usable = [fact for fact in facts if fact.measure == measure and unit in (None, fact.unit) and _is_whole(fact)]
        value, basis = _total(sorted(usable, key=lambda fact: fact.start), folded)
        if value is not None and not column.endswith("_yuan"):
            value = int(value)
        result[column] = (value, basis)
    return result


def _is_whole(fact: Fact) -> bool:
    return fact.scope == "event" and fact.per is None and fact.qualifier not in ("at_most", "range") and fact.value_min == fact.value_max


def _total(facts: list[Fact], text: str) -> tuple[Decimal | None, str | None]:
    """One number for the facts of one measure in text order."""
    if not facts:
        return None, None
    if len(facts) > _PROSE:
        return max(fact.value_min for fact in facts), "maximum"
    facts = _without_repeats(facts, text)
    if len(facts) == 1:
        return facts[0].value_min, "single"
    tops = _without_parts(facts, text)
    largest = max(tops, key=lambda fact: fact.value_min)
    if len(tops) == 1:
        return largest.value_min, "stated_total"
    if _all_disjoint(text, tops):
        return sum((fact.value_min for fact in tops), Decimal(0)), "sum"
    return largest.value_min, "stated_total" if _only_total(text, largest, tops) else "maximum"


def _only_total(text: str, largest: Fact, tops: list[Fact]) -> bool:
    """Whether the text marks the largest figure, and no other, as a total, and adds nothing to it (另……)."""
    if any(relations.added(text, a, b, "strong") for a, b in pairwise(tops)):
        return False
    return [fact for fact in tops if relations.is_total(text, fact)] == [largest]


def _without_repeats(facts: list[Fact], text: str) -> list[Fact]:
    """Each quantity once, in the most exact form in which it is printed."""
    kept: list[Fact] = []
    for fact in facts:
        twin = next((i for i, other in enumerate(kept) if _same_quantity(text, other, fact)), None)
        if twin is None:
            kept.append(fact)
        elif fact.qualifier == "exact" and kept[twin].qualifier != "exact":
            kept[twin] = fact
    return sorted(kept, key=lambda fact: fact.start)


def _same_quantity(text: str, a: Fact, b: Fact) -> bool:
    """Whether the two say the same: equal, or one exact inside the other's hedge, and nothing sets them apart."""
    a, b = sorted((a, b), key=lambda fact: fact.start)
    equal = a.value_min == b.value_min
    hedged = (a.qualifier == "exact") != (b.qualifier == "exact") and interval(a).meets(interval(b))
    if not (equal or hedged):
        return False
    if relations.same_sentence(text, a, b):
        return equal and (digits(a.value_min) >= _SURE_DIGITS or relations.repeats(text, b))
    return not relations.added(text, a, b, "strong") and not relations.different_places(text, a, b)


def _without_parts(facts: list[Fact], text: str) -> list[Fact]:
    """The facts less those inside another: named as part (其中), or neighbours in the text that add up to it."""
    tops = [
        fact for i, fact in enumerate(facts) if not (i and fact.value_min <= facts[i - 1].value_min and relations.in_brackets(text, fact))
    ]
    while True:
        parts = _named_parts(tops, text) or _summed_parts(tops)
        if not parts:
            return tops
        tops = [fact for i, fact in enumerate(tops) if i not in parts]


def _named_parts(facts: list[Fact], text: str) -> set[int]:
    """Positions of the figures behind 其中 up to the end of the sentence, while they still fit into their whole."""
    for i in range(1, len(facts)):
        if not relations.is_part(text, facts[i - 1], facts[i]):
            continue
        whole = next((fact for fact in reversed(facts[:i]) if fact.value_min >= facts[i].value_min), None)
        if whole is None:
            continue
        parts, room = {i}, whole.value_min - facts[i].value_min
        for j in range(i + 1, len(facts)):
            apart = relations.added(text, facts[j - 1], facts[j], "strong")
            if apart or facts[j].value_min > room or not relations.same_sentence(text, facts[j - 1], facts[j]):
                break
            parts.add(j)
            room -= facts[j].value_min
        return parts
    return set()


def _summed_parts(facts: list[Fact]) -> set[int]:
    """Positions of a run of two or more figures that add up to the figure directly in front of it or behind it."""
    for i, whole in enumerate(facts):
        for step in (1, -1):
            run, nominal, total = [], Decimal(0), Interval(Decimal(0), Decimal(0))
            j = i + step
            while 0 <= j < len(facts) and len(run) < _LONGEST_LIST and nominal <= whole.value_min:
                run.append(j)
                nominal, total = nominal + facts[j].value_min, total.plus(interval(facts[j]))
                near = abs(nominal - whole.value_min) <= _NEAR * whole.value_min
                if len(run) > 1 and near and total.meets(interval(whole)):
                    return set(run)
                j += step
    return set()


def _all_disjoint(text: str, facts: list[Fact]) -> bool:
    """Whether no two of the figures, in text order, have anything in common: 甲县100名，乙县200名，甲县80名 may.

    Members of one list are told apart by their neighbours, as the list goes on between them.
    """
    if not all(_disjoint(text, a, b) for a, b in pairwise(facts)):
        return False
    breaks = [not relations.listed_together(text, a, b) for a, b in pairwise(facts)]
    numbers = [0, *accumulate(breaks)]
    numbered = zip(facts, numbers, strict=True)
    return all(of_a == of_b or _disjoint(text, a, b) for (a, of_a), (b, of_b) in combinations(numbered, 2))


def _disjoint(text: str, a: Fact, b: Fact) -> bool:
    """Whether the text shows that the later `b` has nothing in common with `a`; doubt is no."""
    if relations.is_part(text, a, b):
        return False
    winners = a.unit == b.unit == "person" and relations.different_prizes(text, a, b)
    if winners or relations.different_places(text, a, b):
        return True
    if b.value_min > a.value_min and relations.is_total(text, b, a.end) and not relations.same_sentence(text, a, b):
        return False  # 此外，今年以来共……: the year's total may hold the first figure too
    counted_twice = b.unit not in ("CNY", "person", "household")  # 受理30件、办结20件: the same cases at two stages
    if relations.listed_together(text, a, b) and not counted_twice:
        return True
    if b.unit != "CNY":  # the same persons are often counted under several heads
        apart = relations.separately(text, a, b) and relations.framed(text, a) and relations.framed(text, b, a.end)
        return apart or relations.added(text, a, b, "people")
    return relations.added(text, a, b, "strong") or _money_apart(text, a, b)


def _money_apart(text: str, a: Fact, b: Fact) -> bool:
    """Whether two sums are added up (还, 又) or given to different recipients in one sentence (给甲……，给乙……)."""
    if b.value_min < a.value_min and relations.is_total(text, a) and not relations.is_total(text, b, a.end):
        return False  # 共发放100万元……还发放了20万元: the smaller sum may lie inside the total
    if relations.added(text, a, b, "weak"):
        return True
    both = relations.framed(text, a) and relations.framed(text, b, a.end)
    return both and relations.same_sentence(text, a, b)
