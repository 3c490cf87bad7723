"""Stage `tables`: what the other stages found, of all issues → the published Parquet files of DATASET.md."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline import doubts, evidence, masking, schema, storage
from pipeline.correcting import hashes
from pipeline.correcting.applying import Corrected, Found, apply
from pipeline.correcting.table import rows as correction_rows
from pipeline.correcting.waiting import Waiting
from pipeline.layout.folio import complete
from pipeline.measuring import checks, totals
from pipeline.measuring.intervals import digits
from pipeline.records import Activity, Article, Box, Decision, Entity, Fact, Failure, Furniture, Page, Scan, Word
from pipeline.text.dates import bounds

_TELLING_DIGITS = 3  # digits up to the last that is not 0 of a figure that two events of a union share by chance hardly ever


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _boxes(boxes: Sequence[Box] | None) -> list[dict] | None:
    return None if boxes is None else [{side: getattr(box, side) for side in Box.__slots__} for box in boxes]


def _place(article: Article, start: int, end: int, pages: Mapping[str, Page]) -> dict:
    """The columns `page_ids`, `boxes` and `lines` of a span."""
    pieces = evidence.pieces_under(article.pieces, start, end)
    page_ids = list(dict.fromkeys(piece.page_id for piece in pieces))
    return {"page_ids": page_ids, "boxes": _boxes(evidence.boxes_under(pieces, pages)), "lines": evidence.lines_under(pieces)}


def _page_row(scan: Scan, page: Page | None, counts: Counter, failure: Failure | None) -> dict:
    page, warnings = complete(page) if page else (None, ())
    described = page or scan
    n_chars, dropped = evidence.n_characters(page) if page else (None, None)
    return {
        "page_id": described.page_id,
        **{name: getattr(described, name) for name in ("paper", "issue_date", "page_number", "section", "source_kind")},
        "warnings": [*warnings, *doubts.warnings(page)] if page else None,
        "source_path": scan.path,
        "source_sha256": page.source_sha256 if page else scan.sha256,
        **{name: getattr(page, name) if page else None for name in ("reader", "width", "height", "turn", "confidence")},
        "n_chars": n_chars,
        "n_article_chars": counts["article"] if page else None,
        "n_furniture_chars": counts["furniture"] if page else None,
        "n_dropped_chars": dropped.total() if page else None,
        "dropped": sorted(dropped.items()) if page else None,
        "n_corrected_lines": sum(line.read is not None for line in page.lines) if page else None,
        "n_repaired_chars": doubts.n_repaired(page) if page else None,
        "status": "failed" if failure or not page else "ok",
        "error": failure.message if failure else None,
        "source": scan.source,
        "rights": scan.rights,
    }


def _article_row(article: Article, pages: Mapping[str, Page], said: Corrected) -> dict:
    fields = ("article_id", "page_id", "paper", "issue_date", "kind", "headline", "text", "confidence")
    page_ids = list(dict.fromkeys(piece.page_id for piece in sorted(article.pieces, key=lambda p: p.part == "text")))
    return {
        **{name: getattr(article, name) for name in fields},
        "byline": article.byline or None,
        "reporters": list(article.reporters),
        "n_chars": len(article.text),
        "page_ids": page_ids,
        "boxes": _boxes(evidence.boxes_under(article.pieces, pages)),
        "lines": [line + 1 for _, line in sorted({(page_ids.index(piece.page_id), piece.line) for piece in article.pieces})],
        **dict(zip(("boundaries", "boundaries_note"), said.boundaries.get(article.article_id, (None, None)), strict=True)),
        "evidence_hash": hashes.article_hash(article.text),
    }


def _entity_row(entity: Entity, article: Article, pages: Mapping[str, Page]) -> dict:
    row = {name: getattr(entity, name) for name in Entity.__slots__}
    return row | _place(article, entity.start, entity.end, pages)


def _reviewed(target_id: str, said: Corrected) -> dict:
    return dict(zip(("review", "machine"), said.reviews.get(target_id, ("unreviewed", None)), strict=True))


def _fact_row(fact: Fact, article: Article, pages: Mapping[str, Page], said: Corrected) -> dict:
    row = {name: getattr(fact, name) for name in Fact.__slots__}
    row |= {"value_min": _number(fact.value_min), "value_max": _number(fact.value_max), "reasons": list(fact.reasons)}
    row |= _place(article, fact.start, fact.end, pages) | _reviewed(fact.fact_id, said)
    other = doubts.second_reading(evidence.pieces_under(article.pieces, fact.start, fact.end), pages)
    if other is not None:
        row["confidence"] = min(fact.confidence, doubts.MOST_CONFIDENCE)
    return row | {"second_reading": other, "evidence_hash": hashes.of_fact(fact, article)}


def _activity_row(activity: Activity, article: Article, facts: Sequence[Fact], said: Corrected) -> dict:
    first, last = (activity.date and bounds(activity.date)) or (None, None)
    row = {name: getattr(activity, name) for name in Activity.__slots__}
    row |= {"paper": article.paper, "issue_date": article.issue_date, "event_id": activity.activity_id}
    row |= {"date_start": first, "date_end": last, "evidence_hash": hashes.article_hash(article.text)}
    row |= _reviewed(activity.activity_id, said)
    for name, (value, basis) in totals.wide_columns(facts, article.text, activity.organizer_canonical).items():
        whole = name in schema.NUMBER_COLUMNS and value is not None
        row |= {name: int(value) if whole else _number(value), f"{name}_basis": basis}
    return row


def _check_rows(facts: Sequence[Fact], article: Article) -> list[dict]:
    rows = []
    for check in checks.check(facts, article.text):
        row = {name: getattr(check, name) for name in type(check).__slots__}
        row |= {name: _number(getattr(check, name)) for name in ("stated", "expected_min", "expected_max")}
        rows.append(row | {"fact_ids": list(check.fact_ids)})
    return rows


def _rows_of_issue(found: Mapping[type, list], failures: Mapping[str, Failure], said: Corrected) -> dict[str, list[dict]]:
    """The rows of one issue, of all tables but `words`. `failures`: those of stage pages, by page; `said`: what people made of it."""
    pages = {page.page_id: page for page in found[Page]}
    articles = {article.article_id: article for article in found[Article]}
    counted = defaultdict(list)
    for fact in filter(said.counts, said.facts):
        counted[fact.activity_id].append(fact)
    return {
        "pages": _page_rows(found, failures),
        "articles": [_article_row(article, pages, said) for article in found[Article]],
        "entities": [_entity_row(entity, articles[entity.article_id], pages) for entity in found[Entity]],
        "facts": [_fact_row(fact, articles[fact.article_id], pages, said) for fact in said.facts],
        "activities": [_activity_row(a, articles[a.article_id], counted[a.activity_id], said) for a in said.activities],
        "checks": [row for a in said.activities for row in _check_rows(counted[a.activity_id], articles[a.article_id])],
    }


def _page_rows(found: Mapping[type, list], failures: Mapping[str, Failure]) -> list[dict]:
    counts = defaultdict(Counter)
    for article in found[Article]:
        for piece in article.pieces:
            counts[piece.page_id]["article"] += piece.end - piece.start
    for furniture in found[Furniture]:
        counts[furniture.page_id]["furniture"] += furniture.end - furniture.start
    of_scan = defaultdict(list)
    for page in found[Page]:
        of_scan[page.source_path].append(page)
    return [
        _page_row(scan, page, counts[(page or scan).page_id], failures.get((page or scan).page_id))
        for scan in found[Scan]
        for page in of_scan[scan.path] or [None]
    ]


def _join_events(activities: list[dict], facts: Iterable[dict]) -> None:
    """Give activities that report one event the same event_id: same full organiser, type and days, and totals in common.

    What people rejected is no event and no figure.
    """
    figures = defaultdict(set)
    for fact in facts:
        if fact["scope"] == "event" and fact["per"] is None and fact["review"] != "rejected":
            figures[fact["activity_id"]].add((fact["measure"], fact["value_min"], fact["value_max"]))
    groups = defaultdict(list)
    for row in sorted(activities, key=lambda row: row["activity_id"]):
        key = (row["organizer_canonical"], row["type"], row["date_start"], row["date_end"])
        if None not in key and row["review"] != "rejected":
            on_a_day = row["date_start"] == row["date_end"]
            mine = figures[row["activity_id"]]
            same = next((one for one in groups[key] if _tell_one_event(figures[one["activity_id"]] & mine, on_a_day)), None)
            if same:
                row["event_id"] = same["event_id"]
            groups[key].append(row)


def _tell_one_event(common: set[tuple[str, float, float]], on_a_day: bool) -> bool:
    """Whether totals in common make two reports one event. A union does much alike in a month or a year: one round figure is not enough."""
    if on_a_day or len(common) > 1:
        return bool(common)
    return any(digits(Decimal(str(value))) >= _TELLING_DIGITS for _, value, _ in common)


def _failure_rows(failures: Sequence[Failure]) -> list[dict]:
    """A row a page and stage; where more than one thing is wrong, the messages follow each other."""
    rows: dict[tuple[str, str], dict] = {}
    for failure in failures:
        row = {name: getattr(failure, name) for name in Failure.__slots__}
        if earlier := rows.get((failure.page_id, failure.stage)):
            row["message"] = f"{earlier['message']}; {failure.message}"
        rows[failure.page_id, failure.stage] = row
    return list(rows.values())


def make(
    issues: Iterable[Sequence], failures: Sequence[Failure], decisions: Sequence[Decision] = (), mask: bool = True
) -> dict[str, pa.Table]:
    """All published tables. `issues`: the records of each issue; `failures`: all there were; `decisions`: people's, in their order.

    mask: personal numbers. What is wrong with a decision becomes a failure of this stage.
    """
    decisions = [decision if decision.line else replace(decision, line=n) for n, decision in enumerate(decisions, 1)]
    of_pages = {failure.page_id: failure for failure in failures if failure.stage == "pages"}
    rows: dict[str, list[dict]] = {table.name: [] for table in schema.TABLES}
    words: list[pa.Table] = []
    settled, problems = [], []
    waiting = Waiting(decisions)
    for found, own in _with_decisions(_read(issues, mask, words), waiting):
        said = apply(_what_people_speak_of(found), own)
        settled, problems = settled + said.settled, problems + said.problems
        for name, some in _rows_of_issue(found, of_pages, said).items():
            rows[name].extend(some)
    gone = apply(Found(), waiting.rest())
    _join_events(rows["activities"], rows["facts"])
    rows["corrections"] = correction_rows(decisions, settled + gone.settled)
    bad = [storage.corrections_failure(f"{storage.CORRECTIONS} {problem}") for problem in sorted(problems + gone.problems)]
    rows["failures"] = _failure_rows([*failures, *bad])
    rows = {name: masking.masked_rows(name, some) if mask else some for name, some in rows.items()}
    tables = {table.name: schema.enforce(table, rows[table.name]) for table in schema.TABLES}
    if words:
        tables["words"] = pa.concat_tables(words)
    said = {masking.NAME: masking.STATES[mask]}
    return {name: table.replace_schema_metadata((table.schema.metadata or {}) | said) for name, table in tables.items()}


def _by_type(records: Sequence) -> dict[type, list]:
    found = defaultdict(list)
    for record in records:
        found[type(record)].append(record)
    return found


def _what_people_speak_of(found: Mapping[type, list]) -> Found:
    return Found(found[Article], found[Entity], found[Fact], found[Activity], found[Page])


def _with_decisions(issues: Iterable[Mapping[type, list]], waiting: Waiting) -> Iterator[tuple[Mapping[type, list], list[Decision]]]:
    """Each issue with the decisions that speak of it. Issues that may hold what a decision speaks of whose page is gone come last."""
    kept = []
    for found in issues:
        pages, scans = ({record.page_id for record in found[kind]} for kind in (Page, Scan))
        names = {record.issue_id for kind in (Scan, Page) for record in found[kind]} | pages | scans
        names |= {article.page_id for article in found[Article]}
        share = waiting.take(names, scans - pages, _what_people_speak_of(found))
        if waiting.seeks(share):
            kept.append((found, share))
        else:
            yield found, list(share.decisions)
    for found, share in kept:
        yield found, waiting.adopt(share)


def _read(issues: Iterable[Sequence], mask: bool, words: list[pa.Table]) -> Iterator[Mapping[type, list]]:
    """The records of each issue by type. Its words, by far the most rows, go into `words` as Arrow and are let go."""
    for records in issues:
        found = _by_type(masking.masked_records(records) if mask else records)
        words.append(schema.enforce(schema.WORDS, [{name: getattr(word, name) for name in Word.__slots__} for word in found.pop(Word, ())]))
        yield found


def write(folder: Path, tables: Mapping[str, pa.Table]) -> dict[str, str]:
    """Write each table as a Parquet file, whole or not at all; their names and digests."""
    files = {}
    for name, table in tables.items():
        sink = pa.BufferOutputStream()
        pq.write_table(table, sink, compression="zstd")
        path = folder / f"{name}.parquet"
        storage.write_whole(path, sink.getvalue().to_pybytes())
        files[path.name] = storage.sha256_of(path)
    return files
