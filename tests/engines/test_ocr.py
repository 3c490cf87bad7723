import numpy as np

from pipeline.engines import ocr


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


def test_nothing_is_no_reading():
    assert ocr._reading(np.eye(1, 5, dtype=np.float32)).text == ""
    assert ocr.read([]) == []


def test_threads_change_nothing(monkeypatch):
    lines = [np.random.default_rng(n).integers(0, 255, (48, 100 + 40 * n, 3), np.uint8) for n in range(4)]
    monkeypatch.setenv(ocr.THREADS, "1")
    alone = ocr.read(lines)
    monkeypatch.setenv(ocr.THREADS, "3")
    assert ocr.read(lines) == alone
