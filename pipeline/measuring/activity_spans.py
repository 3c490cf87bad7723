"""Where a report goes over from one activity to another: the units of a text, and what speaks for a further activity.

A further activity has either another type (the same union's 助学 beside its 送温暖) or another organizer (one union a
paragraph). Units are sentences; together they cover the text without a gap.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.measuring.activity_bodies import Candidate
from pipeline.measuring.activity_lexicon import pattern
from pipeline.measuring.activity_model import Features
from pipeline.measuring.activity_organizers import is_aside
from pipeline.measuring.activity_pairs import Pairs, scores
from pipeline.measuring.activity_types import counts, listed, names, zones
from pipeline.naming import gazetteer
from pipeline.text.forms import fold
from pipeline.text.sentences import sentences

# A word that names the activity counts as much as three that only go with it.
_STRONG, _WEAK = 2.0, 0.6
_MOST = 4.0  # a higher score or margin says no more
_SPARSE = 0.5  # a feature of one type is seen seldom: half its size is four times the penalty
_WHOLE = 6  # characters; 局工会 and 公司工会 are what an article calls its main union later on
_TOP = 200  # characters of the text in which a report says that it is a survey


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
    """A further activity that a report may hold: its type or organizer, the units it stands in, what speaks for it."""

    of: str
    units: tuple[int, ...]
    features: Features


def units(folded: str, quantity_starts: Sequence[int]) -> list[Unit]:
    """The units of a folded text in order; none for an empty text."""
    quantity_starts = sorted(quantity_starts)
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
    n = bisect_left(quantity_starts, end) - bisect_left(quantity_starts, start)
    return Unit(start, end, opens, n, scores)


def further_types(parts: Sequence[Unit], main: str, article: tuple[str, str], pairs: Pairs) -> list[Further]:
    """Every type but `main` that some unit speaks for most, with what speaks for its being an activity of its own.

    `article` is the folded headline and text; `pairs` tell what the wording of its units and of their paragraph speaks for.
    """
    headline, folded = article
    of_type: dict[str, list[int]] = {}
    for i, unit in enumerate(parts):
        best = unit.best()
        if best and best != main:
            of_type.setdefault(best, []).append(i)
    of_article = {
        "a survey": float(bool(listed("split", "surveys").search(headline + folded[:_TOP]))),
        "main has quantities": float(any(u.n_quantities and u.best() == main for u in parts)),
    }
    kinds = {name for name, found in of_type.items() if any(parts[i].n_quantities for i in found)}
    in_headline = counts(headline)
    out = []
    for name in names():
        if name in of_type:
            features = _further_type(parts, of_type[name], name, main)
            features |= of_article
            features |= _wording(parts, of_type[name], (name, main), folded, pairs)
            features["other types with quantities"] = math.log1p(len(kinds - {name}))
            features["in the headline"] = float((name, "strong") in in_headline)
            features["opener"] = float(any(_opens(folded, parts[i]) for i in of_type[name]))
            out.append(Further(name, tuple(of_type[name]), features))
    return out


def _further_type(parts: Sequence[Unit], found: Sequence[int], name: str, main: str) -> Features:
    """What the units of a further type say about its being an activity of its own."""
    margins = {i: min(parts[i].scores[name] - parts[i].scores.get(main, 0.0), _MOST) for i in found}
    counted = [i for i in found if parts[i].n_quantities]
    best = max(counted or found, key=lambda i: margins[i])
    paragraph = _paragraph(parts, best)
    return {
        "further": 1.0,
        f"further {name}": _SPARSE,
        "margin with quantities": max((margins[i] for i in counted), default=0.0),
        "margin": max(margins.values()),
        "quantities": math.log1p(sum(parts[i].n_quantities for i in counted if margins[i] >= 1)),
        "units": math.log1p(len(found)),
        "from the first sentence": float(found[0] == 0),
        "opens a paragraph": float(best > 0 and parts[best].opens_paragraph),
        "paragraph of its own": float(
            paragraph[0] > 0
            and sum(parts[i].scores.get(name, 0.0) for i in paragraph) > sum(parts[i].scores.get(main, 0.0) for i in paragraph)
        ),
        "main words beside": min(parts[best].scores.get(main, 0.0), _MOST),
        "behind the middle": float(best / len(parts) > 0.5),
    }


def _wording(parts: Sequence[Unit], found: Sequence[int], types: tuple[str, str], folded: str, pairs: Pairs) -> Features:
    """How much more the wording speaks for the first of two types, in the units found and in the paragraph of the best."""
    own, main = (names().index(name) for name in types)
    best = max(found, key=lambda i: parts[i].scores[types[0]])
    out = {}
    for where, numbers in (("units", with_followers(parts, found, types[1])), ("paragraph", _paragraph(parts, best))):
        text = "".join(folded[parts[i].start : parts[i].end] for i in numbers)
        told = scores(zones("", text), pairs)
        out[f"wording of the {where}"] = max(-_MOST, min((told[own] - told[main]) / 2, _MOST))
        out[f"most likely by the wording of the {where}"] = float(told[own] == max(told))
    return out


def _paragraph(parts: Sequence[Unit], i: int) -> range:
    """The numbers of the units in the paragraph of unit `i`."""
    first = next(k for k in range(i, -1, -1) if parts[k].opens_paragraph)
    last = next((k for k in range(i + 1, len(parts)) if parts[k].opens_paragraph), len(parts))
    return range(first, last)


def _opens(folded: str, unit: Unit) -> bool:
    return bool(listed("split", "openers").match(folded, unit.start, unit.end))


def further_organizers(parts: Sequence[Unit], others: Sequence[Candidate], main: Candidate, folded: str) -> list[Further]:
    """Every other body that acts in a unit of its own, with what speaks for its having an activity of its own."""
    acting = {body.name: found for body in others if (found := _own_units(parts, body, folded))}
    firsts = sorted({found[0] for found in acting.values()} | set(_own_units(parts, main, folded)) | {len(parts)})
    counted = {
        name: sum(unit.n_quantities for unit in parts[found[0] : firsts[bisect_right(firsts, found[0])]]) for name, found in acting.items()
    }
    peers = {
        body.name
        for body in others
        if counted.get(body.name) and body.is_union and _leads(_standing(parts[acting[body.name][0]], body, folded))
    }
    survey = float(bool(listed("split", "surveys").search(folded)))
    out = []
    for body in others:
        if body.name not in acting:
            continue
        found = acting[body.name]
        features = {
            "another organizer": 1.0,
            "a survey": survey,
            "other peers": math.log1p(len(peers - {body.name})),
            "a peer": float(body.name in peers),
            "a peer among peers": float(body.name in peers and len(peers) > 1),
            "quantities": math.log1p(counted[body.name]),
            "bodies that act": math.log1p(len(acting) - 1),
            "a union": float(body.is_union),
            "two unions": float(body.is_union and main.is_union),
            "two that are none": float(not body.is_union and not main.is_union),
            "main named here": float(_first_mention(parts[found[0]], main) is not None),
            "opener": float(_opens(folded, parts[found[0]])),
            "named again": math.log1p(len(body.mentions) - 1),
            "main comes back": float(any(returns(part, main, folded) for part in parts[found[0] + 1 :])),
            **_standing(parts[found[0]], body, folded),
            **_beside(body, main),
        }
        out.append(Further(body.name, tuple(found), features))
    return out


def _beside(body: Candidate, main: Candidate) -> Features:
    """How a body's name and area lie to the main organizer's: of another county, of the province above, a name cut short (局工会)."""
    names, of_main = (gazetteer.chain(fold(each.name))[0] for each in (body, main))
    if not names:
        return {"a name cut short": float(len(body.name) < _WHOLE)}
    own, other = (gazetteer.candidates(found[-1])[0].code if found else "" for found in (names, of_main))
    if not other or own == other:
        return {"of main's area": float(own == other)}
    return {
        "of an area above main's": float(gazetteer.within(other, own)),
        "of an area within main's": float(gazetteer.within(own, other)),
        "of another area of main's level": float(gazetteer.level(own) == gazetteer.level(other)),
    }


def _first_mention(unit: Unit, body: Candidate) -> tuple[int, int] | None:
    """Where a unit first names a body, whose mentions are in order; None where it does not."""
    first = bisect_left(body.mentions, (unit.start, 0))
    return body.mentions[first] if first < len(body.mentions) and body.mentions[first][0] < unit.end else None


def _leads(standing: Features) -> bool:
    """Whether a body opens its sentence as the one that acts, not as somebody's title."""
    return bool(standing["opens the sentence"] and not standing["title of a person"])


def _standing(unit: Unit, body: Candidate, folded: str) -> Features:
    """How a body stands in the unit that names it first."""
    start, end = body.mentions[bisect_left(body.mentions, (unit.start, 0))]
    clause = folded[unit.start : start].strip()
    line = folded[unit.start : unit.end].strip()
    return {
        "opens the sentence": float(not any(mark in clause for mark in "，,：:") or clause.endswith(("，", "：", "讯", "）", "日", ","))),
        "opens a paragraph": float(unit.opens_paragraph and unit.start > 0),
        "alone on its line": float(line == folded[start:end]),
        "title of a person": float(bool(pattern("titles").match(folded[end : end + 8]))),
        "acts": float(bool(pattern("acts").match(folded[end : end + 8]))),
        "in the first unit": float(unit.start == 0),
        "words of a type": float(bool(unit.scores)),
        "gives": float(bool(pattern("gives").search(folded[end : end + 8]))),
    }


def _own_units(parts: Sequence[Unit], candidate: Candidate, folded: str) -> list[int]:
    """The units in which the body is neither a partner, a receiver nor a source."""
    firsts: dict[int, tuple[int, int]] = {}
    for mention in sorted(candidate.mentions, reverse=True):
        firsts[bisect_right(parts, mention[0], key=_start) - 1] = mention
    return sorted(i for i, mention in firsts.items() if not is_aside(folded, mention, parts[i].start))


def _start(unit: Unit) -> int:
    return unit.start


def with_followers(parts: Sequence[Unit], units: Sequence[int], main: str) -> list[int]:
    """The `units` of a further type, with those right behind in the same paragraph that say nothing for the main type."""
    own = set(units)
    for i in range(1, len(parts)):
        if i - 1 in own and i not in own and not parts[i].opens_paragraph and not parts[i].scores.get(main):
            own.add(i)
    return sorted(own)


def returns(unit: Unit, main: Candidate, folded: str) -> bool:
    """Whether a unit names the main organizer again, not as a partner or receiver only: the report comes back to it."""
    mention = _first_mention(unit, main)
    return mention is not None and not is_aside(folded, mention, unit.start)


def stretches(parts: Sequence[Unit], numbers: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """The spans of the units with these numbers, neighbours joined."""
    out: list[tuple[int, int]] = []
    for i in numbers:
        if out and out[-1][1] == parts[i].start:
            out[-1] = (out[-1][0], parts[i].end)
        else:
            out.append((parts[i].start, parts[i].end))
    return tuple(out)


def holds(spans: Sequence[tuple[int, int]], at: int) -> bool:
    """Whether a place lies in one of some spans."""
    return any(start <= at < end for start, end in spans)


def without(spans: Sequence[tuple[int, int]], taken: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """What is left of spans (in order, apart) when others are taken out of them; none is left empty."""
    left = list(spans)
    for start, end in taken:
        left = [part for low, high in left for part in ((low, min(high, start)), (max(low, end), high)) if part[0] < part[1]]
    return tuple(left)
