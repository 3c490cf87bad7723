"""The patterns of dates in newspaper Chinese, built from `pipeline/lexicon/dates.toml`; for `pipeline.text.dates`.

All of them are for folded text (simplified characters, half-width digits) and free of nested repetition.
"""

import tomllib
from functools import cache
from importlib import resources

import regex

from pipeline.text.patterns import any_of

NUMBER = (
    r"(?:[0-3]?\d|十[一二三四五六七八九]?|[二三]十[一二三四五六七八九]?|廿[一二三四五六七八九]?|[一二三四五六七八九]"
    r"|(?<![\d一二两三四五六七八九十百千万亿几余多])元(?=月(?!饼)))"
)
TO = r" ?(?:至|到|[—–−~～-]{1,2}) ?"
_AND = r" ?(?:至|到|[—–−~～-]{1,2}|[、和]) ?"
_EIGHTIES = (
    rf"(?<![一二三四五六七八九十百千万〇零○几了过约近])(?!七八|八九)[七八九][〇零○一二三四五六七八九](?= ?年 ?{NUMBER} ?月)"  # 八七年三月
)
_YEAR_NUMBER = (
    r"(?:(?<!\d)(?:19|20)\d\d|[一二][〇零○一二三四五六七八九]{3}"
    rf"|(?<!\d)\d\d(?= ?年 ?{NUMBER} ?月)|{_EIGHTIES}|(?<![\d.])0\d|零[一二三四五六七八九])"
)
# 10日内, 3日游, 5日薪: a length of time or the first half of another word, no day of the month
_NOT_A_DAY = r"(?!之?内|以内|游|工[资作]|薪|均|常|照|夜|产|程|报|元)"
_YEAR_IN_WORDS = regex.compile(r"(?:一九|二[〇零○])[〇零○一二三四五六七八九]{2}(?= ?年)")
FORMS = ("iso", "lunar", "festival", "full", "part", "year", "bare", "relative", "weekday", "span", "vague")
_DIGITS = {"元": 1, "〇": 0, "零": 0, "○": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}


@cache
def lexicon() -> dict:
    """The words of `dates.toml`."""
    return tomllib.loads(resources.files("pipeline.lexicon").joinpath("dates.toml").read_text(encoding="utf-8"))


def years_in_digits(text: str) -> str:
    """A folded text with its years written as 一九八五年 in digits, as long as it was."""
    return _YEAR_IN_WORDS.sub(lambda match: str(year_number(match.group())), text)


def with_year_words(pattern: str) -> str:
    """A pattern of another lexicon, {上年} and the like in it made the patterns of these words."""
    for word in lexicon()["not_years"]:
        pattern = pattern.replace(f"{{{word}}}", _year_word(word))
    return pattern


def _year_word(word: str) -> str:
    """A pattern for a word like 去年, but not where what stands around makes something else of it: 送上年货."""
    before, behind = lexicon()["not_years"].get(word, ("", ""))
    return (f"(?<![{before}])" if before else "") + regex.escape(word) + (f"(?![{behind}])" if behind else "")


def number(text: str) -> int:
    """The value of a numeral that NUMBER matches (1-39): 12, 十二, 二十三, 廿三; 1 for the 元 of 元月."""
    if text.isdecimal():
        return int(text)
    text = text.replace("廿", "二十")
    tens, ten, ones = text.rpartition("十")
    return (10 * _DIGITS.get(tens, 1) if ten else 0) + _DIGITS.get(ones, 0)


def year_number(text: str) -> int:
    """The year written as 2015, 15, 二〇一五 or 零八; two digits are read as 1970-2069."""
    value = int("".join(str(_DIGITS.get(char, char)) for char in text))
    return value if value > 99 else value + (2000 if value < 70 else 1900)


@cache
def atom() -> regex.Pattern:
    """One date expression; which of FORMS it is, is the group of that name that is set."""
    lex = lexicon()
    named = [*lex["years"], *lex["anchored_years"]]
    year = (
        rf"(?:(?:(?<!\d)(?P<y0>(?:19|20)\d\d) ?年?{TO})?(?P<y>{_YEAR_NUMBER}) ?年度?"
        rf"|(?P<ry>{'|'.join(map(_year_word, sorted(named, key=lambda w: (-len(w), w))))}))"
    )
    day = rf"(?:(?P<d0>{NUMBER}) ?[日号]?{_AND})?(?P<d>{NUMBER}) ?[日号]{_NOT_A_DAY}"
    third = rf"(?P<third>{any_of(lex['month_parts']['words'])})"
    month = (
        rf"(?:(?<![\d.])(?:(?P<m0>{NUMBER})(?:月份?)?{TO})?(?P<m>{NUMBER}) ?月份?"
        rf"|(?P<rm>{any_of([*lex['months'], *lex['anchored_months']])}))(?: ?{day}|{third})?"
    )
    tails = lex["festival_tails"]
    marked = any_of(lex["festivals_in_marks"])
    not_after = "".join(rf"(?!(?<=[{before}]){name}(?![节前期当佳“]))" for name, before in lex["not_festivals"].items())
    not_after += "".join(rf"(?!{name}[{behind}])" for name, behind in lex["not_festivals_behind"].items())
    festival = (
        rf"[“\"]?{not_after}(?P<name>{any_of([*lex['festivals'], *lex['pairs'], '五·一'])}"
        rf"|(?<=[“\"]){marked}(?=[”\"])|{marked}(?={any_of(tails['instead_of_marks'])})"
        rf"|{any_of(lex['two_festivals']['words'])})"
        rf"(?:[”\"](?:{any_of(tails['formal'])}(?![日目假]))?)?+(?!{any_of(tails['not_a_date'])})"
        rf"(?:(?P<during>{any_of(tails['during'])})|(?P<before>{any_of(tails['before'])})|(?P<after>{any_of(tails['after'])}))?"
    )
    weekdays = "[一二三四五六日天]"
    long_parts = [word for word in lex["year_parts"] if len(word) > 1]
    return regex.compile(
        rf"(?P<iso>(?<![\d.])(?P<iy>(?:19|20)\d\d)(?P<sep>[-/. ])(?P<im>[01]?\d)(?P=sep)(?P<id>[0-3]?\d)(?![\d.]))"
        rf"|(?P<lunar>{_lunar(year)})"
        rf"|(?P<festival>(?:{year}[ 的]?)?{festival})"
        rf"|(?P<full>(?:{year}[ 的]?)?{month})"
        rf"|(?P<part>{year}的?前(?P<firsts>{NUMBER})个月"
        rf"|{year}的?(?P<short>{any_of(lex['year_parts'])})"
        rf"|(?<![一二两三四五六七八九十几\d])(?:(?P<plan>(?<={any_of(lex['plans']['before'])}))|)(?P<long>{any_of(long_parts)})"
        rf"(?:(?=(?P<due>{any_of(lex['plans']['behind'])}))|))"
        rf"|(?P<year>{year})"
        rf"|(?P<bare>(?<![\d.第每]){day.replace('[日号]', '日')})"
        rf"|(?P<relative>{any_of([*lex['days'], *lex['anchored_days']])}(?!{any_of(lex['not_days']['behind'])}))"
        rf"|(?P<weekday>(?P<week>[上下本这])个?(?P<ends>周末)|(?P<week>[上下]{{1,2}}个?|本|这个?)(?:周|星期|礼拜)(?P<wd>{weekdays})?(?![末年边])|(?:星期|礼拜)(?P<wd>{weekdays}))"
        rf"|(?P<span>(?<!\d)(?:近|最近|过去)?(?<!\d)(?P<n>{NUMBER})[多余]?年[多间]?来|(?:近|过去)(?P<n>{NUMBER})年)"
        rf"|(?P<vague>(?<![{lex['vague']['not_after']}]){any_of(lex['vague']['words'])})(?![年天日])"
    )


def _lunar(year: str) -> str:
    """The pattern of days of the lunar calendar; `year` is that of a year.

    Of months with a number only Chinese ones are meant (10月初 is the beginning of October), and no number may follow a bare
    初: 六月初|二十名, 三月初|一线职工.
    """
    early = "初[一二三四五六七八九十]"
    first_days, later_days = f"{early}|廿{NUMBER}?", f"二十{NUMBER}?|三十|十{NUMBER}?"
    counted = lexicon()["lunar"]["counted"]
    until = rf"(?:{TO}(?P<until>{early}|廿{NUMBER}?|(?:二十{NUMBER}?|三十|十{NUMBER}?)(?![一二三四五六七八九十月年{counted}])))?"
    return (
        rf"(?:农历(?:{year})?|(?:{year})?农历)(?P<leap>闰)?(?P<lm>正|腊|冬|{NUMBER})月(?P<ld>{first_days}|{later_days}){until}"
        rf"|(?P<lm>大年)(?P<ld>{first_days}){until}|(?P<eve>小年)(?=这天|当天|当日|到来|来临|前夕|[，,])"
        rf"|(?:{year} ?)?(?:(?P<lm>正|腊|冬)月(?P<ld>{first_days}|{later_days}){until}"
        rf"|(?P<leap>闰)(?P<lm>{NUMBER})月(?P<ld>{first_days}|{later_days}){until}"
        rf"|(?P<lm>(?!\d){NUMBER})月(?P<ld>{early}(?![{counted}])|廿{NUMBER}?){until})"
    )


@cache
def ending(section: str) -> regex.Pattern:
    """What stands right before a date to make it a beginning (section `since`) or an end (`until`)."""
    return regex.compile(any_of(lexicon()[section]["heads"]) + "$")


@cache
def from_to() -> regex.Pattern:
    """What stands between the two dates of a range that opens with 从 or 自: 起，至 or 一直到, a verb of one character before 到 (赛到)."""
    lex = lexicon()["from_to"]
    return regex.compile(rf"{TO}|{any_of(lex['begins'])}?[，,]?(?:{any_of(lex['goes_on'])}|[{lex['verbs']}])?[至到] ?")


@cache
def since_tail() -> regex.Pattern:
    """What stands right behind a date to make it a beginning."""
    return regex.compile(rf" ?{any_of(lexicon()['since']['tails'])}(?![诉草床到自源焦])")  # 起诉, 来到, 来自 begin a verb
