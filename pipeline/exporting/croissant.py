"""croissant.json (MLCommons Croissant, JSON-LD): each Parquet file with its digest, each column as a field with its type and meaning."""

import json
from collections.abc import Mapping

import pyarrow as pa

from pipeline import schema
from pipeline.exporting.database import comment_of
from pipeline.exporting.description import KEYWORDS, NAME, RIGHTS, SUMMARY, TITLE, Description, File, citation

_VERSION = "http://mlcommons.org/croissant/1.0"
_OURS = (  # terms of the Croissant vocabulary that go by their own name
    "citeAs column equivalentProperty extract field fileProperty fileObject fileSet format includes isLiveDataset jsonPath key md5 "
    "parentField path recordSet references regex repeated replace samplingRate separator source subField transform"
).split()
_CONTEXT = {  # as version 1.0 of the format prescribes it; a name space is no address that anything is fetched from
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    **{name: f"cr:{name}" for name in _OURS},
}


def _type(kind: pa.DataType) -> str:
    return {schema.WHOLE: "sc:Integer", pa.int32(): "sc:Integer", schema.REAL: "sc:Float", schema.DAY: "sc:Date"}.get(kind, "sc:Text")


def _source(file: str, column: str, path: str | None = None) -> dict:
    source = {"fileObject": {"@id": file}, "extract": {"column": column}}
    return source | ({"transform": {"jsonPath": path}} if path else {})


def _field(table: schema.Table, column: schema.Column, file: str) -> dict:
    name = f"{table.name}/{column.name}"
    # Told in words: mlcroissant answers `references` by joining tables, and fails where one refers to itself; datapackage.json has them.
    refers = schema.FOREIGN_KEYS.get((table.name, column.name))
    meaning = comment_of(column) + (f"; refers to {'.'.join(refers)}" if refers else "")
    field = {"@type": "cr:Field", "@id": name, "name": column.name, "description": meaning}
    kind = column.type
    if pa.types.is_list(kind):
        field["repeated"] = True
        kind = kind.value_type
    if pa.types.is_struct(kind):
        return field | {"subField": [_part(name, column.name, one, file) for one in kind]}
    field |= {"dataType": _type(kind), "source": _source(file, column.name)}
    return field


def _part(field: str, column: str, part: pa.Field, file: str) -> dict:
    """A part of a column of structures, such as a side of a box."""
    return {
        "@type": "cr:Field",
        "@id": f"{field}/{part.name}",
        "name": part.name,
        "dataType": _type(part.type),
        "source": _source(file, column, part.name),
    }


def _record_set(table: schema.Table, file: str) -> dict:
    maps = [column.name for column in table.columns if pa.types.is_map(column.type)]
    besides = f"; the file has also {' '.join(maps)}, maps, for which the format has no type" if maps else ""
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": f"one row per {table.row}{besides}",
        "key": [{"@id": f"{table.name}/{name}"} for name in table.key],
        "field": [_field(table, column, file) for column in table.columns if column.name not in maps],
    }


def _file_object(name: str, file: File) -> dict:
    return {
        "@type": "cr:FileObject",
        "@id": file.path,
        "name": file.path,
        "description": f"table {name}, {file.rows:,} rows",
        "contentUrl": file.path,
        "contentSize": f"{file.bytes} B",
        "encodingFormat": "application/x-parquet",
        "sha256": file.sha256,
    }


def croissant(about: Description, files: Mapping[str, File]) -> str:
    """The text of croissant.json. `files`: the Parquet files by name of table."""
    dataset = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": _VERSION,
        "name": NAME,
        "alternateName": TITLE,
        "description": SUMMARY,
        "version": about.version,
        "datePublished": about.made_on.isoformat(),
        "license": " ".join([RIGHTS, *about.rights]),
        "creator": {"@type": "sc:Organization", "name": "union-news-pipeline"},
        "citeAs": citation(about),
        "keywords": list(KEYWORDS),
        "inLanguage": "zh",
        "rai:personalSensitiveInformation": f"names of persons as printed; identity, phone and bank numbers: {about.masked}",
        "distribution": [_file_object(table.name, files[table.name]) for table in schema.TABLES],
        "recordSet": [_record_set(table, files[table.name].path) for table in schema.TABLES],
    }
    return json.dumps(dataset, ensure_ascii=False, indent=1) + "\n"
