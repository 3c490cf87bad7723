import io
from dataclasses import replace
from xml.etree import ElementTree as Tree

import pytest
from pdf_writer import text, write
from PIL import Image

from pipeline import storage
from pipeline.__main__ import main

REPORT = "本报讯安平县总工会昨日筹集资金十二万元，为六十名困难职工子女发放助学金，每人两千元。"


@pytest.fixture
def views(corpus, tmp_path):
    """Run a command on a corpus with a PDF of two pages besides the pages of text; the first run makes the articles."""
    lines = "".join(text(50, 600 - 16 * i, REPORT[20 * i : 20 * i + 20]) for i in range(3))
    pages = [text(50, 640, "助学金送到家", 24) + lines, text(50, 700, "工会送清凉", 24) + lines]
    write(corpus / "滏阳日报" / "2018-08-21" / "A04.pdf", *pages)
    folders = ["--corpus", str(corpus), "--extracted", str(tmp_path / "out")]
    assert main(["articles", *folders]) == 0
    return lambda command, *options: main([command, *folders, *options])


def test_a_pdf_page_is_drawn_over_its_picture(views, tmp_path, capsys):
    assert views("inspect", "滏阳日报-2018-08-21-pA04-2") == 0
    files = sorted((tmp_path / "out" / "inspect").iterdir())
    assert [path.name for path in files] == [f"滏阳日报-2018-08-21-pA04-2.{ending}" for ending in ("html", "png")]
    assert capsys.readouterr().out.split() == list(map(str, files))
    assert Image.open(io.BytesIO(files[1].read_bytes())).size == (1400, 1867)
    html = files[0].read_text(encoding="utf-8")
    assert "工会送清凉" in html and "data:image/jpeg" in html and "助学金送到家" not in html


def test_a_page_whose_file_is_gone_is_drawn_without_its_picture(views, corpus, tmp_path, capsys):
    next(corpus.rglob("*.pdf")).unlink()
    assert views("inspect", "滏阳日报-2018-08-21-pA04-1") == 0
    assert "without its picture" in capsys.readouterr().out
    assert "data:image" not in next((tmp_path / "out" / "inspect").glob("*.html")).read_text(encoding="utf-8")


def test_a_page_of_text_has_html_alone(views, tmp_path, capsys):
    assert views("inspect", "滏阳日报-2018-08-21-pA03") == 0
    assert [path.suffix for path in (tmp_path / "out" / "inspect").iterdir()] == [".html"]
    assert "plain text" in capsys.readouterr().out


@pytest.mark.parametrize("page", ["", "滏阳日报-2018-08-21-pA0", "no such page"])
def test_a_page_that_there_is_not_is_wrong_usage_and_others_are_named(views, page, capsys):
    assert views("inspect", page) == 2
    assert "滏阳日报-2018-08-21-pA03" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["inspect", "p"], ["alto"]])
def test_without_articles_it_says_what_to_run(command, tmp_path, capsys):
    assert main([*command, "--extracted", str(tmp_path)]) == 2
    assert "make" in capsys.readouterr().err


def test_alto_is_written_for_pages_with_boxes_of_what_was_chosen(views, tmp_path, capsys):
    assert views("alto", "--date", "2018-08-22") == 0
    assert capsys.readouterr().out.startswith("0 pages written")
    assert views("alto", "--paper", "滏阳日报") == 0
    assert capsys.readouterr().out.startswith("2 pages written")
    files = sorted((tmp_path / "out" / "alto").iterdir())
    assert [path.name for path in files] == ["滏阳日报-2018-08-21-pA04-1.xml", "滏阳日报-2018-08-21-pA04-2.xml"]
    assert Tree.parse(files[0]).getroot().tag.endswith("}alto")


def test_alto_of_a_slanting_page_has_its_lines_where_people_see_them(views, tmp_path):
    (cleaned,) = (path for path in (tmp_path / "out" / "cleaned").iterdir() if "2018-08-21" in path.name)
    made = tmp_path / "out" / "alto" / "滏阳日报-2018-08-21-pA04-1.xml"

    def places(slant):
        pages = [replace(page, slant=slant) for page in storage.read_records(cleaned)]
        storage.write_records(cleaned, "", pages)
        assert views("alto") == 0
        lines = Tree.parse(made).iterfind(".//{*}TextLine")
        return [(float(line.get("VPOS")), float(line.get("HEIGHT"))) for line in lines]

    level, slanting = places(0.0), places(1.0)
    assert len(level) == len(slanting) == 4
    assert all(b[1] > a[1] for a, b in zip(level, slanting, strict=True))  # the box around a slanting line is higher than the line
    assert all(abs(a[0] - b[0]) < 200 for a, b in zip(level, slanting, strict=True))
