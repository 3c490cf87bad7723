from dataclasses import replace

import pytest
from sheet import Sheet

from pipeline.layout.folio import complete, facts, same_number
from pipeline.records import Line, Page

BODY = "市总工会昨日走进工地，给三百名工友送去毛巾和风油精，还请来医生给大家量血压。" * 2


def said(*folio: str) -> dict[str, str]:
    sheet = Sheet()
    for i, words in enumerate(folio):
        sheet.line(20 + 200 * i, 16, words, 8)
    sheet.line(100, 60, "工地送清凉", 24, "hei")
    sheet.column(50, 100, BODY, 16)
    return facts(sheet.page())


@pytest.mark.parametrize(
    ("folio", "expected"),
    [
        (("2015年2月17日 星期二", "第3版"), {"issue_date": "2015-02-17", "page_number": "3"}),
        (("2015.02.17 星期二 责编 李四", "A05"), {"issue_date": "2015-02-17", "page_number": "A05"}),
        (("2015-2-17 星期二", "第十二版"), {"issue_date": "2015-02-17", "page_number": "12"}),
        (("2015年2月17日 星期二", "2015年2月18日"), {}),
        (("2015年13月17日 星期二",), {}),
        ((), {}),
    ],
)
def test_what_a_folio_says(folio, expected):
    assert said(*folio) == expected


def test_paper_and_section_are_said_too():
    assert said("2015年2月17日 星期二", "安平晚报", "A05 工会新闻", "责编 李四") == {
        "issue_date": "2015-02-17", "paper": "安平晚报", "page_number": "A05", "section": "工会新闻",
    }  # fmt: skip
    assert "section" not in said("2015年2月17日 星期二", "A05 责编李四")


def text_page(*lines, **known):
    return Page("p", "i", "p.txt", "", "text", "test", tuple(map(Line, lines)), **known)


def test_plain_text_says_so_in_its_first_and_last_lines_alone():
    head, body = ("安平日报", "2015年2月17日 星期二", "A07 综合新闻"), ("送温暖", BODY)
    assert facts(text_page(*head, *body)) == {"paper": "安平日报", "issue_date": "2015-02-17", "page_number": "A07", "section": "综合新闻"}
    assert facts(text_page(*body, "2015年2月17日", *body, *body)) == {}
    assert facts(text_page(*body, "安平县总工会", "2015年2月17日")) == {}  # signs a notice
    assert facts(text_page(*body, *body, *body, "7")) == {"page_number": "7"}
    assert facts(text_page()) == {}


def test_what_is_known_stays_and_a_contradiction_is_told():
    page, warnings = complete(
        text_page("安平日报", "2015年2月17日 星期二", BODY, paper="安平日报", issue_date="2015-02-18", page_number="3")
    )
    assert (page.issue_date, page.page_number) == ("2015-02-18", "3")
    (warning,) = warnings
    assert "2015-02-18" in warning and "2015-02-17" in warning


@pytest.mark.parametrize(("given", "told"), [("2015-13-45", 1), ("2015-02-30", 1), ("2015-02", 0), ("2015~", 0), (None, 0)])
def test_an_issue_date_that_no_calendar_has_is_told(given, told):
    _, warnings = complete(text_page(BODY, issue_date=given))
    assert len(warnings) == told
    assert all("2015-" in warning and "calendar" in warning for warning in warnings)


@pytest.mark.parametrize(("given", "result", "told"), [
    (None, "2015-02-17", 0), ("2015", "2015-02-17", 0), ("2015-02", "2015-02-17", 0), ("2015-02-10/2015-02-20", "2015-02-17", 0),
    ("2014", "2014", 1), ("2015~", "2015~", 0),
])  # fmt: skip
def test_a_year_gets_its_day_and_nothing_else_is_changed(given, result, told):
    page, warnings = complete(text_page("2015年2月17日 星期二", BODY, issue_date=given))
    assert (page.issue_date, len(warnings)) == (result, told)
    assert page.page_id == "p" and replace(page, issue_date=given).lines == page.lines


@pytest.mark.parametrize(
    ("one", "other", "same"), [("3", "03", True), ("A03", "3", True), ("a3", "A03", True), ("B3", "A3", False), ("10", "1", False)]
)
def test_page_numbers(one, other, same):
    assert same_number(one, other) is same
