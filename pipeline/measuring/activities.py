"""The union activities that an article reports: type, organizer, place and date of each, and the text of each.

`find` decides in this order: does the article report an activity at all (FACTS.md, rule 15), of what type, by whom;
does it report further ones (another theme of the same union, another union), and which sentences, or figures behind 分别, belong to which.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.measuring import activity_heard as hearing
from pipeline.measuring import activity_model as model
from pipeline.measuring import activity_organizers as organizers
from pipeline.measuring import activity_pairs as pairs
from pipeline.measuring import activity_reported as reported
from pipeline.measuring import activity_shares as separately
from pipeline.measuring import activity_spans as spans
from pipeline.measuring import activity_types as types
from pipeline.measuring import activity_when as when
from pipeline.measuring import activity_where as where
from pipeline.measuring.activity_bodies import Candidate, candidates
from pipeline.measuring.activity_heard import Heard
from pipeline.naming.canonical import NamingContext, context, resolve
from pipeline.records import Activity, Article, Entity, Quantity
from pipeline.text.dates import find as find_dates
from pipeline.text.forms import fold

# Share from which the answer is yes. In folds of 2,536 articles 79 % of the further types that are taken by words alone are right, and
# 66 % of those that are meant are taken; of further organizers 89 and 73 %. A further organizer's own sentences
# decide its type from 0.7 on: on 45 articles of several unions the F1 of types rose by 0.03; with no such limit it fell on 17 of them.
ENOUGH = {"reported": 0.5, "further type": 0.45, "further organizer": 0.5, "own type": 0.7}


@dataclass(frozen=True, slots=True)
class ActivityFound:
    """An activity, the stretches of the article's text that belong to it, and why it was read so.

    The spans (start, end; in order, apart) of all activities of an article cover its text, each character once.
    """

    activity: Activity
    spans: tuple[tuple[int, int], ...]
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """An article made ready: folded headline and text, its bodies and units, the naming context."""

    article: Article
    headline: str
    text: str
    naming: NamingContext
    bodies: tuple[Candidate, ...]
    units: tuple[spans.Unit, ...]
    time: when.Report
    places: tuple[where.Place, ...]
    weights: model.Weights | None
    heard: tuple[Heard, ...] = ()

    @property
    def whole(self) -> tuple[int, int]:
        """The span of the whole text."""
        return 0, len(self.text)


@dataclass(frozen=True, slots=True)
class _Part:
    """An activity in the making: its type, its organizer, its spans in the text (in order, apart)."""

    type: str
    organizer: Candidate | None
    spans: tuple[tuple[int, int], ...]
    reasons: tuple[str, ...]


def find(
    article: Article,
    entities: Sequence[Entity],
    quantities: Sequence[Quantity],
    weights: model.Weights | None = None,
) -> list[ActivityFound]:
    """The activities of an article, in the order of their first words; [] where it reports none.

    `weights` are the trained ones unless given (for cross-validation). The encoder is not asked: see `activities_of`.
    """
    reading = read(article, entities, quantities, weights or model.weights())
    return activities_of(reading, quantities) if is_reported(reading) else []


def activities_of(reading: Reading, quantities: Sequence[Quantity]) -> list[ActivityFound]:
    """The activities of an article that reports one, in the order of their first words."""
    name, why_type = choose_type(reading)
    organizer, why_organizer = choose_organizer(reading, name)
    main = _Part(name, organizer, (), (*why_type, *why_organizer))
    rules = reading.article.kind == "regulation"  # a regulation is one activity, whatever its clauses are about
    parts = [replace(main, spans=(reading.whole,))] if rules else _shared_out(reading, quantities, _split(reading, main))
    found: list[ActivityFound] = []
    for number, part in enumerate(parts, start=1):
        found.append(_found(reading, part, number, found[0].activity.date if found else None))
    return found


def read(article: Article, entities: Sequence[Entity], quantities: Sequence[Quantity], weights: model.Weights | None) -> Reading:
    """What the decisions look at; `entities` and `quantities` are the article's own, in any order. Nothing is decided without `weights`.

    What the encoder says of types (Reading.heard) may be added: dataclasses.replace.
    """
    naming = context(article, entities)
    text = fold(article.text)
    bodies = tuple(candidates(entities, naming, article.text))
    figures = tuple(sorted(quantity.start for quantity in quantities))
    units = tuple(spans.units(text, figures))
    places = tuple(where.named(entities, text))
    time = when.Report(text, article.issue_date, tuple(find_dates(article.text, article.issue_date)), figures)
    return Reading(article, fold(article.headline), text, naming, bodies, units, time, places, weights)


def is_reported(reading: Reading) -> bool:
    """Whether the article reports a union activity: a union acts, an honour is a union's, or pay is recovered."""
    return bool(reading.units) and _is_enough(told_of(reading), reading.weights, "reported")


def told_of(reading: Reading) -> model.Features:
    """What speaks for the article's reporting a union activity."""
    return reported.features(reading.article.kind, reading.headline, reading.text, reading.bodies)


def choose_type(reading: Reading) -> tuple[str, tuple[str, ...]]:
    """The type of the main activity, and the features that chose it."""
    options, besides, shares = _types_of(reading, reading.headline, reading.text, [reading.whole])
    best = max(range(len(shares)), key=shares.__getitem__)
    strongest = model.strongest(options[best], reading.weights.of["type"], 2)
    reasons = (f"type {shares[best]:.2f}", *strongest, f"wording and encoder{besides[best]:+.1f}")
    return types.names()[best], reasons


def _types_of(
    reading: Reading, headline: str, text: str, stretches: Sequence[tuple[int, int]]
) -> tuple[list[model.Features], list[float], list[float]]:
    """What speaks for each type as that of stretches of the article, `text`: features, scores of wording and of what was heard, shares."""
    options = types.options(headline, text, reading.article.kind)
    wording = pairs.scores(types.zones(headline, text), reading.weights.pairs)
    besides = [one + other for one, other in zip(wording, hearing.scores(reading.heard, stretches), strict=True)]
    return options, besides, model.shares(options, reading.weights.of["type"], besides)


def choose_organizer(reading: Reading, type_name: str) -> tuple[Candidate | None, tuple[str, ...]]:
    """The body that the main activity, of this type, belongs to, None where nobody is named, and the features that chose it."""
    options = organizer_options(reading, type_name)
    of = reading.weights.of["organizer"]
    shares = model.shares(options, of)
    best = max(range(len(shares)), key=shares.__getitem__)
    reasons = (f"organizer {shares[best]:.2f}", *model.strongest(options[best], of, 2))
    return (reading.bodies[best] if best < len(reading.bodies) else None), reasons


def organizer_options(reading: Reading, type_name: str) -> list[model.Features]:
    """The features of each body as the organizer of the main activity, in the order of `reading.bodies`, and last those of nobody."""
    options = [organizers.features(body, rank, (reading.headline, reading.text)) for rank, body in enumerate(reading.bodies)]
    for option in options:
        for public in (organizers.PUBLIC_BODY, organizers.ORGAN):
            if public in option and type_name == "rights_protection":
                option[f"{public}, in a case of rights"] = 1.0
    return [*options, {"nobody": 1.0, f"nobody in {type_name}": 1.0}]


def _split(reading: Reading, main: _Part) -> list[_Part]:
    """The parts of the article: those of further types, of further organizers, and the main one with the rest."""
    owner: list[tuple[str, Candidate | None]] = [(main.type, main.organizer)] * len(reading.units)
    why: dict[tuple[str, str], str] = {}
    for further in _further_types(reading, main.type):
        for i in spans.with_followers(reading.units, further.units, main.type):
            owner[i] = (further.of, main.organizer)
        why[further.of, _name(main.organizer)] = f"further type {further.of}"
    handed = _handed_over(reading, main.organizer)
    for i, type_name in _own_types(reading, [type_name for type_name, _ in owner], handed, main.type).items():
        body = handed[i]
        owner[i] = (type_name, body)
        why[type_name, body.name] = f"further organizer {body.name}"
    own: dict[tuple[str, str], list[int]] = {}
    for i, (type_name, body) in enumerate(owner):
        own.setdefault((type_name, _name(body)), []).append(i)
    parts = []
    for key, numbers in own.items():
        reasons = (*main.reasons, why[key]) if key in why else main.reasons
        parts.append(_Part(key[0], owner[numbers[0]][1], spans.stretches(reading.units, numbers), reasons))
    return parts


def _further_types(reading: Reading, main: str) -> list[spans.Further]:
    """The further types of the main organizer that are likely enough, by words and by what was heard (ENOUGH)."""
    of = reading.weights.of["further type"]
    named = further_types(reading, main, reading.weights.pairs)
    odds = [hearing.further(reading.heard, each.of, model.score(each.features, of)) for each in named]
    return [each for each, told in zip(named, odds, strict=True) if _is_likely(told, "further type")]


def _own_types(reading: Reading, type_of: Sequence[str], handed: dict[int, Candidate], main: str) -> dict[int, str]:
    """The types of the units that belong to further organizers (`handed`), given those of all units (`type_of`).

    A further type that was found there is theirs, and units that say nothing for the main type go with those of the same body around them.
    Where none was found, the body's units have another type than the main one if they are likely enough to (ENOUGH).
    """
    out = {}
    for body in {each.name: each for each in handed.values()}.values():
        own = [i for i in handed if handed[i] is body]
        further = [i for i in own if type_of[i] != main]
        if not further:
            out |= dict.fromkeys(own, _sure_type(reading, [(reading.units[i].start, reading.units[i].end) for i in own]) or main)
            continue
        for i in own:
            silent = type_of[i] == main and not reading.units[i].scores.get(main)
            out[i] = type_of[max((k for k in further if k < i), default=further[0])] if silent else type_of[i]
    return out


def _sure_type(reading: Reading, stretches: Sequence[tuple[int, int]]) -> str | None:
    """The type of stretches of the article, None where it is not likely enough."""
    text = "".join(reading.text[start:end] for start, end in stretches)
    shares = _types_of(reading, "", text, stretches)[2]
    best = max(range(len(shares)), key=shares.__getitem__)
    return types.names()[best] if shares[best] > ENOUGH["own type"] else None


def _shared_out(reading: Reading, quantities: Sequence[Quantity], parts: list[_Part]) -> list[_Part]:
    """The parts, each union of a list before 分别 with its own of the figures behind it, in the order of their first words."""
    for share in separately.shares(reading.text, reading.bodies, quantities, reading.naming):
        of = next(i for i, part in enumerate(parts) if spans.holds(part.spans, share.spans[0][0]))
        giver = parts[of]
        if _name(giver.organizer) == share.body.name:
            continue
        parts[of] = replace(giver, spans=spans.without(giver.spans, share.spans))
        own = next((i for i, part in enumerate(parts) if (part.type, _name(part.organizer)) == (giver.type, share.body.name)), None)
        if own is None:
            parts.append(_Part(giver.type, share.body, share.spans, (*giver.reasons, f"own figures of {share.body.name}")))
        else:
            parts[own] = replace(parts[own], spans=tuple(sorted((*parts[own].spans, *share.spans))))
    return sorted(parts, key=lambda part: part.spans[0])


def _handed_over(reading: Reading, main: Candidate | None) -> dict[int, Candidate]:
    """The units that belong to further organizers: from where each is named first to where the next, or main, acts."""
    if not main:
        return {}
    further = [each for each in further_organizers(reading, main) if _is_enough(each.features, reading.weights, "further organizer")]
    bodies = {body.name: body for body in reading.bodies}
    starts = {each.units[0]: bodies[each.of] for each in further}
    out, current = {}, None
    for i, unit in enumerate(reading.units):
        if i in starts:
            current = starts[i]
        elif spans.returns(unit, main, reading.text):
            current = None
        if current:
            out[i] = current
    return out


def _name(body: Candidate | None) -> str:
    return body.name if body else ""


def further_types(reading: Reading, main: str, wording: pairs.Pairs) -> list[spans.Further]:
    """The types beside the main one that an activity of its own might have, with what speaks for it."""
    return spans.further_types(reading.units, main, (reading.headline, reading.text), wording)


def further_organizers(reading: Reading, main: Candidate) -> list[spans.Further]:
    """The bodies beside the main organizer that might have an activity of their own, with what speaks for it."""
    others = [body for body in reading.bodies if body.name != main.name]
    return spans.further_organizers(reading.units, others, main, reading.text)


def _is_enough(features: model.Features, weights: model.Weights, question: str) -> bool:
    """Whether features make yes likely enough as the answer to a question (ENOUGH)."""
    return _is_likely(model.score(features, weights.of[question]), question)


def _is_likely(odds: float, question: str) -> bool:
    """Whether the logarithm of the odds of yes makes it likely enough as the answer to a question (ENOUGH)."""
    return odds > math.log(ENOUGH[question] / (1 - ENOUGH[question]))


def _found(reading: Reading, part: _Part, number: int, date_before: str | None) -> ActivityFound:
    """An activity with its place and date; one whose own sentences name no date has that of the article's first (`date_before`)."""
    article = reading.article
    stretches = part.spans
    organizer = part.organizer.name if part.organizer else None
    places = where.options(organizer, reading.places, reading.naming, stretches)
    place, why_place = where.place(places, reading.weights.of["place"])
    if date_before and not when.known(reading.time, stretches):
        date, why_date = date_before, ("date of the first activity",)
    else:
        date, why_date = when.date(reading.time, stretches, part.type, reading.weights.of["date"])
    activity = Activity(
        activity_id=f"{article.article_id}-v{number:02}",
        article_id=article.article_id,
        type=part.type,
        organizer=organizer,
        organizer_canonical=(resolve(organizer, reading.naming) or organizer) if organizer else None,
        place=place,
        admin_code=part.organizer.admin_code if part.organizer else None,
        date=date,
    )
    return ActivityFound(activity, stretches, (*part.reasons, *why_date, *why_place))
