"""What a person's decision writes: a wish, as the desk sends it, becomes decisions for corrections.csv, or a message why it cannot.

A wish is a mapping: about (fact, activity, article, line), id, verdict (facts: confirmed, rejected, unsure, corrected; articles: wrong,
right), changes ({column: text as typed}), note, reviewer; for a line also read (its text as the reader read it).
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from pipeline.correcting import checking, readings
from pipeline.correcting.hashes import line_hash
from pipeline.desk import overlay
from pipeline.desk.holdings import Holdings
from pipeline.errors import UsageError
from pipeline.labels import FIELDS
from pipeline.records import Decision
from pipeline.text import numerals
from pipeline.text.forms import fold

_NUMBERS = ("value_min", "value_max")
_IN_THREES = re.compile(r"\d{1,3}(,\d{3})+(?!\d)[^,]*")  # 1,5万 may mean 1.5万 or 15万: nobody can tell
_NO_CHANGE = "没有改动。 Nothing was changed."
Change = tuple[str, str | None, str | None]  # field, old, new


def decisions_of(wish: Mapping, holdings: Holdings, now: str) -> list[Decision]:
    """The decisions that a wish makes at a moment (ISO 8601). UsageError, in Chinese and English, where it makes none."""
    reviewer = _clean(wish.get("reviewer"))
    if not reviewer:
        raise UsageError("请先填写核对人姓名。 Fill in your name first.")
    changes = _CHANGES[wish["about"]](wish, holdings)
    note, seen = _clean(wish.get("note")), _evidence(wish, holdings)
    decisions = [Decision(wish["id"], field, old, new, reviewer, note, seen, now) for field, old, new in changes]
    for decision in decisions:
        if wrong := checking.problem(decision):
            raise UsageError(f"“{FIELDS[decision.field]}”不能是“{decision.new or ''}”。 {wrong}")
    if wish["about"] == "fact" and wish["verdict"] in ("confirmed", "corrected"):
        _check_reading(holdings.facts[wish["id"]], decisions, holdings)
    return decisions


def amount(text: str) -> str:
    """A number as people type it (522.6万元, 5,226,000, 五百) as plain digits; UsageError where it is none."""
    bare = re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", fold(text).replace("，", ",")).removesuffix("元")
    clear = not re.search(r"\s", bare) and ("," not in bare or _IN_THREES.fullmatch(bare))
    value = numerals.parse(bare.replace(",", "")) if clear else None
    if value is None or value < 0:
        raise UsageError(f"“{text}”不是数，请写成 5226000 或 522.6万。 {text!r} is not a number.")
    return f"{numerals.plain(value):f}"


def written(value: object) -> str | None:
    """A value of a table as corrections.csv writes it: whole numbers without a point, unknown as None."""
    if isinstance(value, float):
        return f"{numerals.plain(Decimal(repr(value))):f}"
    return None if value is None else str(value)


def _evidence(wish: Mapping, holdings: Holdings) -> str:
    """The digest of what the person saw."""
    if wish["about"] == "line":
        return line_hash(wish["read"])
    rows = {"fact": holdings.facts, "activity": holdings.activities, "article": holdings.articles}[wish["about"]]
    return rows[wish["id"]]["evidence_hash"]


def _of_fact(wish: Mapping, holdings: Holdings) -> list[Change]:
    fact = _row(holdings.facts, wish["id"])
    if wish["verdict"] != "corrected":
        return [("review", readings.as_json(overlay.standing(fact, holdings).row), wish["verdict"])]
    return _changed(fact, wish["changes"], holdings)


def _check_reading(fact: Mapping, decisions: Sequence[Decision], holdings: Holdings) -> None:
    """UsageError where the next run could not apply these decisions on top of those that there are."""
    if wrong := overlay.objection(fact, decisions, holdings):
        raise UsageError(f"这样更正讲不通（值、单位、量、限定要相配）。 {wrong}")
    if any(one.field == "activity_id" and one.new not in holdings.activities for one in decisions):
        raise UsageError("这篇文章里没有这项活动。 There is no such activity in this article.")


def _of_activity(wish: Mapping, holdings: Holdings) -> list[Change]:
    return _changed(_row(holdings.activities, wish["id"]), wish["changes"], holdings)


def _of_article(wish: Mapping, holdings: Holdings) -> list[Change]:
    article = _row(holdings.articles, wish["id"])
    if wish["verdict"] == "wrong" and not _clean(wish.get("note")):
        raise UsageError("请在备注里写明边界错在哪里。 Say in the note what is wrong with the boundaries.")
    return [("boundaries", article["boundaries"], wish["verdict"])]


def _of_line(wish: Mapping, _: Holdings) -> list[Change]:
    text = wish["changes"].get("text") or ""
    if text == wish["shown"]:
        raise UsageError(_NO_CHANGE)
    return [("text", wish["read"], text or None)]


_CHANGES = {"fact": _of_fact, "activity": _of_activity, "article": _of_article, "line": _of_line}


def _changed(row: Mapping, typed: Mapping, holdings: Holdings) -> list[Change]:
    """Each column whose typed text says something else than the decisions so far want, with what the table says as the old value."""
    wanted = {name: _clean(written(value)) for name, value in overlay.asked(row, holdings).items()}
    new = {name: _typed(name, typed[name]) for name in wanted if name in typed}
    changes = [(name, written(row[name]), text) for name, text in new.items() if text != wanted[name]]
    if not changes:
        raise UsageError(_NO_CHANGE)
    return changes


def _typed(name: str, text: str | None) -> str | None:
    text = _clean(text)
    return amount(text) if text and name in _NUMBERS else text


def _clean(text: str | None) -> str | None:
    """The text on one line, white space regular; None where there is none."""
    return " ".join((text or "").split()) or None


def _row(rows: Mapping[str, Mapping], key: str) -> Mapping:
    if key not in rows:
        raise UsageError(f"表里没有 {key}，请重新载入。 {key} is not in the tables: reload them.")
    return rows[key]
