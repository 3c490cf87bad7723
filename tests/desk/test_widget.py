import os
import threading

import pytest
from tests_of_desk import FIGURE

from pipeline import storage
from pipeline.__main__ import main
from pipeline.desk.widget import Desk
from pipeline.records import Decision


@pytest.fixture
def desk(seed):
    return Desk(seed / "corpus", seed / "extracted")


def decide(desk, target=FIGURE, about="fact", **more):
    desk.receive({"do": "decide", "wish": {"about": about, "id": target, "reviewer": "王平", "note": "", "verdict": "confirmed"} | more})


def decisions(seed):
    return storage.read_decisions(seed / "corpus" / "corrections.csv")[0]


def test_a_figure_is_found_confirmed_and_saved(desk, seed):
    desk.receive({"do": "filter", "filter": {"text": "沁阳 工资", "measure": "wages_recovered", "unreviewed": True}})
    assert desk.card["id"] == FIGURE
    decide(desk)
    assert desk.said["level"] == "saved"
    assert [(d.target_id, d.field, d.new, d.reviewer) for d in decisions(seed)] == [(FIGURE, "review", "confirmed", "王平")]
    assert desk.queue["rows"] == []
    assert desk.queue["counts"]["waiting"] == 1


def test_the_next_run_puts_it_into_the_tables_and_the_desk_says_so(desk, seed):
    decide(desk, verdict="corrected", changes={"value_min": "523万", "value_max": "523万"})
    main(["all", "--corpus", str(seed / "corpus"), "--extracted", str(seed / "extracted")])
    desk.receive({"do": "tick"})
    assert desk.outdated
    decide(desk, verdict="rejected")
    assert desk.said["level"] == "error"
    assert len(decisions(seed)) == 2
    desk.receive({"do": "reload"})
    assert not desk.outdated
    assert desk.holdings().facts[FIGURE]["value_min"] == 5230000
    assert desk.holdings().facts[FIGURE]["review"] == "corrected"
    assert desk.queue["counts"]["waiting"] == 0


def test_make_at_the_desk_brings_the_tables_up_to_date(desk):
    decide(desk)
    desk.receive({"do": "make"})
    desk.receive({"do": "make"})
    assert "正在更新" in desk.said["text"]
    for thread in threading.enumerate():
        if thread.name == "make":
            thread.join(120)
    assert not desk.busy
    assert desk.said["level"] == "saved"
    assert desk.holdings().facts[FIGURE]["review"] == "confirmed"


def test_what_another_decided_meanwhile_is_told_before_anything_is_written(desk, seed):
    storage.append_decisions(
        seed / "corpus" / "corrections.csv", [Decision(FIGURE, "review", None, "rejected", "李", None, "0" * 16, "2026")]
    )
    decide(desk)
    assert desk.said["level"] == "error"
    assert "李" in desk.said["text"]
    assert len(decisions(seed)) == 1
    decide(desk)
    assert [d.new for d in decisions(seed)] == ["rejected", "confirmed"]


def test_a_tick_brings_others_decisions_and_speaks_up_only_about_the_open_fact(desk, seed):
    path, first, other = seed / "corpus" / "corrections.csv", desk.card["id"], desk.queue["rows"][1]["id"]
    storage.append_decisions(path, [Decision(other, "review", None, "confirmed", "李", None, "0" * 16, "2026")])
    desk.receive({"do": "tick"})
    assert desk.said == {}
    assert other not in [row["id"] for row in desk.queue["rows"]]
    storage.append_decisions(path, [Decision(first, "review", None, "rejected", "李", None, "0" * 16, "2026")])
    desk.receive({"do": "tick"})
    assert "李" in desk.said["text"]


def test_going_back_opens_what_lay_open_before_so_that_a_slip_can_be_mended(desk, seed):
    first = desk.card["id"]
    decide(desk, first)
    assert desk.card["id"] != first
    desk.receive({"do": "back"})
    assert desk.card["id"] == first
    assert [row["new"] for row in desk.card["history"]] == ["已确认"]
    decide(desk, first, verdict="rejected")
    assert [d.new for d in decisions(seed)] == ["confirmed", "rejected"]


def test_a_message_that_cannot_be_met_is_answered_and_changes_nothing(desk, seed):
    before = dict(desk.card)
    desk.receive({"do": "open", "id": "nothing"})
    assert desk.said["level"] == "error"
    decide(desk, reviewer="")
    assert (desk.said["n"], desk.said["level"]) == (2, "error")
    assert desk.card == before
    assert decisions(seed) == []


def test_a_file_that_cannot_be_written_is_told(desk, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "fsync", refuse)
    decide(desk)
    assert desk.said["level"] == "error"
    assert "corrections.csv" in desk.said["text"]
    assert desk.queue["counts"]["waiting"] == 0


def test_lines_that_cannot_be_read_are_told_when_the_desk_opens(seed):
    (seed / "corpus" / "corrections.csv").write_text(
        "target_id,field,old,new,reviewer,note,evidence_hash,decided_at\na,b\n", encoding="utf-8"
    )
    desk = Desk(seed / "corpus", seed / "extracted")
    assert desk.said["level"] == "error"
    assert "line 2" in desk.said["text"]


def test_an_empty_corpus_has_an_empty_desk(tmp_path):
    (tmp_path / "corpus").mkdir()
    main(["all", "--corpus", str(tmp_path / "corpus"), "--extracted", str(tmp_path / "out")])
    desk = Desk(tmp_path / "corpus", tmp_path / "out")
    assert (desk.queue["rows"], desk.card) == ([], {})
    desk.receive({"do": "move", "steps": 1})
    desk.receive({"do": "tick"})
    assert desk.said == {}


def test_two_desks_lose_no_decision(seed):
    desks = [Desk(seed / "corpus", seed / "extracted") for _ in range(2)]
    names = [row["id"] for row in desks[0].queue["rows"]]

    def work(desk, mine):
        for name in mine:
            desk.receive({"do": "open", "id": name})
            decide(desk, name)

    threads = [threading.Thread(target=work, args=(desk, names[n::2])) for n, desk in enumerate(desks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(d.target_id for d in decisions(seed)) == sorted(names)


def finish_make(desk):
    desk.receive({"do": "make"})
    for thread in threading.enumerate():
        if thread.name == "make":
            thread.join(600)


def test_what_was_understood_is_said(desk):
    decide(desk, verdict="corrected", changes={"value_min": "523.4万", "value_max": "523.4万"})
    assert "5,234,000 元" in desk.said["text"]


def test_corrections_that_a_run_could_not_apply_are_told(desk, seed):
    row = desk.holdings().facts[FIGURE]
    lines = [Decision(FIGURE, "value_min", "5226000", "9000000", "李", None, row["evidence_hash"], "2026")]
    storage.append_decisions(seed / "corpus" / "corrections.csv", lines)
    finish_make(desk)
    assert desk.said["level"] == "error"
    assert "1 of your corrections were not applied" in desk.said["text"]
    assert FIGURE in desk.said["text"]
    desk.receive({"do": "reload"})
    assert "not applied" not in desk.said["text"]


def test_a_file_that_has_become_unreadable_takes_no_decision_from_the_desk(desk, seed):
    decide(desk)
    path = seed / "corpus" / "corrections.csv"
    whole = path.read_text(encoding="utf-8")
    path.write_text("a;b\n" + whole, encoding="utf-8")
    desk.receive({"do": "tick"})
    assert desk.said["level"] == "error"
    assert desk.queue["counts"]["waiting"] == 1
    desk.receive({"do": "reload"})
    assert desk.said["level"] == "error"
    assert desk.queue["counts"]["waiting"] == 1
    path.write_text(whole, encoding="utf-8")
    desk.receive({"do": "reload"})
    assert desk.said["level"] == "ok"
