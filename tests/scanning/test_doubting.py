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


def agreed(monkeypatch, reading: Reading) -> str | None:
    """What stands beside a line whose numbers read the same the second time."""
    line = Printed((0.0, 0.0, 20.0 * len(reading.text), 20.0), reading, 20.0, 0.0, 20.0 * len(reading.text))
    monkeypatch.setattr(doubting.ocr, "read", lambda lines: [read_as(reading.text)] * len(lines))
    [doubted] = with_second_readings(np.zeros((20, 20 * len(reading.text), 3), np.uint8), [line])
    return doubted.second


def with_unsure(text: str, places: dict[int, tuple[float, dict[str, float]]]) -> Reading:
    """A line with the probability and the other candidates of some of its characters."""
    reading = read_as(text)
    sure = tuple(places[i][0] if i in places else 0.99 for i in range(len(text)))
    return replace(reading, sure=sure, others=tuple(tuple(places[i][1].items()) if i in places else () for i in range(len(text))))


@pytest.mark.parametrize(
    ("text", "places", "second"),
    [
        ("资金303万元。", {3: (0.56, {"9": 0.4, "8": 0.01})}, "资金393万元。"),
        ("资金303万元。", {3: (0.85, {"9": 0.14})}, None),  # surely enough
        ("资金303万元。", {1: (0.5, {"企": 0.4}), 6: (0.5, {"无": 0.4})}, None),  # no part of the number; no number
        ("资金303万元。", {5: (0.6, {"方": 0.3, "亿": 0.05})}, "资金303亿元。"),  # the likeliest that makes a number
        ("资金303万元。", {5: (0.6, {"方": 0.4})}, None),
        ("救助7816名", {2: (0.7, {"1": 0.2}), 5: (0.4, {"8": 0.4})}, "救助7818名"),  # the least sure one
        ("救助7816名", {2: (0.7, {"1": 0.2}), 5: (0.4, {"ʃ": 0.4})}, "救助1816名"),  # or the next that may be another
        ("发给2003", {5: (0.5, {"多": 0.35})}, "发给200多"),
        ("发给16名", {2: (0.7, {"I": 0.2, "l": 0.05, "１": 0.03})}, None),  # all of them a 1
        ("发给16名", {2: (0.7, {"S": 0.2})}, "发给56名"),
        ("发给16名", {2: (0.7, {})}, None),  # nothing else was seen
        ("发给16名", {2: (0.7, {" ": 0.2})}, None),
        ("发放104.52万元", {5: (0.7, {",": 0.24, "，": 0.05})}, None),  # such a comma is read as the point
        ("发放104.52万元", {5: (0.7, {})}, "发放10452万元"),  # no point
        ("发放3,590万元", {3: (0.6, {".": 0.38})}, "发放3.590万元"),
        ("来电7383724.", {9: (0.4, {"。": 0.3})}, None),  # the end of a sentence
        ("把“12·4”作为", {4: (0.7, {"-": 0.16, ".": 0.1})}, None),
        ("二十余万元", {1: (0.6, {"千": 0.3})}, "二千余万元"),
    ],
)
def test_an_unsure_character_of_a_number_is_a_doubt_where_what_else_it_may_be_makes_another(monkeypatch, text, places, second):
    assert agreed(monkeypatch, with_unsure(text, places)) == second


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("为I800名农民", "为1800名农民"),
        ("等i9家企业", "等19家企业"),
        ("330G余人", "3306余人"),
        ("工作者J8.2万人", "工作者18.2万人"),
        ("补贴T.36亿元", "补贴1.36亿元"),
        ("仅靠30C元", "仅靠300元"),
        ("自20I8年起", "自2018年起"),
        ("共lO0户", "共100户"),
        ("ｌ5户", "15户"),
        ("发放2,15万元", "发放2.15万元"),
        ("发放2,150元", None),
        ("第1,2,3项", None),
        ("进入5G元年", None),
        ("3C家电", None),
        ("4S店20家", None),
        ("新版A4人像3D人物", None),
        ("T3航站楼", None),
        ("H7N9份", None),
        ("110kV，50kg个，6m条，8K场", None),
        ("30个KTV家", None),
        ("Z20次列车", None),
        ("参加QC30人", None),
        ("减排CO2万吨", None),
        ("iOS15元", None),
    ],
)
def test_a_letter_for_a_digit_and_a_comma_for_a_point_are_doubts(monkeypatch, text, second):
    assert agreed(monkeypatch, read_as(text)) == second


def test_a_letter_is_the_digit_that_the_recogniser_nearly_saw(monkeypatch):
    assert agreed(monkeypatch, with_unsure("330G余人", {3: (0.97, {"C": 0.01, "0": 0.01})})) == "3300余人"


def test_doubts_of_two_numbers_that_stand_close_are_both_kept(monkeypatch):
    reading = with_unsure("救助30人5户", {3: (0.6, {"8": 0.3}), 5: (0.6, {"3": 0.3})})
    assert agreed(monkeypatch, reading) == "救助38人3户"


@pytest.mark.parametrize(
    ("changes", "second"),
    [
        ([((0, 4), "共38人"), ((2, 6), "0人3户")], "共38人3户"),
        ([((0, 4), "共3人"), ((2, 6), "0人53户")], "共3人53户"),
        ([((0, 4), "共39人"), ((2, 6), "8人5户")], "共39人5户"),  # they differ on the 0
    ],
)
def test_stretches_that_overlap_are_put_together(changes, second):
    text = "共30人5户"
    edits = [edit for place, other in changes for edit in doubting._edits(text, place, other)]
    assert doubting._edited(text, edits) == second


def test_tesseract_is_not_asked_about_what_the_recogniser_doubts_itself(monkeypatch):
    reading = with_unsure("救助37人", {2: (0.6, {"8": 0.3})})
    line = Printed((0.0, 0.0, 100.0, 20.0), reading, 20.0, 0.0, 100.0)
    monkeypatch.setattr(doubting.ocr, "read", lambda lines: [read_as(reading.text)] * len(lines))
    monkeypatch.setattr(doubting.tesseract, "read", lambda greys: [1 / 0 for _ in greys])
    [doubted] = with_second_readings(np.zeros((20, 100, 3), np.uint8), [line], with_tesseract=True)
    assert doubted.second == "救助87人"
