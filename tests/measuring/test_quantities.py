from decimal import Decimal
from itertools import pairwise

import pytest

from pipeline.measuring import quantities


def only(text):
    found = quantities.find(text)
    assert len(found) == 1, [q.text for q in found]
    return found[0]


def values(text):
    return [(q.text, int(q.value_min), int(q.value_max)) for q in quantities.find(text)]


@pytest.mark.parametrize(
    ("text", "span", "low", "high", "qualifier"),
    [
        ("共发放33万元。", "33万元", 330000, 330000, "exact"),
        ("共发放 5.64 万元。", "5.64 万元", 56400, 56400, "exact"),
        ("发放28，680元。", "28，680元", 28680, 28680, "exact"),
        ("筹款两万三千元整。", "两万三千元", 23000, 23000, "exact"),
        ("發放慰問金壹萬元。", "壹萬元", 10000, 10000, "exact"),
        ("筹集近50万元。", "近50万元", 500000, 500000, "under"),
        ("筹集二十余万元。", "二十余万元", 200000, 200000, "over"),
        ("筹集4.4万余元。", "4.4万余元", 44000, 44000, "over"),
        ("筹集50万元以上。", "50万元以上", 500000, 500000, "over"),
        ("合计逾1500万元。", "逾1500万元", 15000000, 15000000, "over"),
        ("筹集约50万元。", "约50万元", 500000, 500000, "about"),
        ("筹集50万元左右。", "50万元左右", 500000, 500000, "about"),
        ("不低于1万元。", "不低于1万元", 10000, 10000, "at_least"),
        ("标准为150元起。", "150元起", 150, 150, "at_least"),
        ("不超过5000元。", "不超过5000元", 5000, 5000, "at_most"),
        ("损失10万元以下的。", "10万元以下", 100000, 100000, "at_most"),
        ("每人500—1000元不等。", "500—1000元", 500, 1000, "range"),
        ("给予300至500元。", "300至500元", 300, 500, "range"),
        ("给予500元到1000元。", "500元到1000元", 500, 1000, "range"),
        ("给予3至5万元。", "3至5万元", 30000, 50000, "range"),
        ("奖金从5万元至5000元不等。", "5万元至5000元", 5000, 50000, "range"),
        ("损失5万元以上10万元以下的。", "5万元以上10万元以下", 50000, 100000, "range"),
        ("奖励万元。", "万元", 10000, 10000, "about"),
        ("来了十几名工友。", "十几名", 11, 19, "about"),
        ("慰问数十户。", "数十户", 20, 99, "about"),
        ("服务上千人次。", "上千人次", 1000, 1000, "over"),
        ("来了百余名工友。", "百余名", 100, 100, "over"),
        ("少则四五百元。", "四五百元", 400, 500, "about"),
        ("只剩二百来元。", "二百来元", 200, 200, "about"),
        ("欠下二十来万元外债。", "二十来万元", 200000, 200000, "about"),
        ("欠了十好几万元。", "十好几万元", 110000, 190000, "about"),
        ("一季挣不过万把块，", "万把块", 10000, 10000, "about"),
        ("厂里千把人都参加了。", "千把人", 1000, 1000, "about"),
        ("车间里百十来号人全来了。", "百十来号", 110, 110, "about"),
        ("近两百号工人没有领到工资。", "近两百号", 200, 200, "under"),
        ("每天补贴3元多。", "3元多", 3, 3, "over"),
        ("每月多拿百八十块钱。", "百八十块", 80, 100, "about"),
        ("每人捐一两百元。", "一两百元", 100, 200, "about"),
        ("来了100—200余人。", "100—200余人", 100, 200, "range"),
        ("发放 3000 余元。", "3000 余元", 3000, 3000, "over"),
        ("找回五十块零三毛。", "五十块零三毛", Decimal("50.3"), Decimal("50.3"), "exact"),
    ],
)
def test_number_hedge_and_unit(text, span, low, high, qualifier):
    quantity = only(text)
    assert quantity.text == span == text[quantity.start : quantity.end]
    assert (quantity.value_min, quantity.value_max, quantity.qualifier) == (low, high, qualifier)


@pytest.mark.parametrize(
    ("text", "span", "qualifier"),
    [
        ("最高救助金额6000元", "6000元", "at_most"),
        ("一年最高可达10万元", "10万元", "at_most"),
        ("至少可以领到200元", "200元", "at_least"),
        ("当天约有500名工友到场", "500名", "about"),
        ("最低工资标准是1500元", "1500元", "exact"),
        ("节约500元", "500元", "exact"),
        ("最近3家企业建会", "3家", "exact"),
    ],
)
def test_hedges_that_stand_apart(text, span, qualifier):
    quantity = only(text)
    assert (quantity.text, quantity.qualifier) == (span, qualifier)


@pytest.mark.parametrize(
    ("text", "unit", "unit_class"),
    [
        ("发放3000元", "CNY", "money"),
        ("捐来3万美元", "USD", "money"),
        ("讨回工钱400余万", "CNY", "money"),
        ("拖欠的147万工资款", "CNY", "money"),
        ("会员达到32万，", "person", "people"),
        ("为56.9万农民工办理", "person", "people"),
        ("走访12名职工", "person", "people"),
        ("服务1200人次", "person_time", "people"),
        ("帮扶300人（次）", "person_time", "people"),
        ("慰问35户困难职工", "household", "people"),
        ("走访6户困难企业", "户", "count"),
        ("困难企业6户", "户", "count"),
        ("慰问8个困难职工家庭", "household", "people"),
        ("慰问8个困难职工", "person", "people"),
        ("慰问8个农民工班组", "个", "count"),
        ("表彰8个集体", "个", "count"),
        ("授予五一劳动奖章9个", "person", "people"),
        ("发放手册5000余册", "册", "count"),
        ("送去2050公斤大米", "公斤", "count"),
        ("走訪14個工地", "個", "count"),
        ("产假增加到98天", "天", "count"),
    ],
)
def test_units(text, unit, unit_class):
    quantity = only(text)
    assert (quantity.unit, quantity.unit_class) == (unit, unit_class)


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("每人500元", "person"),
        ("每人每月200元", "person/month"),
        ("每户慰问金500元", "household"),
        ("每家企业2万元", "organization"),
        ("每个工作室5万元", "organization"),
        ("每件50元", "item"),
        ("每年投入20万元", "year"),
        ("200元/月", "month"),
        ("2000元/人", "person"),
        ("人均300元", "person"),
        ("每到年底，发放300元", None),
        ("发放300元", None),
    ],
)
def test_per_from_the_numbers_own_form_and_prefix(text, per):
    assert only(text).per == per


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("分别奖励5、8、10万元。", [50000, 80000, 100000]),
        ("分别奖励3、2、1万元。", [30000, 20000, 10000]),
        ("补助20、30、50、100万元。", [200000, 300000, 500000, 1000000]),
        ("补助2000、3000、1万元。", [2000, 3000, 10000]),
        ("补助8000、1.2万、2万元。", [8000, 12000, 20000]),
    ],
)
def test_a_list_shares_the_multiplier_of_its_last_number(text, sums):
    assert [q.value_min for q in quantities.find(text)] == sums


def test_a_list_shares_its_last_unit():
    assert values("分别奖励20、30万元") == [("20", 200000, 200000), ("30万元", 300000, 300000)]
    assert values("5000元、3000元和2000元") == [("5000元", 5000, 5000), ("3000元", 3000, 3000), ("2000元", 2000, 2000)]


def test_sums_with_tenths_are_exact():
    assert only("共12元5角").value_min == Decimal("12.5")
    assert only("共0.07万元").value_min == Decimal(700)


@pytest.mark.parametrize(
    "text",
    [
        "2015年2月10日15:30",
        "17年来，为期四天，连续3个月，干了两天",
        "年满60岁，40多岁",
        "第十四届，前三名，首批，第一、二批，头3名",
        "根据第三条，1.职工本人",
        "拨打12351热线，电话0391-3561234，市字〔2015〕3号",
        "增长5.6%，三成，三分之一，30个百分点",
        "长60cm，12亩，20公里，30平方米，40℃",
        "三方机制，五一前夕，十八大，一带一路，“四个围绕”，四必访，十大",
        "局长一行3人",
        "一名职工走了一次，一个也没有",
        "一心一意，三言两语，千方百计，千家万户",
        "第三师，三姓街，十堰，四川，百色，万州区",
        "24小时值班",
        "“万名职工大练兵”开幕",
        "分三类，两次，四处碰壁，三本线",
        "在百人以上企业推行",
        "10件实事",
        "吃了一碗面",
        "共捐款288,89万元",
        "资金12021,26元",
        "安置1，2万人",
        "每3个月考一次",
        "共捐款12 345元",
        "共捐款1 200 000元",
        "共捐款.5万元",
        "共捐款5. 64万元",
        "2/3以上职工同意，庆祝6·1儿童节",
        "成了村里的万元户，一张五元钞票",
        "热孜万把同行们的意见带来",
        "16号职工们来到工地",
        "这是安康杯竞赛的一角",
    ],
)
def test_what_is_no_quantity(text):
    assert [q.text for q in quantities.find(text)] == []


def test_a_word_that_ends_in_before_makes_no_rank():
    assert values("目前30家企业建会") == [("30家", 30, 30)]


def test_quantities_are_ordered_and_do_not_overlap():
    found = quantities.find("筹款近50万元，救助190名职工，每人500—1000元，发放大米50袋、食用油50桶。" * 3)
    assert len(found) == 15
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize("text", ["", "\n", "没有数字。", "（" * 50, "元元元", "每人", "最高"])
def test_texts_without_numbers(text):
    assert quantities.find(text) == []
