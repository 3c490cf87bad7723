"""What is written for people and other programs from the outputs of the stages: a drawing of a page, ALTO of all pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline import pictures, storage
from pipeline.engines import pdf
from pipeline.errors import DataError, UsageError
from pipeline.layout.alto import alto
from pipeline.layout.folio import complete
from pipeline.layout.inspect import WIDTH, png
from pipeline.layout.inspect_html import html
from pipeline.records import Article, Furniture, Page, Scan

_SUGGESTED = 8  # page ids that a message names
_FOR_PICTURES = ("page_id", "source_path", "source_sha256", "source_kind", "turn", "width", "height")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page with what is on it; articles that are continued here from another page included."""

    page: Page
    scan: Scan
    articles: tuple[Article, ...]
    furniture: tuple[Furniture, ...]
    warnings: tuple[str, ...]


def sheets(extracted: Path) -> Iterator[Sheet]:
    """The pages of all issues whose articles are made, in order; UsageError where there are none."""
    outputs = storage.outputs(extracted, "articles")
    if not outputs:
        raise UsageError(f"there are no articles in {extracted} yet; run the stages first (make)")
    for path in outputs:
        records = storage.read_records(path)
        scans = {r.path: r for r in storage.read_records(extracted / "pages" / path.name) if isinstance(r, Scan)}
        for page in storage.read_records(extracted / "cleaned" / path.name):
            page, warnings = complete(page)
            here = tuple(r for r in records if isinstance(r, Article) and any(p.page_id == page.page_id for p in r.pieces))
            furniture = tuple(r for r in records if isinstance(r, Furniture) and r.page_id == page.page_id)
            yield Sheet(page, scans[page.source_path], here, furniture, warnings)


def draw(page_id: str, extracted: Path, corpus: Path, limits: pdf.Limits) -> tuple[list[Path], str]:
    """Draw a page; the files that were written (PNG for pages with boxes, HTML for all) and what else is to be said."""
    known = []
    for sheet in sheets(extracted):
        known.append(sheet.page.page_id)
        if sheet.page.page_id == page_id:
            return _draw(sheet, extracted, corpus, limits)
    near = [name for name in known if page_id and page_id in name] or known
    more = f" and {len(near) - _SUGGESTED} more" if len(near) > _SUGGESTED else ""
    raise UsageError(f"there is no page {page_id!r} in {extracted}; there are {' '.join(near[:_SUGGESTED])}{more} (make inspect PAGE=id)")


def _draw(sheet: Sheet, extracted: Path, corpus: Path, limits: pdf.Limits) -> tuple[list[Path], str]:
    base = storage.output_path(extracted, "inspect", sheet.page.page_id)
    printed = any(line.box for line in sheet.page.lines)
    picture, said = _picture(sheet, corpus, limits) if printed else (None, "a page of plain text has no picture: its lines are in the HTML")
    what = sheet.page, sheet.articles, sheet.furniture, picture
    files = {".html": html(*what, sheet.warnings).encode()} | ({".png": png(*what)} if printed else {})
    for ending, data in files.items():
        storage.write_whole(base.with_suffix(ending), data)
    return [base.with_suffix(ending) for ending in sorted(files)], said


def _picture(sheet: Sheet, corpus: Path, limits: pdf.Limits) -> tuple[bytes | None, str]:
    """A picture of the page from its file, or None and why there is none."""
    try:
        return pictures.page_picture({name: getattr(sheet.page, name) for name in _FOR_PICTURES}, corpus, limits, WIDTH), ""
    except DataError as error:
        return None, f"drawn without its picture: {error}"


def write_alto(extracted: Path, paper: str | None = None, date: str | None = None) -> tuple[int, int]:
    """Write extracted/alto/<page_id>.xml for each page with boxes, of one paper and of dates that begin so if they are given.

    Gives (pages written, pages without boxes).
    """
    written = others = 0
    for sheet in sheets(extracted):
        if (paper and sheet.page.paper != paper) or (date and not (sheet.page.issue_date or "").startswith(date)):
            continue
        if any(line.box for line in sheet.page.lines):
            base = storage.output_path(extracted, "alto", sheet.page.page_id)
            storage.write_whole(base.with_suffix(".xml"), alto(sheet.page, sheet.articles, sheet.furniture).encode())
            written += 1
        else:
            others += 1
    return written, others
