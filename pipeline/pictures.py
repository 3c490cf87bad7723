"""Pictures of pages and of places on them, upright, so that the boxes of the tables lie on them.

A page is a row of the table `pages`: of it source_path, source_sha256, page_id, turn, width and height are looked at.
"""

import hashlib
import io
import re
import struct
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.engines import pdf, pdf_picture
from pipeline.errors import DataError
from pipeline.records import Box

QUALITY = 80  # of the JPEGs: type of 8 points stays sharp at 1,400 pixels
KEPT_QUALITY = 55  # of WebP; type of 8 points is as clear as in a JPEG of 80
COVER = (90, 90, 90)  # the grey that is painted over what is not to be seen
TALLEST = pdf_picture.TALLEST  # widths; a longer page is drawn no wider than fits
FEWEST_PIXELS = 4  # across and down, of a crop
_NUMBER = re.compile(r"-(\d+)$")  # which page of its file, at the end of the ids of files with several
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error, MemoryError)  # what Pillow raises on broken files


def page_picture(page: Mapping, corpus: Path, limits: pdf.Limits, width: int) -> bytes:
    """The page upright as a JPEG at most `width` pixels wide.

    DataError: no_picture (a page of plain text), missing_file, changed_file (it is not the file that the tables were made from),
    bad_picture, picture_too_large, and those of `pdf.read`.
    """
    path = _file(page, corpus, limits)
    turn = int(page.get("turn") or 0) % 4
    if path.suffix.lower() != ".pdf":
        return _image(path, _number(page), turn, width)
    across, down = page.get("width"), page.get("height")
    asked = round(width * down / across) if turn % 2 and across and down else width  # it is drawn first and turned then
    drawn = pdf_picture.picture(path, _number(page), asked, limits)
    return drawn if not turn else _jpeg(_turned(_opened(io.BytesIO(drawn), path.name), turn))


def crop(picture: bytes, boxes: Sequence[Mapping], margin: float) -> tuple[bytes, list[tuple[float, float, float, float]]]:
    """The region of a page's picture around some boxes of this page as a JPEG, and the boxes as shares (x0, y0, x1, y1) of the crop.

    margin: what is shown around them on each side, as a share of the page's width. DataError bad_picture.
    """
    if not boxes:
        raise ValueError("there is nothing to crop without boxes")
    image = _opened(io.BytesIO(picture), "the picture of the page")
    wide, tall = image.size
    room = margin * wide
    left, top = (max(0, int(min(b[side] for b in boxes) * size - room)) for side, size in (("x0", wide), ("y0", tall)))
    right, bottom = (min(size, int(max(b[side] for b in boxes) * size + room) + 1) for side, size in (("x1", wide), ("y1", tall)))
    left, top = min(left, wide - FEWEST_PIXELS), min(top, tall - FEWEST_PIXELS)
    right, bottom = max(right, left + FEWEST_PIXELS), max(bottom, top + FEWEST_PIXELS)
    across, down = right - left, bottom - top
    places = [
        ((b["x0"] * wide - left) / across, (b["y0"] * tall - top) / down, (b["x1"] * wide - left) / across, (b["y1"] * tall - top) / down)
        for b in boxes
    ]
    return _jpeg(image.crop((left, top, right, bottom))), places


def as_webp(picture: bytes, hidden: Sequence[Box] = ()) -> bytes:
    """A picture as WebP, half as large as the JPEG and as easy to read: for pictures that are kept. hidden: boxes that are painted over."""
    from PIL import ImageDraw

    image = _opened(io.BytesIO(picture), "the picture of the page").convert("RGB")
    for box in hidden:
        sides = (box.x0 * image.width - 1, box.y0 * image.height - 1, box.x1 * image.width + 1, box.y1 * image.height + 1)
        ImageDraw.Draw(image).rectangle(sides, fill=COVER)
    out = io.BytesIO()
    image.save(out, "WEBP", quality=KEPT_QUALITY, method=2)
    return out.getvalue()


def size_of(picture: bytes) -> tuple[int, int]:
    """Width and height of a picture in pixels."""
    return _opened(io.BytesIO(picture), "the picture of the page").size


def _number(page: Mapping) -> int:
    """Which page of its file a page is, from 1; of no account where the file has one page only."""
    found = _NUMBER.search(page["page_id"])
    return int(found[1]) if found else 1


def _file(page: Mapping, corpus: Path, limits: pdf.Limits) -> Path:
    """The page's file; DataError where there is none of which a picture could be drawn."""
    source, path = page["source_path"], corpus / page["source_path"]
    if page.get("source_kind") == "text":
        raise DataError("no_picture", f"{source}: a page of plain text has no picture, only source lines")
    if not path.resolve().is_relative_to(corpus.resolve()):
        raise DataError("missing_file", f"{source} leads out of the corpus; run make again")
    try:
        if path.stat().st_size > limits.file_bytes:
            raise DataError("picture_too_large", f"{source} has more than {limits.file_bytes // pdf.MB} MB; split it or raise PDF_FILE")
        known = page.get("source_sha256")
        if known:
            with path.open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != known:
                    raise DataError("changed_file", f"{source} has changed since the tables were made; run make again")
    except OSError as error:
        said = f"{source} cannot be read ({error.strerror}); check that it is in {corpus}, or run make again"
        raise DataError("missing_file", said) from error
    return path


def _image(path: Path, number: int, turn: int, width: int) -> bytes:
    """Frame `number` of a picture file (the only one where it has one): as its EXIF data say, then turned, then made smaller."""
    from PIL import ImageOps

    image = _opened(path, path.name)
    frames = getattr(image, "n_frames", 1)
    if number > frames > 1:
        raise DataError("bad_picture", f"{path.name} has {frames} pages and no page {number}; run make again")
    try:
        if frames > 1:
            image.seek(max(number, 1) - 1)
        elif image.format == "JPEG":
            image.draft("RGB", (width, width))  # decoded no finer than is needed
        image = _turned(ImageOps.exif_transpose(_plain(image)), turn)
    except _BROKEN as error:
        raise DataError("bad_picture", f"{path.name}, page {number}: the picture is broken ({error}); scan or fetch it again") from error
    scale = min(1.0, width / image.width, TALLEST * width / image.height)
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    return _jpeg(image if scale == 1 else image.resize(size))


def _opened(source, name: str):
    """A picture opened by Pillow; DataError where it is none, or has more pixels than Pillow's limit against decompression bombs."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return Image.open(source)
    except Image.DecompressionBombError as error:
        said = f"{name}: the picture has too many pixels ({error}); scan the page at fewer dots per inch"
        raise DataError("picture_too_large", said) from error
    except _BROKEN as error:
        raise DataError("bad_picture", f"{name}: this is no picture that can be read ({error}); scan or fetch it again") from error


def _plain(image):
    """The picture in RGB, its EXIF data kept: what is transparent becomes white, 16 bits of grey become 8."""
    from PIL import Image

    exif = image.getexif()
    if image.mode.startswith("I"):
        image = image.point(lambda value: value / 256).convert("L")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    plain = image.convert("RGB")
    plain.info["exif"] = exif.tobytes() if exif else b""
    return plain


def _turned(image, quarters: int):
    """The picture turned clockwise by quarter turns."""
    from PIL import Image

    ways = (None, Image.Transpose.ROTATE_270, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90)
    return image.transpose(ways[quarters]) if quarters else image


def _jpeg(image) -> bytes:
    out = io.BytesIO()
    image.convert("RGB").save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
