"""Small PDF files for tests, written by hand: Chinese text in a font that is not embedded, paths, any stream filter."""

import zlib
from pathlib import Path


def text(x: float, y: float, words: str, size: float = 10, mode: int = 0, matrix: str = "1 0 0 1") -> str:
    """Operators that print words with their base line beginning at x, y (from the bottom left)."""
    return f"BT /F1 {size} Tf {mode} Tr {matrix} {x} {y} Tm <{words.encode('utf-16-be').hex()}> Tj ET\n"


def picture(x0: float, y0: float, x1: float, y1: float) -> str:
    """Operators that draw a grey picture between two corners (from the bottom left)."""
    return f"q {x1 - x0} 0 0 {y1 - y0} {x0} {y0} cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q\n"


def write(
    path: Path,
    *contents: str | bytes,
    box: tuple | None = (0, 0, 600, 800),
    page: str = "",
    tree: str = "",
    catalog: str = "",
    filters: str = "/FlateDecode",
) -> Path:
    """A file with one page for each content stream; bytes are taken as they are (already filtered), text is deflated.

    box: the MediaBox of each page, None: it has none. page, tree, catalog: what else a page, the node above it and the catalog say.
    """
    count = len(contents)
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(count))
    info = "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >>"
    look = "/FontName /STSong-Light /Flags 6 /FontBBox [0 -120 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /StemV 90"
    kin = f"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light {info} /DW 1000 "
    kin += f"/FontDescriptor << /Type /FontDescriptor {look} >> >>"
    font = f"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [{kin}] >>"
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {count} {tree} >>".encode(),
        font.encode(),
    ]
    for i, content in enumerate(contents):
        data = zlib.compress(content.encode()) if isinstance(content, str) else content
        sides = f"/MediaBox [{' '.join(map(str, box))}]" if box else ""
        look = f"<< /Type /Page /Parent 2 0 R {sides} /Contents {5 + 2 * i} 0 R /Resources << /Font << /F1 3 0 R >> >> {page} >>"
        objects += [look.encode(), f"<< /Length {len(data)} /Filter {filters} >>\nstream\n".encode() + data + b"\nendstream"]
    out, places = b"%PDF-1.5\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode() + b"".join(b"%010d 00000 n \n" % p for p in places)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode()
    path.write_bytes(out)
    return path
