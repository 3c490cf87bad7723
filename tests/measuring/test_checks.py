"""The arithmetic of a report: what agrees, what conflicts, and what is left alone."""

from decimal import Decimal

import pytest
from relating import facts_of

from pipeline.measuring.checks import check

FUNDS = {"measure": "funds_raised"}
PER = {"measure": "aid_per_recipient", "per": "person"}
GOODS = {"measure": "goods_value"}
INSURED = {"measure": "people_insured"}


def checked(text, *specs):
    return check(facts_of(text, *specs), text)


def verdicts(text, *specs):
    return [(found.rule, found.verdict) for found in checked(text, *specs)]


def test_a_product_against_money_gathered_is_explained():
    text = "县总工会筹集帮扶资金25.9万元，对471名困难职工给予每人500元的救助。"
    (found,) = checked(text, ("25.9万元", FUNDS), "471名", ("500元", PER))
    assert (found.rule, found.verdict, found.stated) == ("n × per person = total", "conflicts", 259000)
    assert (found.expected_min, found.expected_max) == (235500, 235500)
    assert (found.check_id, found.activity_id) == ("p-a01-x01-c01", "p-a01-x01")
    assert found.fact_ids == ("p-a01-f02", "p-a01-f03", "p-a01-f01")
    for part in ("471名", "500元", "235500元", "25.9万元", "259000元", "23500元"):
        assert part in found.explanation


@pytest.mark.parametrize(("total", "verdict"), [("23.55万元", "agrees"), ("23.6万元", "agrees"), ("24.6万元", "conflicts")])
def test_a_product_agrees_within_the_printed_precision(total, verdict):
    text = f"对471名职工每人发放500元，共发放{total}。"
    assert verdicts(text, "471名", ("500元", PER), total) == [("n × per person = total", verdict)]


def test_two_groups_with_rates_of_their_own_give_one_total():
    text = "一般职工4名，每名3000元，特困职工23名，每名5000元，计12.7万元。"
    specs = ["4名", ("3000元", PER), "23名", ("5000元", PER), "12.7万元"]
    (found,) = checked(text, *specs)
    assert (found.verdict, found.expected_min) == ("agrees", 127000)


def test_a_rate_with_a_range_gives_an_interval():
    text = "为14名职工每人发放1000元，共发放3.9万元。"
    ranged = ("1000元", PER | {"value_max": Decimal(5000), "qualifier": "range"})
    (found,) = checked(text, "14名", ranged, "3.9万元")
    assert (found.verdict, found.expected_min, found.expected_max) == ("agrees", 14000, 70000)


def test_a_monthly_rate_cannot_be_checked():
    text = "对20名职工每人每月发放300元，共发放10万元。"
    assert verdicts(text, "20名", ("300元", PER | {"per": "person/month"}), "10万元") == [("n × per person = total", "not_checkable")]


def test_what_people_pay_is_no_rate_of_what_they_get():
    text = "5000名职工参加互助，每人缴纳30元，已为48名会员发放互助金68.5万元。"
    fee = ("30元", PER | {"measure": "money_other"})
    assert verdicts(text, ("5000名", INSURED), fee, "48名", "68.5万元") == []


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("对30名职工每人发放1000元，另有每人800元的补贴，共6万元。", ["30名", ("1000元", PER), ("800元", PER), "6万元"]),
        ("对30名职工每人发放1000元；医疗救助共发放6万元。", ["30名", ("1000元", PER), "6万元"]),
    ],
)
def test_a_sum_that_may_be_of_more_does_not_conflict(text, figures):
    assert verdicts(text, *figures) == [("n × per person = total", "not_checkable")]


def test_a_standard_does_not_conflict():
    text = "标准为每人3000元，158名学生共得到27.2万元。"
    assert verdicts(text, ("3000元", PER | {"scope": "rule"}), "158名", "27.2万元") == [("n × per person = total", "not_checkable")]


@pytest.mark.parametrize(
    ("text", "specs"),
    [
        # the money stands far from the rates and pays for more than one of them
        ("工会筹集资金33万元。对300人每人发放500元；对28人每人发放2500元。",
         [("33万元", FUNDS), "300人", ("500元", PER), "28人", ("2500元", PER)]),
        # households are not persons
        ("为20名职工送去慰问，每户500元，共发放9万元。", ["20名", ("500元", PER | {"per": "household"}), "9万元"]),
        # last year's rate
        ("为20名职工发放9万元，去年每人500元。", ["20名", "9万元", ("500元", PER | {"scope": "background"})]),
    ],
)  # fmt: skip
def test_what_the_text_does_not_relate_is_left_alone(text, specs):
    assert checked(text, *specs) == []


def test_a_total_in_the_next_sentence():
    text = "今年资助16名学生，每人3000元。资助金共计4.8万元。"
    assert verdicts(text, "16名", ("3000元", PER), "4.8万元") == [("n × per person = total", "agrees")]
    text = "今年资助16名学生，每人3000元。救助其他职工30名，共发放9万元。"
    assert verdicts(text, "16名", ("3000元", PER), "30名", "9万元") == []


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("共发放27.22万元，其中生活救助22.68万元，大病救助4.61万元。", ["27.22万元", "22.68万元", "4.61万元"]),
        ("发放生活救助22.68万元、大病救助4.61万元，合计27.22万元。", ["22.68万元", "4.61万元", "27.22万元"]),
        ("共发放27.22万元，生活救助22.68万元，大病救助4.61万元。", ["27.22万元", "22.68万元", "4.61万元"]),
    ],
)
def test_parts_that_exceed_their_total_conflict(text, figures):
    (found,) = checked(text, *figures)
    assert (found.rule, found.verdict, found.stated) == ("parts = stated total", "conflicts", 272200)
    assert (found.expected_min, found.expected_max) == (272800, 273000)
    assert "272900元" in found.explanation
    assert "700元" in found.explanation


def test_parts_that_add_up_agree_and_their_own_parts_do_not_count():
    text = "今年资助31名，其中本科27名，包括一般4名、纾困23名；高中4名。"
    found = checked(text, "31名", "27名", "4名", "23名", "4名")
    assert [(one.verdict, one.stated, len(one.fact_ids)) for one in found] == [("agrees", 31, 3), ("agrees", 27, 3)]


def test_parts_that_need_not_be_all_prove_nothing():
    text = "共救助困难职工98名，其中患大病的15名，单亲的20名。"
    assert verdicts(text, "98名", "15名", "20名") == [("parts = stated total", "not_checkable")]
    assert verdicts("共救助困难职工98名，其中患大病的15名。", "98名", "15名") == []


def test_a_closed_list_that_falls_short_conflicts():
    text = "发放慰问金10万元、补助金3万元，合计15万元。"
    assert verdicts(text, "10万元", "3万元", "15万元") == [("parts = stated total", "conflicts")]


def test_a_total_of_its_own_group_does_not_close_a_list():
    text = "给甲厂发放10万元，给乙厂发放慰问金共计9万元。"
    assert checked(text, "10万元", "9万元") == []


def test_asides_in_brackets_are_not_parts_of_the_list():
    text = "共捐款12万元，其中甲厂7万元（捐民政1万元），乙厂5万元。"
    (found,) = checked(text, *[(figure, FUNDS) for figure in ("12万元", "7万元", "1万元", "5万元")])
    assert (found.verdict, len(found.fact_ids)) == ("agrees", 3)


def test_sums_for_another_thing_are_not_parts():
    text = "筹集资金429万元。其中市里筹集240万元，资助219万元；县里筹集189万元，资助163万元。"
    specs = [("429万元", FUNDS), ("240万元", FUNDS), "219万元", ("189万元", FUNDS), "163万元"]
    (found,) = checked(text, *specs)
    assert (found.verdict, len(found.fact_ids)) == ("agrees", 3)


def test_cash_and_goods_give_the_total():
    text = "送去慰问金10万元、慰问品价值5万元，合计15万元。"
    assert verdicts(text, "10万元", ("5万元", GOODS), "15万元") == [("value of goods + cash = total", "agrees")]
    text = text.replace("15万元", "18万元")
    assert verdicts(text, "10万元", ("5万元", GOODS), "18万元") == [("value of goods + cash = total", "conflicts")]


@pytest.mark.parametrize(("last", "verdict"), [("980人", "agrees"), ("900人", "conflicts")])
def test_growth_on_last_years_figure(last, verdict):
    text = f"上期参保{last}，本期参保1000人，比上期增加20人。"
    back = INSURED | {"scope": "background"}
    (found,) = checked(text, (last, back), ("1000人", INSURED), ("20人", back))
    assert (found.rule, found.verdict) == ("this year + growth", verdict)


def test_growth_without_last_years_figure_cannot_be_checked():
    text = "本期参保1000人，比上期减少了20人。"
    (found,) = checked(text, ("1000人", INSURED), ("20人", INSURED | {"scope": "background"}))
    assert (found.verdict, found.expected_min, found.expected_max) == ("not_checkable", None, None)
    assert "减少20人" in found.explanation


def test_a_total_over_years_is_not_less_than_this_campaign():
    years = {"scope": "cumulative"}
    text = "今年救助120名职工。2011年以来，累计救助职工477名。"
    assert verdicts(text, "120名", ("477名", years)) == [("cumulative ≥ event", "agrees")]
    text = "今年救助520名职工。2011年以来，累计救助职工477名。"
    assert verdicts(text, "520名", ("477名", years)) == [("cumulative ≥ event", "conflicts")]
    assert verdicts(text.replace("累计", ""), "520名", ("477名", years)) == []


def test_traditional_text_is_checked_alike():
    text = "對471名職工每人發放500元，共發放24.9萬元。"
    facts = facts_of(text, "471名", ("500元", PER), ("24.9萬元", {"value_min": Decimal(249000), "value_max": Decimal(249000)}))
    assert [found.verdict for found in check(facts, text)] == ["conflicts"]


def test_no_facts_no_checks_and_a_table_has_none():
    assert check([], "没有数字。") == []
    figures = [f"{number}人" for number in range(1001, 1301)]
    assert checked("、".join(figures), *figures) == []


def test_a_corrected_figure_is_explained_with_its_value():
    text = "发放慰问金50万元，其中甲县20万元、乙县25万元。"
    (found,) = checked(text, "50万元", ("20万元", {"value_min": Decimal(300000), "value_max": Decimal(300000)}), "25万元")
    assert found.explanation.startswith("20万元（300000元）＋25万元＝550000元")
    text = "为471名职工每人发放500元，共发放25.9万元。"
    more = {"value_min": Decimal(518), "value_max": Decimal(518)}
    (found,) = checked(text, ("471名", more), ("500元", PER), "25.9万元")
    assert found.explanation.startswith("471名（518人）×每人500元＝259000元")
