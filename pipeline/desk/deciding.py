"""What a person's decision writes: a wish, as the desk sends it, becomes decisions for corrections.csv, or a message why it cannot.

A wish is a mapping: about (fact, activity, article, line), id, verdict (facts: confirmed, rejected, unsure, corrected; articles: wrong),
changes ({column: text as typed}), note, reviewer; for a line also read (its text as the reader read it).
"""

import re
from collections.abc import Mapping
from decimal import Decimal

import msgspec

from pipeline.correcting.hashes import line_hash
from pipeline.desk.cards import Holdings
from pipeline.desk.labels import FIELDS
from pipeline.errors import UsageError
from pipeline.records import Decision
from pipeline.text import numerals
from pipeline.text.edtf import bounds
from pipeline.text.forms import fold
from pipeline.vocabulary import COUNTS, MONEY, PEOPLE, QUALIFIERS, SCOPES, TYPES

READING = ("measure", "value_min", "value_max", "unit", "qualifier", "per", "scope", "activity_id")
ACTIVITY = ("organizer", "type", "place", "date")
_VERDICTS = ("confirmed", "rejected", "unsure")
_MAY_BE_EMPTY = ("per", "organizer", "place", "date")
_WORDS = {"measure": (*MONEY, *PEOPLE, *COUNTS), "qualifier": QUALIFIERS, "scope": SCOPES, "type": TYPES}
_LINE = re.compile(r".+-l\d{3,}")


def decisions_of(wish: Mapping, holdings: Holdings, now: str) -> list[Decision]:
    """The decisions that a wish makes at a moment (ISO 8601). UsageError, in Chinese and English, where it makes none."""
    reviewer = _clean(wish.get("reviewer"))
    if not reviewer:
        raise UsageError("请先填写核对人姓名。 Fill in your name first.")
    pairs = {"fact": _of_fact, "activity": _of_activity, "article": _of_article, "line": _of_line}[wish["about"]](wish, holdings)
    seen = _evidence(wish, holdings)
    note = _clean(wish.get("note"))
    return [Decision(wish["id"], field, old, new, reviewer, note, seen, now) for field, old, new in pairs]


def _evidence(wish: Mapping, holdings: Holdings) -> str | None:
    """The digest of what the person saw."""
    if wish["about"] == "line":
        return line_hash(wish["read"])
    rows = {"fact": holdings.facts, "activity": holdings.activities, "article": holdings.articles}[wish["about"]]
    return rows[wish["id"]].get("evidence_hash")


def _of_fact(wish: Mapping, holdings: Holdings) -> list[tuple]:
    fact = _row(holdings.facts, wish["id"])
    if wish["verdict"] == "corrected":
        return _corrected(fact, wish, holdings)
    if wish["verdict"] not in _VERDICTS:
        raise UsageError(f"没有这种判断：{wish['verdict']}。 There is no such verdict.")
    return [("review", reading(fact), wish["verdict"])]


def _of_activity(wish: Mapping, holdings: Holdings) -> list[tuple]:
    return _changed(_row(holdings.activities, wish["id"]), wish["changes"], ACTIVITY)


def _of_article(wish: Mapping, holdings: Holdings) -> list[tuple]:
    _row(holdings.articles, wish["id"])
    if not _clean(wish.get("note")):
        raise UsageError("请在备注里写明边界错在哪里。 Say in the note what is wrong with the boundaries.")
    return [("boundaries", None, "wrong")]


def _of_line(wish: Mapping, holdings: Holdings) -> list[tuple]:
    text = (wish["changes"].get("text") or "").strip("\r\n")
    if not _LINE.fullmatch(wish["id"]) or not text.strip() or "\n" in text or "\r" in text:
        raise UsageError("一行文字不能为空，也不能分行。 A line must hold text, and be one line.")
    if text == wish["read"]:
        raise UsageError("没有改动。 Nothing was changed.")
    return [("text", wish["read"], text)]


def reading(fact: Mapping) -> str:
    """What the machine says of a fact, as JSON in the order of READING."""
    return msgspec.json.encode({name: _written(fact[name]) for name in READING}).decode()


def _corrected(fact: Mapping, wish: Mapping, holdings: Holdings) -> list[tuple]:
    pairs = _changed(fact, wish["changes"], READING)
    new = {name: _written(fact[name]) for name in READING} | {name: value for name, _, value in pairs}
    if Decimal(new["value_min"]) > Decimal(new["value_max"]):
        raise UsageError("下限大于上限。 The lower value is above the upper one.")
    if (new["unit"] == "CNY") != (new["measure"] in MONEY):
        raise UsageError(
            "量与单位不配：金额的单位是 CNY，别的都不是。 Measure and unit do not go together: money is in CNY, and nothing else is."
        )
    activity = holdings.activities.get(new["activity_id"])
    if activity is None or activity["article_id"] != fact["article_id"]:
        raise UsageError("这篇文章里没有这项活动。 There is no such activity in this article.")
    return pairs


def _changed(row: Mapping, changes: Mapping, names: tuple[str, ...]) -> list[tuple]:
    """(field, old, new) of each column whose typed text says something else than the row."""
    typed = {name: _typed(name, changes[name]) for name in names if name in changes}
    pairs = [(name, _written(row[name]), new) for name, new in typed.items() if new != _written(row[name])]
    if not pairs:
        raise UsageError("没有改动。 Nothing was changed.")
    return pairs


def _typed(name: str, text: str | None) -> str | None:
    """A typed text as corrections.csv writes it; UsageError where the column cannot take it."""
    text = _clean(text)
    if text is None:
        if name not in _MAY_BE_EMPTY:
            raise UsageError(f"“{FIELDS[name]}”不能为空。 {name} must not be empty.")
        return None
    if name in ("value_min", "value_max"):
        return amount(text)
    if name in _WORDS and text not in _WORDS[name]:
        raise UsageError(f"“{FIELDS[name]}”不能是“{text}”。 {name} cannot be {text!r}.")
    if name == "date" and bounds(text) is None:
        raise UsageError(f"日期请写成 2015、2015-02、2015-02-10 或 2015-02-10/2015-02-19，而不是“{text}”。 Write the date as EDTF.")
    return text


def amount(text: str) -> str:
    """A number as people type it (522.6万元, 5,226,000, 五百) as plain digits; UsageError where it is none."""
    bare = fold(text).replace(",", "").replace("，", "").replace(" ", "").removesuffix("元")
    value = numerals.parse(bare)
    if value is None or value < 0:
        raise UsageError(f"“{text}”不是数。 {text!r} is not a number: write 5226000 or 522.6万.")
    return f"{numerals.plain(value):f}"


def _written(value: object) -> str | None:
    """A value of a table as corrections.csv writes it: whole numbers without a point, unknown as None."""
    if isinstance(value, float):
        return f"{numerals.plain(Decimal(repr(value))):f}"
    return None if value is None else str(value)


def _clean(text: str | None) -> str | None:
    """The text on one line, white space regular; None where there is none."""
    return " ".join((text or "").split()) or None


def _row(rows: Mapping[str, Mapping], key: str) -> Mapping:
    if key not in rows:
        raise UsageError(f"表里没有 {key}，请重新载入。 {key} is not in the tables: reload them.")
    return rows[key]
