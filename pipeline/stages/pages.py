"""Stage `pages`: page files as received → pages with their lines."""

from collections.abc import Sequence
from pathlib import Path

from pipeline.engines import plain_text
from pipeline.errors import DataError
from pipeline.records import Failure, Line, Page, Scan


def _read(scan: Scan, corpus: Path) -> list[Page]:
    """The pages of one file; DataError or OSError where it cannot be read."""
    if scan.error:
        raise DataError(*scan.error)
    if scan.source_kind != "text":
        raise DataError("no_reader", f"{scan.source_kind} pages cannot be read yet; give the page's text as .txt")
    lines, encoding = plain_text.read(corpus / scan.path)
    return [
        Page(
            page_id=scan.page_id,
            issue_id=scan.issue_id,
            source_path=scan.path,
            source_sha256=scan.sha256 or "",
            source_kind=scan.source_kind,
            reader=f"{plain_text.VERSION} ({encoding})",
            lines=tuple(map(Line, lines)),
            paper=scan.paper,
            issue_date=scan.issue_date,
            page_number=scan.page_number,
            section=scan.section,
        )
    ]


def make(scans: Sequence[Scan], corpus: Path) -> list[Scan | Page | Failure]:
    """The scans of an issue, the pages that could be read and a failure for each file that could not."""
    made: list[Scan | Page | Failure] = []
    for scan in scans:
        made.append(scan)
        try:
            made.extend(_read(scan, corpus))
        except DataError as error:
            made.append(Failure("pages", scan.page_id, error.kind, f"{scan.path}: {error.message}"))
        except OSError as error:
            message = f"{scan.path}: the file cannot be read ({error.strerror}); check that it is there and its rights"
            made.append(Failure("pages", scan.page_id, "unreadable_file", message))
    return made
