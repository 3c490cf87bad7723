"""PDF pages: printed lines with boxes and faces, and the page's skeleton of rules, frames and pictures.

pdfium reads in a process of its own (`pdf_reader`), so that a hostile or broken file costs at most the limits below. It gives the
same characters as pdfplumber 3 to 15 times faster; pdfplumber is what the tests compare with.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from pipeline.engines import pdf_reader
from pipeline.errors import DataError, UsageError
from pipeline.layout.lines import PdfLine

MB = 1 << 20
GARBLED = 0.5  # a good layer of a Chinese page scores over 0.9, a garbled one under 0.2
FEWEST = 60  # printed characters; with fewer nothing can be said about the layer of a page, and a page that is mostly pictures is a scan
MOSTLY = 0.5  # share of the page under pictures: a scan, whole or in strips, with a stamp of the program that made it
WHOLLY = 0.9  # share of the page under pictures, from which words at its edges alone are a stamp, however long
EDGE = 0.08  # of the page's height


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may cost. A newspaper page has 3,000-10,000 characters and up to some thousand objects."""

    pages: int = 200
    characters: int = 300_000  # a page; what is over is dropped and counted
    objects: int = 60_000  # a page; rules and pictures behind them are not seen
    memory: int = 2048 * MB
    seconds: int = 60
    file_bytes: int = 512 * MB


SETTINGS = {  # environment variable: (limit, units of the limit in one of the variable's, what it says)
    "PDF_PAGES": ("pages", 1, "most pages of a file"),
    "PDF_CHARACTERS": ("characters", 1, "most characters of a page; what is over is dropped and counted"),
    "PDF_OBJECTS": ("objects", 1, "most drawn objects of a page; rules and pictures behind them are not seen"),
    "PDF_MEMORY": ("memory", MB, "most memory, MB"),
    "PDF_SECONDS": ("seconds", 1, "most time for a file, seconds"),
    "PDF_FILE": ("file_bytes", MB, "largest file, MB"),
}


def limits_from(environment: Mapping[str, str]) -> Limits:
    """The limits that environment variables set (SETTINGS), the defaults for the rest; UsageError where one is no whole number from 1."""
    chosen = {}
    for name, (limit, unit, meaning) in SETTINGS.items():
        if value := environment.get(name, "").strip():
            if not (value.isascii() and value.isdigit() and int(value)):
                raise UsageError(f"{name}={value}: it takes a whole number from 1 ({meaning})")
            chosen[limit] = int(value) * unit
    return Limits(**chosen)


def settings_help() -> str:
    """A line for each environment variable, with its default."""
    defaults = Limits()
    rows = [(name, meaning, getattr(defaults, limit) // unit) for name, (limit, unit, meaning) in SETTINGS.items()]
    return "\n".join(f"  {name:15}{meaning} (default {default})" for name, meaning, default in rows)


@dataclass(frozen=True, slots=True)
class PdfPage:
    """A page as printed. Boxes are (x0, y0, x1, y1) in points from the top left; `dropped` counts characters by reason.

    text_layer: good, garbled (its codes are not the characters printed) or none (a scan; a stamp may be printed on it, and is then in
    `lines`). legible: the share `legibility` gives.
    """

    number: int  # from 1
    width: float
    height: float
    lines: tuple[PdfLine, ...]
    rules: tuple[tuple[float, float, float, float], ...]
    frames: tuple[tuple[float, float, float, float], ...]
    pictures: tuple[tuple[float, float, float, float], ...]
    dropped: dict[str, int]
    text_layer: str
    legible: float


@cache
def version() -> str:
    """Name and version of the reader, for the `reader` of a page."""
    from importlib.metadata import version as installed

    return f"pypdfium2 {installed('pypdfium2')}"


def read(path: Path, limits: Limits | None = None) -> list[PdfPage]:
    """The pages of a PDF file.

    DataError: pdf_damaged, pdf_encrypted (with a password that is not empty), pdf_empty (no pages), pdf_too_large (over a limit),
    pdf_timeout.
    """
    answer = ask(path, limits or Limits())
    return [make_page(number, page) for number, page in enumerate(answer["pages"], 1)]


def ask(path: Path, limits: Limits) -> dict:
    """What the reading process says about a file, as `pdf_reader` describes it; DataError as for `read`."""
    answer = json.loads(child(pdf_reader.__name__, path, limits, ()))
    if "error" in answer:
        raise DataError(answer["error"][0], f"{path.name}: {answer['error'][1]}")
    return answer


def child(module: str, path: Path, limits: Limits, arguments: tuple[str, ...]) -> bytes:
    """What one of our modules prints about a file in a process of its own; DataError where it ends without a word."""
    if path.stat().st_size > limits.file_bytes:
        raise DataError("pdf_too_large", f"{path.name} has more than {limits.file_bytes // MB} MB; split it or raise PDF_FILE")
    command = [sys.executable, "-m", module, str(path), json.dumps(asdict(limits)), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, timeout=limits.seconds, check=False)
    except subprocess.TimeoutExpired:
        raise DataError("pdf_timeout", f"{path.name} took more than {limits.seconds} s; raise PDF_SECONDS or leave the file out") from None
    if done.returncode == 0:
        return done.stdout
    said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
    if done.returncode < 0 or "MemoryError" in "".join(said):
        ended = f"reading it ended with signal {-done.returncode} within {limits.memory // MB} MB and {limits.seconds} s"
        raise DataError("pdf_too_large", f"{path.name}: {ended}; raise PDF_MEMORY or leave the file out")
    raise RuntimeError(f"{module} failed on {path}: {said}")


def make_page(number: int, page: dict) -> PdfPage:
    """A page from what the reading process says about it."""
    shapes = {kind: tuple(tuple(box) for k, *box in page["shapes"] if k == kind) for kind in ("rule", "frame", "picture")}
    lines = tuple(PdfLine(text, tuple(box), size, font, vertical, tuple(spots)) for text, box, size, font, vertical, spots in page["lines"])
    skeleton = shapes["rule"], shapes["frame"], shapes["picture"]
    return PdfPage(number, page["width"], page["height"], lines, *skeleton, page["dropped"], text_layer(page), page["legible"])


def text_layer(page: dict) -> str:
    """What the text layer of a page is worth (see PdfPage), from what the reading process says about it."""
    if page["printed"] >= FEWEST:
        if under_pictures(page) > WHOLLY and at_edges(page):
            return "none"  # a scan with a long stamp
        return "garbled" if page["legible"] < GARBLED else "good"
    return "good" if page["printed"] and under_pictures(page) <= MOSTLY else "none"


def at_edges(page: dict) -> bool:
    """Do all lines of the page stand at its head or foot?"""
    middles = [(box[1] + box[3]) / 2 / page["height"] for _, box, *_ in page["lines"]]
    return all(y < EDGE or y > 1 - EDGE for y in middles)


def under_pictures(page: dict) -> float:
    """The share of the page that its pictures cover together; what lies on top of each other counts twice."""
    width, height = page["width"], page["height"]
    sides = [(max(0, x0), max(0, y0), min(width, x1), min(height, y1)) for kind, x0, y0, x1, y1 in page["shapes"] if kind == "picture"]
    return sum(max(0, x1 - x0) * max(0, y1 - y0) for x0, y0, x1, y1 in sides) / (width * height)
