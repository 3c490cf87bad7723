"""Arithmetic between the figures of one activity: does the report agree with itself?

Five rules, each between figures that the text itself relates; a figure is never changed.

| rule | compares | where |
|---|---|---|
| `n × per person = total` | recipients × rate with a sum of money | products.py |
| `parts = stated total` | figures behind 其中, or in front of 合计, with the total | a sentence; 其中 also the next |
| `value of goods + cash = total` | the same where some parts are the worth of goods, others cash | the same |
| `this year + growth` | last period's figure + growth with this period's | a sentence or two |
| `cumulative ≥ event` | a total over years with this campaign's figure of that measure | up to three sentences apart |

Tolerances (intervals.py): half a unit of the last printed digit for each term, hedges and ranges as intervals; two
intervals that have a value in common agree. Parts behind 其中 need not be all parts: falling short of the total by more
than `_ALL_BUT` they prove nothing (`not_checkable`), by less a figure is wrong; exceeding it they conflict.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from pipeline.measuring import findings, relations
from pipeline.measuring.findings import Finding
from pipeline.measuring.intervals import Interval, digits, interval
from pipeline.measuring.products import products
from pipeline.records import Check, Fact
from pipeline.text.forms import fold

PARTS = "parts = stated total"
GOODS = "value of goods + cash = total"
GROWTH = "this year + growth"
CUMULATIVE = "cumulative ≥ event"

# A group left out of a list of parts is seldom smaller than a fiftieth of the whole; a misprint often is.
_ALL_BUT = Decimal("0.02")
_SURE_DIGITS = 3  # digits of a figure that neighbours add up to by chance less than once in a few hundred
_NEIGHBOURS = 3  # sentences between this campaign's figure and a total over years that still speaks of the same thing
_MANY = 200  # figures in one activity beyond which the text is a printed table, whose columns these rules do not know
# Sums that can be parts of one another: what is gathered and given, and what is recovered.
_FAMILIES = {
    "funds_raised": "given", "aid_disbursed": "given", "goods_value": "given", "award_money": "given",
    "wages_recovered": "recovered", "compensation_recovered": "recovered",
}  # fmt: skip


def check(facts: Sequence[Fact], text: str) -> list[Check]:
    """The checks of one activity's facts in the order of the text; `text` is the article's.

    `stated` is the printed figure, `expected_min` and `expected_max` the interval that the other figures give (None: no
    bound); money in yuan. Without facts, or where the text relates none, the list is empty.
    """
    folded = fold(text)
    ordered = sorted(facts, key=lambda fact: fact.start)
    if len(ordered) > _MANY:
        return []
    found = [
        *products(_sentences(ordered, folded), folded),
        *_parts(ordered, folded),
        *_growth(ordered, folded),
        *_cumulative(ordered, folded),
    ]
    found.sort(key=lambda finding: (finding.stated.start, finding.rule))
    return [_as_check(finding, number) for number, finding in enumerate(found, 1)]


def _as_check(finding: Finding, number: int) -> Check:
    stated, expected = finding.stated, finding.expected
    return Check(
        check_id=f"{stated.activity_id}-c{number:02d}",
        activity_id=stated.activity_id,
        rule=finding.rule,
        verdict=finding.verdict,
        stated=stated.value_min,
        expected_min=expected.low if expected else None,
        expected_max=expected.high if expected else None,
        fact_ids=tuple(fact.fact_id for fact in finding.facts),
        explanation=finding.explanation,
    )


def _sentences(facts: list[Fact], text: str) -> list[list[Fact]]:
    """The facts grouped by sentence."""
    groups: list[list[Fact]] = []
    for fact in facts:
        if groups and relations.same_sentence(text, groups[-1][-1], fact):
            groups[-1].append(fact)
        else:
            groups.append([fact])
    return groups


# ------------------------------------------------------------------------------------------------ parts = stated total


def _parts(facts: list[Fact], text: str) -> Iterator[Finding]:
    """One finding for each total whose parts the text names."""
    for group in _families(facts):
        told = set()
        for i in range(len(group)):
            for finding in (
                *_behind_of_which(group, i, text),
                *_before_total(group, i, text),
                *_unmarked(group, i, text),
            ):
                if finding.stated.fact_id not in told:
                    told.add(finding.stated.fact_id)
                    yield finding


def _families(facts: list[Fact]) -> list[list[Fact]]:
    """Totals (no rates, no ceilings) that can be parts of one another, by unit and scope, in the order of the text."""
    groups: dict[tuple[str, str, str], list[Fact]] = {}
    for fact in facts:
        if fact.per is None and fact.qualifier not in ("at_most", "at_least") and fact.scope != "background":
            family = _FAMILIES.get(fact.measure, fact.measure)
            groups.setdefault((family, fact.unit, fact.scope), []).append(fact)
    return list(groups.values())


def _behind_of_which(group: list[Fact], i: int, text: str) -> Iterator[Finding]:
    """The total and its parts where 其中 stands between `group[i - 1]` and `group[i]`.

    A 其中 with other numbers behind it may mean those; then only agreement is worth telling.
    """
    if not i or not relations.is_part(text, group[i - 1], group[i]):
        return
    whole = next((fact for fact in reversed(group[:i]) if fact.value_min > group[i].value_min), None)
    if whole is None or relations.sentences_apart(text, whole, group[i]) > 1:
        return
    run = _of_one_kind(whole, _without_inner_sums(_run_behind(whole, group[i:], text)))
    direct = relations.is_part_directly(text, group[i - 1], group[i])
    for finding in _compare_parts(whole, _adding_up(whole, run, text), complete=False):
        if direct or finding.verdict == "agrees":
            yield finding


def _run_behind(whole: Fact, rest: list[Fact], text: str) -> list[Fact]:
    """The parts from the first of `rest` to the end of its sentence, without the parts of a part."""
    run, room = [rest[0]], Decimal(0)  # room: what is left inside the last part for parts of its own
    for before, fact in pairwise(rest):
        marked = relations.has("total", "words", relations.lead(text, fact.start, before.end))
        apart = marked or relations.added(text, before, fact, "strong")
        if apart or fact.value_min > whole.value_min or not relations.same_sentence(text, before, fact):
            break
        if relations.is_part(text, before, fact):
            room = before.value_min
        if relations.in_brackets(text, fact):
            continue
        if fact.value_min <= room:
            room -= fact.value_min
        else:
            room = Decimal(0)
            run.append(fact)
    return run


def _without_inner_sums(run: list[Fact]) -> list[Fact]:
    """The run without the figures that add up to the one directly in front of them: they are its parts."""
    for i, fact in enumerate(run):
        inner = Decimal(0)
        for j in range(i + 1, len(run)):
            inner += run[j].value_min
            if inner == fact.value_min and j > i + 1:
                return run[: i + 1] + _without_inner_sums(run[j + 1 :])
    return run


def _of_one_kind(whole: Fact, run: list[Fact]) -> list[Fact]:
    """Parts of the total's own measure, with goods beside cash; parts of other measures only where all are."""
    same = [fact for fact in run if fact.measure in (whole.measure, "goods_value")]
    return same if any(fact.measure == whole.measure for fact in same) else run


def _before_total(group: list[Fact], i: int, text: str) -> Iterator[Finding]:
    """The total `group[i]` and the figures of its sentence in front, where 合计 or 共计 opens its clause."""
    whole = group[i]
    if not i or not relations.closes_list(text, whole, group[i - 1].end):
        return
    run: list[Fact] = []
    for fact in reversed(group[:i]):
        inside = relations.same_sentence(text, fact, whole) and fact.value_min <= whole.value_max
        if not inside or relations.is_total(text, fact):
            break
        if not relations.in_brackets(text, fact):
            run.append(fact)
    yield from _compare_parts(whole, _adding_up(whole, run, text)[::-1], complete=True)


def _unmarked(group: list[Fact], i: int, text: str) -> Iterator[Finding]:
    """`group[i]` and the figures behind it in its sentence that give it, or so nearly that they were meant to.

    Only for a figure of `_SURE_DIGITS` digits, which others do not give by chance; a conflict only where it is marked
    as a total.
    """
    whole = group[i]
    behind = group[i + 1 : i + 2] and _run_behind(whole, group[i + 1 :], text)
    few_digits = digits(whole.value_min) < _SURE_DIGITS
    if few_digits or not behind or not relations.same_sentence(text, whole, behind[0]):
        return
    parts = _adding_up(whole, _of_one_kind(whole, behind), text)
    if abs(sum(fact.value_min for fact in parts) - whole.value_min) <= _ALL_BUT * whole.value_min:
        for finding in _compare_parts(whole, parts, complete=True):
            if finding.verdict == "agrees" or relations.is_total(text, whole):
                yield finding


def _ends(run: list[Fact], text: str) -> Iterator[int]:
    """Lengths at which a list of parts can end: in front of a semicolon, and its whole length."""
    for n in range(2, len(run)):
        first, second = sorted((run[n - 1], run[n]), key=lambda fact: fact.start)
        if relations.semicolon_between(text, first, second):
            yield n
    if len(run) > 1:
        yield len(run)


def _adding_up(whole: Fact, run: list[Fact], text: str) -> list[Fact]:
    """The shortest beginning of the run that adds up to the whole, else the whole run.

    Within rounding and hedges only up to a semicolon, as sums that nearly fit turn up by chance; to the digit anywhere.
    """
    ends = set(_ends(run, text))
    for n in range(2, len(run)):
        exact = sum(fact.value_min for fact in run[:n]) == whole.value_min
        if exact or (n in ends and findings.total(map(interval, run[:n])).meets(interval(whole))):
            return run[:n]
    return run


def _compare_parts(whole: Fact, parts: list[Fact], *, complete: bool) -> Iterator[Finding]:
    """Agreement, conflict, or nothing to be said because the parts named need not be all of them."""
    if len(parts) < 2:
        return  # one part inside its whole: nothing adds up
    expected, printed = findings.total(map(interval, parts)), findings.total(map(findings.nominal, parts))
    verdict = findings.agreement(expected, whole)
    missing = interval(whole).low - (expected.high or Decimal(0))
    terms = "＋".join(map(findings.term, parts))
    why = f"{terms}＝{findings.span(printed)}{findings.unit_word(whole)}，文中总数为{findings.figure(whole)}，"
    why += findings.comparison(printed, expected, whole)
    if verdict == "conflicts" and not complete and missing > _ALL_BUT * whole.value_min:
        verdict = "not_checkable"
        why = why.removesuffix("，不符") + "；所列各项未必是全部，无法核对"
    with_goods = len({fact.measure == "goods_value" for fact in parts}) == 2
    yield Finding(GOODS if with_goods else PARTS, verdict, whole, expected, (*parts, whole), why + "。")


# -------------------------------------------------------------------------------------------------- this year + growth


def _growth(facts: list[Fact], text: str) -> Iterator[Finding]:
    signs = [_growth_sign(text, facts, i) for i in range(len(facts))]
    for i, growth in enumerate(facts):
        now = next((fact for fact in reversed(facts[:i]) if _alike(fact, growth) and fact.scope != "background"), None)
        if not signs[i] or now is None or relations.sentences_apart(text, now, growth) > 1:
            continue
        near = [fact for fact, sign in zip(facts, signs, strict=True) if not sign and _alike(fact, growth)]
        last = [f for f in near if f.scope == "background" and relations.sentences_apart(text, f, now) <= 1]
        yield _compare_growth(now, growth, signs[i], last)


def _compare_growth(now: Fact, growth: Fact, sign: int, last: list[Fact]) -> Finding:
    word, operator = ("增加", "＋") if sign > 0 else ("减少", "－")
    if len(last) != 1:
        why = f"本期为{findings.term(now)}，比上期{word}{findings.term(growth)}，文中没有写明上期的数字，无法核对。"
        return Finding(GROWTH, "not_checkable", now, None, (now, growth), why)
    change = Interval.plus if sign > 0 else Interval.minus
    expected = change(interval(last[0]), interval(growth))
    printed = change(findings.nominal(last[0]), findings.nominal(growth))
    why = f"上期{findings.term(last[0])}{operator}{word}的{findings.term(growth)}＝{findings.span(printed)}{findings.unit_word(now)}，"
    why += f"文中本期为{findings.figure(now)}，{findings.comparison(printed, expected, now)}。"
    return Finding(GROWTH, findings.agreement(expected, now), now, expected, (last[0], growth, now), why)


def _growth_sign(text: str, facts: list[Fact], i: int) -> int:
    """1 where the figure is a growth over an earlier one (比上期增加12人), -1 a fall, 0 neither."""
    before = relations.lead(text, facts[i].start, facts[i - 1].end if i else 0).removesuffix("了")
    if facts[i].scope != "background" or not relations.has("growth", "against", before):
        return 0
    if before.endswith(tuple(relations.words()["growth"]["more"])):
        return 1
    return -1 if before.endswith(tuple(relations.words()["growth"]["less"])) else 0


def _alike(a: Fact, b: Fact) -> bool:
    return (a.measure, a.unit, a.per) == (b.measure, b.unit, b.per)


# -------------------------------------------------------------------------------------------------- cumulative ≥ event


def _cumulative(facts: list[Fact], text: str) -> Iterator[Finding]:
    """For each measure the largest total over years against the largest figure of this campaign near it."""
    kinds = sorted({(fact.measure, fact.unit) for fact in facts if not fact.measure.endswith("_other")})
    for kind in kinds:
        group = [fact for fact in facts if (fact.measure, fact.unit) == kind and fact.per is None]
        years = max((f for f in group if f.scope == "cumulative"), key=lambda f: f.value_min, default=None)
        if years is None:
            continue
        near = [f for f in group if f.scope == "event" and relations.sentences_apart(text, f, years) <= _NEIGHBOURS]
        event = max(near, key=lambda fact: fact.value_min, default=None)
        if event is not None:
            yield from _compare_cumulative(years, event, text)


def _compare_cumulative(years: Fact, event: Fact, text: str) -> Iterator[Finding]:
    """A conflict only where the text marks the long total (累计, 共): else the two may be of different things."""
    expected = Interval(interval(event).low, None)
    verdict = findings.agreement(expected, years)
    if verdict == "conflicts" and not relations.is_total(text, years):
        return
    why = f"多年累计{findings.figure(years)}，本次活动{findings.figure(event)}，"
    why += "累计数不小于本次，相符。" if verdict == "agrees" else "累计数小于本次，不符。"
    yield Finding(CUMULATIVE, verdict, years, expected, (event, years), why)
