from decimal import Decimal

import pytest

from pipeline import labels


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (12345678901.0, "12,345,678,901"), (1e15, "1,000,000,000,000,000"), (522.6, "522.6"), (0.1 + 0.2, "0.3"),
        (1234567.891, "1,234,567.891"), (0.0000001, "0.0000001"), (0, "0"), (Decimal("1.50"), "1.5"), (float("inf"), "inf"),
    ],
)  # fmt: skip
def test_a_number_keeps_its_digits_and_has_no_exponent(value, written):
    assert labels.number(value) == written


def test_large_sums_keep_their_digits():
    assert labels.amount(12345678901.0, 12345678901.0, "CNY") == "12,345,678,901 元（1,234,567.8901 万元）"
    assert labels.amount(500.0, 1000.0, "CNY") == "500–1,000 元"
