"""datapackage.json (Frictionless Data Package): each CSV file with its digest, its columns, keys and the keys they refer to."""

import json
from collections.abc import Mapping

import pyarrow as pa

from pipeline import schema
from pipeline.exporting.description import KEYWORDS, NAME, RIGHTS, SUMMARY, TITLE, Description, File, citation

_GUARD_NOTE = "Text that would be taken for a formula has an apostrophe in front: take one away from text that begins with one."


def _type(kind: pa.DataType) -> str:
    if pa.types.is_list(kind):
        return "array"
    if pa.types.is_map(kind) or pa.types.is_struct(kind):
        return "object"
    return {schema.WHOLE: "integer", schema.REAL: "number", schema.DAY: "date"}.get(kind, "string")


def _field(table: schema.Table, column: schema.Column) -> dict:
    field = {"name": column.name, "type": _type(column.type), "description": column.meaning}
    if column.unit:
        field["unit"] = column.unit
    constraints = {}
    # An empty cell is null here, so text that may be empty cannot be called required.
    refers = column.name in table.key or (table.name, column.name) in schema.FOREIGN_KEYS
    if column.required and (refers or column.values or column.type != schema.TEXT):
        constraints["required"] = True
    if column.values:
        constraints["enum"] = list(column.values)
    return field | ({"constraints": constraints} if constraints else {})


def _foreign_keys(table: schema.Table) -> list[dict]:
    """The references that a single value makes; those of lists are told in the columns' meanings."""
    nested = {column.name for column in table.columns if pa.types.is_nested(column.type)}
    return [
        {"fields": column, "reference": {"resource": "" if other == name else other, "fields": key}}
        for (name, column), (other, key) in schema.FOREIGN_KEYS.items()
        if name == table.name and column not in nested
    ]


def _resource(table: schema.Table, file: File) -> dict:
    described = {
        "fields": [_field(table, column) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    if keys := _foreign_keys(table):
        described["foreignKeys"] = keys
    return {
        "name": table.name,
        "path": file.path,
        "profile": "tabular-data-resource",
        "title": f"One row per {table.row}",
        "description": _GUARD_NOTE,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
        "schema": described,
    }


def datapackage(about: Description, files: Mapping[str, File]) -> str:
    """The text of datapackage.json. `files`: the CSV files by name of table."""
    package = {
        "profile": "tabular-data-package",
        "name": NAME,
        "title": TITLE,
        "description": SUMMARY,
        "version": about.version,
        "created": f"{about.made_on.isoformat()}T00:00:00Z",
        "keywords": list(KEYWORDS),
        "sources": [{"title": paper.name} for paper in about.papers],
        "rights": " ".join([RIGHTS, *about.rights]),
        "citation": citation(about),
        "personal_numbers": about.masked,
        "resources": [_resource(table, files[table.name]) for table in schema.TABLES],
    }
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"
