import io
import zlib
from collections import Counter
from dataclasses import asdict
from itertools import pairwise

import pypdfium2
import pytest
from pdf_writer import picture, text, write
from PIL import Image

from pipeline.engines import pdf, pdf_picture, pdf_reader
from pipeline.engines.pdf_reader import legibility, plumbed
from pipeline.errors import DataError, UsageError

REPORT = "本报讯记者昨日从市总工会获悉，今年共发放慰问金三十三万元，救助困难职工四百七十一名。"


def read(path, **limits):
    return pdf.read(path, pdf.Limits(**limits))


def kind_of_failure(path, **limits):
    with pytest.raises(DataError) as failure:
        read(path, **limits)
    assert path.name in failure.value.message
    return failure.value.kind


def test_lines_of_two_columns_are_not_run_together(tmp_path):
    left, right = ["职工之家今天", "揭牌，市总工", "会负责人到场"], ["祝贺。该项目", "历时两年，投", "入三十余万元"]
    content = "".join(text(50, 700 - 14 * i, a) + text(126, 700 - 14 * i, b) for i, (a, b) in enumerate(zip(left, right, strict=True)))
    (page,) = read(write(tmp_path / "a.pdf", content))
    assert sorted(line.text for line in page.lines) == sorted(left + right)
    assert page.text_layer == "good"


def test_a_line_has_its_place_size_and_face(tmp_path):
    (page,) = read(write(tmp_path / "a.pdf", text(100, 700, "送温暖", 20)))
    (line,) = page.lines
    assert line.size == 20 and line.font == "STSong-Light" and not line.vertical
    assert line.box == pytest.approx((100, 82.4, 160, 102.4), abs=0.1)  # points from the top left, base line at 100


def test_each_character_of_a_line_has_its_place(tmp_path):
    spaced = text(100, 700, "捐") + text(113, 700, "款3") + text(133, 700, "万元") + text(300, 640, "市总工会 慰问")
    page, other = read(write(tmp_path / "a.pdf", spaced))[0].lines
    assert (page.text, page.spots) == ("捐款3万元", (0, 1887, 2453, 4340, 4340, 6226, 6226, 8113, 8113, 10000))
    assert len(other.spots) == 2 * len(other.text) and other.text[4] == " "
    assert [b - a for a, b in zip(other.spots[::2], other.spots[1::2], strict=True)] == pytest.approx([10000 / 7] * 7, abs=1)


def test_blanks_set_between_words_are_kept_and_justified_lines_get_none(tmp_path):
    spaced = "".join(text(50 + 14 * i, 600, c) for i, c in enumerate("困难职工有了娘家"))
    (page,) = read(write(tmp_path / "a.pdf", text(50, 700, "海葬有补贴", 20) + text(170, 700, "树葬减费用", 20) + spaced))
    assert {line.text for line in page.lines} == {"海葬有补贴 树葬减费用", "困难职工有了娘家"}


def test_a_vertical_headline_is_one_line_and_two_figures_share_a_cell(tmp_path):
    word = "场普法课进工地"
    column = "".join(text(300, 650 - 24 * i, c, 20) for i, c in enumerate(word))
    cell = text(300, 674, "1", 20, matrix="0.5 0 0 1") + text(310, 674, "2", 20, matrix="0.5 0 0 1")
    (page,) = read(write(tmp_path / "a.pdf", column + cell))
    (line,) = page.lines
    assert line.vertical and line.text == "12" + word


def test_shadows_are_dropped_and_counted(tmp_path):
    (page,) = read(write(tmp_path / "a.pdf", text(50, 700, "服务", 30) + text(51.5, 698.5, "服务", 30) + text(52, 698, "服务", 30)))
    assert [line.text for line in page.lines] == ["服务"]
    assert page.dropped == {"doubled": 4}


def test_equal_lines_of_a_table_are_not_taken_for_shadows(tmp_path):
    (page,) = read(write(tmp_path / "a.pdf", "".join(text(50, 700 - 20 * i, "今天晴转多云") for i in range(6))))
    assert [line.text for line in page.lines] == ["今天晴转多云"] * 6


def test_a_glyph_that_pdfium_misses_does_not_become_the_line_before(tmp_path):
    words = text(50, 700, "本报讯记者昨日") + text(50, 680, "一") + text(50, 660, "慰问")  # of a font that is not in the file
    (page,) = read(write(tmp_path / "a.pdf", words))
    assert [line.text for line in page.lines] == ["本报讯记者昨日", "一", "慰问"]


def test_invisible_off_page_and_turned_text_is_dropped_by_reason(tmp_path):
    turned = text(900, 600, "页外") + text(50, 500, "侧排", matrix="0 1 -1 0")
    first, second = read(write(tmp_path / "a.pdf", text(50, 700, REPORT) + text(50, 600, "看不见", mode=3), text(50, 700, REPORT) + turned))
    assert [line.text for line in first.lines] == [line.text for line in second.lines] == [REPORT]
    assert first.dropped == {"invisible": 3}
    assert second.dropped == {"off_page": 2, "rotated": 2}


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_is_read_upright_however_it_is_turned(tmp_path, turn):
    (page,) = read(write(tmp_path / "a.pdf", text(50, 700, REPORT[:20]), page=f"/Rotate {turn}"))
    assert [line.text for line in page.lines] == [REPORT[:20]]


def test_the_crop_box_is_the_page(tmp_path):
    (page,) = read(write(tmp_path / "a.pdf", text(150, 700, "工会"), page="/CropBox [100 100 500 750]"))
    assert (page.width, page.height) == (400, 650)
    assert page.lines[0].box == pytest.approx((50, 41.2, 70, 51.2), abs=0.1)


LARGE = "/MediaBox [0 0 1000 1400]"


@pytest.mark.parametrize(
    ("box", "page", "tree", "size", "start"),
    [
        ((0, 0, 1000, 1400), "", "", (1000, 1400), (700, 182.4)),
        (None, "", LARGE, (1000, 1400), (700, 182.4)),
        (None, "/CropBox [100 100 1000 1300]", LARGE, (900, 1200), (600, 82.4)),
        (None, "", LARGE + " /CropBox [100 100 1000 1300]", (900, 1200), (600, 82.4)),
        ((0, 1400, 1000, 0), "", "", (1000, 1400), (700, 182.4)),  # upside down
        ((-100, -200, 1000, 1300), "/Rotate 90", "", (1100, 1500), (800, 82.4)),  # its text is upright before it is turned
    ],
)
def test_where_a_page_lies_may_be_said_in_many_ways(tmp_path, box, page, tree, size, start):
    path = write(tmp_path / "a.pdf", text(700, 1200, "市总工会今日慰问职工", 20), box=box, page=page, tree=tree)
    (found,) = read(path)
    assert ((found.width, found.height), found.dropped, found.text_layer) == (size, {}, "good")
    assert found.lines[0].box[:2] == pytest.approx(start, abs=0.1)
    drawn = Image.open(io.BytesIO(pdf_picture.picture(path, 1, 300, pdf.Limits())))
    assert drawn.size == pytest.approx((300, 300 * size[1] / size[0]), abs=1)


def test_a_page_of_which_nothing_is_shown_has_its_text_and_no_picture(tmp_path):
    path = write(tmp_path / "a.pdf", text(100, 700, "市总工会"), page="/CropBox [2000 2000 2100 2100]")
    (page,) = read(path)
    assert (page.width, page.height, [line.text for line in page.lines]) == (600, 800, ["市总工会"])
    with pytest.raises(DataError, match="CropBox"):
        pdf_picture.picture(path, 1, 300, pdf.Limits())


@pytest.mark.parametrize("box", [None, (0, 0, 0, 0)])
def test_a_page_without_a_place_is_a_letter(tmp_path, box):
    path = write(tmp_path / "a.pdf", text(100, 700, "市总工会"), box=box)
    (page,) = read(path)
    assert (page.width, page.height, [line.text for line in page.lines]) == (612, 792, ["市总工会"])
    assert Image.open(io.BytesIO(pdf_picture.picture(path, 1, 306, pdf.Limits()))).size == (306, 396)


def test_rules_frames_and_tints(tmp_path):
    content = "1 w 50 400 m 300 400 l S 100 100 200 150 re S 0.9 g 320 100 200 150 re f 1 g 100 500 200 150 re f 320 500 200 1 re f"
    (page,) = read(write(tmp_path / "a.pdf", content))
    assert len(page.rules) == 1  # the white one is not seen
    assert page.rules[0][0] == pytest.approx(50, abs=1) and page.rules[0][2] == pytest.approx(300, abs=1)
    assert [tuple(round(v) for v in frame) for frame in page.frames] == [(100, 550, 300, 700), (320, 550, 520, 700)]


def test_an_open_corner_is_two_rules_and_dashes_are_kept(tmp_path):
    (page,) = read(write(tmp_path / "a.pdf", "50 400 m 300 400 l 300 200 l S 50 100 m 60 100 l 70 100 m 80 100 l S"))
    assert len(page.rules) == 4 and not page.frames


def test_a_layer_of_nonsense_is_garbled_and_a_scan_has_none(tmp_path):
    nonsense = "".join(chr(0xE000 + i) for i in range(80))
    (page,) = read(write(tmp_path / "a.pdf", text(50, 700, nonsense, 5)))
    assert page.text_layer == "garbled" and page.legible < 0.1
    (page,) = read(write(tmp_path / "b.pdf", "50 400 m 300 400 l S"))
    assert page.text_layer == "none"


STAMP = text(50, 20, "由扫描王扫描")
STRIPS = "".join(picture(-50, y, 650, y + 100) for y in range(100, 800, 100))


@pytest.mark.parametrize(
    ("content", "layer"),
    [
        (picture(0, 0, 600, 800) + STAMP, "none"),
        (STRIPS + STAMP, "none"),
        (picture(0, 0, 600, 800) + text(20, 20, REPORT + REPORT, 6), "none"),  # a long stamp
        (text(20, 20, REPORT + REPORT, 6), "good"),
        (STAMP, "good"),  # a page of few words
        (picture(50, 400, 550, 780) + STAMP, "good"),  # a photograph with its caption
        (picture(500, 0, 5000, 800) + STAMP, "good"),  # most of it lies off the page
        (picture(0, 0, 600, 800) + text(50, 700, REPORT) + text(50, 600, REPORT), "good"),  # words on a coloured ground
        (picture(0, 0, 600, 800), "none"),
        ("", "none"),
    ],
)
def test_a_picture_with_a_stamp_printed_on_it_is_a_scan(tmp_path, content, layer):
    (page,) = read(write(tmp_path / "a.pdf", content))
    assert page.text_layer == layer


@pytest.mark.parametrize(
    ("words", "least", "most"), [(REPORT, 0.95, 1.0), ("12 345 67 89" * 9 + "元" * 30, 0.4, 1.0), ("!\"#$%&'()" * 20, 0, 0.1), ("", 0, 0)]
)
def test_legibility(words, least, most):
    assert least <= legibility(words) <= most


LOST = text(100, 700, "市总工会", 20) + text(200, 700, "一", 18)  # pdfium leaves 一 out: its font is not there, the line is of one glyph


@pytest.mark.parametrize(
    ("box", "page", "start"),
    [
        ((0, 0, 600, 800), "", (100, 82.4)),
        ((-100, -200, 600, 800), "", (200, 82.4)),
        ((600, 800, -100, -200), "", (200, 82.4)),
        ((-100, -200, 600, 800), "/CropBox [50 50 500 750]", (50, 32.4)),
    ],
)
def test_glyphs_that_pdfium_leaves_out_are_read_where_they_stand(tmp_path, box, page, start):
    (found,) = read(write(tmp_path / "a.pdf", LOST, box=box, page=page))
    assert ([line.text for line in found.lines], found.dropped) == (["市总工会 一"], {})
    assert found.lines[0].box[:2] == pytest.approx(start, abs=0.1)


KEPT = (["市总工会"], ["市总工会 一"])  # the latter where the machine has a Chinese font, of which pdfium leaves nothing out


@pytest.mark.parametrize(("box", "page"), [(None, ""), ((0, 0, 600, 800), "/CropBox [0 0]")])
def test_where_pdfplumber_stumbles_the_other_glyphs_are_kept(tmp_path, box, page):
    path = write(tmp_path / "a.pdf", LOST, box=box, page=page)
    (found,) = read(path)
    assert [line.text for line in found.lines] in KEPT and found.dropped == {}
    assert plumbed(str(path), 0, 1) is None


def test_where_pdfplumber_finds_nothing_the_other_glyphs_are_kept(tmp_path, monkeypatch):
    path = write(tmp_path / "a.pdf", LOST)
    for found in ([], None):
        monkeypatch.setattr(pdf_reader, "plumbed", lambda *_, found=found: found)
        page = pdf_reader.page_or_blank(pypdfium2.PdfDocument(path), str(path), 0, asdict(pdf.Limits()))
        assert [line[0] for line in page["lines"]] in KEPT


def test_pdfplumber_is_not_asked_for_turned_pages(tmp_path):
    (found,) = read(write(tmp_path / "a.pdf", LOST, page="/Rotate 90"))
    assert [line.text for line in found.lines] in KEPT and found.dropped == {}


def test_pages_that_pdfplumber_counts_otherwise_are_not_taken_for_each_other(tmp_path):
    path = write(tmp_path / "a.pdf", LOST, LOST + text(100, 600, "第二页"))
    path.write_bytes(path.read_bytes().replace(b"/Type /Page /Parent", b"/Typo /Page /Parent", 1))  # pdfium takes the first for a page
    assert [[line.text for line in page.lines] for page in read(path)] in [[kept, [*kept, "第二页"]] for kept in KEPT]
    assert plumbed(str(path), 0, 2) is None


def test_the_same_characters_as_pdfplumber(tmp_path):
    import pdfplumber

    path = write(tmp_path / "a.pdf", "".join(text(50, 700 - 13 * i, REPORT[i : i + 25], 9) for i in range(15)))
    with pdfplumber.open(path) as document:
        there = Counter(c["text"] for c in document.pages[0].chars)
    assert Counter("".join(line.text for line in read(path)[0].lines)) == there


def test_broken_files(tmp_path):
    whole = write(tmp_path / "a.pdf", text(50, 700, REPORT)).read_bytes()
    for name, data in [("half.pdf", whole[: len(whole) // 2]), ("none.pdf", b""), ("other.pdf", b"\x89PNG" + bytes(500))]:
        (tmp_path / name).write_bytes(data)
        assert kind_of_failure(tmp_path / name) == "pdf_damaged"


def test_a_file_without_pages(tmp_path):
    assert kind_of_failure(write(tmp_path / "a.pdf")) in {"pdf_empty", "pdf_damaged"}


def test_limits(tmp_path):
    path = write(tmp_path / "a.pdf", *[text(50, 700, "工会")] * 3)
    assert kind_of_failure(path, pages=2) == "pdf_too_large"
    assert kind_of_failure(path, file_bytes=10) == "pdf_too_large"
    assert [page.number for page in read(path)] == [1, 2, 3]
    assert read(path, characters=1)[0].dropped == {"too_many": 1}


def test_a_decompression_bomb_ends_within_its_memory(tmp_path):
    press = zlib.compressobj(9)
    data = b"".join(press.compress(b" " * (1 << 24)) for _ in range(40)) + press.flush()
    assert kind_of_failure(write(tmp_path / "a.pdf", data), memory=400 * pdf.MB) == "pdf_too_large"


def test_very_many_paths_leave_the_text_as_it_is(tmp_path):
    paths = "".join(f"{i % 600} {i % 800} m {(i + 7) % 600} {i * 3 % 800} l S\n" for i in range(60_000))
    (page,) = read(write(tmp_path / "a.pdf", text(50, 700, REPORT) + paths), objects=1000)
    assert [line.text for line in page.lines] == [REPORT]
    assert len(page.rules) <= 1000


def test_a_page_of_twenty_metres_and_a_script(tmp_path):
    (page,) = read(
        write(
            tmp_path / "a.pdf", text(50, 700, REPORT), box=(0, 0, 56693, 56693), catalog="/OpenAction << /S /JavaScript /JS (while(1){}) >>"
        )
    )
    assert [line.text for line in page.lines] == [REPORT] and page.width == 56693


def test_too_slow(tmp_path):
    path = write(tmp_path / "a.pdf", text(50, 700, REPORT))
    assert kind_of_failure(path, seconds=0) in {"pdf_timeout", "pdf_too_large"}


def test_lines_are_ordered_down_the_page(tmp_path):
    (page,) = read(write(tmp_path / "a.pdf", "".join(text(50, y, "职工之家") for y in (300, 700, 500))))
    assert all(a.box[1] <= b.box[1] for a, b in pairwise(page.lines))


@pytest.mark.parametrize(("turn", "shape"), [("", (300, 400)), ("/Rotate 90", (300, 400))])
def test_the_picture_of_a_page_is_upright(tmp_path, turn, shape):
    path = write(tmp_path / "a.pdf", "", text(50, 700, REPORT[:20]) + "0 g 0 700 300 100 re f", page=turn)
    image = Image.open(io.BytesIO(pdf_picture.picture(path, 2, 300, pdf.Limits()))).convert("L")
    assert image.size == shape
    assert image.getpixel((60, 20)) < 40 and image.getpixel((250, 20)) > 200 and image.getpixel((60, 350)) > 200


def test_no_picture_is_drawn_of_a_bomb(tmp_path):
    press = zlib.compressobj(9)
    data = b"".join(press.compress(b" " * (1 << 24)) for _ in range(40)) + press.flush()
    with pytest.raises(DataError):
        pdf_picture.picture(write(tmp_path / "a.pdf", data), 1, 300, pdf.Limits(memory=400 * pdf.MB))


def test_settings_set_limits_and_say_what_is_wrong():
    assert pdf.limits_from({}) == pdf.limits_from({"PDF_PAGES": " "}) == pdf.Limits()
    assert pdf.limits_from({"PDF_PAGES": "500", "PDF_MEMORY": "1024"}) == pdf.Limits(pages=500, memory=1024 * pdf.MB)
    for value in ("0", "-1", "many", "1.5", "三"):
        with pytest.raises(UsageError, match="PDF_PAGES"):
            pdf.limits_from({"PDF_PAGES": value})
    assert all(name in pdf.settings_help() for name in pdf.SETTINGS)
