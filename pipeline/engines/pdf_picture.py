"""A picture of a page of a PDF, drawn by pdfium in a process of its own for the same reason as reading is.

The child is `python -m pipeline.engines.pdf_picture PATH LIMITS_JSON NUMBER WIDTH FORMAT`; it writes the picture to its output.
"""

import io
import json
import sys
from pathlib import Path

import numpy as np

from pipeline.engines import pdf
from pipeline.engines.pdf_reader import confine, usual_turn
from pipeline.engines.pdf_shapes import placement

TALLEST = 4.0  # widths; a longer page is drawn no wider than fits
QUALITY = 80  # of the JPEG: type of 8 points stays sharp at 1,400 pixels


def picture(path: Path, number: int, width: int, limits: pdf.Limits) -> bytes:
    """Page `number` (from 1) as a JPEG `width` pixels wide, upright as it is read; DataError as for `pdf.read`."""
    return pdf.child("pipeline.engines.pdf_picture", path, limits, (str(number), str(width), "JPEG"))


def pixels(path: Path, number: int, width: int, limits: pdf.Limits) -> np.ndarray:
    """The same page without loss: h × w × 3 of 0-255."""
    from PIL import Image

    data = pdf.child("pipeline.engines.pdf_picture", path, limits, (str(number), str(width), "PPM"))
    return np.asarray(Image.open(io.BytesIO(data)))


def main(path: str, limits: dict, number: int, width: int, form: str) -> None:
    """Draw the page to standard output."""
    confine(limits)
    import pypdfium2

    page = pypdfium2.PdfDocument(path)[number - 1]
    place = placement(page, usual_turn(page.get_textpage()))
    across, down = place["size"]
    scale = min(width / across, TALLEST * width / down)
    turn = (place["turn"] * 90 - page.get_rotation()) % 360
    image = page.render(scale=scale, rotation=turn, may_draw_forms=False).to_pil().convert("RGB")
    image.save(sys.stdout.buffer, form, quality=QUALITY)


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), sys.argv[5])
