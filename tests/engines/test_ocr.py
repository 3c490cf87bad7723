import platform
import sys

import numpy as np
import pytest

from pipeline.engines import ocr


@pytest.fixture(scope="module", autouse=True)
def models():
    """The models loaded where the program loads them, not by a test."""
    ocr.read([np.full((48, 64, 3), 255, np.uint8)])


def test_the_wheel_carries_its_models():
    assert ocr.version().startswith("rapidocr ")
    assert "PP-OCR" in ocr.version()


def test_steps_become_characters():
    characters = ocr._characters()
    one, two = characters.index("工"), characters.index("会")
    steps = np.full((8, len(characters)), 1e-6, np.float32)
    for step, (char, p) in enumerate([(0, 0.9), (one, 0.8), (one, 0.6), (0, 0.9), (one, 0.7), (two, 0.9), (0, 0.9), (0, 0.9)]):
        steps[step, char] = p
    steps[5, one] = 0.08
    reading = ocr._reading(steps)
    assert reading.text == "工工会"
    assert reading.sure == (np.float32(0.8), np.float32(0.7), np.float32(0.9))
    assert reading.at == (2 / 8, 4.5 / 8, 5.5 / 8)
    assert reading.others[2][0] == ("工", np.float32(0.08))


def test_a_stop_that_was_nearly_read_is_told_with_its_place():
    index = ocr._characters().index
    steps = np.full((6, len(ocr._characters())), 1e-6, dtype=np.float32)
    for step, chances in enumerate([{"工": 0.9}, {"，": 0.02}, {"，": 0.2, ",": 0.1}, {"。": 0.1, "会": 0.3}, {"会": 0.9}, {"。": 0.04}]):
        for char, chance in chances.items():
            steps[step, index(char)] = chance
        steps[step, ocr.BLANK] = 1 - sum(chances.values())
    [missed] = ocr._reading(steps).missed
    assert (missed.before, missed.at) == (1, 2.5 / 6)
    assert dict(missed.stops)["，"] == pytest.approx(0.2) and dict(missed.stops)[","] == pytest.approx(0.1)
    assert "会" not in dict(missed.stops)


def test_a_missed_stop_goes_with_the_part_that_it_ends():
    missed = tuple(ocr.Missed(before, before / 4, (("，", 0.2),)) for before in (0, 2, 4))
    reading = ocr.Reading("工会慰问", (0.9,) * 4, (0.1, 0.3, 0.6, 0.9), ((),) * 4, missed)
    assert [one.before for one in reading.part(0, 2).missed] == [2]
    assert [one.before for one in reading.part(2, 4).missed] == [2]


def test_nothing_is_no_reading():
    assert ocr._reading(np.eye(1, 5, dtype=np.float32)).text == ""
    assert ocr.read([]) == []


def test_threads_change_nothing(monkeypatch):
    lines = [np.random.default_rng(n).integers(0, 255, (48, 100 + 40 * n, 3), np.uint8) for n in range(4)]
    monkeypatch.setenv(ocr.THREADS, "1")
    alone = ocr.read(lines)
    monkeypatch.setenv(ocr.THREADS, "3")
    assert ocr.read(lines) == alone


def denormal(_=None) -> float:
    """A value too small for a normal float32, computed."""
    return float(np.float32(1e-40) * np.float32(1.0))


@pytest.mark.skipif(sys.platform != "linux" or platform.machine() != "x86_64", reason="where denormals are slow, and threads inherit")
@pytest.mark.parametrize("threads", ["1", "2"])
def test_denormals_are_nothing_to_the_models_and_something_to_the_rest(monkeypatch, threads):
    monkeypatch.setenv(ocr.THREADS, threads)
    assert ocr._shared_out("det", denormal, [1, 2, 3]) == [0, 0, 0]
    assert denormal() > 0


def test_what_is_nearly_impossible_is_no_other_reading():
    characters = ocr._characters()
    steps = np.zeros((1, len(characters)), np.float32)
    for char, p in zip("工会土", (0.9, 0.02, 0.009), strict=True):
        steps[0, characters.index(char)] = p
    assert [[char for char, _ in some] for some in ocr._reading(steps).others] == [["会"]]
