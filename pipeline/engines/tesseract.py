"""Tesseract as a further reader of numbers, where it is asked for: a program of its own, which nobody needs to have.

One process reads all crops of a page, given as a list of files: it takes some tenths of a second to start, and 20 ms a crop.
"""

import hashlib
import os
import re
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np

from pipeline.errors import DataError, UsageError

VARIABLE = "OCR_TESSERACT"
PROGRAM = "tesseract"  # found on PATH
LANGUAGE = "chi_sim"
PACKAGES = "apt-get install tesseract-ocr tesseract-ocr-chi-sim"  # Debian's
FAILED = "tesseract_failed"  # kind of failure: it may have been killed, or had no room for its files
LINE = ("--psm", "7")  # each picture is one line of text; a raw line (13) reads no better
SECONDS = 120  # to start and load its data: a hundred times what it takes, for machines that are busy
SECONDS_A_LINE = 2
BETWEEN = "\f"  # what it writes between the texts of two pictures; before version 5.3 also behind the last


def wanted(environment: Mapping[str, str]) -> str | None:
    """Name and version of the Tesseract that is to read numbers, too; None unless OCR_TESSERACT=yes.

    UsageError where it says neither yes nor no, or the program or its data for Chinese are not there.
    """
    value = environment.get(VARIABLE, "").strip().lower() or "no"
    if value not in ("yes", "no"):
        raise UsageError(f"{VARIABLE}={value}: it takes yes or no (whether Tesseract reads the numbers of scans, too)")
    return version() if value == "yes" else None


def settings_help() -> str:
    """The variable in words, for --help."""
    return (
        f"{VARIABLE}=yes has numbers that were read with doubt read by Tesseract, too, where it is installed\n"
        f"({PACKAGES}); what it reads otherwise is marked. Off by default."
    )


@cache
def version() -> str:
    """Name and version of the program, and a digest of its data for Chinese: there are several of one name. UsageError as in `wanted`."""
    name = _said("--version").partition("\n")[0]
    listed = _said("--list-langs")
    if LANGUAGE not in listed.split():
        missing = f"{PROGRAM} has no data for Chinese ({LANGUAGE})"
        raise UsageError(f"{VARIABLE}=yes: {missing}; install them ({PACKAGES}) or leave {VARIABLE} out")
    folder = re.search(r'"(.+)"', listed)
    data = Path(folder[1], f"{LANGUAGE}.traineddata") if folder else None
    digest = " " + hashlib.sha256(data.read_bytes()).hexdigest()[:8] if data and data.is_file() else ""
    return f"{name} ({LANGUAGE}{digest})"


def _said(option: str) -> str:
    """What the program says of itself; some versions say it on the one stream, some on the other."""
    try:
        ended = subprocess.run([PROGRAM, option], capture_output=True, timeout=SECONDS, check=False)
    except FileNotFoundError:
        raise UsageError(f"{VARIABLE}=yes: there is no program {PROGRAM}; install it ({PACKAGES}) or leave {VARIABLE} out") from None
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UsageError(f"{VARIABLE}=yes: {PROGRAM} {option} does not run ({error}); leave {VARIABLE} out") from error
    return (ended.stdout + ended.stderr).decode(errors="replace")


def read(lines: Sequence[np.ndarray]) -> list[str]:
    """The text of each line (h × w, 0-255), without blanks. DataError where the program fails or takes too long."""
    if not lines:
        return []
    with tempfile.TemporaryDirectory(prefix="tesseract-") as folder:
        paths = [Path(folder, f"{number}.pgm") for number in range(len(lines))]
        for path, line in zip(paths, lines, strict=True):
            path.write_bytes(b"P5 %d %d 255\n" % (line.shape[1], line.shape[0]) + line.tobytes())
        listed = Path(folder, "list.txt")
        listed.write_text("".join(f"{path}\n" for path in paths), encoding="utf-8")
        texts = _run(listed, SECONDS + SECONDS_A_LINE * len(lines)).split(BETWEEN)
    if len(texts) == len(lines) + 1 and not texts[-1].strip():
        texts.pop()
    if len(texts) != len(lines):
        raise DataError(FAILED, f"{PROGRAM} gave {len(texts)} answers to {len(lines)} pictures; run again without {VARIABLE}=yes")
    return ["".join(text.split()) for text in texts]


def _run(listed: Path, seconds: int) -> str:
    """What the program reads from a list of pictures; by one thread, as there are other processes."""
    command = [PROGRAM, str(listed), "stdout", "-l", LANGUAGE, *LINE, "--dpi", "300", "-c", f"page_separator={BETWEEN}"]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        ended = subprocess.run(command, capture_output=True, timeout=seconds, check=False, env=environment)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise DataError(FAILED, f"{PROGRAM} does not run ({error}); run again, without {VARIABLE}=yes if it stays so") from error
    if ended.returncode:
        said = ended.stderr.decode(errors="replace").strip().splitlines()[-1:] or ["nothing said"]
        raise DataError(FAILED, f"{PROGRAM} ended with {ended.returncode} ({said[0]}); run again, without {VARIABLE}=yes if it stays so")
    return ended.stdout.decode(errors="replace")
