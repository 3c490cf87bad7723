"""The place of a fact on its page as a window on the page's picture, and the source lines under a fact of a page of plain text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline import evidence
from pipeline.records import Piece

# A window shows this much more than the boxes: shares of the page's width (a column is about 0.15 wide, a line about 0.01 high).
SIDE, ABOVE = 0.08, 0.04
WIDEST, TALLEST = 0.4, 0.06  # boxes farther apart than this get a window each


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture of a page in the report: its address from the report's folder, its size in pixels."""

    href: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Window:
    """A region of a page's picture and the boxes in it, in pixels of the picture: (x, y, width, height) each."""

    page_id: str
    picture: Picture
    view: tuple[float, float, float, float]
    boxes: tuple[tuple[float, float, float, float], ...]


def windows(boxes: Sequence[Mapping], pictures: Mapping[str, Picture]) -> list[Window]:
    """Windows on the boxes (shares of their pages) for which there are pictures: one for boxes that stand together."""
    out = []
    for group in _together([box for box in boxes if box["page_id"] in pictures]):
        picture = pictures[group[0]["page_id"]]
        room = SIDE * picture.width, ABOVE * picture.width
        x0, y0, x1, y1 = (round(v, 1) for v in _bounds(group, picture))
        left, top = max(0.0, x0 - room[0]), max(0.0, y0 - room[1])
        right, bottom = min(picture.width, x1 + room[0]), min(picture.height, y1 + room[1])
        view = left, top, right - left, bottom - top
        places = tuple(_sides(box, picture) for box in group)
        out.append(Window(group[0]["page_id"], picture, tuple(round(v, 1) for v in view), places))
    return out


def whole(boxes: Sequence[Mapping], pictures: Mapping[str, Picture]) -> list[Window]:
    """Each page that boxes stand on as a whole, with its boxes."""
    pages = dict.fromkeys(box["page_id"] for box in boxes if box["page_id"] in pictures)
    found = []
    for page_id in pages:
        picture = pictures[page_id]
        places = tuple(_sides(box, picture) for box in boxes if box["page_id"] == page_id)
        found.append(Window(page_id, picture, (0, 0, picture.width, picture.height), places))
    return found


def _together(boxes: Sequence[Mapping]) -> list[list[Mapping]]:
    """Boxes that follow each other on a page and stand close enough for one window."""
    groups: list[list[Mapping]] = []
    for box in boxes:
        last = groups[-1] if groups else None
        if last and last[0]["page_id"] == box["page_id"]:
            both = [*last, box]
            across = max(b["x1"] for b in both) - min(b["x0"] for b in both)
            down = max(b["y1"] for b in both) - min(b["y0"] for b in both)
            if across <= WIDEST and down <= TALLEST:
                last.append(box)
                continue
        groups.append([box])
    return groups


def _bounds(boxes: Sequence[Mapping], picture: Picture) -> tuple[float, float, float, float]:
    w, h = picture.width, picture.height
    x0, y0 = min(b["x0"] for b in boxes) * w, min(b["y0"] for b in boxes) * h
    return x0, y0, max(b["x1"] for b in boxes) * w, max(b["y1"] for b in boxes) * h


def _sides(box: Mapping, picture: Picture) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = _bounds([box], picture)
    return round(x0, 1), round(y0, 1), round(max(0.0, x1 - x0), 1), round(max(0.0, y1 - y0), 1)


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of a page as far as it belongs to an article: its number from 1, and its text in stretches (text, is it the fact's?)."""

    page_id: str
    number: int
    stretches: tuple[tuple[str, bool], ...]


def source_lines(article, pieces: Sequence[Piece], start: int, end: int) -> list[SourceLine]:
    """The lines under article.text[start:end] and the article's lines next to them, in order of the page.

    article: a row of table articles. What is shown is its text, which may have numbers masked, and not the file's.
    """
    under = evidence.pieces_under(pieces, start, end)
    wanted = {(piece.page_id, piece.line + step) for piece in under for step in (-1, 0, 1)}
    marked = {(piece.page_id, piece.line): piece for piece in under}
    found: dict[tuple[str, int], list[tuple[str, bool]]] = {}
    for piece in sorted(pieces, key=lambda p: (p.page_id, p.line, p.offset)):
        place = piece.page_id, piece.line
        if place in wanted:
            text = (article[piece.part] or "")[piece.start : piece.end]
            here = marked.get(place) if piece.part == "text" else None
            found.setdefault(place, []).extend(_stretches(text, piece, here))
    return [SourceLine(page_id, line + 1, tuple(stretches)) for (page_id, line), stretches in found.items()]


def _stretches(text: str, piece: Piece, marked: Piece | None) -> list[tuple[str, bool]]:
    """The text of a piece, cut where the marked part of its line begins and ends."""
    if marked is None or marked.end <= piece.start or piece.end <= marked.start:
        return [(text, False)]
    a, b = max(0, marked.start - piece.start), min(len(text), marked.end - piece.start)
    return [(part, is_it) for part, is_it in ((text[:a], False), (text[a:b], True), (text[b:], False)) if part]
