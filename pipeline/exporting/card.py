"""The dataset card: what is in the dataset, how it was made, how good it is, what not to do with it.

Every number is read from the tables, from the record of measured accuracy or from the training records.
"""

import json
from collections.abc import Mapping, Sequence
from math import sqrt
from pathlib import Path

import duckdb

from pipeline import doubts, freshness, run
from pipeline.exporting.database import VIEWS
from pipeline.exporting.description import RIGHTS, SUMMARY, TITLE, Description, File, citation, floors_file

_MODELS = freshness.PACKAGE / "models"
_FIGURES = {  # of the scorer, in words; (s): share right, the rest F1
    "quantity": "quantity: class and value",
    "relaxed": "fact: measure and value",
    "fact": "fact: measure, value and scope",
    "core": "the same, core measures",
    "scope": "scope (s)",
    "qualifier": "qualifier (s)",
    "per": "per (s)",
    "type": "activity type",
    "organizer": "activity type and organiser",
    "entity": "entities",
    "kind": "kind of article (s)",
    "article@0.8": "article whole (Jaccard 0.8)",
}
_Z = 1.96  # of a 95 % interval

_SUMS = """\
- In `facts`, totals and their parts are both rows, and a figure that a text repeats is a fact each time: never sum `facts` blindly.
- Only scope `event` belongs to the activity reported. Cumulative, planned, rule and background figures belong to no sum.
- `per` amounts are rates, not totals.
- For sums use the wide columns of `activities`; each says in `…_basis` how it was reached. An event that two papers report has one
  `event_id`: count it once.
- People and households, persons and person-times are different units. Ranges and hedges (`value_min`, `value_max`, `qualifier`) do not
  vanish in a sum."""

_COVERAGE = """\
Counts follow the pages at hand, not what happened: a month with more pages has more activities, a union with a press officer has more
articles, and what no newspaper printed is not here. Compare shares and rates within one paper and time before comparing counts."""

_SPREADSHEETS = """\
- CSV: UTF-8 with byte order mark. Text that would be taken for a formula (it begins with `=` `+` `-` `@`, a tab or a line end, also behind
  white space or in full-width signs) has an apostrophe in front, and so has text that begins with one: to undo it, take one apostrophe
  away from every text cell that begins with one. Numbers are bare. An empty cell is null, `""` is empty text (`headline`).
- XLSX: text is written as text, without the apostrophe. Excel reads long digits in a CSV file as numbers; in the workbook they stay text.
- Lists and boxes are JSON text in both. Control characters are shown by the signs for them (NUL as ␀)."""


def _table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in line) + " |" for line in lines)


def _counts(connection: duckdb.DuckDBPyConnection, sql: str) -> str:
    """`value count` pairs of a question with two columns, in a line."""
    return ", ".join(f"{value or '(unknown)'} {count:,}" for value, count in connection.execute(sql).fetchall()) or "none"


def _coverage(about: Description, connection: duckdb.DuckDBPyConnection) -> str:
    head = ("paper", "issues", "from", "to", "pages read", "pages failed", "articles")
    rows = [
        (p.name, f"{p.issues:,}", p.first or "?", p.last or "?", f"{p.pages_read:,}", f"{p.pages_failed:,}", f"{p.articles:,}")
        for p in about.papers
    ]
    kinds = _counts(connection, "select source_kind, count(*) from pages group by 1 order by 2 desc, 1")
    failed = _counts(connection, "select stage || ' ' || kind, count(*) from failures group by 1 order by 2 desc, 1")
    return f"{_table(head, rows)}\n\nPages by kind of file: {kinds}. Failures by stage and kind: {failed}.\n\n{_COVERAGE}"


def _made(about: Description, connection: duckdb.DuckDBPyConnection) -> str:
    stages = "\n".join(f"{number}. `{stage.name}`: {stage.makes}" for number, stage in enumerate((*run.STAGES, run.TABLES), start=1))
    readers = _counts(connection, "select reader, count(*) from pages where reader is not null group by 1 order by 2 desc, 1")
    libraries = ", ".join(f"{name} {version}" for name, version in sorted(_libraries().items()))
    return (
        f"Version {about.version}: the software's version, and a digest of the pages, code, word lists, models and settings that the "
        f"tables were made from.\n\n{stages}\n\nPages by reader: {readers}.\n\nLibraries: {libraries}.\n\n{_models()}"
    )


def _libraries() -> dict[str, str]:
    stages = (*run.STAGES, run.TABLES)
    return {name: version for stage in stages for name, version in freshness.libraries_behind(stage.module).items()}


def _models() -> str:
    """A line a model: what it learnt from, as its training record says."""
    rows = []
    for path in sorted(_MODELS.glob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        record = record.get("record", record)
        gold = record.get("gold") or record.get("sources") or {}
        texts = record.get("articles") or record.get("texts") or {}
        n = sum(texts.values()) if isinstance(texts, Mapping) else texts
        rows.append((path.stem, ", ".join(gold) or "?", f"{n:,}" if n else "?", ", ".join(name[:12] for name in gold.values()) or "?"))
    return _table(("model", "learnt from", "texts", "digests of these files"), rows)


def _accuracy(floors: Path) -> str:
    """The measured figures with their intervals, of labelled articles that no model has seen."""
    if not floors.exists():
        return "The record of measured accuracy is not part of an installed package; see the project's README.md."
    recorded = json.loads(floors.read_text(encoding="utf-8"))
    records = {name: one for name, one in recorded.items() if not one["learnt_by"] and "measured" in one}
    if not records:
        return "No measured accuracy is recorded yet (tests/quality/evaluate.py --raise-floors)."
    heads = [f"{name} ({one['n']} articles of {one['gold']})" for name, one in records.items()]
    rows = [(said, *(_figure(one["measured"].get(name)) for one in records.values())) for name, said in _FIGURES.items()]
    return (
        "Labelled articles that no model has learnt from; F1, or share right (s), with 95 % intervals over articles, and how many there "
        "are in the labels. Designs were chosen with these articles in view, so figures on other papers will be lower.\n\n"
        + _table(("", *heads), rows)
    )


def _figure(figure: Mapping[str, float] | None) -> str:
    if figure is None:
        return ""
    band = f" [{figure['low']:.2f}, {figure['high']:.2f}]" if "low" in figure else ""
    return f"{figure['value']:.3f}{band} of {figure['of']:,.0f}"


def wilson(right: float, n: int) -> tuple[float, float]:
    """The 95 % interval of a share (0-1) of n, after Wilson."""
    middle, half = (right + _Z**2 / (2 * n)), _Z * sqrt(right * (1 - right) / n + _Z**2 / (4 * n**2))
    return tuple((middle + sign * half) / (1 + _Z**2 / n) for sign in (-1, 1))


def _confidence(connection: duckdb.DuckDBPyConnection) -> str:
    record = json.loads((_MODELS / "measures.json").read_text(encoding="utf-8"))
    rows = []
    for band in record["reliability"]:
        low, high = wilson(band["right"], band["facts"])
        last = "<=" if band["to"] >= 1 else "<"
        here = connection.execute(
            f"select count(*) from facts where confidence >= ? and confidence {last} ?", [band["from"], band["to"]]
        ).fetchall()[0][0]
        share = f"{band['right']:.2f} [{low:.2f}, {high:.2f}]"
        rows.append((f"{band['from']:.1f}-{band['to']:.1f}", f"{band['facts']:,}", f"{band['confidence']:.2f}", share, f"{here:,}"))
    head = ("facts.confidence", "labelled facts", "mean confidence", "share right [95 %]", "facts in this dataset")
    return f"Labelled facts, each read by a model that had not seen its article; right: measure, value and scope.\n\n{_table(head, rows)}"


def _scans(connection: duckdb.DuckDBPyConnection) -> str:
    """How much of the dataset comes from OCR, and what of it is to be doubted."""
    pages, least, unsure = connection.execute(
        "select count(*), min(confidence), count(*) filter (confidence < ?) from pages where confidence is not null", [doubts.SURE]
    ).fetchall()[0]
    if not pages:
        return "No page here was read by OCR: all characters are as the files give them."
    facts, twice = connection.execute(
        "select count(*), count(second_reading) from facts where fact_id in (select fact_id from "
        "(select fact_id, unnest(page_ids) as page_id from facts) join pages using (page_id) where pages.confidence is not null)"
    ).fetchall()[0]
    return (
        f"{pages:,} pages were read by OCR, with a confidence of {least:.3f} at least, {unsure:,} of them under {doubts.SURE} "
        f"(`pages.warnings`). Of the {facts:,} facts on them {twice:,} have a number that reads otherwise, too "
        "(`facts.second_reading`). The accuracy above is of text without misread characters."
    )


def _personal(about: Description) -> str:
    how = (
        "Each digit of what looks like an identity number, a phone number or a bank account is `*` in all tables; offsets stay true, "
        "quantities and public numbers (12351, 12345) stay. Numbers of forms nobody thought of are not found"
        if about.masked == "masked"
        else "Identity, phone and bank numbers stand here as printed (MASK=no): do not pass these files on"
    )
    return (
        f"{how}. Names of persons are as printed, those of reviewers as they gave them. Pictures of pages, and the pages themselves, are "
        "not in this folder."
    )


def card(about: Description, connection: duckdb.DuckDBPyConnection, files: Sequence[File], remarks: Sequence[str]) -> str:
    """The card as Markdown. `files`: what is in the folder; `remarks`: what of the tables is not in the workbook."""
    listed = [(f"`{file.path}`", f"{file.rows:,}" if file.rows is not None else "", f"{file.bytes:,}") for file in files]
    views = "\n".join(f"- `{view.name}`: {view.meaning}" for view in VIEWS)
    left_out = "\n".join(f"- {remark}" for remark in remarks) or "Nothing is left out of the workbook."
    reviews = _counts(connection, "select review, count(*) from facts group by 1 order by 2 desc, 1")
    states = _counts(connection, "select state, count(*) from corrections group by 1 order by 2 desc, 1")
    sections = {
        "Source and coverage": _coverage(about, connection),
        "How it was made": _made(about, connection),
        "How accurate it is": _accuracy(floors_file()),
        "What confidence is worth": _confidence(connection),
        "What OCR has read": _scans(connection),
        "What people have checked": f"Facts: {reviews}. Lines of the corrections file: {states}.",
        "What not to sum": _SUMS,
        "Personal data": _personal(about),
        "Files": f"{_table(('file', 'rows', 'bytes'), listed)}\n\nViews in the database:\n\n{views}",
        "In a spreadsheet": f"{_SPREADSHEETS}\n\n{left_out}",
        "Rights": "\n\n".join([RIGHTS, *about.rights]),
        "How to cite": f"{citation(about)} For a single figure give its `fact_id`, the newspaper, the date and the page as well.",
    }
    body = "\n\n".join(f"## {title}\n\n{text}" for title, text in sections.items())
    return f"# {TITLE}\n\n{SUMMARY}\n\nTables of {about.made_on.isoformat()}, version {about.version}.\n\n{body}\n"
