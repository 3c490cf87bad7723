"""Stage `articles`: cleaned pages → headline, byline, text and kind, each character with the line it stands on.

Pages whose lines have boxes are read by their geometry (layout/), plain text by what text alone shows (separating/). An article that
goes on on another page of the issue, as 下转第3版 and 上接第1版 say, is one article.
"""

import math
from collections.abc import Sequence

from pipeline.layout import continued
from pipeline.layout.folio import complete
from pipeline.layout.jumps import Jump, restored, without_jumps
from pipeline.layout.pages import separate
from pipeline.records import Article, Failure, Furniture, Page
from pipeline.separating.assembling import assemble
from pipeline.separating.lines import text_lines
from pipeline.separating.reading import read

_SENTENCE_ENDS = "。！？!?…”）)"


def _confidence(margin: float | None) -> float | None:
    """How sure it is that headlines stand on the side taken for the page, 0.5 to 1; None where there was no choice."""
    return None if margin is None else round(1 / (1 + math.exp(-margin)), 3)


def _one_line(page: Page) -> list[Failure]:
    """A failure where a page has a single line that is no sentence: what it belonged to did not arrive."""
    text = "".join(line.text for line in page.lines)
    n_lines = sum(bool(line.text) for line in page.lines)
    if n_lines != 1 or text[-1] in _SENTENCE_ENDS:
        return []
    message = f"{page.source_path}: the page has one line only ({text[:20]}), no sentence; check that the file is whole"
    return [Failure("articles", page.page_id, "one_line", message)]


def make(pages: Sequence[Page]) -> tuple[list[Article], list[Furniture], list[Failure]]:
    """The articles, the furniture and the failures of an issue's cleaned pages, in order.

    Each character of each line is in exactly one piece of an article or one furniture. `confidence` is the odds,
    as a share, that the page's headlines stand on the side (before or after their articles) that was taken; None on
    a page of one article under its headline.
    """
    parts, furniture, failures = [], [], []
    pages = [complete(page)[0] for page in pages]
    order = {page.page_id: number for number, page in enumerate(pages)}
    for page in pages:
        bare, jumps = without_jumps(page)
        printed = any(line.box for line in page.lines)
        behind = {jump.line for jump in jumps if not jump.onward}
        found, others = restored(page, *(separate(bare, behind) if printed else _from_text_alone(bare, jumps)), jumps)
        parts += continued.parts_of(page, found, jumps)
        furniture += others
        failures += _one_line(page)
    articles, repeated = continued.join(parts, {page.page_id: page for page in pages})
    return articles, sorted(furniture + repeated, key=lambda f: (order[f.page_id], f.line, f.start)), failures


def _from_text_alone(page: Page, jumps: Sequence[Jump]) -> tuple[list[Article], list[Furniture]]:
    lines, others = text_lines(page, {jump.line: not jump.onward for jump in jumps})
    furniture = [Furniture(page.page_id, n, 0, len(page.lines[n].text), "furniture") for n in others]
    if not lines:
        return [], furniture
    reading = read(lines)
    return assemble(page, lines, reading, _confidence(reading.margin)), furniture
