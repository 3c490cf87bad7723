import io

from PIL import Image
from sheet import Sheet

from pipeline.layout.inspect import FURNITURE, html, marks, png
from pipeline.layout.pages import separate


def drawn():
    sheet = Sheet()
    sheet.line(20, 16, "2019年7月9日 星期二", 8)
    sheet.line(100, 60, "工地送<清凉>", 24, "hei")
    sheet.column(50, 100, "市总工会昨日走进工地，给三百名工友送去毛巾和风油精，还请来医生给大家量血压。", 16)
    page = sheet.page()
    return page, *separate(page)


def test_every_line_is_marked_once_articles_by_number_and_place():
    page, articles, furniture = drawn()
    found = marks(page, articles, furniture)
    assert len(found) == len(page.lines)
    assert [m.label for m in found] == ["1.1", "1.2", "1.3", "1.4", "folio"]
    assert found[-1].colour == FURNITURE


def test_the_picture_has_the_pages_shape_with_and_without_a_scan():
    page, articles, furniture = drawn()
    plain = png(page, articles, furniture)
    image = Image.open(io.BytesIO(plain))
    assert image.height / image.width == 800 / 600 or abs(image.height / image.width - 800 / 600) < 0.01
    assert Image.open(io.BytesIO(png(page, articles, furniture, plain))).size == image.size


def test_the_html_is_one_file_and_escapes_what_was_printed():
    page, articles, furniture = drawn()
    text = html(page, articles, furniture, png(page, articles, furniture))
    assert "工地送&lt;清凉&gt;" in text and "<清凉>" not in text
    assert "http" not in text and "data:image/png;base64," in text
