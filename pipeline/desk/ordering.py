"""The queue: which fact a person should look at first, and why it stands there.

In front stand, in this order: corrections whose evidence has changed, digits that OCR read two ways, figures whose checks do not hold.
Then size and doubt decide together: how large a figure is among its kind, and how unsure the machine is of it. Money weighs
double, since a wrong sum does more harm than a wrong count. What somebody was unsure of comes behind that, what is decided last,
and with it the figures of rejected activities, which are in no sum.
"""

from bisect import bisect_left
from collections.abc import Sequence

from pipeline.desk.cards import DONE, Card

STALE, TWO_READINGS, CONFLICT = "更正已过期 stale correction", "数字两读 digits read two ways", "核算不符 check conflicts"
NOT_COUNTED = "所属活动已否定，不计入 its activity is rejected: in no sum"
LARGE, UNSURE_MACHINE, UNSURE_PERSON = "数额大 large", "把握低 low confidence", "存疑 unsure"
_LARGE, _LOW = 0.9, 0.6  # among the largest tenth of its kind; below this confidence two in five are wrong
_DOUBT = 2.0  # a confidence of 0.5 is all the doubt that counts: below it the figure is more likely wrong than right


def ordered(cards: Sequence[Card], among: Sequence[Card]) -> list[Card]:
    """The cards, those that matter most first. `among`: all cards, by which size is judged."""
    sizes = _sizes(among)
    return sorted(cards, key=lambda card: (_tier(card), -_score(card, sizes), card.fact_id))


def reasons(cards: Sequence[Card], among: Sequence[Card]) -> list[list[str]]:
    """Why each card stands where it does, in words for a person; empty where nothing is remarkable."""
    sizes = _sizes(among)
    return [_reasons(card, sizes) for card in cards]


def _reasons(card: Card, sizes: dict[bool, list[float]]) -> list[str]:
    marks = {
        STALE: card.review == "stale",
        TWO_READINGS: card.second_reading is not None,
        CONFLICT: bool(card.conflicts),
        LARGE: card.unit == "CNY" and _size(card, sizes) >= _LARGE,
        UNSURE_MACHINE: card.confidence < _LOW,
        UNSURE_PERSON: card.review == "unsure",
        NOT_COUNTED: card.activity_rejected,
    }
    return [word for word, holds in marks.items() if holds]


def _tier(card: Card) -> int:
    if card.review in DONE or card.activity_rejected:
        return 5
    if card.review == "unsure":
        return 4
    urgent = (card.review == "stale", card.second_reading is not None, bool(card.conflicts))
    return urgent.index(True) if True in urgent else 3


def _score(card: Card, sizes: dict[bool, list[float]]) -> float:
    size = _size(card, sizes) * (1.0 if card.unit == "CNY" else 0.5)
    return size + min(1.0, _DOUBT * (1 - card.confidence))


def _size(card: Card, sizes: dict[bool, list[float]]) -> float:
    """The share of figures of its kind (money or not) that are smaller."""
    same = sizes[card.unit == "CNY"]
    return bisect_left(same, card.value_max) / max(1, len(same) - 1)


def _sizes(cards: Sequence[Card]) -> dict[bool, list[float]]:
    return {money: sorted(card.value_max for card in cards if (card.unit == "CNY") == money) for money in (True, False)}
