import io

import numpy as np
import pytest
from PIL import Image

from pipeline.engines import image_file
from pipeline.errors import DataError

STRIPS = 273  # TIFF tag: where the data of a page begins


def saved(path, image, **options):
    image.save(path, **options)
    return path


def picture(size=(120, 80)) -> Image.Image:
    """White, with a black field at the top left."""
    image = Image.new("RGB", size, "white")
    image.paste((0, 0, 0), (0, 0, 40, 20))
    return image


def only(path) -> np.ndarray:
    assert image_file.count(path) == 1
    return image_file.pixels(path, 1)


@pytest.mark.parametrize("name", ["p.png", "p.jpg", "p.tif", "p.webp", "p.jp2"])
def test_formats(tmp_path, name):
    pixels = only(saved(tmp_path / name, picture()))
    assert pixels.shape == (80, 120, 3)
    assert pixels[5, 5].max() < 30
    assert pixels[60, 100].min() > 225


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK"])
def test_modes(tmp_path, mode):
    pixels = only(saved(tmp_path / "p.tif", picture().convert(mode)))
    assert pixels[5, 5].max() < 60
    assert pixels[60, 100].min() > 225


def test_16_bit(tmp_path):
    values = np.full((80, 120), 60_000, np.uint16)
    values[:20, :40] = 2_000
    pixels = only(saved(tmp_path / "p.png", Image.fromarray(values)))
    assert pixels[5, 5].max() < 20
    assert 220 < pixels[60, 100].min() < 245


def test_transparent_parts_are_white(tmp_path):
    image = Image.new("RGBA", (120, 80), (0, 0, 0, 0))
    assert only(saved(tmp_path / "p.png", image)).min() == 255


def test_exif_turns(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter clockwise
    pixels = only(saved(tmp_path / "p.jpg", picture(), exif=exif))
    assert pixels.shape == (120, 80, 3)
    assert pixels[5, 75].max() < 30


def test_a_tiff_of_several_pages(tmp_path):
    first, second = picture(), picture((100, 90))
    path = saved(tmp_path / "p.tif", first, save_all=True, append_images=[second])
    assert image_file.count(path) == 2
    assert [image_file.pixels(path, n).shape for n in (1, 2)] == [(80, 120, 3), (90, 100, 3)]


def test_a_bad_page_of_a_tiff_says_nothing_of_the_others(tmp_path):
    noise = [Image.fromarray(np.random.default_rng(n).integers(0, 255, (80, 120, 3), np.uint8)) for n in range(3)]
    others = [noise[1], Image.new("L", (9, 9)), noise[2]]
    path = saved(tmp_path / "p.tif", noise[0], save_all=True, append_images=others, compression="jpeg")
    with Image.open(path) as image:
        image.seek(1)
        start = image.tag_v2[STRIPS][0]
    whole = path.read_bytes()
    path.write_bytes(whole[:start] + bytes(200) + whole[start + 200 :])
    kinds = []
    for number in range(1, image_file.count(path) + 1):
        try:
            kinds.append(image_file.pixels(path, number).shape)
        except DataError as error:
            kinds.append(error.kind)
    assert kinds == [(80, 120, 3), "image_damaged", "image_too_small", (80, 120, 3)]


def whole_png() -> bytes:
    out = io.BytesIO()
    Image.fromarray(np.random.default_rng(1).integers(0, 255, (200, 200, 3), np.uint8)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("data", [b"no picture", whole_png()[:3000], b""])
def test_damaged(tmp_path, data):
    (tmp_path / "p.png").write_bytes(data)
    with pytest.raises(DataError) as caught:
        image_file.pixels(tmp_path / "p.png", 1)
    assert caught.value.kind == "image_damaged"


def test_too_small(tmp_path):
    with pytest.raises(DataError, match="1 × 1") as caught:
        only(saved(tmp_path / "p.png", Image.new("L", (1, 1))))
    assert caught.value.kind == "image_too_small"


def test_too_large(tmp_path):
    with pytest.raises(DataError) as caught:
        only(saved(tmp_path / "p.png", Image.new("1", (30_000, 30_000))))
    assert caught.value.kind == "image_too_large"


def test_animated(tmp_path):
    saved(tmp_path / "p.webp", picture(), save_all=True, append_images=[picture((120, 80)).rotate(90)], duration=100)
    with pytest.raises(DataError, match="2 frames") as caught:
        image_file.count(tmp_path / "p.webp")
    assert caught.value.kind == "animated"
