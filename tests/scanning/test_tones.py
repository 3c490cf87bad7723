import cv2
import numpy as np
import pytest

from pipeline.scanning.tones import areas, evened, tones

EM = 20.0


def seen(page: np.ndarray, lines=()):
    full, coarse = evened(page.astype(np.uint8), EM)
    return tones(full, coarse, lines, EM)


@pytest.fixture
def page() -> np.ndarray:
    """Paper whose light falls off to the right by a third."""
    return np.full((1400, 1000), 240.0) * np.linspace(1, 0.67, 1000)[None, :]


def near(box, wanted, by=14) -> bool:
    return all(abs(a - b) < by for a, b in zip(box, wanted, strict=True))


def test_paper_with_uneven_light_is_empty(page):
    found = seen(page)
    assert (found.rules, found.frames, found.pictures) == ((), (), ())


def test_rules_level_upright_and_dashed(page):
    page[300:302, 100:700] *= 0.3
    page[200:900, 850:852] *= 0.3
    for x in range(100, 700, 20):
        page[600:602, x : x + 10] *= 0.3
    rules = seen(page).rules
    for wanted in ((100, 300, 700, 302), (850, 200, 852, 900), (100, 600, 700, 602)):
        assert any(near(rule, wanted, 22) for rule in rules), wanted
    assert len(rules) == 3


def test_thin_rules(page):
    page[300, 100:700] *= 0.6
    page[200:900, 850] *= 0.6
    rules = seen(page).rules
    assert len(rules) == 2
    assert near(rules[0], (100, 300, 700, 301), 6)
    assert near(rules[1], (850, 200, 851, 900), 6)


def test_two_rules_close_above_each_other(page):
    page[300:302, 100:700] *= 0.3
    page[320:322, 100:700] *= 0.3
    assert [round(rule[1] / 5) * 5 for rule in seen(page).rules] == [300, 320]


def test_a_rule_on_bent_paper(page):
    for x in range(100, 900):
        y = 400 + round(6 * np.sin(x / 150))
        page[y : y + 2, x] *= 0.3
    [rule] = seen(page).rules
    assert near(rule, (100, 394, 900, 408), 22)


def test_a_photograph_is_a_picture_and_no_text(page):
    grey = np.random.default_rng(5).normal(110, 60, (6, 9)).clip(5, 235).astype(np.float32)
    page[500:800, 200:600] = cv2.resize(grey, (400, 300), interpolation=cv2.INTER_CUBIC).clip(0, 255)
    found = seen(page)
    assert len(found.pictures) == 1
    assert near(found.pictures[0], (200, 500, 600, 800))


def test_a_photograph_in_a_corner_that_lies_in_shade():
    em, lines = 8.0, [(110.0, 95.0 + 10 * n, 195.0, 103.0 + 10 * n) for n in range(5)]
    bare = np.ones((260, 200), np.float32)
    bare[90:, 90:] = 0.68  # as dark as the paper is there, with text in it
    bare[150:210, 110:180] = np.linspace(0.35, 0.58, 60)[:, None]
    grounds, photographs = areas(bare, lines, em)
    assert len(photographs) == 1 and near(photographs[0], (110, 150, 180, 210), 5)
    assert not any(near(ground, (110, 150, 180, 210), 10) for ground in grounds)


def test_a_tinted_ground_with_text_is_a_frame(page):
    page[500:800, 200:600] *= 0.88
    lines = [(220.0, 520.0 + 34 * n, 580.0, 546.0 + 34 * n) for n in range(8)]
    for x0, y0, x1, y1 in lines:
        page[round(y0) + 4 : round(y1) - 4 : 3, round(x0) + 4 : round(x1) - 4] *= 0.2
    found = seen(page, lines)
    assert found.pictures == ()
    assert any(near(frame, (200, 500, 600, 800)) for frame in found.frames)


def test_a_rule_that_shines_through_is_none(page):
    page[300:303, 100:700] *= 0.91
    assert seen(page).rules == ()
