"""The measures of FACTS.md by class, and which of them a quantity's unit allows."""

from pipeline.records import Quantity
from pipeline.vocabulary import COUNTS, MONEY, PEOPLE

NO_FACT = "-"  # the label of a quantity that is no fact

_PERSONS = frozenset({*PEOPLE, NO_FACT} - {"households_aided"})
_HOUSEHOLDS = frozenset({*PEOPLE, "organizations_reached", "count_other", NO_FACT} - {"people_aided"})
_COUNTED = frozenset({*PEOPLE, *COUNTS, NO_FACT})
_MONEY = frozenset({*MONEY, NO_FACT})


def allowed(quantity: Quantity) -> frozenset[str]:
    """The measures that a quantity of this unit can have; NO_FACT is always one of them."""
    if quantity.unit_class == "money":
        return _MONEY
    if quantity.unit == "household" or quantity.unit in ("户", "戶"):
        return _HOUSEHOLDS
    return _PERSONS if quantity.unit_class == "people" else _COUNTED


def fact_unit(quantity: Quantity, measure: str) -> str:
    """The unit a fact of this measure is given in: CNY, person, person_time, household, or the classifier as written."""
    if measure in MONEY:
        return "CNY"
    if measure == "households_aided":
        return "household"
    if measure in PEOPLE:
        return quantity.unit if quantity.unit in ("person_time", "household") else "person"
    return "户" if quantity.unit == "household" else quantity.unit
