"""The drawing of a page as one HTML file without links to anything outside: the page, its articles beside it, and what was dropped."""

import base64
from collections import Counter
from collections.abc import Sequence
from html import escape

from pipeline import evidence
from pipeline.layout.inspect import FURNITURE, Mark, colour_of, marks, shape, steps
from pipeline.records import Article, Furniture, Page

FONTS = '"Noto Sans CJK SC","Source Han Sans SC","PingFang SC","Microsoft YaHei","WenQuanYi Micro Hei",sans-serif'
FAINT = 'fill-opacity=".2"'
STYLE = (
    f"body{{margin:0;font:15px/1.55 {FONTS};color:#222}}"
    + """
main{display:flex;height:100vh}.page{flex:3;overflow:auto;background:#eee}
.page svg{width:100%;height:auto;display:block;background:#fff}.page table{background:#fff;min-width:100%}
.side{flex:2;overflow:auto;padding:0 1.2em 3em}h1{font-size:1.2em}
h2{font-size:1.05em;margin:1.4em 0 .2em;padding-left:.5em;border-left:6px solid}
h2:target,g:target .edge{outline:3px solid #ff0;stroke-width:6}small,.about{color:#666;font-weight:normal}
p{margin:.2em 0}a{color:inherit;text-decoration:none}.warning{background:#fff3cd;padding:.3em .6em}
table{border-collapse:collapse}td{padding:0 .7em;vertical-align:top}td.n{color:#999;text-align:right;font-size:.85em;white-space:nowrap}
td.k{color:#fff;font-size:.8em;white-space:nowrap}tr.furniture td.t{color:#888;font-style:italic}
"""
)


def html(page: Page, articles: Sequence[Article], furniture: Sequence[Furniture], picture: bytes | None = None, warnings=()) -> str:
    """The HTML of a page. With boxes: the page as it is printed, over a picture (JPEG) where there is one; without: line by line."""
    drawn = (
        _drawn(page, marks(page, articles, furniture), picture)
        if any(line.box for line in page.lines)
        else _by_lines(page, articles, furniture)
    )
    side = _about(page, articles, furniture, warnings) + "".join(_article(page, number, a) for number, a in enumerate(articles))
    head = f'<!doctype html><html lang="zh"><meta charset="utf-8"><title>{escape(page.page_id)}</title><style>{STYLE}</style>'
    return f'{head}<main><div class="page">{drawn}</div><div class="side">{side}</div></main></html>\n'


def _drawn(page: Page, found: Sequence[Mark], picture: bytes | None) -> str:
    width, height = shape(page)
    rows = [f'<svg viewBox="0 0 {width} {height}">']
    if picture:
        data = base64.b64encode(picture).decode()
        rows.append(
            f'<image href="data:image/jpeg;base64,{data}" width="{width}" height="{height}" preserveAspectRatio="none" opacity=".7"/>'
        )
    rows += [_group(mark, width, height) for mark in found]
    for a, b in steps(found):
        (x0, y0), (x1, y1) = a.point, b.point
        ends = f'x1="{x0 * width:.0f}" y1="{y0 * height:.0f}" x2="{x1 * width:.0f}" y2="{y1 * height:.0f}"'
        rows.append(f'<line {ends} stroke="{a.colour}" stroke-width="2" stroke-opacity=".5"/>')
    rows += [_label(mark, width, height) for mark in found]
    return "".join([*rows, "</svg>"])


def _rect(box, width: int, height: int, look: str) -> str:
    w, h = max(0.0, (box.x1 - box.x0) * width), max(0.0, (box.y1 - box.y0) * height)
    return f'<rect x="{box.x0 * width:.1f}" y="{box.y0 * height:.1f}" width="{w:.1f}" height="{h:.1f}" {look}/>'


def _group(mark: Mark, width: int, height: int) -> str:
    lines = ""
    for s in mark.run.stretches:
        told = escape(f"{mark.label}  line {s.line + 1}: {s.text}")
        lines += f"<g>{_rect(s.box, width, height, FAINT)}<title>{told}</title></g>"
    edge = _rect(mark.run.box, width, height, f'class="edge" fill="none" stroke="{mark.colour}" stroke-width="2"')
    own = f' id="p{mark.run.article + 1}"' if mark.label.endswith(".1") and mark.run.article is not None else ""
    link = f'<a href="#a{mark.run.article + 1}">{edge}{lines}</a>' if mark.run.article is not None else edge + lines
    return f'<g{own} fill="{mark.colour}">{link}</g>'


def _label(mark: Mark, width: int, height: int) -> str:
    size = 22 if mark.label.endswith(".1") else 13 if mark.run.article is not None else 10
    wide, x, y = 0.62 * size * len(mark.label), mark.run.box.x0 * width, max(size, mark.run.box.y0 * height)
    ground = f'<rect x="{x - 4:.1f}" y="{y - size:.1f}" width="{wide + 6:.1f}" height="{size + 2}" fill="{mark.colour}" fill-opacity=".9"/>'
    text = f'<text x="{x - 1:.1f}" y="{y - 0.1 * size:.1f}" font-size="{size}" fill="#fff">{escape(mark.label)}</text>'
    return f'<g pointer-events="none">{ground}{text}</g>'


def _about(page: Page, articles: Sequence[Article], furniture: Sequence[Furniture], warnings: Sequence[str]) -> str:
    """Title, metadata, warnings and the ledger of the page's characters."""
    known = " · ".join(escape(value) for value in (page.paper, page.issue_date, page.page_number, page.section) if value)
    inside = sum(p.end - p.start for a in articles for p in a.pieces if p.page_id == page.page_id)
    aside: Counter = Counter()
    for f in furniture:
        aside[f.reason] += f.end - f.start
    received, dropped = evidence.n_characters(page)
    ledger = f"{received:,} characters: {inside:,} in {len(articles)} articles; furniture {_counts(aside)}; dropped {_counts(dropped)}"
    told = "".join(f'<p class="warning">{escape(text)}</p>' for text in warnings)
    origin = f"{escape(page.source_path)}, {escape(page.reader)}"
    return f'<h1>{escape(page.page_id)}</h1><p class="about">{known}<br>{ledger}<br>{origin}</p>{told}'


def _counts(counts: Counter) -> str:
    listed = ", ".join(f"{escape(reason)} {n:,}" for reason, n in sorted(counts.items()))
    return f"{counts.total():,} ({listed})" if listed else "0"


def _article(page: Page, number: int, article: Article) -> str:
    text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in article.text.split("\n"))
    others = dict.fromkeys(p.page_id for p in article.pieces if p.page_id != page.page_id)
    also = f", also on {escape(' '.join(others))}" if others else ""
    head = f'<a href="#p{number + 1}">{number + 1}.</a> {escape(article.headline) or "—"}'
    about = f"{escape(article.article_id)}, {escape(article.kind)}, {len(article.text):,} characters{also}"
    byline = f"<p>{escape(article.byline)}</p>" if article.byline else ""
    return f'<h2 id="a{number + 1}" style="border-color:{colour_of(number)}">{head} <small>{about}</small></h2>{byline}{text}'


def _by_lines(page: Page, articles: Sequence[Article], furniture: Sequence[Furniture]) -> str:
    """The lines of a page of plain text, each with what it belongs to and what cleaning took away."""
    owners: dict[int, list[tuple[int, str, str, str]]] = {}
    for number, article in enumerate(articles):
        for p in article.pieces:
            if p.page_id == page.page_id:
                words = page.lines[p.line].text[p.offset : p.offset + p.end - p.start]
                owners.setdefault(p.line, []).append((p.offset, f"{number + 1} {p.part}", colour_of(number), words))
    for f in furniture:
        owners.setdefault(f.line, []).append((f.start, f.reason, FURNITURE, page.lines[f.line].text[f.start : f.end]))
    rows = []
    for number, line in enumerate(page.lines):
        dropped = _counts(Counter(line.dropped)) if line.dropped else ""
        for _, label, colour, words in sorted(owners.get(number, [(0, "", "#fff", line.text)])):
            kind = ' class="furniture"' if colour == FURNITURE else ""
            look = f'class="k" style="background:{colour}"'
            cells = f'<td class="n">{number + 1}</td><td {look}>{escape(label)}</td><td class="t">{escape(words)}</td>'
            rows.append(f'<tr{kind}>{cells}<td class="n">{dropped}</td></tr>')
    return f"<table>{''.join(rows)}</table>"
