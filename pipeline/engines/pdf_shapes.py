"""The page's skeleton as pdfium tells it: rules, frames, pictures and text objects, in points from the page's top left."""

import ctypes
import math
from dataclasses import dataclass, field
from itertools import pairwise

WHITE = 250  # a fill at least so bright in red, green and blue is paper
THIN = 4.0  # points; a shape thinner than this is a rule, not a box
SMALLEST_FRAME = 14.0  # points; a frame must have room for a line of type
MOST_SEGMENTS = 400  # a path with more is a drawing
DEEPEST = 6  # forms inside forms
LETTER = (0.0, 0.0, 612.0, 792.0)  # what pdfium takes where a page says nothing that can be used


def placement(page, turn: int) -> dict:
    """Where the page's visible part lies and how it is to be turned: {"box": (l, b, r, t) in user space, "turn": quarters, "size"}.

    Turned so that its text is upright; as the file says (/Rotate) where there is none (-1).
    """
    box = visible(page)
    turn = page.get_rotation() // 90 % 4 if turn < 0 else turn
    width, height = box[2] - box[0], box[3] - box[1]
    return {"box": box, "turn": turn, "size": (height, width) if turn % 2 else (width, height)}


def visible(page) -> tuple[float, float, float, float]:
    """The part of the page that is shown, (left, bottom, right, top) in user space; of a page with nothing shown its media box.

    From pdfium's own box first: what `get_mediabox` says is not inherited from the page tree, and may be empty or upside down.
    """
    for left, bottom, right, top in (page.get_bbox(), page.get_mediabox()):
        if right > left and top > bottom:
            return left, bottom, right, top
    return LETTER


def to_page(place: dict, x: float, y: float) -> tuple[float, float]:
    """A point of user space as the reader sees it: from the top left, turned as the page is."""
    left, bottom, right, top = place["box"]
    return [(x - left, top - y), (y - bottom, x - left), (right - x, y - bottom), (top - y, right - x)][place["turn"]]


def turned(turn: int, x: float, y: float) -> tuple[float, float]:
    """A direction of user space as the reader sees it, y upwards."""
    return [(x, y), (y, -x), (-x, -y), (-y, x)][turn]


def address(handle) -> int:
    """The object's address, which tells it from others."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


@dataclass
class Scene:
    """What `walk` finds: shapes, text objects (address, what is compared, place on the page), objects still allowed."""

    place: dict
    left: int
    shapes: list = field(default_factory=list)
    texts: list = field(default_factory=list)


def read_shapes(page, place: dict, most: int) -> Scene:
    """The rules, frames, pictures and text objects of a page; `left` is negative where there are more than `most` objects."""
    from pypdfium2 import raw

    scene = Scene(place, most)
    identity = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    walk(raw, raw.FPDFPage_CountObjects(page), lambda i: raw.FPDFPage_GetObject(page, i), (identity, 0), scene)
    return scene


def walk(raw, count: int, get, inside: tuple[tuple, int], scene: Scene) -> None:
    """Add `count` objects to the scene. inside: the matrix they are drawn with and how many forms they are in."""
    matrix, depth = inside
    for i in range(count):
        scene.left -= 1
        if scene.left < 0:
            return
        item = get(i)
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            scene.shapes += [on_page(scene.place, *shape) for shape in path_shapes(raw, item, matrix)]
        elif kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING):
            scene.shapes.append(on_page(scene.place, "picture", bounds(raw, item, matrix)))
        elif kind == raw.FPDF_PAGEOBJ_TEXT:
            scene.texts.append(text_place(raw, item, matrix, scene.place))
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
            inner = multiply(own_matrix(raw, item), matrix)
            walk(
                raw, raw.FPDFFormObj_CountObjects(item), lambda j, form=item: raw.FPDFFormObj_GetObject(form, j), (inner, depth + 1), scene
            )


def text_place(raw, item, matrix: tuple, place: dict) -> tuple:
    """(address, (font, size, matrix, width), place on the page, is its font in the file) of a text object."""
    size = ctypes.c_float()
    raw.FPDFTextObj_GetFontSize(item, size)
    whole = multiply(own_matrix(raw, item), matrix)
    box = bounds(raw, item, matrix)
    font = raw.FPDFTextObj_GetFont(item)
    look = address(font), round(size.value, 2), tuple(round(v, 2) for v in whole[:4]), round(box[2] - box[0], 1)
    return address(item), look, to_page(place, whole[4], whole[5]), raw.FPDFFont_GetIsEmbedded(font) == 1


def on_page(place: dict, kind: str, box: tuple) -> list:
    """[kind, x0, y0, x1, y1] on the page; a thin picture is a rule."""
    (x0, y0), (x1, y1) = to_page(place, box[0], box[1]), to_page(place, box[2], box[3])
    sides = min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
    if kind == "picture" and min(sides[2] - sides[0], sides[3] - sides[1]) < THIN:
        kind = "rule"
    return [kind, *(round(v, 2) for v in sides)]


def own_matrix(raw, item) -> tuple:
    """The object's matrix as (a, b, c, d, e, f)."""
    m = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, m)
    return m.a, m.b, m.c, m.d, m.e, m.f


def multiply(m: tuple, n: tuple) -> tuple:
    """First m, then n."""
    return (
        m[0] * n[0] + m[1] * n[2], m[0] * n[1] + m[1] * n[3], m[2] * n[0] + m[3] * n[2], m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4], m[4] * n[1] + m[5] * n[3] + n[5],
    )  # fmt: skip


def apply(m: tuple, x: float, y: float) -> tuple[float, float]:
    """The point moved by the matrix."""
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def bounds(raw, item, matrix: tuple) -> tuple:
    """The object's box in user space."""
    sides = [ctypes.c_float() for _ in range(4)]
    raw.FPDFPageObj_GetBounds(item, *sides)
    left, bottom, right, top = (s.value for s in sides)
    for clip in clips(raw, item):
        left, bottom, right, top = max(left, clip[0]), max(bottom, clip[1]), min(right, clip[2]), min(top, clip[3])
    if right <= left or top <= bottom:  # nothing of it is seen
        right, top = left, bottom
    corners = [apply(matrix, x, y) for x in (left, right) for y in (bottom, top)]
    return box_of(corners)


def clips(raw, item) -> list[tuple]:
    """Boxes of the paths that cut the object."""
    path = raw.FPDFPageObj_GetClipPath(item)
    out = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for i in range(max(0, raw.FPDFClipPath_CountPaths(path)) if path else 0):
        points = []
        for j in range(min(max(0, raw.FPDFClipPath_CountPathSegments(path, i)), MOST_SEGMENTS)):
            raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(path, i, j), x, y)
            points.append((x.value, y.value))
        if points:
            out.append(box_of(points))
    return out


def box_of(points: list) -> tuple:
    """(x0, y0, x1, y1) around points."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def path_shapes(raw, item, matrix: tuple) -> list[tuple]:
    """[(kind, box in user space)] of a path: its rules, and its boxes when they are stroked or tinted."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item, fill, stroke)
    if not fill.value and not stroke.value:
        return []
    paper = fill.value and not stroke.value and is_paper(raw, item)
    whole = multiply(own_matrix(raw, item), matrix)
    found = []
    for points, straight in subpaths(raw, item, whole):
        box = box_of(points)
        width, height = box[2] - box[0], box[3] - box[1]
        if min(width, height) < THIN:
            if not paper:
                found.append(("rule", box))
        elif stroke.value and straight and len(points) == 3:  # an open corner: two rules
            found += [("rule", box_of(pair)) for pair in pairwise(points)]
        elif min(width, height) >= SMALLEST_FRAME and is_box(points, box) and not paper:
            found.append(("frame", box))
    return found


def is_paper(raw, item) -> bool:
    """Filled with white or with nothing: it hides or does nothing, it does not frame."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    known = raw.FPDFPageObj_GetFillColor(item, red, green, blue, alpha)
    return bool(known) and (alpha.value == 0 or min(red.value, green.value, blue.value) >= WHITE)


def subpaths(raw, item, matrix: tuple) -> list[tuple[list, bool]]:
    """[(points, are all segments straight)] of each part of a path; nothing for a drawing of many segments."""
    count = raw.FPDFPath_CountSegments(item)
    if count > MOST_SEGMENTS:
        return []
    parts: list[tuple[list, bool]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for i in range(count):
        segment = raw.FPDFPath_GetPathSegment(item, i)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = apply(matrix, x.value, y.value)
        if kind == raw.FPDF_SEGMENT_MOVETO or not parts:
            parts.append(([point], True))
        else:
            points, straight = parts[-1]
            points.append(point)
            parts[-1] = (points, straight and kind == raw.FPDF_SEGMENT_LINETO)
    return [part for part in parts if len(part[0]) > 1]


def is_box(points: list, box: tuple) -> bool:
    """Do all points lie near the sides of their box? Holds for rectangles with sharp, cut or rounded corners, not for drawings.

    Near: within a fifth of the shorter side, at most 15 points (the radius of a rounded corner).
    """
    if len(points) < 4:
        return False
    near = min(0.2 * min(box[2] - box[0], box[3] - box[1]), 15.0)
    return all(min(x - box[0], box[2] - x, y - box[1], box[3] - y) <= near for x, y in points) and all(
        any(math.hypot(x - cx, y - cy) <= 2 * near for x, y in points) for cx in (box[0], box[2]) for cy in (box[1], box[3])
    )
