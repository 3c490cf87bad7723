"""A picture of a page of a PDF, drawn by pdfium in a process of its own for the same reason as reading is.

The child is `python -m pipeline.engines.pdf_picture PATH LIMITS_JSON NUMBER WIDTH`; it writes a JPEG to its output, or
one JSON object {"error": [kind, message]}.
"""

import io
import json
import sys
from pathlib import Path

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
    answer = pdf.child("pipeline.engines.pdf_picture", path, limits, (str(number), str(width)))
    if answer.startswith(b"{"):
        kind, message = json.loads(answer)["error"]
        raise DataError(kind, f"{path.name}: {message}")
    return answer


def main(path: str, limits: dict, number: int, width: int) -> bytes:
    """The page as a JPEG, or what is wrong as JSON (see the module)."""
    confine(limits)
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        return _error(*why_not_opened(error))
    if not len(document) or number > len(document) > 1:
        return _error("pdf_empty", f"the file has {len(document)} pages and no page {number}; run make again")
    try:
        return draw(document[number - 1 if len(document) > 1 else 0], width)
    except pypdfium2.PdfiumError as error:
        return _error("pdf_damaged", f"pdfium cannot draw page {number} ({error}); fetch the file again")


def draw(page, width: int) -> bytes:
    """A page of pdfium's as a JPEG, upright."""
    place = placement(page, usual_turn(page.get_textpage()))
    across, down = place["size"]
    scale = min(width / across, TALLEST * width / down)
    turn = (place["turn"] * 90 - page.get_rotation()) % 360
    image = page.render(scale=scale, rotation=turn, may_draw_forms=False).to_pil().convert("RGB")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _error(kind: str, message: str) -> bytes:
    return json.dumps({"error": [kind, message]}).encode()


if __name__ == "__main__":
    sys.stdout.buffer.write(main(sys.argv[1], json.loads(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])))
