"""What the folio of a page says about it: the date of issue and the number of the page."""

from pipeline.layout.blocks import body_size
from pipeline.layout.furniture import folio, words
from pipeline.layout.pages import bones, prints_of
from pipeline.records import Page
from pipeline.text.forms import fold

HAN = {char: number for number, char in enumerate("〇一二三四五六七八九")}


def facts(page: Page) -> dict[str, str]:
    """`issue_date` (as 2015-02-17) and `page_number` (as printed, 第三版 as 3), each where the folio's lines say one thing alone."""
    prints = prints_of(page)
    em = body_size(prints)
    edge = folio(prints, bones(page, em), em) if prints else set()
    lines = [fold(line.text) for line in prints if line.number in edge]
    dates = {date(*found.groups()) for line in lines if (found := words("date").search(line))}
    numbers = {number(group) for line in lines if (found := words("page_number").search(line)) for group in found.groups() if group}
    said = {"issue_date": dates - {None}, "page_number": numbers}
    return {name: values.pop() for name, values in said.items() if len(values) == 1}


def date(year: str, month: str, day: str) -> str | None:
    """The date as EDTF, None where there is no such day."""
    if 1 <= int(month) <= 12 and 1 <= int(day) <= 31 and 1850 <= int(year) <= 2100:
        return f"{int(year):04}-{int(month):02}-{int(day):02}"
    return None


def number(printed: str) -> str:
    """A page number, Chinese figures up to 99 as digits: 十二 is 12."""
    if printed[0] not in HAN and printed[0] != "十":
        return printed
    tens, _, ones = printed.rpartition("十")
    return str((HAN.get(tens, 1) if "十" in printed else 0) * 10 + HAN.get(ones, 0))
