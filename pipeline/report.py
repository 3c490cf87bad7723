"""`make report`: the tables as pages that open in any browser from a folder, without a server (extracted/report/)."""

import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow.parquet as pq

from pipeline import evidence, masking, pictures, storage
from pipeline.correcting.lines import line_id
from pipeline.engines import pdf
from pipeline.errors import DataError
from pipeline.records import Article, Box, Furniture, Piece
from pipeline.reporting import addresses, article_page, overview, rendering, search_rows
from pipeline.reporting.article_page import Material
from pipeline.reporting.crops import Picture
from pipeline.reporting.hiding import hidden, in_furniture, roomy

WIDTH = 1600  # pixels of a page's picture: type of 8 points is read with ease, a page takes 0.3 to 0.5 megabytes
_TABLES = ("pages", "articles", "facts", "activities", "checks", "corrections", "failures")
_LINE = re.compile(r"(.+)-l(\d{3,})")  # what a decision on a line read by OCR speaks of
_UNREAD = {"reasons"}  # columns of these tables that the report does not show


@dataclass(slots=True)
class Written:
    """What a run has come to: files by what became of them, pages without a picture and why."""

    folder: Path
    files: set[str] = field(default_factory=set)  # all that belong to the report, relative to the folder
    changed: int = 0
    removed: int = 0
    articles: int = 0
    no_picture: dict[str, str] = field(default_factory=dict)  # page_id: why
    bytes: int = 0

    def put(self, address: str, data: bytes) -> None:
        """Write a file of the report if it is not there just so."""
        self.files.add(address)
        self.bytes += len(data)
        self.changed += storage.write_if_changed(self.folder / address, data)


@dataclass(frozen=True, slots=True)
class Drawing:
    """What pictures are drawn from, how many at once, and the boxes (by page) that are painted over."""

    corpus: Path
    limits: pdf.Limits
    jobs: int
    masked: Mapping[str, Sequence[Box]]


def write(extracted: Path, corpus: Path, limits: pdf.Limits, jobs: int = 1) -> Written:
    """Write the report of the tables that are there; UsageError where there are none. jobs: pages drawn at once."""
    tables = {name: _rows(path) for name, path in storage.table_paths(extracted, _TABLES).items()}
    written = Written(extracted / "report")
    pieces, masked = _standing(extracted, tables)
    drawing = Drawing(corpus, limits, jobs, masked)
    shown = _pictures(tables, drawing, written)
    counts = overview.Counts(tables["pages"], tables["failures"], tables["corrections"])
    rows = []
    for material in _materials(tables, pieces, shown, written.no_picture):
        article = material.article
        written.put(addresses.article(article["article_id"]), article_page.render(material))
        overview.count(counts, article, material.activities, material.facts, material.checks)
        rows.append(search_rows.row(article, material.activities, material.facts))
    rows.sort(key=lambda row: (row[4] or "", row[1]), reverse=True)
    shards = list(search_rows.files(rows))
    for address, data in (*shards, *overview.lists(counts), *rendering.static().items()):
        written.put(address, data)
    written.put("index.html", overview.index(counts, len(shards), _notebooks(written.folder)))
    written.articles = counts.articles
    written.removed = sum(storage.remove_others(written.folder, own, written.files) for own in addresses.FOLDERS)
    return written


def check_tables(extracted: Path) -> None:
    """UsageError unless the tables are there of which the report is made."""
    storage.table_paths(extracted, _TABLES)


def _notebooks(folder: Path) -> list[str]:
    """Names of the notebooks that are kept as HTML beside the report."""
    return sorted(path.name for path in (folder / "notebooks").glob("*.html"))


def summary(written: Written) -> str:
    """What was written, in words for a person."""
    lines = [
        f"{written.articles:,} articles in {len(written.files):,} files ({written.bytes / 1e6:,.1f} MB): "
        f"{written.changed:,} written, {len(written.files) - written.changed:,} unchanged, {written.removed:,} removed"
    ]
    reasons = defaultdict(list)
    for page_id, why in written.no_picture.items():
        reasons[why].append(page_id)
    lines += [f"  without its picture: {' '.join(some[:3])}{' ...' if len(some) > 3 else ''}: {why}" for why, some in reasons.items()]
    return "\n".join([*lines, f"Open {written.folder / 'index.html'} in a browser."])


def _rows(path: Path) -> list[dict]:
    return pq.read_table(path, columns=[column for column in pq.read_schema(path).names if column not in _UNREAD]).to_pylist()


def _standing(extracted: Path, tables: Mapping[str, Sequence[dict]]) -> tuple[dict[str, tuple[Piece, ...]], dict[str, list[Box]]]:
    """Where each article stands on its pages, and by page the boxes of what the tables mask or would mask if it were in an article."""
    rows = {row["article_id"]: row for row in tables["articles"]}
    looked_at = _pictured(tables) if _are_masked(extracted) else frozenset()
    pieces, masked = {}, defaultdict(list)
    for path in storage.outputs(extracted, "articles"):
        away, furniture = [], defaultdict(list)
        for record in storage.read_records(path):
            if isinstance(record, Article) and record.article_id in rows:
                pieces[record.article_id] = record.pieces
                away += hidden(rows[record.article_id], record)
            elif isinstance(record, Furniture) and record.page_id in looked_at:
                furniture[record.page_id].append(record)
        if away or furniture:
            pages = {page.page_id: page for page in storage.read_records(extracted / "cleaned" / path.name)}
            away += [piece for page_id, some in furniture.items() for piece in in_furniture(pages[page_id], some)]
            for box in evidence.boxes_under([roomy(piece, pages[piece.page_id]) for piece in away], pages) or ():
                masked[box.page_id].append(box)
    return pieces, masked


def _are_masked(extracted: Path) -> bool:
    """Whether the tables were made with personal numbers masked."""
    return masking.said(pq.read_schema(storage.tables_folder(extracted) / "articles.parquet").metadata) == masking.STATES[True]


def _pictured(tables: Mapping[str, Sequence[dict]]) -> set[str]:
    """The pages whose pictures are in the report: those on which facts have boxes."""
    return {box["page_id"] for fact in tables["facts"] for box in fact["boxes"] or ()}


def _materials(
    tables: Mapping[str, Sequence[dict]], pieces: Mapping[str, tuple], shown: Mapping[str, Picture], no_picture: Mapping[str, str]
) -> Iterator[Material]:
    """What each article's page is made of, in the order of the table."""
    facts, activities, checks = (
        _by(tables[name], key) for name, key in (("facts", "article_id"), ("activities", "article_id"), ("checks", "activity_id"))
    )
    pages = {row["page_id"]: row for row in tables["pages"]}
    corrections = _decisions(tables["corrections"])
    events = _events(tables)
    for article in tables["articles"]:
        name = article["article_id"]
        mine = activities[name]
        lines = dict.fromkeys(line_id(piece.page_id, piece.line + 1) for piece in pieces.get(name, ()))
        targets = [name, *(row["activity_id"] for row in mine), *(row["fact_id"] for row in facts[name]), *lines]
        yield Material(
            article=article,
            pieces=pieces.get(name, ()),
            pages=pages,
            facts=facts[name],
            activities=mine,
            checks=[check for row in mine for check in checks[row["activity_id"]]],
            corrections=[row for target in targets for row in corrections.get(target, ())],
            pictures=shown,
            no_picture=no_picture,
            same_event={row["activity_id"]: [one for one in events[row["event_id"]] if one[0] != row["activity_id"]] for row in mine},
        )


def _decisions(rows: Sequence[dict]) -> dict[str, list[dict]]:
    """Decisions of people by what they speak of; one on a fact whose id has changed stands with the fact that it went to."""
    found = defaultdict(list)
    for row in rows:
        target = row.get("applies_to") or row["target_id"]
        line = _LINE.fullmatch(target)
        found[line_id(line[1], int(line[2])) if line else target].append(row)
    return found


def _by(rows: Sequence[dict], key: str) -> dict[str, list[dict]]:
    found = defaultdict(list)
    for row in rows:
        found[row[key]].append(row)
    return found


def _events(tables: Mapping[str, Sequence[dict]]) -> dict[str, list[tuple[str, str, str]]]:
    """The activities of each event: (activity_id, article_id, headline)."""
    headlines = {row["article_id"]: row["headline"] or row["article_id"] for row in tables["articles"]}
    found = defaultdict(list)
    for row in tables["activities"]:
        found[row["event_id"]].append((row["activity_id"], row["article_id"], headlines[row["article_id"]]))
    return found


def _pictures(tables: Mapping[str, Sequence[dict]], drawing: Drawing, written: Written) -> dict[str, Picture]:
    """The pictures of the pages on which facts have boxes, drawn where they are not there yet; why some have none is in `written`."""
    from tqdm import tqdm

    wanted = _pictured(tables)
    pages = [page for page in tables["pages"] if page["page_id"] in wanted]
    found = {}
    with ThreadPoolExecutor(drawing.jobs) as pool:  # threads will do: pages are drawn in processes of their own
        drawn = pool.map(lambda page: _picture(page, drawing, written.folder), pages)
        for page, (address, data) in zip(pages, tqdm(drawn, total=len(pages), unit="page", disable=not sys.stderr.isatty()), strict=True):
            if isinstance(data, bytes):
                found[page["page_id"]] = Picture(address, *pictures.size_of(data))
                written.put(address, data)
            else:
                written.no_picture[page["page_id"]] = data.message
    return found


def _picture(page: Mapping, drawing: Drawing, folder: Path) -> tuple[str, bytes | DataError]:
    """The address of a page's picture, and the picture without personal numbers where the tables have none, or why there is none."""
    masked = drawing.masked.get(page["page_id"], [])
    what = (page["source_sha256"], page["turn"], page["reader"], WIDTH, masked)
    address = addresses.picture(page["page_id"], *map(str, what))
    if (folder / address).exists():
        return address, (folder / address).read_bytes()
    try:
        return address, pictures.as_webp(pictures.page_picture(page, drawing.corpus, drawing.limits, WIDTH), masked)
    except DataError as error:
        return address, error
