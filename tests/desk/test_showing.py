from dataclasses import replace

import msgspec
from tests_of_desk import FIGURE

from pipeline.correcting.file_format import COLUMNS
from pipeline.desk import cards, ordering, showing, sources
from pipeline.records import Decision


def test_segments_are_the_text_again_and_say_which_spans_lie_over_them():
    parts = showing.segments("共处理17起，追回522.6万元。", [(3, 6, "cases"), (9, 16, "wages")])
    assert [(part["text"], part["ids"]) for part in parts] == [
        ("共处理", []), ("17起", ["cases"]), ("，追回", []), ("522.6万元", ["wages"]), ("。", []),
    ]  # fmt: skip
    assert showing.segments("", []) == []


def test_spans_that_overlap_are_cut_apart():
    parts = showing.segments("abcdef", [(0, 4, "x"), (2, 6, "y")])
    assert [(part["text"], part["ids"]) for part in parts] == [("ab", ["x"]), ("cd", ["x", "y"]), ("ef", ["y"])]


def test_a_fact_is_shown_with_article_lines_checks_and_history(holdings, built):
    decision = Decision(FIGURE, "review", "{}", "unsure", "王", "待查", "0" * 16, "2026-11-28")
    with_word = replace(holdings, decisions=[decision])
    lines = sources.lines_of(holdings.facts[FIGURE], built / "extracted")
    view = showing.fact_view(FIGURE, with_word, lines, ([], ""))
    assert view["fact"]["amount"] == "5,226,000 元（522.6 万元）"
    assert view["review"] == "存疑"
    assert "".join(part["text"] for part in view["segments"]) == holdings.articles[FIGURE[:-4]]["text"]
    assert [part["text"] for part in view["segments"] if FIGURE in part["ids"]] == ["522.6万元"]
    hits = [(line["number"], part["text"]) for line in view["lines"] for part in line["parts"] if part["ids"]]
    assert hits == [(203, "522.6万元")]
    assert [(row["who"], row["new"], row["state"]) for row in view["history"]] == [("王", "存疑", "待 make 生效")]
    assert view["reading"]["value_min"] == "5226000"
    assert not any(line["ocr"] for line in view["lines"])
    assert msgspec.json.encode(view)


def test_a_doubt_outlives_the_next_make(holdings):
    doubt = dict.fromkeys(COLUMNS) | {"correction_id": f"{FIGURE}-k01", "target_id": FIGURE, "field": "review", "new": "unsure"}
    made = replace(holdings, corrections=[doubt | {"applies_to": FIGURE, "state": "applied", "superseded_by": None, "line": 2}])
    assert showing.fact_view(FIGURE, made, [], ([], ""))["review"] == "存疑"
    everything = cards.cards(made)
    (card,) = (card for card in everything if card.fact_id == FIGURE)
    assert (card.review, card.pending) == ("unsure", False)
    assert ordering.ordered(everything, everything)[-1] == card
    assert ordering.UNSURE_PERSON in ordering.reasons([card], everything)[0]


def test_an_activity_that_was_rejected_is_said_with_its_figures(holdings):
    activity = holdings.facts[FIGURE]["activity_id"]
    no = replace(holdings, activities=holdings.activities | {activity: holdings.activities[activity] | {"review": "rejected"}})
    assert showing.fact_view(FIGURE, no, [], ([], ""))["activity"]["rejected"] == ordering.NOT_COUNTED
    assert showing.fact_view(FIGURE, holdings, [], ([], ""))["activity"]["rejected"] == ""
    everything = cards.cards(no)
    (card,) = (card for card in everything if card.fact_id == FIGURE)
    assert ordering.NOT_COUNTED in ordering.reasons([card], everything)[0]
    behind = ordering.ordered(everything, everything)
    assert all(one.activity_rejected for one in behind[behind.index(card) :])


def test_a_flag_on_the_boundaries_is_shown_before_the_next_make(holdings):
    flag = Decision(FIGURE[:-4], "boundaries", None, "wrong", "王", "末段属于下一篇", "0" * 16, "2026-11-28")
    article = showing.fact_view(FIGURE, replace(holdings, decisions=[flag]), [], ([], ""))["article"]
    assert (article["boundaries"], article["boundaries_note"]) == ("wrong", "末段属于下一篇")


def test_a_check_that_does_not_hold_is_told(holdings):
    view = showing.fact_view("焦作日报-2015-p01-a03-f01", holdings, [], ([], ""))
    assert [check["verdict"] for check in view["checks"]] == ["conflicts"]


def test_the_queue_says_why_each_stands_where_it_does(holdings):
    everything = cards.cards(holdings)
    rows = showing.queue_rows(ordering.ordered(everything, everything), everything)
    assert len(rows) == len(everything)
    assert rows[0]["why"] == [ordering.CONFLICT]


def test_a_crop_is_sent_whole(holdings):
    crop = sources.Crop("焦作日报-2015-p01", b"\xff\xd8", ((0.1, 0.2, 0.3, 0.4),))
    view = showing.fact_view(FIGURE, holdings, [], ([crop], "第 2 版没有图"))
    assert view["crops"] == [{"page": "焦作日报-2015-p01", "src": "data:image/jpeg;base64,/9g=", "boxes": [[0.1, 0.2, 0.3, 0.4]]}]
    assert view["no_crop"] == "第 2 版没有图"
