"""When an activity took place: what may be its date, and which is taken."""

import pytest

from pipeline.measuring.activity_when import Report, date, known, options
from pipeline.text.dates import find


def report(text: str, issue: str | None = "2015-02-12", *figures: str) -> Report:
    return Report(text, issue, tuple(find(text, issue)), tuple(sorted(text.index(figure) for figure in figures)))


def spoken_for(of: Report, edtf: str | None) -> list[dict[str, float]]:
    return [features for found, features in options(of, [(0, len(of.text))], "heat_relief") if found == edtf]


def test_the_issues_month_and_year_and_nothing_are_always_options() -> None:
    found = [edtf for edtf, _ in options(report("县总工会走访职工。"), [(0, 9)], "heat_relief")]
    assert found == ["2015-02", "2015", None]
    assert [edtf for edtf, _ in options(report("县总工会走访职工。", "2015"), [(0, 9)], "heat_relief")] == ["2015", None]


def test_a_day_gives_its_month_too_and_a_date_outside_the_spans_nothing() -> None:
    text = "1月5日，县总工会走访职工。去年12月，县总工会开会。"
    found = {edtf for edtf, _ in options(report(text), [(0, 14)], "heat_relief")}
    assert {"2015-01-05", "2015-01"} <= found
    assert "2014-12" not in found


def test_options_that_say_the_same_date_count_together() -> None:
    text = "2月3日县总工会走访。2月5日又走访。当天共有5户。"
    weights = {"a day": 1.0, "date number 1": 0.5}  # the first date alone is likelier than each mention of the second
    assert date(report(text), [(0, len(text))], "heat_relief", weights)[0] == "2015-02-05"
    assert date(report(text), [(0, 12)], "heat_relief", weights)[0] == "2015-02-03"


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("2月3日，县总工会走访职工。", 1.0),
        ("本报讯（记者 李某）2月3日，县总工会走访职工。", 1.0),
        ("天冷了。2月3日，县总工会走访职工。", 1.0),
        ("县总工会2月3日走访职工。", 0.0),
        ("天冷了，2月3日，县总工会走访职工。", 0.0),
    ],
)
def test_a_date_that_opens_its_sentence(text: str, opens: float) -> None:
    assert spoken_for(report(text), "2015-02-03")[0]["opens its sentence"] == opens


def test_the_share_of_the_figures_that_stand_with_a_date() -> None:
    of = report("县总工会2月3日看望9户。2月5日又看望8户，发放6万元。", "2015-02-12", "9户", "8户", "6万元")
    name = "share of the figures up to the next date"
    assert spoken_for(of, "2015-02-03")[0][name] == pytest.approx(1 / 3)
    assert spoken_for(of, "2015-02-05")[0][name] == pytest.approx(2 / 3)


def test_a_date_within_a_year_that_is_all_that_is_known_of_the_issue_is_not_far_from_it() -> None:
    assert spoken_for(report("2015年2月3日，县总工会走访职工。", "2015"), "2015-02-03")[0]["far from the issue"] == 0
    assert spoken_for(report("2013年2月12日，县总工会走访职工。"), "2013-02-12")[0]["far from the issue"] == 2


def test_the_day_on_which_the_paper_was_told_speaks_about_the_month_too() -> None:
    (features,) = spoken_for(report("2月3日，记者从县总工会获悉，送温暖已走访9户。"), "2015")
    assert features["the issue's year beside a day of the telling"] == 1
    assert spoken_for(report("2月3日，县总工会走访9户。"), "2015")[0]["the issue's year beside a day of the telling"] == 0


def test_a_date_of_comparison_is_not_known() -> None:
    assert [m.edtf for m in known(report("2月3日发放9万元，比去年同期多。"), [(0, 20)])] == ["2015-02-03"]
