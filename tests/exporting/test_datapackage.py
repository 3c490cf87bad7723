import hashlib
import json

import frictionless
import pytest

from pipeline import schema


def test_the_package_and_all_its_rows_are_valid(export):
    report = frictionless.validate(str(export / "datapackage.json"))
    assert report.valid, report.flatten(["name", "type", "note", "fieldName", "rowNumber"])[:10]
    assert [task.name for task in report.tasks] == [table.name for table in schema.TABLES]
    assert sum(task.stats.get("rows", 0) for task in report.tasks) > 100


@pytest.mark.parametrize(
    ("find", "put", "error"),
    [
        (b'"event"', b'"evemt"', "constraint-error"),
        (b'-a01-v01"', b'-a77-v01"', "foreign-key"),
        (b",30000,", b",drei,", "type-error"),
    ],
)
def test_the_description_would_find_a_spoilt_file(export, tmp_path, find, put, error):
    """That it validates says something: keys, values and types are really checked."""
    package = json.loads((export / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        data = (export / resource["path"]).read_bytes()
        data = data.replace(find, put, 1) if resource["name"] == "facts" else data
        del resource["bytes"], resource["hash"]
        (tmp_path / resource["path"]).parent.mkdir(exist_ok=True)
        (tmp_path / resource["path"]).write_bytes(data)
    (tmp_path / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    assert error in {kind for (kind,) in frictionless.validate(str(tmp_path / "datapackage.json")).flatten(["type"])}


def test_every_column_has_type_meaning_and_unit(export):
    package = json.loads((export / "datapackage.json").read_text(encoding="utf-8"))
    for table, resource in zip(schema.TABLES, package["resources"], strict=True):
        data = (export / resource["path"]).read_bytes()
        assert (resource["bytes"], resource["hash"]) == (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}")
        for column, field in zip(table.columns, resource["schema"]["fields"], strict=True):
            assert (field["name"], field["description"], field.get("unit")) == (column.name, column.meaning, column.unit)
            assert field.get("constraints", {}).get("enum") == (list(column.values) if column.values else None)
    assert package["rights"] and package["personal_numbers"] == "masked"
    assert {source["title"] for source in package["sources"]} == {"焦作日报", "滏阳日报"}
