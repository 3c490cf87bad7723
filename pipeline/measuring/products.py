"""The rule `n × per person = total`: recipients × rate against the sum that the text names.

Only what the text ties together: a rate goes with the nearest count of its own kind (每人 with persons, 每户 with
households) in its sentence; the sum stands in that sentence, or alone and marked as a total (共, 合计) in the next or
the last. A rate that is a rule (标准) may have steps that are not told, so it can agree but not conflict; neither can
figures that a semicolon parts, nor a sentence with another rate whose recipients are not told. What people pay or earn
(money_other) is no rate. Money gathered (筹集, 拨付) is compared with one product only: several rates show that it pays for more.
"""

from collections.abc import Iterator

from pipeline.measuring import findings, relations
from pipeline.measuring.findings import Finding
from pipeline.measuring.intervals import Interval, interval
from pipeline.records import Fact

RULE = "n × per person = total"
_PAID = frozenset({"aid_disbursed", "award_money", "goods_value", "wages_recovered", "compensation_recovered"})
_GATHERED = "funds_raised"
_PER_WORDS = {"person": "每人", "household": "每户", "organization": "每个单位", "item": "每份", "case": "每件"}
# What a rate is multiplied with, where its unit does not say it.
_COUNTED = {
    "organization": frozenset({"organizations_reached", "organizations_commended"}),
    "item": frozenset({"goods_distributed", "materials_distributed"}),
    "case": frozenset({"cases_handled"}),
}
Pair = tuple[list[Fact], Fact]  # those who get it, and what each gets


def products(sentences: list[list[Fact]], text: str) -> Iterator[Finding]:
    """The findings of this rule; `sentences` are one activity's facts by sentence, in the order of the text."""
    for i, sentence in enumerate(sentences):
        pairs = [(_recipients(sentence, rate, text), rate) for rate in sentence if _is_rate(rate)]
        pairs = [pair for pair in pairs if pair[0]]
        if not pairs:
            continue
        inside = list(_totals_inside(sentence, pairs))
        if not inside:
            neighbours = [sentences[j] for j in (i + 1, i - 1) if 0 <= j < len(sentences)]
            inside = [(fact, pairs) for fact in _totals_nearby(neighbours, pairs, text)][:1]
        yield from (_compare(fact, some, _is_open(sentence, fact, some, text)) for fact, some in inside)


def _is_open(sentence: list[Fact], stated: Fact, pairs: list[Pair], text: str) -> bool:
    """Whether the sum may be of more, or of something else, than these products: another rate stands there, or a semicolon parts them."""
    told = {rate.fact_id for _, rate in pairs}
    others = any(fact.fact_id not in told for fact in sentence if _is_rate(fact))
    between = (sorted((rate, stated), key=lambda fact: fact.start) for _, rate in pairs)
    return others or any(relations.semicolon_between(text, a, b) for a, b in between)


def _base(rate: Fact) -> str:
    """What one share goes to, without the period: person/year gives person."""
    return (rate.per or "").split("/")[0]


def _is_rate(fact: Fact) -> bool:
    return fact.unit == "CNY" and _base(fact) in _PER_WORDS and fact.scope != "background" and fact.measure != "money_other"


def _is_counted(fact: Fact, base: str) -> bool:
    """Whether the fact counts what the rate is paid for."""
    if fact.per is not None or fact.unit == "CNY" or fact.scope == "background":
        return False
    return fact.measure in _COUNTED[base] if base in _COUNTED else fact.unit == base


def _recipients(sentence: list[Fact], rate: Fact, text: str) -> list[Fact]:
    """The nearest count in front of the rate, with the list that it closes; else the nearest behind it; else nobody.

    A count with another rate in between is that rate's.
    """
    counts = [fact for fact in sentence if _is_counted(fact, _base(rate))]
    others = [fact.start for fact in sentence if _is_rate(fact) and fact is not rate]
    before = [fact for fact in counts if fact.start < rate.start]
    if before and not any(before[-1].start < start < rate.start for start in others):
        group = [before.pop()]
        while before and relations.listed_together(text, before[-1], group[0]):
            group.insert(0, before.pop())
        return group
    behind = next((fact for fact in counts if fact.start > rate.start), None)
    if behind is None or before or any(rate.start < start < behind.start for start in others):
        return []
    return [behind]


def _totals_inside(sentence: list[Fact], pairs: list[Pair]) -> Iterator[tuple[Fact, list[Pair]]]:
    """Each sum of the sentence with the products in front of it, or the one sum in front of all with all of them."""
    sums = [fact for fact in sentence if fact.per is None and fact.measure in _PAID | {_GATHERED}]
    left = list(pairs)
    for fact in sums:
        mine = [pair for pair in left if pair[1].start < fact.start and pair[0][-1].start < fact.start]
        if mine and _can_be_total(fact, mine):
            left = [pair for pair in left if pair not in mine]
            yield fact, mine
    before = [fact for fact in sums if fact.start < pairs[0][1].start]
    if left == pairs and len(before) == 1 and _can_be_total(before[0], pairs):
        yield before[0], pairs


def _totals_nearby(neighbours: list[list[Fact]], pairs: list[Pair], text: str) -> Iterator[Fact]:
    """The only sum of a neighbouring sentence, marked as a total and without recipients of its own."""
    for sentence in neighbours:
        sums = [fact for fact in sentence if fact.per is None and fact.measure in _PAID]
        own = any(_is_counted(fact, _base(rate)) for fact in sentence for _, rate in pairs)
        if len(sums) != 1 or own or not _can_be_total(sums[0], pairs) or not relations.is_total(text, sums[0]):
            continue
        if relations.sentences_apart(text, sums[0], pairs[0][1]) == 1:
            yield sums[0]


def _can_be_total(fact: Fact, pairs: list[Pair]) -> bool:
    """Whether the sum belongs to the same time as the counts, and, if only gathered, to one product."""
    if any(count.scope != fact.scope for counts, _ in pairs for count in counts):
        return False
    return fact.measure in _PAID or len(pairs) == 1


def _compare(stated: Fact, pairs: list[Pair], is_open: bool) -> Finding:
    facts = (*(fact for counts, rate in pairs for fact in (*counts, rate)), stated)
    terms = "＋".join(_words(counts, rate) for counts, rate in pairs)
    if any("/" in (rate.per or "") for _, rate in pairs):
        why = f"{terms}，但这是按期发放的标准，文中没有写明期数，无法与{findings.figure(stated)}核对。"
        return Finding(RULE, "not_checkable", stated, None, facts, why)
    expected = findings.total(_product(pair, interval) for pair in pairs)
    printed = findings.total(_product(pair, findings.nominal) for pair in pairs)
    verdict = findings.agreement(expected, stated)
    note = ""
    if verdict == "conflicts" and any(rate.scope == "rule" for _, rate in pairs):
        verdict, note = "not_checkable", "；这是规定的标准，未必人人都按同一标准领取"
    elif verdict == "conflicts" and is_open:
        verdict, note = "not_checkable", "；这笔钱未必只按这一标准发放"
    elif verdict == "conflicts" and stated.measure == _GATHERED:
        note = "；筹集的资金也可能没有全部用于这一项发放"
    why = f"{terms}＝{findings.span(printed)}元，文中所说为{findings.figure(stated)}，"
    why += findings.comparison(printed, expected, stated)
    return Finding(RULE, verdict, stated, expected, facts, f"{why}{note}。")


def _product(pair: Pair, reading) -> Interval:
    counts, rate = pair
    return findings.total(map(reading, counts)).times(reading(rate))


def _words(counts: list[Fact], rate: Fact) -> str:
    counted = "＋".join(map(findings.term, counts))
    return f"{f'（{counted}）' if len(counts) > 1 else counted}×{_PER_WORDS[_base(rate)]}{findings.term(rate)}"
