"""Wide columns: what is added up, what is not, and on what a number rests."""

from decimal import Decimal

import pytest
from relating import facts_of

from pipeline.measuring.totals import COLUMNS, wide_columns

FUNDS = {"measure": "funds_raised"}
PER = {"measure": "aid_per_recipient", "per": "person"}


def column(name, text, *specs):
    return wide_columns(facts_of(text, *specs), text)[name]


def test_one_figure_is_single():
    text = "县总工会为41名劳动者追回工资52.6万元。"
    facts = facts_of(text, ("41名", {"measure": "wage_claimants"}), ("52.6万元", {"measure": "wages_recovered"}))
    wide = wide_columns(facts, text)
    assert wide["wages_recovered_yuan"] == (Decimal(526000), "single")
    assert wide["wage_claimants"] == (41, "single")
    assert isinstance(wide["wage_claimants"][0], int)
    assert wide["people_aided"] == (None, None)
    assert set(wide) == set(COLUMNS)


def test_what_another_union_did_is_not_the_organizers():
    text = "本报讯 济南市总工会走访慰问困难职工120名。青岛市总工会慰问环卫工900名。"
    facts = facts_of(text, "120名", "900名")
    assert wide_columns(facts, text, "济南市总工会")["people_aided"] == (120, "single")
    assert wide_columns(facts, text, "青岛市总工会")["people_aided"] == (900, "single")
    assert wide_columns(facts, text, "山东省总工会")["people_aided"][0] == 900  # of its cities; whether they are apart, nothing says


@pytest.mark.parametrize(
    "text",
    ["评出一等奖3名，二等奖5名，三等奖10名。", "一等奖3名；二等奖5名；三等奖10名。", "3名选手获一等奖，5名获二等奖，10名获三等奖。"],
)
def test_winners_of_different_prizes_are_different_people(text):
    won = {"measure": "people_commended"}
    facts = facts_of(text, ("3名", won), ("5名", won), ("10名", won))
    assert wide_columns(facts, text)["people_commended"] == (18, "sum")


@pytest.mark.parametrize(
    ("text", "figures", "total"),
    [
        ("20名选手参加一等奖角逐，5名获二等奖。", ("20名", "5名"), 20),
        ("获得金牌的8名选手中，有一等奖获得者2名。", ("8名", "2名"), 8),
    ],
)
def test_those_who_only_took_part_are_not_added_to_winners(text, figures, total):
    won = {"measure": "people_commended"}
    assert wide_columns(facts_of(text, *((figure, won) for figure in figures)), text)["people_commended"][0] == total


def test_prizes_of_money_are_rates():
    text = "一等奖奖金5000元，二等奖奖金3000元。"
    won = {"measure": "award_money"}
    assert wide_columns(facts_of(text, ("5000元", won), ("3000元", won)), text)["award_money_yuan"] == (Decimal(5000), "maximum")


def test_what_the_counties_of_a_city_did_is_the_citys():
    text = "温县发放3万元，武陟县发放2万元。"
    assert wide_columns(facts_of(text, "3万元", "2万元"), text, "焦作市总工会")["aid_disbursed_yuan"] == (Decimal(50000), "sum")


@pytest.mark.parametrize("scope", ["cumulative", "planned", "rule", "background"])
def test_other_scopes_never_reach_a_column(scope):
    text = "2011年以来，共救助困难职工477名。"
    assert column("people_aided", text, ("477名", {"scope": scope})) == (None, None)


def test_rates_ceilings_ranges_and_visits_reach_no_column():
    text = "每人发放500元，最高5000元，几十名职工得到帮助，服务300人次。"
    few = {"value_min": Decimal(20), "value_max": Decimal(99), "qualifier": "about"}
    specs = [
        ("500元", PER),
        ("5000元", {"qualifier": "at_most"}),
        ("几十名", few | {"value_min": Decimal(20)}),
        ("300人次", {"unit": "person_time"}),
    ]
    facts = facts_of(text.replace("几十名", "00几十名"), specs[0], specs[1], ("00几十名", few), specs[3])
    wide = wide_columns(facts, text.replace("几十名", "00几十名"))
    assert wide["aid_disbursed_yuan"] == (None, None)
    assert wide["people_aided"] == (None, None)


def test_the_same_quantity_said_twice_is_one():
    text = "60名工友领到了钱。工会说，这笔钱让60名工友过了好年。"
    assert column("people_aided", text, "60名", "60名") == (60, "single")


def test_a_rough_figure_and_the_exact_one_are_one():
    text = "大家很快凑出3万多元。清点时，善款是37820元。"
    rough = ("3万多元", {"qualifier": "over", "measure": "funds_raised"})
    assert column("funds_raised_yuan", text, rough, ("37820元", FUNDS)) == (Decimal(37820), "single")


def test_equal_members_of_a_list_are_not_one():
    text = "慰问了60名公安干警、60名交警和60名环卫工人。"
    assert column("people_aided", text, "60名", "60名", "60名") == (180, "sum")


@pytest.mark.parametrize(
    "text",
    [
        "工会救助300人，其中患大病的28人。",
        "共救助300人。其中，患大病的28人，上学的100人。",
        "患大病的200人，上学的100人，活动合计救助300人。",
    ],
)
def test_parts_are_not_added_to_their_total(text):
    figures = [figure for figure in ("200人", "300人", "28人", "100人") if figure in text]
    figures.sort(key=text.index)
    assert column("people_aided", text, *figures) == (300, "stated_total")


def test_parts_of_parts_and_a_list_that_adds_up():
    text = "今年资助31名，其中本科27名，包括一般4名、纾困23名；高中4名。"
    assert column("people_aided", text, "31名", "27名", "4名", "23名", "4名") == (31, "stated_total")


def test_parts_that_may_overlap_give_the_largest():
    text = "确定救助对象300人，发放救助金，同时确定特困职工100人，给每人发放大米；确定大病救助对象28人。"
    assert column("people_aided", text, "300人", "100人", "28人") == (300, "maximum")


def test_recipients_named_apart_are_added():
    text = "工会分别对8名家庭困难的职工进行了救助，对108名军属进行了慰问。"
    assert column("people_aided", text, "8名", "108名") == (116, "sum")


def test_recipients_not_named_apart_are_not():
    text = "工会对120名职工进行体检，对80名女职工进行筛查。"
    assert column("people_aided", text, "120名", "80名") == (120, "maximum")


def test_one_more_group_is_added():
    text = "57名农民工拿到了工资，另有20名农民工的工资也追回了。"
    wage = {"measure": "wage_claimants"}
    assert column("wage_claimants", text, ("57名", wage), ("20名", wage)) == (77, "sum")


def test_counties_side_by_side_are_added_and_a_county_named_twice_is_not():
    text = "甲河县筹集资金10万元。乙山县筹集资金10万元。"
    assert column("funds_raised_yuan", text, ("10万元", FUNDS), ("10万元", FUNDS)) == (Decimal(200000), "sum")
    text = "省里甲河县筹集资金10万元。在甲河县，10万元都到了职工手里。"
    assert column("funds_raised_yuan", text, ("10万元", FUNDS), ("10万元", FUNDS)) == (Decimal(100000), "single")


@pytest.mark.parametrize(
    ("text", "figures", "expected"),
    [
        ("焦作市救助困难职工600名，孟州市救助200名，沁阳市救助300名。", ("600名", "200名", "300名"), (600, "maximum")),
        ("孟州市救助困难职工200名，沁阳市救助300名。", ("200名", "300名"), (500, "sum")),
        ("焦作市救助困难职工600名，洛阳市救助200名。", ("600名", "200名"), (800, "sum")),
        ("河南省焦作市救助困难职工600名。在沁阳市救助200名。", ("600名", "200名"), (600, "maximum")),
        ("我市救助困难职工600名。沁阳市救助200名。", ("600名", "200名"), (600, "maximum")),
        ("云河市救助困难职工600名。雾山市救助200名。", ("600名", "200名"), (600, "maximum")),  # not in the table: in doubt
        ("新乡市救助困难职工600名。王家乡救助200名。", ("600名", "200名"), (600, "maximum")),
    ],
)
def test_a_city_is_not_added_to_the_cities_in_it(text, figures, expected):
    assert column("people_aided", text, *figures) == expected


def test_a_citys_total_holds_what_its_cities_gave():
    text = "焦作市共发放慰问金100万元。孟州市发放慰问金20万元，沁阳市发放慰问金30万元。"
    assert column("aid_disbursed_yuan", text, "100万元", "20万元", "30万元") == (Decimal(1000000), "stated_total")


@pytest.mark.parametrize(
    ("first", "second"), [("辖区", "山区"), ("小区", "社区"), ("贫困地区", "偏远矿区"), ("重点县", "贫困县"), ("城镇", "乡镇")]
)
def test_common_nouns_are_no_places_side_by_side(first, second):
    text = f"在{first}走访困难职工300名。为{second}100名教师义诊。"
    assert column("people_aided", text, "300名", "100名") == (300, "maximum")


def test_districts_and_towns_named_like_common_nouns_are_places():
    text = "在大连中山区走访职工300名。在西岗区走访100名。"
    assert column("people_aided", text, "300名", "100名") == (400, "sum")
    text = "在石城镇走访职工300名。在张集镇走访100名。"
    assert column("people_aided", text, "300名", "100名") == (400, "sum")


def test_a_county_named_again_behind_another_is_not_added_twice():
    text = "甲县救助职工100名，乙县救助200名，甲县救助患病职工80名。"
    assert column("people_aided", text, "100名", "200名", "80名") == (200, "maximum")
    text = text.replace("，甲县救助患病", "，丙县救助患病")
    assert column("people_aided", text, "100名", "200名", "80名") == (380, "sum")


def test_money_given_to_different_people_in_one_sentence_is_added():
    text = "给医护人员发放慰问金10万元，给公安干警发放慰问金9万元。"
    assert column("aid_disbursed_yuan", text, "10万元", "9万元") == (Decimal(190000), "sum")


def test_more_money_is_added_but_not_to_a_total_that_may_hold_it():
    text = "工会共筹集资金50万元。基层工会又筹集52万元。"
    assert column("funds_raised_yuan", text, ("50万元", FUNDS), ("52万元", FUNDS)) == (Decimal(1020000), "sum")
    text = "全年共发放100万元。春节还发放了20万元。"
    assert column("aid_disbursed_yuan", text, "100万元", "20万元") == (Decimal(1000000), "stated_total")


def test_a_total_of_the_year_behind_another_figure_is_not_added():
    text = "春节发放20万元。此外，今年以来共发放100万元。"
    assert column("aid_disbursed_yuan", text, "20万元", "100万元")[0] == Decimal(1000000)


def test_the_same_cases_at_two_stages_are_not_added():
    text = "工会受理案件300件、办结200件。"
    assert column("cases_handled", text, "300件", "200件") == (300, "maximum")


def test_an_aside_in_brackets_is_part_of_what_stands_before():
    text = "甲厂工会捐款7万元（捐民政1万元），还有乙厂工会捐款5万元。"
    specs = [(figure, FUNDS) for figure in ("7万元", "1万元", "5万元")]
    assert column("funds_raised_yuan", text, *specs) == (Decimal(120000), "sum")


def test_a_printed_table_is_not_taken_for_prose():
    figures = [f"{number}人" for number in range(1001, 1151)]
    assert column("people_aided", "、".join(figures), *figures) == (1150, "maximum")


def test_traditional_characters_and_full_width_punctuation_are_read_alike():
    text = "總工會救助300人，其中患大病的28人。"
    assert column("people_aided", text, "300人", "28人") == (300, "stated_total")
