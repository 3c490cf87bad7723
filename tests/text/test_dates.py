"""Dates in newspaper Chinese. Expected values are worked out by hand from a calendar."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.date_patterns import years_in_digits
from pipeline.text.dates import bounds, find


def edtf(text: str, issue: str | None = "2015-02-12") -> list[str | None]:
    return [mention.edtf for mention in find(text, issue)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2014年11月", "2014-11"),
        ("2015年2月10日", "2015-02-10"),
        ("２月１０日", "2015-02-10"),
        ("二月七日", "2015-02-07"),
        ("二〇一四年三月", "2014-03"),
        ("2015-01-29", "2015-01-29"),
        ("2月3日至5日", "2015-02-03/2015-02-05"),
        ("1月30日到2月2日", "2015-01-30/2015-02-02"),
        ("2月3日、4日", "2015-02-03/2015-02-04"),
        ("2013-2014年", "2013/2014"),
        ("去年9至11月", "2014-09/2014-11"),
        ("去年12月", "2014-12"),
        ("前年", "2013"),
        ("今年1月1日", "2015-01-01"),
        ("昨日", "2015-02-11"),
        ("前天", "2015-02-10"),
        ("本月", "2015-02"),
        ("上月", "2015-01"),
        ("明年3月", "2016-03"),
        ("上周五", "2015-02-06"),
        ("去年上半年", "2014-01/2014-06"),
        ("去年第三季度", "2014-07/2014-09"),
        ("2014年底", "2014-12"),
        ("去年前11个月", "2014-01/2014-11"),
    ],
)
def test_resolves(text: str, expected: str) -> None:
    assert edtf(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("竞赛从1月28日赛到2月4日。", ["2015-01-28/2015-02-04"]),
        ("公示自2015年2月3日起，至2月9日止。", ["2015-02-03/2015-02-09"]),
        ("从去年12月10日一直到今年1月17日", ["2014-12-10/2015-01-17"]),
        ("1月28日赛到2月4日", ["2015-01-28", "2015-02-04"]),
        ("从2013年的30万元增加到2014年的50万元", ["2013", "2014"]),
    ],
)
def test_a_range_that_opens_with_from_may_have_a_verb_in_it(text: str, expected: list[str]) -> None:
    assert edtf(text) == expected


def test_a_word_that_only_holds_a_vague_one_is_none() -> None:
    assert find("节日前后，各级工会走访职工。", "2015-02-12") == []
    assert [m.kind for m in find("日前，各级工会走访职工。", "2015-02-12")] == ["vague"]


def test_what_comes_back_with_every_festival_is_no_date() -> None:
    assert find("每个春节，工会都来看望。", "2015-02-12") == []


@pytest.mark.parametrize(
    ("text", "issue", "expected"),
    [
        ("春节前夕", "2015", "2015-02"),
        ("春节刚过", "1995-02-08", "1995-02"),
        ("元月十二日", "1998-02-21", "1998-01-12"),
        ("大年初三", "2019-02-12", "2019-02-07"),
        ("小年这天", "2018-02-09", "2018-02"),
        ("“十一”期间", "2011-10-14", "2011-10"),
        ("上周末", "2024-11-12", "2024-11-09/2024-11-10"),
        ("下周末", "2024-11-12", "2024-11-23/2024-11-24"),
        ("2014年春节前", "2015-02-12", "2014-01"),
        ("除夕", "2015-02-12", "2015-02-18"),
        ("元旦、春节期间", "2011-02-16", "2011-01/2011-02"),
        ("“两节”期间", "2012-12-28", "2013-01/2013-02"),
        ("双节将至", "2012-09-28", "2012-09"),
        ("两节前夕", "2015-01-15", "2015-02"),
        ("两节前夕", "2014-12-25", "2014-12"),
        ("春节货运繁忙", "2015-02-12", "2015-02-19"),
        ("祝贺国庆", "2015-09-20", "2015-10-01"),
        ("中秋、国庆将至", "2015-09-20", "2015-09"),
        ("国庆、中秋期间", "2015-09-20", "2015-09/2015-10"),
        ("元旦至春节期间", "2016-01-20", "2016-01/2016-02"),
        ("过去一年", "2016-01-10", "2015"),
        ("过去一年", "2016-07-10", "2015/2016"),
        ("八七年三月", "1987-05-01", "1987-03"),
        ("五一前夕", "2018-04-27", "2018-04"),
        ("中秋", "2021-09-18", "2021-09-21"),
        ("国庆节", "2010-09-29", "2010-10-01"),
        ("农历正月初一", "2015-02-12", "2015-02-19"),
        ("腊月二十三", "2015-02-12", "2015-02-11"),
        ("正月初五", "2015-12-20", "2016-02-12"),
    ],
)
def test_festivals(text: str, issue: str, expected: str) -> None:
    mentions = find(text, issue)
    assert [m.edtf for m in mentions] == [expected]


@pytest.mark.parametrize(
    "text",
    ["职工李国庆到场", "明天会更好", "新年度工作", "送去元宵和粽子", "三年中", "每年年底发放", "每年3月8日举办", "每逢春节"],
)
def test_words_that_only_look_like_dates(text: str) -> None:
    assert edtf(text) == []


def test_names_of_prizes_are_no_festivals() -> None:
    assert edtf("获得全国五一劳动奖章和五一巾帼奖") == []


def test_since_and_until() -> None:
    since, until = find("2011年以来共救助三百人，截至2月5日已发放完毕", "2015")
    assert (since.kind, since.edtf, since.text) == ("since", "2011/2015", "2011年以来")
    assert (until.kind, until.edtf, until.text) == ("until", "2015-02-05", "截至2月5日")
    (start,) = find("从2月10日开始走访", "2015-02-12")
    assert (start.kind, start.edtf, start.text) == ("since", "2015-02-10", "从2月10日开始")
    assert edtf("五年来", "2018-04-12") == ["2013/2018"]


def test_vague_words_have_no_date() -> None:
    mentions = find("日前，该县总工会启动帮扶；连日来走访不断。", "2015-02-12")
    assert [(m.text, m.edtf, m.date_start, m.kind) for m in mentions] == [
        ("日前", None, None, "vague"),
        ("连日来", None, None, "vague"),
    ]


def test_a_bare_month_lies_behind_the_issue() -> None:
    assert edtf("12月20日", "2015-01-08") == ["2014-12-20"]
    assert edtf("27日上午", "2016-02-12") == ["2016-01-27"]
    assert edtf("3月1日起", "2015-02-12") == ["2015-03-01"]


def test_a_bare_day_follows_the_day_named_in_its_sentence() -> None:
    assert edtf("去年12月5日慰问环卫工，10日又走访矿工", "2015-02-12")[-1] == "2014-12-10"
    assert edtf("1月5日立案，8日结案。9日公布", "2015-02-12") == ["2015-01-05", "2015-01-08", "2015-02-09"]
    assert edtf("1月28日开工，3日停工", "2015-02-12") == ["2015-01-28", "2015-02-03"]
    assert edtf("5月1日起施行，记者12日获悉", "2015-04-13") == ["2015-05-01", "2015-04-12"]


def test_a_range_may_end_in_the_month_after() -> None:
    assert edtf("5月28日至3日", "2015-06-05") == ["2015-05-28/2015-06-03"]
    assert edtf("2014年12月28日至3日", "2015-01-05") == ["2014-12-28/2015-01-03"]
    assert edtf("30日至2日", "2015-05-05") == ["2015-04-30/2015-05-02"]
    assert edtf("2月3日至5日", "2015-02-12") == ["2015-02-03/2015-02-05"]


def test_the_year_is_carried_within_a_sentence_only() -> None:
    assert edtf("2008年5月开工，9月停工。1月8日领到工钱。", "2012-01-10") == ["2008-05", "2008-09", "2012-01-08"]
    assert edtf("2005年5月进场，当年10月起欠薪，次年1月停工", "2007-01-19") == ["2005-05", "2005-10", "2006-01"]


def test_the_dateline_shifts_today() -> None:
    dateline, today = find("本报长沙1月6日电 今天上午，省里开会", "2014-01-07")
    assert (dateline.kind, today.edtf) == ("dateline", "2014-01-06")


def test_without_an_issue_date() -> None:
    assert edtf("2014年3月，昨日，5月6日，春节", None) == ["2014-03", None, "2014-05-06", None]
    assert edtf("昨日", "2015") == [None]


def test_lengths_of_time_are_no_dates() -> None:
    assert edtf("答应10日内付清，干了35天，5个月没发，每日三餐") == []


def test_bounds() -> None:
    assert bounds("2015-02") == (date(2015, 2, 1), date(2015, 2, 28))
    assert bounds("2014/2015-03-02") == (date(2014, 1, 1), date(2015, 3, 2))
    assert bounds("2015-02-30") is None
    assert bounds("2015-13") is None
    assert bounds("2016/2015") is None
    assert bounds("spring") is None


def test_traditional_characters_keep_their_text() -> None:
    (mention,) = find("１２月２４日至２６日，縣總工會慰問", "2013-01-05")
    assert (mention.text, mention.edtf) == ("１２月２４日至２６日", "2012-12-24/2012-12-26")


@given(st.text(alphabet="年月日至到12〇三十初春节前自以来截近两,。 \n", max_size=60))
def test_mentions_are_ordered_and_true_to_the_text(text: str) -> None:
    end = 0
    for mention in find(text, "2015-02-12"):
        assert end <= mention.start < mention.end
        assert text[mention.start : mention.end] == mention.text
        assert (mention.edtf is None) == (mention.date_start is None)
        end = mention.end


@pytest.mark.parametrize("piece", ["1", "年", "（", "一", "2015年", "1月", "至", "自", "10日、", "2015年近日"])
def test_linear_time(piece: str) -> None:
    started = time.perf_counter()
    find(piece * 20_000, "2015-02-12")
    assert time.perf_counter() - started < 10


@pytest.mark.parametrize(
    "text",
    ["为职工送上年货200份", "提前吃上年夜饭", "目前年产值3亿元", "今后年均", "文明年货市场", "发放节前年货", "每人十元月饼"],
)
def test_year_words_inside_other_words_are_none(text):
    assert find(text, "2014-01-20") == []


def test_years_in_words_become_digits_in_place():
    text = "自一九八五年起，二〇〇三年、二零一二年和一九九年"
    assert years_in_digits(text) == "自1985年起，2003年、2012年和一九九年"


@pytest.mark.parametrize("text", ["2014年11月至1月", "去年11月至1月", "11月至1月"])
def test_a_range_of_months_over_the_new_year_begins_in_the_year_that_is_written(text):
    assert edtf(text) == ["2014-11/2015-01"]


@pytest.mark.parametrize(
    ("text", "issue", "expected"),
    [
        ("“五一”国际劳动节前夕", "2015-04-29", "2015-04"),
        ("“五一”节来临之际", "2015-04-29", "2015-04"),
        ("“三八”国际劳动妇女节前夕", "2015-03-09", "2015-03"),
        ("“六一”儿童节前夕", "2015-05-29", "2015-05"),
        ("“七一”建党节前夕", "2015-06-29", "2015-06"),
        ("“八一”建军节期间", "2015-08-09", "2015-08"),
        ("“五一”国际劳动节", "2015-05-02", "2015-05-01"),
        ("“五一”节日", "2015-05-02", "2015-05-01"),
    ],
)
def test_a_festival_may_go_on_with_its_formal_name_behind_the_marks(text, issue, expected):
    assert edtf(text, issue) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10月初一线职工参加", "2015-10"),
        ("5月初三百名", "2015-05"),
        ("六月初二十名", "2015-06"),
        ("今年三月初五百名", "2015-03"),
        ("八月初五", "2015-09-17"),
        ("正月初八至十五", "2015-02-26/2015-03-05"),
        ("正月初八到十五名职工家", "2015-02-26"),
        ("腊月二十八至初五", "2015-02-16/2015-02-23"),
        ("八月廿三", "2015-10-05"),
    ],
)
def test_days_of_the_lunar_calendar_and_what_only_looks_so(text, expected):
    assert edtf(text, "2015-10-30" if expected > "2015-05" else "2015-03-10") == [expected]


@pytest.mark.parametrize(
    ("text", "issue", "expected"),
    [("闰四月初八", "2020-06-01", "2020-05-30"), ("闰二月十五日", "2023-04-10", "2023-04-05"), ("闰二月初八", "2015-04-10", None)],
)
def test_leap_months(text, issue, expected):
    assert edtf(text, issue) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("将在年底前慰问", "2015-12"),
        ("力争年底建成", "2015-12"),
        ("年底前", "2015-12"),
        ("计划下半年开课", "2015-07/2015-12"),
        ("下半年开课", "2014-07/2014-12"),
        ("年底，职工回家", "2014-12"),
    ],
)
def test_a_part_of_the_year_that_is_planned_lies_ahead(text, expected):
    assert edtf(text, "2015-03-10") == [expected]


def test_a_day_of_every_month_is_no_date():
    assert edtf("每月15日是法律援助日，每个月的1日、15日开课") == []


def test_a_prize_with_a_festival_in_marks_is_no_date():
    assert edtf("荣获“五一”劳动奖章", "2015-04-29") == []
