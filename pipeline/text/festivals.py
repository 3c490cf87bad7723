"""When festivals and solar terms fall, and what a phrase about them means in EDTF months or days.

The calendar is borax's; only names and turns of phrase are ours (`pipeline/lexicon/dates.toml`).
"""

from datetime import date, timedelta
from functools import cache

# A phrase like 春节前夕 means the days just before; a week back gives the month that most of them fall in.
_EVE = timedelta(days=7)
# A holiday season runs about a week from its day.
_SEASON = timedelta(days=6)


@cache
def days(name: str, year: int) -> tuple[date, ...]:
    """The days of the festival or solar term `name` in the solar year; outside 1901-2099 only `MM-DD` has one.

    `name` is one of borax's library, a solar term, or `MM-DD`. Raises KeyError for a name that is none of these.
    """
    from borax.calendars.festivals2 import FestivalLibrary, TermFestival
    from borax.calendars.lunardate import TERMS_CN

    if name[0].isdigit():
        return (date(year, int(name[:2]), int(name[3:])),)
    festival = FestivalLibrary.load_builtin().get_festival(name)
    if festival is None:
        if name not in TERMS_CN:
            raise KeyError(name)
        festival = TermFestival(name=name)
    if not 1901 <= year <= 2099:
        return ()
    return tuple(found.solar for found in festival.list_days(date(year, 1, 1), date(year, 12, 31)))


def nearest(name: str, reference: date) -> date | None:
    """The day of the festival that lies nearest to `reference`."""
    near = [day for year in (reference.year - 1, reference.year, reference.year + 1) for day in days(name, year)]
    return min(near, key=lambda day: abs(day - reference), default=None)


def lunar_day(year: int, month: int, day: int, leap: bool = False) -> date | None:
    """The solar date of a day of the lunar calendar; None where that year has no such (leap) month, or the month no such day."""
    from borax.calendars.lunardate import LunarDate

    try:
        return LunarDate(year, month, day, int(leap)).to_solar_date()
    except ValueError:
        return None


def nearest_lunar(month: int, day: int, leap: bool, reference: date) -> date | None:
    """The solar date, nearest to `reference`, of a day of the lunar calendar; None where no year around it has one."""
    years = range(reference.year - 1, reference.year + 2)
    near = [found for year in years if (found := lunar_day(year, month, day, leap))]
    return min(near, key=lambda solar: abs(solar - reference), default=None)


def phrase(day: date, when: str) -> str:
    """EDTF of `day` (`when` = "on"), of the time just before ("before") or after it ("after"), of the season around it ("during")."""
    if when == "on":
        return day.isoformat()
    if when == "before":
        return f"{day - _EVE:%Y-%m}"
    if when == "after":
        return f"{day + _EVE:%Y-%m}"
    return months(day, day + _SEASON)


def months(first: date, last: date) -> str:
    """EDTF months from one day to another: YYYY-MM, or YYYY-MM/YYYY-MM."""
    start, end = f"{first:%Y-%m}", f"{last:%Y-%m}"
    return start if start == end else f"{start}/{end}"
