"""Personal numbers in what is published: the setting, and the records and rows of the tables with them masked.

What the stages have made stays as it is; only the tables differ. Ids and `source_path` are never masked: they are names that others
refer to, so a file must not be named after somebody's number.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pipeline.errors import BrokenRuleError, UsageError
from pipeline.records import Activity, Article, Entity, Fact, Word
from pipeline.text.masking import mask

VARIABLE = "MASK"
NAME = "personal_numbers"  # in the metadata of each table, which says one of STATES
STATES = {True: "masked", False: "as printed"}
# Columns of text written by people, besides those that come from records. Numbers of facts are no personal numbers.
_FREE_TEXT = {
    "activities": ("organizer", "organizer_canonical", "place"),  # as corrected
    "articles": ("boundaries_note",),
    "pages": ("warnings", "error", "source", "rights"),
    "corrections": ("note", "old", "new"),
    "failures": ("message",),
}
_FIGURES = ("value_min", "value_max")  # a correction of these is a number, however long


def wanted(environment: Mapping[str, str]) -> bool:
    """Whether personal numbers are masked: unless MASK=no. UsageError where it says neither yes nor no."""
    value = environment.get(VARIABLE, "").strip().lower() or "yes"
    if value not in ("yes", "no"):
        raise UsageError(f"{VARIABLE}={value}: it takes yes or no (whether personal numbers are masked in the tables)")
    return value == "yes"


def said(metadata: Mapping[bytes, bytes] | None) -> str:
    """What the metadata of a table says, one of STATES; `as printed` where it says nothing."""
    return (metadata or {}).get(NAME.encode(), STATES[False].encode()).decode()


def settings_help() -> str:
    """The variable in words, for --help."""
    return (
        f"{VARIABLE}=no publishes identity, phone and bank numbers as printed; by default their digits are * in the tables,\n"
        "in what is exported and in the report. What the stages have made, and corpus/, stay as they are."
    )


def masked_records(records: Iterable) -> list:
    """The records of an issue as they are published: same order, same offsets, the digits of personal numbers as `*`; facts keep theirs."""
    records = list(records)
    facts = defaultdict(list)
    for record in records:
        if isinstance(record, Fact):
            facts[record.article_id].append((record.start, record.end))
    articles = {record.article_id: record for record in records if isinstance(record, Article)}
    texts = {name: mask(article.text, facts[name]) for name, article in articles.items()}
    changed = {name: text for name, text in texts.items() if text != articles[name].text}
    return [_masked(record, articles, changed) for record in records]


def _masked(record: object, articles: Mapping[str, Article], changed: Mapping[str, str]) -> object:
    if isinstance(record, Article):
        names = tuple(mask(name) for name in record.reporters)
        text = changed.get(record.article_id, record.text)
        return replace(record, text=text, headline=mask(record.headline), byline=mask(record.byline), reporters=names)
    if isinstance(record, Activity):
        return _masked_fields(record, ("organizer", "organizer_canonical", "place"))
    if isinstance(record, Word | Entity | Fact) and record.article_id in changed:
        return _masked_span(record, articles[record.article_id].text, changed[record.article_id])
    return record


def _masked_span(span: Word | Entity | Fact, text: str, masked: str) -> Word | Entity | Fact:
    """A span of an article in whose masked text something is masked."""
    if isinstance(span, Fact):
        begin = text.rfind(span.sentence, 0, span.start + len(span.sentence))
        if begin < 0:
            raise BrokenRuleError(f"{span.fact_id}: its sentence does not stand in its article")
        span = replace(span, sentence=masked[begin : begin + len(span.sentence)])
    elif isinstance(span, Entity):
        span = _masked_fields(span, ("canonical",))
    here = masked[span.start : span.end]
    return span if here == span.text else replace(span, text=here)


def _masked_fields(record: Activity | Entity, names: Sequence[str]) -> Activity | Entity:
    new = {name: mask(value) for name in names if (value := getattr(record, name))}
    return record if all(getattr(record, name) == value for name, value in new.items()) else replace(record, **new)


def masked_rows(table: str, rows: Sequence[Mapping]) -> list[dict]:
    """The rows of a table with its free text masked: notes of reviewers, messages, warnings."""
    columns = _FREE_TEXT.get(table, ())
    return [dict(row) | {name: _masked_value(row, name) for name in columns if row.get(name)} for row in rows]


def _masked_value(row: Mapping, name: str) -> str | list[str]:
    value = row[name]
    if name in ("old", "new") and row["field"] in _FIGURES:
        return value
    return mask(value) if isinstance(value, str) else [mask(one) for one in value]
