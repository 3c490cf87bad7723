"""From quantities to facts: the settled cases of FACTS.md in sentences of our own."""

import pytest

from pipeline.measuring.activities import ActivityFound
from pipeline.measuring.measure_classes import allowed, fact_unit
from pipeline.measuring.measures import activity_of, decide, measurable, outlook, types
from pipeline.measuring.quantities import find
from pipeline.records import Activity, Article, Fact


def facts(text: str, kind: str = "hardship_relief", issue_date: str = "2018-02-01") -> list[Fact]:
    article = Article("art", "page", "news", "", text, (), issue_date=issue_date)
    found = [ActivityFound(Activity("art-v01", "art", kind), ((0, len(text)),))]
    quantities = measurable(find(text))
    return decide(article, (), quantities, found, outlook(article, quantities))


def measures(text: str, kind: str = "hardship_relief") -> list[str]:
    return [f.measure for f in facts(text, kind)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("县总工会筹集资金60万元，救助困难职工800名。", ["funds_raised", "people_aided"]),
        ("向困难职工发放救助金26万元。", ["aid_disbursed"]),
        ("每户送上慰问金500元。", ["aid_per_recipient"]),
        ("送去价值3万元的防暑降温用品。", ["goods_value"]),
    ],
)
def test_relief(text, expected):
    assert measures(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("为52名农民工追回拖欠工资88万元。", ["wage_claimants", "wages_recovered"]),
        ("全年受理劳动争议案件130起，挽回经济损失400万元。", ["cases_handled", "compensation_recovered"]),
    ],
)
def test_rights(text, expected):
    assert measures(text, "rights_protection") == expected


def test_honours_go_to_persons_and_to_units():
    text = "授予12名职工五一劳动奖章，授予6家单位五一劳动奖状，每人奖励5000元。"
    assert measures(text, "commendation") == ["people_commended", "organizations_commended", "award_money"]


def test_scopes():
    assert facts("今年以来，救助困难职工300名。")[0].scope == "event"
    assert facts("十年来，累计救助困难职工9000人次。")[0].scope == "cumulative"
    assert facts("市总工会计划筹集资金90万元。")[0].scope == "planned"


def test_a_fact_carries_its_place_its_sentence_and_its_reasons():
    text = "天很冷。县总工会筹集资金60万元，救助困难职工800名。"
    first, second = facts(text)
    assert (first.fact_id, second.fact_id) == ("art-f01", "art-f02")
    assert text[first.start : first.end] == first.text == "60万元"
    assert first.sentence == "县总工会筹集资金60万元，救助困难职工800名。"
    assert first.unit == "CNY" and second.unit == "person"
    assert any("筹集" in reason for reason in first.reasons)
    assert 0 <= first.confidence <= 1


def test_the_unit_limits_the_measure():
    money, people, households, count = find("共60万元，300名职工，40户家庭，25份合同。")
    assert "people_aided" not in allowed(money)
    assert "households_aided" not in allowed(people)
    assert "people_aided" not in allowed(households)
    assert "funds_raised" not in allowed(count)


def test_units_of_facts():
    people, count, households = find("300名职工，建成20个驿站，40户家庭。")
    assert fact_unit(households, "count_other") == "户"
    assert fact_unit(households, "people_other") == "household"
    assert fact_unit(people, "people_aided") == "person"
    assert fact_unit(count, "people_aided") == "person"
    assert fact_unit(count, "households_aided") == "household"
    assert fact_unit(count, "count_other") == "个"


def test_a_fact_belongs_to_the_activity_whose_text_it_stands_in():
    text = "甲县筹集资金60万元。乙县筹集资金70万元。"
    first = ActivityFound(Activity("v1", "art", "other"), ((0, 11),))
    second = ActivityFound(Activity("v2", "art", "other"), ((11, len(text)),))
    assert [activity_of(q, [first, second]).activity_id for q in find(text)] == ["v1", "v2"]
    assert activity_of(find(text)[1], [first]).activity_id == "v1"


def test_each_quantity_has_the_type_of_its_own_activity():
    text = "甲县筹集资金60万元。乙县筹集资金70万元。"
    first = ActivityFound(Activity("v1", "art", "policy"), ((0, 11),))
    second = ActivityFound(Activity("v2", "art", "safety"), ((11, len(text)),))
    assert types(find(text), [first, second]) == ("policy", "safety")
    assert types(find(text), []) == ("other", "other")
