"""A page drawn with its articles in colour, the order of their lines, and its furniture: as a PNG and as one HTML file."""

import base64
import io
from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from pipeline.records import Article, Box, Furniture, Page

COLOURS = ("#c0392b", "#1f8a4c", "#1f5fa8", "#c77700", "#7d3c98", "#0f8b8d", "#b03a76", "#6b6f00", "#8a5a2b", "#34495e")
FURNITURE = "#8a8a8a"
WIDTH = 1400  # pixels of a drawing


class Mark(NamedTuple):
    """A line of a page as it is drawn: its box, colour, label (article.place in it, or the reason) and text."""

    box: Box
    colour: str
    label: str
    text: str


def marks(page: Page, articles: Sequence[Article], furniture: Sequence[Furniture]) -> list[Mark]:
    """What is drawn: the lines of articles in reading order, then furniture."""
    out = []
    for number, article in enumerate(articles, 1):
        mine = [piece for piece in article.pieces if piece.page_id == page.page_id and page.lines[piece.line].box]
        for place, piece in enumerate(mine, 1):
            line = page.lines[piece.line]
            out.append(Mark(line.box, COLOURS[(number - 1) % len(COLOURS)], f"{number}.{place}", line.text))
    for f in furniture:
        line = page.lines[f.line]
        if line.box:
            out.append(Mark(line.box, FURNITURE, f.reason, line.text))
    return out


def png(page: Page, articles: Sequence[Article], furniture: Sequence[Furniture], scan: bytes | None = None) -> bytes:
    """The drawing as a PNG, over a picture of the page where there is one."""
    from PIL import Image, ImageDraw, ImageFont

    height = round(WIDTH * min(4.0, (page.height or 1.4) / (page.width or 1.0)))
    ground = Image.open(io.BytesIO(scan)).convert("RGB").resize((WIDTH, height)) if scan else Image.new("RGB", (WIDTH, height), "white")
    draw = ImageDraw.Draw(ground, "RGBA")
    font = ImageFont.load_default(9)
    for mark in marks(page, articles, furniture):
        b = mark.box
        sides = b.x0 * WIDTH, b.y0 * height, max(b.x1, b.x0) * WIDTH, max(b.y1, b.y0) * height
        draw.rectangle(sides, fill=mark.colour + "30", outline=mark.colour)
        draw.text((sides[0], sides[1]), mark.label, fill=mark.colour, font=font)
    out = io.BytesIO()
    ground.save(out, "PNG")
    return out.getvalue()


def html(page: Page, articles: Sequence[Article], furniture: Sequence[Furniture], scan: bytes | None = None) -> str:
    """The drawing as one HTML file without links: text in place, the articles listed beside it, what was dropped below."""
    height = round(WIDTH * min(4.0, (page.height or 1.4) / (page.width or 1.0)))
    back = f"background:url(data:image/png;base64,{base64.b64encode(scan).decode()}) 0 0/100% 100%;" if scan else ""
    rows = [f'<svg width="{WIDTH}" height="{height}" style="{back}border:1px solid #ccc">']
    for m in marks(page, articles, furniture):
        x, y, w, h = m.box.x0 * WIDTH, m.box.y0 * height, (m.box.x1 - m.box.x0) * WIDTH, (m.box.y1 - m.box.y0) * height
        rows.append(
            f'<g fill="{m.colour}"><title>{escape(m.label)} {escape(m.text)}</title>'
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(w, 0):.1f}" height="{max(h, 0):.1f}" fill-opacity=".15" stroke="{m.colour}"/>'
            f'<text x="{x:.1f}" y="{y + 7:.1f}" font-size="7">{escape(m.label)}</text></g>'
        )
    rows.append("</svg>")
    for number, a in enumerate(articles, 1):
        colour = COLOURS[(number - 1) % len(COLOURS)]
        text = escape(a.text).replace("\n", "<br>")
        rows.append(f'<h3 style="color:{colour}">{number}. {escape(a.headline) or "—"} <small>{escape(a.kind)}</small></h3><p>{text}</p>')
    dropped = "; ".join(f"{escape(reason)} {count}" for reason, count in sorted(page.dropped.items())) or "nothing"
    title = escape(page.page_id)
    top = f'<!doctype html><meta charset="utf-8"><title>{title}</title><h1>{title}</h1>'
    return f"{top}{''.join(rows)}<p>Dropped while reading: {dropped}</p>\n"
