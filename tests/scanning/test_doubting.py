from dataclasses import replace

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


@pytest.mark.parametrize(
    ("first", "number", "said", "other"),
    [
        ("资金38万元，", (2, 6), "资金38厅元,", None),  # its figures alone are heard
        ("资金38万元，", (2, 6), "资金33万元", "资金33万元，"),
        ("资金38.75万元", (2, 9), "资全3875万元", "资金3875万元"),
        ("共1,200人", (1, 7), "共1200人", None),
        ("共20,00元", (1, 7), "共2000元", "共2000元"),
        ("9月10日，", (2, 5), "9月16日", "9月16日，"),
        ("9月10日，", (2, 5), "3月10日", None),  # the other number is not asked about
        ("救助300人", (2, 6), "救助", "救助人"),  # it saw no figure
        ("５３人", (0, 3), "53大", None),
        ("咨询395人次，", (2, 7), "1咨30395大次，9", "咨询30395人次，"),  # the likest of several
        ("二十余万元", (0, 5), "一千", None),
    ],
)
def test_figures_as_tesseract_says_them(first, number, said, other):
    assert doubting.with_figures_of(first, number, said) == other


@pytest.mark.parametrize(
    ("sure", "again", "said", "second"),
    [
        (0.9, "助金57万元", "金51万元", "救助金51万元"),
        (0.9, "助金57万元", "金57万元", None),
        (0.99, "助金57万元", None, None),  # read surely: Tesseract is not asked
        (0.9, "助金37万元", None, "救助金37万元"),  # nor where the second reading differs already
    ],
)
def test_tesseract_is_asked_for_what_is_unsure_and_not_doubted_yet(monkeypatch, sure, again, said, second):
    def read(greys):
        assert [grey.shape[0] for grey in greys] == [48] * (said is not None)
        return [said] * len(greys)

    reading = read_as("救助金57万元")
    line = Printed((0.0, 0.0, 140.0, 20.0), replace(reading, sure=(0.99,) * 3 + (sure,) + (0.99,) * 3), 20.0, 0.0, 140.0)
    monkeypatch.setattr(doubting.ocr, "read", lambda lines: [read_as(again)] * len(lines))
    monkeypatch.setattr(doubting.tesseract, "read", read)
    [doubted] = with_second_readings(np.zeros((20, 140, 3), np.uint8), [line], with_tesseract=True)
    assert doubted.second == second
