import io
import re
import shutil
import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pdf_writer import text, write
from PIL import Image

from pipeline import query, storage
from pipeline.records import Decision, Furniture
from pipeline.reporting import addresses

REPORT = [
    "本报讯安平县总工会昨日筹集资金十二万元，为",
    "六十名困难职工子女发放助学金，每人两千元。",
    "家长可拨打电话咨询，今年的报名已经开始。",
]


@pytest.fixture
def report(pipeline, tmp_path, capsys):
    """Run the report; what it says, and its folder."""

    def run():
        capsys.readouterr()
        assert pipeline("report") == 0
        return capsys.readouterr().out, tmp_path / "out" / "report"

    return run


def printed_page(corpus):
    lines = "".join(text(50, 600 - 16 * i, line) for i, line in enumerate(REPORT))
    write(corpus / "滏阳日报" / "2018-08-21" / "A04.pdf", text(50, 640, "助学金送到家", 24) + lines)


def files(folder):
    return {path.relative_to(folder).as_posix(): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def article_page(folder, article_id):
    return (folder / addresses.article(article_id)).read_text(encoding="utf-8")


def test_where_notebooks_cannot_run_it_says_how_to_have_them_and_the_rest_is_there(pipeline, tmp_path, capsys, monkeypatch):
    pipeline("all")
    monkeypatch.setitem(sys.modules, "jupytext", None)
    assert pipeline("report", "--notebooks") == 0
    assert "make notebooks-html" in capsys.readouterr().out
    assert (tmp_path / "out" / "report" / "index.html").exists()


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("raise SystemError('its own fault')", "its own fault"),
        ("import time; time.sleep(60)", "timed out"),
        ("import os; os._exit(9)", "Kernel died"),
    ],
)
def test_a_notebook_that_fails_leaves_the_rest_of_the_report_whole(pipeline, tmp_path, capsys, monkeypatch, cell, why):
    pipeline("all")
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "01_bad.py").write_text(f"# %%\n{cell}\n", encoding="utf-8")
    monkeypatch.setattr("pipeline.notebooks._SECONDS", 2 if why == "timed out" else 600)
    monkeypatch.chdir(tmp_path)
    for name in ("CORPUS", "EXTRACTED", "NOTEBOOK_REPORT"):
        monkeypatch.setenv(name, "")  # set anew by the command; put back afterwards
    assert pipeline("report", "--notebooks") == 1
    said = capsys.readouterr().out
    assert "01_bad.py does not run to its end" in said and why in said
    assert (tmp_path / "out" / "report" / "index.html").exists()


def test_without_tables_it_says_what_to_run(pipeline, capsys):
    assert pipeline("report") == 2
    assert "make" in capsys.readouterr().err


def test_an_article_has_its_page_and_every_fact_a_row_and_a_mark(pipeline, report):
    pipeline("all")
    said, folder = report()
    assert "2 articles" in said and "index.html" in said
    page = article_page(folder, "滏阳日报-2018-08-21-pA03-a01")
    facts = re.findall(r'<tbody class="fact \w+ \w+" id="(.*?)"', page)
    assert len(facts) == 4 == len(set(facts))
    assert re.findall(r'<a class="mark \w+" id="t-(.*?)"', page) == facts
    assert "<mark>12万元</mark>" in page and '<li value="3">' in page
    assert "多年累计" in page and "发放助学金<a" in page


def test_a_rejected_activity_is_said_and_its_figures_are_struck_through(pipeline, report, corpus, tmp_path):
    pipeline("all")
    (row,) = query.connect(tmp_path / "out").sql(
        "select activity_id, evidence_hash from activities where article_id = '滏阳日报-2018-08-21-pA03-a01'"
    ).fetchall()  # fmt: skip
    said = Decision(row[0], "review", None, "rejected", "王平", None, row[1], "2026-11-29")
    storage.append_decisions(corpus / "corrections.csv", [said])
    pipeline("all")
    _, folder = report()
    page = article_page(folder, "滏阳日报-2018-08-21-pA03-a01")
    assert '<span class="review rejected">已否定</span>' in page and "不计入任何合计" in page
    assert len(re.findall(r'<a class="mark \w+ rejected" id="t-', page)) == 4
    assert '"rejected"]' in (folder / "search" / "0000.js").read_text(encoding="utf-8")


def test_a_second_run_writes_nothing_and_a_change_only_what_it_touches(pipeline, report, corpus):
    pipeline("all")
    _, folder = report()
    before = files(folder)
    said, _ = report()
    assert "0 written" in said and files(folder) == before
    page = corpus / "滏阳日报" / "2018-08-22" / "A03.txt"
    page.write_text(page.read_text(encoding="utf-8").replace("9万元", "8万元"), encoding="utf-8")
    pipeline("all")
    report()
    changed = {name for name, time in files(folder).items() if before.get(name) != time}
    assert changed == {addresses.article("滏阳日报-2018-08-22-pA03-a01"), "search/0000.js", "index.html"}  # the last names conflicts


def test_pages_of_articles_that_are_gone_go_too(pipeline, report, corpus):
    pipeline("all")
    _, folder = report()
    notebook = folder / "notebooks" / "01_overview.html"
    notebook.parent.mkdir()
    notebook.write_text("<p>")
    shutil.rmtree(corpus / "滏阳日报" / "2018-08-22")
    pipeline("all")
    said, _ = report()
    assert "1 removed" in said
    index = (folder / "index.html").read_text(encoding="utf-8")
    assert notebook.exists() and 'href="notebooks/01_overview.html"' in index  # what others keep beside it stays, and is linked to
    assert not (folder / addresses.article("滏阳日报-2018-08-22-pA03-a01")).exists()


def test_a_page_has_one_picture_that_all_its_facts_share_and_it_is_not_drawn_again(pipeline, report, corpus, monkeypatch):
    printed_page(corpus)
    pipeline("all")
    _, folder = report()
    (picture,) = (folder / "pictures").iterdir()
    assert Image.open(picture).width == 1600
    page = article_page(folder, "滏阳日报-2018-08-21-pA04-a01")
    assert page.count(f'href="../../pictures/{picture.name}"') == 3 + 1  # three facts, and the whole page
    monkeypatch.setattr("pipeline.pictures.page_picture", None)
    said, _ = report()
    assert "0 written" in said


def test_a_page_that_is_a_picture_file_is_shown_in_the_same_way(pipeline, report, corpus, tmp_path):
    printed_page(corpus)
    pipeline("all")
    Image.new("L", (800, 600), "white").save(corpus / "scan.png")
    pages = rows_of(tmp_path, "pages")
    for row in pages:
        if row["source_path"].endswith("A04.pdf"):
            row |= {"source_path": "scan.png", "source_kind": "image", "source_sha256": None, "turn": 1}
            row |= {"confidence": 0.9, "warnings": ["confidence <0.98>"]}
    change(tmp_path, "pages", pages)
    _, folder = report()
    (picture,) = (folder / "pictures").iterdir()
    assert Image.open(picture).size == (600, 800)
    page = article_page(folder, "滏阳日报-2018-08-21-pA04-a01")
    assert '<image href="../../pictures/' in page and 'width="600" height="800"' in page and "· 90%" in page
    assert "confidence &lt;0.98&gt;" in page


def test_where_the_file_is_gone_the_lines_are_shown_and_why(pipeline, report, corpus):
    printed_page(corpus)
    pipeline("all")
    (corpus / "滏阳日报" / "2018-08-21" / "A04.pdf").unlink()
    said, folder = report()
    assert "without its picture: 滏阳日报-2018-08-21-pA04" in said and "A04.pdf" in said
    page = article_page(folder, "滏阳日报-2018-08-21-pA04-a01")
    assert "<svg" not in page and "<mark>十二万元</mark>" in page and "没有版面图" in page


def change(tmp_path, name, rows):
    """Write a table anew with other rows."""
    path = storage.tables_folder(tmp_path / "out") / f"{name}.parquet"
    pq.write_table(pa.Table.from_pylist(rows, schema=pq.read_schema(path)), path)


def rows_of(tmp_path, name):
    return pq.read_table(storage.tables_folder(tmp_path / "out") / f"{name}.parquet").to_pylist()


def test_what_the_tables_mask_is_masked_in_text_lines_and_picture(pipeline, report, corpus, tmp_path):
    printed_page(corpus)
    pipeline("all")
    _, folder = report()
    (before,) = (Image.open(io.BytesIO(path.read_bytes())).convert("L") for path in (folder / "pictures").iterdir())
    articles = rows_of(tmp_path, "articles")
    for row in articles:
        row["text"] = row["text"].replace("家长可拨打", "*****")
    change(tmp_path, "articles", articles)
    _, folder = report()
    assert not any("家长可拨打" in path.read_text(encoding="utf-8") for ending in ("html", "js") for path in folder.rglob(f"*.{ending}"))
    (after,) = (Image.open(io.BytesIO(path.read_bytes())).convert("L") for path in (folder / "pictures").iterdir())
    scale = 1600 / 600
    inside = [round(v * scale) for v in (52, 800 - 568 - 7, 98, 800 - 568)]  # the five characters, from the top left
    assert after.crop(inside).getextrema() == pytest.approx((90, 90), abs=6)
    beside = [round(v * scale) for v in (104, 800 - 568 - 7, 250, 800 - 568)]
    assert after.crop(beside).getextrema()[1] > 200 and before.crop(inside).getextrema()[1] > 200


EDITOR = "责任编辑王平电话13912345678"


@pytest.mark.parametrize(("mask", "grey"), [("yes", True), ("no", False)])
def test_a_number_in_furniture_is_painted_over_where_the_tables_are_masked(pipeline, report, corpus, tmp_path, monkeypatch, mask, grey):
    lines = "".join(text(50, 600 - 16 * i, line) for i, line in enumerate(REPORT))
    write(corpus / "滏阳日报" / "2018-08-21" / "A04.pdf", text(50, 640, "助学金送到家", 24) + lines + text(300, 30, EDITOR))
    monkeypatch.setenv("MASK", mask)
    pipeline("all")
    (articles,) = storage.outputs(tmp_path / "out", "articles")[:1]
    assert any(isinstance(record, Furniture) and record.page_id.endswith("A04") for record in storage.read_records(articles))
    _, folder = report()
    (picture,) = (Image.open(path).convert("L") for path in (folder / "pictures").iterdir())
    scale = 1600 / 600
    number = picture.crop([round(v * scale) for v in (382, 800 - 30 - 7, 420, 800 - 30)])
    assert (number.getextrema() == pytest.approx((90, 90), abs=6)) == grey
    assert picture.crop([round(v * scale) for v in (52, 800 - 600 - 7, 250, 800 - 600)]).getextrema()[1] > 200


def test_history_second_reading_and_the_machines_word_are_shown(pipeline, report, tmp_path):
    pipeline("all")
    facts = rows_of(tmp_path, "facts")
    facts[0] |= {
        "second_reading": "72万元",
        "review": "corrected",
        "machine": '{"value_min": 7120000, "scope": "background", "unit": "CNY", "per": "<q>"}',
    }
    change(tmp_path, "facts", facts)
    target = facts[0]["fact_id"]
    known = dict.fromkeys(pq.read_schema(storage.tables_folder(tmp_path / "out") / "corrections.parquet").names)
    told = known | {"correction_id": f"{target}-k01", "target_id": target, "field": "value_min", "old": "1", "new": "120000"}
    lost = told | {
        "correction_id": "z-k01",
        "target_id": "z",
        "state": "orphan",
        "reviewer": None,
        "note": "不见了",
        "old": None,
        "new": None,
    }
    line = told | {
        "correction_id": "y-k01",
        "target_id": "滏阳日报-2018-08-21-pA03-l003",
        "field": "text",
        "new": "改过的行",
        "state": "applied",
    }
    change(tmp_path, "corrections", [told | {"state": "applied", "reviewer": "<i>王平", "note": "原件为十二万"}, line, lost])
    _, folder = report()
    page = article_page(folder, facts[0]["article_id"])
    assert "“72万元”" in page and "已更正" in page and "<strong>7,120,000</strong>" in page
    assert "<strong>背景</strong>" in page and "<strong>&lt;q&gt;</strong>" in page and "<strong>CNY" not in page
    assert "&lt;i&gt;王平" in page and "原件为十二万" in page and "已生效" in page
    assert "改过的行" in page and "不见了" not in page
    index = (folder / "index.html").read_text(encoding="utf-8")
    assert "不见了" in index and "对象已不存在" in index and "原件为十二万" not in index
    other = article_page(folder, facts[-1]["article_id"])
    assert 'id="history"' not in other


def test_failures_and_unknown_dates_are_on_the_first_page(pipeline, report, corpus):
    (corpus / "x<y.txt").write_bytes(b"")
    (corpus / "zz.txt").write_text("县总工会送清凉\n\n县总工会昨日为30名职工发放慰问金3万元。\n", encoding="utf-8")
    assert pipeline("all") == 1
    _, folder = report()
    index = (folder / "index.html").read_text(encoding="utf-8")
    assert "x&lt;y" in index and "x<y" not in index and "报名不详" in index and 'id="failures"' in index
