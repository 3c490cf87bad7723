"""The command line: python -m pipeline COMMAND."""

import argparse
import contextlib
import json
import logging
import os
import signal
import sys
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from functools import partial
from pathlib import Path

from pipeline import corpus, masking, run, storage
from pipeline.correcting.lines import of_scans
from pipeline.engines import ocr, pdf, tesseract
from pipeline.errors import UsageError
from pipeline.records import Decision, Failure, Scan

LOG = logging.getLogger("pipeline")
DONE, SOME_FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130
_SHOWN_LOST = 5
_LOST = (
    "corrections: what people said of %d ids was applied in the last run and now speaks of nothing that is there (%s); was a page or "
    "folder taken away or read otherwise? make query Q=\"from corrections where state = 'orphan'\""
)
_MADE = {*(stage.name for stage in run.STAGES), run.TABLES.name, "inspect", "alto", "report", "export", "recognised"}  # folders of results
_FEW = 2  # issues whose removal nobody is asked about while others stay

_EPILOG = f"""\
exit status: 0 done; 1 some pages or corrections failed (the rest is there, see the failures table); 2 wrong usage; 130 interrupted
A run takes up where the last one ended: only what is out of date is made again. A file that took too much time or memory, or could
not be read from the disk, is tried again by every run.
Where no page is left in the corpus, or most issues are gone from it, as when its disk is not there, the tables are left as they are
(status 2); --allow-removal (make ALLOW_REMOVAL=yes) lets them go.

What a PDF file may cost is set by environment variables (make PDF_PAGES=500); a file over one of them is a recorded failure:
{pdf.settings_help()}

{ocr.THREADS}=N reads pictures with N threads (default: as many as cores, shared among jobs). What was read is kept in
extracted/recognised/, by the content of the picture and the code that read it.
{tesseract.settings_help()}

{masking.settings_help()}"""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m pipeline",
        description="Newspaper pages to a dataset of trade-union activities.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    helps = {"all": "run every stage that is out of date and show a summary"}
    helps |= {stage.name: stage.makes for stage in (*run.STAGES, run.TABLES)}
    for name, text in helps.items():
        command = commands.add_parser(name, help=text, description=text, epilog=_EPILOG, formatter_class=parser.formatter_class)
        _add_folders(command)
        _add_selection(command)
        command.add_argument("--without-corrections", action="store_true", help="the machine's reading alone: leave corrections.csv out")
        command.add_argument("--jobs", type=_count, default=1, metavar="N", help="issues worked on at once (default 1)")
        command.add_argument("--allow-removal", action="store_true", help="go on where most issues are no longer in the corpus")
    query = commands.add_parser("query", help="ask the tables in SQL (DuckDB)")
    _add_folders(query)
    query.add_argument("sql", nargs="?", help="one question; without it a prompt opens")
    explain = commands.add_parser("explain", help="say why a fact was read as it was, and where it stands")
    _add_folders(explain)
    explain.add_argument("fact", help="a fact_id")
    inspect = commands.add_parser("inspect", help="draw a page with its articles in colour: extracted/inspect/<page_id>.png and .html")
    _add_folders(inspect)
    inspect.add_argument("page", help="a page_id")
    alto = commands.add_parser("alto", help="write ALTO 4 XML of each page that has boxes: extracted/alto/<page_id>.xml")
    _add_folders(alto)
    _add_selection(alto)
    report = commands.add_parser("report", help="write pages for a browser, with search and evidence: extracted/report/index.html")
    _add_folders(report)
    report.add_argument("--jobs", type=_count, default=1, metavar="N", help="pages drawn at once (default 1)")
    report.add_argument("--notebooks", action="store_true", help="run all notebooks for it, too, where the extra 'notebooks' is installed")
    notebooks = commands.add_parser("notebooks", help="open JupyterLab on the fact desk (needs the extra 'notebooks')")
    _add_folders(notebooks)
    notebooks.add_argument("--html", action="store_true", help="instead run all notebooks, into extracted/report/notebooks/*.html")
    notebooks.add_argument("options", nargs="*", help="behind --: options for JupyterLab")
    diff = commands.add_parser("diff", help="say how two builds of the tables differ, row by row, and why")
    diff.add_argument("old", type=Path, help="folder of a build, with tables/ in it, or of its tables")
    diff.add_argument("new", type=Path, help="folder of the later build")
    diff.add_argument("--json", action="store_true", help="all differences as JSON")
    diff.add_argument("--rows", type=partial(_count, least=0), default=10, metavar="N", help="rows shown of a sort and table (default 10)")
    export = commands.add_parser("export", help="write the tables as CSV, XLSX and DuckDB with their description: extracted/export/")
    _add_folders(export)
    commands.add_parser("dictionary", help="write the data dictionary, extracted/README.md, from the schema")
    model = commands.add_parser("model", help="train pipeline/models anew (about two hours; needs the extras 'dev' and 'train')")
    model.add_argument("gold", type=Path, help="folder of gold files (tests/quality/gold)")
    model.add_argument("--onward", action="store_true", help="teach the encoder on from what it is, as when labels are new, not anew")
    return parser


def _count(text: str, least: int = 1) -> int:
    if not (text.isascii() and text.isdigit() and int(text) >= least):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from {least}")
    return int(text)


def _add_folders(command: argparse.ArgumentParser) -> None:
    command.add_argument("--corpus", type=Path, default=Path("corpus"), help="folder of pages (default: corpus)")
    command.add_argument("--extracted", type=Path, default=Path("extracted"), help="folder of results (default: extracted)")


def _add_selection(command: argparse.ArgumentParser) -> None:
    command.add_argument("--paper", help="only issues of this newspaper (its exact name)")
    command.add_argument("--date", help="only issues whose date begins so: 2015, 2015-02, 2015-02-12")


def _selected(scans: Sequence[Scan], options: argparse.Namespace) -> list[Scan]:
    chosen = [
        scan
        for scan in scans
        if (options.paper is None or scan.paper == options.paper)
        and (options.date is None or (scan.issue_date or "").startswith(options.date))
    ]
    if (options.paper or options.date) and not chosen:
        papers = "、".join(sorted({scan.paper for scan in scans if scan.paper})) or "none"
        raise UsageError(f"no page of {options.corpus} is of that paper and date; papers there: {papers}")
    return chosen


def _jobs(scans: Sequence[Scan], options: argparse.Namespace, until: str, decisions: Sequence[Decision]) -> list[run.Job]:
    issues: dict[str, list[Scan]] = {}
    for scan in scans:
        issues.setdefault(scan.issue_id, []).append(scan)
    settings = {"limits": pdf.limits_from(os.environ), "tesseract": tesseract.wanted(os.environ)}
    folders = options.corpus, options.extracted
    return [
        run.Job(issue, tuple(some), *folders, until, said=of_scans(decisions, some), **settings) for issue, some in sorted(issues.items())
    ]


def _start_worker(jobs: int) -> None:
    """In a worker: interrupts are left to the parent, and the workers share the cores for reading pictures."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.setdefault(ocr.THREADS, str(max(1, (os.cpu_count() or 1) // jobs)))


@contextlib.contextmanager
def _executor(jobs: int):
    """No executor for one job, else a pool of processes that is emptied when the run is interrupted."""
    if jobs == 1:
        yield None
        return
    pool: Executor = ProcessPoolExecutor(jobs, initializer=_start_worker, initargs=(jobs,))
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _run_jobs(jobs: Sequence[run.Job], n: int) -> list[Failure]:
    """Run the jobs with progress shown, a bar on a terminal and a line an issue elsewhere; the failures."""
    from tqdm import tqdm

    failures: list[Failure] = []
    on_terminal = sys.stderr.isatty()
    with _executor(n) as executor, tqdm(total=len(jobs), unit="issue", disable=not on_terminal) as bar:
        for outcome in run.run(jobs, executor):
            bar.update()
            if outcome.made and not on_terminal:
                LOG.info("%s: %s", outcome.issue_id, " ".join(outcome.made))
            failures.extend(outcome.failures)
    return sorted(failures, key=lambda failure: (failure.page_id, failure.stage))


def _kept_without_listing(extracted: Path, failures: Sequence[Failure]) -> set[str]:
    """Issues made before from folders that cannot be listed now: what is there of them stays."""
    unreadable = [f.page_id for f in failures if f.kind == "unreadable_folder"]
    kept = set()
    for path in storage.outputs(extracted, "pages") if unreadable else ():
        for record in storage.read_records(path):
            inside = isinstance(record, Scan) and any(f in (".", *map(str, Path(record.path).parents)) for f in unreadable)
            if inside:
                kept.add(record.issue_id)
    return kept


def _check_apart(corpus: Path, extracted: Path) -> None:
    """UsageError where the pages lie among what runs make, which make clean removes. Results among the pages are left out of these."""
    pages, results = corpus.resolve(), extracted.resolve()
    if pages.is_relative_to(results) and (pages == results or pages.relative_to(results).parts[0] in _MADE):
        raise UsageError(f"{corpus} (pages) lies among the results in {extracted}; give folders side by side")


def _check_removal(options: argparse.Namespace, issues: set[str]) -> None:
    """UsageError where a run would take all issues, or most of more than a few, out of what was made before."""
    from pipeline import summary

    first = run.STAGES[0].name
    there, gone = len(storage.outputs(options.extracted, first)), len(storage.leftovers(options.extracted, first, issues))
    if (not issues and (there or summary.has_pages(options.extracted))) or (gone > _FEW and 2 * gone > there):
        lost = f"{gone} of {there} issues are no longer in it" if issues else "there is no page in it"
        said = "is its disk there? To take them out of the tables, too, give --allow-removal (make ALLOW_REMOVAL=yes)"
        raise UsageError(f"{options.corpus}: {lost}, and the tables were left as they are; {said}")


def _say_what_is_left(jobs: Sequence[run.Job]) -> None:
    """A warning where the tables rest on issues that were not worked on and are not as a run would make them, or lack such."""
    found = Counter(run.not_current(job) for job in jobs)
    if found["not made"]:
        LOG.warning("issues outside the selection that are not made yet, and are not in the tables: %d", found["not made"])
    if found["out of date"]:
        LOG.warning("issues outside the selection that are out of date, and are in the tables as they were: %d", found["out of date"])


def _run_stages(options: argparse.Namespace) -> int:
    if not options.corpus.is_dir():
        raise UsageError(f"there is no folder {options.corpus}; give the folder of pages with --corpus (make CORPUS=...)")
    _check_apart(options.corpus, options.extracted)
    from pipeline import summary

    until = run.TABLES.name if options.command == "all" else options.command
    mask = masking.wanted(os.environ)
    with storage.lock(options.extracted):
        scans, failures = corpus.scans(options.corpus, options.extracted)
        said = options.corpus / storage.CORRECTIONS
        decisions, unread = ([], []) if options.without_corrections else storage.read_decisions(said)
        failures += unread
        chosen = _selected(scans, options)
        issues = {scan.issue_id for scan in scans} | _kept_without_listing(options.extracted, failures)
        if until == run.TABLES.name and not options.allow_removal:
            _check_removal(options, issues)
        last_stage = run.STAGES[-1].name if until == run.TABLES.name else until
        found = failures + _run_jobs(_jobs(chosen, options, last_stage, decisions), options.jobs)
        if until == run.TABLES.name:
            gone = storage.remove_leftovers(options.extracted, [stage.name for stage in run.STAGES], issues)
            if gone:
                LOG.info("no longer in the corpus, removed: %s", " ".join(gone))
            live = summary.live_corrections(options.extracted)
            anew = run.make_tables(options.extracted, sorted(issues), failures, decisions, mask)
            found = [failure for failure in found if failure not in unread] + summary.bad_corrections(options.extracted)
            LOG.info("tables: %s", "written" if anew else "nothing to do, all is up to date")
            if lost := summary.lost_corrections(options.extracted, live):
                LOG.warning(_LOST, len(lost), "、".join(lost[:_SHOWN_LOST]))
            worked_on = {scan.issue_id for scan in chosen}
            others = [scan for scan in scans if scan.issue_id not in worked_on]
            _say_what_is_left(_jobs(others, options, last_stage, decisions))
    for failure in found:
        LOG.warning("%s: %s", failure.stage, failure.message)
    if options.command == "all":
        print(summary.summary(options.extracted, found))
    return SOME_FAILED if found else DONE


def _view(options: argparse.Namespace) -> int:
    """Draw a page, or write ALTO, from the outputs that are there."""
    from pipeline import views

    if options.command == "inspect":
        files, said = views.draw(options.page, options.extracted, options.corpus, pdf.limits_from(os.environ))
        print("\n".join([*map(str, files), *([said] if said else [])]))
        return DONE
    written, others = views.write_alto(options.extracted, options.paper, options.date)
    print(f"{written} pages written to {options.extracted}/alto/" + (f"; {others} pages of plain text have no boxes" if others else ""))
    return DONE


def _notebooks(options: argparse.Namespace) -> int:
    """Open the notebooks, or keep them as HTML."""
    from pipeline import notebooks

    if not options.html:
        return notebooks.open_lab(Path("notebooks"), options.corpus, options.extracted, options.options)
    print("\n".join(map(str, notebooks.write_html(Path("notebooks"), options.corpus, options.extracted))))
    return DONE


def _report(options: argparse.Namespace) -> int:
    """Write the report of the tables that are there. A notebook that does not run leaves the rest of the report whole."""
    from pipeline import notebooks, report

    report.check_tables(options.extracted)
    status, said = DONE, ""
    if options.notebooks:
        try:
            notebooks.write_html(Path("notebooks"), options.corpus, options.extracted)
        except notebooks.NotInstalledError as error:
            said = f"It is without the notebooks: {error}"
        except UsageError as error:
            status, said = SOME_FAILED, f"It is without new notebooks: {error}"
    with storage.lock(options.extracted):
        print(report.summary(report.write(options.extracted, options.corpus, pdf.limits_from(os.environ), options.jobs)))
    if said:
        print(said)
    return status


def _export(extracted: Path) -> int:
    from pipeline.exporting import folder

    with storage.lock(extracted):
        for file in folder.export(extracted):
            print(
                f"{storage.export_folder(extracted) / file.path}  {file.bytes:,} bytes"
                + ("" if file.rows is None else f", {file.rows:,} rows")
            )
    return DONE


def _dispatch(options: argparse.Namespace) -> int:
    if options.command == "query":
        from pipeline import query

        return query.run(options.extracted, options.sql)
    if options.command == "explain":
        from pipeline import query

        return query.explain(options.extracted, options.fact)
    if options.command in ("inspect", "alto"):
        return _view(options)
    if options.command == "report":
        return _report(options)
    if options.command == "notebooks":
        return _notebooks(options)
    if options.command == "diff":
        from pipeline.comparing import comparison

        differences = comparison.compare(options.old, options.new)
        as_json = options.json and json.dumps(differences, ensure_ascii=False, indent=1, default=str)
        print(as_json or comparison.text(differences, options.rows))
        return DONE
    if options.command == "export":
        return _export(options.extracted)
    if options.command == "dictionary":
        from pipeline import dictionary

        storage.write_whole(Path("extracted/README.md"), dictionary.markdown().encode())
        return DONE
    if options.command == "model":
        from pipeline import training

        training.train(options.gold, options.onward)
        return DONE
    return _run_stages(options)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; its exit status."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S", stream=sys.stderr)
    try:
        return _dispatch(options)
    except UsageError as error:
        print(f"pipeline: {error}", file=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        print("pipeline: interrupted; run it again to go on from here", file=sys.stderr)
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
