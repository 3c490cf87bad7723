"""How things stand now: rows of the tables with the decisions laid over them that wait for the next run, as that will apply them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.correcting import applying, readings
from pipeline.desk.holdings import Holdings
from pipeline.records import Activity, Decision, Fact


@dataclass(frozen=True, slots=True)
class Standing:
    """A row as the next run will give it. `review`: the last word, also `unsure`; `pending`: whether the tables do not know that yet."""

    row: Mapping
    review: str
    pending: bool


def standing(row: Mapping, holdings: Holdings) -> Standing:
    """How a row of table facts or activities stands."""
    name, ledger = _name(row), holdings.ledger
    if name not in ledger.waiting:
        return Standing(row, "unsure" if name in ledger.unsure else row["review"], False)
    said = ledger.live.get(name, [])
    read = machine(row)
    record, review, _ = applying.settle(read, said, holdings.activities)
    now = dict(row) | {column: _plain(getattr(record, column)) for column in readings.columns_of(record)}
    now["machine"] = readings.of_record(read) if record != read else None
    if isinstance(record, Activity) and record.organizer != row["organizer"]:
        now["organizer_canonical"] = None  # that is found in the next run
    unsure = said and (said[-1].field, said[-1].new) == ("review", "unsure")
    return Standing(now, "unsure" if unsure else review or "unreviewed", True)


def asked(row: Mapping, holdings: Holdings) -> dict:
    """The columns of a row that people may correct, as the decisions in force want them, also where these do not fit together."""
    record = machine(row)
    wanted = applying.asked(record, holdings.ledger.live.get(_name(row), []), holdings.activities)
    return {column: _plain(wanted.get(column, getattr(record, column))) for column in readings.columns_of(record)}


def objection(row: Mapping, more: Sequence[Decision], holdings: Holdings) -> str | None:
    """Why the next run could not apply the decisions on a row with some more behind them; None where it can."""
    return applying.settle(machine(row), [*holdings.ledger.live.get(_name(row), []), *more], holdings.activities)[2]


def boundaries(article: Mapping, holdings: Holdings) -> Mapping:
    """A row of table articles with the flag that waits for the next run."""
    said = [one for one in holdings.ledger.waiting.get(article["article_id"], ()) if one.field == "boundaries"]
    return dict(article) | {"boundaries": said[-1].new, "boundaries_note": said[-1].note} if said else article


def machine(row: Mapping) -> readings.Record:
    """What the machine read, as a record, from a row of table facts or activities."""
    kind = Fact if "fact_id" in row else Activity
    said = dict(row) | json.loads(row.get("machine") or "{}", parse_float=Decimal)
    return kind(**{name: _exact(said[name]) if name.startswith("value_") else said[name] for name in kind.__slots__})


def _name(row: Mapping) -> str:
    return row["fact_id"] if "fact_id" in row else row["activity_id"]


def _exact(value: float | Decimal) -> Decimal:
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)


def _plain(value: readings.Value) -> str | float | None:
    return float(value) if isinstance(value, Decimal) else value
