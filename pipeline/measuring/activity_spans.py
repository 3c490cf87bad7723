"""Where a report goes over from one activity to another: the units of a text, and what speaks for a further activity.

A further activity has either another type (the same union's 助学 beside its 送温暖) or another organizer (one union a
paragraph). Units are sentences; together they cover the text without a gap.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.measuring.activity_model import Features
from pipeline.measuring.activity_organizers import Candidate, pattern
from pipeline.measuring.activity_types import any_of, counts, lexicon, names
from pipeline.text.sentences import sentences

# A word that names the activity counts as much as three that only go with it.
_STRONG, _WEAK = 2.0, 0.6


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence with what lies between it and the next, and what it says: scores by type, number of quantities."""

    start: int
    end: int
    opens_paragraph: bool
    n_quantities: int
    scores: dict[str, float]

    def best(self) -> str | None:
        """The type that its words speak for most, None where they say nothing."""
        return max(self.scores, key=self.scores.get, default=None)


@dataclass(frozen=True, slots=True)
class Further:
    """A further activity that a report may hold: its type or its organizer, the units it stands in, what speaks for it."""

    of: str
    units: tuple[int, ...]
    features: Features


def units(folded: str, quantity_starts: Sequence[int]) -> list[Unit]:
    """The units of a folded text in order; none for an empty text."""
    spans = sentences(folded)
    starts = [0, *(start for start, _ in spans[1:])]
    ends = [*starts[1:], len(folded)]
    return [_unit(folded, start, end, quantity_starts) for start, end in zip(starts, ends, strict=True)] if spans else []


def _unit(folded: str, start: int, end: int, quantity_starts: Sequence[int]) -> Unit:
    scores: dict[str, float] = {}
    for (name, force), n in counts(folded, start, end).items():
        weight = _STRONG if force == "strong" else _WEAK
        scores[name] = scores.get(name, 0.0) + weight * math.log1p(n)
    opens = start == 0 or folded[start - 1] == "\n"
    return Unit(start, end, opens, sum(start <= q < end for q in quantity_starts), scores)


def further_types(parts: Sequence[Unit], main: str, headline: str, folded: str) -> list[Further]:
    """Every type but `main` that some unit speaks for most, with what speaks for its being an activity of its own."""
    of_type: dict[str, list[int]] = {}
    for i, unit in enumerate(parts):
        best = unit.best()
        if best and best != main:
            of_type.setdefault(best, []).append(i)
    survey = bool(any_of(lexicon()["split"]["surveys"]).search(headline + folded[:200]))
    kinds = {name for name, found in of_type.items() if any(parts[i].n_quantities for i in found)}
    in_headline = counts(headline)
    out = []
    for name in names():
        if name not in of_type:
            continue
        found = of_type[name]
        margins = [parts[i].scores[name] - parts[i].scores.get(main, 0.0) for i in found]
        features = {
            f"further {name}": 1.0,
            f"beside {main}": 1.0,
            "margin": min(max(margins), 4.0),
            "units": math.log1p(len(found)),
            "share of units": len(found) / len(parts),
            "with quantities": math.log1p(sum(parts[i].n_quantities for i in found)),
            "other types with quantities": math.log1p(len(kinds - {name})),
            "a survey": float(survey),
            "opens a paragraph": float(any(parts[i].opens_paragraph and i for i in found)),
            "from the first sentence": float(found[0] == 0),
            "opener": float(any(_opens(folded, parts[i]) for i in found)),
            "in the headline": float((name, "strong") in in_headline),
            "margin with quantities": min(max([m for m, i in zip(margins, found, strict=True) if parts[i].n_quantities], default=0.0), 4.0),
            "main words beside": min(min(parts[i].scores.get(main, 0.0) for i in found), 4.0),
        }
        out.append(Further(name, tuple(found), features))
    return out


def _opens(folded: str, unit: Unit) -> bool:
    return bool(any_of(lexicon()["split"]["openers"]).match(folded, unit.start, unit.end))


def further_organizers(parts: Sequence[Unit], others: Sequence[Candidate], main: Candidate, folded: str) -> list[Further]:
    """Every other body that acts in a unit of its own, with what speaks for its having an activity of its own."""
    acting = {c.name: found for c in others if (found := _own_units(parts, c, folded))}
    survey = bool(any_of(lexicon()["split"]["surveys"]).search(folded))
    out = []
    for candidate in others:
        found = acting.get(candidate.name)
        if not found:
            continue
        first = parts[found[0]]
        at = min(start for start, _ in candidate.mentions if first.start <= start < first.end)
        after = folded[max(end for start, end in candidate.mentions if start == at) :][:8]
        features = {
            "another organizer": 1.0,
            "a union": float(candidate.is_union),
            "main is a union": float(main.is_union),
            "both the same": float(candidate.is_union == main.is_union),
            "with quantities": math.log1p(sum(parts[i].n_quantities for i in found)),
            "bodies that act": math.log1p(len(acting) - 1),
            "opens a paragraph": float(first.opens_paragraph),
            "opens the sentence": float(at - first.start <= 2),
            "within the first clause": float("，" not in folded[first.start : at]),
            "alone on its line": float(folded[first.start : first.end].strip() == folded[at : at + len(folded[first.start : first.end].strip())] and len(folded[first.start : first.end].strip()) < 25 and first.opens_paragraph),
            "title of a person": float(bool(pattern("titles").match(after))),
            "acts": float(bool(pattern("acts").match(after))),
            "a survey": float(survey),
            "named again": math.log1p(len(candidate.mentions) - 1),
            "words of a type": float(bool(first.scores)),
            "in the first units": float(found[0] <= 1),
        }
        out.append(Further(candidate.name, tuple(found), features))
    return out


def _own_units(parts: Sequence[Unit], candidate: Candidate, folded: str) -> list[int]:
    """The units in which the body is neither a partner, a receiver nor a source."""
    found = []
    for i, unit in enumerate(parts):
        inside = [start for start, _ in candidate.mentions if unit.start <= start < unit.end]
        if inside and not _is_aside(folded, min(inside), unit.start):
            found.append(i)
    return found


def _is_aside(folded: str, start: int, floor: int) -> bool:
    before = folded[max(floor, start - 4) : start]
    return any(pattern(name).search(before) for name in ("with", "receives"))


def with_followers(parts: Sequence[Unit], further: Further, main: str) -> list[int]:
    """The units of a further type, with those right behind in the same paragraph that say nothing for the main type."""
    own = set(further.units)
    for i in range(1, len(parts)):
        if i - 1 in own and i not in own and not parts[i].opens_paragraph and not parts[i].scores.get(main):
            own.add(i)
    return sorted(own)


def returns(unit: Unit, main: Candidate, folded: str) -> bool:
    """Whether a unit opens a paragraph and names the main organizer again: the report comes back to it."""
    named = any(unit.start <= start < unit.end for start, _ in main.mentions)
    return named and (unit.opens_paragraph or not _is_aside(folded, unit.start, unit.start))


def stretches(parts: Sequence[Unit], numbers: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """The spans of the units with these numbers, neighbours joined."""
    out: list[tuple[int, int]] = []
    for i in numbers:
        if out and out[-1][1] == parts[i].start:
            out[-1] = (out[-1][0], parts[i].end)
        else:
            out.append((parts[i].start, parts[i].end))
    return tuple(out)
