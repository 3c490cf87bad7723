from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pipeline.scanning import page as scanning
from pipeline.scanning import recognising

PAGE = Path(__file__).parent / "page.png"
LEAD = "本报讯7月8日，安平县总工会筹集资金38.75万元，为2460名环卫工人送去茶叶、毛巾和防暑药品。截至目前，全县已建成职工服务站17个。"
FRAMED = "“钱拿到了！”8月3日，滏阳区总工会帮23名农民工讨回工资11.6万元，人均5043元。"


def pixels(turn: int = 0, slant: float = 0.0, darker: float = 0.0, noise: float = 0.0) -> np.ndarray:
    """The page as it may come from a scanner: turned, slanting, with light that falls off, with noise."""
    image = Image.open(PAGE).convert("RGB").rotate(slant, Image.BICUBIC, fillcolor="white")
    values = np.asarray(image).astype(np.float32)
    light = 1 - darker * np.linspace(0, 1, values.shape[1])[None, :, None]
    values = values * light + np.random.default_rng(3).normal(0, noise, values.shape)
    return np.ascontiguousarray(np.rot90(values.clip(0, 255).astype(np.uint8), turn))


@pytest.fixture(scope="module")
def clean():
    return scanning.read(pixels())


def text_of(lines) -> str:
    return "".join(line.text for line in lines)


def in_box(lines, x0, y0, x1, y1):
    return [line for line in lines if x0 < line.box[0] and line.box[2] < x1 and y0 < line.box[1] and line.box[3] < y1]


def test_every_line_is_read_once_and_whole(clean):
    body = sorted(in_box(clean.lines, 0, 130, 500, 345), key=lambda line: line.box[1])
    assert text_of(body) == LEAD
    framed = sorted(in_box(clean.lines, 541, 490, 949, 699), key=lambda line: line.box[1])
    assert text_of(framed) == FRAMED


def test_type_is_measured(clean):
    sizes = {line.text: line.em for line in clean.lines}
    assert sizes["安平县总工会送清凉"] == pytest.approx(56, rel=0.04)
    assert sizes["追回欠薪11.6万元"] == pytest.approx(34, rel=0.04)
    assert sizes["工会筹集资金38.75万元，为24"] == pytest.approx(26, rel=0.03)


def test_each_character_has_its_place(clean):
    line = next(line for line in clean.lines if "38.75万元" in line.text)
    start = line.text.index("3")
    x0, x1 = (line.box[0] + line.spots[2 * start + side] / 10_000 * (line.box[2] - line.box[0]) for side in (0, 1))
    assert x0 == pytest.approx(60 + 6 * 26, abs=5)
    assert 8 < x1 - x0 < 18


def test_the_rule_the_frame_and_the_photograph_are_seen(clean):
    assert any(abs(r[1] - 120) < 4 and r[0] < 70 and r[2] > 930 for r in clean.rules)
    assert sum(abs(r[0] - x) < 5 and r[3] - r[1] > 250 for r in clean.rules for x in (540, 950)) == 2
    [photograph] = clean.pictures
    assert photograph == pytest.approx((560, 150, 930, 370), abs=8)


def test_a_clean_page_is_not_touched(clean):
    assert (clean.turn, clean.slant, clean.bend) == (0, 0.0, None)
    assert min(line.confidence for line in clean.lines) > 0.95
    assert not any(line.second or line.unrepaired for line in clean.lines)


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_a_turned_page_is_brought_upright(turn):
    read = scanning.read(pixels(turn=turn))
    assert read.turn == turn  # turned counter-clockwise by the test, clockwise by the reader
    assert (read.width, read.height) == (1000, 760)
    assert LEAD in text_of(sorted(in_box(read.lines, 0, 130, 500, 345), key=lambda line: line.box[1]))


def test_a_worn_page_reads_the_same():
    read = scanning.read(pixels(slant=1.2, darker=0.3, noise=12))
    assert read.slant == pytest.approx(-1.2, abs=0.15)
    numbers = {"38.75万元", "11.6万元", "17个", "35家", "1200"}
    assert {number for number in numbers if any(number in line.text for line in read.lines)} == numbers


@pytest.mark.parametrize("grey", [0, 128, 255])
def test_a_page_without_print_gives_nothing(grey):
    assert scanning.read(np.full((600, 500, 3), grey, np.uint8)) is None


def test_a_ground_in_which_nothing_is_read_is_a_photograph():
    line = recognising.Printed((50.0, 50.0, 150.0, 70.0), None, 20.0, 50.0, 100.0)
    worded, empty = (0.0, 0.0, 200.0, 200.0), (300.0, 0.0, 500.0, 200.0)
    assert scanning.told_apart((worded, empty), [line]) == ((worded,), (empty,))
