"""Facts made by hand from a short text: what the tests of checks and totals share."""

from decimal import Decimal

from pipeline.records import Fact

MEASURES = {
    "元": "aid_disbursed",
    "人": "people_aided",
    "名": "people_aided",
    "户": "households_aided",
    "件": "cases_handled",
}
UNITS = {"元": "CNY", "人": "person", "名": "person", "户": "household"}


def facts_of(text: str, *specs: str | tuple[str, dict]) -> list[Fact]:
    """Facts for the figures named in `specs`, in the order of the text; a spec is a figure, or (figure, other fields).

    The value is read from its digits and 万; measure and unit follow the last character unless a field says otherwise.
    """
    facts, at = [], 0
    for number, spec in enumerate(specs, 1):
        figure, fields = spec if isinstance(spec, tuple) else (spec, {})
        start = text.index(figure, at)
        at = start + len(figure)
        digits = "".join(char for char in figure if char.isdigit() or char == ".")
        value = Decimal(digits) * (10000 if "万" in figure else 1)
        given = {
            "fact_id": f"p-a01-f{number:02d}", "article_id": "p-a01", "activity_id": "p-a01-x01",
            "measure": MEASURES.get(figure[-1], "people_aided"), "value_min": value, "value_max": value,
            "unit": UNITS.get(figure[-1], figure[-1]), "qualifier": "exact", "per": None, "scope": "event",
            "start": start, "end": at, "text": figure, "sentence": text, "confidence": 1.0,
        }  # fmt: skip
        facts.append(Fact(**given | fields))
    return facts
