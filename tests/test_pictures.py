import hashlib
import io

import pytest
from pdf_writer import text, write
from PIL import Image

from pipeline import pictures
from pipeline.engines.pdf import Limits
from pipeline.errors import DataError

BLACK, WHITE = (0, 0, 0), (255, 255, 255)


def row(name, page_id="p", **more):
    return {"source_path": name, "page_id": page_id, "source_kind": "image", "turn": 0} | more


def picture(folder, width=200, **page):
    data = pictures.page_picture(row(**page), folder, Limits(), width)
    assert data.startswith(b"\xff\xd8")
    return Image.open(io.BytesIO(data))


def dark(image):
    """Where a picture of white and black is black: (x0, y0, x1, y1) in shares, to two digits."""
    box = image.convert("L").point(lambda value: 255 * (value < 128)).getbbox()
    return tuple(round(side / size, 2) for side, size in zip(box, image.size * 2, strict=True))


def marked(size=(120, 80), box=(0, 0, 30, 20), mode="RGB"):
    """A white picture with a black mark, in the top left corner unless it is said where."""
    image = Image.new("RGB", size, "white")
    image.paste(BLACK, box)
    return image.convert(mode)


def failure(call, *arguments):
    with pytest.raises(DataError) as caught:
        call(*arguments)
    return caught.value.kind, caught.value.message


@pytest.mark.parametrize(
    ("name", "mode"),
    [("a.png", "RGB"), ("a.png", "1"), ("a.png", "L"), ("a.png", "P"), ("a.jpg", "CMYK"), ("a.webp", "RGB"), ("a.jp2", "RGB")],
)
def test_a_picture_of_any_sort_is_drawn_in_colours(tmp_path, name, mode):
    marked(mode=mode).save(tmp_path / name)
    image = picture(tmp_path, name=name)
    assert image.mode == "RGB" and image.size == (120, 80)  # not enlarged
    assert dark(image) == (0, 0, 0.25, 0.25)


def test_what_is_transparent_is_paper_and_sixteen_bits_become_eight(tmp_path):
    clear = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    clear.paste((0, 0, 0, 255), (0, 0, 20, 20))
    clear.save(tmp_path / "clear.png")
    assert dark(picture(tmp_path, name="clear.png")) == (0, 0, 0.5, 0.5)
    grey = Image.new("I;16", (40, 40), 40_000)
    grey.save(tmp_path / "grey.png")
    assert picture(tmp_path, name="grey.png").getpixel((20, 20)) == pytest.approx((156,) * 3, abs=2)


def test_a_large_picture_is_made_smaller_and_a_long_one_is_kept_within_bounds(tmp_path):
    Image.new("L", (1000, 500)).save(tmp_path / "wide.png")
    Image.new("L", (100, 5000)).save(tmp_path / "long.png")
    assert picture(tmp_path, name="wide.png", width=200).size == (200, 100)
    assert picture(tmp_path, name="long.png", width=100).size == (8, 400)


@pytest.mark.parametrize("name", ["a.jpg", "a.tif", "a.png"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_is_shown_as_its_exif_data_say(tmp_path, orientation, name):
    """The camera wrote the mark where the orientation brings it back to the top left."""
    undo = {
        2: [Image.Transpose.FLIP_LEFT_RIGHT],
        3: [Image.Transpose.ROTATE_180],
        4: [Image.Transpose.FLIP_TOP_BOTTOM],
        5: [Image.Transpose.TRANSPOSE],
        6: [Image.Transpose.ROTATE_90],
        7: [Image.Transpose.TRANSVERSE],
        8: [Image.Transpose.ROTATE_270],
    }
    stored = marked()
    for way in undo.get(orientation, []):
        stored = stored.transpose(way)
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored.save(tmp_path / name, exif=exif)
    image = picture(tmp_path, name=name)
    assert image.size == (120, 80) and dark(image) == (0, 0, 0.25, 0.25)


TURNED = {
    None: ((120, 80), (0, 0, 0.25, 0.25)),
    1: ((80, 120), (0.75, 0, 1, 0.25)),
    2: ((120, 80), (0.75, 0.75, 1, 1)),
    3: ((80, 120), (0, 0.75, 0.25, 1)),
}


@pytest.mark.parametrize("turn", TURNED)
def test_a_scan_is_turned_clockwise_by_quarters(tmp_path, turn):
    marked().save(tmp_path / "a.png")
    image = picture(tmp_path, name="a.png", turn=turn)
    assert (image.size, dark(image)) == TURNED[turn]


def test_the_number_at_the_end_of_the_id_chooses_the_frame(tmp_path):
    frames = [marked(box=(40 * i, 0, 40 * i + 40, 20)) for i in range(3)]
    frames[0].save(tmp_path / "a.tif", save_all=True, append_images=frames[1:])
    for number, left in ((1, 0), (2, 0.33), (3, 0.67)):
        assert dark(picture(tmp_path, name="a.tif", page_id=f"p-{number}"))[0] == left
    assert failure(pictures.page_picture, row("a.tif", "p-4"), tmp_path, Limits(), 100)[0] == "bad_picture"
    frames[0].save(tmp_path / "b.tif")
    assert dark(picture(tmp_path, name="b.tif", page_id="paper-2015-psupplement-3"))[0] == 0  # its only page


def pdf(path, *pages, **more):
    return write(path, *(f"{x} {y} 60 40 re f\n" + text(300, 300, "第二版") for x, y in pages), **more)


def test_a_page_of_a_pdf_is_drawn_and_turned_if_it_is_a_scan(tmp_path):
    pdf(tmp_path / "a.pdf", (0, 760), (540, 760))
    first, second = (picture(tmp_path, 300, name="a.pdf", page_id=f"p-{n}", source_kind="pdf_text").crop((0, 0, 300, 100)) for n in (1, 2))
    assert (dark(first)[0], dark(second)[2]) == (0, 1)
    scan = row("a.pdf", "p-1", source_kind="pdf_scan", turn=1) | {"width": 800.0, "height": 600.0}
    image = Image.open(io.BytesIO(pictures.page_picture(scan, tmp_path, Limits(), 300)))
    assert image.size == pytest.approx((300, 225), abs=1)
    assert dark(image.crop((150, 0, 300, 100)))[2] == 1  # the mark is in the top right corner


def test_the_only_page_of_a_file_needs_no_number(tmp_path):
    pdf(tmp_path / "a.pdf", (0, 760))
    assert picture(tmp_path, 300, name="a.pdf", page_id="paper-2015-psupplement-3").size == (300, 400)


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [(b"", "a.png", "bad_picture"), (b"\x89PNG\r\n\x1a\nxx", "a.png", "bad_picture"), (b"%PDF-1.4 nothing", "a.pdf", "pdf_damaged")],
)
def test_a_broken_file_is_the_files_fault_and_named(tmp_path, content, name, kind):
    (tmp_path / name).write_bytes(content)
    found, message = failure(pictures.page_picture, row(name), tmp_path, Limits(), 100)
    assert found == kind and name in message and "again" in message


def test_a_picture_that_ends_too_early_is_broken(tmp_path):
    whole = io.BytesIO()
    Image.effect_noise((300, 300), 90).save(whole, "PNG")
    (tmp_path / "a.png").write_bytes(whole.getvalue()[:20_000])
    assert failure(pictures.page_picture, row("a.png"), tmp_path, Limits(), 100)[0] == "bad_picture"


def test_a_picture_of_too_many_pixels_is_not_decoded(tmp_path, monkeypatch):
    marked().save(tmp_path / "a.png")
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    assert failure(pictures.page_picture, row("a.png"), tmp_path, Limits(), 100)[0] == "picture_too_large"
    assert failure(pictures.page_picture, row("a.png"), tmp_path, Limits(file_bytes=10), 100)[0] == "picture_too_large"


def test_a_page_of_text_a_missing_file_and_one_outside_have_no_picture(tmp_path):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    marked().save(tmp_path / "secret.png")
    assert failure(pictures.page_picture, row("a.txt", source_kind="text"), corpus, Limits(), 100)[0] == "no_picture"
    assert failure(pictures.page_picture, row("a.png"), corpus, Limits(), 100)[0] == "missing_file"
    assert failure(pictures.page_picture, row("../secret.png"), corpus, Limits(), 100)[0] == "missing_file"


def test_a_file_that_has_changed_since_the_tables_were_made_is_not_shown(tmp_path):
    marked().save(tmp_path / "a.png")
    digest = hashlib.sha256((tmp_path / "a.png").read_bytes()).hexdigest()
    assert picture(tmp_path, name="a.png", source_sha256=digest).size == (120, 80)
    marked(size=(60, 60)).save(tmp_path / "a.png")
    assert failure(pictures.page_picture, row("a.png", source_sha256=digest), tmp_path, Limits(), 100)[0] == "changed_file"


def page_with_mark(box, size=(400, 400)):
    out = io.BytesIO()
    marked(size, box).save(out, "PNG")
    return out.getvalue(), {side: value / size[i % 2] for i, (side, value) in enumerate(zip(("x0", "y0", "x1", "y1"), box, strict=True))}


@pytest.mark.parametrize("box", [(100, 40, 180, 60), (0, 0, 50, 10), (350, 380, 400, 400), (203, 301, 207, 302)])
def test_a_crop_tells_where_the_boxes_are_in_it(box):
    data, place = page_with_mark(box)
    cut, (share,) = pictures.crop(data, [place], 0.05)
    image = Image.open(io.BytesIO(cut))
    assert image.width < 400 and image.height < 100
    assert share == pytest.approx(dark(image), abs=0.04)


def test_a_crop_holds_all_boxes_and_stays_on_the_page():
    data, place = page_with_mark((100, 40, 180, 60))
    far = {"x0": 0.9, "y0": 0.5, "x1": 1.0, "y1": 0.52}
    cut, shares = pictures.crop(data, [place, far], 0.1)
    assert pictures.size_of(cut) == (400 - 60, 249)
    assert len(shares) == 2 and shares[1][2] == pytest.approx(1, abs=0.01)


def test_boxes_at_the_edge_or_without_breadth_still_give_a_crop():
    data, _ = page_with_mark((100, 40, 180, 60))
    cut, shares = pictures.crop(data, [{"x0": 1.0, "y0": 1.0, "x1": 1.0, "y1": 1.0}], 0)
    assert min(pictures.size_of(cut)) >= 4 and len(shares) == 1
    with pytest.raises(ValueError):
        pictures.crop(data, [], 0.1)
