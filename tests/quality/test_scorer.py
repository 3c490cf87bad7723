"""The scorer on small cases that can be counted by hand, and what evaluate.py does with floors."""

import argparse
import hashlib

import corpus_from_gold
import evaluate
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import scorer

TEXT = "滏阳县总工会筹集资金12万元，走访慰问困难职工60名，活动持续到月底，职工们都说心里暖和。"


def fact(measure, value, scope="event", **others):
    given = {"min": value, "max": value, "unit": "person", "qualifier": "exact", "per": None, "text": f"{value}名"}
    return given | {"measure": measure, "scope": scope} | others


def document(name="a", text=TEXT, facts=(), activities=(), entities=(), kind="news"):
    return scorer.Document(name, "送温暖", text, kind, list(activities), list(facts), list(entities))


def test_strict_relaxed_and_quantity_forgive_different_things():
    gold = document(facts=[fact("people_aided", 60), fact("people_aided", 5), fact("participants", 7)])
    found = document(facts=[fact("people_aided", 60), fact("people_aided", 5, "cumulative"), fact("people_other", 7)])
    counts = scorer.tally(gold, found)
    assert counts["fact"] == (1, 3, 3)
    assert counts["relaxed"] == (2, 3, 3)
    assert counts["quantity"] == (3, 3, 3)
    assert counts["core"] == (1, 2, 2)
    assert counts["scope"] == (1, 2)


def test_a_fact_said_twice_counts_twice():
    gold = document(facts=[fact("people_aided", 60), fact("people_aided", 60)])
    assert scorer.tally(gold, document(facts=[fact("people_aided", 60)]))["fact"] == (1, 2, 1)


def test_equal_facts_are_matched_to_the_best_advantage():
    gold = document(facts=[fact("people_aided", 60, qualifier="over")])
    found = document(facts=[fact("people_aided", 60), fact("people_aided", 60, qualifier="over")])
    assert scorer.tally(gold, found)["qualifier"] == (1, 1)


def test_a_province_in_front_of_a_city_union_makes_no_difference():
    record = {
        "id": "g", "headline": "", "text": TEXT, "kind": "news", "entities": [],
        "activities": [{"type": "other", "organizer": "河北省邢台市总工会", "facts": []}],
    }  # fmt: skip
    assert scorer.from_gold([record])[0].activities == [("other", "邢台市总工会")]


def test_articles_are_paired_one_to_one_by_their_characters():
    other = "市里的篮球赛昨天开了哨，十二支代表队要打满一个星期，冠军将代表全市参加省里的比赛。"
    gold = [document("a"), document("b", other)]
    found = [
        document("1", "毫不相干的一段话，讲的是天气和收成，与前面两篇都没有关系。"),
        document("2", other),
        document("3", TEXT[:30]),
    ]
    pairs = scorer.pair(gold, found)
    assert {i: j for i, (j, _) in pairs.items()} == {0: 2, 1: 1}
    figures = scorer.score(gold, found, intervals=False)
    assert figures["article@0.95"]["f1"] == pytest.approx(2 * 1 / 5)


def test_what_stands_in_an_unpaired_article_is_surplus_or_missed():
    gold = [document("a", facts=[fact("people_aided", 60)])]
    found = [document("1", "这里说的完全是别的事情，没有一个字相同才好。", facts=[fact("people_aided", 60)])]
    figures = scorer.score(gold, found, intervals=False)
    assert figures["fact"] == {"f1": 0.0, "precision": 0.0, "recall": 0.0, "gold": 1, "predicted": 1}
    assert figures["kind"] == {"share": 0.0, "of": 1}


def test_intervals_hold_the_figure_and_do_not_change():
    gold = [document(str(i), TEXT + str(i) * 40, facts=[fact("people_aided", i)]) for i in range(8)]
    found = [document(str(i), TEXT + str(i) * 40, facts=[fact("people_aided", i if i % 2 else 99)]) for i in range(8)]
    first, second = scorer.score(gold, found), scorer.score(gold, found)
    assert first == second
    assert first["fact"]["low"] <= first["fact"]["f1"] == 0.5 <= first["fact"]["high"]


def test_tables_are_read_as_published(tmp_path):
    rows = {
        "articles": [{"article_id": "x-a01", "headline": None, "text": TEXT, "kind": "news"}],
        "activities": [{"article_id": "x-a01", "type": "hardship_relief", "organizer": None}],
        "facts": [{"article_id": "x-a01", "value_min": 60.0, "value_max": 60.0, **fact("people_aided", 60)}],
        "entities": [{"article_id": "x-a01", "label": "UNION", "text": "滏阳县总工会"}],
    }
    for name, some in rows.items():
        pq.write_table(pa.Table.from_pylist(some), tmp_path / f"{name}.parquet")
    found = scorer.from_tables(tmp_path)[0]
    assert (found.headline, found.activities, found.entities) == (
        "",
        [("hardship_relief", "")],
        [("UNION", "滏阳县总工会")],
    )
    assert scorer.strict(found.facts[0]) == ("people_aided", 60.0, 60.0, "event")


def test_errors_begin_with_the_most_frequent_confusion():
    gold = [document(n, facts=[fact("people_aided", i)]) for i, n in enumerate("abc")]
    found = [document(n, facts=[fact("people_aided", i, "cumulative")]) for i, n in enumerate("abc")]
    gold.append(document("z", "另一件事，另一种说法，讲的是食堂和宿舍。", facts=[fact("participants", 3)]))
    text = scorer.errors(gold, found, 2)
    assert "3 × people_aided/event → people_aided/cumulative" in text.splitlines()[0]
    assert "participants" not in text.split("\n", 1)[1]


def test_report_breaks_down_by_measure_and_type():
    both = [document(facts=[fact("people_aided", 60)], activities=[("safety", "")])]
    options = argparse.Namespace(by="measure", errors=0)
    assert "people_aided" in scorer.report(both, both, scorer.score(both, both, intervals=False), options)
    assert "1 safety → safety" in scorer.breakdown(both, both, "type")


# -------------------------------------------------------------------------------------------------------------- corpus


def article(number, date="2015-02-10"):
    text = f"第{number}篇讲的是送温暖，筹集资金{number}万元，慰问了困难职工。\n职工们（还有家属）很高兴。"
    return {
        "id": f"g-{number}",
        "paper": "滏阳日报",
        "issue_date": date,
        "headline": f"眉题 标题{number}",
        "text": text,
    }


def test_single_pages_have_one_article_each(tmp_path):
    corpus_from_gold.write_single([article(1), article(2, "2015-02-19/2015-03-05")], tmp_path)
    assert (tmp_path / "滏阳日报/2015-02-10/g-1.txt").read_text("utf-8").startswith("眉题 标题1\n\n第1篇")
    assert (tmp_path / "滏阳日报/2015-02-19..2015-03-05/g-2.txt").is_file()


def test_the_same_seed_gives_the_same_dumped_pages_with_all_characters(tmp_path):
    articles = [article(number) for number in range(20)]
    for folder, seed in (("one", 1), ("two", 1), ("other", 2)):
        corpus_from_gold.write_dumped(articles, tmp_path / folder, 5, seed)
    pages = {f: [p.read_text("utf-8") for p in sorted((tmp_path / f).rglob("*.txt"))] for f in ("one", "two", "other")}
    assert pages["one"] == pages["two"] != pages["other"]
    written = "".join("".join(pages["one"]).split())
    assert sorted(written) == sorted("".join("".join((a["headline"] + a["text"]).split()) for a in articles))


def test_no_line_begins_with_closing_punctuation():
    assert corpus_from_gold.wrapped("一二三，四五2015", 3) == ["一二三，", "四五20", "15"]


# -------------------------------------------------------------------------------------------------------------- floors


def record(**figures):
    return {"gold": "g", "gold_sha256": "0", "n": 1, "layout": "single", "figures": figures}


def test_raising_keeps_what_is_higher_and_adds_what_is_new():
    now = {"c": record(fact=0.6, core=0.4), "d": record(fact=0.1)}
    floors = evaluate.raised({"c": record(fact=0.5, core=0.5)}, now)
    assert floors == {"c": record(fact=0.6, core=0.5), "d": record(fact=0.1)}


def test_a_record_has_what_was_measured_where_there_are_intervals():
    figures = {"fact": {"f1": 0.71234, "low": 0.61119, "high": 0.8, "gold": 612, "predicted": 600}, "scope": {"share": 0.5, "of": 10}}
    record = evaluate.measured(evaluate.DEFAULT[0], figures)
    assert record["measured"] == {"fact": {"value": 0.7123, "low": 0.6112, "high": 0.8, "of": 612}, "scope": {"value": 0.5, "of": 10}}
    del figures["fact"]
    assert "measured" not in evaluate.measured(evaluate.DEFAULT[0], figures)


def test_raising_refuses_figures_of_another_gold():
    with pytest.raises(ValueError, match="gold"):
        evaluate.raised({"c": record(fact=0.5)}, {"c": record(fact=0.6) | {"n": 2}})


def test_lowering_takes_a_reason_and_leaves_a_line(capsys):
    with pytest.raises(SystemExit):
        evaluate.main(["--lower-floors"])
    assert "--reason" in capsys.readouterr().err
    changes = evaluate.fallen({"c": record(fact=0.5)}, {"c": record(fact=0.4)})
    once = evaluate.with_lowered_note("# Changes\n\n## 0.1\n- first\n", "new rule", changes, "2026-01-02")
    twice = evaluate.with_lowered_note(once + "\n## 0.0\n- old\n", "again", changes, "2026-01-03")
    assert once.endswith(f"{evaluate.HEADING}\n- 2026-01-02: new rule (c: fact 0.5 → 0.4)\n")
    assert twice.index("again") > twice.index("new rule")
    assert twice.index("again") < twice.index("## 0.0")


@pytest.mark.parametrize("record", ['{"gold": ["dev.jsonl", "x.jsonl"]}', '{"gold": {"renamed": "DIGEST"}}'])
def test_a_model_that_learnt_from_the_gold_is_noticed_by_name_and_by_digest(tmp_path, record):
    gold = tmp_path / "dev.jsonl"
    gold.write_text("{}\n", encoding="utf-8")
    digest = hashlib.sha256(gold.read_bytes()).hexdigest()
    models = tmp_path / "models"
    models.mkdir()
    (models / "clean.json").write_text('{"gold": ["train.jsonl"]}', encoding="utf-8")
    assert evaluate.trained_on(gold, models) == []
    (models / "taught.json").write_text(record.replace("DIGEST", digest), encoding="utf-8")
    assert evaluate.trained_on(gold, models) == ["taught.json"]


def test_missing_floors_are_an_error(monkeypatch, tmp_path):
    monkeypatch.setattr(evaluate, "FLOORS", tmp_path / "floors.json")
    with pytest.raises(FileNotFoundError):
        evaluate.read_floors()
    assert not evaluate.FLOORS.exists()
