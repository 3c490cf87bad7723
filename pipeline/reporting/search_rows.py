"""What the search in the browser reads: a compact row an article, in files of some hundred rows."""

from collections.abc import Container, Iterator, Mapping, Sequence

from pipeline.reporting import addresses, rendering
from pipeline.vocabulary import COUNTS, MONEY, PEOPLE, SCOPES

A_FILE = 500  # rows of a file: about a megabyte, read in some hundredths of a second
MEASURES = (*MONEY, *PEOPLE, *COUNTS)
_MEASURE = {name: number for number, name in enumerate(MEASURES)}
_SCOPE = {name: number for number, name in enumerate(SCOPES)}


def row(article: Mapping, activities: Sequence[Mapping], facts: Sequence[Mapping]) -> list:
    """An article as report.js reads it (`rows` there says what stands where)."""
    organizers = dict.fromkeys(
        name for one in activities for name in (one["organizer_canonical"], one["organizer"], one["place"]) if name
    )  # fmt: skip
    article_id = article["article_id"]
    rejected = {one["activity_id"] for one in activities if one["review"] == "rejected"}
    return [
        addresses.name_of(article_id),
        article_id,
        article["headline"],
        article["paper"],
        article["issue_date"],
        article["kind"],
        article["text"],
        list(organizers),
        [_figure(fact, article_id, rejected) for fact in facts],
    ]


def _figure(fact: Mapping, article_id: str, rejected: Container[str]) -> list:
    """A fact; its review at the end is that of its activity where this was rejected."""
    values = [int(value) if value == int(value) else value for value in (fact["value_min"], fact["value_max"])]
    place = _MEASURE[fact["measure"]], _SCOPE[fact["scope"]]
    review = "rejected" if fact["activity_id"] in rejected else fact["review"]
    return [fact["fact_id"].removeprefix(article_id), fact["text"], *place, *values, fact["unit"], fact["start"], review]


def files(rows: Sequence[list]) -> Iterator[tuple[str, bytes]]:
    """(address in the report, content) of each file of rows; there is always one."""
    for number, begin in enumerate(range(0, len(rows) or 1, A_FILE)):
        yield addresses.shard(number), rendering.script("report.rows", number, MEASURES, SCOPES, rows[begin : begin + A_FILE])
