"""An article with its quantities and what is worked out of it once: clauses, triggers, expressions of time, places."""

import bisect
import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeVar

from pipeline.measuring.measure_parts import Part
from pipeline.measuring.measure_time import TIMES, Anchor, anchors, unions
from pipeline.measuring.measure_triggers import GUARD, SENSES, Trigger, triggers
from pipeline.records import Article, Entity, Quantity
from pipeline.text.date_patterns import years_in_digits
from pipeline.text.forms import fold

_BREAK = re.compile(r"[，,。！？!?；;：:\n]")
_STOPS = frozenset("。！？!?；;\n")
_DIGITS = re.compile(r"[0-9０-９.,]+")
_NUMBERS = re.compile(r"\d+")
EARLIER = frozenset(("last", "lastyear", "longago"))  # kinds of anchors that place a figure in an earlier year
_REACH = 10  # characters; pairs of characters are taken from so far on either side, within the clause
Made = TypeVar("Made")


@dataclass(frozen=True)
class Context:
    """An article with its quantities in text order, and what is worked out of it once."""

    article: Article
    quantities: tuple[Quantity, ...]
    entities: tuple[Entity, ...]
    types: tuple[str, ...]  # for each quantity the type of the activity that it belongs to

    @cached_property
    def text(self) -> str:
        """The article's text, folded, and years in digits."""
        return years_in_digits(fold(self.article.text))

    @cached_property
    def headline(self) -> str:
        """The article's headline, folded."""
        return fold(self.article.headline)

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Where each quantity stands in the text, [start, end)."""
        return [(q.start, q.end) for q in self.quantities]

    @cached_property
    def triggers(self) -> list[Trigger]:
        """Triggers in the text that lie outside the quantities."""
        return self._outside(triggers(self.text))

    def _outside(self, found: list[Trigger]) -> list[Trigger]:
        ends = [q.end for q in self.quantities]
        starts = [*(q.start for q in self.quantities), len(self.text)]
        return [t for t in found if t.end <= starts[bisect.bisect_right(ends, t.start)]]

    @cached_property
    def trigger_starts(self) -> list[int]:
        """Where each trigger starts, for bisection."""
        return [t.start for t in self.triggers]

    @cached_property
    def senses(self) -> list[Trigger]:
        """Everyday words of known sense in the text that lie outside the quantities."""
        return [t for t in self._outside(triggers(self.text, SENSES)) if t.classes != GUARD]

    @cached_property
    def sense_starts(self) -> list[int]:
        """Where each of them starts, for bisection."""
        return [t.start for t in self.senses]

    @cached_property
    def breaks(self) -> list[int]:
        """Offsets of the marks that end a clause; a comma inside a quantity is none."""
        found = [m.start() for m in _BREAK.finditer(self.text)]
        spans = [(q.start, q.end) for q in self.quantities if "," in q.text or "，" in q.text]
        return [p for p in found if not any(s <= p < e for s, e in spans)] if spans else found

    @cached_property
    def stops(self) -> list[int]:
        """Offsets of the marks that end a sentence, too."""
        return [at for at in self.breaks if self.text[at] in _STOPS]

    @property
    def issue(self) -> str:
        """The date of the paper, YYYY-MM-DD or its beginning; empty where it is not known."""
        return self.article.issue_date or ""

    @cached_property
    def issue_year(self) -> int | None:
        """The year the paper came out, where known."""
        return int(self.issue[:4]) if self.issue[:4].isdigit() else None

    @cached_property
    def is_early(self) -> bool:
        """Whether the paper came out in the first quarter, when last year is reported on; False where no month is known."""
        return self.issue[5:7] in ("01", "02", "03")

    @cached_property
    def anchors(self) -> list[Anchor]:
        """Expressions of time, plan and standard in the text, in order."""
        return anchors(self.text, self.issue_year)

    @cached_property
    def anchor_starts(self) -> list[int]:
        """Where each anchor starts, for bisection."""
        return [a.start for a in self.anchors]

    def anchors_between(self, start: int, end: int) -> list[Anchor]:
        """Anchors that start in [start, end), in order."""
        low = bisect.bisect_left(self.anchor_starts, start)
        return self.anchors[low : bisect.bisect_left(self.anchor_starts, end)]

    @cached_property
    def unions(self) -> list[int]:
        """Where a union is named in the text, in order."""
        return unions(self.text)

    @cached_property
    def times(self) -> list[str]:
        """For each quantity the kind of its nearest anchor of time, in its sentence or else earlier in its paragraph."""
        return [self._time(q) for q in self.quantities]

    @cached_property
    def profile(self) -> str:
        """Whether the quantities of the article are mostly placed in an earlier year: none, some, most."""
        earlier = sum(kind in EARLIER for kind in self.times)
        return "无" if not earlier else "少" if earlier * 2 <= len(self.times) else "多"

    def _time(self, q: Quantity) -> str:
        paragraph = self.text.rfind("\n", 0, q.start) + 1
        i = bisect.bisect_left(self.anchor_starts, q.start)
        for a in reversed(self.anchors[:i]):
            if a.start < paragraph:
                break
            if a.kind in TIMES:
                return a.kind
        return "-"

    @cached_property
    def headline_anchors(self) -> list[Anchor]:
        """Expressions of time, plan and standard in the headline, in order."""
        return anchors(self.headline, self.issue_year)

    @cached_property
    def persons(self) -> list[Entity]:
        """Entities that are people, in order."""
        return sorted((e for e in self.entities if e.label == "PERSON"), key=lambda e: e.start)

    @cached_property
    def places(self) -> list["Place"]:
        """The surroundings of each quantity."""
        around = [None, *self.quantities, None]
        return [self._place(q, before, after) for before, q, after in zip(around, self.quantities, around[2:], strict=False)]

    def _place(self, q: Quantity, before: Quantity | None, after: Quantity | None) -> "Place":
        clause, sentence = self.around(self.breaks, q.start, q.end), self.around(self.stops, q.start, q.end)
        edges = (sentence[0], clause[0], q.start, q.end, clause[1], sentence[1])
        first, left, at, right, last, end = (bisect.bisect_left(self.trigger_starts, edge) for edge in edges)
        t = self.triggers
        paragraph = self.text.rfind("\n", 0, q.start) + 1
        return Place(q, clause, sentence, paragraph, before, after, t[first:left], t[left:at], t[right:last], t[last:end])

    @cached_property
    def grams(self) -> list[Part]:
        """For each quantity the characters around it as features."""
        return [_grams(self.text, p) for p in self.places]

    @cached_property
    def runs(self) -> list[tuple[Part, ...]]:
        """For each quantity the pairs of characters of its sentence up to it as features.

        A part holds what one number of the sentence adds to those before it, so a pair is made once a sentence.
        """
        runs: list[tuple[Part, ...]] = []
        parts: tuple[Part, ...] = ()
        sentence, at, known = -1, 0, set()
        for p in self.places:
            if p.sentence[0] != sentence:
                parts, sentence, at, known = (), p.sentence[0], 0, set()
            run = _NUMBERS.sub("0", self.text[sentence : p.quantity.start])
            pairs = [run[i : i + 2] for i in range(at, len(run) - 1)]
            parts = (*parts, Part({f"gr={pair}": pair for pair in pairs if pair not in known}))
            at = max(0, len(run) - 1)
            known.update(pairs)
            runs.append(parts)
        return runs

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` gives, made where nothing was asked for under this key yet."""
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]

    @cached_property
    def _made(self) -> dict:
        return {}

    def between(self, start: int, end: int) -> list[Trigger]:
        """Triggers that lie in [start, end), in order."""
        low = bisect.bisect_left(self.trigger_starts, start)
        high = bisect.bisect_left(self.trigger_starts, end)
        return self.triggers[low:high]

    def around(self, marks: list[int], start: int, end: int) -> tuple[int, int]:
        """The span between the mark before `start` and the mark at or after `end`."""
        i = bisect.bisect_left(marks, start)
        left = marks[i - 1] + 1 if i else 0
        j = bisect.bisect_left(marks, end)
        return left, marks[j] if j < len(marks) else len(self.text)


@dataclass(frozen=True)
class Place:
    """Where a quantity stands: its clause, its sentence, its neighbours, and the triggers around it, all in text order."""

    quantity: Quantity
    clause: tuple[int, int]
    sentence: tuple[int, int]
    paragraph: int  # where it begins
    previous: Quantity | None
    following: Quantity | None
    earlier: list[Trigger]  # in the sentence before the clause
    left: list[Trigger]  # in the clause before the number
    right: list[Trigger]  # in the clause after it
    later: list[Trigger]  # in the sentence after the clause


def place(context: Context, index: int) -> Place:
    """The surroundings of quantity `index` of the context."""
    return context.places[index]


def shape(q: Quantity) -> str:
    """The unit as written: 元 for money, for the rest the classifier."""
    return "元" if q.unit_class == "money" else _classifier(q.text) or q.unit


@lru_cache(4096)  # asked several times for each quantity, and the same few hundred counts come again and again
def _classifier(written: str) -> str:
    return _DIGITS.split(fold(written))[-1].lstrip("余多几数十百千万亿来约近超逾上以左右")


def _grams(text: str, p: Place) -> Part:
    """Characters that touch the number, one to four on either side, and the pairs of characters in its clause near it."""
    start, end = p.quantity.start, p.quantity.end
    left = _DIGITS.sub("0", text[max(p.sentence[0], start - 6) : start])
    right = _DIGITS.sub("0", text[end : min(p.sentence[1], end + 6)])
    out = Part()
    for n in range(1, min(4, len(left)) + 1):
        out[f"l{n}={left[-n:]}"] = left[-n:]
    for n in range(1, min(4, len(right)) + 1):
        out[f"r{n}={right[:n]}"] = right[:n]
    for i in range(max(p.clause[0], start - _REACH), start - 1):
        out[f"lb={text[i : i + 2]}"] = text[i : i + 2]
    for i in range(end, min(p.clause[1], end + _REACH) - 1):
        out[f"rb={text[i : i + 2]}"] = text[i : i + 2]
    return out
