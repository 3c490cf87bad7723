import subprocess
import sys
import time
from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline import storage
from pipeline.errors import UsageError
from pipeline.records import Box, Decision, Fact, Failure, Line, Page

PAGE = Page("p1", "i1", "a/b.txt", "00", "text", "test", (Line("甲", Box("p1", 0, 0, 0.5, 1.0), dropped={"space": 2}), Line("")))
FACT = Fact(
    "f", "a", "v", "funds_raised", Decimal("532596.10"), Decimal("532596.10"), "CNY", "exact", None, "event", 0, 1, "x",
    "s", 0.5, ("规则",),
)  # fmt: skip


def test_records_come_back_as_they_went(tmp_path):
    path = tmp_path / "stage" / "i.jsonl"
    storage.write_records(path, "d", [PAGE, FACT])
    assert storage.read_records(path) == [PAGE, FACT]
    assert str(storage.read_records(path)[1].value_min) == "532596.10"


def test_failures_are_in_the_header(tmp_path):
    path = tmp_path / "i.jsonl"
    failure = Failure("pages", "p1", "empty_file", "…")
    storage.write_records(path, "d", [failure])
    assert storage.read_header(path).failures == (failure,)
    assert storage.read_records(path) == []


@pytest.mark.parametrize("damage", [lambda data: data[:-3], lambda data: data + b"x", lambda data: b"", lambda data: b"{"])
def test_an_output_that_is_not_whole_has_no_header(tmp_path, damage):
    path = tmp_path / "i.jsonl"
    storage.write_records(path, "d", [PAGE])
    path.write_bytes(damage(path.read_bytes()))
    assert storage.read_header(path) is None


def test_a_write_that_fails_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "x"
    storage.write_whole(path, b"old")

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storage.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        storage.write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_long_and_odd_issue_names_become_file_names(tmp_path):
    long = "报" * 120
    one, other = (storage.output_path(tmp_path, "pages", long + end) for end in "甲乙")
    assert one != other
    assert len(one.name.encode()) < 255
    assert storage.output_path(tmp_path, "pages", "../a/b").parent == tmp_path / "pages"


def test_a_second_run_is_told_who_holds_the_folder(tmp_path):
    code = (
        "import sys, pathlib; from pipeline import storage\n"
        "with storage.lock(pathlib.Path(sys.argv[1])):\n    print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(UsageError, match=f"process {holder.pid}"), storage.lock(tmp_path):
            pass
        holder.communicate("")
    with storage.lock(tmp_path):
        pass  # the holder is gone


def test_leftovers_of_issues_that_are_gone_are_removed(tmp_path):
    for issue in ("有", "无"):
        storage.write_records(storage.output_path(tmp_path, "pages", issue), "d", [])
    assert storage.remove_leftovers(tmp_path, ["pages", "words"], {"有"}) == ["无"]
    assert [path.stem for path in storage.outputs(tmp_path, "pages")] == ["有"]


def test_tables_that_are_not_there_are_named_with_what_to_do(tmp_path):
    paths = {name: tmp_path / "tables" / f"{name}.parquet" for name in ("pages", "facts")}
    for path in paths.values():
        storage.write_whole(path, b"")
    assert storage.table_paths(tmp_path, ["pages", "facts"]) == paths
    with pytest.raises(UsageError, match=r"there is no .*words\.parquet; run the stages first"):
        storage.table_paths(tmp_path, ["pages", "words"])


def test_a_manifest_lies_with_its_tables_and_one_that_is_not_whole_is_none(tmp_path):
    assert storage.read_manifest(tmp_path) == {}
    storage.write_manifest(tmp_path, {"made_from": "d"})
    assert storage.read_manifest(tmp_path) == {"made_from": "d"}
    path = storage.manifest_path(tmp_path)
    path.write_bytes(path.read_bytes()[:-3])
    assert storage.read_manifest(tmp_path) == {}


HASH = "0123456789abcdef"
DECISION = Decision("报-p1-a01-f01", "review", None, "confirmed", "王平", "好，\n“引”", HASH, "2026-11-28T10:00:00Z")


def test_decisions_come_back_in_order_and_what_stood_there_stays(tmp_path):
    path = tmp_path / "corrections.csv"
    assert storage.read_decisions(path) == ([], [])
    storage.append_decisions(path, [DECISION])
    before = path.read_bytes()
    storage.append_decisions(path, [replace(DECISION, new="rejected"), replace(DECISION, new="unsure")])
    assert path.read_bytes().startswith(before)
    assert before.startswith(b"target_id,field,old,new,reviewer,note,evidence_hash,decided_at\n")
    decisions, failures = storage.read_decisions(path)
    assert [decision.new for decision in decisions] == ["confirmed", "rejected", "unsure"]
    assert failures == []


def test_an_append_follows_the_file_as_a_spreadsheet_left_it(tmp_path):
    path = tmp_path / "corrections.csv"
    storage.append_decisions(path, [DECISION])
    changed = b"\xef\xbb\xbf" + path.read_bytes().replace(b",", b";").replace(b"Z\n", b"Z\r\n").replace(b"_at\n", b"_at\r\n")
    path.write_bytes(changed)
    storage.append_decisions(path, [DECISION])
    assert storage.read_decisions(path) == ([DECISION, DECISION], [])
    assert path.read_bytes().startswith(changed)


def test_a_line_cut_off_is_a_failure_and_swallows_nothing(tmp_path):
    path = tmp_path / "corrections.csv"
    storage.append_decisions(path, [DECISION, DECISION])
    torn = path.read_bytes()[:-60]
    path.write_bytes(torn)
    storage.append_decisions(path, [replace(DECISION, new="rejected")])
    assert path.read_bytes().startswith(torn)
    decisions, failures = storage.read_decisions(path)
    assert [decision.new for decision in decisions] == ["confirmed", "rejected"]
    assert failures and failures[0].message.startswith("corrections.csv line 4: ")


@pytest.mark.parametrize("content", ["目标".encode("gb18030"), b"id,value\n1,2\n"])
def test_a_file_that_cannot_be_understood_is_a_failure_and_nothing_is_added(tmp_path, content):
    path = tmp_path / "corrections.csv"
    path.write_bytes(content)
    decisions, (failure,) = storage.read_decisions(path)
    assert decisions == [] and "line 1" in failure.message
    with pytest.raises(UsageError, match="nothing was added"):
        storage.append_decisions(path, [DECISION])
    assert path.read_bytes() == content


def test_an_append_that_is_stopped_in_the_middle_adds_nothing(tmp_path, monkeypatch):
    path = tmp_path / "corrections.csv"
    storage.append_decisions(path, [DECISION])
    before = path.read_bytes()
    monkeypatch.setattr(storage.os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(OSError, match="No space"):
        storage.append_decisions(path, [DECISION] * 100)
    assert path.read_bytes() == before


_REVIEWER = """
import sys
from pathlib import Path
from pipeline import storage
from pipeline.records import Decision
for n in range(1000):
    storage.append_decisions(Path(sys.argv[1]), [Decision(f"a-f{n}", "review", None, "confirmed", sys.argv[2], "一\\n二", "0" * 16, None)])
"""


def test_two_reviewers_who_write_1000_decisions_at_once_lose_none(tmp_path):
    path = tmp_path / "corrections.csv"
    both = [subprocess.Popen([sys.executable, "-c", _REVIEWER, str(path), name]) for name in ("王平", "李明")]
    assert [process.wait(timeout=300) for process in both] == [0, 0]
    decisions, failures = storage.read_decisions(path)
    assert failures == []
    for name in ("王平", "李明"):
        assert [d.target_id for d in decisions if d.reviewer == name] == [f"a-f{n}" for n in range(1000)]


def test_a_reviewer_killed_in_the_middle_leaves_whole_lines(tmp_path):
    path = tmp_path / "corrections.csv"
    with subprocess.Popen([sys.executable, "-c", _REVIEWER, str(path), "王平"]) as process:
        deadline = time.monotonic() + 60
        while not path.exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(0.2)
        process.kill()
    storage.append_decisions(path, [DECISION])
    decisions, failures = storage.read_decisions(path)
    assert failures == [] and decisions[-1] == DECISION
    assert [d.target_id for d in decisions[:-1]] == [f"a-f{n}" for n in range(len(decisions) - 1)]
