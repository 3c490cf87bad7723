"""That the suites of others are put to what the pipeline runs, and what is left out of them."""

from decimal import Decimal

import pytest
import suites


def case(text, kind="number"):
    return {"kind": kind, "text": text, "start": 0, "end": len(text)}


def test_numbers_are_read_as_the_pipeline_reads_them():
    assert suites.our_numbers(case("3万至5万元")) == [(0, 6, Decimal(30000))]
    assert suites.our_numbers(case("十 余 万")) == [(0, 3, Decimal(10)), (4, 5, Decimal(10000))]


def test_where_there_is_no_number_context_may_say_so():
    assert suites.our_numbers(case("我家在四川", "none")) == []
    assert suites.amounts(case("我家在四川")) == [(3, 4, Decimal(4))]


@pytest.mark.parametrize(
    ("text", "kind", "why"),
    [
        ("负八十", "number", "negative"),
        ("-80", "number", "negative"),
        ("负八元", "money", "negative"),
        ("六千 四百", "number", "spaced"),
        ("80  万", "number", "spaced"),
        ("80 万", "number", None),
        ("六百 余万", "number", None),
        ("六千 四百元", "money", None),
        (".8", "number", None),
        ("八万", "number", None),
        ("八万", "money", "bare sum"),
    ],
)
def test_what_is_out_of_scope(text, kind, why):
    assert suites.out_of_scope(case(text, kind)) == why
