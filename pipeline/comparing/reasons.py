"""Why a row is another: the page is new, gone or another file; people corrected something; the code changed.

All that may have had a part is named; a cause that stands alone is the cause.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from pipeline.comparing.builds import Build, Row
from pipeline.comparing.pairing import as_now, rename
from pipeline.correcting.checking import page_of
from pipeline.run import STAGE_NAMES
from pipeline.schema import MONEY_COLUMNS, NUMBER_COLUMNS
from pipeline.storage import CORRECTIONS

_STAGES_OF = {  # those whose code decides what stands in a table; all where it is not named
    "pages": ("pages", "cleaned", "articles", "tables"),
    "articles": ("pages", "cleaned", "articles", "tables"),
    "entities": ("pages", "cleaned", "articles", "words", "entities", "tables"),
}
_FOLLOWS = {  # columns that follow from a corrected one
    "organizer": {"organizer_canonical", "admin_code", "event_id"},
    "date": {"date_start", "date_end", "event_id"},
    "type": {"event_id"},
    "boundaries": {"boundaries_note"},
}


_FROM_FACTS = {name + ending for name in (*MONEY_COLUMNS, *NUMBER_COLUMNS) for ending in ("", "_basis")} | {"event_id"}
_NO_MANIFEST = "code, perhaps (a build without manifest)"


@dataclass(frozen=True, slots=True)
class Causes:
    """What differs between two builds besides the rows. Ids are those of the new build."""

    pages: dict[str, str]  # new page, removed page or changed page, of each page that is one
    code: tuple[str, ...]  # stages whose code, data or libraries changed
    known: bool  # whether both builds say what they were made from
    said: dict[str, set[str]]  # by target, the fields on which people's word differs
    lines: frozenset[str]  # pages with lines of which people's word differs
    activities: frozenset[str]  # activities with facts of which people's word differs


def causes(old: Build, new: Build, names: Mapping[str, str]) -> Causes:
    """What differs between two builds; `names`: ids of the old one that are others now."""
    was, now = old.manifest.get("code", {}), new.manifest.get("code", {})
    said = _said(old, new, names)
    facts = (as_now(row, names) for row in old.rows["facts"]), new.rows["facts"]
    return Causes(
        pages=_pages_apart(old.pages(), new.pages()),
        code=tuple(stage for stage in STAGE_NAMES if was.get(stage) != now.get(stage)),
        known=bool(was and now),
        said=said,
        lines=frozenset(page_of(target) for target, fields in said.items() if "text" in fields),
        activities=frozenset(row["activity_id"] for row in chain(*facts) if row["fact_id"] in said),
    )


def _pages_apart(old: Mapping[str, Row], new: Mapping[str, Row]) -> dict[str, str]:
    apart = dict.fromkeys(new.keys() - old.keys(), "new page") | dict.fromkeys(old.keys() - new.keys(), "removed page")
    both = old.keys() & new.keys()
    return apart | {page: "changed page" for page in both if old[page]["source_sha256"] != new[page]["source_sha256"]}


def _said(old: Build, new: Build, names: Mapping[str, str]) -> dict[str, set[str]]:
    """The fields of each target on which people's word differs between the builds."""

    def words(build: Build, names: Mapping[str, str]) -> set[tuple]:
        last = [row for row in build.rows["corrections"] if row.get("superseded_by") is None]
        return {
            (rename(row.get("applies_to") or row["target_id"], names), row["field"], row["new"], row["evidence_hash"], row["reviewer"])
            for row in last
        }

    said: dict[str, set[str]] = {}
    for target, field, *_ in words(old, names) ^ words(new, {}):
        said.setdefault(target, set()).add(field)
    return said


def why(table: str, rows: Sequence[Row], changed: Collection[str] | None, of: Causes) -> str:
    """Why a row is new or gone (`changed` is None) or has other values in the columns `changed`.

    `rows`: the row as it was, with the ids of today, and as it is, or the one of them that there is.
    """
    pages = {page for row in rows for page in _pages(row)}
    found = sorted({of.pages[page] for page in pages if page in of.pages})
    if changed is None and ("new page" in found or "removed page" in found):
        return found[-1]
    fields = _corrected(table, rows, pages, of)
    if fields or (table == "corrections" and (changed is None or not (found or of.code))):
        found.append("correction")
    if changed is None or not _explained(table, changed, fields):
        stages = [stage for stage in _STAGES_OF.get(table, STAGE_NAMES) if stage in of.code]
        if stages and not (table == "corrections" and changed is None):
            found.append(f"code of {', '.join(stages)}" if of.known else _NO_MANIFEST)
    if not found and changed is not None and set(changed) == {"event_id"}:
        return "another report of the event"
    return " or ".join(found) or "settings, or another page of the issue"


def _pages(row: Row) -> set[str]:
    """The pages that a row stands on."""
    pages = {row.get("page_id"), *(row.get("page_ids") or ())}
    pages |= {page_of(row[name]) for name in ("article_id", "activity_id", "target_id") if row.get(name)}
    return pages - {None}


def _corrected(table: str, rows: Iterable[Row], pages: set[str], of: Causes) -> set[str]:
    """The fields on which people's word differs, of what the rows rest on: `text` for a line of the page, `facts` for figures."""
    fields = {"text"} if pages & of.lines else set()
    for row in rows:
        own = {"facts": "fact_id", "activities": "activity_id", "articles": "article_id", "failures": "page_id"}.get(table)
        fields |= of.said.get(row.get(own), set())
        if row.get("activity_id") in of.activities and table in ("activities", "checks"):
            fields.add("facts")
        if row.get("page_id") == CORRECTIONS:
            fields.add("corrections.csv")
    return fields


def _explained(table: str, changed: Collection[str], fields: set[str]) -> bool:
    """Whether corrections of these fields explain all the columns that changed."""
    if "text" in fields or (table == "checks" and fields):
        return True
    may = {"review", "machine", *fields}.union(*(_FOLLOWS.get(field, ()) for field in fields))
    return bool(fields) and set(changed) <= may | (_FROM_FACTS if "facts" in fields else set())
