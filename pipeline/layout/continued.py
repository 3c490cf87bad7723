"""Articles that go on on another page of their issue: cut where a jump line says that they end or begin, and joined."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.layout.assembling import latin
from pipeline.layout.furniture import words
from pipeline.layout.jumps import REASON, Jump, may_meet
from pipeline.layout.runs import under
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
        first, second = _cut(parts[i], at)
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
                best, found = far, (i, piece)
    if found is None:
        return None
    i, piece = found
    if piece.part != "text":
        return i, 0
    piece = _edge(page, parts[i].article, jump, piece)
    return i, piece.end if jump.onward else piece.start


def _edge(page: Page, article: Article, jump: Jump, piece: Piece) -> Piece:
    """The last piece of the column before a jump, or the first behind it: a jump is often set in from the nearest line."""
    texts = sorted((p for p in article.pieces if p.part == "text"), key=lambda p: p.start, reverse=not jump.onward)
    for other in texts[texts.index(piece) + 1 :]:
        last, box = page.lines[piece.line].box, page.lines[other.line].box
        if last is None or box is None or _distance(page, jump, other) is None:
            break
        if not (under(last, box) if jump.onward else under(box, last)):
            break
        piece = other
    return piece


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


def _cut(part: Part, at: int) -> tuple[Part | None, Part | None]:
    """The part before and the part behind position `at` of its text; None for one without text. The headline stays with the first."""
    article = part.article
    before = [p for p in article.pieces if p.part == "text" and p.end <= at]
    behind = [p for p in article.pieces if p.part == "text" and p.start >= at]
    if not before:
        return None, part
    if not behind:
        return part, None
    heads = [p for p in article.pieces if p.part != "text"]
    end, start = max(p.end for p in before), min(p.start for p in behind)
    moved = [replace(p, start=p.start - start, end=p.end - start) for p in behind]
    first = _remade(article, article.text[:end], (*heads, *before))
    second = _remade(replace(article, headline="", byline=""), article.text[start:], moved)
    return Part(first, None, part.since), Part(second, part.onward)


def _remade(article: Article, text: str, pieces: Sequence[Piece]) -> Article:
    """The article with another text, and what is told from it."""
    kind_now, writers = kind(article.headline, text, article.byline), reporters(text, article.byline)
    return replace(article, text=text, pieces=tuple(pieces), kind=kind_now, reporters=writers)


def join(parts: Sequence[Part], pages: Mapping[str, Page]) -> tuple[list[Article], list[Furniture]]:
    """The articles of an issue, those that go on on another page whole, and as furniture the headlines that are repeated there.

    An article keeps the id of its beginning; the id of its end is no longer used.
    """
    following = _pairs(parts, pages)
    later = set(following.values())
    articles, furniture = [], []
    for i, part in enumerate(parts):
        if i in later:
            continue
        article, seen = part.article, {i}
        while (i := following.get(i, -1)) >= 0 and i not in seen:
            seen.add(i)
            article, repeated = _extended(article, _continuation(parts[i], article))
            furniture += repeated
        articles.append(article)
    return articles, furniture


def _pairs(parts: Sequence[Part], pages: Mapping[str, Page]) -> dict[int, int]:
    """Part → the part that continues it: both name each other's page, then what is most alike; each once, never back in a circle."""
    scores = []
    for i, first in enumerate(parts):
        for j, second in enumerate(parts):
            if first.onward and second.since and (score := _score(first, second, pages)) > 0:
                scores.append((-score, i, j))
    following: dict[int, int] = {}
    for _, i, j in sorted(scores):
        if i not in following and j not in following.values() and not _leads(following, j, i):
            following[i] = j
    return following


def _leads(following: Mapping[int, int], start: int, to: int) -> bool:
    while start != to and start in following:
        start = following[start]
    return start == to


def _score(first: Part, second: Part, pages: Mapping[str, Page]) -> float:
    """How well the second continues the first; 0 where it cannot: a number contradicts, or nothing speaks for it."""
    page, other = pages[first.article.page_id], pages[second.article.page_id]
    meets = (may_meet(first.onward, other), may_meet(second.since, page))
    if page is other or False in meets:
        return 0.0
    alike = _alike(second.article.headline or second.article.text, first.article.headline + first.article.text)
    named = meets.count(True)
    return named + alike if named or (second.article.headline and alike >= ALIKE) else 0.0


def _alike(text: str, other: str) -> float:
    """Share of the letter pairs of a text that stand in the other, pairs of words that half of all headlines have left out."""
    text, other = fold(text), fold(other)
    if text and text in other:
        return 1.0
    text, other = (words("in_every_headline").sub("\n", some) for some in (text, other))
    pairs = {pair for i in range(len(text) - 1) if "\n" not in (pair := text[i : i + 2])}
    return sum(pair in other for pair in pairs) / max(1, len(pairs))


def _continuation(part: Part, first: Article) -> Article:
    """The article of a part that continues the first. Lines of a headline behind 上接 that are not the first's begin the text.

    Those that are the first's, or stand above 上接, stay in the pieces, for _extended to say that they are repeated.
    """
    article = part.article
    heads = [p for p in article.pieces if p.part == "headline"]
    own = [p for p in heads if p.line >= part.since.line and _alike(article.headline[p.start : p.end], first.headline) < ALIKE]
    if not own or (len(own) < len(heads) and not first.headline):
        return article
    begun, pieces = "", [p for p in article.pieces if p.part != "text" and p not in own]
    for p in own:
        pieces.append(replace(p, part="text", start=len(begun), end=len(begun) + p.end - p.start))
        begun += article.headline[p.start : p.end]
    begun += "\n" if marks(begun).closed else ""
    pieces += [replace(p, start=p.start + len(begun), end=p.end + len(begun)) for p in article.pieces if p.part == "text"]
    return _remade(replace(article, headline="" if len(own) == len(heads) else article.headline), begun + article.text, pieces)


def _extended(first: Article, second: Article) -> tuple[Article, list[Furniture]]:
    """The first article with the text of the second behind its own, in one paragraph where it breaks off, and the repeated headline."""
    joint = latin(first.text[-1:], second.text[:1]) if not marks(first.text).closed else "\n"
    parts = {"text": (first.text, joint, second.text), "headline": (first.headline, "", "" if first.headline else second.headline)}
    parts["byline"] = (first.byline, " " if first.byline and second.byline else "", second.byline)
    pieces, repeated = list(first.pieces), []
    for p in second.pieces:
        before, between, own = parts[p.part]
        shift = len(before) + len(between)
        if own:
            pieces.append(replace(p, start=p.start + shift, end=p.end + shift))
        else:
            repeated.append(Furniture(p.page_id, p.line, p.offset, p.offset + p.end - p.start, REASON))
    whole = {part: "".join(some) for part, some in parts.items()}
    sure = [c for c in (first.confidence, second.confidence) if c is not None]
    joined = replace(first, headline=whole["headline"], byline=whole["byline"], confidence=min(sure, default=None))
    return _remade(joined, whole["text"], pieces), repeated
