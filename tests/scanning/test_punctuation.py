from dataclasses import replace

import pytest

from pipeline.engines.ocr import Missed, Reading
from pipeline.scanning.punctuation import as_printed, with_dashes, without_specks
from pipeline.scanning.recognising import Printed


def reading(text: str, widths: dict[str, float] | None = None, sure: float = 1.0) -> Reading:
    """A line whose characters stand one em apart, those of `widths` taking that many em."""
    at, here = [], 0.0
    for char in text:
        wide = (widths or {}).get(char, 1.0)
        at.append(here + wide / 2)
        here += wide
    return Reading(text, (sure,) * len(text), tuple(x / here for x in at), ((),) * len(text))


def printed(text: str, row: int, widths: dict[str, float] | None = None) -> Printed:
    return Printed((0.0, 30.0 * row, 300.0, 30.0 * row + 20), reading(text, widths), 20.0, 0.0, 300.0)


def test_wide_signs_are_the_rule():
    [line] = as_printed([printed("送去慰问品,共三十份;", 0)])
    assert line.text == "送去慰问品，共三十份；"


def test_narrow_signs_stay_where_the_column_has_them():
    rows = [printed("送去慰问品，发给职工，人人有份", n, {"，": 0.4}) for n in range(2)]
    assert [line.text for line in as_printed(rows)] == ["送去慰问品,发给职工,人人有份"] * 2


def test_signs_among_figures_stay_as_read():
    [line] = as_printed([printed("共计28,680元，已发放完毕", 0)])
    assert line.text == "共计28,680元，已发放完毕"


@pytest.mark.parametrize(("text", "width", "expected"), [("职工·代表大会", 0.1, "职工代表大会"), ("买买提·艾力江", 1.0, "买买提·艾力江")])
def test_a_dot_without_room_is_a_speck(text, width, expected):
    assert without_specks(reading(text, {"·": width})).text == expected


def test_where_a_stop_was_missed_moves_with_the_specks_before_it():
    whole = reading("职工·代表大会", {"·": 0.1})
    missed = tuple(Missed(before, 0.5, (("，", 0.3),)) for before in (2, 5))
    assert [one.before for one in without_specks(replace(whole, missed=missed)).missed] == [2, 4]


def test_a_dash_is_two_em_long():
    assert with_dashes(reading("小康路上—工会同行", {"—": 2.0})).text == "小康路上——工会同行"
    assert with_dashes(reading("小康路上—一工会同行")).text == "小康路上——工会同行"
    assert with_dashes(reading("第一，一要快")).text == "第一，一要快"
