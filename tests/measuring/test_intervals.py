"""What a printed figure stands for."""

from decimal import Decimal

import pytest
from relating import facts_of

from pipeline.measuring.intervals import Interval, interval, round_step, rounding


@pytest.mark.parametrize(
    ("printed", "half"),
    [
        ("25.9万元", 500),
        ("33万元", 5000),
        ("471名", 0),
        ("500元", 0),
        ("164.67元", "0.005"),
        ("1.29亿元", 500000),
        ("３８４２．０６９万元", 5),
        ("三万元", 5000),
        ("二十名", 0),
        ("50余万元", 5000),
        ("5万2300元", 0),
        ("5万3千元", 500),
        ("五万三千元", 500),
        ("五万三千二百一十五元", 0),
        ("3亿5千万元", 5000000),
        ("一亿二千万元", 5000),
        ("二十余万元", 5000),
        ("三点五万元", 500),
        ("二点五亿元", 5000000),
        ("十二点三五万余元", 50),
        ("三点五元", "0.05"),
    ],
)
def test_rounding_is_half_a_unit_of_the_last_printed_digit(printed, half):
    assert rounding(printed) == Decimal(half)


def test_round_step():
    assert [round_step(Decimal(n)) for n in (500000, 2549, 0)] == [100000, 1, 1]


@pytest.mark.parametrize(
    ("qualifier", "low", "high"),
    [
        ("exact", 495000, 505000),
        ("over", 500000, 600000),
        ("under", 400000, 500000),
        ("about", 450000, 550000),
        ("at_least", 500000, None),
        ("at_most", 0, 500000),
    ],
)
def test_hedges_widen(qualifier, low, high):
    fact = facts_of("筹集50万元", ("50万元", {"qualifier": qualifier}))[0]
    assert interval(fact) == Interval(Decimal(low), None if high is None else Decimal(high))


def test_a_range_is_its_ends():
    fact = facts_of("发放500元", ("500元", {"value_max": Decimal(1000), "qualifier": "range"}))[0]
    assert interval(fact) == Interval(Decimal(500), Decimal(1000))


def test_arithmetic_keeps_open_ends_open():
    closed, ended = Interval(Decimal(2), Decimal(3)), Interval(Decimal(5), None)
    assert closed.plus(ended) == Interval(Decimal(7), None)
    assert closed.times(closed) == Interval(Decimal(4), Decimal(9))
    assert closed.minus(Interval(Decimal(1), Decimal(1))) == Interval(Decimal(1), Decimal(2))
    assert closed.meets(Interval(Decimal(3), None))
    assert not closed.meets(ended)
