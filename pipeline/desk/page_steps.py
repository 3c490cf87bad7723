"""One page from the file to its rows, step by step, as HTML for the notebook 04_page. All text of the page is escaped.

What is kept with the report is published: there numbers that point to a person are masked, as in the tables, and no picture is shown.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

from pipeline import evidence, labels, masking, pictures, storage
from pipeline.desk import answers, sources
from pipeline.desk.showing import segments
from pipeline.engines import pdf
from pipeline.errors import DataError
from pipeline.records import Article, Entity, Fact, Furniture, Page, Word
from pipeline.text.masking import mask, mask_lines

_FIRST = 25  # lines of a text page, and lines shown of the cleaning
_WORDS = 300  # tokens shown
_COLOURS = ("#dbe8fd", "#fde3c8", "#dff3dc", "#f6dcf0", "#fff1c9", "#d8f1f1")  # of articles, in turn; dark text is legible on all
_WIDTH = 1000  # pixels of the picture
_NONE = "<p>没有这样的版面。 There is no such page.</p>"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as read and as cleaned, with what the stages found on it."""

    read: Page
    cleaned: Page
    articles: tuple[Article, ...]
    furniture: tuple[Furniture, ...]
    words: tuple[Word, ...]
    entities: tuple[Entity, ...]
    facts: tuple[Fact, ...]
    public: bool = False  # is published: personal numbers are masked, and no picture is shown


def of(page_id: str | None, extracted: Path, environment: Mapping[str, str] = os.environ) -> Sheet | None:
    """A page from the outputs of the stages, masked where it is to be kept with the report; None where there is no such page.

    UsageError where MASK says neither yes nor no.
    """
    for path in storage.outputs(extracted, "pages"):
        read = next((r for r in storage.read_records(path) if isinstance(r, Page) and r.page_id == page_id), None)
        if read is not None:
            records = [r for stage in _STAGES for r in storage.read_records(extracted / stage / path.name)]
            public = bool(environment.get("NOTEBOOK_REPORT")) and masking.wanted(environment)
            return _masked(_sheet(read, records)) if public else _sheet(read, records)
    return None


def _masked(sheet: Sheet) -> Sheet:
    """The page with all personal numbers masked, also those that are broken between lines; each text as long as before."""
    texts = {article.article_id: mask(article.text) for article in sheet.articles}
    articles = tuple(replace(a, text=texts[a.article_id], headline=mask(a.headline), byline=mask(a.byline)) for a in sheet.articles)
    words = tuple(replace(word, text=texts[word.article_id][word.start : word.end]) for word in sheet.words)
    pages = (_masked_page(page) for page in (sheet.read, sheet.cleaned))
    return Sheet(*pages, articles, sheet.furniture, words, sheet.entities, sheet.facts, public=True)


def _masked_page(page: Page) -> Page:
    masked = mask_lines([line.text for line in page.lines])
    return replace(page, lines=tuple(replace(line, text=text) for line, text in zip(page.lines, masked, strict=True)))


_STAGES = ("cleaned", "articles", "words", "entities", "facts")


def _sheet(read: Page, records: Sequence) -> Sheet:
    cleaned = next(r for r in records if isinstance(r, Page) and r.page_id == read.page_id)
    articles = tuple(r for r in records if isinstance(r, Article) and r.page_id == read.page_id)
    names = {article.article_id for article in articles}
    of_articles = [tuple(r for r in records if isinstance(r, kind) and r.article_id in names) for kind in (Word, Entity, Fact)]
    furniture = tuple(r for r in records if isinstance(r, Furniture) and r.page_id == read.page_id)
    return Sheet(read, cleaned, articles, furniture, *of_articles)


def summary(sheet: Sheet | None) -> str:
    """What the page is and how much was found on it."""
    if sheet is None:
        return _NONE
    page = sheet.read
    counts = {"行 lines": page.lines, "篇 articles": sheet.articles, "个名称 names": sheet.entities, "个数字 facts": sheet.facts}
    found = " · ".join(f"{len(some)} {word}" for word, some in counts.items())
    about = escape(" · ".join((page.source_path, page.source_kind, page.reader)))
    return f"<p><b>{escape(page.page_id)}</b><br>{about}<br>{found}</p>"


def original(sheet: Sheet | None, corpus: Path) -> str:
    """The picture of the page, or the first lines of a page of plain text."""
    if sheet is None:
        return _NONE
    if sheet.read.source_kind == "text":
        lines = "\n".join(line.text for line in sheet.read.lines[:_FIRST])
        return f"<pre>{escape(lines)}\n……</pre>"
    if sheet.public:
        return "<p>版面图像见报告。 The picture of the page is in the report, where personal numbers are painted over.</p>"
    try:
        picture = pictures.page_picture(pictures.row_of(sheet.read), corpus, pdf.limits_from(os.environ), _WIDTH)
    except DataError as error:
        return f"<p>{escape(error.message)}</p>"
    return f'<img alt="版面 {escape(sheet.read.page_id)}" style="max-width:100%;border:1px solid #888" src="{sources.data_uri(picture)}">'


def cleaning(sheet: Sheet | None) -> str:
    """The account of characters, and the first lines that cleaning changed."""
    if sheet is None:
        return _NONE
    n_chars, dropped = evidence.n_characters(sheet.cleaned)
    why = "，".join(f"{escape(reason)} {n}" for reason, n in sorted(dropped.items())) or "0"
    changed = [
        {"行 line": number, "读到 as read": before.text, "清理后 cleaned": after.text, "去掉 dropped": str(dict(after.dropped) or "")}
        for number, (before, after) in enumerate(zip(sheet.read.lines, sheet.cleaned.lines, strict=True), 1)
        if before.text != after.text
    ]
    head = f"<p>收到 {n_chars} 字 characters；去掉 dropped {dropped.total()}（{why}）；改动 {len(changed)} 行 lines changed。</p>"
    return head + answers.table(changed[:_FIRST], "")


def articles(sheet: Sheet | None) -> str:
    """Every line of the page in the colour of its article."""
    if sheet is None:
        return _NONE
    owner = {piece.line: n for n, article in enumerate(sheet.articles) for piece in article.pieces if piece.page_id == sheet.read.page_id}
    titles = [" · ".join((article.article_id, article.kind, article.headline or "（无题）")) for article in sheet.articles]
    names = [f'<li style="background:{_COLOURS[n % len(_COLOURS)]}">{escape(title)}</li>' for n, title in enumerate(titles)]
    rows = []
    for n, line in enumerate(sheet.cleaned.lines):
        colour = _COLOURS[owner[n] % len(_COLOURS)] if n in owner else "#ffffff"
        rows.append(f'<div style="background:{colour};color:#1a1a1a"><small>{n + 1}</small> {escape(line.text)}</div>')
    lines = f'<div style="max-height:420px;overflow:auto;border:1px solid #888">{"".join(rows)}</div>'
    return f'<ol style="color:#1a1a1a">{"".join(names)}</ol>{lines}'


def richest(sheet: Sheet | None) -> Article | None:
    """The article with the most facts, the first of them; None where the page has none."""
    if sheet is None or not sheet.articles:
        return None
    counts = {article.article_id: 0 for article in sheet.articles}
    for fact in sheet.facts:
        counts[fact.article_id] += 1
    return max(sheet.articles, key=lambda article: counts[article.article_id])


def words(sheet: Sheet | None, article: Article | None) -> str:
    """The first words of an article with their parts of speech."""
    if sheet is None or article is None:
        return _NONE
    found = [word for word in sheet.words if word.article_id == article.article_id]
    shown = " ".join(f"{escape(word.text)}<sub>{escape(word.pos)}</sub>" for word in found[:_WORDS])
    return f"<p>{shown}{' ……' if len(found) > _WORDS else ''}</p>"


def marked(sheet: Sheet | None, article: Article | None) -> str:
    """The article's text with names and quantities marked."""
    if sheet is None or article is None:
        return _NONE
    spans: list[tuple[int, int, str]] = []
    for found in (*sheet.entities, *sheet.facts):
        if found.article_id == article.article_id:
            spans.append((found.start, found.end, found.label if isinstance(found, Entity) else found.measure))
    parts = (_marked(part["text"], part["ids"]) for part in segments(article.text, spans))
    return f'<h4>{escape(article.headline)}</h4><div style="white-space:pre-wrap">{"".join(parts)}</div>'


def _marked(text: str, names: Iterable[str]) -> str:
    names = list(names)
    if not names:
        return escape(text)
    colour = "#ffd33d" if names[-1] in labels.MEASURES else "#dbe8fd"
    return f'<mark style="background:{colour};color:#1a1a1a">{escape(text)}</mark><sub>{escape(" ".join(names))}</sub>'


def facts(sheet: Sheet | None, article: Article | None) -> str:
    """The article's facts with what decided."""
    if sheet is None or article is None:
        return _NONE
    rows = [
        {
            "数字": fact.text,
            "量": f"{labels.MEASURES[fact.measure]} {fact.measure}",
            "值": labels.amount(float(fact.value_min), float(fact.value_max), fact.unit),
            "范围": f"{labels.SCOPES[fact.scope]} {fact.scope}",
            "把握": fact.confidence,
            "依据 because": fact.reasons,
        }
        for fact in sheet.facts
        if fact.article_id == article.article_id
    ]
    return answers.table(rows, "")


def back(sheet: Sheet | None, article: Article | None, corpus: Path) -> str:
    """The largest figure of the article on its page: the crop with its box, and the source lines."""
    found = [] if sheet is None or article is None else [fact for fact in sheet.facts if fact.article_id == article.article_id]
    if not found:
        return "<p>这篇文章里没有数字。 There is no figure in this article.</p>"
    fact = max(found, key=lambda fact: fact.value_max)
    of_page = {sheet.read.page_id: sheet.read}, {sheet.cleaned.page_id: sheet.cleaned}
    pieces = evidence.pieces_under(article.pieces, fact.start, fact.end)
    if any(piece.page_id != sheet.read.page_id for piece in pieces):
        return f"<p>{escape(fact.text)} 在下一版。 It stands on another page.</p>"
    rows = [_source_line(line) for line in sources.lines_around(article, (fact.start, fact.end), *of_page)]
    crop = "" if sheet.public else _crop(sheet.read, pieces, of_page[1], corpus)
    return f"<p><b>{escape(fact.text)}</b> — {escape(fact.fact_id)}</p>{crop}<table>{''.join(rows)}</table>"


def _source_line(line: sources.SourceLine) -> str:
    parts = segments(line.text, [(start, end, "hit") for start, end in line.hits])
    text = "".join(
        f'<mark style="background:#ffd33d">{escape(part["text"])}</mark>' if part["ids"] else escape(part["text"]) for part in parts
    )
    return f'<tr><td>{line.number}</td><td style="text-align:left">{text}</td></tr>'


def _crop(page: Page, pieces: Sequence, cleaned: dict[str, Page], corpus: Path) -> str:
    boxes = evidence.boxes_under(pieces, cleaned)
    if not boxes:
        return ""
    sides = [{side: getattr(box, side) for side in type(box).__slots__} for box in boxes]
    crops, said = sources.crops_of(sides, {page.page_id: pictures.row_of(page)}, corpus)
    return f"<p>{escape(said)}</p>" * bool(said) + "".join(_framed(crop) for crop in crops)


def _framed(crop: sources.Crop) -> str:
    marks = "".join(
        f'<i style="position:absolute;border:2px solid #d00000;left:{x0:.2%};top:{y0:.2%};width:{x1 - x0:.2%};height:{y1 - y0:.2%}"></i>'
        for x0, y0, x1, y1 in crop.boxes
    )
    picture = f'<img alt="版面局部 crop of {escape(crop.page_id)}" style="max-width:100%" src="{sources.data_uri(crop.jpeg)}">'
    return f'<div style="position:relative;display:inline-block">{picture}{marks}</div>'
