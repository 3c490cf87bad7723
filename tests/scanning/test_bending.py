import cv2
import numpy as np
import pytest

from pipeline import evidence
from pipeline.records import Box, Page
from pipeline.scanning.bending import bend_of, levelled, rotation
from pipeline.scanning.detecting import Slant

WIDTH, HEIGHT, EM = 1000.0, 1400.0, 18.0
BEND = (0.002, 0.01, -0.006, -0.012, 0.004, 0.003)


def slope(x: float, y: float) -> float:
    x, y = 2 * x / WIDTH - 1, 2 * y / HEIGHT - 1
    return sum(c * term for c, term in zip(BEND, (1, x, y, x * x, x * y, y * y), strict=True))


def lines(step: int = 90) -> list[Slant]:
    places = [(x, y) for x in range(100, 950, 200) for y in range(50, 1400, step)]
    return [Slant(x, y, 180, 10, float(np.degrees(np.arctan(slope(x, y))))) for x, y in places]


def test_the_bend_of_a_page_is_found():
    assert bend_of(lines(), WIDTH, HEIGHT, EM) == pytest.approx(BEND, abs=1e-4)


def test_lines_of_pictures_and_logos_do_not_count():
    stray = [Slant(500, 700, 100, 10, 3.0), Slant(200, 300, 150, 12, -3.5)]
    assert bend_of(lines() + stray, WIDTH, HEIGHT, EM) == pytest.approx(BEND, abs=1e-3)


def test_a_flat_page_and_one_of_few_lines_are_left_alone():
    flat = [Slant(line.x, line.y, 180, 10, 0.01) for line in lines()]
    assert bend_of(flat, WIDTH, HEIGHT, EM) is None
    assert bend_of(lines()[:10], WIDTH, HEIGHT, EM) is None


def test_what_is_within_the_error_of_measuring_is_no_bend():
    assert bend_of([Slant(line.x, line.y, 180, 10, 0.2) for line in lines()], WIDTH, HEIGHT, EM) is None
    assert bend_of([Slant(line.x, line.y, 180, 10, 0.4) for line in lines()], WIDTH, HEIGHT, EM) is not None


def test_a_level_picture_has_level_lines():
    page = np.full((700, 500), 255, np.uint8)
    for column in range(500):
        x = 2 * column / 500 - 1
        for row in (100, 350, 600):
            y = row + evidence.sunk(BEND, np.float64(x), np.float64(2 * row / 700 - 1), 500.0)
            page[round(float(y)) : round(float(y)) + 3, column] = 0
    rows = np.flatnonzero((levelled(page, BEND) < 128).mean(axis=1) > 0.9)
    assert [int(row) for row in rows if row - 1 not in rows] == pytest.approx([100, 350, 600], abs=1)


def test_a_slanting_and_bent_picture_is_put_right_in_one_step():
    page = cv2.GaussianBlur(np.random.default_rng(2).integers(0, 255, (700, 500), np.uint8), (0, 0), 4)
    one = levelled(page, BEND, 1.5)
    two = levelled(levelled(page, None, 1.5), BEND)
    inside = np.s_[40:-40, 40:-40]  # what has come in from outside differs
    assert np.abs(one[inside].astype(int) - two[inside]).max() <= 2
    assert np.abs(one[inside].astype(int) - page[inside]).mean() > 2


def test_a_straight_and_flat_picture_is_not_touched():
    page = np.zeros((20, 30, 3), np.uint8)
    assert levelled(page, None) is page


def test_boxes_come_back_to_the_picture_that_people_see():
    page = Page("p", "i", "p.png", "", "image", "test", (), width=WIDTH, height=HEIGHT, slant=1.5, bend=BEND)
    x, y = 300.0, 1000.0  # on the level page
    bent = y + float(evidence.sunk(BEND, np.float64(2 * x / WIDTH - 1), np.float64(2 * y / HEIGHT - 1), WIDTH))
    seen = np.linalg.inv(np.vstack([rotation(WIDTH, HEIGHT, 1.5), [0, 0, 1]])) @ (x, bent, 1)
    small = 1e-6
    box = evidence.on_upright_page(Box("p", x / WIDTH, y / HEIGHT, x / WIDTH + small, y / HEIGHT + small), page)
    assert (box.x0 * WIDTH, box.y0 * HEIGHT) == pytest.approx(tuple(seen[:2]), abs=0.05)


def test_a_straight_page_keeps_its_boxes():
    box = Box("p", 0.1, 0.2, 0.3, 0.4)
    assert evidence.on_upright_page(box, Page("p", "i", "p.png", "", "image", "test", ())) is box
