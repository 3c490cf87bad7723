import pytest

from pipeline.naming import gazetteer


def code(*names, hints=(), year=2015):
    area = gazetteer.settle(list(names), tuple(hints), year)
    return area.code if area else None


@pytest.mark.parametrize(
    ("name", "expected"),
    [("焦作市", "410800"), ("焦作", "410800"), ("孟州", "410883"), ("黔东南州", "522600"), ("新疆", "650000"), ("柳溪市", None)],
)
def test_full_and_short_names_find_their_area(name, expected):
    assert code(name) == expected


def test_a_name_is_read_by_the_year_of_the_page():
    assert code("长垣县", year=2010) == "410728"
    assert code("长垣市", year=2022) == "410783"


@pytest.mark.parametrize("name", ["鼓楼区", "朝阳", "吉林"])
def test_a_name_that_several_areas_bear_stays_open(name):
    assert code(name) is None


def test_what_stands_around_decides():
    assert code("南京市", "鼓楼区") == "320106"
    assert code("鼓楼区", hints=["350100"]) == "350102"
    assert code("鼓楼区", hints=["410000"]) == "410204"


def test_a_stem_means_the_larger_area_where_the_smaller_lies_in_it():
    assert code("岳阳") == "430600"
    assert code("河北") == "130000"


@pytest.mark.parametrize(
    ("paper", "expected"),
    [
        ("焦作日报", "410800"),
        ("陕西工人报", "610000"),
        ("今日竹山", "420323"),
        ("平原晚报", "410700"),  # of 新乡; 平原 is a county elsewhere
        ("平原日报", None),
        ("深圳特区报", "440300"),
        ("唐山劳动日报", "130200"),
        ("长江日报", "420100"),
        ("闽西日报", "350800"),
        ("中原石油报", None),
        ("金山网", None),
        ("三秦都市报", "610000"),
        ("羊城晚报", "440100"),
        ("东方网", "310000"),
        ("", None),
        (None, None),
    ],
)
def test_papers_belong_to_their_area_or_to_none(paper, expected):
    area = gazetteer.paper_area(paper, 2015)
    assert (area.code if area else None) == expected


def test_chain_reads_areas_that_follow_one_another():
    assert gazetteer.chain("四川省广安市总工会") == (["四川省", "广安市"], 6)
    assert gazetteer.chain("总工会") == ([], 0)


def test_parents_and_levels():
    assert gazetteer.parents("410883") == ("410800", "410000")
    assert gazetteer.parents("110105") == ("110000",)
    assert [gazetteer.level(c) for c in ("410000", "410800", "410883", "429004")] == [1, 2, 3, 3]


def test_each_code_of_the_table_has_six_digits_and_a_known_province():
    provinces = {c for _, c in gazetteer.names(0) if c.endswith("0000")}
    assert all(len(c) == 6 and c.isdigit() and c[:2] + "0000" in provinces for _, c in gazetteer.names(0))


def test_areas_are_found_in_order_the_longest_at_each_place():
    assert gazetteer.found_in("在江苏省无锡市和孟州，") == [(1, "江苏省"), (4, "无锡市"), (8, "孟州")]


@pytest.mark.parametrize("name", ["双江拉祜族佤族布朗族傣族自治县", "镇沅彝族哈尼族拉祜族自治县", "孟州市"])
def test_names_of_any_length_end_where_they_end(name):
    text = f"近日，{name}总工会"
    assert gazetteer.ending_at(text, 3 + len(name))[0] == name
    assert gazetteer.ending_at(text, 3 + len(name) + 1) == []


@pytest.mark.parametrize(
    "name", ["北京路街道", "南京西路社区", "广安门医院", "安康杯组委会", "阿里巴巴集团", "三明治公司", "延安里小区", "深圳大道"]
)
def test_a_stem_that_begins_a_street_or_another_word_is_no_area(name):
    assert gazetteer.chain(name) == ([], 0)
    assert gazetteer.found_in(name) == []


@pytest.mark.parametrize(
    ("name", "areas"),
    [
        ("北京门头沟区", ["北京", "门头沟区"]),
        ("河南路桥公司", ["河南", "路桥"]),
        ("福建厦门", ["福建", "厦门"]),
        ("郑州路局", ["郑州"]),
        ("北京市路", ["北京市"]),
    ],
)
def test_what_only_looks_like_a_street_is_an_area(name, areas):
    assert gazetteer.chain(name)[0] == areas


def test_a_name_of_old_is_read_as_the_stem_that_it_is_now():
    assert [d.code for d in gazetteer.candidates("井冈山", 2015)] == ["360881"]
    assert [d.code for d in gazetteer.candidates("井冈山", 1975)] == ["360521"]


@pytest.mark.parametrize(("paper", "code"), [("东方今报", "410100"), ("井冈山报", "360881"), ("东方日报", None)])
def test_papers_whose_title_begins_like_another_area(paper, code):
    area = gazetteer.paper_area(paper, 2015)
    assert (area and area.code) == code
