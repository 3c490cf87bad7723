"""A card: one fact with what a person needs to find and to judge it. `Holdings` is all that a desk has on the table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.desk import history
from pipeline.records import Decision

DONE = ("confirmed", "corrected", "rejected")


@dataclass(frozen=True, slots=True)
class Card:
    """A fact and how it stands. Values as in table facts; `review`: the last word, also `unsure`, and one not yet in the tables."""

    fact_id: str
    article_id: str
    activity_id: str
    headline: str
    paper: str | None
    issue_date: str | None
    organizer: str | None
    organizer_canonical: str | None
    place: str | None
    date: str | None
    measure: str
    value_min: float
    value_max: float
    unit: str
    scope: str
    text: str
    sentence: str
    confidence: float
    second_reading: str | None
    conflicts: int  # checks that it takes part in and that do not hold
    review: str
    pending: bool  # the last word is in corrections.csv and not in the tables yet


@dataclass(frozen=True, slots=True)
class Holdings:
    """The tables that a desk works on, as rows by id, and the decisions in corrections.csv in their order."""

    facts: Mapping[str, Mapping]
    articles: Mapping[str, Mapping]
    activities: Mapping[str, Mapping]
    pages: Mapping[str, Mapping]
    checks: Sequence[Mapping] = ()
    corrections: Sequence[Mapping] = ()
    decisions: Sequence[Decision] = ()
    bad_lines: Sequence[str] = ()  # what is wrong with lines of corrections.csv
    checks_of: Mapping[str, list[Mapping]] = field(default_factory=dict)  # by fact_id


def cards(holdings: Holdings) -> list[Card]:
    """A card a fact, in the order of their ids."""
    said = history.last_words(history.pending(holdings.decisions, holdings.corrections))
    unsure = history.doubted(holdings.corrections)
    waiting = ((row, said.get(row["fact_id"])) for row in holdings.facts.values())
    return [_card(row, holdings, history.standing(row, word, unsure), word is not None) for row, word in waiting]


def _card(fact: Mapping, holdings: Holdings, review: str, pending: bool) -> Card:
    article, activity = holdings.articles[fact["article_id"]], holdings.activities.get(fact["activity_id"], {})
    return Card(
        **{name: fact[name] for name in ("fact_id", "article_id", "activity_id", "measure", "value_min", "value_max", "unit", "scope")},
        **{name: fact[name] for name in ("text", "sentence", "confidence")},
        **{name: article[name] for name in ("headline", "paper", "issue_date")},
        **{name: activity.get(name) for name in ("organizer", "organizer_canonical", "place", "date")},
        second_reading=fact.get("second_reading"),
        conflicts=sum(check["verdict"] == "conflicts" for check in holdings.checks_of.get(fact["fact_id"], ())),
        review=review,
        pending=pending,
    )


def by_fact(checks: Iterable[Mapping]) -> dict[str, list[Mapping]]:
    """The checks that each fact takes part in."""
    found: dict[str, list[Mapping]] = {}
    for check in checks:
        for fact_id in check["fact_ids"]:
            found.setdefault(fact_id, []).append(check)
    return found
