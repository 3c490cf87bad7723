from dataclasses import replace
from decimal import Decimal

import pyarrow.parquet as pq
import pytest

from pipeline import schema
from pipeline.records import Activity, Article, Entity, Fact, Failure, Furniture, Line, Page, Piece, Scan, Word
from pipeline.stages import tables

TEXT = "安平县总工会筹集资金12万元。"
SCAN = Scan("报-2018-08-21-p3", "报-2018-08-21", "报/2018-08-21/3.txt", "text", paper="报", issue_date="2018-08-21", sha256="ab")
PAGE = Page(
    SCAN.page_id, SCAN.issue_id, SCAN.path, "ab", "text", "plain-text 1 (utf-8)",
    (Line("第3版"), Line(TEXT[:8], dropped={"space": 2}), Line(TEXT[8:])), paper="报", issue_date="2018-08-21", page_number="3",
)  # fmt: skip
ARTICLE = Article(
    f"{SCAN.page_id}-a01", SCAN.page_id, "news", "", TEXT,
    (Piece("text", 0, 8, SCAN.page_id, 1, 0), Piece("text", 8, len(TEXT), SCAN.page_id, 2, 0)), paper="报", issue_date="2018-08-21",
)  # fmt: skip
ACTIVITY = Activity(f"{ARTICLE.article_id}-v01", ARTICLE.article_id, "hardship_relief", "安平县总工会", "安平县总工会", date="2018-08")
FACT = Fact(
    f"{ARTICLE.article_id}-f01", ARTICLE.article_id, ACTIVITY.activity_id, "funds_raised", Decimal(120000), Decimal(120000), "CNY",
    "exact", None, "event", 10, 14, "12万元", TEXT, 0.9, ("动词:筹集",),
)  # fmt: skip
ENTITY = Entity(f"{ARTICLE.article_id}-e01", ARTICLE.article_id, "UNION", 0, 6, "安平县总工会", "安平县总工会", "131125")
ISSUE = [
    SCAN,
    PAGE,
    ARTICLE,
    Furniture(SCAN.page_id, 0, 0, 3, "furniture"),
    Word(ARTICLE.article_id, 0, 2, "安平", "ns"),
    ENTITY,
    ACTIVITY,
    FACT,
]


def _moved(records, paper):
    """The same issue as another paper has it."""

    def changed(value):
        return value.replace("报-", f"{paper}-")

    def moved(record):
        ids = {name: changed(getattr(record, name)) for name in record.__slots__ if name.endswith("_id")}
        if isinstance(record, Article):
            ids["pieces"] = tuple(replace(piece, page_id=changed(piece.page_id)) for piece in record.pieces)
        return replace(record, **ids)

    return [moved(record) for record in records]


def _rows(issues, name, failures=()):
    return tables.make(issues, failures)[name].to_pylist()


def test_all_tables_are_made_also_of_nothing():
    assert set(tables.make([], [])) == {table.name for table in schema.TABLES}


def test_a_page_accounts_for_its_characters():
    (row,) = _rows([ISSUE], "pages")
    counts = [row[name] for name in ("n_chars", "n_article_chars", "n_furniture_chars", "n_dropped_chars")]
    assert counts == [3 + len(TEXT) + 2, len(TEXT), 3, 2]
    assert dict(row["dropped"]) == {"space": 2}
    assert row["status"] == "ok"


def test_a_page_that_contradicts_its_path_has_a_warning():
    other = replace(PAGE, lines=(Line("2018年8月22日 星期三"), *PAGE.lines[1:]))
    (row,), (plain,) = _rows([[SCAN, other]], "pages"), _rows([ISSUE], "pages")
    assert row["issue_date"] == "2018-08-21"
    assert "2018-08-22" in row["warnings"][0] and plain["warnings"] == []


def test_an_article_names_its_pages_in_order():
    next_page = replace(PAGE, page_id="报-2018-08-21-p4")
    more = replace(ARTICLE, pieces=(ARTICLE.pieces[0], replace(ARTICLE.pieces[1], page_id=next_page.page_id)))
    (row,) = _rows([[SCAN, PAGE, next_page, more]], "articles")
    assert row["page_ids"] == [PAGE.page_id, next_page.page_id]
    assert row["lines"] == [2, 3]


def test_lines_of_an_article_follow_its_pages_and_equal_ones_of_two_pages_are_two():
    others = [replace(PAGE, page_id=f"报-2018-08-21-p{n}") for n in (9, 4)]
    parts = [replace(ARTICLE.pieces[1], start=n, end=n + 1, page_id=page.page_id) for n, page in zip((8, 9), others, strict=True)]
    more = replace(ARTICLE, pieces=(ARTICLE.pieces[0], *parts, replace(parts[1], start=10, end=11, line=1)))
    (row,) = _rows([[SCAN, PAGE, *others, more]], "articles")
    assert (row["page_ids"], row["lines"]) == ([PAGE.page_id, others[0].page_id, others[1].page_id], [2, 3, 2, 3])


def test_facts_and_names_of_a_continued_article_name_their_own_page():
    next_page = replace(PAGE, page_id="报-2018-08-21-p4")
    cut = replace(ARTICLE.pieces[1], page_id=next_page.page_id)
    more = replace(ARTICLE, pieces=(ARTICLE.pieces[0], cut))
    made = tables.make([[SCAN, PAGE, next_page, more, ENTITY, ACTIVITY, FACT]], [])
    (fact,), (entity,) = made["facts"].to_pylist(), made["entities"].to_pylist()
    assert (fact["page_ids"], fact["lines"], entity["page_ids"]) == ([next_page.page_id], [3], [PAGE.page_id])
    over = replace(more, pieces=(replace(ARTICLE.pieces[0], end=11, line=2), replace(cut, start=11)))
    (fact,) = _rows([[SCAN, PAGE, next_page, over, ACTIVITY, FACT]], "facts")
    assert (fact["page_ids"], fact["lines"]) == ([PAGE.page_id, next_page.page_id], [3, 3])


def test_a_page_that_failed_has_its_row_and_unknown_counts():
    failure = Failure("pages", SCAN.page_id, "empty_file", "3.txt: the file is empty")
    tables_made = tables.make([[SCAN]], [failure])
    (row,) = tables_made["pages"].to_pylist()
    assert (row["status"], row["error"], row["n_chars"]) == ("failed", failure.message, None)
    assert tables_made["failures"].num_rows == 1


def test_two_failures_of_a_page_in_one_stage_are_one_row():
    failures = [Failure("pages", "p", "a", "一"), Failure("pages", "p", "b", "二")]
    (row,) = _rows([], "failures", failures)
    assert row["message"] == "一; 二"


def test_a_fact_leads_back_to_its_line():
    (row,) = _rows([ISSUE], "facts")
    assert (row["value_min"], row["lines"], row["boxes"], row["review"]) == (120000.0, [3], None, "unreviewed")


def test_an_activity_has_its_days_and_wide_columns():
    (row,) = _rows([ISSUE], "activities")
    assert (str(row["date_start"]), str(row["date_end"])) == ("2018-08-01", "2018-08-31")
    assert (row["funds_raised_yuan"], row["funds_raised_yuan_basis"]) == (120000.0, "single")
    assert row["people_aided"] is None


def _event_ids(date, ours, theirs):
    """The event ids of two activities on a date (EDTF, or one for each) with figures of these values: (measure, value, per)."""
    dates = date if isinstance(date, tuple) else (date, date)

    def issue(records, figures, when):
        (fact,) = (record for record in records if isinstance(record, Fact))
        others = [replace(record, date=when) if isinstance(record, Activity) else record for record in records if record is not fact]
        facts = [
            replace(
                fact, fact_id=f"{fact.article_id}-f{n:02}", measure=measure, value_min=Decimal(value), value_max=Decimal(value), per=per
            )
            for n, (measure, value, per) in enumerate(figures, 1)
        ]
        return others + facts

    issues = issue(ISSUE, ours, dates[0]), issue(_moved(ISSUE, "晚"), theirs, dates[1])
    return {row["event_id"] for row in _rows(issues, "activities")}


MONEY, RATE, ODD = ("funds_raised", 120000, None), ("aid_per_recipient", 500, "person"), ("funds_raised", 259000, None)
MORE = ("aid_disbursed", 80000, None)


@pytest.mark.parametrize(
    ("date", "ours", "theirs", "same"),
    [
        ("2018-08-20", [MONEY], [MONEY], True),
        ("2018-08-20", [MONEY], [("funds_raised", 90000, None)], False),
        ("2018-08-20", [RATE, MONEY], [RATE, MORE], False),  # what each gets is often the same
        ("2018-08", [MONEY], [MONEY], False),  # one round figure in a month
        ("2018-08", [MONEY, MORE], [MORE, MONEY], True),
        ("2018-08", [ODD], [ODD], True),
        (("2018", "2018-01"), [ODD], [ODD], False),
        (("2018-01-01", "2018-01-01/2018-06-30"), [ODD], [ODD], False),
    ],
)
def test_one_event_in_two_papers_is_one_event_where_its_days_and_totals_are_the_same(date, ours, theirs, same):
    assert len(_event_ids(date, ours, theirs)) == (1 if same else 2)


def test_what_is_written_opens_with_meanings(tmp_path):
    files = tables.write(tmp_path, tables.make([ISSUE], []))
    assert set(files) == {f"{table.name}.parquet" for table in schema.TABLES}
    parquet = pq.ParquetFile(tmp_path / "facts.parquet")
    assert parquet.metadata.row_group(0).column(0).compression == "ZSTD"
    assert parquet.schema_arrow.field("value_min").metadata[b"unit"] == b"as in unit; money in yuan"


def test_a_number_that_ocr_read_two_ways_says_so_and_is_not_certain():
    scanned = replace(
        PAGE, source_kind="image", lines=(PAGE.lines[0], replace(PAGE.lines[1], second=TEXT[:8]), Line(TEXT[8:], second="集资金72万元。"))
    )
    issue = [scanned if record is PAGE else record for record in ISSUE]
    (fact,), (plain,) = _rows([issue], "facts"), _rows([ISSUE], "facts")
    assert (fact["second_reading"], fact["confidence"]) == ("72万元", 0.5)
    assert (plain["second_reading"], plain["confidence"]) == (None, 0.9)
    assert (fact["text"], fact["value_min"], fact["evidence_hash"]) == ("12万元", 120000, plain["evidence_hash"])
    unsure = [replace(record, confidence=0.2) if record is FACT else record for record in issue]
    assert _rows([unsure], "facts")[0]["confidence"] == 0.2


def test_a_page_read_with_little_certainty_is_marked_and_all_of_it_is_there():
    scanned = replace(
        PAGE,
        source_kind="image",
        confidence=0.95,
        lines=(PAGE.lines[0], replace(PAGE.lines[1], unrepaired="宊" + TEXT[1:8]), PAGE.lines[2]),
    )
    issue = [scanned if record is PAGE else record for record in ISSUE]
    (page,) = _rows([issue], "pages")
    assert len(page["warnings"]) == 1 and "0.950" in page["warnings"][0]
    assert (page["status"], page["n_repaired_chars"], len(_rows([issue], "facts"))) == ("ok", 1, 1)
    assert [row["n_repaired_chars"] for row in _rows([ISSUE], "pages")] == [0]
