"""How fast PDF pages are read, and with how much memory: as ratios to bare text extraction by pypdfium2 from the same pages.

    python tests/bench/bench_pdf.py [FILE.pdf ...]

Without files ../shared/pages/typeset is taken; where that is not there, pages written here. Each file is read in a process of its own,
as the pipeline does, and so is the bare extraction; both are measured from start to end, with the start of Python told apart. Prints pages
per second, peak memory and the ratios; layout (lines to articles) is measured besides. Exit status 1 where reading takes more than
SLOWEST times as long or MOST_MEMORY times the memory.
"""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from statistics import median
from time import perf_counter

from pipeline.engines import pdf
from pipeline.layout.pages import separate
from pipeline.records import Page, Scan
from pipeline.stages import pages as stage

TYPESET = Path(__file__).parents[3] / "shared" / "pages" / "typeset"
ROUNDS = 3
SLOWEST = 8.0  # times bare extraction, which gives characters alone: no boxes, faces, lines, rules; measured 3.2 to 4.5
MOST_MEMORY = 2.0  # times; measured 1.2 to 1.3
SENTENCE = "本报讯记者昨日从市总工会获悉，今年共发放慰问金三十三万元，"
BARE = """
import sys, pypdfium2
for path in sys.argv[1:]:
    document = pypdfium2.PdfDocument(path)
    for page in document:
        page.get_textpage().get_text_range()
"""


def own_pages(folder: Path) -> list[Path]:
    """Three files of a page with five columns of small type."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "engines"))
    import pdf_writer

    rows = "".join(pdf_writer.text(20 + 115 * (i % 5), 780 - 10 * (i // 5), SENTENCE[:12], 9) for i in range(375))
    return [pdf_writer.write(folder / f"{n}.pdf", rows) for n in range(3)]


def cost(arguments: list[str]) -> tuple[float, float]:
    """(seconds, peak memory in MB) of a Python process."""
    began = perf_counter()
    with subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"exit status {process.returncode}: {arguments[:2]}")
    return perf_counter() - began, usage.ru_maxrss / 1024


def measured(commands: list[list[str]]) -> tuple[float, float]:
    """(seconds for all commands, the median of a few rounds; highest memory)."""
    rounds = [[cost(command) for command in commands] for _ in range(ROUNDS)]
    return median(sum(seconds for seconds, _ in some) for some in rounds), max(memory for some in rounds for _, memory in some)


def main(paths: list[Path]) -> int:
    """Print the figures; 1 where a promise is broken."""
    limits = json.dumps(asdict(pdf.Limits()))
    scans = [Scan(path.stem, path.stem, path.name, "pdf_text") for path in paths]
    made = [record for scan, path in zip(scans, paths, strict=True) for record in stage.make([scan], path.parent)]
    printed = [record for record in made if isinstance(record, Page)]
    idle, _ = measured([["-c", "import pypdfium2"] for _ in paths])
    bare, bare_memory = measured([["-c", BARE, str(path)] for path in paths])
    ours, memory = measured([["-m", "pipeline.engines.pdf_reader", str(path), limits] for path in paths])
    began = perf_counter()
    for page in printed:
        separate(page)
    layout = perf_counter() - began
    pages, characters = len(printed), sum(len(line.text) for page in printed for line in page.lines)
    slower, larger = ours / bare, memory / bare_memory
    net = (ours - idle) / max(bare - idle, 1e-3)
    print(f"{pages} pages in {len(paths)} files, {characters / pages:,.0f} characters a page")
    print(f"bare pypdfium2   {pages / bare:6.1f} pages/s   {bare_memory:6.0f} MB   (start of Python {idle:.2f} of {bare:.2f} s)")
    print(f"read             {pages / ours:6.1f} pages/s   {memory:6.0f} MB   {slower:.1f} times the time ({net:.1f} without the start)")
    print(f"                 {'':31}{larger:.1f} times the memory")
    print(f"layout           {pages / layout:6.1f} pages/s")
    return int(slower > SLOWEST or larger > MOST_MEMORY)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        files = list(map(Path, sys.argv[1:])) or sorted(TYPESET.glob("*.pdf")) or own_pages(Path(folder))
        sys.exit(main(files))
