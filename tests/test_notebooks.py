"""Every notebook runs from top to bottom on the seed corpus, and is kept as HTML that asks nobody for anything."""

import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote

import jupytext
import pytest
from nbclient.exceptions import CellExecutionError

from pipeline import notebooks
from pipeline.__main__ import main
from pipeline.desk import opening

ROOT = Path(__file__).parents[1]
SOURCES = notebooks.sources(ROOT / "notebooks")
ELSEWHERE = re.compile(r"""(?:src|href|url|import|fetch)\s*[=(]?\s*["'(]?\s*(?:https?:)?//""", re.I)


@pytest.fixture(scope="module")
def kept(tmp_path_factory) -> Path:
    """The folder of HTML that all notebooks give on the seed corpus."""
    folder = tmp_path_factory.mktemp("notebooks")
    shutil.copytree(ROOT / "corpus", folder / "corpus", ignore=shutil.ignore_patterns("corrections.csv", ".*"))
    own = ["--corpus", str(folder / "corpus"), "--extracted", str(folder / "out")]
    assert main(["all", *own]) == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        patch.setenv("CORPUS", "")  # set anew by the command; put back afterwards
        patch.setenv("EXTRACTED", "")
        patch.setenv("NOTEBOOK_REPORT", "")
        assert main(["report", "--notebooks", *own]) == 0
    return folder / "out" / "report" / "notebooks"


def test_there_are_four_notebooks_in_order():
    assert [path.stem for path in SOURCES] == ["01_overview", "02_query", "03_check", "04_page"]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_a_notebook_is_plain_text_as_jupytext_writes_it_and_titled_in_two_languages(path):
    book = jupytext.read(path)
    assert jupytext.writes(book, fmt="py:percent") == path.read_text(encoding="utf-8")
    titles = [cell.source for cell in book.cells if cell.cell_type == "markdown" and cell.source.startswith("#")]
    assert titles
    for title in titles:
        first, second = title.splitlines()[:2]
        assert re.search(r"[一-鿿]|pandas", first)
        assert re.fullmatch(r"\*.*[a-z].*\*", second), title


def test_all_are_run_to_their_end_and_kept_without_addresses_elsewhere(kept):
    assert sorted(path.stem for path in kept.glob("*.html")) == [path.stem for path in SOURCES]
    for path in kept.glob("*.html"):
        html = path.read_text(encoding="utf-8")
        assert not ELSEWHERE.search(html), path.name
        assert "<script" not in html, path.name
        assert "Traceback" not in html, path.name
        assert len(html) < 1_000_000, path.name
        for link in re.findall(r'href="([^"]+)"', html):
            address, _, place = link.partition("#")
            assert f'id="{unquote(place)}"' in (kept / address).read_text(encoding="utf-8"), link
    _check_answers((kept / "02_query.html").read_text(encoding="utf-8"))


def _check_answers(html: str) -> None:
    """The answers hold what the page says, and lead to the report; what must not be summed is more than what may be."""
    assert "5,226,000" in html
    assert "沁阳市总工会" in html
    assert re.search(r'href="\.\./articles/[0-9a-f]{2}/[0-9a-f]{16}\.html#', html)
    assert html.count("<h2") >= 14
    wrong, right = (int(re.search(rf"<title>{word}[^<]*: ([\d,]+) 元", html)[1].replace(",", "")) for word in ("错", "对"))
    assert right == 330_000 + 259_000 + 56_400
    assert wrong > right


def test_a_notebook_without_tables_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setenv("CORPUS", str(tmp_path))
    monkeypatch.setenv("EXTRACTED", str(tmp_path / "none"))
    with pytest.raises(CellExecutionError) as stopped:
        notebooks.execute(jupytext.read(SOURCES[0]), ROOT / "notebooks")
    assert "请先在终端运行 make" in str(stopped.value)
    assert "run make" in str(stopped.value)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_a_notebook_runs_on_an_empty_corpus(path, tmp_path, monkeypatch):
    (tmp_path / "corpus").mkdir()
    main(["all", "--corpus", str(tmp_path / "corpus"), "--extracted", str(tmp_path / "out")])
    monkeypatch.setenv("CORPUS", str(tmp_path / "corpus"))
    monkeypatch.setenv("EXTRACTED", str(tmp_path / "out"))
    notebooks.execute(jupytext.read(path), ROOT / "notebooks")


@pytest.fixture
def asked(pipeline, corpus, tmp_path, monkeypatch):
    """asked(title, activities): the rows that the question under a title of 02_query has, with another view of the activities."""
    pipeline("all")
    monkeypatch.setenv("CORPUS", str(corpus))
    monkeypatch.setenv("EXTRACTED", str(tmp_path / "out"))
    connection = opening.start().connection
    cells = jupytext.read(SOURCES[1]).cells
    printed = f"read_parquet('{tmp_path / 'out' / 'tables' / 'activities.parquet'}')"

    def ask(title, view="select * from printed"):
        at = next(n for n, cell in enumerate(cells) if title in cell.source)
        (sql,) = next(found for cell in cells[at:] if (found := re.findall(r'ask\("""(.*?)"""\)', cell.source, re.S)))[:1]
        connection.execute(f"create or replace view activities as {view.replace('printed', printed)}")
        return connection.sql(sql).fetchall()

    return ask


def test_an_event_that_two_papers_report_is_counted_once(asked):
    twice = "select * replace ('e' as event_id) from printed where funds_raised_yuan is not null"
    once = asked("## 6.", twice)
    assert once
    assert asked("## 6.", f"{twice} union all {twice}") == once


def test_what_was_rejected_is_in_no_answer(asked):
    rejected = "select * replace ('rejected' as review) from printed"
    for number in (4, 6, 10, 12):
        assert asked(f"## {number}.", rejected) == []
    assert {row[-1] for row in asked("## 不能相加的")} >= {"可计入 counts"}
    assert {row[-1][:5] for row in asked("## 不能相加的", rejected)} == {"不可：已否"}


def test_no_notebook_is_committed_with_its_outputs():
    listed = subprocess.run(["git", "ls-files", "notebooks"], cwd=ROOT, capture_output=True, text=True)
    assert not [name for name in listed.stdout.splitlines() if name.endswith(".ipynb")]
