"""Run the pipeline on labelled articles and score what it publishes.

    evaluate.py                                the seed page as received, then dev: one article a page, and dumped pages
    evaluate.py GOLD.jsonl [--pages N]         that file, one article a page or about N to a dumped page
    evaluate.py --reviewed CORPUS              articles of a corpus whose facts people reviewed (its corrections.csv) as gold
    evaluate.py --by measure --errors 40       with a breakdown and wrong facts
    evaluate.py --raise-floors                 pin the figures that became better (floors.json)
    evaluate.py --lower-floors --reason "..."  pin all figures as they are now; CHANGELOG.md gets a line

The pages are made in a temporary folder and go through `python -m pipeline all`, as a user's would. Where a model has
learnt from the gold it is scored on, the figures measure its memory: they are marked, and not pinned. The one exception is
the page that lies in corpus/: it is published, so the models learn from it too, and its floors guard it against mishaps.
They carry `learnt_by` and say nothing about other pages.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import floor
from pathlib import Path

import corpus_from_gold
import reviewed
import scorer

ROOT = Path(__file__).parents[2]
GOLD = Path(__file__).parent / "gold"
FLOORS = Path(__file__).parent / "floors.json"
MODELS = ROOT / "pipeline" / "models"
CHANGELOG = ROOT / "CHANGELOG.md"
HEADING = "## Floors that were lowered"
SEED_PAGE = Path("焦作日报/2015/p01")  # in corpus/, a real page; gold/seed.jsonl is its truth
DUMPED = 9  # articles on a dumped page
PINNED_DIGITS = 4  # of a floor; figures are cut, not rounded, so that the run that pinned them passes


@dataclass(frozen=True, slots=True)
class Condition:
    """On what figures are measured: a gold file and how it is laid out (`received`, `single` or `dumped`)."""

    name: str
    gold: Path
    layout: str
    per_page: int = DUMPED
    seed: int = 1


DEFAULT = (
    Condition("seed page as received", GOLD / "seed.jsonl", "received"),
    Condition("dev, one article a page", GOLD / "dev.jsonl", "single"),
    Condition(f"dev, dumped pages of about {DUMPED}", GOLD / "dev.jsonl", "dumped"),
)
UNSEEN = tuple(condition for condition in DEFAULT if condition.layout != "received")


def write_corpus(condition: Condition, corpus: Path) -> None:
    """Lay out the pages of a condition in a folder."""
    if condition.layout == "received":
        for suffix in (".txt", ".toml"):
            target = (corpus / SEED_PAGE).with_suffix(suffix)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile((ROOT / "corpus" / SEED_PAGE).with_suffix(suffix), target)
        return
    articles = corpus_from_gold.read_gold(condition.gold)
    if condition.layout == "single":
        corpus_from_gold.write_single(articles, corpus)
    else:
        corpus_from_gold.write_dumped(articles, corpus, condition.per_page, condition.seed)


def run_pipeline(corpus: Path, extracted: Path, jobs: int = 1, *more: str) -> Path:
    """Run all stages; the folder of tables. Raises CalledProcessError unless all, or all but some pages, went well."""
    folders = ["--corpus", str(corpus), "--extracted", str(extracted), "--jobs", str(jobs), *more]
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "all", *folders],
        cwd=ROOT,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
    )
    if done.returncode not in (0, 1):
        sys.stderr.write(done.stderr)
        done.check_returncode()
    return extracted / "tables"


def trained_on(gold: Path, models: Path = MODELS) -> list[str]:
    """The training records (*.json beside the models) that name this gold file or hold its digest, in any form."""
    marks = (gold.name, hashlib.sha256(gold.read_bytes()).hexdigest())
    records = {path.name: path.read_text(encoding="utf-8") for path in sorted(models.glob("*.json"))}
    return [name for name, text in records.items() if any(mark in text for mark in marks)]


def documents(condition: Condition, jobs: int = 1) -> tuple[list[scorer.Document], list[scorer.Document]]:
    """The gold documents of a condition and what the pipeline made of their pages."""
    with tempfile.TemporaryDirectory(prefix="evaluate-") as folder:
        corpus = Path(folder, "corpus")
        write_corpus(condition, corpus)
        found = scorer.from_tables(run_pipeline(corpus, Path(folder, "extracted"), jobs))
    return scorer.from_gold(corpus_from_gold.read_gold(condition.gold)), found


def reviewed_documents(corpus: Path, jobs: int = 1) -> tuple[list[scorer.Document], list[scorer.Document]]:
    """What people made of the reviewed articles of a corpus (reviewed.py), and what the machine alone reads of them."""
    with tempfile.TemporaryDirectory(prefix="evaluate-") as folder:
        people = reviewed.gold(run_pipeline(corpus, Path(folder, "extracted"), jobs))
        machine = scorer.from_tables(run_pipeline(corpus, Path(folder, "extracted"), jobs, "--without-corrections"))
    return [document for document, _ in people], reviewed.of_the_same_articles(people, machine)


def _evaluate_reviewed(options: argparse.Namespace) -> None:
    gold, found = reviewed_documents(options.reviewed, options.jobs)
    if not gold:
        sys.exit(f"{options.reviewed}: there is no article all of whose facts people have confirmed, corrected or rejected")
    figures = {name: figure for name, figure in scorer.score(gold, found).items() if name in reviewed.FIGURES}
    results = {name: figure for name, figure in figures.items() if figure.get("of") or figure.get("gold") or figure.get("predicted")}
    if options.json:
        print(json.dumps({"reviewed": results}, ensure_ascii=False, indent=1))
        return
    print(f"\n=== {len(gold)} reviewed articles of {options.reviewed}\n{reviewed.CAUTION}\n")
    print(scorer.report(gold, found, results, options))


# -------------------------------------------------------------------------------------------------------------- floors


def measured(condition: Condition, figures: dict[str, dict]) -> dict:
    """The record of floors.json for these figures: the condition they hold under, the figures cut to digits, and what was measured.

    `measured` is there where intervals are: a figure's value, its 95 % interval and of how many; the dataset card prints it.
    """
    cut = 10**PINNED_DIGITS
    with_intervals = any("low" in figure for figure in figures.values())
    return {
        "gold": condition.gold.name,
        "gold_sha256": hashlib.sha256(condition.gold.read_bytes()).hexdigest(),
        "n": sum(1 for line in condition.gold.open(encoding="utf-8") if line.strip()),
        "layout": condition.layout,
        "learnt_by": trained_on(condition.gold),
        "figures": {name: floor(scorer.main_value(figure) * cut) / cut for name, figure in figures.items()},
    } | ({"measured": {name: _rounded(figure) for name, figure in figures.items()}} if with_intervals else {})


def _rounded(figure: dict[str, float]) -> dict[str, float]:
    """A figure as it is recorded: value, 95 % interval where there is one, and of how many in the gold."""
    kept = {
        "value": scorer.main_value(figure),
        "low": figure.get("low"),
        "high": figure.get("high"),
        "of": figure.get("gold", figure.get("of")),
    }
    return {name: round(value, PINNED_DIGITS) for name, value in kept.items() if value is not None}


def read_floors() -> dict[str, dict]:
    """The pinned records by condition. Raises FileNotFoundError: floors are never made up where they are missing."""
    return json.loads(FLOORS.read_text(encoding="utf-8"))


def write_floors(floors: dict[str, dict]) -> None:
    """Replace floors.json."""
    FLOORS.write_text(json.dumps(floors, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def same_conditions(pinned: dict, now: dict) -> bool:
    """Whether two records were measured on the same thing."""
    return all(pinned[name] == now[name] for name in ("gold", "gold_sha256", "n", "layout"))


def raised(floors: dict[str, dict], now: dict[str, dict]) -> dict[str, dict]:
    """The floors with every figure that became better, and those that are new. Raises ValueError on other gold."""
    result = dict(floors)
    for name, record in now.items():
        pinned = floors.get(name)
        if pinned and not same_conditions(pinned, record):
            raise ValueError(f"{name}: the gold is not the one the floors were measured on; use --lower-floors --reason")
        old = pinned["figures"] if pinned else {}
        figures = {figure: max(value, old.get(figure, value)) for figure, value in record["figures"].items()}
        result[name] = record | {"figures": figures}
    return result


def fallen(floors: dict[str, dict], now: dict[str, dict]) -> list[str]:
    """What is lower than its floor: `condition: figure old → new`."""
    lines = []
    for name, record in now.items():
        old = floors.get(name, {"figures": {}})["figures"]
        for figure, value in record["figures"].items():
            if value < old.get(figure, value):
                lines.append(f"{name}: {figure} {old[figure]} → {value}")
    return lines


def with_lowered_note(changelog: str, reason: str, changes: Sequence[str], day: str) -> str:
    """The changelog with a line under the heading of lowered floors, which is added at the end where it is missing."""
    if HEADING not in changelog:
        changelog = f"{changelog.rstrip()}\n\n{HEADING}\n"
    before, after = changelog.split(HEADING, 1)
    line = f"- {day}: {reason} ({'; '.join(changes) or 'measured on other gold'})"
    section, mark, rest = after.partition("\n## ")
    return f"{before}{HEADING}{section.rstrip()}\n{line}\n{mark}{rest}"


def _pin(now: dict[str, dict], options: argparse.Namespace) -> None:
    for condition in UNSEEN:
        if learnt := trained_on(condition.gold):
            print(f"not pinned: {condition.name}; {', '.join(learnt)} learnt from {condition.gold.name}", file=sys.stderr)
            del now[condition.name]
    floors = read_floors() if FLOORS.exists() else {}
    if options.raise_floors:
        write_floors(raised(floors, now))
        return
    changes = fallen(floors, now)
    text = with_lowered_note(CHANGELOG.read_text(encoding="utf-8"), options.reason, changes, date.today().isoformat())
    CHANGELOG.write_text(text, encoding="utf-8")
    write_floors(floors | now)


# -------------------------------------------------------------------------------------------------------- command line


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="?")
    parser.add_argument("--reviewed", type=Path, metavar="CORPUS", help="a corpus with corrections.csv: its reviewed articles are the gold")
    parser.add_argument("--pages", type=int, metavar="N", help="about N articles a page, as a text layer dumps them")
    parser.add_argument("--seed", type=int, default=1, help="of the dumped pages (default 1)")
    parser.add_argument("--jobs", type=int, default=1, help="issues worked on at once (default 1)")
    scorer.add_report_options(parser)
    floors = parser.add_mutually_exclusive_group()
    floors.add_argument("--raise-floors", action="store_true", help="pin the figures that became better")
    floors.add_argument("--lower-floors", action="store_true", help="pin all figures as they are; needs --reason")
    parser.add_argument("--reason", help="why floors are lowered, for the changelog")
    options = parser.parse_args(arguments)
    if options.lower_floors and not options.reason:
        parser.error("--lower-floors needs --reason")
    if (options.raise_floors or options.lower_floors) and (options.gold or options.pages or options.reviewed):
        parser.error("floors are pinned on the default conditions: leave out the gold file, --pages and --reviewed")
    if options.reviewed and (options.gold or options.pages):
        parser.error("--reviewed is gold of its own: leave out the gold file and --pages")
    return options


def _conditions(options: argparse.Namespace) -> tuple[Condition, ...]:
    if not options.gold and not options.pages:
        return DEFAULT
    gold = options.gold or GOLD / "dev.jsonl"
    if options.pages:
        name = f"{gold.name}, dumped pages of about {options.pages}, seed {options.seed}"
        return (Condition(name, gold, "dumped", options.pages, options.seed),)
    return (Condition(f"{gold.name}, one article a page", gold, "single"),)


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    options = _options(arguments)
    if options.reviewed:
        _evaluate_reviewed(options)
        return
    pinning = options.raise_floors or options.lower_floors
    results, now = {}, {}
    for condition in _conditions(options):
        gold, found = documents(condition, options.jobs)
        results[condition.name] = scorer.score(gold, found)
        now[condition.name] = measured(condition, results[condition.name])
        learnt = trained_on(condition.gold)
        warning = f"  !! MEMORY, NOT QUALITY: {', '.join(learnt)} learnt from this gold" if learnt else ""
        if options.json and learnt:
            print(f"{condition.name}{warning}", file=sys.stderr)
        if not options.json:
            print(
                f"\n=== {condition.name}{warning}\n{scorer.report(gold, found, results[condition.name], options)}",
                flush=True,
            )
    if options.json:
        print(json.dumps(results, ensure_ascii=False, indent=1))
    if pinning:
        _pin(now, options)


if __name__ == "__main__":
    main()
