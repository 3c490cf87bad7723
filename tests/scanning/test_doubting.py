import pytest

from pipeline.scanning.doubting import NUMBER, second_of


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
