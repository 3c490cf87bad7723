import pytest
from pdf_writer import picture, text, write
from PIL import Image

from pipeline.errors import DataError
from pipeline.records import Box, Failure, Page, Scan
from pipeline.scanning.page import ScannedLine, ScannedPage
from pipeline.stages import pages


def _scan(name="p01.txt", **more):
    return Scan("报-p01", "报", name, "text", paper="报", issue_date="2015", **more)


def test_a_text_page_keeps_every_line(tmp_path):
    (tmp_path / "p01.txt").write_text("一\n\n二\n", encoding="gb18030")
    scan, page = pages.make([_scan()], tmp_path)
    assert isinstance(page, Page)
    assert [line.text for line in page.lines] == ["一", "", "二"]
    assert (page.page_id, page.paper, page.issue_date, page.source_path) == ("报-p01", "报", "2015", scan.path)
    assert "gb18030" in page.reader


def test_one_bad_page_does_not_touch_the_next(tmp_path):
    (tmp_path / "p01.txt").write_bytes(b"")
    (tmp_path / "p02.txt").write_text("好。", encoding="utf-8")
    made = pages.make([_scan(), _scan("p02.txt")], tmp_path)
    assert [type(record) for record in made] == [Scan, Failure, Scan, Page]
    assert made[1].kind == "empty_file"
    assert made[1].message.startswith("p01.txt: ")


def test_a_file_that_is_gone_is_a_failure(tmp_path):
    _, failure = pages.make([_scan()], tmp_path)
    assert failure.kind == "unreadable_file"
    assert "p01.txt" in failure.message


def test_an_error_found_before_is_recorded(tmp_path):
    _, failure = pages.make([_scan(error=("outside_corpus", "…"))], tmp_path)
    assert failure.kind == "outside_corpus"


def test_a_damaged_picture_is_a_failure(tmp_path):
    (tmp_path / "p01.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    _, failure = pages.make([Scan("报-p01", "报", "p01.png", "image")], tmp_path)
    assert failure.kind == "image_damaged"
    assert failure.message.startswith("p01.png: ")


def _picture(folder, name, grey=0):
    Image.new("L", (400, 300), grey).save(folder / name)
    return Scan("报-p01", "报", name, "image", sha256="0" * 64)


def test_a_black_page_is_a_page_without_text(tmp_path):
    _, page, failure = pages.make([_picture(tmp_path, "p01.png")], tmp_path)
    assert (page.lines, failure.kind, failure.page_id) == ((), "no_text", page.page_id)
    assert failure.message.startswith("p01.png: ")


def _read(*texts):
    boxes = [(10.0, 20.0 * n, 200.0, 20.0 * n + 15) for n in range(len(texts))]
    lines = tuple(ScannedLine(text, box, 15.0, 0.9, second="二", spots=(0, 10)) for text, box in zip(texts, boxes, strict=True))
    return ScannedPage(400, 300, 1, 0.5, (0.1,) * 6, lines, ((0.0, 10.0, 400.0, 12.0),), (), ())


def test_what_was_recognised_becomes_a_page(tmp_path, monkeypatch):
    monkeypatch.setattr(pages.scanning, "read", lambda pixels: _read("一", "三三三"))
    _, page = pages.make([_picture(tmp_path, "p01.png")], tmp_path)
    assert page.reader.startswith("rapidocr ")
    assert (page.width, page.height, page.turn, page.slant, page.bend) == (400, 300, 1, 0.5, (0.1,) * 6)
    assert page.lines[1].box == Box("报-p01", 10 / 400, 20 / 300, 200 / 400, 35 / 300)
    assert (page.lines[0].second, page.lines[0].spots, page.confidence) == ("二", (0, 10), 0.9)


def test_nobody_pays_for_recognition_twice(tmp_path, monkeypatch):
    calls = []
    monkeypatch.setattr(pages.scanning, "read", lambda pixels: calls.append(1) or _read("一"))
    scan = _picture(tmp_path, "p01.png")
    first = pages.make([scan], tmp_path, remember=tmp_path / "recognised")
    assert pages.make([scan], tmp_path, remember=tmp_path / "recognised") == first
    assert len(calls) == 1
    monkeypatch.setattr(pages.freshness, "code_digest", lambda module: "another version")
    pages.make([scan], tmp_path, remember=tmp_path / "recognised")
    assert len(calls) == 2
    assert len(list((tmp_path / "recognised").iterdir())) == 1  # what the old version read is gone


def test_with_and_without_tesseract_a_picture_is_read_once_each(tmp_path, monkeypatch):
    calls = []
    monkeypatch.setattr(pages.scanning, "read", lambda pixels, with_tesseract=False: calls.append(with_tesseract) or _read("一"))
    scan = _picture(tmp_path, "p01.png")
    readers = []
    for version in (None, "tesseract 5.3.0", None, "tesseract 5.3.0", "tesseract 5.4.0", None):
        _, page = pages.make([scan], tmp_path, remember=tmp_path / "recognised", tesseract=version)
        readers.append(page.reader.removeprefix(pages.ocr.version()))
    assert calls == [False, True, True]
    assert readers == ["", " + tesseract 5.3.0", "", " + tesseract 5.3.0", " + tesseract 5.4.0", ""]
    assert len(list((tmp_path / "recognised").iterdir())) == 2  # what the old version read is gone


def test_where_tesseract_fails_the_page_is_a_failure(tmp_path, monkeypatch):
    def fail(pixels, with_tesseract):
        raise DataError("tesseract_failed", "killed")

    monkeypatch.setattr(pages.scanning, "read", fail)
    _, page, failure = pages.make([_picture(tmp_path, "p01.png")], tmp_path, tesseract="tesseract 5.3.0")
    assert (page.lines, failure.kind, failure.message) == ((), "tesseract_failed", "p01.png: killed")


@pytest.mark.parametrize(
    ("name", "changed", "n_read"),
    [
        ("p01.png", "pipeline.engines.image_file", 2),
        ("p01.png", "pipeline.engines.pdf_picture", 1),
        ("p01.pdf", "pipeline.engines.pdf_picture", 2),
        ("p01.pdf", "pipeline.engines.image_file", 1),
        ("p01.pdf", "DPI", 2),
    ],
)
def test_what_is_drawn_otherwise_is_read_anew(tmp_path, monkeypatch, name, changed, n_read):
    calls = []
    monkeypatch.setattr(pages.scanning, "read", lambda pixels: calls.append(1) or _read("一"))
    Image.new("L", (400, 300), 200).save(tmp_path / name)
    scan = Scan("报-p01", "报", name, "pdf_text" if name.endswith("pdf") else "image", sha256="0")
    pages.make([scan], tmp_path, remember=tmp_path / "recognised")
    digest = pages.freshness.code_digest
    monkeypatch.setattr(pages.freshness, "code_digest", lambda module: digest(module) + ("changed" if module == changed else ""))
    monkeypatch.setattr(pages, "DPI", 200 if changed == "DPI" else pages.DPI)
    pages.make([scan], tmp_path, remember=tmp_path / "recognised")
    assert len(calls) == n_read


def test_pages_of_one_picture_file_have_their_numbers(tmp_path, monkeypatch):
    monkeypatch.setattr(pages.scanning, "read", lambda pixels: _read("一"))
    first, second = (Image.new("L", (400, 300), grey) for grey in (0, 255))
    first.save(tmp_path / "p01.tif", save_all=True, append_images=[second])
    made = pages.make([Scan("报-p01", "报", "p01.tif", "image", sha256="0")], tmp_path)
    assert [page.page_id for page in made[1:]] == ["报-p01-1", "报-p01-2"]


def test_a_page_of_several_leaves_another_file_its_id(tmp_path, monkeypatch):
    monkeypatch.setattr(pages.scanning, "read", lambda pixels: _read("一") if pixels.any() else None)
    black, white = (Image.new("L", (400, 300), grey) for grey in (0, 255))
    white.save(tmp_path / "01.tif", save_all=True, append_images=[white, black])
    several = Scan("报-p01", "报", "01.tif", "image", sha256="0")
    (tmp_path / "01-2.txt").write_text("二。", encoding="utf-8")
    (tmp_path / "01-3.txt").write_text("三。", encoding="utf-8")
    others = [Scan(f"报-p01-{n}", "报", f"01-{n}.txt", "text") for n in (2, 3)]
    made = pages.make([*others, several], tmp_path)
    read = {record.page_id: record for record in made if isinstance(record, Page)}
    assert [read[f"报-p01-{n}"].source_path for n in (1, 2, 3)] == ["01.tif", "01-2.txt", "01-3.txt"]
    failures = [record for record in made if isinstance(record, Failure)]
    assert [(failure.page_id, failure.kind) for failure in failures] == [("报-p01-tif-2", "same_page"), ("报-p01-tif-3", "same_page")]
    assert failures[0].message.startswith("01.tif, page 2: 01-2.txt is already page 报-p01-2; rename one")
    assert len(read) == 5 and (read["报-p01-tif-2"].lines, read["报-p01-tif-2"].dropped) == ((), {"same_page": 1})


def test_a_pdf_page_without_a_text_layer_is_read_as_a_picture(tmp_path, monkeypatch):
    seen = []
    monkeypatch.setattr(pages.scanning, "read", lambda pixels: seen.append(pixels.shape) or _read("一"))
    Image.new("L", (600, 800), 200).save(tmp_path / "p01.pdf", resolution=100)
    _, page = pages.make([Scan("报-p01", "报", "p01.pdf", "pdf_text", sha256="0")], tmp_path)
    assert page.source_kind == "pdf_scan"
    assert seen[0][1] == pytest.approx(600 * pages.DPI / 100, abs=2)


def test_a_pdf_page_too_slim_to_draw_has_no_text(tmp_path):
    write(tmp_path / "p01.pdf", "", box=(0, 0, 0.01, 800))
    _, page, failure = pages.make([Scan("报-p01", "报", "p01.pdf", "pdf_text", sha256="0")], tmp_path)
    assert (page.lines, failure.kind) == ((), "no_text")


@pytest.mark.parametrize(("read", "kind", "texts"), [(_read("一"), "pdf_scan", ["一"]), (None, "pdf_text", ["由扫描王扫描"])])
def test_a_stamp_is_the_page_only_where_nothing_else_is_read(tmp_path, monkeypatch, read, kind, texts):
    monkeypatch.setattr(pages.scanning, "read", lambda pixels: read)
    write(tmp_path / "p01.pdf", picture(0, 0, 600, 800) + text(50, 20, "由扫描王扫描"))
    _, page = pages.make([Scan("报-p01", "报", "p01.pdf", "pdf_text", sha256="0")], tmp_path)
    assert (page.source_kind, [line.text for line in page.lines]) == (kind, texts)


def test_a_bad_page_of_a_file_does_not_touch_the_others(tmp_path, monkeypatch):
    monkeypatch.setattr(pages.scanning, "read", lambda pixels: _read("一"))
    good, small = Image.new("L", (400, 300)), Image.new("L", (9, 9))
    good.save(tmp_path / "p01.tif", save_all=True, append_images=[small, good])
    made = pages.make([Scan("报-p01", "报", "p01.tif", "image", sha256="0")], tmp_path)
    assert [(type(record), record.page_id) for record in made[1:]] == [
        (Page, "报-p01-1"),
        (Page, "报-p01-2"),
        (Failure, "报-p01-2"),
        (Page, "报-p01-3"),
    ]
    assert (made[2].lines, made[3].kind) == ((), "image_too_small")
    assert made[3].message.startswith("p01.tif, page 2: ")


def test_a_pdf_page_that_cannot_be_loaded_is_a_failure_of_its_own(tmp_path):
    path = write(tmp_path / "p01.pdf", "", text(50, 700, "市总工会慰问职工"))
    path.write_bytes(path.read_bytes().replace(b"/Type /Page /Parent", b"/Type /Pago /Parent", 1))
    _, bad, failure, good = pages.make([Scan("报-p01", "报", "p01.pdf", "pdf_text", sha256="0")], tmp_path)
    assert (bad.page_id, bad.lines, failure.page_id, failure.kind) == ("报-p01-1", (), "报-p01-1", "pdf_damaged")
    assert (good.page_id, [line.text for line in good.lines]) == ("报-p01-2", ["市总工会慰问职工"])


def test_a_pdf_page_that_cannot_be_drawn_keeps_its_stamp(tmp_path):
    stamped = picture(0, 0, 600, 800) + text(50, 20, "由扫描王扫描")
    write(tmp_path / "p01.pdf", stamped, text(50, 700, "市总工会慰问职工"), page="/CropBox [2000 2000 2100 2100]")
    _, first, failure, second = pages.make([Scan("报-p01", "报", "p01.pdf", "pdf_text", sha256="0")], tmp_path)
    assert ([line.text for line in first.lines], failure.page_id, failure.kind) == (["由扫描王扫描"], first.page_id, "pdf_damaged")
    assert [line.text for line in second.lines] == ["市总工会慰问职工"]
