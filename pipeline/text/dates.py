"""Dates in a text, resolved against the date of the issue.

`find` reads absolute dates (2015年2月10日, 三月七日, 2月10日至15日), relative ones (去年12月, 昨日, 本月), festivals
(春节前夕, 两节期间) and spans (2011年以来, 截至2月5日). What cannot be pinned down (近日) is reported with `edtf` None.
EDTF here is YYYY, YYYY-MM, YYYY-MM-DD or an interval A/B of these.
"""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import regex

from pipeline.text import festivals
from pipeline.text.date_patterns import FORMS, TO, atom, ending, from_to, lexicon, number, since_tail, year_number
from pipeline.text.edtf import bounds, in_month_after, interval, up_to, written
from pipeline.text.forms import fold

# A month and day without a year may lie this far after the issue (an announcement); further on it is last year's.
_AHEAD = timedelta(days=60)
_YEARS_BEGINNING = 2  # months in which 过去一年 means the calendar year that has just ended
# The dateline (新华网2月15日电) stands near the top, and the report was sent at most this long before the issue.
_DATELINE_WITHIN, _DATELINE_AGE = 80, timedelta(days=10)
_SENTENCE_END = regex.compile(r"[。！？!?；;\n]")
_BACKWARD = regex.compile(" ?(?:以来|来|至今)")
_JOIN = regex.compile(TO)


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date where it stands in the text; `edtf` is None where the words give no date (近日).

    `kind`: point, range, since, until, festival, dateline or vague. `date_start` and `date_end` are its first and last
    day.
    """

    start: int
    end: int
    text: str
    edtf: str | None
    date_start: date | None
    date_end: date | None
    kind: str


@dataclass(slots=True)
class _State:
    """What a relative date leans on: the day of the report and the date last named."""

    reference: date | None  # last day that the issue's date allows
    precision: int  # parts known of the reference: 0 none, 1 year, 2 month, 3 day
    last: tuple[int, ...] = ()  # (year, month, day) as far as known, of the mention before
    named_year: int | None = None  # a year given earlier in the same sentence
    named_day: date | None = None  # a day of a month given earlier in the same sentence


def find(text: str, issue_date: str | None) -> list[DateMention]:
    """The dates of `text` in order, without overlaps; `issue_date` is EDTF (a year will do) or None."""
    folded = fold(text)
    state = _start(folded, issue_date)
    mentions, seen = [], 0
    for match in atom().finditer(folded):
        if _SENTENCE_END.search(folded, seen, match.start()):
            state.named_year = state.named_day = None
        seen = match.end()
        if folded.endswith(tuple(lexicon()["recurring"]["words"]), 0, match.start()):
            continue
        edtf, kind = _resolve(match, state)
        if edtf is _NO_DATE:
            continue
        mention = _mention(folded, match.span(), edtf, kind)
        if mention.edtf:
            _remember(state, mention, match)
        if _BACKWARD.match(folded, mention.end):
            state.named_year = None  # 2011年以来，…2月5日: the day is this year's
        mentions.append(mention)
    mentions = [_with_surroundings(folded, mention, state) for mention in _joined(folded, mentions)]
    return [replace(mention, text=text[mention.start : mention.end]) for mention in mentions]


_NO_DATE = "no date"


def _start(folded: str, issue_date: str | None) -> _State:
    """The reference: the issue's date, or the dateline's where the report has one shortly before it."""
    issue = bounds(issue_date) if issue_date else None
    if not issue:
        return _State(None, 0)
    first_part = issue_date.split("/")[-1]
    state = _State(issue[1], first_part.count("-") + 1)
    if state.precision == 3:
        for match in atom().finditer(folded, 0, min(len(folded), _DATELINE_WITHIN)):
            if _form(match) in ("full", "bare") and _is_dateline(folded, match.end()):
                edtf, _ = _resolve(match, _State(state.reference, 3))
                day = bounds(edtf) if edtf and edtf is not _NO_DATE and len(edtf) == 10 else None
                if day and timedelta() <= state.reference - day[0] <= _DATELINE_AGE:
                    return _State(day[0], 3)
    return state


def _is_dateline(folded: str, end: int) -> bool:
    return folded.startswith(tuple(lexicon()["dateline"]["tails"]), end)


def _mention(folded: str, span: tuple[int, int], edtf: str | None, kind: str) -> DateMention:
    days = bounds(edtf) if edtf else None
    if not days:
        edtf, days = None, (None, None)
    if kind == "point" and edtf and "/" in edtf:
        kind = "range"
    if _is_dateline(folded, span[1]) and span[0] < _DATELINE_WITHIN:
        kind = "dateline"
    return DateMention(*span, folded[slice(*span)], edtf, *days, kind)


def _remember(state: _State, mention: DateMention, match: regex.Match) -> None:
    last = mention.edtf.split("/")[-1]
    state.last = tuple(int(part) for part in last.split("-"))
    if len(state.last) == 3 and mention.kind != "dateline" and _form(match) in ("iso", "full", "bare"):
        state.named_day = date(*state.last)
    if _form(match) in ("iso", "full", "part", "year"):
        groups = match.groupdict()
        if groups["y"] or groups["ry"] or groups["iy"]:
            state.named_year = state.last[0]


def _form(match: regex.Match) -> str:
    return next(form for form in FORMS if match[form] is not None)


def _resolve(match: regex.Match, state: _State) -> tuple[str | None, str]:
    """EDTF (None: unknown; _NO_DATE: not a date after all) and kind of one match."""
    form, groups = _form(match), match.groupdict()
    if form == "vague":
        return None, "vague"
    if form == "iso":
        return written(int(groups["iy"]), int(groups["im"]), int(groups["id"])), "point"
    if form in ("lunar", "festival"):
        return (_lunar if form == "lunar" else _festival)(groups, state), "festival"
    if form == "relative":
        return _relative(match.group(), state), "point"
    if form == "weekday":
        return _weekday(groups, state), "point"
    if form == "span":
        return _years_back(number(groups["n"]), match.group(), state), "since"
    return {"full": _full, "part": _part, "year": _year, "bare": _bare}[form](groups, state), "point"


def _given_year(groups: dict, state: _State) -> int | None:
    """The year that the expression itself names, by number or by a word such as 去年 or 当年."""
    if groups["y"]:
        return year_number(groups["y"])
    word, lex = groups["ry"], lexicon()
    if word in lex["anchored_years"]:
        base = state.last[0] if state.last else (state.reference and state.reference.year)
        return base + lex["anchored_years"][word] if base else None
    if word and state.reference:
        return state.reference.year + lex["years"][word]
    return None


def _likely_year(state: _State, month: int, day: int | None) -> int | None:
    """The year of a bare month (and day): named earlier in the sentence, else the last one that fits the issue."""
    if state.named_year:
        return state.named_year
    if not state.reference:
        return None
    year = state.reference.year
    if state.precision == 1:
        return year
    first = bounds(written(year, month, day) or written(year, month) or "")
    return year - 1 if first and first[0] > state.reference + _AHEAD else year


def _full(groups: dict, state: _State) -> str | None:
    day = number(groups["d"]) if groups["d"] else None
    if groups["rm"]:
        year_month = _relative_month(groups["rm"], state)
        if not year_month:
            return None
        year, month = year_month
    else:
        month = number(groups["m"])
        if not 1 <= month <= 12 or (day and day > 31):
            return _NO_DATE
        named = groups["y"] or groups["ry"]
        year = _given_year(groups, state) if named else _likely_year(state, month, day)
        if day == 29 and month == 2 and year and not named:
            year -= next(back for back in range(8) if calendar.isleap(year - back))
    if not year:
        return None
    last = written(year, month, day)
    if groups["d0"]:
        first_day = number(groups["d0"])
        return interval(written(year, month, first_day), last if first_day <= day else in_month_after(year, month, day))
    if groups["m0"]:
        first_month = number(groups["m0"])
        if first_month > month and (groups["y"] or groups["ry"]):  # 2014年11月至1月: the year is that of the beginning
            return interval(written(year, first_month), written(year + 1, month, day))
        return interval(written(year - (first_month > month), first_month), last)
    return last


def _relative_month(word: str, state: _State) -> tuple[int, int] | None:
    lex = lexicon()
    if word in lex["anchored_months"] and len(state.last) > 1:
        months = 12 * state.last[0] + state.last[1] - 1 + lex["anchored_months"][word]
    elif state.reference and state.precision > 1:
        shift = lex["months"].get(word, 0)
        months = 12 * state.reference.year + state.reference.month - 1 + shift
    else:
        return None
    return months // 12, months % 12 + 1


def _part(groups: dict, state: _State) -> str | None:
    named = groups["y"] or groups["ry"]
    year = _given_year(groups, state) if named else (state.reference and state.reference.year)
    if not year:
        return None
    if groups["firsts"]:  # 今年前11个月
        return interval(written(year, 1), written(year, number(groups["firsts"])))
    first, last = lexicon()["year_parts"][groups["short"] or groups["long"]]
    ahead = groups["plan"] is not None or groups["due"]  # 计划下半年, 年底前
    if not named and not ahead and date(year, first, 1) > state.reference + _AHEAD:
        year -= 1  # 年底 in a paper of spring
    return written(year) if (first, last) == (1, 12) else interval(written(year, first), written(year, last))


def _year(groups: dict, state: _State) -> str | None:
    year = _given_year(groups, state)
    if not year:
        return None
    return interval(written(int(groups["y0"])), written(year)) if groups["y0"] else written(year)


def _bare(groups: dict, state: _State) -> str | None:
    """A day of the month alone: the next one after the day last named in this sentence, else the last one up to the issue."""
    day = number(groups["d"])
    if day > 31 or (len(groups["d"]) == 1 and not groups["d"].isdecimal() and not groups["d0"]):
        return _NO_DATE
    if state.precision == 3:
        reference = (state.reference + timedelta(days=1)).isoformat()  # a paper may carry the morning's news
        found = _after_named(day, state)
        if found is None or found > reference:
            found = up_to(reference, day)
    elif len(state.last) > 1:
        found = written(*state.last[:2], day)
    else:
        return None
    if groups["d0"] and found:
        first_day = number(groups["d0"])
        return interval(f"{found[:8]}{first_day:02}" if first_day <= day else up_to(found, first_day), found)
    return found


def _after_named(day: int, state: _State) -> str | None:
    """The day of the month that follows the one last named in the sentence: 12月18日立案，19日 or 12月28日…，3日; None without one."""
    named = state.named_day
    if not named:
        return None
    return written(named.year, named.month, day) if day >= named.day else in_month_after(named.year, named.month, day)


def _relative(word: str, state: _State) -> str | None:
    lex = lexicon()
    if word in lex["anchored_days"]:
        if len(state.last) < 3:
            return None
        return (date(*state.last) + timedelta(days=lex["anchored_days"][word])).isoformat()
    if state.precision < 3:
        return None
    return (state.reference + timedelta(days=lex["days"][word])).isoformat()


def _weekday(groups: dict, state: _State) -> str | None:
    if state.precision < 3:
        return None
    monday = state.reference - timedelta(days=state.reference.weekday())
    week = groups["week"] or ""
    weeks = week.count("下") - week.count("上")
    monday += timedelta(days=7 * weeks)
    if groups["ends"]:
        return f"{monday + timedelta(days=5)}/{monday + timedelta(days=6)}"
    if not groups["wd"]:
        return f"{monday}/{monday + timedelta(days=6)}"
    day = monday + timedelta(days="一二三四五六日".index(groups["wd"].replace("天", "日")))
    if not week and day > state.reference:
        day -= timedelta(days=7)
    return day.isoformat()


def _years_back(years: int, words_for_it: str, state: _State) -> str | None:
    if not state.reference:
        return None
    if words_for_it == "过去一年" and state.precision > 1 and state.reference.month <= _YEARS_BEGINNING:
        return written(state.reference.year - 1)
    return f"{state.reference.year - years:04}/{state.reference.year:04}"


def _lunar(groups: dict, state: _State) -> str | None:
    if groups["eve"]:  # the 23rd of the twelfth month in the north, the 24th in the south
        month, day = 12, 23
    else:
        month = {"大年": 1, "正": 1, "冬": 11, "腊": 12}.get(groups["lm"]) or number(groups["lm"])
        day = number(groups["ld"].removeprefix("初"))
    leap = bool(groups["leap"])
    if groups["y"] or groups["ry"]:
        year = _given_year(groups, state)
        found = year and festivals.lunar_day(year, month, day, leap)
    else:
        found = state.reference and festivals.nearest_lunar(month, day, leap, state.reference)
    if not found:
        return None
    if groups["eve"]:
        return f"{found:%Y-%m}"
    if not groups["until"]:
        return found.isoformat()
    until = number(groups["until"].removeprefix("初"))
    last = festivals.nearest_lunar(month if until >= day else month % 12 + 1, until, leap and until >= day, found)
    return interval(found.isoformat(), last and last.isoformat())


def _festival(groups: dict, state: _State) -> str | None:
    name = groups["name"].replace("·", "")
    year = _given_year(groups, state) if groups["y"] or groups["ry"] else None
    if not year and not state.reference:
        return None
    lex = lexicon()
    names = lex["pairs"].get(name) or [lex["festivals"].get(name, lex["festivals_in_marks"].get(name, name))]
    if name in lex["two_festivals"]["words"]:
        autumn = not year and state.precision > 1 and state.reference.month in (8, 9, 10)
        names = ["中秋节", "国庆节"] if autumn else ["元旦", "春节"]
    found = [day for each in names if (day := _festival_day(each, year, state))]
    if not found:
        return None
    when = next((when for when in ("before", "during", "after") if groups[when]), "on")
    if len(found) == 2:
        coming = [day for day in found if year or day >= state.reference]
        return festivals.phrase(min(coming), when) if when == "before" and coming else festivals.months(min(found), max(found))
    return festivals.phrase(found[0], when)


def _festival_day(name: str, year: int | None, state: _State) -> date | None:
    if year or state.precision == 1:
        return next(iter(festivals.days(name, year or state.reference.year)), None)
    return festivals.nearest(name, state.reference)


def _is_range(folded: str, first: DateMention, last: DateMention) -> bool:
    """Whether nothing but 至, a dash or, behind 从 or 自, words like 赛到 stand between two dates."""
    opened = ending("since").search(folded, max(0, first.start - 2), first.start)
    return bool((from_to() if opened else _JOIN).fullmatch(folded, first.end, last.start))


def _joined(folded: str, mentions: list[DateMention]) -> Iterator[DateMention]:
    """Two dates with 至 or a dash between them, or of 从…赛到…, become one range."""
    waiting = None
    for mention in mentions:
        if waiting and waiting.edtf and mention.edtf and _is_range(folded, waiting, mention):
            first, last = waiting.edtf.split("/")[0], mention.edtf.split("/")[-1]
            if {waiting.kind, mention.kind} == {"festival"}:  # 元旦至春节期间: both as precise as the rougher one
                first, last = (edtf[: min(len(first), len(last))] for edtf in (first, last))
            if last < first and len(last) > 4:  # a bare month-day after 到: the next one after the beginning
                last = next(y + last[4:] for y in (first[:4], f"{int(first[:4]) + 1:04}") if y + last[4:] >= first)
            both = f"{first}/{last}"
            if bounds(both):
                waiting = _mention(folded, (waiting.start, mention.end), both, "range")
                continue
        if waiting:
            yield waiting
        waiting = mention
    if waiting:
        yield waiting


def _with_surroundings(folded: str, mention: DateMention, state: _State) -> DateMention:
    """The mention with the words that make it a beginning (自…起, …以来) or an end (截至…), which join its span."""
    if not mention.edtf or mention.kind == "dateline":
        return mention
    until = ending("until").search(folded, max(0, mention.start - 4), mention.start)
    if until:
        return replace(mention, start=until.start(), kind="until")
    tail = since_tail().match(folded, mention.end)
    if not tail or (tail.group().strip() == "来" and len(mention.edtf) > 4):
        return mention
    head = ending("since").search(folded, max(0, mention.start - 2), mention.start)
    edtf = mention.edtf
    if tail.group().strip() in ("以来", "来", "至今") and mention.kind != "since" and state.reference:
        edtf = _up_to_now(edtf.split("/")[0], state.reference)
    days = bounds(edtf)
    return DateMention(head.start() if head else mention.start, tail.end(), "", edtf, *days, "since")


def _up_to_now(first: str, reference: date) -> str:
    """From `first` to the reference, both as precise as `first`."""
    now = reference.isoformat()[: len(first)]
    return first if now <= first else f"{first}/{now}"
