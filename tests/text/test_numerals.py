from decimal import Decimal
from time import perf_counter

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text import numerals
from pipeline.text.forms import fold

TOKENS = regex.compile(numerals.TOKEN)
DIGITS = "零一二三四五六七八九"


def in_words(number: int) -> str:
    """A whole number below 10^12 in words, the plain way: 10203 is 一万零二百零三."""
    if number >= 10**4:
        unit, word = (10**8, "亿") if number >= 10**8 else (10**4, "万")
        high, low = divmod(number, unit)
        gap = "零" if 0 < low < unit // 10 else ""
        return in_words(high) + word + (gap + in_words(low) if low else "")
    for unit, word in ((1000, "千"), (100, "百"), (10, "十")):
        if number >= unit:
            high, low = divmod(number, unit)
            gap = "零" if 0 < low < unit // 10 else ""
            return DIGITS[high] + word + (gap + in_words(low) if low else "")
    return DIGITS[number]


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_words_are_read_back(number):
    assert numerals.parse(in_words(number)) == number


@given(st.decimals(min_value=0, max_value=99999, places=4), st.sampled_from([("万", 10**4), ("亿", 10**8), ("", 1)]))
def test_decimals_with_a_multiplier_are_exact(number, unit):
    assert numerals.parse(f"{number:f}{unit[0]}") == number * unit[1]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("28,680", 28680),
        ("28，680", 28680),
        ("１５０", 150),
        ("3.5亿", 350000000),
        ("0.07", "0.07"),
        ("2千", 2000),
        ("5万3", 53000),
        ("3万4000", 34000),
        ("1亿5000万", 150000000),
        ("1.2万亿", 1200000000000),
        ("15 万", 150000),
        ("两万三千", 23000),
        ("一百零五", 105),
        ("三百五", 350),
        ("十", 10),
        ("二〇一五", 2015),
        ("廿三", 23),
        ("万", 10000),
        ("百万", 1000000),
        ("壹佰贰拾叁", 123),
        ("貳萬伍仟", 25000),
        ("三點五", "3.5"),
        ("负三十二", -32),
    ],
)
def test_forms_that_newspapers_print(text, value):
    assert numerals.parse(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "元", "十几", "四五百", "百千", "五万三万", "1.2.3", "1" * 60, "万亿" * 40])
def test_what_is_no_number_has_no_value(text):
    assert numerals.parse(text) is None


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("十几", 11, 19),
        ("二十几", 21, 29),
        ("几十", 20, 99),
        ("数百", 200, 999),
        ("幾千", 2000, 9999),
        ("数万", 20000, 99999),
        ("十几万", 110000, 190000),
        ("四五百", 400, 500),
        ("七八", 7, 8),
        ("三五百", 300, 500),
        ("二三十", 20, 30),
        ("一百二三十", 120, 130),
        ("二〇二三", 2023, 2023),
        ("一百二十三", 123, 123),
    ],
)
def test_vague_numbers_have_two_ends(text, low, high):
    assert numerals.interval(text) == (low, high)


def test_tokens_are_spans_of_the_text():
    text = fold("１２人分到三百五十斤，另有5万3")
    found = [(match.span(), numerals.parse(match.group())) for match in TOKENS.finditer(text)]
    assert found == [((0, 2), 12), ((5, 9), 350), ((13, 16), 53000)]


def test_a_bare_point_before_digits_begins_a_decimal():
    assert TOKENS.findall(".5 和．77万，3.5、第3.5、No.5") == [".5", "．77万", "3.5", "3.5", "5"]
    assert [numerals.parse(text) for text in (".5", "．77万")] == [Decimal("0.5"), Decimal(7700)]


def test_ordinary_characters_are_no_tokens():
    assert TOKENS.findall("大陆的人入伍后收拾行李参加放肆的聚会") == []


def test_rows_of_digits_are_codes_and_guesses_are_not():
    assert numerals.is_code("五一") and numerals.is_code("二〇一五")
    assert not numerals.is_code("七八") and not numerals.is_code("五") and not numerals.is_code("五十一")


def test_round_words_have_no_digit():
    assert numerals.is_round_word("百万") and numerals.is_round_word("千")
    assert not numerals.is_round_word("十") and not numerals.is_round_word("三百")


@pytest.mark.parametrize("piece", ["7", "万亿", "一", "1,", "1.", "三百", "十几"])
def test_long_runs_take_linear_time(piece):
    text = piece * (10**5 // len(piece))
    began = perf_counter()
    for match in TOKENS.finditer(text):
        numerals.interval(match.group())
    assert perf_counter() - began < 2
