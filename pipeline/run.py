"""The stages in their order, and the one loop that runs them."""

import hashlib
import importlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, as_completed
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline import evidence, freshness, storage
from pipeline.correcting.lines import LineText, corrected
from pipeline.engines import tesseract
from pipeline.engines.pdf import Limits
from pipeline.errors import BrokenRuleError
from pipeline.records import Activity, Article, Decision, Entity, Fact, Failure, Furniture, Page, Scan, Word


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage is a module of pipeline.stages with a function `make`; `reads` says what it gets, in order."""

    name: str
    makes: str
    reads: tuple[tuple[str, type], ...] = ()

    @property
    def module(self) -> str:
        """The dotted name of the stage's module."""
        return f"pipeline.stages.{self.name}"

    @property
    def inputs(self) -> tuple[str, ...]:
        """The stages that it reads, once each."""
        return tuple(dict.fromkeys(name for name, _ in self.reads))


STAGES = (
    Stage("pages", "page files as lines of text"),
    Stage("cleaned", "the same lines with people's corrections, forms of characters and spaces made regular", (("pages", Page),)),
    Stage("articles", "headline and text of each article, and where each line of them stands", (("cleaned", Page),)),
    Stage("words", "the Chinese text segmented, with parts of speech", (("articles", Article),)),
    Stage("entities", "organisations, people, places, documents, campaigns", (("articles", Article), ("words", Word))),
    Stage("facts", "activities, and what every quantity measures", (("articles", Article), ("entities", Entity))),
)
TABLES = Stage("tables", "the published tables, of all issues", tuple((stage.name, object) for stage in STAGES))
STAGE_NAMES = (*(stage.name for stage in STAGES), TABLES.name)

# What may have failed for want of time, memory or a disk at that moment; it is tried again by every run.
_OF_THE_MOMENT = {"pdf_timeout", "pdf_too_large", "unreadable_file", tesseract.FAILED}


@dataclass(frozen=True, slots=True)
class Job:
    """One issue to bring up to date, as far as stage `until`."""

    issue_id: str
    scans: tuple[Scan, ...]
    corpus: Path
    extracted: Path
    until: str
    limits: Limits = field(default_factory=Limits)  # what a PDF file may cost
    said: tuple[LineText, ...] = ()  # what people said of lines of its pages
    tesseract: str | None = None  # name and version of the one that reads numbers of scans, too

    @property
    def settings(self) -> Limits | tuple[Limits | None, str] | None:
        """What besides the files decides how they are read; None where nothing does.

        Time and memory decide whether a file is read, never what is read of it: a page that was read with more of them stays read.
        """
        has_pdf = any(scan.source_kind.startswith("pdf") for scan in self.scans)
        limits = replace(self.limits, seconds=0, memory=0) if has_pdf else None
        may_be_scanned = any(scan.source_kind != "text" for scan in self.scans)
        return (limits, self.tesseract) if self.tesseract and may_be_scanned else limits


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job: the stages that were made anew and the failures of the issue."""

    issue_id: str
    made: tuple[str, ...]
    failures: tuple[Failure, ...]


def digest_of(*parts: object) -> str:
    """A digest of some values by their printed form."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(repr(part).encode() + b"\0")
    return digest.hexdigest()


def make_issue(job: Job) -> Outcome:
    """Bring one issue up to date: each stage whose output was made from something else is made again."""
    made, headers, cache = [], {}, {}

    def read(stage: str) -> list:
        if stage not in cache:
            cache[stage] = storage.read_records(storage.output_path(job.extracted, stage, job.issue_id))
        return cache[stage]

    for stage in STAGES[: 1 + [s.name for s in STAGES].index(job.until)]:
        made_from = _made_from(stage, job, headers)
        path = storage.output_path(job.extracted, stage.name, job.issue_id)
        header = storage.read_header(path)
        if header is None or not _is_fresh(header, made_from):
            cache[stage.name] = _make(stage, job, read)
            header = storage.write_records(path, made_from, cache[stage.name], freshness.code_digest(stage.module))
            made.append(stage.name)
        headers[stage.name] = header
    failures = tuple(failure for header in headers.values() for failure in header.failures)
    return Outcome(job.issue_id, tuple(made), failures)


def _made_from(stage: Stage, job: Job, headers: Mapping[str, storage.Header]) -> str:
    """The digest of all that decides a stage's output. Of the stages before it: what they gave, however they came to it."""
    inputs = [_given(headers[name]) for name in stage.inputs] if stage.reads else (job.scans, job.settings)
    if stage.name == "cleaned" and job.said:
        inputs = [*inputs, job.said]
    return digest_of(stage.name, inputs, freshness.code_digest(stage.module))


def _given(header: storage.Header) -> tuple:
    return header.body, header.failures


def _is_fresh(header: storage.Header, made_from: str) -> bool:
    return header.made_from == made_from and not any(failure.kind in _OF_THE_MOMENT for failure in header.failures)


def not_current(job: Job) -> str | None:
    """Why an issue that is not worked on is not as a run would make it: `not made` or `out of date`; None where it is."""
    paths = {stage.name: storage.output_path(job.extracted, stage.name, job.issue_id) for stage in STAGES}
    headers = {name: storage.read_header(path) for name, path in paths.items()}
    if not all(headers.values()):
        return "not made"
    current = all(_is_fresh(headers[stage.name], _made_from(stage, job, headers)) for stage in STAGES)
    return None if current else "out of date"


def _make(stage: Stage, job: Job, read: Callable[[str], list]) -> list:
    """The records that a stage makes of its inputs, checked."""
    make = importlib.import_module(stage.module).make
    if not stage.reads:
        return make(job.scans, job.corpus, job.limits, storage.recognised_folder(job.extracted), job.tesseract)
    inputs = [[record for record in read(name) if isinstance(record, kind)] for name, kind in stage.reads]
    result = make(*inputs, job.said) if stage.name == "cleaned" else make(*inputs)
    records = [record for part in result for record in part] if isinstance(result, tuple) else list(result)
    before = [corrected(page, job.said) for page in inputs[0]] if stage.name == "cleaned" else inputs[0]
    _check(stage, before, records)
    return records


def _check(stage: Stage, inputs: Sequence, records: Sequence) -> None:
    """The invariants on which all evidence rests; BrokenRuleError where one does not hold."""
    if stage.name == "cleaned":
        for before, after in zip(inputs, records, strict=True):
            _check_lines(before, after)
    elif stage.name == "articles":
        articles = [record for record in records if isinstance(record, Article)]
        furniture = [record for record in records if isinstance(record, Furniture)]
        pages = {page.page_id: page for page in inputs}
        for article in articles:
            evidence.check_article(article, pages)
        pieces = [piece for article in articles for piece in article.pieces]
        for page in inputs:
            evidence.check_ledger(page, pieces, furniture)
    else:
        articles = {article.article_id: article for article in inputs}
        for record in records:
            if isinstance(record, Word | Entity | Fact):
                evidence.check_span(articles[record.article_id], record)
        _check_activities(records)


def _check_lines(before: Page, after: Page) -> None:
    """Cleaning keeps every line at its place and accounts for every character that it takes away.

    `before` has people's corrections in it: of such a line their characters are accounted for, and what was read must be kept.
    """
    if len(before.lines) != len(after.lines):
        raise BrokenRuleError(f"{before.page_id}: cleaning made {len(after.lines)} lines of {len(before.lines)}")
    for number, (old, new) in enumerate(zip(before.lines, after.lines, strict=True)):
        if len(old.text) + sum(old.dropped.values()) != len(new.text) + sum(new.dropped.values()):
            raise BrokenRuleError(f"{before.page_id} line {number}: cleaning lost characters of {old.text!r}")
        if old.read != new.read:
            raise BrokenRuleError(f"{before.page_id} line {number}: what was read, {old.read!r}, was not kept beside its correction")


def _check_activities(records: Sequence) -> None:
    known = {record.activity_id for record in records if isinstance(record, Activity)}
    for record in records:
        if isinstance(record, Fact) and record.activity_id not in known:
            raise BrokenRuleError(f"{record.fact_id} belongs to {record.activity_id}, which there is not")


def run(jobs: Iterable[Job], executor: Executor | None = None) -> Iterator[Outcome]:
    """Run jobs, here or on any executor; outcomes come as they are ready. An error of ours ends it."""
    if executor is None:
        yield from map(make_issue, jobs)
        return
    futures = [executor.submit(make_issue, job) for job in jobs]
    try:
        for future in as_completed(futures):
            yield future.result()
    finally:
        for future in futures:
            future.cancel()


def make_tables(
    extracted: Path, issue_ids: Sequence[str], failures: Sequence[Failure], decisions: Sequence[Decision] = (), mask: bool = True
) -> bool:
    """Write the published tables from the outputs of some issues, as people corrected them; False where they were up to date.

    mask: personal numbers.
    """
    headers = {}
    for issue_id in issue_ids:
        paths = {stage.name: storage.output_path(extracted, stage.name, issue_id) for stage in STAGES}
        found = {name: storage.read_header(path) for name, path in paths.items()}
        if all(found.values()):
            headers[issue_id] = found
            failures = [*failures, *(failure for header in found.values() for failure in header.failures)]
    code = {stage.name: _code_of(stage, [found[stage.name] for found in headers.values()]) for stage in STAGES}
    code[TABLES.name] = freshness.code_digest(TABLES.module)
    given = {issue_id: [_given(header) for header in found.values()] for issue_id, found in headers.items()}
    made_from = digest_of(given, failures, decisions, mask, code)
    folder = storage.tables_folder(extracted)
    manifest = storage.read_manifest(folder)
    if manifest.get("made_from") == made_from and all(
        storage.sha256_of(folder / name) == digest for name, digest in manifest["files"].items()
    ):
        return False
    tables = importlib.import_module(TABLES.module)
    issues = ([record for stage in STAGES for record in _of_stage(extracted, stage, issue_id)] for issue_id in sorted(headers))
    files = tables.write(folder, tables.make(issues, failures, decisions, mask))
    storage.write_manifest(folder, {"made_from": made_from, "files": files, "code": code, "corrections": digest_of(decisions)})
    return True


def _code_of(stage: Stage, headers: Iterable[storage.Header]) -> str | list[str]:
    """The digest of the code that made a stage's outputs; all of them where some are older than others."""
    digests = sorted({header.code for header in headers}) or [freshness.code_digest(stage.module)]
    return digests[0] if len(digests) == 1 else digests


def _of_stage(extracted: Path, stage: Stage, issue_id: str) -> list:
    """A stage's records; of pages as read only what the cleaned pages do not say again."""
    records = storage.read_records(storage.output_path(extracted, stage.name, issue_id))
    return [record for record in records if not (stage.name == "pages" and isinstance(record, Page))]
