"""What a report of 10,000 articles costs: to write, to write again, on the disk, and to open and search in a browser.

    python tests/bench/bench_report.py [NUMBER OF ARTICLES]

The articles are those of the seed page over and over, with other figures, papers and days. Writing is compared with reading the same
tables and writing the same files without making them. Exit status 1 where writing takes more than SLOWEST times as long, or an answer
in the browser more than FIRST_ANSWER or NEXT_ANSWER seconds; without chromium the browser's part is left out, and said so.
"""

import random
import shutil
import sys
import tempfile
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import pyarrow.parquet as pq

from pipeline import report, schema, storage
from pipeline.__main__ import main as pipeline
from pipeline.engines.pdf import Limits
from pipeline.records import Article
from pipeline.reporting import addresses

ROOT = Path(__file__).parents[2]
SEED = "焦作日报-2015-p01"
PAPERS = ("焦作日报", "安平晚报", "滏阳日报", "柳河工人报")
SLOWEST = 20.0  # times reading and writing alone; measured 3 to 9, as the disk is busy or not
FIRST_ANSWER, NEXT_ANSWER = 5.0, 0.5  # seconds; measured 1.0 and 0.1 with 10,000 articles
QUESTIONS = ("522.6万元", "沁阳 拖欠工资", "劳模创新工作室", "5226000元", "工会")


def copied(value, page_id: str, figures: dict):
    """A cell of a row with the ids of another page and, but for ids, other digits."""
    if isinstance(value, str):
        return value.replace(SEED, page_id) if SEED in value else value.translate(figures)
    if isinstance(value, list):
        return [copied(one, page_id, figures) for one in value]
    return value


def write_corpus(seed: Path, folder: Path, n_pages: int) -> None:
    """Tables and outputs of stage articles of that many copies of the seed page."""
    tables = {table.name: pq.read_table(storage.tables_folder(seed) / f"{table.name}.parquet").to_pylist() for table in schema.TABLES}
    records = [r for path in storage.outputs(seed, "articles") for r in storage.read_records(path) if isinstance(r, Article)]
    rows, issues = defaultdict(list), defaultdict(list)
    chance = random.Random(1)
    for number in range(n_pages):
        paper, date = PAPERS[number % len(PAPERS)], f"{2010 + number % 12}-{1 + number % 11:02}-{1 + number % 27:02}"
        page_id, digits = f"{paper}-{date}-p{number:04}", "123456789"
        figures = str.maketrans(digits, "".join(chance.sample(digits, 9)) if number else digits)
        for name in ("pages", "articles", "facts", "activities", "checks"):
            for row in tables[name]:
                row = {key: value if key == "issue_date" else copied(value, page_id, figures) for key, value in row.items()}
                rows[name].append(row | {"paper": paper, "issue_date": date} if "issue_date" in row else row)
        for one in records:
            pieces = tuple(replace(piece, page_id=page_id) for piece in one.pieces)
            words = {part: getattr(one, part).translate(figures) for part in ("headline", "byline", "text")}
            ids = {"article_id": one.article_id.replace(SEED, page_id), "page_id": page_id}
            issues[f"{paper}-{date}"].append(replace(one, pieces=pieces, **ids, **words))
    for table in schema.TABLES:
        path = storage.tables_folder(folder) / f"{table.name}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(schema.enforce(table, rows[table.name]), path)
    for issue, some in issues.items():
        storage.write_records(storage.output_path(folder, "articles", issue), "", some)


def seconds(work) -> float:
    """How long it takes."""
    began = perf_counter()
    work()
    return perf_counter() - began


def bare(extracted: Path, copy: Path) -> None:
    """The same tables read and the same files written, nothing made."""
    for path in storage.tables_folder(extracted).glob("*.parquet"):
        pq.read_table(path).to_pylist()
    for path in storage.outputs(extracted, "articles"):
        storage.read_records(path)
    shutil.copytree(extracted / "report", copy)


def written(extracted: Path, copy: Path) -> bool:
    """Print what writing costs; whether it is as fast as promised."""

    def work() -> report.Written:
        return report.write(extracted, extracted, Limits())

    first = seconds(work)
    again = seconds(work)
    sizes = [path.stat().st_size for path in (extracted / "report").rglob("*") if path.is_file()]
    rows = sum(path.stat().st_size for path in (extracted / "report" / "search").iterdir())
    alone = seconds(lambda: bare(extracted, copy))
    print(f"written          {first:6.1f} s, {first / alone:.1f} times reading and writing alone; again, with nothing to do, {again:.1f} s")
    print(f"on the disk      {sum(sizes) / 1e6:6.1f} MB in {len(sizes):,} files, of them {rows / 1e6:.1f} MB for the search")
    return first <= SLOWEST * alone


def searched(folder: Path) -> bool:
    """Print how long a browser takes to open the report and to answer; whether it is as fast as promised."""
    browser = shutil.which("chromium")
    if browser is None:
        print("in a browser     left out: no chromium on this machine")
        return True
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        page = running.new_page()
        opened = seconds(lambda: page.goto((folder / "index.html").as_uri()))
        answers = [seconds(lambda words=words: ask(page, words)) for words in QUESTIONS]
        heap = page.evaluate("performance.memory.usedJSHeapSize")
        article = seconds(lambda: page.goto((folder / addresses.article(f"{PAPERS[0]}-2010-01-01-p0000-a07")).as_uri()))
        running.close()
    print(f"in a browser     open {opened:.2f} s; first answer {answers[0]:.2f} s, next {', '.join(f'{one:.2f}' for one in answers[1:])} s")
    print(f"                 an article {article:.2f} s; {heap / 1e6:.0f} MB of memory for scripts")
    return answers[0] <= FIRST_ANSWER and max(answers[1:]) <= NEXT_ANSWER


def ask(page, words: str) -> None:
    """Ask, and wait until the answer stands there."""
    page.fill("#q", words)
    page.evaluate("document.getElementById('status').textContent = ''")
    page.press("#q", "Enter")
    page.wait_for_selector("#status:has-text('篇'), #status:has-text('没有')")


def main(n_articles: int) -> int:
    """Print the figures; 1 where a promise is broken."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pipeline(["all", "--corpus", str(ROOT / "corpus"), "--extracted", str(folder / "seed")])
        n_pages = -(-n_articles // 11)  # articles on the seed page
        write_corpus(folder / "seed", folder / "out", n_pages)
        print(f"{11 * n_pages:,} articles")
        kept = [written(folder / "out", folder / "copy"), searched(folder / "out" / "report")]
    return int(not all(kept))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else 10_000))
