"""How well scans are read, against the same pages in print: `make evaluate-scans [PAGES=folder]`.

A folder holds <page>.pdf and <page>.json (truth), and of some pages scans: <page>.<kind>.png or .jpg. Without one, ../shared/pages/typeset
is taken where it exists. All scans of a kind go through `python -m pipeline all` as a corpus of pictures, and so do the same pages as PDF.
Prints for each kind: character errors inside articles (width and white space normalised), share of number tokens right, errors of a
power of ten and of units, F1 of whole articles at 6-gram Jaccard 0.8, F1 of strict facts and what share that is of the PDF pages', seconds a page.
"""

import argparse
import json
import re
import sys
import tempfile
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

import corpus_from_gold
import scorer
from evaluate import GOLD, run_pipeline
from rapidfuzz.distance import Levenshtein

FOLDER = Path(__file__).parents[3] / "shared" / "pages" / "typeset"
TOKEN = re.compile(r"(\d+(?:[.,]\d+)*)(%|[多余几]?[百千万亿]*[元人名户件个])?")
COLUMNS = ("CER", "numbers", "10^n", "units", "f1@0.5", "f1@0.8", "strict", "of PDF", "s/page")


def plain(text: str) -> str:
    """A text without white space, in one width."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).translate(str.maketrans("“”‘’—", "\"\"''-"))


def truth(path: Path, known: dict[str, dict]) -> list[dict]:
    """The articles of a page as gold records: those of the gold file, with the facts and names that stand where they stood."""
    page = json.loads(path.read_text(encoding="utf-8"))
    out = []
    for number, article in enumerate(page["articles"], 1):
        source = known.get(article["id"].split("#")[0], {"activities": [], "entities": []})
        record = {name: article[name] for name in ("headline", "text", "kind")}
        record |= {"id": f"{path.stem}#{number:02d}", "paper": page["paper"], "issue_date": page["issue_date"]}
        record["entities"] = _standing(source["entities"], article["text"])
        record["activities"] = [activity | {"facts": _standing(activity["facts"], article["text"])} for activity in source["activities"]]
        out.append(record)
    return out


def _standing(spans: Sequence[dict], text: str) -> list[dict]:
    return [span for span in spans if text[span["start"] : span["end"]] == span["text"]]


def lay_out(pages: Sequence[tuple[Path, Path]], corpus: Path) -> None:
    """Put (file, truth) pairs into a corpus, with paper and date in a .toml."""
    corpus.mkdir(parents=True)
    for file, page in pages:
        about = json.loads(page.read_text(encoding="utf-8"))
        name = page.stem
        (corpus / f"{name}{file.suffix}").write_bytes(file.read_bytes())
        (corpus / f"{name}.toml").write_text(f'paper = "{about["paper"]}"\nissue_date = "{about["issue_date"]}"\n', encoding="utf-8")


def figures(gold: list[dict], found: list[scorer.Document]) -> dict[str, float]:
    """The figures of pages whose articles were found so."""
    documents = scorer.from_gold(gold)
    pairs = scorer.pair(documents, found)
    errors = total = right = tokens = tens = units = 0
    for i, (j, _) in pairs.items():
        here, there = (plain(document.headline + "|" + document.text) for document in (documents[i], found[j]))
        errors += Levenshtein.distance(here, there)
        total += len(here)
        wanted, got = Counter(TOKEN.findall(here)), Counter(TOKEN.findall(there))
        right += sum((wanted & got).values())
        tokens += wanted.total()
        missed, surplus = list((wanted - got).elements()), list((got - wanted).elements())
        tens += sum(any(_digits(a) == _digits(b) and a[0] != b[0] for b in surplus) for a in missed)
        units += sum(any(a[0] == b[0] and a[1] != b[1] for b in surplus) for a in missed)
    out = {"CER": errors / max(1, total), "numbers": right / max(1, tokens), "10^n": tens, "units": units}
    scored = scorer.score(documents, found, intervals=False)
    out |= {f"f1@{level}": scored[f"article@{level}"]["f1"] for level in (0.5, 0.8)}
    return out | {"strict": scored["fact"]["f1"]}


def _digits(token: tuple[str, str]) -> str:
    return re.sub(r"\D", "", token[0]).strip("0")


def measured(pages: list[tuple[Path, Path]], gold: list[dict], jobs: int) -> dict[str, float]:
    """Run the pipeline on some pages and score it."""
    with tempfile.TemporaryDirectory(prefix="scans-") as folder:
        lay_out(pages, Path(folder, "corpus"))
        began = time.perf_counter()
        tables = run_pipeline(Path(folder, "corpus"), Path(folder, "extracted"), jobs)
        seconds = time.perf_counter() - began
        return figures(gold, scorer.from_tables(tables)) | {"s/page": seconds / len(pages)}


def main() -> int:
    """Print the table; 2 where a folder that was given has no scans."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    parser.add_argument("--kinds", help="only these, with commas between")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--gold", type=Path, default=GOLD / "dev.jsonl", help="where the facts of the pages' articles are labelled")
    options = parser.parse_args()
    kinds: dict[str, list[tuple[Path, Path]]] = defaultdict(list)
    for file in sorted(options.folder.glob("*.*.*")):
        page, kind = file.name.split(".")[:2]
        if file.suffix in (".png", ".jpg") and (options.folder / f"{page}.json").exists():
            kinds[kind].append((file, options.folder / f"{page}.json"))
    if not kinds:
        print(
            f"no scans in {options.folder}; give a folder of <page>.pdf, <page>.json and <page>.<kind>.png: make evaluate-scans PAGES=folder"
        )
        return 0 if options.folder == FOLDER else 2
    known = {record["id"]: record for record in corpus_from_gold.read_gold(options.gold)}
    print(f"{'':12}" + "".join(f"{name:>9}" for name in COLUMNS) + "   pages")
    for kind, pages in kinds.items():
        if options.kinds and kind not in options.kinds.split(","):
            continue
        gold = [record for _, page in pages for record in truth(page, known)]
        print_row("PDF", digital := measured([(page.with_suffix(".pdf"), page) for _, page in pages], gold, options.jobs), len(pages))
        row = measured(pages, gold, options.jobs)
        print_row(kind, row | {"of PDF": row["strict"] / max(1e-9, digital["strict"])}, len(pages))
    return 0


def print_row(name: str, row: dict[str, float], n: int) -> None:
    """One line of the table."""
    cells = [f"{row[c]:9.4f}" if isinstance(row.get(c), float) else f"{row.get(c, ''):>9}" for c in COLUMNS]
    print(f"{name:12}" + "".join(cells) + f"{n:8}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
