import io

import pytest
from PIL import Image
from sheet import Sheet

from pipeline.layout.inspect import FURNITURE, marks, png
from pipeline.layout.inspect_html import html
from pipeline.layout.pages import separate
from pipeline.records import Article, Furniture, Line, Page, Piece

TEXT = "市总工会昨日走进工地，给三百名工友送去毛巾和风油精，还请来医生给大家量血压。"


def drawn():
    sheet = Sheet()
    sheet.line(20, 16, "2019年7月9日 星期二", 8)
    sheet.line(100, 60, "工地送<清凉>", 24, "hei")
    sheet.columns(50, 100, TEXT, 2)
    page = sheet.page()
    return page, *separate(page)


def test_every_run_is_marked_once_articles_by_number_and_place():
    page, articles, furniture = drawn()
    found = marks(page, articles, furniture)
    assert sum(len(m.run.stretches) for m in found) == len(page.lines)
    assert [m.label for m in found] == ["1.1", "1.2", "1.3", "folio"]
    assert found[-1].colour == FURNITURE != found[0].colour == found[2].colour


def test_the_picture_has_the_pages_shape_and_is_drawn_over_a_scan():
    page, articles, furniture = drawn()
    plain = png(page, articles, furniture)
    image = Image.open(io.BytesIO(plain))
    assert image.height / image.width == pytest.approx(800 / 600, abs=0.01)
    black = io.BytesIO()
    Image.new("RGB", (60, 80)).save(black, "PNG")
    over = Image.open(io.BytesIO(png(page, articles, furniture, black.getvalue())))
    assert over.size == image.size
    assert over.getpixel((1300, 1800)) != image.getpixel((1300, 1800)) == (255, 255, 255)


def test_the_html_is_one_file_and_escapes_what_was_printed():
    page, articles, furniture = drawn()
    jpeg = io.BytesIO()
    Image.new("RGB", (60, 80)).save(jpeg, "JPEG")
    text = html(page, articles, furniture, jpeg.getvalue(), ["日期 & 版次"])
    assert "工地送&lt;清凉&gt;" in text and "<清凉>" not in text and "日期 &amp; 版次" in text
    assert "http" not in text and "data:image/jpeg;base64," in text


def test_a_page_of_plain_text_is_shown_line_by_line():
    page = Page("p", "i", "p.txt", "", "text", "test", (Line("第3版"), Line("工会送清凉。（下转4版）", dropped={"space": 2})))
    article = Article("p-a01", "p", "news", "", "工会送清凉。", (Piece("text", 0, 6, "p", 1, 0),))
    text = html(page, [article], [Furniture("p", 0, 0, 3, "furniture"), Furniture("p", 1, 6, 12, "continuation")])
    order = [text.index(f">{words}<") for words in ("furniture", "1 text", "工会送清凉。", "continuation", "（下转4版）", "2 (space 2)")]
    assert order[:3] == sorted(order[:3]) and order[3] < order[4]
    assert "<svg" not in text
