import numpy as np
import pytest

from pipeline.engines.ocr import Missed, Reading
from pipeline.scanning import doubting
from pipeline.scanning.doubting import NUMBER, second_of, with_second_readings
from pipeline.scanning.recognising import Printed


@pytest.mark.parametrize(
    ("first", "number", "second", "expected"),
    [
        ("资金38.75万元，", "38.75万元", "资金38.75万元，", None),
        ("资金38.75万元，", "38.75万元", "金38.75万元", None),  # cut closer
        ("资金38.75万元，", "38.75万元", "资金33.75万元，", "资金33.75万元，"),
        ("资金38.75万元，", "38.75万元", "资金3875万元，", "资金3875万元，"),
        ("资金38万元，", "38万元", "资金38元，", "资金38元，"),
        ("资金38万元，", "38万元", "资 金 38 万元", None),
        ("资金3万元，", "3万元", "资金23万元，", "资金23万元，"),
        ("共8万人", "8万人", "共1.8万人", "共1.8万人"),
    ],
)
def test_two_readings_of_a_number(first, number, second, expected):
    assert second_of(first, number, second) == expected


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("筹集资金38.75万元，为2460名职工", ["38.75万元", "2460名"]),
        ("发放二十余万元", ["二十余万元"]),
        ("一名职工代表说", ["一名"]),
        ("一起来到十里铺", ["一起"]),
        ("工会送温暖", []),
    ],
)
def test_numbers_that_are_read_again(text, numbers):
    assert NUMBER.findall(text) == numbers


def read_as(text: str, missed: tuple[Missed, ...] = ()) -> Reading:
    n = len(text)
    return Reading(text, (0.99,) * n, tuple((i + 0.5) / n for i in range(n)), ((),) * n, missed)


@pytest.mark.parametrize(
    ("before", "again", "second"),
    [
        (None, "助金57万元", None),
        (3, "助金57万元", "救助金5.7万元"),  # both readings agree, but there was nearly a point
        (2, "助金57万元", None),  # nearly a stop, but before the number
        (3, "助金37万元", "救助金37万元"),  # what was read says more than what was nearly seen
        (3, "", "救"),  # nothing could be read a second time
    ],
)
def test_a_point_that_was_nearly_seen_between_two_digits_is_a_doubt(monkeypatch, before, again, second):
    missed = () if before is None else (Missed(before + 1, 0.6, ((".", 0.3),)),)
    line = Printed((0.0, 0.0, 140.0, 20.0), read_as("救助金57万元", missed), 20.0, 0.0, 140.0)
    monkeypatch.setattr(doubting.ocr, "read", lambda lines: [read_as(again)] * len(lines))
    [doubted] = with_second_readings(np.zeros((20, 140, 3), np.uint8), [line])
    assert doubted.second == second


def test_a_point_nearly_seen_in_one_of_two_neighbouring_numbers_leaves_the_other_as_it_is(monkeypatch):
    text = "救助300人50户"
    line = Printed((0.0, 0.0, 180.0, 20.0), read_as(text, (Missed(7, 0.8, ((".", 0.3),)),)), 20.0, 0.0, 180.0)
    monkeypatch.setattr(doubting.ocr, "read", lambda lines: [read_as(text)] * len(lines))
    [doubted] = with_second_readings(np.zeros((20, 180, 3), np.uint8), [line])
    assert doubted.second == "救助300人5.0户"
