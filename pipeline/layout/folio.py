"""What a page says about itself: its date, its number, the paper and the section, from the folio or the first lines of plain text."""

from dataclasses import replace

import regex

from pipeline.layout.furniture import folio, words
from pipeline.layout.pages import bones, prints_of
from pipeline.layout.prints import body_size
from pipeline.records import Page
from pipeline.separating.marks import is_furniture, marks
from pipeline.text.dates import bounds
from pipeline.text.forms import fold

HAN = {char: number for number, char in enumerate("〇一二三四五六七八九")}
HEAD, FOOT = 5, 3  # lines of plain text in which a page names itself: its first and last with text
LONGEST = 60  # characters of such a line


def complete(page: Page) -> tuple[Page, tuple[str, ...]]:
    """The page with what it says about itself where nobody else says it, and a warning for each contradiction.

    A date that is given as a year or month gets its day. What path and .toml say is never replaced by something else.
    """
    said, new = facts(page), {}
    warnings = [f"issue_date: {page.issue_date} is no day of the calendar; put the date right in path or .toml"] if impossible(page) else []
    for name, value in said.items():
        given = getattr(page, name)
        if given is None or (name == "issue_date" and within(value, given)):
            new[name] = value
        elif name in SAME and not SAME[name](value, given):
            warnings.append(f"{name}: path or .toml say {given}, the page says {value}; the first is taken, check which is right")
    return replace(page, **new), tuple(warnings)


def impossible(page: Page) -> bool:
    """Is the issue's date, as path or .toml give it, a month or day that no calendar has? 2015~ and 201X may be none to the day."""
    given = page.issue_date
    return given is not None and regex.fullmatch(r"\d{4}-\d{2}(?:-\d{2})?", given) is not None and bounds(given) is None


def within(date: str, given: str) -> bool:
    """Does the day lie in the time that is given (EDTF)?"""
    outer, day = bounds(given), bounds(date)
    return bool(outer and day) and outer[0] <= day[0] and day[1] <= outer[1]


def same_number(one: str, other: str) -> bool:
    """Do two page numbers name one page? 3 is 03 and A03, B03 is not A03."""
    (letter, digits), (letter2, digits2) = (regex.fullmatch(r"(\D*)0*(.*)", fold(label).upper()).groups() for label in (one, other))
    return digits == digits2 and (letter == letter2 or not letter or not letter2)


SAME = {  # what can contradict; sections have too many names
    "issue_date": lambda said, given: bounds(given) is None or within(said, given),  # 2015~ can be told from nothing
    "page_number": same_number,
    "paper": lambda one, other: fold(one) == fold(other),
}


def facts(page: Page) -> dict[str, str]:
    """`issue_date` (2015-02-17), `page_number` (as printed, 第三版 as 3), `paper`, `section`, each where the page says one thing alone."""
    lines = [fold(line) for line in own_lines(page)]
    dates = {date(*found.groups()) for line in lines if (found := words("date").search(line))}
    numbers = {number(group) for line in lines if (found := words("page_number").search(line)) for group in found.groups() if group}
    named = {key: {g for line in lines if (m := words(key).search(line)) for g in m.groups() if g} for key in ("paper", "section")}
    said = {"issue_date": dates - {None}, "page_number": numbers, **named}
    return {name: values.pop() for name, values in said.items() if len(values) == 1}


def own_lines(page: Page) -> list[str]:
    """The lines in which a page names itself: its folio, or of plain text the furniture among its first and last lines."""
    if any(line.box for line in page.lines):
        prints = prints_of(page)
        em = body_size(prints) if prints else 0.0
        edge = folio(prints, bones(page, em), em) if prints else set()
        return [line.text for line in prints if line.number in edge]
    texts = [line.text for line in page.lines if line.text]
    found = []
    for text in texts[:HEAD]:
        if len(text) <= LONGEST and is_furniture(text, True, (page.paper,)):
            found.append(text)
        elif (shown := marks(text)).closed or shown.hanging:
            break  # the text has begun
    return found + [text for text in texts[HEAD:][-FOOT:] if len(text) <= LONGEST and is_furniture(text, False)]


def date(year: str, month: str, day: str) -> str | None:
    """The date as EDTF, None where there is no such day."""
    if 1 <= int(month) <= 12 and 1 <= int(day) <= 31 and 1850 <= int(year) <= 2100:
        text = f"{int(year):04}-{int(month):02}-{int(day):02}"
        return text if bounds(text) else None
    return None


def number(printed: str) -> str:
    """A page number, Chinese figures up to 99 as digits: 十二 is 12."""
    if printed[0] not in HAN and printed[0] != "十":
        return printed
    tens, _, ones = printed.rpartition("十")
    return str((HAN.get(tens, 1) if "十" in printed else 0) * 10 + HAN.get(ones, 0))
