"""How fast a scanned page is read: as a ratio to plain RapidOCR with its defaults on the same picture in the same run.

    python tests/bench/bench_ocr.py [PICTURE ...]

Without pictures, scans of ../shared/pages/typeset are taken where there are any, else the page of tests/scanning. Each reading is a process
of its own, with the start of Python and the loading of the models in it. Prints seconds, processor seconds, peak memory and their ratios,
and how much more two processes of one thread each read than one. Exit status 1 where reading takes more than SLOWEST of the baseline's
time, more than MOST_MEMORY, or two at a time read less than SCALES times as much.
"""

import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

from pipeline.engines import ocr

TYPESET = Path(__file__).parents[3] / "shared" / "pages" / "typeset"
OWN = Path(__file__).parents[1] / "scanning" / "page.png"
ROUNDS = 3
SLOWEST = 0.3  # of plain RapidOCR's time
SCALES = 1.7  # times as many pages with two processes, on two cores
MOST_MEMORY = 2048  # MB a process
PLAIN = "import sys; from rapidocr import RapidOCR; print(len(RapidOCR()(sys.argv[1]).txts or ()))"
OURS = """
import sys
from pathlib import Path
from pipeline.engines import image_file
from pipeline.scanning import page
picture = Path(sys.argv[1])
for number in range(1, image_file.count(picture) + 1):
    print(len(page.read(image_file.pixels(picture, number)).lines))
"""


def started(code: str, picture: Path, threads: int | None = None) -> subprocess.Popen:
    """A Python process that reads a picture."""
    env = os.environ | ({ocr.THREADS: str(threads)} if threads else {})
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", code, str(picture)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env
    )


def ended(process: subprocess.Popen) -> tuple[float, float]:
    """(processor seconds, peak memory in MB) of a process when it is through. RuntimeError where it failed."""
    process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"exit status {process.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def cost(code: str, picture: Path, threads: int | None = None, at_once: int = 1) -> tuple[float, float, float]:
    """(seconds, processor seconds, highest memory) of as many readings at once."""
    began = perf_counter()
    ends = [ended(process) for process in [started(code, picture, threads) for _ in range(at_once)]]
    return perf_counter() - began, sum(cpu for cpu, _ in ends), max(memory for _, memory in ends)


def middle(rounds: list[tuple[float, float, float]]) -> tuple[float, ...]:
    """The median of each figure."""
    return tuple(median(figures) for figures in zip(*rounds, strict=True))


def main(pictures: list[Path]) -> int:
    """Print the figures; 1 where a promise is broken."""
    broken = False
    for picture in pictures:
        pairs = [(cost(PLAIN, picture), cost(OURS, picture)) for _ in range(ROUNDS)]  # in turn, so that both see the same machine
        plain, ours = (middle(list(side)) for side in zip(*pairs, strict=True))
        single, double = (middle([cost(OURS, picture, 1, n) for _ in range(ROUNDS)]) for n in (1, 2))
        ratio, scale = ours[0] / plain[0], 2 * single[0] / double[0]
        print(f"{picture.name}\n  plain RapidOCR  {plain[0]:6.1f} s  {plain[1]:6.1f} s of processor  {plain[2]:6.0f} MB")
        print(f"  ours            {ours[0]:6.1f} s  {ours[1]:6.1f} s of processor  {ours[2]:6.0f} MB   ratio {ratio:.2f}")
        print(f"  two at a time   {double[0]:6.1f} s for two, one alone {single[0]:.1f} s: {scale:.2f} times as many pages")
        broken |= ratio > SLOWEST or ours[2] > MOST_MEMORY or scale < SCALES
    return int(broken)


if __name__ == "__main__":
    given = list(map(Path, sys.argv[1:])) or sorted(TYPESET.glob("*-gongren.worn200.*g")) or [OWN]
    sys.exit(main(given))
