from dataclasses import replace
from decimal import Decimal

import pyarrow.parquet as pq
import pytest
import test_tables as tables_of

from pipeline import masking
from pipeline.__main__ import main
from pipeline.correcting import hashes
from pipeline.errors import UsageError
from pipeline.records import Activity, Article, Decision, Entity, Fact, Failure, Word
from pipeline.stages import tables

TEXT = "王平捐款13912345678，电话13912345678。\n李强收到500元。"
ARTICLE = Article("a", "p", "news", "电话13912345678", TEXT, (), "记者 13912345678", ("王平13912345678",))
WORD = Word("a", 18, 29, "13912345678", "m")
FACT = Fact(
    "a-f01", "a", "a-v01", "funds_raised", Decimal(13912345678), Decimal(13912345678), "CNY", "exact", None, "event",
    4, 15, "13912345678", TEXT[:30], 0.9,
)  # fmt: skip
ENTITY = Entity("a-e01", "a", "PERSON", 0, 2, "王平", "王平13912345678")
ACTIVITY = Activity("a-v01", "a", "other", "总工会", "总工会", "电话13912345678")


def _by_type(records):
    return _kinds(masking.masked_records(records))


def test_records_are_masked_alike_and_spans_stay_true():
    found = _by_type([ARTICLE, WORD, FACT, ENTITY, ACTIVITY])
    article = found[Article]
    assert article.text == "王平捐款13912345678，电话***********。\n李强收到500元。"
    assert (article.headline, article.byline, article.reporters) == ("电话***********", "记者 ***********", ("王平***********",))
    for kind in (Word, Fact, Entity):
        assert article.text[found[kind].start : found[kind].end] == found[kind].text
    assert found[Fact].sentence == article.text[:30]
    assert found[Entity].canonical == "王平***********"
    assert found[Activity].place == "电话***********"


def test_without_its_fact_the_same_number_is_masked():
    assert _by_type([ARTICLE])[Article].text.count("*") == 22


def test_the_sentence_is_the_one_in_which_the_fact_stands():
    text = "捐5元，电话13912345678。捐5元，电话13912345678。"
    sentence, start = text[:18], 19
    fact = replace(FACT, start=start, end=start + 2, text="5元", sentence=sentence)
    found = _by_type([replace(ARTICLE, text=text), fact])
    assert found[Fact].sentence == "捐5元，电话***********。"[: len(sentence)]


def test_an_article_without_such_numbers_stays_as_it_is():
    plain = replace(ARTICLE, text="捐款500元。", headline="", byline="", reporters=())
    assert masking.masked_records([plain]) == [plain]


def test_notes_messages_and_warnings_are_masked_but_no_corrected_figure():
    rows = [{"field": "value_min", "old": "1", "new": "13912345678", "note": "问过13912345678"}]
    rows += [{"field": "text", "old": None, "new": "电话13912345678", "note": None}]
    figure, line = masking.masked_rows("corrections", rows)
    assert (figure["new"], figure["note"]) == ("13912345678", "问过***********")
    assert (line["old"], line["new"]) == (None, "电话***********")
    (page,) = masking.masked_rows("pages", [{"page_id": "p", "warnings": ["13912345678"], "error": None, "source": None, "rights": None}])
    assert page["warnings"] == ["***********"]


@pytest.mark.parametrize(("value", "said"), [({}, True), ({"MASK": ""}, True), ({"MASK": "yes"}, True), ({"MASK": "No"}, False)])
def test_masking_is_wanted_unless_switched_off(value, said):
    assert masking.wanted(value) is said


def test_a_setting_that_says_neither_is_wrong_usage():
    with pytest.raises(UsageError, match="MASK=perhaps"):
        masking.wanted({"MASK": "perhaps"})


PHONE = "13912345678"


@pytest.fixture
def with_phone(corpus):
    for page in corpus.rglob("*.txt"):
        page.write_text(page.read_text(encoding="utf-8") + f"咨询请致电王平{PHONE}或0319-7522222。\n", encoding="utf-8")
    return corpus


def _texts(folder):
    """Every text of every published table."""
    for path in sorted((folder / "out" / "tables").glob("*.parquet")):
        yield from map(str, pq.read_table(path).to_pylist())


def test_no_table_shows_the_number_and_originals_are_untouched(with_phone, pipeline, tmp_path):
    before = {path: path.read_bytes() for path in with_phone.rglob("*.txt")}
    assert pipeline("all") == 0
    assert not [text for text in _texts(tmp_path) if PHONE in text or "7522222" in text]
    assert {path: path.read_bytes() for path in with_phone.rglob("*.txt")} == before
    assert PHONE in next((tmp_path / "out" / "articles").glob("*.jsonl")).read_text(encoding="utf-8")


def test_every_span_of_the_masked_tables_is_true(with_phone, pipeline, tmp_path):
    pipeline("all")
    tables = tmp_path / "out" / "tables"
    articles = {row["article_id"]: row["text"] for row in pq.read_table(tables / "articles.parquet").to_pylist()}
    assert all("致电王平***********或****-*******" in text for text in articles.values())
    for name in ("words", "entities", "facts"):
        for row in pq.read_table(tables / f"{name}.parquet").to_pylist():
            assert articles[row["article_id"]][row["start"] : row["end"]] == row["text"]
            assert row.get("sentence", "") in articles[row["article_id"]]


def test_the_setting_changes_the_tables_and_nothing_else(with_phone, pipeline, tmp_path, monkeypatch):
    pipeline("all")
    masked = pq.read_table(tmp_path / "out" / "tables" / "facts.parquet")
    stages = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*.jsonl")}
    monkeypatch.setenv("MASK", "no")
    assert pipeline("all") == 0
    assert [text for text in _texts(tmp_path) if PHONE in text]
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*.jsonl")} == stages
    plain = pq.read_table(tmp_path / "out" / "tables" / "facts.parquet")
    assert (masked.schema.metadata[b"personal_numbers"], plain.schema.metadata[b"personal_numbers"]) == (b"masked", b"as printed")
    figures = ["fact_id", "start", "end", "value_min", "value_max", "measure", "scope", "confidence"]
    assert masked.select(figures) == plain.select(figures)


NOTED = "电话3912345；3956789同时开通，当天为52名职工解答。"


def _noted_issue():
    """An issue and decisions with a phone number in every text that a person or a page can give."""
    text = f"安平县总工会筹集资金12万元。{NOTED}王平{PHONE}。"
    article = replace(tables_of.ARTICLE, text=text, headline=PHONE, byline=PHONE, reporters=(PHONE,), pieces=())
    sentence = NOTED[NOTED.index("；") + 1 :]
    start = text.index("52名")
    fact = replace(tables_of.FACT, text="52名", start=start, end=start + 3, sentence=sentence, measure="people_aided", unit="person",
                   value_min=Decimal(52), value_max=Decimal(52))  # fmt: skip
    name = replace(tables_of.ENTITY, start=text.index(PHONE), end=text.index(PHONE) + 11, text=PHONE, canonical=PHONE)
    word = Word(article.article_id, name.start, name.end, PHONE, "m")
    activity = replace(tables_of.ACTIVITY, organizer=PHONE, organizer_canonical=PHONE, place=PHONE)
    scan = replace(tables_of.SCAN, source=PHONE, rights=PHONE)
    said = [
        Decision(article.article_id, "boundaries", None, "wrong", "王平", f"问过{PHONE}", hashes.article_hash(text), None),
        Decision(activity.activity_id, "place", PHONE, f"安平{PHONE}", "王平", PHONE, hashes.article_hash(text), None),
    ]
    return [scan, tables_of.PAGE, article, word, name, activity, fact], [Failure("pages", "p", "a", PHONE)], said, (fact, article)


def test_no_text_column_of_any_table_keeps_the_number():
    records, failures, said, _ = _noted_issue()
    made = tables.make([records], failures, said)
    shown = [(name, column) for name, table in made.items() for column in table.column_names if PHONE in str(table[column].to_pylist())]
    assert shown == []
    assert made["articles"]["boundaries_note"].to_pylist() == ["问过***********"]
    printed = tables.make([records], failures, said, mask=False)
    assert PHONE in str(printed["articles"]["boundaries_note"].to_pylist())


def test_a_decision_holds_whether_numbers_are_masked_or_not():
    records, _, _, (fact, article) = _noted_issue()
    masked = _kinds(masking.masked_records(records))
    assert "3956789" not in masked[Fact].sentence
    assert hashes.of_fact(masked[Fact], masked[Article]) == hashes.of_fact(fact, article)


def test_what_has_no_personal_numbers_keeps_its_hash():
    assert (
        hashes.of_fact(tables_of.FACT, tables_of.ARTICLE) == hashes.fact_hash(tables_of.FACT.sentence, 10, "12万元") == "63d7738476c5c367"
    )


def _kinds(records):
    return {type(record): record for record in records}


def test_help_says_how_to_switch_it_off(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "MASK=no" in capsys.readouterr().out
