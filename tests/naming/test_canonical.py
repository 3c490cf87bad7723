import pytest

from pipeline.naming.canonical import context, resolve
from pipeline.records import Article, Entity


def naming(text, names=(), headline="", paper=None):
    """The context of an article whose entities are the given (label, text), at their first places."""
    article = Article("a", "p", "news", headline, text, (), paper=paper, issue_date="2015-02-10")
    entities = [
        Entity(f"a-e{n}", "a", label, text.index(name), text.index(name) + len(name), name) for n, (label, name) in enumerate(names)
    ]
    return context(article, entities)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("该市总工会", "孟州市总工会"),
        ("该市总", "孟州市总工会"),
        ("市总工会", "焦作市总工会"),
        ("我市总工会", "焦作市总工会"),
        ("省总工会", "河南省总工会"),
        ("市总女职工部", "焦作市总工会女职工部"),
        ("全总", "中华全国总工会"),
        ("孟州市总工会", "孟州市总工会"),
        ("该会", "孟州市总工会"),
        ("县总工会", None),
        ("总工会", None),
    ],
)
def test_short_forms_by_article_and_paper(name, expected):
    there = naming("孟州市总工会筹集资金。该市总工会走访职工。", [("UNION", "孟州市总工会")], paper="焦作日报")
    assert resolve(name, there) == expected


def test_the_area_named_last_before_is_meant():
    text = "平江县总工会送清凉，县总工会说。华容县总工会也送，县总工会说。"
    there = naming(text, [("UNION", "平江县总工会"), ("UNION", "华容县总工会")])
    assert resolve("县总工会", there, text.index("县总工会说")) == "平江县总工会"
    assert resolve("县总工会", there, text.rindex("县总工会")) == "华容县总工会"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("江阴市总工会建起驿站，市总工会说。", "江阴市总工会"),
        ("江阴市总工会建起驿站。该市总工会说，市总工会也说。", "无锡市总工会"),
        ("市总工会说，江阴市总工会来了。", "无锡市总工会"),
    ],
)
def test_a_city_named_before_is_meant_unless_the_article_says_this_city(text, expected):
    at = text.index("，市总工会") + 1 if "，市总工会" in text else 0
    there = naming(text, [("UNION", "江阴市总工会")], paper="无锡日报")
    assert resolve("市总工会", there, at) == expected


def test_a_district_keeps_its_city_where_the_article_writes_both():
    text = "滨州市沾化区总工会开会，区总工会说。"
    there = naming(text, [("UNION", "滨州市沾化区总工会")])
    assert resolve("区总工会", there, text.index("区总工会说")) == "滨州市沾化区总工会"


def test_headline_and_label_lines_count():
    assert resolve("该县总工会", naming("该县总工会慰问职工。", headline="博爱县总工会送温暖")) == "博爱县总工会"
    assert resolve("该县总工会", naming("武陟县总工会\n春节前，该县总工会慰问职工。")) == "武陟县总工会"


def test_a_province_before_a_city_is_left_out():
    assert resolve("四川省广安市总工会", naming("四川省广安市总工会开会。")) == "广安市总工会"


def test_units_find_their_owner():
    there = naming("记者来到柳溪煤业公司。公司工会说，该公司工会将扩建食堂。", [("ORG", "柳溪煤业公司")])
    assert resolve("公司工会", there) == "柳溪煤业公司工会"
    assert resolve("该公司工会", there) == "柳溪煤业公司工会"
    assert resolve("校工会", there) is None


@pytest.mark.parametrize("name", ["市场监管局", "本溪市总工会", "市中区总工会", "区块链协会"])
def test_names_that_only_begin_like_short_forms_stay(name):
    assert resolve(name, naming(f"{name}开会。", paper="焦作日报")) == name


def test_municipalities_are_cities_and_autonomous_regions_keep_their_full_name():
    assert resolve("市总工会", naming("市总工会开会。", paper="重庆日报")) == "重庆市总工会"
    assert resolve("自治区总工会", naming("自治区总工会开会。", paper="宁夏日报")) == "宁夏回族自治区总工会"


def test_traditional_pages_keep_their_characters_where_the_name_stands_in_full():
    there = naming("湖南省總工會撥款，省總工會說。", [("UNION", "湖南省總工會")])
    assert resolve("省總工會", there) == "湖南省總工會"


@pytest.mark.parametrize(
    ("headline", "text", "expected"),
    [
        ("乌海市总工会为环卫工人体检", "市总工会请环卫工人体检。", "乌海市总工会"),  # a page of several papers: not the paper's city
        ("介休：一张欠条", "市总工会送来学费。", "介休市总工会"),
        ("", "来自四川的务工者得到市总工会帮助。", "焦作市总工会"),  # where somebody is from says nothing
        ("", "矿区职工得到市总工会帮助。", "焦作市总工会"),  # 矿区 is also a district's name
        ("修武：爱心驿站", "市总工会建起驿站。", "焦作市总工会"),
    ],
)
def test_the_paper_is_not_asked_about_articles_from_elsewhere(headline, text, expected):
    assert resolve("市总工会", naming(text, [("PLACE", "四川")] if "四川" in text else [], headline, "焦作日报")) == expected


def test_the_union_of_an_area_with_a_long_name_is_seen_in_a_label():
    there = naming("双江拉祜族佤族布朗族傣族自治县总工会\n走访职工。")
    assert ("UNION", "双江拉祜族佤族布朗族傣族自治县总工会") in there.mentions


def test_a_street_named_after_a_city_does_not_take_the_article_away_from_its_paper():
    text = "北京路街道总工会送清凉，市总工会拨款。"
    assert resolve("市总工会", naming(text, [("UNION", "北京路街道总工会")], paper="广州日报")) == "广州市总工会"


def test_the_firm_named_last_before_is_meant_and_none_named_later():
    text = "柳溪供电公司工会送温暖。公司工会说，白桥轮胎有限公司工会也送，公司工会说。"
    there = naming(text, [("UNION", "柳溪供电公司工会"), ("UNION", "白桥轮胎有限公司工会")])
    assert resolve("公司工会", there, text.index("公司工会说")) == "柳溪供电公司工会"
    assert resolve("公司工会", there, text.rindex("公司工会")) == "白桥轮胎有限公司工会"
    assert resolve("公司工会", there) == "柳溪供电公司工会"
    assert resolve("公司工会", there, 0) is None


def test_a_short_name_before_does_not_say_which_firm():
    text = "柳溪电力公司工会送温暖。集团公司工会说，公司工会也说。"
    there = naming(text, [("UNION", "柳溪电力公司工会"), ("UNION", "集团公司工会")])
    assert resolve("公司工会", there, text.index("公司工会也")) == "柳溪电力公司工会"


def test_a_short_name_of_the_unit_stands_for_the_full_one_before():
    text = "白桥林业局送温暖，林业局工会下乡，局工会说。"
    there = naming(text, [("ORG", "白桥林业局"), ("UNION", "林业局工会")])
    assert resolve("局工会", there, text.index("局工会说")) == "白桥林业局工会"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("镇总工会", "白桥镇总工会"),
        ("油田工会", "柳溪油田工会"),
        ("地区总工会", "大兴安岭地区总工会"),
        ("街道总工会", None),
        ("师市总工会", None),
    ],
)
def test_unions_of_units_that_are_no_firms(name, expected):
    text = "白桥镇总工会、柳溪油田工会和大兴安岭地区总工会说。"
    names = [("UNION", "白桥镇总工会"), ("UNION", "柳溪油田工会"), ("UNION", "大兴安岭地区总工会")]
    assert resolve(name, naming(text, names), len(text)) == expected


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("晋江：车间里的夜校", "晋江市总工会"),
        ("晋江评出十佳工匠", "晋江市总工会"),
        ("安溪：车间里的夜校", "泉州市总工会"),  # a county is no 市
        ("车间里的夜校", "泉州市总工会"),
    ],
)
def test_the_city_is_the_one_that_opens_the_headline_where_it_lies_in_the_area_of_the_paper(headline, expected):
    assert resolve("市总工会", naming("市总工会办起夜校，一家公司出场地。", (), headline, "泉州晚报")) == expected


def test_the_city_is_that_of_the_paper_where_the_article_names_it_too():
    text = "晋江办起夜校，泉州市总工会出书。市总工会说。"
    assert resolve("市总工会", naming(text, (), "晋江：车间里的夜校", "泉州晚报"), text.rindex("市总工会")) == "泉州市总工会"


def test_a_county_named_by_its_stem_alone_is_found_in_the_area_of_the_paper():
    text = "封开在外打工的人回来了。县总工会办起培训班。"
    assert resolve("县总工会", naming(text, paper="肇庆日报")) == "封开县总工会"
    assert resolve("县总工会", naming(text, paper="焦作日报")) is None


@pytest.mark.parametrize(
    ("name", "text", "names", "headline", "expected"),
    [
        ("镇总工会", "白桥镇一家鞋厂停工，镇总工会来了。", [("PLACE", "白桥镇")], "", "白桥镇总工会"),
        ("镇总工会", "温县白桥镇一家鞋厂停工，镇总工会来了。", [("PLACE", "温县白桥镇")], "", "白桥镇总工会"),
        ("乡司法所", "柳溪乡的工人没拿到钱，乡司法所出面。", [("PLACE", "柳溪乡")], "", "柳溪乡司法所"),
        ("师总工会", "第九师牧场落雪，师总工会送衣。", [("PLACE", "第九师")], "", "第九师总工会"),
        ("局工会", "职工体检，局工会出资。", [], "白桥林业局：体检一年一次", "白桥林业局工会"),
        ("公司工会", "职工生病，公司工会借款。", [], "柳溪重工集团：小账户", "柳溪重工集团工会"),
        ("段工会", "山水段一带进水。白桥车务段沿线进水，段工会抽水。", [], "", "白桥车务段工会"),
        ("矿工会", "井口有热豆浆。新一矿先后建起食堂，矿工会磨豆子。", [], "", "新一矿工会"),
        ("农场工会", "职工生病，农场工会借款。", [], "一座农场的六本账", None),
        ("公司工会", "白桥检修公司柳溪分部说，公司工会出资。", [("ORG", "白桥检修公司柳溪分部")], "", "白桥检修公司工会"),
    ],
)
def test_units_are_named_by_places_headlines_and_their_parts(name, text, names, headline, expected):
    assert resolve(name, naming(text, names, headline), text.index(name, 1)) == expected
