"""Dates as EDTF text, of the kinds that the dataset uses: YYYY, YYYY-MM, YYYY-MM-DD and intervals A/B of these."""

import calendar
from datetime import date

import regex

_EDTF = regex.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def bounds(edtf: str) -> tuple[date, date] | None:
    """First and last day of an EDTF date or interval of the kinds this module writes; None if it is no such date."""
    parts = [_EDTF.fullmatch(part) for part in edtf.split("/")]
    if not 1 <= len(parts) <= 2 or None in parts:
        return None
    try:
        first, last = _days(parts[0]), _days(parts[-1])
    except (ValueError, calendar.IllegalMonthError):
        return None
    return (first[0], last[1]) if first[0] <= last[1] else None


def _days(match: regex.Match) -> tuple[date, date]:
    year, month, day = (int(part) if part else None for part in match.groups())
    if day:
        return date(year, month, day), date(year, month, day)
    last_month = month or 12
    return date(year, month or 1, 1), date(year, last_month, calendar.monthrange(year, last_month)[1])


def written(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """EDTF of a date as far as it is known; None where there is no such date."""
    text = f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")
    return text if bounds(text) else None


def interval(first: str | None, last: str | None) -> str | None:
    """EDTF from `first` to `last`; the one that is known where the other is not, `last` where they run backwards."""
    if not first or not last or first == last:
        return first or last
    both = f"{first}/{last}"
    return both if bounds(both) else last


def in_month_after(year: int, month: int, day: int) -> str | None:
    """EDTF of a day of the month that follows; None where that month has no such day."""
    return written(year + month // 12, month % 12 + 1, day)


def up_to(latest: str, day: int) -> str:
    """The last such day of a month up to `latest`; both YYYY-MM-DD."""
    year, month = int(latest[:4]), int(latest[5:7])
    while (found := written(year, month, day)) is None or found > latest:
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return found
