"""Articles that go on on another page of their issue: cut where a jump line says that they end or begin, and joined."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.layout.assembling import latin
from pipeline.layout.jumps import REASON, Jump, may_meet
from pipeline.records import Article, Box, Furniture, Page, Piece
from pipeline.separating.kinds import kind
from pipeline.separating.marks import marks
from pipeline.separating.people import reporters
from pipeline.text.forms import fold

FAR = 0.15  # of the page: a jump line stands nearer to its text, also with a headline between
ALIKE = 0.3  # share of a headline's letter pairs that tells, without a page number, that two parts are one article


@dataclass(slots=True)
class Part:
    """An article of one page, with the jumps with which it ends and begins."""

    article: Article
    onward: Jump | None = None
    since: Jump | None = None


def parts_of(page: Page, articles: Sequence[Article], jumps: Sequence[Jump]) -> list[Part]:
    """The articles of a page, cut where a jump stands in their midst: what follows 下转 and what stands before 上接 is another's."""
    parts = [Part(article) for article in articles]
    for jump in jumps:
        spot = _spot(page, parts, jump)
        if spot is None:
            continue
        i, at = spot
        first, second = _cut(parts[i], at, jump)
        parts[i : i + 1] = [part for part in (first, second) if part]
        if first and jump.onward:
            first.onward = jump
        elif second and not jump.onward:
            second.since = jump
    if len(parts) > len(articles):
        for number, part in enumerate(parts, 1):
            part.article = replace(part.article, article_id=f"{page.page_id}-a{number:02d}")
    return parts


def _spot(page: Page, parts: Sequence[Part], jump: Jump) -> tuple[int, int] | None:
    """(part, position in its text) where a jump stands: behind the nearest text before it, or before the nearest text behind it."""
    best, found = (1, FAR), None
    for i, part in enumerate(parts):
        for piece in part.article.pieces:
            far = _distance(page, jump, piece)
            if far is not None and far < best and (piece.part == "text" or (piece.part == "headline" and not jump.onward)):
                at = 0 if piece.part != "text" else piece.end if jump.onward else piece.start
                best, found = far, (i, at)
    return found


def _distance(page: Page, jump: Jump, piece: Piece) -> tuple[int, float] | None:
    """How far a jump stands from a piece that it may end or begin: (0, 0) in one line, then by the page; None where it cannot."""
    if piece.line == jump.line:
        return (0, 0.0) if (piece.offset < jump.start) == jump.onward else None
    box, other = page.lines[jump.line].box, page.lines[piece.line].box
    if box is None or other is None:
        lines = (jump.line - piece.line) * (1 if jump.onward else -1)
        return (1, FAR * (1 - 1 / lines)) if lines > 0 else None
    upper, lower = (other, box) if jump.onward else (box, other)
    height = box.y1 - box.y0
    return None if lower.y1 < upper.y1 - 0.5 * height else (1, _gap(box, other))


def _gap(a: Box, b: Box) -> float:
    return max(0.0, a.x0 - b.x1, b.x0 - a.x1) + max(0.0, a.y0 - b.y1, b.y0 - a.y1)


def _cut(part: Part, at: int, jump: Jump) -> tuple[Part | None, Part | None]:
    """The part before and the part behind position `at` of its text; None for one without text."""
    article = part.article
    before, behind = article.text[:at].rstrip("\n"), article.text[at:].lstrip("\n")
    if not before:
        return None, part
    if not behind:
        return part, None
    start = len(article.text) - len(behind)
    later = {p for p in article.pieces if p.part != "text" and page_text_only(article) and p.line > jump.line}
    heads = [p for p in article.pieces if p.part != "text"]
    first = [p for p in heads if p not in later] + [p for p in article.pieces if p.part == "text" and p.end <= len(before)]
    second = [p for p in heads if p in later]
    second += [replace(p, start=p.start - start, end=p.end - start) for p in article.pieces if p.part == "text" and p.start >= start]
    return Part(_remade(article, before, first), None, part.since), Part(_remade(article, behind, second), part.onward)
