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
        ("每户补助一百几十元。", "一百几十元", 120, 199, "about"),
        ("补发工资三千几百元。", "三千几百元", 3200, 3999, "about"),
        ("来了一千数百名工友。", "一千数百名", 1200, 1999, "about"),
        ("来了20几名工友。", "20几名", 21, 29, "about"),
        ("早上八点三百多名工友到场。", "三百多名", 300, 300, "over"),
        ("下午三点五十名工友到场。", "五十名", 50, 50, "exact"),
        ("上午九点2000名工友到场。", "2000名", 2000, 2000, "exact"),
        ("星期五百余名工友到场。", "百余名", 100, 100, "over"),
        ("周六200名工友到场。", "200名", 200, 200, "exact"),
        ("五一20名工友进京。", "20名", 20, 20, "exact"),
        ("职工李万300元。", "300元", 300, 300, "exact"),
        ("王三500元。", "500元", 500, 500, "exact"),
        ("1亿零500万元。", "1亿零500万元", 100000000 + 5000000, 105000000, "exact"),
        ("节支3·2万元。", "3·2万元", 32000, 32000, "exact"),
        ("七、八十人到场。", "七、八十人", 70, 80, "about"),
        ("十七、八人到场。", "十七、八人", 17, 18, "about"),
        ("三、五百元。", "三、五百元", 300, 500, "about"),
        ("投资3个亿。", "3个亿", 300000000, 300000000, "exact"),
        ("投资两个多亿元。", "两个多亿元", 200000000, 200000000, "over"),
        ("不得低于1200元。", "不得低于1200元", 1200, 1200, "at_least"),
        ("不得超过2000元。", "不得超过2000元", 2000, 2000, "at_most"),
        ("均未超过3万元。", "未超过3万元", 30000, 30000, "at_most"),
        ("到场的不下3000人。", "不下3000人", 3000, 3000, "at_least"),
        ("筹集近 50 万元。", "近 50 万元", 500000, 500000, "under"),
        ("走近300名工友。", "300名", 300, 300, "exact"),
        ("相约300名工友。", "300名", 300, 300, "exact"),
        ("吃掉五吨多。", "五吨多", 5, 5, "over"),
        ("救助5000元（一次性）。", "5000元", 5000, 5000, "exact"),
        ("救助5000元（2010年）。", "5000元", 5000, 5000, "exact"),
        ("每人30元5分钟。", "30元", 30, 30, "exact"),
        ("干了一星期三百元。", "三百元", 300, 300, "exact"),
        ("本周二十名工友到场。", "二十名", 20, 20, "exact"),
        ("一点五千万元。", "一点五千万元", 15000000, 15000000, "exact"),
        ("获得从500元到3000元的补助。", "500元到3000元", 500, 3000, "range"),
        ("由8人到20人组成。", "8人到20人", 8, 20, "range"),
        ("坐不下500人。", "500人", 500, 500, "exact"),
        ("五一 百名劳模游园。", "百名", 100, 100, "about"),
        ("想不到300名工友都来了。", "300名", 300, 300, "exact"),
        ("张超5000元。", "5000元", 5000, 5000, "exact"),
        ("献上百元爱心款。", "百元", 100, 100, "about"),
        ("工地上百名工友。", "百名", 100, 100, "about"),
        ("陈百万300元。", "300元", 300, 300, "exact"),
        ("入冬前500户领到取暖费。", "500户", 500, 500, "exact"),
        ("从未低于1000元。", "从未低于1000元", 1000, 1000, "at_least"),
        ("张三和5名工友。", "5名", 5, 5, "exact"),
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
        ("会员最多的5家企业", "5家", "exact"),
        ("其中最多的5000元", "5000元", "at_most"),
        ("最高奖励3万元", "3万元", "at_most"),
        ("最低收入家庭300户", "300户", "exact"),
        ("最高法出台20条意见", "20条", "exact"),
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
        ("建成20个职工食堂", "个", "count"),
        ("300个职工参加大会", "person", "people"),
        ("3万职工参加互助保障", "person", "people"),
        ("近3万户外环卫工人", "person", "people"),
        ("捐款20万支援灾区", "CNY", "money"),
        ("拖欠工资20万起诉老板", "CNY", "money"),
        ("300户外来务工家庭", "household", "people"),
        ("挽回万元经济损失", "CNY", "money"),
        ("为工友减负80万。", "CNY", "money"),
        ("职工住院花去5万。", "CNY", "money"),
        ("拿出5万慰问职工。", "CNY", "money"),
        ("资助2万贫困生。", "person", "people"),
        ("二十四人帮扶小组", "person", "people"),
        ("赔偿2000元作为误工费", "CNY", "money"),
        ("全厂500名职工应是主人", "person", "people"),
        ("来自12个行业的选手", "个", "count"),
        ("20个社区建立家庭档案", "个", "count"),
        ("慰问20个社区工作者", "person", "people"),
        ("资助30个家庭困难的学生", "person", "people"),
        ("企业困难职工35户", "household", "people"),
        ("慰问2万官兵", "person", "people"),
        ("一年为工友讨薪56万，", "CNY", "money"),
        ("颁发12块 奖牌", "块", "count"),
        ("送去200元代金券", "CNY", "money"),
        ("发给5000元市级补助", "CNY", "money"),
        ("来了200名师生", "person", "people"),
        ("走访15家乡镇企业", "家", "count"),
        ("组织50人体检", "person", "people"),
        ("20人均为一线工友", "person", "people"),
        ("调解23起重大案件", "起", "count"),
        ("发放2000本职工维权手册", "本", "count"),
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
        ("人均月增资120元", "person/month"),
        ("8月人均发放200元", "person"),
        ("每人捐款共五万元", None),
        ("每所学校2万元", "organization"),
        ("职工年人均增收200元", "person/year"),
        ("每生产一吨奖励5元", None),
        ("每生每年2000元", "person/year"),
        ("每名学生每学年2000元", "person/year"),
        ("每个职工书屋3000元", "organization"),
        ("每户企业3000元", "organization"),
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


def test_two_sums_to_the_same_one_share_their_per():
    found = quantities.find("每户1000元慰问金和价值300元的慰问品，共计3万元。")
    assert [q.per for q in found] == ["household", "household", None]


def test_a_list_shares_its_last_unit():
    assert values("分别奖励20、30万元") == [("20", 200000, 200000), ("30万元", 300000, 300000)]
    assert values("5000元、3000元和2000元") == [("5000元", 5000, 5000), ("3000元", 3000, 3000), ("2000元", 2000, 2000)]


@pytest.mark.parametrize(
    "text",
    ["“慰问金三万元”应为“慰问金二万元”。", "“三万元”有误，应为“二万元”。", "文中“三万元送到”一句应为“二万元送到”。"],
)
def test_the_wrong_figure_of_a_correction_is_none(text):
    assert [int(q.value_min) for q in quantities.find(text)] == [20000]


def test_a_growth_is_no_range():
    assert values("会员从20人到300人") == [("20人", 20, 20), ("300人", 300, 300)]
    assert values("从500元到1000元不等") == [("500元到1000元", 500, 1000)]


def test_a_list_of_two_is_no_guess_where_each_has_its_own():
    assert values("七、八人分别入选") == [("七", 7, 7), ("八人", 8, 8)]


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
        "补助1， 200元",
        "补助5 0 0元",
        "补助12,0000元",
        "补助l2万元",
        "补助5O万元",
        "筹款3。5万元",
        "补助三 百 元",
        "补助1'200元",
        "三00名工友",
        "每户300一500元",
        "来了十几二十个工友",
        "九届2次全委会",
        "五家渠市总工会",
        "捐赠3万图书",
        "发放20万宣传品",
        "五台山",
        "排名前30名",
        "干了三个晚上",
        "福建三元区",
        "一个好汉三个帮",
        "1996元旦",
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
