import re
from xml.etree import ElementTree as Tree

import pytest
from sheet import Sheet

from pipeline.layout.alto import NAMESPACE, alto
from pipeline.layout.pages import separate
from pipeline.records import Article, Furniture, Line, Piece

TEXT = "市总工会昨日走进工地，给三百名工友送去毛巾和风油精，还请来医生给大家量血压，今年已是第九年。"
A = "{" + NAMESPACE + "}"

# The published schema of ALTO 4.4, as far as we use it: what an element holds, in order, and what its attributes are.
# * any number, ? at most one, + at least one; attributes with ! must be there.
PLACE = {"HPOS": "float", "VPOS": "float", "WIDTH": "float", "HEIGHT": "float"}
RULES = {
    "alto": ("Description? Styles? Tags? ReadingOrder? Layout", {"SCHEMAVERSION": "version"}),
    "Description": ("MeasurementUnit? sourceImageInformation? OCRProcessing* Processing*", {}),
    "MeasurementUnit": ("", {}),
    "sourceImageInformation": ("fileName? fileIdentifier* documentIdentifier*", {}),
    "fileName": ("", {}),
    "Processing": ("processingDateTime? processingAgency? processingSoftware?", {"ID!": "name"}),
    "processingSoftware": ("softwareCreator? softwareName? softwareVersion?", {}),
    "softwareName": ("", {}),
    "Tags": ("(LayoutTag|StructureTag|RoleTag|NamedEntityTag|OtherTag)*", {}),
    "StructureTag": ("", {"ID!": "name", "LABEL!": "text"}),
    "ReadingOrder": ("(OrderedGroup|UnorderedGroup)", {}),
    "UnorderedGroup": ("(OrderedGroup|UnorderedGroup|ElementRef)+", {"ID!": "name"}),
    "OrderedGroup": ("(OrderedGroup|UnorderedGroup|ElementRef)+", {"ID!": "name"}),
    "ElementRef": ("", {"ID!": "name", "REF!": "names"}),
    "Layout": ("Page+", {}),
    "Page": (
        "TopMargin? LeftMargin? RightMargin? BottomMargin? PrintSpace?",
        {"ID!": "name", "PHYSICAL_IMG_NR!": "number", "PRINTED_IMG_NR": "text", "WIDTH": "float", "HEIGHT": "float"},
    ),
    "PrintSpace": ("(TextBlock|Illustration|GraphicalElement|ComposedBlock)*", PLACE),
    "TextBlock": ("TextLine*", {"ID!": "name", **PLACE, "TAGREFS": "names"}),
    "TextLine": ("(String|SP)+ HYP?", {"ID": "name", **PLACE, "BASEDIRECTION": "direction"}),
    "String": ("", {"CONTENT!": "text", "WC": "share"}),
    "SP": ("", {}),
    "Illustration": ("", {"ID!": "name", **PLACE}),
}
VALUES = {
    "float": r"-?\d+(\.\d+)?", "version": r"4\.\d+", "name": r"[^\W\d][\w.-]*", "names": r"[^\W\d][\w.-]*( [^\W\d][\w.-]*)*",
    "number": r"\d+", "direction": "ltr|rtl|ttb|btt", "share": r"0(\.\d+)?|1(\.0+)?", "text": r"(?s).*",
}  # fmt: skip


def check(element):
    """Hold an element and all below it to RULES."""
    name = element.tag.removeprefix(A)
    content, attributes = RULES[name]
    order = re.sub(r"\w+", r"(?:\g<0>,)", content.replace(" ", ""))
    children = "".join(child.tag.removeprefix(A) + "," for child in element)
    assert re.fullmatch(order, children), f"{name} holds {children}"
    kinds = {key.rstrip("!"): kind for key, kind in attributes.items()}
    assert {key[:-1] for key in attributes if key.endswith("!")} <= set(element.attrib) <= set(kinds), name
    for key, value in element.attrib.items():
        assert re.fullmatch(VALUES[kinds[key]], value), f"{name} {key}={value}"
    for child in element:
        check(child)


def sheet():
    sheet = Sheet()
    sheet.line(20, 16, "2019年7月9日 星期二", 8)
    sheet.line(100, 60, "工地 & <清凉>", 24, "hei")
    sheet.columns(50, 100, TEXT, 2)
    sheet.pictures.append(sheet.box(50, 300, 200, 400))
    return sheet.page()


def exported(page):
    return Tree.fromstring(alto(page, *separate(page)).encode())


def cut_line():
    """A line shared by an article and a jump, one of blanks, a vertical one with a confidence and a character that XML forbids."""
    s = Sheet()
    s.line(50, 60, "送清凉。（下转3版）")
    s.line(50, 80, "  ")
    s.lines.append(Line("清\x01凉 好", s.box(300, 60, 310, 90), 0.93, 10, vertical=True))
    page = s.page()
    article = Article("p-a01", "p", "news", "", "送清凉。清\x01凉 好", (Piece("text", 0, 4, "p", 0, 0), Piece("text", 4, 9, "p", 2, 0)))
    return Tree.fromstring(alto(page, [article], [Furniture("p", 0, 4, 10, "continuation"), Furniture("p", 1, 0, 2, "folio")]))


@pytest.mark.parametrize(
    "root", [exported(sheet()), exported(Sheet().page()), cut_line()], ids=["a page", "nothing on it", "parts of lines"]
)
def test_the_rules_of_the_schema_hold(root):
    check(root)
    assert root.find(f"{A}Description/{A}MeasurementUnit").text in {"pixel", "mm10", "inch1200"}
    ids = [e.get("ID") for e in root.iter() if e.get("ID")]
    assert len(ids) == len(set(ids))
    refs = [r for e in root.iter() for r in (e.get("REF") or "").split() + (e.get("TAGREFS") or "").split()]
    assert set(refs) <= set(ids)


def test_the_rules_can_be_broken():
    root = exported(sheet())
    next(root.iter(A + "TextLine")).clear()
    with pytest.raises(AssertionError):
        check(root)


def test_all_text_is_there_within_the_page_and_read_in_order():
    page, root = sheet(), exported(sheet())
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


def test_a_line_is_shared_by_place_and_confidence_is_kept():
    first, second, third = cut_line().iter(A + "TextLine")
    assert [s.get("CONTENT") for line in (first, second) for s in line] == ["送清凉。", "清凉", None, "好"]
    assert [s.get("CONTENT") for s in third] == ["（下转3版）"]
    assert float(third.get("HPOS")) == pytest.approx(float(first.get("HPOS")) + float(first.get("WIDTH")), abs=0.2)
    assert second.get("BASEDIRECTION") == "ttb" and second[0].get("WC") == "0.930"
