import duckdb
import pyarrow.parquet as pq
import pytest

from pipeline import schema
from pipeline.exporting import database


@pytest.fixture(scope="module")
def connection(export):
    with duckdb.connect(str(export / "union-news.duckdb"), read_only=True) as connection:
        yield connection


def _all(connection, sql):
    return connection.execute(sql).fetchall()


@pytest.mark.parametrize("name", [table.name for table in schema.TABLES])
def test_each_table_is_that_of_the_parquet_file(extracted, connection, name):
    path = extracted / "tables" / f"{name}.parquet"
    assert _all(connection, f"select count(*) from {name}") == [(pq.read_metadata(path).num_rows,)]
    assert _all(connection, f"from {name} except all from '{path}'") == []


def test_every_table_column_and_view_says_what_it_is(connection):
    assert _all(connection, "select table_name from duckdb_tables() where comment is null") == []
    assert _all(connection, "select table_name, column_name from duckdb_columns() where comment is null and table_name in "
                            "(select table_name from duckdb_tables())") == []  # fmt: skip
    assert dict(_all(connection, "select view_name, comment from duckdb_views() where not internal")) == {
        view.name: view.meaning for view in database.VIEWS
    }


def test_event_facts_are_of_the_event_alone(connection):
    rows = _all(connection, "select distinct scope, per, review = 'rejected' from event_facts")
    assert rows == [("event", None, False)]
    assert 0 < _all(connection, "select count(*) from event_facts")[0][0] < _all(connection, "select count(*) from facts")[0][0]


def test_evidence_stands_beside_facts_and_activities(connection):
    assert _all(connection, "select count(*) from facts_with_evidence") == _all(connection, "select count(*) from facts")
    assert _all(connection, "select count(*) from activities_with_evidence") == _all(connection, "select count(*) from activities")
    ((source, lines),) = _all(connection, "select source_path, lines from facts_with_evidence where text = '522.6万元'")
    assert (source, lines) == ("焦作日报/2015/p01.txt", [203])
    (sentences,) = _all(connection, "select sentences from activities_with_evidence where wages_recovered_yuan = 5226000")
    assert any("522.6万元" in sentence for sentence in sentences[0])


def test_a_fact_on_the_continuation_of_an_article_has_its_own_page(connection):
    rows = _all(
        connection,
        "select text, source_path, page_ids, lines from facts_with_evidence where fact_id like '%-p1-a01-f%' and paper = '滏阳日报'",
    )
    where = {text: (path.rpartition("/")[2], page_ids[0][-3:], lines) for text, path, page_ids, lines in rows}
    assert where == {"20万元": ("1.txt", "-p1", [4]), "60名": ("3.txt", "-p3", [4])}


def test_what_people_rejected_is_in_no_view_of_what_counts(export):
    with duckdb.connect() as copy:
        copy.execute(f"attach '{export / 'union-news.duckdb'}' as there (read_only)")
        for table in schema.TABLES:
            copy.execute(f"create table {table.name} as from there.{table.name}")
        for view in database.VIEWS:
            copy.execute(f"create view {view.name} as {view.sql}")
        mine = "like '滏阳日报-2018-07-04-p1-a01-%'"
        figures = f"select text from event_facts where fact_id {mine} order by 1"
        assert _all(copy, figures) == [("20万元",), ("60名",)]
        copy.execute(f"update facts set review = 'rejected' where text = '60名' and fact_id {mine}")
        ((sentences,),) = _all(copy, f"select sentences from activities_with_evidence where activity_id {mine}")
        assert "20万元" in sentences[0] and len(sentences) == 1
        assert _all(copy, figures) == [("20万元",)]
        copy.execute(f"update activities set review = 'rejected' where activity_id {mine}")
        assert _all(copy, figures) == []
        assert _all(copy, f"select distinct activity_review from facts_with_evidence where fact_id {mine}") == [("rejected",)]


def test_conflicts_are_the_checks_that_conflict(connection):
    assert _all(connection, "select check_id from conflicts order by 1") == _all(
        connection, "select check_id from checks where verdict = 'conflicts' order by 1"
    )
