"""The patterns for numbers without a unit, made of the words of lexicon/quantities.toml."""

from functools import cache

import regex

from pipeline.measuring.quantity_words import words
from pipeline.text.patterns import any_of


@cache
def sum_repeated_left() -> regex.Pattern:
    """The sum in figures behind the sum in words: 壹万元整（10000.00）."""
    return regex.compile("(?r)[元圆][整正]?[（(]")


@cache
def left_of_bare_sum() -> regex.Pattern:
    """A word for money, with what may stand between it and a sum without 元."""
    return regex.compile(rf"(?r){any_of(words()['money']['before'])}(?:了|达|共|共计|合计|累计|总计|已|已达|为|的|约为|是|出|计)?")


@cache
def spoken_sum_left() -> regex.Pattern:
    """A word that makes thousands in words a sum, or such a sum and the other end of what was paid: 少的欠五千，多的一万二."""
    money = words()["money"]
    guard = {word: f"(?<![{others}])" for word, others in money["not_after"].items()}
    verbs = "|".join(guard.get(word, "") + word for word in money["spoken"])
    other_end = r"[一二两三四五六七八九十百千万]{2,6}[多余]?[，、]最?[多少]的"
    return regex.compile(rf"(?r)(?:{verbs})[了到着]?(?:{other_end})?")


@cache
def topic() -> regex.Pattern:
    """Words that tell whether a bare 万 or 亿 is money or people; the nearest before it decides."""
    lexicon = words()
    money = any_of([*lexicon["money"]["before"], *lexicon["money"]["yuan"]])
    return regex.compile(rf"(?P<CNY>{money})|(?P<person>{any_of(lexicon['people']['before'])})")


@cache
def right_of_bare_sum() -> regex.Pattern:
    """A word for money right behind a sum without 元: 147万工资款, 七八万的工钱."""
    return regex.compile(rf"(?:的|元的)?(?:被欠|拖欠|被拖欠)?{any_of(words()['money']['behind'])}")


@cache
def goods_behind() -> regex.Pattern:
    """A noun of goods within a few characters: 3万图书 is no sum."""
    return regex.compile(rf"\p{{Han}}{{0,3}}?{any_of(words()['money']['goods'])}")


@cache
def counted_left() -> regex.Pattern:
    """What says that a number behind it counts persons or visits: 参加人数16, 登记人次1.9万."""
    return regex.compile(rf"(?r)(?:(?P<person_time>人次)|(?P<person>人数)){_copula()}")


@cache
def pay_left() -> regex.Pattern:
    """Words of pay right before a number in digits: 月薪2600."""
    return regex.compile(rf"(?r){any_of(words()['money']['pay'])}{_copula()}")


@cache
def people_left() -> regex.Pattern:
    """A noun of persons right before a number that stands alone: 外来务工者22万, 晒海带的妇女五百多."""
    return regex.compile(rf"(?r){_people()}{_copula()}")


@cache
def counted_people_left() -> regex.Pattern:
    """Persons who have their own number, right before another: 8名职工五万六 is a sum."""
    return regex.compile(rf"(?r)[\d一二两三四五六七八九十百千万余多][名位个]\p{{Han}}{{0,6}}?(?<=人|{_people()})")


@cache
def owed_left() -> regex.Pattern:
    """Persons to whom something is owed, paid or given, right before a number: 拖欠农民工22万 is a sum."""
    return regex.compile(rf"(?r){any_of(words()['money']['owed'])}[了着过]?(?!薪)\p{{Han}}{{0,4}}?{_people()}")


@cache
def people_behind() -> regex.Pattern:
    """Nouns of persons that only a number without classifier counts: 52万人口, 四十多万游客, but 百万人口大县."""
    people = words()["people"]
    return regex.compile(rf"\p{{Han}}{{0,4}}?{any_of(people['uncounted'])}(?!{any_of(people['uncounted_not_before'])})")


def _people() -> str:
    people = words()["people"]
    return any_of({*people["nouns"], *people["uncounted"], *people["named_before"]} - {"个人"})


def _copula() -> str:
    return f"(?:{any_of(words()['people']['copulas'])}){{0,2}}"
