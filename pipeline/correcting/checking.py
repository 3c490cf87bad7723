"""Whether a decision can be meant: its field goes with its target, its value is one the column can hold, a reading fits together."""

import json
import re
from decimal import Decimal, InvalidOperation

from pipeline.correcting.file_format import ACTIVITY_FIELDS, FACT_FIELDS
from pipeline.records import Activity, Decision, Fact
from pipeline.text.edtf import bounds
from pipeline.vocabulary import COUNTS, MONEY, PEOPLE, PER_SHARES, PER_TIMES, QUALIFIERS, SCOPES, TYPES

SAID = ("confirmed", "rejected", "unsure")
BOUNDARIES = ("wrong", "right")
_TARGETS = (  # what an id names, by its ending
    ("fact", re.compile(r"(?P<page>.+)-a\d+-f\d+"), ("review", *FACT_FIELDS)),
    ("activity", re.compile(r"(?P<page>.+)-a\d+-v\d+"), ("review", *ACTIVITY_FIELDS)),
    ("article", re.compile(r"(?P<page>.+)-a\d+"), ("boundaries",)),
    ("line", re.compile(r"(?P<page>.+)-l\d{3,}"), ("text",)),
)
_CHOICES = {"measure": (*MONEY, *PEOPLE, *COUNTS), "qualifier": QUALIFIERS, "scope": SCOPES, "type": TYPES}
_CHOICES |= {"review": SAID, "boundaries": BOUNDARIES}
_MAY_BE_EMPTY = ("per", "organizer", "place", "date", "text")
_HIGHEST = Decimal(10) ** 15  # more than all money there is; larger numbers are slips, and whole columns could not hold them
_PEOPLE_UNITS = ("person", "person_time", "household")
PERS = {*PER_SHARES, *PER_TIMES, *(f"{share}/{time}" for share in PER_SHARES for time in PER_TIMES)}


def target_kind(target_id: str) -> str | None:
    """fact, activity, article or line by the form of an id, None for any other."""
    return next((kind for kind, form, _ in _TARGETS if form.fullmatch(target_id)), None)


def page_of(target_id: str) -> str | None:
    """The page that a target stands on, by its id."""
    return next((match["page"] for _, form, _ in _TARGETS if (match := form.fullmatch(target_id))), None)


def number(text: str | None) -> Decimal | None:
    """The number that a value says, None where it is none from 0 to 10^15."""
    try:
        value = Decimal((text or "").strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() and 0 <= value <= _HIGHEST else None


def confirmed_reading(decision: Decision) -> dict[str, str | None]:
    """The reading that a person saw when they confirmed it, as text by column; {} where `old` does not hold one.

    `activity_id` is left out: ids of activities are the machine's, and a person who confirms a figure has not looked at them.
    """
    if decision.field != "review" or decision.new != "confirmed" or not (decision.old or "").startswith("{"):
        return {}
    try:
        said = json.loads(decision.old, parse_float=Decimal)
    except ValueError:
        return {}
    known = {*FACT_FIELDS, *ACTIVITY_FIELDS} - {"activity_id"}
    return {name: None if value is None else str(value) for name, value in said.items() if name in known}


def problem(decision: Decision) -> str | None:
    """What is wrong with a decision whatever the machine says, and what to do; None where nothing is."""
    target, field, new = decision.target_id, decision.field, decision.new
    kind = target_kind(target)
    if kind is None:
        return f"target_id {target!r} is no id of a fact (…-a01-f01), an activity (…-a01-v01), an article (…-a01) or a line (…-l001)"
    allowed = next(fields for name, _, fields in _TARGETS if name == kind)
    if field not in allowed:
        return f"{target} is {'an' if kind[0] == 'a' else 'a'} {kind}, where {', '.join(allowed)} can be said, not {field}"
    for column, value in confirmed_reading(decision).items():
        if wrong := _value_problem(target, column, value):
            return f"the reading in old: {wrong}"
    return _value_problem(target, field, new)


def _value_problem(target: str, field: str, new: str | None) -> str | None:
    if new is None:
        return None if field in _MAY_BE_EMPTY else f"new is empty; {field} is never unknown"
    if field in _CHOICES and new not in _CHOICES[field]:
        return f"{field} cannot be {new!r}; it is one of {', '.join(_CHOICES[field])}"
    if field in ("value_min", "value_max") and number(new) is None:
        return f"{field} {new!r} is no number from 0 to 10^15; write 259000, without unit and without commas"
    if field == "per" and new not in PERS:
        return f"per cannot be {new!r}; it is one of {', '.join(PER_SHARES)}, one of {', '.join(PER_TIMES)}, or the two joined by /"
    if field == "date" and bounds(new) is None:
        return f"date {new!r} is not an EDTF date such as 2015, 2015-02, 2015-02-12 or 2015-02-12/2015-02-19"
    if field == "activity_id" and new.rsplit("-", 1)[0] != target.rsplit("-", 1)[0]:
        return f"activity_id {new!r} is of another article; a fact belongs to an activity of its own article"
    if field == "text" and re.search(r"[\r\n]", new):
        return "text holds a line feed; a line stays one line, correct the others by their own ids"
    return None


def reading_problem(reading: Fact | Activity) -> str | None:
    """Why a reading put together from the machine's and people's values cannot be; None where it can."""
    if isinstance(reading, Activity):
        return None
    low, high, unit, measure = reading.value_min, reading.value_max, reading.unit, reading.measure
    if low > high:
        return f"value_min {low:f} is larger than value_max {high:f}"
    if low != high and reading.qualifier not in ("range", "about"):
        return f"value_min {low:f} and value_max {high:f} differ, which only a range can (qualifier is {reading.qualifier}); correct both"
    fits = unit == "CNY" if measure in MONEY else unit in _PEOPLE_UNITS if measure in PEOPLE else unit not in ("CNY", *_PEOPLE_UNITS)
    if not fits:
        return f"unit {unit} does not fit measure {measure}; {_unit_wanted(measure)}"
    if (unit in _PEOPLE_UNITS or measure == "cases_handled") and (low % 1 or high % 1):
        return f"{low:f} {unit} is no whole number"
    return None


def _unit_wanted(measure: str) -> str:
    if measure in MONEY:
        return "money is in CNY (yuan)"
    return f"people are counted in {', '.join(_PEOPLE_UNITS)}" if measure in PEOPLE else "the unit is the classifier as printed (件 家 个)"
