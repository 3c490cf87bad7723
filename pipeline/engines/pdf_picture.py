"""A picture of a page of a PDF, drawn by pdfium in a process of its own for the same reason as reading is.

The child is `python -m pipeline.engines.pdf_picture PATH LIMITS_JSON NUMBER WIDTH FORMAT`; it writes the picture to its output, or
one JSON object {"error": [kind, message]}.
"""

import io
import json
import sys
from pathlib import Path

import numpy as np

from pipeline.engines import pdf
from pipeline.engines.pdf_reader import confine, usual_turn, why_not_opened
from pipeline.engines.pdf_shapes import placement
from pipeline.errors import DataError

TALLEST = 4.0  # widths; a longer page is drawn no wider than fits
QUALITY = 80  # of the JPEG: type of 8 points stays sharp at 1,400 pixels


def picture(path: Path, number: int, width: int, limits: pdf.Limits) -> bytes:
    """Page `number` (from 1) as a JPEG `width` pixels wide, upright as it is read; DataError as for `pdf.read`.

    Of a file of one page it is that page, whatever the number.
    """
    return _drawn(path, number, width, limits, "JPEG")


def pixels(path: Path, number: int, width: int, limits: pdf.Limits) -> np.ndarray:
    """The same page without loss: h × w × 3 of 0-255."""
    from PIL import Image

    return np.asarray(Image.open(io.BytesIO(_drawn(path, number, width, limits, "PPM"))))


def _drawn(path: Path, number: int, width: int, limits: pdf.Limits, form: str) -> bytes:
    answer = pdf.child("pipeline.engines.pdf_picture", path, limits, (str(number), str(width), form))
    if answer.startswith(b"{"):
        kind, message = json.loads(answer)["error"]
        raise DataError(kind, f"{path.name}: {message}")
    return answer


def main(path: str, limits: dict, number: int, width: int, form: str) -> bytes:
    """The page as a picture in a format of Pillow's, or what is wrong as JSON (see the module)."""
    confine(limits)
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        return _error(*why_not_opened(error))
    if not len(document) or number > len(document) > 1:
        return _error("pdf_empty", f"the file has {len(document)} pages and no page {number}; run make again")
    try:
        page = document[number - 1 if len(document) > 1 else 0]
        if min(page.get_size()) <= 0:
            return _error("pdf_damaged", f"nothing of page {number} is shown: its CropBox lies off its MediaBox; crop it anew")
        return draw(page, width, form)
    except pypdfium2.PdfiumError as error:
        return _error("pdf_damaged", f"pdfium cannot draw page {number} ({error}); fetch the file again")


def draw(page, width: int, form: str) -> bytes:
    """A page of pdfium's as a picture, upright."""
    place = placement(page, usual_turn(page.get_textpage()))
    across, down = place["size"]
    scale = min(width / across, TALLEST * width / down)
    turn = (place["turn"] * 90 - page.get_rotation()) % 360
    image = page.render(scale=scale, rotation=turn, may_draw_forms=False).to_pil().convert("RGB")
    out = io.BytesIO()
    image.save(out, form, quality=QUALITY)
    return out.getvalue()


def _error(kind: str, message: str) -> bytes:
    return json.dumps({"error": [kind, message]}).encode()


if __name__ == "__main__":
    sys.stdout.buffer.write(main(sys.argv[1], json.loads(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), sys.argv[5]))
