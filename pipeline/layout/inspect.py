"""A page drawn with its articles in colour, the order in which they are read, and its furniture, as a picture (PNG)."""

import io
import itertools
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.layout.runs import Run, runs
from pipeline.records import Article, Box, Furniture, Page

COLOURS = ("#c0392b", "#1f8a4c", "#1f5fa8", "#c77700", "#7d3c98", "#0f8b8d", "#b03a76", "#6b6f00", "#8a5a2b", "#34495e")
FURNITURE = "#8a8a8a"
WIDTH = 1400  # pixels of a drawing
TALLEST = 4.0  # widths; a longer page is squeezed
PALE = 0.35  # how far the page fades behind the colours


class Mark(NamedTuple):
    """A run as it is drawn: its colour and its label, which is the article's number, `.` and its place in it, or the furniture's reason."""

    run: Run
    colour: str
    label: str

    @property
    def point(self) -> tuple[float, float]:
        """Where the line of reading passes: near the run's top left, in shares of the page."""
        return self.run.box.x0, self.run.box.y0


def colour_of(number: int) -> str:
    """The colour of an article (from 0)."""
    return COLOURS[number % len(COLOURS)]


def marks(page: Page, articles: Sequence[Article], furniture: Sequence[Furniture]) -> list[Mark]:
    """What is drawn: the runs of articles in reading order, then furniture."""
    out: list[Mark] = []
    places: dict[int, int] = {}
    for run in runs(page, articles, furniture):
        if run.article is None:
            out.append(Mark(run, FURNITURE, run.label))
        else:
            places[run.article] = places.get(run.article, 0) + 1
            out.append(Mark(run, colour_of(run.article), f"{run.article + 1}.{places[run.article]}"))
    return out


def shape(page: Page) -> tuple[int, int]:
    """Width and height of a drawing in pixels."""
    return WIDTH, round(WIDTH * min(TALLEST, (page.height or 1.4) / (page.width or 1.0)))


def steps(found: Sequence[Mark]) -> list[tuple[Mark, Mark]]:
    """From each run of an article to the next one of the same."""
    return [(a, b) for a, b in itertools.pairwise(found) if a.run.article is not None and a.run.article == b.run.article]


def png(page: Page, articles: Sequence[Article], furniture: Sequence[Furniture], picture: bytes | None = None) -> bytes:
    """The drawing as a PNG, over a picture of the page (any format Pillow reads) where there is one."""
    from PIL import Image, ImageDraw, ImageFont

    size = shape(page)
    ground = Image.new("RGB", size, "white")
    if picture:
        ground = Image.blend(Image.open(io.BytesIO(picture)).convert("RGB").resize(size), ground, PALE)
    draw = ImageDraw.Draw(ground, "RGBA")
    found = marks(page, articles, furniture)
    for mark in found:
        for stretch in mark.run.stretches:
            draw.rectangle(_sides(stretch.box, size), fill=mark.colour + "38")
        draw.rectangle(_sides(mark.run.box, size, 2), outline=mark.colour, width=2 if mark.run.article is not None else 1)
    for a, b in steps(found):
        draw.line([(x * size[0], y * size[1]) for x, y in (a.point, b.point)], fill=a.colour + "90", width=2)
    for mark in found:
        bold = mark.label.endswith(".1")
        font = ImageFont.load_default(20 if bold else 12 if mark.run.article is not None else 9)
        _badge(draw, mark, size, font)
    out = io.BytesIO()
    ground.save(out, "PNG")
    return out.getvalue()


def _sides(box: Box, size: tuple[int, int], slack: float = 0) -> tuple[float, float, float, float]:
    x0, y0 = box.x0 * size[0] - slack, box.y0 * size[1] - slack
    return x0, y0, max(x0, box.x1 * size[0] + slack), max(y0, box.y1 * size[1] + slack)


def _badge(draw, mark: Mark, size: tuple[int, int], font) -> None:
    """The label in white on its colour, on the run's top left corner and never off the page."""
    x, y = mark.run.box.x0 * size[0], mark.run.box.y0 * size[1]
    left, top, right, bottom = draw.textbbox((0, 0), mark.label, font=font)
    w, h = right - left + 6, bottom - top + 5
    x, y = min(max(0, x - 4), size[0] - w), min(max(0, y - h + 3), size[1] - h)
    draw.rectangle((x, y, x + w, y + h), fill=mark.colour + "e0")
    draw.text((x + 3 - left, y + 2 - top), mark.label, fill="white", font=font)
