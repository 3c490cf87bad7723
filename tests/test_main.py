import json
import os
import shutil
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from pdf_writer import text, write
from PIL import Image

from pipeline import freshness, run, storage
from pipeline.__main__ import main
from pipeline.engines import pdf, tesseract
from pipeline.errors import DataError
from pipeline.stages import words

ROOT = Path(__file__).parents[1]


def _table(folder, name):
    return pq.read_table(folder / "out" / "tables" / f"{name}.parquet").to_pylist()


def _times(folder):
    return {path: path.stat().st_mtime_ns for path in (folder / "out").rglob("*.*") if not path.name.startswith(".")}


def _changed(folder, before):
    return {path for path, time_ns in _times(folder).items() if before.get(path) != time_ns}


def test_a_run_makes_the_tables_and_says_what_is_in_them(pipeline, tmp_path, capsys):
    assert pipeline("all") == 0
    printed = capsys.readouterr().out
    assert "articles" in printed
    assert "make query" in printed
    assert len(_table(tmp_path, "pages")) == 2
    assert {article["headline"] for article in _table(tmp_path, "articles")} == {"安平县总工会为困难职工送上助学金"}
    assert {fact["text"] for fact in _table(tmp_path, "facts")} >= {"12万元", "9万元", "60名", "530名"}


def test_every_character_is_accounted_for(pipeline, tmp_path):
    pipeline("all")
    for page in _table(tmp_path, "pages"):
        received = (tmp_path / "corpus" / page["source_path"]).read_text(encoding="utf-8").replace("\n", "")
        assert page["n_chars"] == len(received)
        assert page["n_chars"] == page["n_article_chars"] + page["n_furniture_chars"] + page["n_dropped_chars"]


def test_a_second_run_makes_nothing(pipeline, tmp_path):
    pipeline("all")
    before = _times(tmp_path)
    assert pipeline("all") == 0
    assert _changed(tmp_path, before) == set()


def test_an_edited_page_makes_its_issue_again_and_no_other(pipeline, corpus, tmp_path):
    pipeline("all")
    before = _times(tmp_path)
    page = next(corpus.rglob("2018-08-21/*.txt"))
    page.write_text(page.read_text(encoding="utf-8").replace("60名", "61名"), encoding="utf-8")
    pipeline("all")
    changed = _changed(tmp_path, before)
    assert {path.stem for path in changed if path.suffix == ".jsonl"} == {"滏阳日报-2018-08-21"}
    assert "61名" in {fact["text"] for fact in _table(tmp_path, "facts")}


def test_a_touched_page_makes_nothing(pipeline, corpus, tmp_path):
    pipeline("all")
    before = _times(tmp_path)
    for page in corpus.rglob("*.txt"):
        os.utime(page, (1, 1))
    pipeline("all")
    assert _changed(tmp_path, before) == set()


def test_changed_code_makes_its_stage_and_what_follows(pipeline, tmp_path, monkeypatch):
    pipeline("entities")
    before = _times(tmp_path)
    _another_code(monkeypatch, "pipeline.stages.words")
    make = words.make
    monkeypatch.setattr(words, "make", lambda *inputs: list(make(*inputs))[1:])
    pipeline("entities")
    made = {path.parent.name for path in _changed(tmp_path, before)}
    assert made == {"words", "entities"}


def test_a_damaged_output_is_made_again(pipeline, tmp_path):
    pipeline("all")
    path = next((tmp_path / "out" / "articles").glob("*.jsonl"))
    whole = path.read_bytes()
    path.write_bytes(whole[:-20])
    pipeline("all")
    assert path.read_bytes() == whole


def test_a_copied_output_misleads_nobody(pipeline, corpus, tmp_path):
    pipeline("all")
    one, other = sorted((tmp_path / "out" / "facts").glob("*.jsonl"))
    other.write_bytes(one.read_bytes())
    pipeline("all")
    assert {fact["text"] for fact in _table(tmp_path, "facts")} >= {"12万元", "9万元"}


def test_a_page_taken_out_of_the_corpus_leaves_the_tables(pipeline, corpus, tmp_path):
    pipeline("all")
    next(corpus.rglob("2018-08-22/*.txt")).unlink()
    pipeline("all")
    assert [page["issue_date"] for page in _table(tmp_path, "pages")] == ["2018-08-21"]


def test_a_selection_works_on_its_issues_and_keeps_the_others(pipeline, corpus, tmp_path):
    pipeline("all")
    for page in corpus.rglob("*.txt"):
        page.write_text(page.read_text(encoding="utf-8").replace("60名", "61名"), encoding="utf-8")
    pipeline("all", "--date", "2018-08-22", "--paper", "滏阳日报")
    facts = _table(tmp_path, "facts")
    assert {fact["article_id"][:15] for fact in facts if fact["text"] == "61名"} == {"滏阳日报-2018-08-22"[:15]}
    assert "60名" in {fact["text"] for fact in facts}


def test_tables_do_not_depend_on_the_number_of_jobs(pipeline, corpus, tmp_path):
    pipeline("all")
    one = {path.name: path.read_bytes() for path in (tmp_path / "out" / "tables").glob("*.parquet")}
    assert main(["all", "--corpus", str(corpus), "--extracted", str(tmp_path / "two"), "--jobs", "2"]) == 0
    assert {path.name: path.read_bytes() for path in (tmp_path / "two" / "tables").glob("*.parquet")} == one


BAD = {
    "empty.txt": (b"", "empty_file"),
    "binary.txt": (bytes(range(256)) * 30, "binary_file"),
    "koi8.txt": ("Газета о профсоюзах".encode("koi8-r"), "unknown_encoding"),
    "page.pdf": (b"%PDF-1.4 truncated", None),
    "one line.txt": ("安平县总工会".encode(), "one_line"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_page_is_a_recorded_failure_and_the_rest_is_there(pipeline, corpus, tmp_path, name):
    data, kind = BAD[name]
    (corpus / "滏阳日报" / "2018-08-21" / name).write_bytes(data)
    assert pipeline("all") == 1
    (failure,) = _table(tmp_path, "failures")
    assert kind is None or failure["kind"] == kind
    assert name in failure["message"]
    assert {article["page_id"] for article in _table(tmp_path, "articles")} >= {
        "滏阳日报-2018-08-21-pA03",
        "滏阳日报-2018-08-22-pA03",
    }
    assert len(_table(tmp_path, "pages")) == 3


def test_a_name_with_spaces_and_quotes_is_a_page_like_any_other(pipeline, corpus, tmp_path):
    page = corpus / "滏阳日报" / "2018-08-21" / "A 0'3\"; drop table.txt"
    page.write_text("安平县总工会送清凉\n\n本报讯（记者王平）7月3日，安平县总工会慰问环卫工人35名。\n", encoding="utf-8")
    assert pipeline("all") == 0
    assert "35名" in {fact["text"] for fact in _table(tmp_path, "facts")}


def test_a_file_that_vanishes_during_the_run_is_a_failure(pipeline, corpus, tmp_path, monkeypatch):
    page = next(corpus.rglob("2018-08-22/*.txt"))
    make_issue = run.make_issue

    def vanish(job):
        page.unlink(missing_ok=True)
        return make_issue(job)

    monkeypatch.setattr(run, "make_issue", vanish)
    assert pipeline("all") == 1
    (failure,) = _table(tmp_path, "failures")
    assert failure["kind"] == "unreadable_file"
    assert {page["status"] for page in _table(tmp_path, "pages")} == {"ok", "failed"}


def test_issues_of_a_folder_that_cannot_be_listed_stay(pipeline, corpus, tmp_path, unlistable):
    pipeline("all")
    unlistable("2018-08-22")
    assert pipeline("all") == 1
    assert len(_table(tmp_path, "articles")) == 2
    assert [failure["kind"] for failure in _table(tmp_path, "failures")] == ["unreadable_folder"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["all", "--corpus", "no such folder"],
        ["all", "--paper", "无此报"],
        ["query", "select 1"],
    ],
)
def test_wrong_usage_has_status_2_and_says_why(corpus, tmp_path, arguments, capsys):
    folders = [] if "--corpus" in arguments or arguments[0] == "query" else ["--corpus", str(corpus)]
    assert main([*arguments, *folders, "--extracted", str(tmp_path / "nothing")]) == 2
    assert capsys.readouterr().err.startswith("pipeline: ")


@pytest.mark.parametrize(
    "arguments",
    [
        ["all", "--jobs", "0"],
        ["facts", "--jobs", "two"],
        ["report", "--jobs", "-1"],
        ["diff", "a", "b", "--rows", "-1"],
    ],
)
def test_a_number_that_cannot_be_meant_is_wrong_usage(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert f"argument {arguments[-2]}: {arguments[-1]!r} is not a whole number from " in capsys.readouterr().err


def test_an_error_of_ours_stops_the_run_and_leaves_nothing_half_made(pipeline, tmp_path, monkeypatch):
    monkeypatch.setattr(run.evidence, "check_article", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        pipeline("all")
    assert not list((tmp_path / "out" / "articles").glob("*"))


def test_an_interrupted_run_goes_on_from_where_it_was(corpus, tmp_path):
    text = next(corpus.rglob("*.txt")).read_text(encoding="utf-8")
    for day in range(1, 29):
        folder = corpus / "滏阳日报" / f"2019-01-{day:02}"
        folder.mkdir()
        (folder / "p01.txt").write_text(text * 20, encoding="utf-8")
    command = [sys.executable, "-m", "pipeline", "all", "--corpus", str(corpus), "--extracted", str(tmp_path / "out")]
    heeds = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # a job that a shell runs in the background would ignore it
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, preexec_fn=heeds) as process:
        deadline = time.monotonic() + 60
        while not list((tmp_path / "out").glob("facts/*.jsonl")) and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
        assert process.returncode == 130
    done = {path: path.stat().st_mtime_ns for path in (tmp_path / "out" / "facts").glob("*.jsonl")}
    assert 1 <= len(done) < 30
    assert main(command[3:]) == 0
    assert len(list((tmp_path / "out" / "facts").glob("*.jsonl"))) == 30
    assert all(path.stat().st_mtime_ns == time_ns for path, time_ns in done.items())


def test_a_limit_is_a_setting_that_makes_the_issues_with_pdf_pages_anew(pipeline, corpus, tmp_path, monkeypatch):
    write(corpus / "滏阳日报" / "2018-08-21" / "A04.pdf", *[text(50, 700, "工会送清凉。")] * 2)
    assert pipeline("articles") == 0
    before = _times(tmp_path)
    monkeypatch.setenv("PDF_PAGES", "1")
    assert pipeline("articles") == 1
    assert {path.stem for path in _changed(tmp_path, before)} == {"滏阳日报-2018-08-21"}
    monkeypatch.setenv("PDF_PAGES", "none")
    assert pipeline("articles") == 2


def test_tesseract_is_a_setting_that_makes_the_issues_with_scans_anew(pipeline, corpus, tmp_path, monkeypatch):
    Image.new("L", (400, 300), 255).save(corpus / "滏阳日报" / "2018-08-21" / "A04.png")
    monkeypatch.setattr(tesseract, "version", lambda: "tesseract 5.3.0 (chi_sim)")
    assert pipeline("pages") == 1  # nothing stands on the picture
    before = _times(tmp_path)
    monkeypatch.setenv("OCR_TESSERACT", "no")
    assert pipeline("pages") == 1
    assert _changed(tmp_path, before) == set()
    monkeypatch.setenv("OCR_TESSERACT", "yes")
    assert pipeline("pages") == 1
    assert {path.stem for path in _changed(tmp_path, before) if path.suffix == ".jsonl"} == {"滏阳日报-2018-08-21"}
    monkeypatch.delenv("OCR_TESSERACT")
    assert pipeline("pages") == 1
    assert {path.read_bytes() for path in before} == {path.read_bytes() for path in _times(tmp_path) if path in before}


def test_where_tesseract_is_wanted_and_not_there_nothing_runs(pipeline, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("OCR_TESSERACT", "yes")
    monkeypatch.setenv("PATH", "")
    tesseract.version.cache_clear()
    assert pipeline("all") == 2
    assert "tesseract-ocr-chi-sim" in capsys.readouterr().err
    assert not (tmp_path / "out" / "pages").exists()


def test_help_explains_itself(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    printed = capsys.readouterr().out
    assert all(name in printed for name in run.STAGE_NAMES)
    assert "exit status" in printed
    assert "PDF_PAGES" in printed
    assert "OCR_TESSERACT" in printed


def test_headers_say_what_an_output_was_made_from(pipeline, tmp_path):
    pipeline("pages")
    first = next((tmp_path / "out" / "pages").glob("*.jsonl")).read_text(encoding="utf-8").splitlines()[0]
    assert set(json.loads(first)) == {"made_from", "body", "failures", "code"}


@pytest.fixture
def short(monkeypatch):
    """The first two stages alone, so that a run is quick."""
    monkeypatch.setattr(run, "STAGES", run.STAGES[:2])


def _another_code(monkeypatch, module):
    digest = freshness.code_digest
    monkeypatch.setattr(run.freshness, "code_digest", lambda name: "another" if name == module else digest(name))


def test_an_empty_corpus_takes_nothing_away_unless_it_is_allowed(short, pipeline, corpus, tmp_path, capsys):
    pipeline("tables")
    before = _times(tmp_path)
    corpus.rename(tmp_path / "away")
    corpus.mkdir()
    assert pipeline("tables") == 2
    assert "there is no page in it" in capsys.readouterr().err
    assert _times(tmp_path) == before
    assert pipeline("tables", "--allow-removal") == 0
    assert _table(tmp_path, "pages") == []


def test_most_issues_are_not_taken_away_unless_it_is_allowed(short, pipeline, corpus, tmp_path, capsys):
    issues = corpus / "滏阳日报"
    for day in ("23", "24", "25"):
        shutil.copytree(issues / "2018-08-22", issues / f"2018-08-{day}")
    pipeline("tables")
    (issues / "2018-08-23").rename(tmp_path / "one")
    assert pipeline("tables") == 0
    for day in ("22", "24", "25"):
        shutil.rmtree(issues / f"2018-08-{day}")
    assert pipeline("tables") == 2
    assert "3 of 4 issues are no longer in it" in capsys.readouterr().err
    assert len(_table(tmp_path, "pages")) == 4
    assert pipeline("tables", "--allow-removal") == 0
    assert len(_table(tmp_path, "pages")) == 1


@pytest.mark.parametrize(("pages", "results"), [("x/pages", "x"), ("x", "x"), ("x", "x/y/.."), ("x/report/a", "x")])
def test_pages_among_the_results_are_wrong_usage(tmp_path, pages, results, capsys):
    (tmp_path / pages).mkdir(parents=True)
    assert main(["pages", "--corpus", str(tmp_path / pages), "--extracted", str(tmp_path / results)]) == 2
    assert "lies among the results" in capsys.readouterr().err


def test_results_in_the_folder_of_the_pages_are_no_pages(corpus):
    results = corpus / "out"
    (results / "inspect").mkdir(parents=True)
    (results / "inspect" / "p1.txt").write_text("工会送清凉。", "utf-8")
    for _ in range(2):
        assert main(["pages", "--corpus", str(corpus), "--extracted", str(results)]) == 0
    made = [path.name for path in (results / "pages").iterdir()]
    assert made and not [name for name in made if name.startswith("out")]


def test_a_stage_that_gives_the_same_again_makes_nothing_else_anew(pipeline, tmp_path, monkeypatch):
    pipeline("cleaned")
    before = _times(tmp_path)
    _another_code(monkeypatch, "pipeline.stages.pages")
    pipeline("cleaned")
    assert {path.parent.name for path in _changed(tmp_path, before)} == {"pages"}


def test_time_and_memory_decide_nothing_of_what_was_read(pipeline, corpus, tmp_path, monkeypatch):
    write(corpus / "滏阳日报" / "2018-08-21" / "A04.pdf", text(50, 700, "工会送清凉。"))
    monkeypatch.setenv("PDF_SECONDS", "300")
    assert pipeline("pages") == 0
    before = _times(tmp_path)
    monkeypatch.delenv("PDF_SECONDS")
    assert pipeline("pages") == 0
    assert _changed(tmp_path, before) == set()


@pytest.mark.parametrize("error", [DataError("pdf_timeout", "too slow"), DataError("pdf_too_large", "killed"), OSError(5, "no disk")])
def test_a_failure_of_the_moment_is_tried_again(pipeline, corpus, monkeypatch, error):
    write(corpus / "滏阳日报" / "2018-08-21" / "A04.pdf", text(50, 700, "工会送清凉。"))

    def fail(*_):
        raise error

    with monkeypatch.context() as for_once:
        for_once.setattr(pdf, "read", fail)
        assert pipeline("pages") == 1
    assert pipeline("pages") == 0


def test_tables_say_which_codes_made_them_and_what_they_lack(short, pipeline, corpus, tmp_path, monkeypatch, caplog):
    pipeline("tables")
    _another_code(monkeypatch, "pipeline.stages.cleaned")
    shutil.copytree(corpus / "滏阳日报" / "2018-08-22", corpus / "滏阳日报" / "2018-08-23")
    caplog.clear()
    pipeline("tables", "--date", "2018-08-21")
    assert "not made yet, and are not in the tables: 1" in caplog.text
    assert "out of date, and are in the tables as they were: 1" in caplog.text
    code = storage.read_manifest(tmp_path / "out" / "tables")["code"]
    assert isinstance(code["pages"], str) and len(code["cleaned"]) == 2 and "another" in code["cleaned"]
    caplog.clear()
    pipeline("tables")
    assert "outside the selection" not in caplog.text
    assert storage.read_manifest(tmp_path / "out" / "tables")["code"]["cleaned"] == "another"
