import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pipeline.engines.segmenter import segment
from pipeline.naming import certain, rules


def named(text, spans):
    return [(label, text[start:end]) for start, end, label in spans]


def whole(text, name, label):
    return (text.index(name), text.index(name) + len(name), label)


def test_titles_are_documents_but_short_forms_are_not():
    text = "依据《柳溪市职工疗休养办法》和《工会法》，本《办法》自即日起施行。"
    assert named(text, rules.titled(text, [])) == [("DOCUMENT", "柳溪市职工疗休养办法"), ("DOCUMENT", "工会法")]


def test_a_newspaper_in_title_marks_stays_what_the_tagger_said():
    text = "《柳溪日报》报道"
    span = whole(text, "柳溪日报", "ORG")
    assert rules.titled(text, [span]) == [span]


def test_a_firm_right_before_its_union_is_one_name():
    text = "西南大学工会主席到场，西南大学经费充足。"
    assert rules.whole_unions(text, [(0, 4, "ORG"), (11, 15, "ORG")]) == [(0, 6, "UNION"), (11, 15, "ORG")]
    assert rules.whole_unions(text, [(0, 4, "ORG"), (4, 6, "UNION")]) == [(0, 6, "UNION")]
    assert rules.whole_unions("平煤集团工会经费", [(0, 4, "ORG")]) == [(0, 4, "ORG")]


def test_the_committee_of_a_unit_belongs_to_the_name_of_a_national_union():
    text = "中国海员建设工会柳河航务局委员会为船员子女助学，中国教育工会向省教育委员会建议"
    spans = [(0, 8, "UNION"), whole(text, "中国教育工会", "UNION")]
    assert named(text, rules.departments(text, spans)) == [("UNION", "中国海员建设工会柳河航务局委员会"), ("UNION", "中国教育工会")]


def test_a_name_found_once_is_found_everywhere():
    text = "何小满来了。何小满说，听何小满的。"
    assert len(rules.repeated(text, [(0, 3, "PERSON")])) == 3


def test_repetition_never_cuts_into_another_name():
    text = "柳溪公司和柳溪公司工会"
    spans = [(0, 4, "ORG"), (5, 11, "UNION")]
    assert rules.repeated(text, spans) == spans


def test_bodies_are_cut_at_words_that_are_in_no_name():
    text = "经公司研究，由县人社局委托柳溪司法所办理"
    span = whole(text, "县人社局委托柳溪司法所", "ORG")
    assert named(text, rules.cut(text, [span], segment(text))) == [("ORG", "县人社局"), ("ORG", "柳溪司法所")]


def test_and_inside_a_name_does_not_cut():
    text = "市人力资源和社会保障局发文"
    span = whole(text, "市人力资源和社会保障局", "ORG")
    assert rules.cut(text, [span], segment(text)) == [span]


def test_generic_bodies_are_dropped():
    assert rules.cut("基层工会开会", [(0, 4, "UNION")], segment("基层工会开会")) == []


def test_an_area_before_a_body_belongs_to_its_name():
    text = "四川省广安市总工会在广安市开会"
    spans = [(0, 3, "PLACE"), (3, 9, "UNION"), (10, 13, "PLACE")]
    assert rules.joined(text, spans) == [(0, 9, "UNION"), (10, 13, "PLACE")]


def test_withheld_names_are_persons():
    assert named("包工头周某和王某某跑了，某公司", certain.unnamed("包工头周某和王某某跑了，某公司", [])) == [
        ("PERSON", "周某"),
        ("PERSON", "王某某"),
    ]


def test_campaigns_by_what_follows_the_quotation():
    text = "开展“冬暖万家”活动和金秋助学，喊出“一个也不能少”的口号，获“先进单位”称号。"
    assert named(text, certain.campaigns(text, [])) == [("CAMPAIGN", "冬暖万家"), ("CAMPAIGN", "金秋助学")]


def test_areas_stand_alone_but_not_in_titles_and_not_as_stems():
    text = "焦作市下雪，“河南省技术能手”和河南省五一劳动奖章获得者来到孟州，新区建成。"
    assert named(text, certain.areas(text, [])) == [("PLACE", "焦作市")]


@given(st.text(st.sampled_from("《》“”某王工会焦作市总和由，金秋助学活动"), max_size=60))
def test_rules_never_make_spans_overlap(text):
    words = segment(text)
    found = certain.areas(text, rules.repeated(text, certain.campaigns(text, rules.titled(text, certain.unnamed(text, [])))))
    found = rules.cut(text, found, words)
    assert all(a[1] <= b[0] for a, b in pairwise(found))
    assert all(0 <= start < end <= len(text) for start, end, _ in found)


def test_a_name_is_cut_at_prepositions_and_its_pieces_labelled_by_their_ends():
    text = "桥东区的平江县总工会"
    assert named(text, rules.cut(text, [(0, len(text), "UNION")], segment(text))) == [("PLACE", "桥东区"), ("UNION", "平江县总工会")]


def test_the_word_for_an_area_before_a_body_belongs_to_its_name():
    text = "近日，省柳溪监狱工会慰问职工，我省柳溪监狱工会也去。"
    first, second = text.index("柳溪"), text.rindex("柳溪")
    spans = [(first, first + 6, "UNION"), (second, second + 6, "UNION")]
    found = [(label, name) for label, name in named(text, rules.headed(text, spans, segment(text)))]
    assert found == [("UNION", "省柳溪监狱工会"), ("UNION", "柳溪监狱工会")]


def test_places_that_ran_on_are_cut_to_the_area():
    text = "为焦作经济社会发展，建设美丽和谐新焦作，来到新郑市和焦作大学"
    spans = [
        whole(text, n, label) for n, label in (("焦作经济社会", "ORG"), ("和谐新焦作", "PLACE"), ("新郑市", "PLACE"), ("焦作大学", "ORG"))
    ]
    assert named(text, rules.narrowed(text, spans)) == [("PLACE", "焦作"), ("PLACE", "焦作"), ("PLACE", "新郑市"), ("ORG", "焦作大学")]


def test_forms_that_are_always_names():
    text = "该矿工会请来县人社局和团县委，县总说，小区总面积大，区总人口多，平江县住建局也来。"
    expected = [("UNION", "该矿工会"), ("ORG", "县人社局"), ("ORG", "团县委"), ("UNION", "县总"), ("ORG", "平江县住建局")]
    assert named(text, certain.bodies(text, [], segment(text))) == expected


def test_an_office_takes_the_place_before_it_and_no_other_name():
    text = "平江县住建局"
    assert certain.bodies(text, [(0, 3, "PLACE")], segment(text)) == [(0, 6, "ORG")]
    assert certain.bodies(text, [(0, 6, "UNION")], segment(text)) == [(0, 6, "UNION")]


def test_an_office_has_its_area_in_front_however_long_its_name():
    text = "镇沅彝族哈尼族拉祜族自治县人社局"
    assert certain.bodies(text, [], segment(text)) == [(0, 16, "ORG")]


def test_bodies_that_are_whole_as_they_stand():
    text = "柳溪晚报讯（记者 于欣）县政府、县委宣传部支持，省人社厅、公安厅、财政厅等部门联合发文。\n厂工会说，县委书记也来。"
    expected = [("ORG", "柳溪晚报"), ("ORG", "县政府"), ("ORG", "县委宣传部"), ("ORG", "省人社厅"), ("ORG", "公安厅"), ("ORG", "财政厅")]
    assert named(text, certain.bodies(text, [], segment(text))) == [*expected, ("UNION", "厂工会")]


def test_what_stands_behind_a_name_and_belongs_to_it():
    text = "市总工会劳动争议调解中心、白塔镇司法所、柳溪县法院执行局，白塔镇工会，白塔镇工人多，市总工会服务职工。"
    short = [whole(text, n, label) for n, label in (("市总工会", "UNION"), ("白塔镇", "PLACE"), ("柳溪县法院", "ORG"))]
    spans = [
        *short,
        (text.index("白塔镇工会"), text.index("白塔镇工会") + 3, "PLACE"),
        (text.rindex("白塔镇"), text.rindex("白塔镇") + 3, "PLACE"),
    ]
    expected = [("UNION", "市总工会劳动争议调解中心"), ("ORG", "白塔镇司法所"), ("ORG", "柳溪县法院执行局"), ("UNION", "白塔镇工会")]
    assert named(text, certain.with_parts(text, spans)) == [*expected, ("PLACE", "白塔镇")]


def test_a_name_inside_the_longer_one_goes_and_one_that_reaches_into_it_stays():
    text = "县总工会职工服务中心主任"
    inside, across = whole(text, "服务中心", "ORG"), whole(text, "中心主任", "ORG")
    assert certain.with_parts(text, [(0, 4, "UNION"), inside]) == [(0, 10, "UNION")]
    assert certain.with_parts(text, [(0, 4, "UNION"), across]) == [(0, 4, "UNION"), across]


def test_unions_in_the_plural_are_no_names():
    text = "下拨各县总工会，区县总工会也可求助"
    spans = [(text.index("县总"), text.index("县总") + 4, "UNION"), whole(text, "区县总工会", "UNION")]
    assert rules.plausible(text, spans) == []


def test_unions_begin_with_their_firm_or_province():
    assert rules.whole_unions("吉林省暨长春市总工会", [(0, 3, "PLACE"), (4, 10, "UNION")]) == [(0, 10, "UNION")]
    assert rules.whole_unions("柳溪集团机修厂工会", [(0, 4, "ORG"), (4, 9, "UNION")]) == [(0, 9, "UNION")]
    apart = [(0, 4, "ORG"), (5, 10, "UNION")]
    assert rules.whole_unions("柳溪集团和机修厂工会", apart) == apart


def test_a_verb_of_holding_makes_a_later_word_for_an_activity_count():
    text = "开展了“情系职工，共迎新春”的春节慰问活动，称赞“好样的”那个活动"
    assert named(text, certain.campaigns(text, [])) == [("CAMPAIGN", "情系职工，共迎新春")]


def test_persons_of_the_dictionary_are_persons():
    text = "学习习近平总书记讲话"
    assert named(text, certain.famous(text, [], segment(text))) == [("PERSON", "习近平")]


def test_rules_take_time_in_proportion_to_the_text():
    text = "县总县人社局“节”活动周某" * 10_000
    words = segment(text)
    begun = time.process_time()
    found = certain.unnamed(text, certain.campaigns(text, certain.bodies(text, [], words)))
    rules.repeated(text, certain.with_parts(text, found))
    assert time.process_time() - begun < 10 and len(found) >= 10_000


def cut_and_joined(text, *spans):
    """What `cut` and `whole_unions` make of the (name, label) given, at their first places."""
    found = rules.cut(text, [whole(text, *span) for span in spans], list(segment(text)))
    return named(text, rules.whole_unions(text, found))


def test_a_verb_that_is_part_of_a_name_does_not_cut_it():
    for name, label in (
        ("澳门工会联合总会", "UNION"),
        ("市创业指导中心", "ORG"),
        ("市信访联系中心", "ORG"),
        ("市协调劳动关系三方委员会", "ORG"),
    ):
        assert cut_and_joined(f"{name}开会。", (name, label)) == [(label, name)]
    text = "柳溪市总工会联合市人社局开会。"
    assert cut_and_joined(text, ("柳溪市总工会联合市人社局", "ORG")) == [("UNION", "柳溪市总工会"), ("ORG", "市人社局")]


def test_the_union_of_a_branch_keeps_its_firm():
    assert cut_and_joined("柳溪大学第一附属医院工会开会。", ("柳溪大学", "ORG"), ("附属医院工会", "UNION")) == [
        ("UNION", "柳溪大学第一附属医院工会")
    ]
    assert cut_and_joined("交通银行郑州分行工会开会。", ("交通银行", "ORG"), ("郑州", "PLACE")) == [("UNION", "交通银行郑州分行工会")]
    assert cut_and_joined("省地质局第二地质队工会开会。", ("省地质局", "ORG")) == [("UNION", "省地质局第二地质队工会")]
    assert cut_and_joined("交通银行郑州分行开会。", ("交通银行", "ORG"), ("郑州", "PLACE")) == [("ORG", "交通银行"), ("PLACE", "郑州")]


def test_a_firm_keeps_what_stands_before_its_area_in_brackets_or_a_dash():
    text = "运来（深圳）科技有限公司工会慰问。"
    spans = (("深圳", "PLACE"), ("科技有限公司工会", "UNION"))
    assert cut_and_joined(text, *spans) == [("UNION", "运来（深圳）科技有限公司工会")]
    assert cut_and_joined("一汽—白桥公司工会慰问。", ("白桥公司工会", "UNION")) == [("UNION", "一汽—白桥公司工会")]
    assert cut_and_joined("送清凉——白桥公司工会慰问。", ("白桥公司工会", "UNION")) == [("UNION", "白桥公司工会")]


def test_spaced_names_in_a_list_are_persons():
    text = "李 明、王 刚、陈建国、刘 洋、赵 军等获奖。\n时 间：三月\n单 位：本报"
    assert named(text, certain.spaced(text, [])) == [("PERSON", name) for name in ("李 明", "王 刚", "刘 洋", "赵 军")]


def test_a_person_has_the_whole_of_a_name_with_a_dot():
    text = "副主席阿不都热依木·买买提慰问了古丽娜尔·吾买尔、努尔兰·哈那提。"
    spans = [whole(text, name, "PERSON") for name in ("阿不都热依木", "古丽娜尔", "哈那提")]
    persons = named(text, certain.dotted(text, spans, list(segment(text))))
    assert persons == [("PERSON", name) for name in ("阿不都热依木·买买提", "古丽娜尔·吾买尔", "努尔兰·哈那提")]
    assert certain.dotted("“五·一”前", [], []) == []
    assert certain.dotted("王强·陈红", [(0, 2, "PERSON"), (3, 5, "PERSON")], []) == [(0, 2, "PERSON"), (3, 5, "PERSON")]


def test_a_clause_before_a_short_form_is_no_part_of_its_name():
    for text, kept in (
        ("工钱打进镇总工会", "镇总工会"),
        ("小林到区总工会", "区总工会"),
        ("不去食堂——矿工会", "矿工会"),
        ("外经公司工会", "外经公司工会"),
        ("孟州市总工会", "孟州市总工会"),
    ):
        assert named(text, rules.unclaused(text, [(0, len(text), "UNION")])) == [("UNION", kept)]


def test_the_union_of_a_zone_or_a_division_begins_with_its_name():
    text = "泰和医药高新区总工会与第八师柳溪市总工会"
    spans = [whole(text, "泰和医药", "PLACE"), whole(text, "高新区总工会", "UNION"), whole(text, "柳溪市总工会", "UNION")]
    assert named(text, rules.whole_unions(text, spans)) == [("UNION", "泰和医药高新区总工会"), ("UNION", "第八师柳溪市总工会")]


def test_unions_of_all_counties_and_districts_are_no_names():
    text = "全市县（市）区总工会"
    assert rules.plausible(text, [whole(text, "区总工会", "UNION")]) == []


def test_a_farm_keeps_the_number_that_is_its_name():
    text = "备耕时节，八五七农场工会和第八师一二一团工会送来种子"
    spans = [whole(text, "农场工会", "UNION"), whole(text, "团工会", "UNION")]
    assert named(text, rules.whole_unions(text, spans)) == [("UNION", "八五七农场工会"), ("UNION", "第八师一二一团工会")]
