"""What is said of the dataset in every file that describes it: title, version, coverage, rights - counted from the tables, never typed."""

import datetime
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from pipeline import masking, storage
from pipeline.errors import UsageError
from pipeline.freshness import PACKAGE

NAME = "union-news"
TITLE = "Trade-union activities in Chinese newspapers"
SUMMARY = (
    "What newspapers reported of trade unions' activities: which union, what, for how many people, with how much money. "
    "Every figure leads back to its sentence and its place on the page. Figures count what the pages at hand report, not what happened."
)
RIGHTS = (
    "Texts, headlines and sentences are the newspapers'; what is known of the rights in a page is in pages.rights. "
    "This dataset grants no rights in them. The software that made it is under the MIT licence."
)
KEYWORDS = ("trade unions", "newspapers", "China", "labour", "event data", "工会", "报纸")
_PAPERS_CITED = 5
_DIGEST_SHOWN = 12  # characters of the digest of what the tables were made from


@dataclass(frozen=True, slots=True)
class File:
    """A file of the export: its path in the folder, with '/', its bytes and their digest; rows where it is a table."""

    path: str
    bytes: int
    sha256: str
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """What is covered of one newspaper."""

    name: str
    issues: int
    first: str | None
    last: str | None
    pages_read: int
    pages_failed: int
    articles: int


@dataclass(frozen=True, slots=True)
class Description:
    """What is known of the dataset as a whole. `masked`: masked, or as printed; `made_on`: the day its tables were written."""

    version: str
    made_on: datetime.date
    masked: str
    papers: tuple[Paper, ...]
    rights: tuple[str, ...]


_PAPERS = """
    with n as (select page_id, count(*) as articles from articles group by page_id)
    select coalesce(paper, '(unknown)'), count(distinct coalesce(issue_date, '')), min(issue_date), max(issue_date),
        count(*) filter (status = 'ok'), count(*) filter (status = 'failed'), coalesce(sum(articles), 0)::bigint
    from pages left join n using (page_id) group by 1 order by 1"""


def file_of(folder: Path, path: Path, rows: int | None = None) -> File:
    """What is said of a file of the export folder."""
    return File(path.relative_to(folder).as_posix(), path.stat().st_size, storage.sha256_of(path), rows)


def describe(extracted: Path, connection: duckdb.DuckDBPyConnection) -> Description:
    """The dataset that lies in a folder of results. `connection`: on its tables. UsageError where nothing says what they were made from."""
    tables = storage.tables_folder(extracted)
    manifest = storage.manifest_path(tables)
    if not manifest.exists():
        raise UsageError(f"there is no {manifest}, which says what the tables were made from; copy it with them, or run the stages (make)")
    written = datetime.datetime.fromtimestamp(manifest.stat().st_mtime, datetime.UTC).date()
    digest = storage.read_manifest(tables).get("made_from", "")
    rights = connection.execute("select distinct rights from pages where rights is not null order by 1").fetchall()
    return Description(
        version=f"{metadata.version('union-news-pipeline')}+{digest[:_DIGEST_SHOWN]}",
        made_on=written,
        masked=masking.said(pq.read_schema(tables / "articles.parquet").metadata),
        papers=tuple(Paper(*row) for row in connection.execute(_PAPERS).fetchall()),
        rights=tuple(text for (text,) in rights),
    )


def citation(about: Description) -> str:
    """How to cite the dataset, in a line."""
    papers = "、".join(paper.name for paper in about.papers[:_PAPERS_CITED]) or "no newspaper"
    more = len(about.papers) - _PAPERS_CITED
    papers += f" and {more} more newspapers" if more > 0 else ""
    return f"{TITLE} ({papers}), version {about.version}, tables of {about.made_on.isoformat()}, made by union-news-pipeline."


def floors_file() -> Path:
    """Where the measured accuracy is recorded, in a checkout of the project; an installed package has none."""
    return PACKAGE.parent / "tests" / "quality" / "floors.json"
