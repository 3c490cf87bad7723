from xml.etree import ElementTree as Tree

from sheet import Sheet

from pipeline.layout.alto import NAMESPACE, alto
from pipeline.layout.pages import separate

TEXT = "市总工会昨日走进工地，给三百名工友送去毛巾和风油精，还请来医生给大家量血压，今年已是第九年。"
A = "{" + NAMESPACE + "}"


def exported():
    sheet = Sheet()
    sheet.line(20, 16, "2019年7月9日 星期二", 8)
    sheet.line(100, 60, "工地 & <清凉>", 24, "hei")
    sheet.columns(50, 100, TEXT, 2)
    sheet.pictures.append(sheet.box(50, 300, 200, 400))
    page = sheet.page()
    return page, Tree.fromstring(alto(page, *separate(page)).encode())


def test_the_elements_stand_in_the_order_that_the_schema_asks_for():
    _, root = exported()
    assert [child.tag for child in root] == [A + name for name in ("Description", "Tags", "ReadingOrder", "Layout")]
    assert root.find(f"{A}Description/{A}MeasurementUnit").text in {"pixel", "mm10", "inch1200"}
    assert [child.tag for child in root.find(f"{A}Layout/{A}Page")] == [A + "PrintSpace"]


def test_ids_are_unique_names_and_every_reference_has_its_target():
    _, root = exported()
    ids = [e.get("ID") for e in root.iter() if e.get("ID")]
    assert len(ids) == len(set(ids)) and all(i[0].isalpha() and " " not in i for i in ids)
    refs = [r for e in root.iter() for r in (e.get("REF") or "").split() + (e.get("TAGREFS") or "").split()]
    assert refs and set(refs) <= set(ids)


def test_all_text_is_there_within_the_page_and_read_in_order():
    page, root = exported()
    words = {e.get("ID"): e for e in root.iter(A + "TextBlock")}
    order = [e.get("REF") for e in root.iter(A + "ElementRef")]
    text = "".join(s.get("CONTENT") for i in order for s in words[i].iter(A + "String"))
    assert text == "工地&<清凉>" + TEXT
    printed = "".join(s.get("CONTENT") for s in root.iter(A + "String"))
    assert sorted(printed) == sorted("".join(line.text for line in page.lines).replace(" ", ""))
    space = root.find(f".//{A}PrintSpace")
    for e in root.iter(A + "TextLine"):
        assert float(e.get("HPOS")) >= 0 and float(e.get("HPOS")) + float(e.get("WIDTH")) <= float(space.get("WIDTH"))
    assert len(list(root.iter(A + "Illustration"))) == 1
