"""Whose each figure is where a list of unions is followed by 分别: 昆山市总工会、太仓市总工会分别发放助学金50万元、30万元."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.measuring.activity_bodies import Candidate
from pipeline.measuring.activity_lexicon import lexicon, pattern
from pipeline.naming import gazetteer
from pipeline.naming.canonical import NamingContext
from pipeline.records import Quantity
from pipeline.text.sentences import sentences


@dataclass(frozen=True, slots=True)
class Share:
    """A union of such a list, and the spans of its own figures in the text, in order."""

    body: Candidate
    spans: tuple[tuple[int, int], ...]


def shares(folded: str, bodies: Sequence[Candidate], quantities: Sequence[Quantity], naming: NamingContext) -> list[Share]:
    """The shares of all unions listed before 分别 where as many like quantities stand in a row behind it; [] where none do."""
    word = lexicon()["each"]
    out: list[Share] = []
    for start, end in sentences(folded) if word in folded else ():
        at = folded.find(word, start, end)
        listed = _listed(folded, at, bodies, naming) if at >= 0 else []
        if len(listed) < 2:
            continue
        behind = sorted((q for q in quantities if at < q.start < end), key=lambda quantity: quantity.start)
        rows = [row for row in _rows(folded, behind) if len(row) == len(listed)]
        if rows:
            out += [Share(body, tuple((row[i].start, row[i].end) for row in rows)) for i, body in enumerate(listed)]
    return out


def _listed(folded: str, at: int, bodies: Sequence[Candidate], naming: NamingContext) -> list[Candidate]:
    """The unions of the list that ends at a place of the text, in order; [] where no union ends there.

    All but the last may be named by their areas alone (济南、青岛、淄博市总工会).
    """
    unions = {end: (start, body) for body in bodies if body.is_union for start, end in body.mentions}
    out: list[Candidate] = []
    while found := unions.get(at) or (_of_area(folded, at, bodies, naming) if out else None):
        start, body = found
        out.insert(0, body)
        if not folded.startswith(tuple(lexicon()["between"]), start - 1):
            break
        at = start - 1
    return out


def _of_area(folded: str, end: int, bodies: Sequence[Candidate], naming: NamingContext) -> tuple[int, Candidate] | None:
    """(start, union) of the area whose name ends at a place, None where none does or it stays open which one is meant."""
    names = gazetteer.ending_at(folded, end)
    area = gazetteer.settle(names[:1], (naming.paper,) if naming.paper else (), naming.year) if names else None
    if not area:
        return None
    start, name = end - len(names[0]), f"{area.name}总工会"
    known = next((body for body in bodies if body.name == name), None)
    return start, known or Candidate(name, True, ((start, end),), area.code)


def _rows(folded: str, quantities: Sequence[Quantity]) -> Iterator[list[Quantity]]:
    """The quantities in rows of those of one unit with nothing but 、 or 和 between them."""
    row: list[Quantity] = []
    for quantity in quantities:
        if row and not (row[-1].unit == quantity.unit and pattern("between").fullmatch(folded, row[-1].end, quantity.start)):
            yield row
            row = []
        row.append(quantity)
    if row:
        yield row
