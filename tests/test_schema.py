import pyarrow as pa
import pytest

from pipeline import schema
from pipeline.errors import BrokenRuleError


def _row(n, **change):
    return {"article_id": "a", "start": n, "end": n + 1, "text": "字", "pos": "n"} | change


def test_rows_come_in_the_order_of_their_key_with_meanings_in_the_metadata():
    table = schema.enforce(schema.WORDS, [_row(5), _row(1)])
    assert table.column("start").to_pylist() == [1, 5]
    assert table.schema.metadata[b"row"] == b"token"
    assert b"jieba" in table.schema.field("pos").metadata[b"meaning"]


def test_an_empty_table_has_its_columns():
    assert schema.enforce(schema.CORRECTIONS, []).schema.names == [column.name for column in schema.CORRECTIONS.columns]


@pytest.mark.parametrize(
    "rows",
    [
        [_row(1), _row(1)],
        [_row(1, text=None)],
        [{"article_id": "a", "start": 1}],
        [_row(1, more="x")],
    ],
    ids=["key twice", "null", "missing column", "unknown column"],
)
def test_rows_that_break_the_contract_are_refused(rows):
    with pytest.raises(BrokenRuleError):
        schema.enforce(schema.WORDS, rows)


def test_a_value_outside_the_list_is_refused():
    row = dict.fromkeys([column.name for column in schema.FAILURES.columns], "x")
    assert schema.enforce(schema.FAILURES, [row]).num_rows == 1
    page = dict.fromkeys([column.name for column in schema.PAGES.columns]) | {
        "page_id": "p", "source_path": "x", "source_kind": "papyrus", "status": "ok",
    }  # fmt: skip
    with pytest.raises(BrokenRuleError, match="papyrus"):
        schema.enforce(schema.PAGES, [page])


def test_every_wide_column_has_a_basis():
    names = [column.name for column in schema.ACTIVITIES.columns]
    for name in (*schema.MONEY_COLUMNS, *schema.NUMBER_COLUMNS):
        assert names[names.index(name) + 1] == f"{name}_basis"
    assert pa.types.is_date(schema.arrow_schema(schema.ACTIVITIES).field("date_start").type)


def test_foreign_keys_name_columns_and_keys_that_there_are():
    tables = {table.name: table for table in schema.TABLES}
    for (name, column), (other, key) in schema.FOREIGN_KEYS.items():
        assert column in [one.name for one in tables[name].columns]
        assert tables[other].key == (key,)
