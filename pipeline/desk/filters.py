"""Which cards a person wants to see."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from pipeline.desk.cards import DONE, Card
from pipeline.labels import MEASURES
from pipeline.text.forms import fold


@dataclass(frozen=True, slots=True)
class Filter:
    """What cards must have; what is empty or None asks for nothing. Texts may be several words, all of which must be there."""

    text: str = ""  # in headline, sentence, organiser, or the Chinese name of the measure
    union: str = ""  # in the organiser, short or full
    place: str = ""
    date: str = ""  # how the date of the activity or of the issue begins: 2015, 2015-02
    measure: str = ""  # a word of vocabulary.py
    amount_min: float | None = None  # yuan, people or pieces, as in the fact's unit
    amount_max: float | None = None
    confidence_max: float | None = None  # 0-1
    conflict: bool = False  # only those whose checks do not hold
    two_readings: bool = False  # only those whose digits OCR read two ways
    unreviewed: bool = True  # only those on which nobody has decided


def select(cards: Iterable[Card], wanted: Filter) -> list[Card]:
    """The cards that have all that the filter asks for, in their order."""
    return [card for card in cards if _matches(card, wanted)]


def _matches(card: Card, wanted: Filter) -> bool:
    return (
        not (wanted.unreviewed and card.review in DONE)
        and not (wanted.conflict and not card.conflicts)
        and not (wanted.two_readings and card.second_reading is None)
        and (not wanted.measure or card.measure == wanted.measure)
        and (wanted.amount_min is None or card.value_max >= wanted.amount_min)
        and (wanted.amount_max is None or card.value_min <= wanted.amount_max)
        and (wanted.confidence_max is None or card.confidence <= wanted.confidence_max)
        and _dated(card, wanted.date.strip())
        and _says(wanted.place, card.place)
        and _says(wanted.union, card.organizer, card.organizer_canonical)
        and _says(wanted.text, card.headline, card.sentence, card.organizer, card.organizer_canonical, card.place, MEASURES[card.measure])
    )


def _dated(card: Card, wanted: str) -> bool:
    return not wanted or any(date.startswith(wanted) for date in (card.date, card.issue_date) if date)


def _says(wanted: str, *texts: str | None) -> bool:
    """Whether each word of `wanted` is in one of the texts, whatever the form of its characters."""
    if not wanted.strip():
        return True
    together = _folded(*texts)
    return all(word in together for word in fold(wanted).lower().split())


@lru_cache(maxsize=1 << 17)  # the cards of one load, for the two fields that ask most
def _folded(*texts: str | None) -> str:
    return fold("\n".join(text for text in texts if text)).lower()
