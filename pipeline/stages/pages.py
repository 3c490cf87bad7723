"""Stage `pages`: page files as received → pages with their lines."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.engines import pdf, plain_text
from pipeline.errors import DataError
from pipeline.records import Box, Failure, Line, Page, Scan

_LAYERS = {
    "garbled": "the text layer cannot be used: its codes are not the characters that are printed; scan the page and have it recognised",
    "none": "the page has no text layer, it is a picture; have it recognised and give the text as .txt",
}

_DEFAULT = pdf.Limits()


def _page(scan: Scan, page_id: str, reader: str, lines: tuple[Line, ...], **more) -> Page:
    return Page(
        page_id=page_id,
        issue_id=scan.issue_id,
        source_path=scan.path,
        source_sha256=scan.sha256 or "",
        source_kind=scan.source_kind,
        reader=reader,
        lines=lines,
        paper=scan.paper,
        issue_date=scan.issue_date,
        section=scan.section,
        **more,
    )


def _text_page(scan: Scan, path: Path) -> Page:
    lines, encoding = plain_text.read(path)
    reader = f"{plain_text.VERSION} ({encoding})"
    return _page(scan, scan.page_id, reader, tuple(map(Line, lines)), page_number=scan.page_number)


def _pdf_page(scan: Scan, printed: pdf.PdfPage, n_pages: int) -> Page:
    """A page of a PDF file; of several pages in one file each has its number in the file at the end of its id."""
    page_id = scan.page_id if n_pages == 1 else f"{scan.page_id}-{printed.number}"

    def boxes(*some: tuple[float, float, float, float]) -> tuple[Box, ...]:
        w, h = printed.width, printed.height
        return tuple(Box(page_id, x0 / w, y0 / h, x1 / w, y1 / h) for x0, y0, x1, y1 in some)

    lines = tuple(
        Line(line.text, *boxes(line.box), font_size=line.size, vertical=line.vertical, font=line.font, spots=line.spots)
        for line in printed.lines
    )
    return _page(
        scan,
        page_id,
        pdf.version(),
        lines if printed.text_layer == "good" else (),
        page_number=scan.page_number if n_pages == 1 else None,
        width=printed.width,
        height=printed.height,
        rules=boxes(*printed.rules),
        frames=boxes(*printed.frames),
        pictures=boxes(*printed.pictures),
        dropped=printed.dropped if printed.text_layer == "good" else {},
    )


def _read(scan: Scan, corpus: Path, limits: pdf.Limits) -> Iterator[Page | Failure]:
    """The pages of one file; DataError or OSError where it cannot be read."""
    if scan.error:
        raise DataError(*scan.error)
    if scan.source_kind == "text":
        yield _text_page(scan, corpus / scan.path)
    elif scan.source_kind == "pdf_text":
        printed_pages = pdf.read(corpus / scan.path, limits)
        for printed in printed_pages:
            page = _pdf_page(scan, printed, len(printed_pages))
            yield page
            if why := _LAYERS.get(printed.text_layer):
                kind = f"{printed.text_layer}_text_layer"
                yield Failure("pages", page.page_id, kind, f"{scan.path}, page {printed.number}: {why}")
    else:
        raise DataError("no_reader", "scans and photographs cannot be read yet; have the page recognised and give its text as .txt")


def make(scans: Sequence[Scan], corpus: Path, limits: pdf.Limits = _DEFAULT) -> list[Scan | Page | Failure]:
    """The scans of an issue, the pages that could be read, and a failure for each file or page that could not.

    limits: what a PDF file may cost.
    """
    made: list[Scan | Page | Failure] = []
    for scan in scans:
        made.append(scan)
        try:
            made.extend(_read(scan, corpus, limits))
        except DataError as error:
            made.append(Failure("pages", scan.page_id, error.kind, f"{scan.path}: {error.message}"))
        except OSError as error:
            message = f"{scan.path}: the file cannot be read ({error.strerror}); check that it is there and its rights"
            made.append(Failure("pages", scan.page_id, "unreadable_file", message))
    return made
