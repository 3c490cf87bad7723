"""Pages that are picture files: PNG, JPEG, TIFF (several pages), WebP, JPEG 2000 → upright as the file's EXIF says."""

import struct
import warnings
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from pipeline.errors import DataError

SMALLEST = 64  # pixels; no line of text with a margin fits into less
MOST_PIXELS = 175_000_000  # a broadsheet of 400 × 550 mm at 600 dpi has 123 million; Pillow itself refuses 179 million
FILE_BYTES = 512 << 20
MOST_PAGES = 200  # of one file, as for PDF
SEVERAL_PAGES = ("TIFF", "MPO")  # formats in which several pictures are several pages; elsewhere they are an animation
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error)  # what Pillow raises for broken data, by format


def count(path: Path) -> int:
    """How many pages a picture file has.

    DataError: image_damaged, image_too_large, animated. OSError where the file cannot be read at all.
    """
    with _opened(path) as image:
        return _count(image)


def pixels(path: Path, number: int) -> np.ndarray:
    """Page `number` (from 1) of a picture file: h × w × 3 of 0-255. The file is opened anew: one broken page says nothing of the next.

    DataError and OSError as for `count`, and image_too_small.
    """
    upright = page(path, number)
    if min(upright.size) < SMALLEST:
        size = f"{upright.width} × {upright.height} pixels"
        raise DataError("image_too_small", f"the picture has {size}, too few to read; scan the page at 200 to 400 dpi")
    return np.asarray(upright)


def page(path: Path, number: int, width: int | None = None) -> Image.Image:
    """One page of a picture file in RGB, the only one of its file whatever its number; a JPEG no finer than `width` pixels needs.

    DataError and OSError as for `count`.
    """
    with _opened(path) as image:
        n_pages = _count(image)
        if number > n_pages > 1:
            raise DataError("image_damaged", f"the file has {n_pages} pages and no page {number}; run make again")
        return _page(image, number if n_pages > 1 else 1, width)


def _opened(path: Path) -> Image.Image:
    if path.stat().st_size > FILE_BYTES:
        raise DataError("image_too_large", f"the file has more than {FILE_BYTES >> 20} MB; split it or save it with compression")
    try:
        with warnings.catch_warnings():  # Pillow warns of large pictures; their size is checked here
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return Image.open(path)
    except Image.DecompressionBombError:
        raise DataError("image_too_large", _too_large("its header")) from None
    except UnidentifiedImageError:
        raise DataError("image_damaged", "the file is not a picture that can be read; scan or save the page again") from None


def _too_large(size: object) -> str:
    return f"the picture is too large ({size} pixels, at most {MOST_PIXELS:,} in all); scan the page at 200 to 400 dpi"


def _count(image: Image.Image) -> int:
    """How many pages an open picture has."""
    try:
        found = getattr(image, "n_frames", 1)
    except _BROKEN as problem:
        raise DataError("image_damaged", f"the picture is damaged ({problem}); scan or save it again") from None
    if found > 1 and image.format not in SEVERAL_PAGES:
        raise DataError("animated", f"the picture is an animation of {found} frames; save the page as a still picture")
    if found > MOST_PAGES:
        raise DataError("image_too_large", f"the file has {found} pages, more than {MOST_PAGES}; split it")
    return found


def _page(image: Image.Image, number: int, width: int | None = None) -> Image.Image:
    """Page `number` (from 1) of an open picture in RGB, upright as its EXIF says, transparent parts white; DataError as for `count`."""
    try:
        image.seek(number - 1)
        if image.width * image.height > MOST_PIXELS:
            raise DataError("image_too_large", _too_large(f"{image.width} × {image.height}"))
        if width and image.format == "JPEG":
            image.draft("RGB", (width, width))
        image.load()
        return _in_rgb(ImageOps.exif_transpose(image))
    except _BROKEN as problem:
        raise DataError("image_damaged", f"page {number} of the picture is damaged ({problem}); scan or save it again") from None


def _in_rgb(image: Image.Image) -> Image.Image:
    """The picture in 8-bit RGB: 16-bit values scaled, transparency on white."""
    if image.mode.startswith("I") or image.mode == "F":
        values = np.asarray(image).astype(np.float32)
        top = 65535.0 if image.mode.startswith("I") and values.max() > 255 else 255.0 if values.max() > 1 else 1.0
        return Image.fromarray((values * (255.0 / top)).clip(0, 255).astype(np.uint8)).convert("RGB")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
    return image.convert("RGB")
