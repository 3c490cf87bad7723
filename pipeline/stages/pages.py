"""Stage `pages`: page files as received → pages with their lines. What has no text to take is read as a picture."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np

from pipeline import freshness, storage
from pipeline.doubts import UNDECODABLE
from pipeline.engines import image_file, ocr, pdf, pdf_picture, plain_text
from pipeline.errors import DataError
from pipeline.records import Box, Failure, Line, Page, Scan
from pipeline.scanning import page as scanning
from pipeline.scanning.page import ScannedPage
from pipeline.text.encodings import LOST

NO_TEXT = "no text was found on the page; look at it, and scan it again at 200 to 400 dpi if there is any"
DPI = 300  # at which a page of a PDF without a usable text layer is drawn to be read; small print needs it
WIDEST = 7000  # pixels of such a drawing: 600 mm at 300 dpi

_DEFAULT = pdf.Limits()


@dataclass(frozen=True, slots=True)
class _Ways:
    """How files are read: what a PDF may cost, where what was read from pictures is kept, the Tesseract that reads numbers, too."""

    limits: pdf.Limits
    remember: Path | None
    tesseract: str | None


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
    lost = sum(line.count(LOST) for line in lines)
    dropped = {UNDECODABLE: lost} if lost else {}
    return _page(scan, scan.page_id, reader, tuple(map(Line, lines)), page_number=scan.page_number, dropped=dropped)


def _page_id(scan: Scan, number: int, count: int) -> str:
    """Of several pages in one file each has its number in the file at the end of its id."""
    return scan.page_id if count == 1 else f"{scan.page_id}-{number}"


def _without_clashes(scan: Scan, scans: Sequence[Scan], read: Iterable[Page | Failure]) -> Iterator[Page | Failure]:
    """What was read of a file; a page of several whose id is that of another file is empty, a failure under an id of its own.

    01.pdf of two pages beside 01-2.txt: `_page_id` cannot know of the other file, and the id of a file is not taken from it.
    """
    taken = {other.page_id: other.path for other in scans if other.page_id != scan.page_id}
    for record in read:
        if record.page_id not in taken:
            yield record
        elif isinstance(record, Page):  # a failure of such a page is left out with it
            number = record.page_id.rpartition("-")[2]
            own_id = f"{scan.page_id}-{scan.path.rpartition('.')[2]}-{number}"
            message = f"{taken[record.page_id]} is already page {record.page_id}; rename one or give a page_number in its .toml"
            dropped = {**record.dropped, "same_page": sum(len(line.text) for line in record.lines)}
            yield _page(replace(scan, source_kind=record.source_kind), own_id, record.reader, (), dropped=dropped)
            yield Failure("pages", own_id, "same_page", f"{scan.path}, page {number}: {message}")


def _boxes(page_id: str, width: float, height: float, some: Sequence[tuple[float, float, float, float]]) -> tuple[Box, ...]:
    return tuple(Box(page_id, x0 / width, y0 / height, x1 / width, y1 / height) for x0, y0, x1, y1 in some)


def _pdf_page(scan: Scan, printed: pdf.PdfPage, count: int) -> Page:
    """A page of a PDF file from its text layer."""
    page_id = _page_id(scan, printed.number, count)
    boxes = partial(_boxes, page_id, printed.width, printed.height)
    lines = tuple(
        Line(line.text, *boxes([line.box]), font_size=line.size, vertical=line.vertical, font=line.font, spots=line.spots)
        for line in printed.lines
    )
    return _page(
        scan,
        page_id,
        pdf.version(),
        lines,
        page_number=scan.page_number if count == 1 else None,
        width=printed.width,
        height=printed.height,
        rules=boxes(printed.rules),
        frames=boxes(printed.frames),
        pictures=boxes(printed.pictures),
        dropped=printed.dropped,
    )


@dataclass(frozen=True, slots=True)
class _Picture:
    """Page `number` (from 1) of the `count` of a file, to be read as a picture; `draw` gives its pixels, DataError where it cannot.

    drawn_by: what its pixels depend on besides the file.
    """

    number: int
    count: int
    draw: Callable[[], np.ndarray]
    drawn_by: str


def _from_picture(scan: Scan, picture: _Picture, ways: _Ways, stamped: Page | None = None) -> Iterator[Page | Failure]:
    """A page that is read as a picture, and a failure where that cannot be or nothing stands on it: other pages of its file go on.

    stamped: the page by the few words that are printed on it, which is taken where nothing else is read.
    """
    page_id = _page_id(scan, picture.number, picture.count)
    own_number = scan.page_number if picture.count == 1 else None
    try:
        read = _recognised(scan, picture, ways)
        wrong = None if (read and read.lines) or stamped else DataError("no_text", NO_TEXT)
    except DataError as error:
        read, wrong = None, error
    if read and read.lines:
        yield _scanned_page(scan, page_id, own_number, read, _reader(ways))
    else:
        yield stamped or _page(scan, page_id, _reader(ways), (), page_number=own_number)
    if wrong:
        place = scan.path if picture.count == 1 else f"{scan.path}, page {picture.number}"
        yield Failure("pages", page_id, wrong.kind, f"{place}: {wrong.message}")


def _scanned_page(scan: Scan, page_id: str, own_number: str | None, read: ScannedPage, reader: str) -> Page:
    """A page that was read as a picture."""
    boxes = partial(_boxes, page_id, read.width, read.height)
    lines = tuple(
        Line(
            line.text,
            *boxes([line.box]),
            confidence=line.confidence,
            font_size=line.em,
            vertical=line.vertical,
            second=line.second,
            unrepaired=line.unrepaired,
            spots=line.spots,
        )
        for line in read.lines
    )
    n_chars = sum(len(line.text) for line in read.lines)
    return _page(
        scan,
        page_id,
        reader,
        lines,
        page_number=own_number,
        width=float(read.width),
        height=float(read.height),
        confidence=round(sum(line.confidence * len(line.text) for line in read.lines) / n_chars, 4),
        rules=boxes(read.rules),
        frames=boxes(read.frames),
        pictures=boxes(read.pictures),
        turn=read.turn,
        slant=read.slant,
        bend=read.bend,
    )


def _read(scan: Scan, corpus: Path, ways: _Ways) -> Iterator[Page | Failure]:
    """The pages of one file; DataError or OSError where it cannot be read."""
    if scan.error:
        raise DataError(*scan.error)
    path = corpus / scan.path
    if scan.source_kind == "text":
        yield _text_page(scan, path)
    elif scan.source_kind == "pdf_text":
        yield from _pdf_pages(scan, path, ways)
    else:
        count = image_file.count(path)
        drawn_by = freshness.code_digest(image_file.__name__)
        for number in range(1, count + 1):
            yield from _from_picture(scan, _Picture(number, count, partial(image_file.pixels, path, number), drawn_by), ways)


def _pdf_pages(scan: Scan, path: Path, ways: _Ways) -> Iterator[Page | Failure]:
    """The pages of a PDF file, each from its text layer where that can be used, else read as a picture."""
    printed_pages = pdf.read(path, ways.limits)
    count = len(printed_pages)
    for printed in printed_pages:
        if printed.text_layer == "good":
            yield _pdf_page(scan, printed, count)
        else:
            width = max(1, min(WIDEST, round(printed.width / 72 * DPI)))
            draw = partial(pdf_picture.pixels, path, printed.number, width, ways.limits)
            picture = _Picture(printed.number, count, draw, f"{freshness.code_digest(pdf_picture.__name__)} {width}")
            stamped = _pdf_page(scan, printed, count) if printed.text_layer == "none" and printed.lines else None
            yield from _from_picture(replace(scan, source_kind="pdf_scan"), picture, ways, stamped)


def _reader(ways: _Ways) -> str:
    """Who read a picture."""
    return ocr.version() + (f" + {ways.tesseract}" if ways.tesseract else "")


def _recognised(scan: Scan, picture: _Picture, ways: _Ways) -> ScannedPage | None:
    """What is read from a picture, remembered by its content and by the code that drew and read it: nobody pays for it twice.

    With and without Tesseract it is remembered apart, so that neither has to be read again when the other is asked for.
    """
    parts = [freshness.code_digest(scanning.__name__), picture.drawn_by, *([ways.tesseract] if ways.tesseract else [])]
    version = hashlib.sha256(" ".join(parts).encode()).hexdigest()[:16]
    name = f"{scan.sha256}-{picture.number}" + ("-tesseract" if ways.tesseract else "")
    read = partial(scanning.read, with_tesseract=True) if ways.tesseract else scanning.read
    return storage.remembered(ways.remember, name, version, lambda: read(picture.draw()), ScannedPage | None)


def make(
    scans: Sequence[Scan], corpus: Path, limits: pdf.Limits = _DEFAULT, remember: Path | None = None, tesseract: str | None = None
) -> list[Scan | Page | Failure]:
    """The scans of an issue, the pages that could be read, and a failure for each file or page that could not.

    limits: what a PDF file may cost. remember: folder in which what was read from pictures is kept; None: it is not kept.
    tesseract: name and version of the Tesseract that reads the doubted numbers of pictures, too; None: it does not.
    """
    made: list[Scan | Page | Failure] = []
    ways = _Ways(limits, remember, tesseract)
    for scan in scans:
        made.append(scan)
        try:
            made.extend(_without_clashes(scan, scans, _read(scan, corpus, ways)))
        except DataError as error:
            made.append(Failure("pages", scan.page_id, error.kind, f"{scan.path}: {error.message}"))
        except OSError as error:
            message = f"{scan.path}: the file cannot be read ({error.strerror}); check that it is there and its rights"
            made.append(Failure("pages", scan.page_id, "unreadable_file", message))
    return made
