"""Tesseract: most of it with a stub on PATH, so that it need not be installed."""

import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pipeline.engines import tesseract
from pipeline.errors import DataError, UsageError

PAGE = Path(__file__).parents[1] / "scanning" / "page.png"
LINES = [np.full((48, width), width, np.uint8) for width in (20, 30, 40)]
SPEAKS = """#!/bin/sh
case $1 in
--version) echo tesseract 5.9.9; echo " leptonica-1.82.0" ;;
--list-langs) echo 'List of available languages in "DATA" (2):'; echo chi_sim; echo osd ;;
*) READS ;;
esac
"""
WIDTHS = r"""between=; while read -r path; do printf "$between"; head -n 1 "$path" | cut -d' ' -f 2; between='\f'; done < "$1" """


@pytest.fixture(autouse=True)
def asked_anew():
    tesseract.version.cache_clear()
    yield
    tesseract.version.cache_clear()


@pytest.fixture
def stub(tmp_path, monkeypatch):
    """stub(what): puts a program on PATH that answers so when it is to read a list of pictures; says=: the whole of it."""

    def make(reads: str = WIDTHS, says: str = SPEAKS) -> None:
        program = tmp_path / "bin" / tesseract.PROGRAM
        program.parent.mkdir(exist_ok=True)
        program.write_text(says.replace("READS", reads).replace("DATA", str(tmp_path)), encoding="utf-8")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")

    return make


@pytest.mark.parametrize("environment", [{}, {"OCR_TESSERACT": " "}, {"OCR_TESSERACT": "no"}, {"OCR_TESSERACT": "No"}])
def test_it_is_off_by_default_and_need_not_be_there(environment, monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert tesseract.wanted(environment) is None


def test_another_value_is_refused():
    with pytest.raises(UsageError, match="OCR_TESSERACT=perhaps"):
        tesseract.wanted({"OCR_TESSERACT": "perhaps"})


def test_a_missing_program_is_told_with_the_packages(monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UsageError, match=r"there is no program tesseract.*tesseract-ocr tesseract-ocr-chi-sim"):
        tesseract.wanted({"OCR_TESSERACT": "yes"})


def test_missing_data_are_told_with_the_packages(stub):
    stub(says=SPEAKS.replace("chi_sim", "eng"))
    with pytest.raises(UsageError, match=r"no data for Chinese.*tesseract-ocr-chi-sim"):
        tesseract.wanted({"OCR_TESSERACT": "YES"})


def test_the_version_tells_the_program_and_its_data(stub, tmp_path):
    stub()
    assert tesseract.wanted({"OCR_TESSERACT": "yes"}) == "tesseract 5.9.9 (chi_sim)"
    tesseract.version.cache_clear()
    (tmp_path / "chi_sim.traineddata").write_bytes(b"other data")
    assert re.fullmatch(r"tesseract 5\.9\.9 \(chi_sim [0-9a-f]{8}\)", tesseract.wanted({"OCR_TESSERACT": "yes"}))


@pytest.mark.parametrize("last", ["", r"; printf '\f'"])  # before 5.3 something stands behind the last text, too
def test_each_picture_has_its_text(stub, last):
    stub(WIDTHS + last)
    assert tesseract.read(LINES) == ["20", "30", "40"]


def test_blanks_are_left_out_and_a_text_may_be_empty(stub):
    stub(r"printf '3 8.75 万元\n\f\f\n'")
    assert tesseract.read(LINES) == ["38.75万元", "", ""]


def test_without_pictures_nothing_is_started(monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert tesseract.read([]) == []


@pytest.mark.parametrize(
    ("reads", "message"),
    [
        ("echo no room >&2; exit 3", r"ended with 3 \(no room\)"),
        ("exit 3", r"ended with 3 \(nothing said\)"),
        ("printf 'one\\fanother'", "gave 2 answers to 3 pictures"),
        ("sleep 3", "does not run .*timed out"),
    ],
)
def test_what_fails_is_a_failure_with_what_to_do(stub, monkeypatch, reads, message):
    monkeypatch.setattr(tesseract, "SECONDS", 0.5)
    monkeypatch.setattr(tesseract, "SECONDS_A_LINE", 0)
    stub(reads)
    with pytest.raises(DataError, match=f"{message}.*without OCR_TESSERACT=yes") as error:
        tesseract.read(LINES)
    assert error.value.kind == tesseract.FAILED


def _installed() -> bool:
    if not shutil.which(tesseract.PROGRAM):
        return False
    listed = subprocess.run([tesseract.PROGRAM, "--list-langs"], capture_output=True, text=True, check=False)
    return tesseract.LANGUAGE in (listed.stdout + listed.stderr).split()


@pytest.mark.skipif(not _installed(), reason="Tesseract and its data for Chinese are not installed")
def test_the_program_reads_numbers():
    page = Image.open(PAGE).convert("L")
    lines = [np.asarray(page.crop(box)) for box in ((54, 174, 440, 214), (700, 640, 716, 688), (554, 414, 880, 462))]
    first, _, last = tesseract.read(lines)  # there is an answer to white paper, too, whatever it is
    assert "38.75" in first and "11.6" in last
    assert re.fullmatch(r"tesseract \S+ \(chi_sim( [0-9a-f]{8})?\)", tesseract.wanted({"OCR_TESSERACT": "yes"}))
