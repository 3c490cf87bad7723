"""A reading: the columns of a fact or an activity that people may correct, as values and as JSON."""

import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from pipeline.correcting.checking import number
from pipeline.correcting.file_format import ACTIVITY_FIELDS, FACT_FIELDS
from pipeline.records import Activity, Fact

Record = Fact | Activity
Value = str | Decimal | None


def columns_of(record: Record) -> tuple[str, ...]:
    """The columns of a record that people may correct."""
    return FACT_FIELDS if isinstance(record, Fact) else ACTIVITY_FIELDS


def as_json(values: Mapping) -> str:
    """The reading in a row of the tables `facts` or `activities` as JSON, as `machine` and the `old` of a review hold it."""
    columns = FACT_FIELDS if "measure" in values else ACTIVITY_FIELDS
    return json.dumps({name: _plain(values[name]) for name in columns}, ensure_ascii=False)


def of_record(record: Record) -> str:
    """The reading of a fact or an activity as JSON."""
    return as_json({name: getattr(record, name) for name in columns_of(record)})


def _plain(value: object) -> str | int | float | None:
    if value is None or value != value:  # pandas has NaN for null
        return None
    if isinstance(value, str):
        return value
    exact = Decimal(str(value))
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def value_of(column: str, text: str | None) -> Value:
    """The value that a decision gives a column."""
    return number(text) if column in ("value_min", "value_max") else text


def with_values(record: Record, values: Mapping[str, Value]) -> Record:
    """The record with some columns given other values."""
    return replace(record, **{name: value for name, value in values.items() if name in columns_of(record)})
