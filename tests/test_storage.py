import subprocess
import sys
from decimal import Decimal

import pytest

from pipeline import storage
from pipeline.errors import UsageError
from pipeline.records import Box, Fact, Failure, Line, Page

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
