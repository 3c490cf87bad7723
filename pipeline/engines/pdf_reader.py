"""The child process that opens a PDF with pdfium: `python -m pipeline.engines.pdf_reader PATH LIMITS_JSON`.

It runs apart from the pipeline because pdfium is C++ that reads files made by strangers: a crash, a decompression bomb or an endless
loop ends this process and nobody else. Prints one JSON object: {"pages": [...]} or {"error": [kind, message]}.

A page is {"width", "height" (points), "lines": [[text, [x0, y0, x1, y1], size, font, vertical, spots], ...], "shapes": [[kind, x0, y0, x1,
y1], ...] with kind rule, frame or picture, "dropped": {reason: n}, "legible": share, "printed": n, "cut": whether shapes were left out}.
Coordinates are points from the page's top left as a reader sees it (crop box and /Rotate applied). Inside this module a glyph is
[text, x0, y0, x1, y1, size, font], `font` an index into the page's fonts.
"""

import ctypes
import json
import math
import sys
from collections import Counter

from pipeline.engines.pdf_shapes import LETTER, address, placement, read_shapes, to_page, turned
from pipeline.layout.glyphs import Glyph, undoubled
from pipeline.layout.lines import make

ASCENT = 0.88  # share of the type size that stands above the base line in a Chinese em box
INVISIBLE = 3  # text render mode: neither filled nor stroked, used for the hidden layer of scans
UPRIGHT = 0.36  # tangent of 20°: slanted captions are read, anything steeper is turned text
# what pdfplumber raises on broken files, besides errors of its own
STUMBLES = (ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, OSError, RuntimeError, TypeError, ValueError)
HYPHEN = ("\x02", "\ufffe")  # what pdfium puts for a hyphen at a line's end


def main(path: str, limits: dict) -> dict:
    """The JSON object of a file (see the module). Limits: pages, characters, objects, memory (bytes), seconds."""
    confine(limits)
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        return {"error": why_not_opened(error)}
    if not len(document):
        return {"error": ["pdf_empty", "the file has no pages; fetch it again"]}
    if len(document) > limits["pages"]:
        return {
            "error": [
                "pdf_too_large",
                f"{len(document)} pages, more than the limit of {limits['pages']}; split the file or raise PDF_PAGES",
            ]
        }
    return {"pages": [page_or_blank(document, path, number, limits) for number in range(len(document))]}


def why_not_opened(error) -> list[str]:
    """[kind, message] of an error (PdfiumError) with which pdfium refuses a file."""
    from pypdfium2.raw import FPDF_ERR_PASSWORD

    if getattr(error, "err_code", None) == FPDF_ERR_PASSWORD or "password" in str(error).lower():
        return ["pdf_encrypted", "the file needs a password; remove it (qpdf --decrypt) and add the file again"]
    return ["pdf_damaged", f"pdfium cannot open the file ({error}); fetch it again"]


def confine(limits: dict) -> None:
    """Bind this process to the memory (bytes) and processor time (seconds) of the limits."""
    import resource  # Unix alone has it

    resource.setrlimit(resource.RLIMIT_AS, (limits["memory"], limits["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (limits["seconds"], limits["seconds"] + 2))


def page_or_blank(document, path: str, number: int, limits: dict) -> dict:
    """A page as described in the module, blank where pdfium cannot read it: who then draws it is told why."""
    import pypdfium2

    try:
        return read_page(document, path, number, limits)
    except pypdfium2.PdfiumError:
        return {"width": LETTER[2], "height": LETTER[3], "shapes": [], "cut": False} | in_lines([], [], [], {}, 0)


def read_page(document, path: str, number: int, limits: dict) -> dict:
    """One page as described in the module; PdfiumError where pdfium cannot read it.

    pdfium leaves out single glyphs of fonts that are neither in the file nor on the machine: it thinks them empty. A page where it
    did so is read with pdfplumber, which goes by the widths that the file states; where that finds fewer, pdfium's glyphs are taken.
    """
    page = document[number]
    text = page.get_textpage()
    place = placement(page, usual_turn(text))
    fonts: dict[str, int] = {}
    scene = read_shapes(page, place, limits["objects"])
    glyphs, dropped, unmapped, lost = read_glyphs(text, place, fonts, limits["characters"], scene.texts)
    if lost and place["turn"] == page.get_rotation() == 0 and "invisible" not in dropped:  # pdfplumber does not tell what is invisible
        chars = plumbed(path, number, len(document))
        others = as_glyphs(chars or [], place, fonts)
        glyphs, dropped = others if chars and inked(others[0]) >= inked(glyphs) else (glyphs, dropped)
    width, height = place["size"]
    return {"width": width, "height": height, "shapes": scene.shapes, "cut": scene.left < 0} | in_lines(
        glyphs, list(fonts), scene.shapes, dropped, unmapped
    )


def inked(glyphs: list) -> int:
    """How many of the glyphs are no blanks."""
    return sum(not glyph[0].isspace() for glyph in glyphs)


def in_lines(glyphs: list, fonts: list[str], shapes: list, dropped: dict, unmapped: int) -> dict:
    """The part of a page that its glyphs give: lines, what was dropped, how legible it is. In this process, as it takes time."""
    kept, doubled = undoubled(Glyph(*g) for g in glyphs)
    lines = make(kept, fonts, [tuple(box) for kind, *box in shapes if kind == "rule"])
    printed = "".join(g.text for g in kept if not g.text.isspace())
    return {
        "lines": [[line.text, line.box, line.size, line.font, line.vertical, line.spots] for line in lines],
        "dropped": dropped | ({"doubled": doubled} if doubled else {}),
        "legible": legibility(printed, unmapped),
        "printed": len(printed),
    }


def legibility(text: str, unmapped: int = 0) -> float:
    """How much a text layer looks like Chinese, 0-1: the product of two shares of its printed characters.

    The share with a Unicode value that means something (not unmapped, private, a control or the replacement character), and the share
    of Chinese characters and signs, doubled because tables of figures are half of some pages.
    """
    printed = [c for c in text if not c.isspace()]
    if not printed:
        return 0.0
    bad = sum(c < " " or "\x7f" <= c < "\xa0" or c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or c > "\U000effff" for c in printed)
    chinese = sum("\u2e80" <= c <= "\u9fff" or "\uf900" <= c <= "\ufaff" or "\uff00" <= c <= "\uffef" or c > "\U0001ffff" for c in printed)
    known = 1 - max(bad, min(unmapped, len(printed))) / len(printed)
    return round(max(0.0, known) * min(1.0, 2 * chinese / len(printed)), 3)


def usual_turn(text) -> int:
    """Quarter turns (0-3, as /Rotate counts them) that make most of the page's text upright; a sample of it is looked at."""
    from pypdfium2 import raw

    matrix = raw.FS_MATRIX()
    count = raw.FPDFText_CountChars(text)
    turns: Counter = Counter()
    for i in range(0, count, max(1, count // 200)):
        raw.FPDFText_GetMatrix(text, i, matrix)
        turns[round(math.degrees(math.atan2(matrix.b, matrix.a)) / 90) % 4] += 1
    return turns.most_common(1)[0][0] if turns else -1


def read_glyphs(text, place: dict, fonts: dict[str, int], most: int, texts: list) -> tuple[list, dict, int, bool]:
    """(glyphs, characters dropped by reason, glyphs without a Unicode value, are glyphs missing) of a page; blanks are glyphs too.

    texts: the page's text objects in order, as `walk` saw them.
    """
    from pypdfium2 import raw

    out, dropped, unmapped = [], Counter(), 0
    objects: dict[int, tuple] = {}
    by_object: dict[int, list] = {}
    count = raw.FPDFText_CountChars(text)
    for i in range(min(count, most)):
        if raw.FPDFText_IsGenerated(text, i) == 1:
            continue
        handle = raw.FPDFText_GetTextObject(text, i)
        key = address(handle)
        if key not in objects:
            objects[key] = text_object(raw, handle, fonts)
        glyph, reason = read_glyph(raw, text, i, place, objects[key])
        if reason:
            dropped[reason] += not glyph[0].isspace()
            continue
        unmapped += raw.FPDFText_HasUnicodeMapError(text, i) == 1 and not glyph[0].isspace()
        out.append(glyph)
        by_object.setdefault(key, []).append(glyph)
    again, lost = repeated(texts, set(objects), by_object)
    out += again
    if count > most:
        dropped["too_many"] = count - most
    return out, dict(dropped), unmapped, lost and count <= most


def plumbed(path: str, number: int, count: int) -> list[dict] | None:
    """The characters of page `number` (from 0) as pdfplumber reads it, with their origin in user space as `origin`.

    None where it cannot read the file, or sees other pages in it than the `count` that pdfium does: it is strict where pdfium mends.
    """
    import pdfplumber
    from pdfminer.psexceptions import PSException
    from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

    try:
        with pdfplumber.open(path) as document:
            if len(document.pages) != count:
                return None
            left, bottom = document.pages[number].page_obj.mediabox[:2]  # pdfminer counts from there
            return [char | {"origin": (char["matrix"][4] + left, char["matrix"][5] + bottom)} for char in document.pages[number].chars]
    except (PdfminerException, MalformedPDFException, PSException, *STUMBLES):
        return None


def as_glyphs(chars: list[dict], place: dict, fonts: dict[str, int]) -> tuple[list, dict]:
    """(visible glyphs, characters dropped by reason) of the characters that `plumbed` gives, of a page that is not turned."""
    out, dropped = [], Counter()
    for char in chars:
        a, b, _, d = char["matrix"][:4]
        x, base = to_page(place, *char["origin"])
        size = abs(char["size"])
        advance = char["adv"] * math.hypot(a, b) if char["upright"] else 0.0
        sides = x, base - ASCENT * size, x + max(advance, char["x1"] - char["x0"]), base + (1 - ASCENT) * size
        reason = unseen(place, sides, (a, b))
        if reason:
            dropped[reason] += not char["text"].isspace()
        elif d > 0:
            font = fonts.setdefault(char["fontname"].split("+")[-1], len(fonts))
            words = "\ufffd" if char["text"].startswith("(cid:") else char["text"]
            out.append([words, *(round(v, 2) for v in sides), round(size, 2), font])
    return out, dict(dropped)


def read_glyph(raw, text, i: int, place: dict, look: tuple[int, bool]) -> tuple[list, str | None]:
    """Character i as a glyph (see the module), and why it is not read, or None."""
    font, visible = look
    box, matrix, x, y = raw.FS_RECTF(), raw.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    char = character(raw.FPDFText_GetUnicode(text, i))
    raw.FPDFText_GetMatrix(text, i, matrix)
    raw.FPDFText_GetLooseCharBox(text, i, box)
    raw.FPDFText_GetCharOrigin(text, i, x, y)
    size = abs(raw.FPDFText_GetFontSize(text, i)) * math.hypot(matrix.c, matrix.d)
    sides = em_box(place, (box.left, box.bottom, box.right, box.top), (x.value, y.value), size)
    glyph = [char, *(round(v, 2) for v in sides), round(size, 2), font]
    return glyph, "invisible" if not visible else unseen(place, sides, turned(place["turn"], matrix.a, matrix.b))


def repeated(texts: list, seen: set[int], by_object: dict[int, list]) -> tuple[list, bool]:
    """(glyphs, are others missing for good): what pdfium left out as it has the characters and font of one of the five objects before.

    It means shadows, but where a font tells no height it also takes equal lines of a text for that. They are put back as copies of
    their twin's glyphs at their own place; which of them are shadows is for `undoubled` to say.
    """
    out, recent, lost = [], [], False
    for key, look, (x, y), embedded in texts:
        if key not in seen:
            known = embedded or look[-1]  # where pdfium has no widths of a font, any object looks like another one of its size
            twin = next((t for t in reversed(recent) if known and t[1] == look and t[0] in by_object), None)
            if twin is not None:
                shift = (x - twin[2][0], y - twin[2][1]) * 2
                for g in by_object[twin[0]]:
                    out.append([g[0], *(round(v + d, 2) for v, d in zip(g[1:5], shift, strict=True)), *g[5:]])
                recent = [*recent[-4:], (twin[0], look, twin[2])]
                continue
            lost = lost or not embedded
        recent = [*recent[-4:], (key, look, (x, y))]
    return out, lost


def character(code: int) -> str:
    """pdfium's number as text; the replacement character where there is none."""
    if 0xD800 <= code <= 0xDFFF or not 0 < code <= 0x10FFFF:
        return "\ufffd"
    char = chr(code)
    return "-" if char in HYPHEN else char


def text_object(raw, handle, fonts: dict[str, int]) -> tuple[int, bool]:
    """(font index, is it visible) of a text object; the name without the prefix of a subset."""
    buffer = ctypes.create_string_buffer(256)
    font = raw.FPDFTextObj_GetFont(handle)
    raw.FPDFFont_GetBaseFontName(font, buffer, 256)
    name = buffer.value.decode("utf-8", "replace").split("+")[-1]
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    known = raw.FPDFPageObj_GetFillColor(handle, red, green, blue, alpha)
    visible = raw.FPDFTextObj_GetTextRenderMode(handle) != INVISIBLE and not (known and alpha.value == 0)
    return fonts.setdefault(name, len(fonts)), visible


def em_box(place: dict, box: tuple, origin: tuple, size: float) -> tuple[float, float, float, float]:
    """The glyph's box on the page: as wide as it advances, as high as its em.

    From the base line, not from the font's own box: some Latin faces of Founder's report boxes half a line too low. Where the base line
    lies outside the font's box (faces for vertical setting have their origin above the glyph) the box is taken.
    """
    (x0, y0), (x1, y1) = to_page(place, box[0], box[1]), to_page(place, box[2], box[3])
    x0, x1, y0, y1 = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
    base = to_page(place, *origin)[1]
    top = base - ASCENT * size
    if not (y0 - 0.5 * size < base - 0.38 * size < y1 + 0.5 * size):
        top = (y0 + y1 - size) / 2
    return x0, top, x1, top + size


def unseen(place: dict, glyph: tuple, direction: tuple[float, float]) -> str | None:
    """Why a reader of the page does not see this glyph as text to read, or None."""
    width, height = place["size"]
    x, y = (glyph[0] + glyph[2]) / 2, (glyph[1] + glyph[3]) / 2
    if not (0 <= x <= width and 0 <= y <= height):
        return "off_page"
    if direction[0] <= 0 or abs(direction[1]) > UPRIGHT * abs(direction[0]):
        return "rotated"
    return None


if __name__ == "__main__":
    json.dump(main(sys.argv[1], json.loads(sys.argv[2])), sys.stdout)
