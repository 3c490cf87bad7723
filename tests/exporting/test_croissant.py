import hashlib
import json

import mlcroissant
import pytest

from pipeline import schema

# What mlcroissant's own libraries will change some day is not ours.
pytestmark = [pytest.mark.filterwarnings("ignore:ConjunctiveGraph"), pytest.mark.filterwarnings("ignore:The inplace keyword")]


@pytest.fixture(scope="module")
def dataset(export):
    return mlcroissant.Dataset(jsonld=str(export / "croissant.json"))


def test_the_description_is_valid_without_a_warning(dataset):
    assert dataset.metadata.issues.errors == set()
    assert dataset.metadata.issues.warnings == set()


@pytest.mark.parametrize("name", [table.name for table in schema.TABLES])
def test_its_records_are_the_rows_of_the_table(export, extracted, dataset, name):
    import pyarrow.parquet as pq

    original = pq.read_table(extracted / "tables" / f"{name}.parquet").to_pylist()
    records = list(dataset.records(name)) if original else []
    assert len(records) == len(original)
    for record, row in zip(records, original, strict=True):
        for column, value in row.items():
            if isinstance(value, str):
                assert record[f"{name}/{column}"] == value.encode()


def test_a_box_has_its_sides(dataset):
    boxes = [box for record in dataset.records("facts") for box in record["facts/boxes"] if box["facts/boxes/x0"] is not None]
    assert boxes and all(0 <= box["facts/boxes/x0"] < box["facts/boxes/x1"] <= 1 for box in boxes)


def test_files_have_their_digests_and_columns_their_meanings(export):
    described = json.loads((export / "croissant.json").read_text(encoding="utf-8"))
    for file in described["distribution"]:
        assert file["sha256"] == hashlib.sha256((export / file["contentUrl"]).read_bytes()).hexdigest()
    for table, records in zip(schema.TABLES, described["recordSet"], strict=True):
        said = {field["name"]: field["description"] for field in records["field"]}
        for column in table.columns:
            assert column.meaning in said.get(column.name, "") or column.name in records["description"]
    assert described["license"] and described["citeAs"]
