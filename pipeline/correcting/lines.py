"""Corrections of the text of lines: found on the page that was read, applied before cleaning, the text as read kept beside it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.correcting.checking import page_of, problem
from pipeline.correcting.hashes import line_hash
from pipeline.records import Decision, Line, Page, Scan, SettledLine

LineText = tuple[str, str, str]  # target_id, evidence_hash, the text that a person gave


def line_id(page_id: str, number: int) -> str:
    """The id of a line, counted from 1."""
    return f"{page_id}-l{number:03}"


def of_scans(decisions: Iterable[Decision], scans: Sequence[Scan]) -> tuple[LineText, ...]:
    """What people said of lines on the pages of some files: the last word on each line and evidence, in the order it was said.

    Pages of a file of several are named after it: `<page_id>-<n>`.
    """
    files = {scan.page_id for scan in scans}
    said = {}
    for decision in decisions:
        page = page_of(decision.target_id) if decision.field == "text" else None
        if page and (page in files or page.rpartition("-")[0] in files) and not problem(decision):
            key = decision.target_id, decision.evidence_hash
            said.pop(key, None)
            said[key] = decision.new or ""
    return tuple((*key, text) for key, text in said.items())


def corrected(page: Page, said: Sequence[LineText]) -> Page:
    """A page as read with its lines corrected; `settled` tells what became of each decision on it. Lines stay at their places.

    A decision goes to the line of its id, or, where that line reads otherwise now, to the only line of the page that reads as the
    person saw it. `Line.read` keeps what was read; a second reading is no question any more.
    """
    hashes = [line_hash(line.text) for line in page.lines]
    texts, settled = {}, []
    for target_id, evidence_hash, new in said:
        if page_of(target_id) != page.page_id:
            continue
        at, state = _found(target_id, evidence_hash, hashes)
        if at is not None and page.lines[at].text == new:
            state = "confirmed"
            texts.pop(at, None)
        elif state == "applied":
            texts[at] = new
        settled.append(SettledLine(target_id, evidence_hash, new, state, None if at is None else line_id(page.page_id, at + 1)))
    lines = tuple(_with_text(line, texts[at]) if at in texts else line for at, line in enumerate(page.lines))
    return replace(page, lines=lines, settled=tuple(settled))


def _with_text(line: Line, text: str) -> Line:
    """The line with another text; where its characters stand is known only while there are as many of them."""
    return replace(line, text=text, read=line.text, second=None, spots=line.spots if len(text) == len(line.text) else ())


def _found(target_id: str, evidence_hash: str, hashes: Sequence[str]) -> tuple[int | None, str]:
    """Which line a decision speaks of (from 0), and whether it can be applied to it."""
    at = int(target_id.rpartition("-l")[2]) - 1
    there = 0 <= at < len(hashes)
    if there and hashes[at] == evidence_hash:
        return at, "applied"
    if hashes.count(evidence_hash) == 1:
        return hashes.index(evidence_hash), "applied"
    return (at, "stale") if there else (None, "orphan")
