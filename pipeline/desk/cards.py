"""A card: one fact with what a person needs to find and to judge it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.desk import overlay
from pipeline.desk.holdings import Holdings

DONE = ("confirmed", "corrected", "rejected")


@dataclass(frozen=True, slots=True)
class Card:
    """A fact and how it stands: values and review with what is not in the tables yet; `review` may be `unsure`, too."""

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
    activity_rejected: bool = False  # by a person: the figure is in no sum


def cards(holdings: Holdings, fact_ids: Iterable[str] | None = None) -> list[Card]:
    """A card a fact, in the order of their ids; of some facts only, in their order, where those are given."""
    return [_card(holdings.facts[name], holdings) for name in (holdings.facts if fact_ids is None else fact_ids)]


def _card(row: Mapping, holdings: Holdings) -> Card:
    stands = overlay.standing(row, holdings)
    fact, article = stands.row, holdings.articles[row["article_id"]]
    activity, rejected = {}, False
    if fact["activity_id"] in holdings.activities:
        of = overlay.standing(holdings.activities[fact["activity_id"]], holdings)
        activity, rejected = of.row, of.review == "rejected"
    return Card(
        **{name: fact[name] for name in ("fact_id", "article_id", "activity_id", "measure", "value_min", "value_max", "unit", "scope")},
        **{name: fact[name] for name in ("text", "sentence", "confidence")},
        **{name: article[name] for name in ("headline", "paper", "issue_date")},
        **{name: activity.get(name) for name in ("organizer", "organizer_canonical", "place", "date")},
        second_reading=fact.get("second_reading"),
        conflicts=sum(check["verdict"] == "conflicts" for check in holdings.checks_of.get(fact["fact_id"], ())),
        review=stands.review,
        pending=stands.pending,
        activity_rejected=rejected,
    )


def by_fact(checks: Iterable[Mapping]) -> dict[str, list[Mapping]]:
    """The checks that each fact takes part in."""
    found: dict[str, list[Mapping]] = {}
    for check in checks:
        for fact_id in check["fact_ids"]:
            found.setdefault(fact_id, []).append(check)
    return found
