"""ALTO 4 (4.4) XML of a page: lines with boxes, blocks, pictures, and the reading order of each article.

Lengths are in 1/1200 inch where the page is measured in points, in pixels where it is an image.
"""

from collections.abc import Iterable, Sequence
from xml.etree import ElementTree as Tree

from pipeline.records import Article, Box, Furniture, Page

NAMESPACE = "http://www.loc.gov/standards/alto/ns-v4#"
PER_POINT = 1200 / 72


def alto(page: Page, articles: Sequence[Article], furniture: Sequence[Furniture]) -> str:
    """The XML of a page that has a width and a height. Lines without a box are left out."""
    unit, scale = ("pixel", 1.0) if page.source_kind in ("image", "pdf_scan") else ("inch1200", PER_POINT)
    size = (page.width or 1.0) * scale, (page.height or 1.0) * scale
    root = Tree.Element("alto", {"xmlns": NAMESPACE, "SCHEMAVERSION": "4.4"})
    about = Tree.SubElement(root, "Description")
    Tree.SubElement(about, "MeasurementUnit").text = unit
    source = Tree.SubElement(about, "sourceImageInformation")
    Tree.SubElement(source, "fileName").text = page.source_path
    runs = list(text_runs(page, articles, furniture))
    tags = Tree.SubElement(root, "Tags")
    for label in dict.fromkeys(label for label, _, _ in runs):
        Tree.SubElement(tags, "StructureTag", {"ID": f"tag-{label}", "LABEL": label})
    if not len(tags):
        root.remove(tags)
    ordered = [(number, owner) for number, (_, owner, _) in enumerate(runs) if owner]
    if ordered:
        add_order(root, ordered)
    layout = Tree.SubElement(root, "Layout")
    sides = {"WIDTH": f"{size[0]:.1f}", "HEIGHT": f"{size[1]:.1f}"}
    sheet = Tree.SubElement(layout, "Page", {"ID": "page", "PHYSICAL_IMG_NR": "1", **sides})
    if page.page_number:
        sheet.set("PRINTED_IMG_NR", page.page_number)
    space = Tree.SubElement(sheet, "PrintSpace", {"HPOS": "0", "VPOS": "0", **sides})
    for number, (label, _, lines) in enumerate(runs):
        add_block(space, (number, label), [(i, page.lines[i]) for i in lines], size)
    for number, picture in enumerate(page.pictures):
        Tree.SubElement(space, "Illustration", {"ID": f"picture-{number}", **place(picture, size)})
    Tree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Tree.tostring(root, encoding="unicode") + "\n"


def text_runs(page: Page, articles: Sequence[Article], furniture: Sequence[Furniture]) -> Iterable[tuple[str, str | None, list[int]]]:
    """(tag, article's id or None, numbers of lines) of every block: an article's headline, each stretch of its text in one column."""
    for article in articles:
        for part in ("headline", "byline", "text"):
            numbers = dict.fromkeys(p.line for p in article.pieces if p.part == part and p.page_id == page.page_id)
            run: list[int] = []
            for number in (n for n in numbers if page.lines[n].box):
                if run and part == "text" and not under(page.lines[run[-1]].box, page.lines[number].box):
                    yield part, article.article_id, run
                    run = []
                run.append(number)
            if run:
                yield part, article.article_id, run
    for f in furniture:
        if page.lines[f.line].box:
            yield f.reason, None, [f.line]


def under(upper: Box, lower: Box) -> bool:
    """Does the second line stand under the first, in one column?"""
    return lower.y0 >= upper.y0 and min(upper.x1, lower.x1) > max(upper.x0, lower.x0)


def add_order(root: Tree.Element, ordered: list[tuple[int, str]]) -> None:
    """The reading order: articles in no order among each other, the blocks of each in theirs."""
    order = Tree.SubElement(Tree.SubElement(root, "ReadingOrder"), "UnorderedGroup", {"ID": "articles"})
    groups: dict[str, Tree.Element] = {}
    for number, owner in ordered:
        if owner not in groups:
            groups[owner] = Tree.SubElement(order, "OrderedGroup", {"ID": f"article-{len(groups) + 1}"})
        Tree.SubElement(groups[owner], "ElementRef", {"ID": f"read-{number}", "REF": f"block-{number}"})


def add_block(space: Tree.Element, name: tuple[int, str], lines: list, size: tuple[float, float]) -> None:
    """A TextBlock of lines [(number, line)]; words of a line are parted by SP."""
    boxes = [line.box for _, line in lines]
    around = Box("", min(b.x0 for b in boxes), min(b.y0 for b in boxes), max(b.x1 for b in boxes), max(b.y1 for b in boxes))
    block = Tree.SubElement(space, "TextBlock", {"ID": f"block-{name[0]}", **place(around, size), "TAGREFS": f"tag-{name[1]}"})
    for number, line in lines:
        row = Tree.SubElement(block, "TextLine", {"ID": f"line-{number}", **place(line.box, size)})
        if line.vertical:
            row.set("BASEDIRECTION", "ttb")
        for i, word in enumerate(line.text.split()):
            if i:
                Tree.SubElement(row, "SP")
            string = Tree.SubElement(row, "String", {"CONTENT": "".join(c for c in word if c >= " ")})
            if line.confidence is not None:
                string.set("WC", f"{line.confidence:.3f}")
        if len(row):
            continue
        block.remove(row)


def place(box: Box, size: tuple[float, float]) -> dict[str, str]:
    """The attributes of a box."""
    w, h = size
    sides = {"HPOS": box.x0 * w, "VPOS": box.y0 * h, "WIDTH": (box.x1 - box.x0) * w, "HEIGHT": (box.y1 - box.y0) * h}
    return {name: f"{value:.1f}" for name, value in sides.items()}
