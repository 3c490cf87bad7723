"""Where an activity took place: the area of its organizer, a firm, or a place that the text names for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from pipeline.measuring import activity_model as model
from pipeline.measuring.activity_lexicon import lexicon
from pipeline.measuring.activity_spans import holds
from pipeline.naming import gazetteer
from pipeline.naming.canonical import NamingContext
from pipeline.records import Entity
from pipeline.text.forms import fold

# Towns and streets are in no table of areas; their unions are named after them.
_ZONES = "园区|开发区|度假区|新区|实验区|试验区|示范区"
_TOWN = regex.compile(
    rf"(?P<town>(?P<own>\p{{Han}}{{0,12}}?)(?:街道|镇|乡|{_ZONES}))(?:\p{{Han}}{{1,6}}行业)?(?:总?工会|司法所|人民政府|政府|社会)"
)
# A zone without a name of its own goes by that of its city: 昆山经济技术开发区, but 花桥经济开发区.
_NAMELESS = regex.compile(rf"(?:国家级?|省级|经济|高新|技术|产业|工业|科技|旅游|循环|综合|保税)*(?:{_ZONES})|高新区")
_MOST = 6  # places looked at: those named later are seldom the activity's
_LEAD = 80  # characters


@dataclass(frozen=True, slots=True)
class Place:
    """A place that the text names: as written, where it begins, and the folded characters right before and behind it."""

    name: str
    start: int
    before: str
    after: str


def named(entities: Sequence[Entity], folded: str) -> list[Place]:
    """The places among an article's entities, in order; `folded` is its text."""
    found = sorted((e for e in entities if e.label == "PLACE"), key=lambda e: e.start)
    return [Place(e.text, e.start, folded[max(0, e.start - 3) : e.start], folded[e.end : e.end + 4]) for e in found]


def area_of(organizer: str | None) -> str | None:
    """The innermost area in an organizer's name, as written there; None for the union of a firm or a school."""
    if not organizer:
        return None
    plain = fold(organizer)
    names, end = gazetteer.chain(plain)
    town = _TOWN.match(plain, end)
    if town and (names or town["own"]):
        of_city = len(names[-1]) if names and (not town["own"] or _NAMELESS.fullmatch(town["town"])) else 0
        return organizer[town.start() - of_city : town.end("town")]
    while names and not gazetteer.is_full(names[-1]):
        end -= len(names.pop())
    return organizer[end - len(names[-1]) : end] if names else None


def options(
    organizer: str | None, places: Sequence[Place], context: NamingContext, spans: Sequence[tuple[int, int]]
) -> list[tuple[str | None, model.Features]]:
    """Where an activity may have been and what speaks for it: its organizer's area, a firm, places in `spans`, nowhere."""
    area = area_of(organizer)
    kind = _kind(organizer, area, context.year)
    out: list[tuple[str | None, model.Features]] = [(None, {"nowhere": 1.0, f"nowhere for {kind}": 1.0})]
    if area:
        features = {"the organizer's area": 1.0, f"the area of {kind}": 1.0}
        features["named by the headline"] = float(gazetteer.short_form(fold(area))[0] in context.headline)
        out.append((area, features))
    elif organizer and kind == "a firm":
        out.append((organizer.removesuffix("工会").removesuffix("工會"), {"the firm": 1.0}))
    return out + list(_named(places, area, kind, context, spans))


def _kind(organizer: str | None, area: str | None, year: int | None) -> str:
    """What body an organizer is: national, of a province, city or county, a firm's union, nobody."""
    if not organizer:
        return "nobody"
    if fold(organizer).endswith("全国总工会"):
        return "the nation"
    found = gazetteer.candidates(fold(area), year) if area else ()
    if found:
        return ("a province", "a city", "a county")[gazetteer.level(found[0].code) - 1]
    return "a town" if area else "a firm"


def _named(
    places: Sequence[Place], area: str | None, kind: str, context: NamingContext, spans: Sequence[tuple[int, int]]
) -> Iterator[tuple[str, model.Features]]:
    begin = spans[0][0] if spans else 0
    inside = [p for p in places if holds(spans, p.start)]
    for rank, here in enumerate(inside[:_MOST]):
        plain = fold(here.name)
        codes = [d.code for d in gazetteer.candidates(plain, context.year)]
        own = [d.code for d in gazetteer.candidates(fold(area), context.year)] if area else []
        features = {
            "a place": 1.0,
            f"a place for {kind}": 1.0,
            f"place number {min(rank, 3) + 1}": 1.0,
            "in the lead": float(here.start - begin < _LEAD),
            "after 在, 到": float(here.before.endswith(tuple(lexicon()["at"]))),
            "a place where it is held": float(here.after.startswith(tuple(lexicon()["held"]))),
            "in the headline": float(plain in context.headline),
            "a site": float(not codes),
            f"a site for {kind}": float(not codes),
            "the organizer's own area": float(any(code in own for code in codes)),
            "within the organizer's area": float(any(gazetteer.within(c, o) and c != o for c in codes for o in own)),
            "around the organizer's area": float(any(gazetteer.within(o, c) and c != o for c in codes for o in own)),
        }
        full = not codes or gazetteer.is_full(plain)
        yield here.name, features | {"as written": 1.0, "a stem": float(not full)}
        if not full:
            yield gazetteer.short_form(gazetteer.candidates(plain, context.year)[0].name)[1], features | {"made full": 1.0}


def place(options: Sequence[tuple[str | None, model.Features]], of: model.Features) -> tuple[str | None, tuple[str, ...]]:
    """The likeliest of `options` by the weights `of`, and the features that chose it."""
    shares = model.shares([features for _, features in options], of)
    best = max(range(len(shares)), key=shares.__getitem__)
    return options[best][0], (f"place {shares[best]:.2f}", *model.strongest(options[best][1], of, 1))
