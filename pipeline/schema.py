"""The published tables: columns, types, units, keys, meaning. `enforce` holds every table to it when it is written."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from pipeline.errors import BrokenRuleError
from pipeline.vocabulary import BASES, CORRECTION_STATES, COUNTS, KINDS, LABELS, MONEY, PEOPLE, QUALIFIERS, REVIEWS, SCOPES, TYPES, VERDICTS

BOX = pa.struct([("page_id", pa.string()), *((side, pa.float64()) for side in ("x0", "y0", "x1", "y1"))])
TEXT, WHOLE, REAL, DAY = pa.string(), pa.int64(), pa.float64(), pa.date32()


@dataclass(frozen=True, slots=True)
class Column:
    """A published column. `values`: the only ones it may take; `required`: never null."""

    name: str
    type: pa.DataType
    meaning: str
    unit: str | None = None
    values: Sequence[str] | None = None
    required: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A published table: what a row is, its key and its columns."""

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]


def _id(name: str, meaning: str) -> Column:
    return Column(name, TEXT, meaning, required=True)


def _span(of: str) -> tuple[Column, ...]:
    return (
        Column("start", WHOLE, f"where the {of} begins in articles.text", "characters from 0", required=True),
        Column("end", WHOLE, f"where the {of} ends (half-open): articles.text[start:end] = text", "characters", required=True),
        Column("text", TEXT, f"the {of} as printed", required=True),
    )


_PAPER = Column("paper", TEXT, "name of the newspaper, from path or .toml, else as the page says")
_ISSUE_DATE = Column("issue_date", TEXT, "date of the issue as far as it is known, from path or .toml, else as the page says", "EDTF")
_BOXES = Column(
    "boxes", pa.list_(BOX), "where it stands on the page; null for pages read from plain text", "share of the page, origin top left"
)
_PAGE_IDS = Column(
    "page_ids", pa.list_(TEXT), "the pages on which it stands, in order: more than one where it goes on on another page", required=True
)
_LINES = Column(
    "lines",
    pa.list_(pa.int32()),
    "source lines under it, those on the first of page_ids first, each counted on its page",
    "line number from 1",
)
_HASH = Column("evidence_hash", TEXT, "digest of what a person sees here; a correction names it (corpus/README.md)", required=True)
_REVIEWED = (
    Column(
        "review",
        TEXT,
        "what people said of it; rejected: in no sum and no check; stale: said of other evidence, so not applied",
        values=REVIEWS,
        required=True,
    ),
    Column("machine", TEXT, "the machine's reading (JSON), where a person corrected it"),
)
_ADMIN = Column("admin_code", TEXT, "code of the administrative division, where it is certain", "GB/T 2260")

PAGES = Table(
    "pages",
    "page received, readable or not",
    ("page_id",),
    (
        _id("page_id", "<paper>-<date>-p<page>; parts that are unknown are left out"),
        _PAPER,
        _ISSUE_DATE,
        Column("page_number", TEXT, "page number as the paper gives it (A07, 3), from path or .toml, else as the page says"),
        Column("section", TEXT, "name of the page or section, from path or .toml, else as the page says"),
        Column(
            "warnings",
            pa.list_(TEXT),
            "where the page itself contradicts its path or .toml, which is then taken; that OCR read it with little certainty",
        ),
        _id("source_path", "the file, relative to the corpus"),
        Column("source_sha256", TEXT, "digest of the file's content; null where it could not be read"),
        Column("source_kind", TEXT, "what the file is", values=("text", "pdf_text", "pdf_scan", "image"), required=True),
        Column("reader", TEXT, "engine that read the page, its version, and for text the encoding"),
        Column("width", REAL, "width of the page; null for plain text", "points, or pixels of an image"),
        Column("height", REAL, "height of the page; null for plain text", "points, or pixels of an image"),
        Column(
            "turn", WHOLE, "turns that bring the picture in the file upright; sizes and boxes are of the upright page", "quarters clockwise"
        ),
        Column(
            "confidence",
            REAL,
            "how sure OCR is of the characters: mean probability, 0.99 on good scans; null where they are read as given",
            "0-1",
        ),
        Column("n_chars", WHOLE, "characters received, line ends not counted = the next three added up", "characters"),
        Column("n_article_chars", WHOLE, "characters in articles (headline, byline, text)", "characters"),
        Column("n_furniture_chars", WHOLE, "characters in mastheads, page numbers and the like", "characters"),
        Column("n_dropped_chars", WHOLE, "characters taken away by cleaning", "characters"),
        Column("dropped", pa.map_(TEXT, WHOLE), "n_dropped_chars by reason", "characters"),
        Column("status", TEXT, "whether the page could be read", values=("ok", "failed"), required=True),
        Column("n_corrected_lines", WHOLE, "lines whose text a person corrected; their characters are counted as corrected", "lines"),
        Column(
            "n_repaired_chars",
            WHOLE,
            "characters and stops put right after OCR, where it was in doubt itself and the text around decides; numbers never are",
            "characters",
        ),
        Column("error", TEXT, "why it could not be read, and what to do"),
        Column("source", TEXT, "where the file came from, as its .toml says"),
        Column("rights", TEXT, "rights in the page, as its .toml says"),
    ),
)

ARTICLES = Table(
    "articles",
    "article",
    ("article_id",),
    (
        _id("article_id", "<page_id>-a<nn>, numbered in the order of the page"),
        _id("page_id", "page on which the article begins"),
        _PAPER,
        _ISSUE_DATE,
        Column("kind", TEXT, "what sort of article", values=KINDS, required=True),
        Column("headline", TEXT, "kicker, headline and subtitle joined by a space; empty where there is none", required=True),
        Column("byline", TEXT, "line that names the author, where it stands outside the text"),
        Column("reporters", pa.list_(TEXT), "names of reporters, correspondents and authors"),
        Column("text", TEXT, "the body: paragraphs joined by a line feed", required=True),
        Column("n_chars", WHOLE, "length of text", "characters", required=True),
        _PAGE_IDS,
        _BOXES,
        _LINES,
        Column("confidence", REAL, "how sure it is that the article is whole and holds nothing else; null where unknown", "0-1"),
        Column("boundaries", TEXT, "what a person said of where it begins and ends; null: nobody has", values=("wrong", "right")),
        Column("boundaries_note", TEXT, "what they said about it"),
        _HASH,
    ),
)

WORDS = Table(
    "words",
    "token",
    ("article_id", "start"),
    (
        _id("article_id", "the article"),
        *_span("token"),
        Column("pos", TEXT, "part of speech, tags of jieba's dictionary", required=True),
    ),
)

ENTITIES = Table(
    "entities",
    "mention of a named thing",
    ("entity_id",),
    (
        _id("entity_id", "<article_id>-e<nn>"),
        _id("article_id", "the article"),
        Column("label", TEXT, "what it is", values=LABELS, required=True),
        *_span("name"),
        _PAGE_IDS,
        _BOXES,
        _LINES,
        Column("canonical", TEXT, "full name, short forms resolved; null where it cannot be told"),
        _ADMIN,
    ),
)

FACTS = Table(
    "facts",
    "quantity in an article",
    ("fact_id",),
    (
        _id("fact_id", "<article_id>-f<nn>, numbered in the order of the text"),
        _id("article_id", "the article"),
        _id("activity_id", "the activity it belongs to"),
        Column("measure", TEXT, "what the quantity measures", values=(*MONEY, *PEOPLE, *COUNTS), required=True),
        Column("value_min", REAL, "the stated number, or the lower end of a range", "as in unit; money in yuan", required=True),
        Column("value_max", REAL, "the stated number, or the upper end of a range", "as in unit; money in yuan", required=True),
        Column("unit", TEXT, "CNY, person, person_time (人次), household, or the classifier as printed", required=True),
        Column("qualifier", TEXT, "how the text hedges the number", values=QUALIFIERS, required=True),
        Column("per", TEXT, "what one share goes to, and over what time (person, household, person/month, ...); null: a total"),
        Column(
            "scope", TEXT, "what the number may be added to: only `event` belongs to the activity reported", values=SCOPES, required=True
        ),
        *_span("quantity"),
        Column("sentence", TEXT, "the sentence that it stands in", required=True),
        _PAGE_IDS,
        _BOXES,
        _LINES,
        Column(
            "confidence",
            REAL,
            "the machine's: probability that measure, value and scope as it reads them are all right; "
            "at most 0.5 where there is a second_reading",
            "0-1",
            required=True,
        ),
        Column(
            "second_reading",
            TEXT,
            "what OCR read here the second time, or nearly read, where a digit, point or unit of it differs from text",
        ),
        Column(
            "reasons",
            pa.list_(TEXT),
            "the rules or the strongest features that decided; `通读全文`: the chance that the encoder gives it",
        ),
        *_REVIEWED,
        _HASH,
    ),
)

MONEY_COLUMNS = ("funds_raised_yuan", "aid_disbursed_yuan", "wages_recovered_yuan", "award_money_yuan", "goods_value_yuan")
NUMBER_COLUMNS = ("people_aided", "households_aided", "wage_claimants", "people_trained", "people_commended", "cases_handled")

_COUNTED_IN = {"households_aided": "households", "cases_handled": "cases"}  # the others are people


def _wide(name: str) -> tuple[Column, Column]:
    unit = "yuan" if name in MONEY_COLUMNS else _COUNTED_IN.get(name, "people")
    return (
        Column(
            name,
            REAL if name in MONEY_COLUMNS else WHOLE,
            f"{name.removesuffix('_yuan')} of this activity, from facts of scope event alone, none of them where another area's union acts",
            unit,
        ),
        Column(
            f"{name}_basis",
            TEXT,
            f"how {name} was reached: one fact, a total that the text states, parts added up, or the largest of parts that overlap",
            values=BASES,
        ),
    )


ACTIVITIES = Table(
    "activities",
    "union activity reported",
    ("activity_id",),
    (
        _id("activity_id", "<article_id>-v<nn>"),
        _id("article_id", "the article that reports it"),
        _PAPER,
        _ISSUE_DATE,
        Column("type", TEXT, "what sort of activity", values=TYPES, required=True),
        Column("organizer", TEXT, "body whose activity it is, in the fullest form that the article gives; null: nobody is named"),
        Column("organizer_canonical", TEXT, "its full name, the same in all articles"),
        Column("place", TEXT, "administrative area or site named for the activity"),
        _ADMIN,
        Column("date", TEXT, "when it took place, as precise as the text allows", "EDTF"),
        Column("date_start", DAY, "first day that date can mean", "date"),
        Column("date_end", DAY, "last day that date can mean", "date"),
        *_REVIEWED,
        _id("event_id", "the same for activities that report one event: the smallest of their activity_ids"),
        _HASH,
        *(column for name in (*MONEY_COLUMNS, *NUMBER_COLUMNS) for column in _wide(name)),
    ),
)

CHECKS = Table(
    "checks",
    "arithmetic check",
    ("check_id",),
    (
        _id("check_id", "<activity_id>-c<nn>"),
        _id("activity_id", "the activity"),
        Column("rule", TEXT, "the arithmetic that should hold", required=True),
        Column("verdict", TEXT, "whether it holds, given hedges and rounding", values=VERDICTS, required=True),
        Column("stated", REAL, "the figure that the text states", "as in its unit; money in yuan"),
        Column("expected_min", REAL, "lower end of what the other figures give", "as stated"),
        Column("expected_max", REAL, "upper end of what the other figures give", "as stated"),
        Column("fact_ids", pa.list_(TEXT), "facts that take part", required=True),
        Column("explanation", TEXT, "the check in a Chinese sentence with its numbers", required=True),
    ),
)

CORRECTIONS = Table(
    "corrections",
    "line of the corrections file",
    ("correction_id",),
    (
        _id("correction_id", "<target_id>-k<nn>, numbered in the order of the file"),
        _id("target_id", "fact, activity, article or line of a page that it speaks of, as written"),
        Column("field", TEXT, "column that it speaks of, or review, boundaries, text", required=True),
        Column("old", TEXT, "value that the person saw; of a review the reading (JSON)"),
        Column("new", TEXT, "value that the person gave"),
        Column(
            "state",
            TEXT,
            "what became of it: applied; confirmed, the machine now says the same; stale, the evidence is another now; "
            "orphan, there is no such thing any more; invalid, it cannot be meant (why is in failures)",
            values=CORRECTION_STATES,
            required=True,
        ),
        Column(
            "superseded_by",
            TEXT,
            "correction_id of the later decision on the same, or confirmation of another reading, that took its place; null: the last word",
        ),
        Column("applies_to", TEXT, "what it went to, where ids have changed since; else target_id"),
        Column("reviewer", TEXT, "who said so"),
        Column("note", TEXT, "what they said about it"),
        Column("evidence_hash", TEXT, "digest of the evidence that they saw"),
        Column("decided_at", TEXT, "when they said so, as written; the order of the file decides, not this"),
        Column("line", WHOLE, "where it stands in corrections.csv", "line number from 1"),
    ),
)

FAILURES = Table(
    "failures",
    "stage that a page failed in",
    ("page_id", "stage"),
    (
        Column("page_id", TEXT, "the page; for a folder or a file that is no page its path", required=True),
        Column("stage", TEXT, "the stage that failed", required=True),
        Column("kind", TEXT, "what is wrong, in a word", required=True),
        Column("message", TEXT, "what is wrong and what to do about it", required=True),
    ),
)

TABLES = (PAGES, ARTICLES, WORDS, ENTITIES, FACTS, ACTIVITIES, CHECKS, CORRECTIONS, FAILURES)

# (table, column): the key that its values, or the items of its lists, are taken from.
FOREIGN_KEYS = {
    ("articles", "page_id"): ("pages", "page_id"),
    ("articles", "page_ids"): ("pages", "page_id"),
    ("words", "article_id"): ("articles", "article_id"),
    ("entities", "article_id"): ("articles", "article_id"),
    ("entities", "page_ids"): ("pages", "page_id"),
    ("facts", "article_id"): ("articles", "article_id"),
    ("facts", "activity_id"): ("activities", "activity_id"),
    ("facts", "page_ids"): ("pages", "page_id"),
    ("activities", "article_id"): ("articles", "article_id"),
    ("activities", "event_id"): ("activities", "activity_id"),
    ("checks", "activity_id"): ("activities", "activity_id"),
    ("checks", "fact_ids"): ("facts", "fact_id"),
}


def arrow_schema(table: Table) -> pa.Schema:
    """The Arrow schema of a table, with meaning, unit and values of each column in its metadata."""
    fields = []
    for column in table.columns:
        about = {"meaning": column.meaning}
        if column.unit:
            about["unit"] = column.unit
        if column.values:
            about["values"] = " ".join(column.values)
        fields.append(pa.field(column.name, column.type, nullable=not column.required, metadata=about))
    return pa.schema(fields, metadata={"table": table.name, "row": table.row, "key": " ".join(table.key)})


def enforce(table: Table, rows: Sequence[Mapping]) -> pa.Table:
    """The rows as an Arrow table that keeps the contract, in the order of its key. BrokenRuleError where they do not keep it."""
    names = {column.name for column in table.columns}
    for row in rows:
        if set(row) != names:
            raise BrokenRuleError(f"{table.name}: columns {sorted(set(row) ^ names)} are missing or unknown")
    rows = sorted(rows, key=lambda row: tuple(row[name] for name in table.key))
    for column in table.columns:
        _check_column(table, column, [row[column.name] for row in rows])
    keys = [tuple(row[name] for name in table.key) for row in rows]
    for one, other in itertools.pairwise(keys):
        if one == other:
            raise BrokenRuleError(f"{table.name}: the key {one} stands twice")
    return pa.Table.from_pylist(rows, schema=arrow_schema(table))


def _check_column(table: Table, column: Column, values: Sequence) -> None:
    if column.required and any(value is None for value in values):
        raise BrokenRuleError(f"{table.name}.{column.name}: a null where none may be")
    if column.values and (wrong := set(values) - set(column.values) - {None}):
        raise BrokenRuleError(f"{table.name}.{column.name}: {sorted(wrong)} is not among its values")
