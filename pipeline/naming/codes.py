"""The GB/T 2260 code of an entity: of the area that it is, or that its name begins with; None where in doubt."""

from pipeline.naming import gazetteer
from pipeline.naming.canonical import NamingContext
from pipeline.text.forms import fold

_MOST_HINTS = 12  # areas named further on in an article say little about where it happens


def hints(context: NamingContext) -> tuple[str, ...]:
    """Codes that help where a name leaves a choice: the paper's area, then those the article names beyond doubt."""
    found = [context.paper] if context.paper else []
    for name in dict.fromkeys(context.areas):
        area = gazetteer.settle([name], (), context.year) if gazetteer.is_full(name) else None
        if area and area.code not in found:
            found.append(area.code)
    return tuple(found[:_MOST_HINTS])


def admin_code(label: str, name: str, hints: tuple[str, ...], year: int | None) -> str | None:
    """The code for an entity by its label and (canonical) name; None unless the name is an area or begins with one."""
    plain = fold(name)
    names, end = gazetteer.chain(plain)
    if not names or label not in ("PLACE", "UNION", "ORG"):
        return None
    if label != "PLACE":
        area = _head(names, hints, year)
    elif end == len(plain):
        area = gazetteer.settle(names, hints, year)
    else:
        return None
    return area.code if area else None


def _head(names: list[str], hints: tuple[str, ...], year: int | None) -> gazetteer.Division | None:
    """The area at the head of a body's name. A county's bare stem may be anything (平原矿业): it does not count."""
    while names:
        area = gazetteer.settle(names, hints, year)
        if area and (gazetteer.is_full(names[-1]) or gazetteer.level(area.code) < 3):
            return area
        names = names[:-1] if not gazetteer.is_full(names[-1]) else []
    return None
