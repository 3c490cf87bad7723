"""ALTO 4 (4.4) XML of a page: lines with boxes, blocks, pictures, and the reading order of each article.

Lengths are in 1/1200 inch where the page is measured in points, in pixels where it is an image.
"""

from collections.abc import Sequence
from xml.etree import ElementTree as Tree

from pipeline.layout.runs import Run, runs
from pipeline.records import Article, Box, Furniture, Page

NAMESPACE = "http://www.loc.gov/standards/alto/ns-v4#"
PER_POINT = 1200 / 72


def alto(page: Page, articles: Sequence[Article], furniture: Sequence[Furniture]) -> str:
    """The XML of a page that has a width and a height. Lines without a box are left out."""
    unit, scale = ("pixel", 1.0) if page.source_kind in ("image", "pdf_scan") else ("inch1200", PER_POINT)
    size = (page.width or 1.0) * scale, (page.height or 1.0) * scale
    root = Tree.Element("alto", {"xmlns": NAMESPACE, "SCHEMAVERSION": "4.4"})
    add_description(root, page, unit)
    shown = runs(page, articles, furniture)
    if shown:
        tags = Tree.SubElement(root, "Tags")
        for label in dict.fromkeys(run.label for run in shown):
            Tree.SubElement(tags, "StructureTag", {"ID": f"tag-{label}", "LABEL": label})
    if any(run.article is not None for run in shown):
        add_order(root, shown)
    layout = Tree.SubElement(root, "Layout")
    sides = {"WIDTH": f"{size[0]:.1f}", "HEIGHT": f"{size[1]:.1f}"}
    sheet = Tree.SubElement(layout, "Page", {"ID": "page", "PHYSICAL_IMG_NR": "1", **sides})
    if page.page_number:
        sheet.set("PRINTED_IMG_NR", page.page_number)
    space = Tree.SubElement(sheet, "PrintSpace", {"HPOS": "0", "VPOS": "0", **sides})
    for number, run in enumerate(shown):
        add_block(space, number, run, page)
    for number, picture in enumerate(page.pictures):
        Tree.SubElement(space, "Illustration", {"ID": f"picture-{number}", **place(picture, size)})
    Tree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Tree.tostring(root, encoding="unicode") + "\n"


def add_description(root: Tree.Element, page: Page, unit: str) -> None:
    """Unit of lengths, file, and what read it."""
    about = Tree.SubElement(root, "Description")
    Tree.SubElement(about, "MeasurementUnit").text = unit
    source = Tree.SubElement(about, "sourceImageInformation")
    Tree.SubElement(source, "fileName").text = printable(page.source_path)
    software = Tree.SubElement(Tree.SubElement(about, "Processing", {"ID": "reading"}), "processingSoftware")
    Tree.SubElement(software, "softwareName").text = page.reader


def add_order(root: Tree.Element, shown: Sequence[Run]) -> None:
    """The reading order: articles in no order among each other, the blocks of each in theirs."""
    order = Tree.SubElement(Tree.SubElement(root, "ReadingOrder"), "UnorderedGroup", {"ID": "articles"})
    groups: dict[int, Tree.Element] = {}
    for number, run in enumerate(shown):
        if run.article is None:
            continue
        if run.article not in groups:
            groups[run.article] = Tree.SubElement(order, "OrderedGroup", {"ID": f"article-{run.article + 1}"})
        Tree.SubElement(groups[run.article], "ElementRef", {"ID": f"read-{number}", "REF": f"block-{number}"})


def add_block(space: Tree.Element, number: int, run: Run, page: Page) -> None:
    """A TextBlock; words of a line are parted by SP."""
    size = float(space.get("WIDTH")), float(space.get("HEIGHT"))
    block = Tree.SubElement(space, "TextBlock", {"ID": f"block-{number}", **place(run.box, size), "TAGREFS": f"tag-{run.label}"})
    for part in run.stretches:
        line = page.lines[part.line]
        row = Tree.SubElement(block, "TextLine", {"ID": f"line-{part.line}-{part.start}", **place(part.box, size)})
        if line.vertical:
            row.set("BASEDIRECTION", "ttb")
        for i, word in enumerate(part.text.split()):
            if i:
                Tree.SubElement(row, "SP")
            string = Tree.SubElement(row, "String", {"CONTENT": printable(word)})
            if line.confidence is not None:
                string.set("WC", f"{line.confidence:.3f}")


def printable(text: str) -> str:
    """The text without characters that XML 1.0 forbids."""
    return "".join(c for c in text if " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff")


def place(box: Box, size: tuple[float, float]) -> dict[str, str]:
    """The attributes of a box."""
    w, h = size
    sides = {"HPOS": box.x0 * w, "VPOS": box.y0 * h, "WIDTH": (box.x1 - box.x0) * w, "HEIGHT": (box.y1 - box.y0) * h}
    return {name: f"{value:.1f}" for name, value in sides.items()}
