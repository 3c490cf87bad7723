"""Where a fact stands on its page: the source lines around it, and the crop of the picture with the exact boxes."""

import base64
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipeline import evidence, pictures, storage
from pipeline.engines import pdf
from pipeline.errors import DataError
from pipeline.records import Article, Page

_AROUND = 2  # lines shown before and behind those of the fact
_WIDTH = 2000  # pixels of the page's picture; a column of a broadsheet is then some 250 wide
_MARGIN = 0.06  # of the page's width, around the boxes


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of a page: as read, as cleaned, and which characters of the cleaned text the fact covers (half-open)."""

    page_id: str
    number: int  # from 1, as editors count
    read: str
    text: str
    hits: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Crop:
    """A piece of a page's picture (JPEG) and the boxes on it, as shares (x0, y0, x1, y1) of the piece."""

    page_id: str
    jpeg: bytes
    boxes: tuple[tuple[float, float, float, float], ...]


def lines_around(article: Article, span: tuple[int, int], read: Mapping[str, Page], cleaned: Mapping[str, Page]) -> list[SourceLine]:
    """The source lines under a span of an article's text and some around them, page by page. `read`, `cleaned`: pages by page_id."""
    pieces = evidence.pieces_under(article.pieces, *span)
    found = []
    for page_id in dict.fromkeys(piece.page_id for piece in pieces):
        hits: dict[int, list[tuple[int, int]]] = {}
        for piece in pieces:
            if piece.page_id == page_id:
                hits.setdefault(piece.line, []).append((piece.offset, piece.offset + piece.end - piece.start))
        last = len(cleaned[page_id].lines) - 1
        near = {n for hit in hits for n in range(max(0, hit - _AROUND), min(last, hit + _AROUND) + 1)}
        for n in sorted(near):
            texts = read[page_id].lines[n].text, cleaned[page_id].lines[n].text
            found.append(SourceLine(page_id, n + 1, *texts, tuple(hits.get(n, ()))))
    return found


def lines_of(fact: Mapping, extracted: Path) -> list[SourceLine]:
    """The source lines around a row of table facts; none where the outputs of the stages are not kept or are of another run."""
    issue = _issue(fact["article_id"], extracted)
    if issue is None:
        return []
    articles, read, cleaned = _records(issue, *(_stamp(extracted, stage, issue) for stage in ("articles", "pages", "cleaned")))
    article = articles.get(fact["article_id"])
    if article is None or article.text[fact["start"] : fact["end"]] != fact["text"]:
        return []
    span = fact["start"], fact["end"]
    there = {piece.page_id for piece in evidence.pieces_under(article.pieces, *span)} <= read.keys() & cleaned.keys()
    return lines_around(article, span, read, cleaned) if there else []


def _issue(article_id: str, extracted: Path) -> str | None:
    """The issue of an article whose id begins with the issue's; None where there is no output of it."""
    parts = article_id.split("-")
    names = ("-".join(parts[:n]) for n in range(len(parts) - 1, 0, -1))
    return next((name for name in names if storage.output_path(extracted, "articles", name).exists()), None)


def _stamp(extracted: Path, stage: str, issue: str) -> tuple[Path, int]:
    path = storage.output_path(extracted, stage, issue)
    return path, path.stat().st_mtime_ns if path.exists() else 0


@lru_cache(maxsize=8)
def _records(issue: str, *stamps: tuple[Path, int]) -> tuple[dict[str, Article], dict[str, Page], dict[str, Page]]:
    """Articles, pages as read and pages as cleaned of an issue; empty where they are not there."""
    found = [storage.read_records(path) if stamp else [] for path, stamp in stamps]
    articles = {record.article_id: record for record in found[0] if isinstance(record, Article)}
    return articles, *({r.page_id: r for r in records if isinstance(r, Page)} for records in found[1:])


def crops_of(boxes: Sequence[Mapping], pages: Mapping[str, Mapping], corpus: Path) -> tuple[list[Crop], str]:
    """The crop of each page on which the boxes lie, and what is to be said where one cannot be drawn ("" where all can)."""
    found, said = [], []
    for page_id in dict.fromkeys(box["page_id"] for box in boxes):
        try:
            page = pages[page_id]
            picture = _picture(tuple((name, page.get(name)) for name in pictures.OF_A_PAGE), corpus)
            jpeg, places = pictures.crop(picture, [box for box in boxes if box["page_id"] == page_id], _MARGIN)
            found.append(Crop(page_id, jpeg, tuple(places)))
        except DataError as error:
            said.append(error.message)
    return found, "; ".join(said)


@lru_cache(maxsize=4)
def _picture(page: tuple[tuple[str, object], ...], corpus: Path) -> bytes:
    return pictures.page_picture(dict(page), corpus, pdf.limits_from(os.environ), _WIDTH)


def data_uri(jpeg: bytes) -> str:
    """A JPEG as an address that holds it whole."""
    return "data:image/jpeg;base64," + base64.b64encode(jpeg).decode()
