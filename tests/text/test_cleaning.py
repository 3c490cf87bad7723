import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.cleaning import clean, origins


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (" 本报讯 （记者王小明） 近", "本报讯（记者王小明）近"),
        ("依据 《暂行办法》 之规定，奖励 3 万元，", "依据《暂行办法》之规定，奖励3万元，"),
        ("近 年 来 ，", "近年来，"),
        ("员工 120 人参加了，其中 30", "员工120人参加了，其中30"),
        ("（主要是一线工人） 为带", "（主要是一线工人）为带"),
    ],
)
def test_stray_spaces_go(raw, text):
    assert clean(raw)[0] == text


@pytest.mark.parametrize(
    "text",
    [
        "（记者王小明 通讯员李四）",
        "第一条 为激发热情，",
        "第一章 总 则",
        "工会送清凉 关怀到一线",
        "3天办结 12名工友领到钱",
        "本报讯 9月24日，",
        "Workers of the world",
        "职工搬运物资。 王小 摄",
        "領導幹部慰問困難職工",
    ],
)
def test_what_the_page_means_stays(text):
    assert clean(text) == (text, {})


def test_a_tab_parts_the_cells_of_a_table():
    assert clean("医疗救助\t21.2\t 210") == ("医疗救助 21.2 210", {"space": 1})
    assert clean("1\t2\t3\t4")[0] == "1 2 3 4"


def test_a_run_of_blanks_between_words_becomes_one_space():
    assert clean("冬送温暖　　夏送清凉") == ("冬送温暖 夏送清凉", {"space": 1})


def test_odd_forms_of_characters_are_replaced_one_for_one():
    assert clean("⼯会︽办法︾、金\uf90a") == ("工会《办法》、金金", {})


@pytest.mark.parametrize(
    ("raw", "dropped"),
    [
        ("　　通报指出", {"indent": 2}),
        ("    通报指出", {"indent": 4}),
        (" 通报指出", {"before": 1}),
        ("通报\u200b指\ufeff出\x0c ", {"control": 2, "after": 2}),
        ("　　", {"space": 2}),
        ("", {}),
    ],
)
def test_what_is_dropped_is_counted_by_reason(raw, dropped):
    assert clean(raw)[1] == dropped


@given(st.text(alphabet="工会讯电第一条，。“”（）() 　\t\x00\u200b12a．Ａ⼯摄", max_size=60))
def test_no_character_is_unaccounted_for(raw):
    text, dropped = clean(raw)
    assert len(text) + sum(dropped.values()) == len(raw)
    assert clean(text)[0] == text or " " in text


def test_a_line_of_a_megabyte_is_no_trouble():
    for unit in ("讯 ", "1 ", "（", "中 国a "):
        raw = unit * (1_000_000 // len(unit))
        text, dropped = clean(raw)
        assert len(text) + sum(dropped.values()) == len(raw)


def test_full_width_letters_and_digits_become_ascii_one_for_one():
    assert clean("编号Ａ１２，共３份，合１２．５％；计５．") == ("编号A12，共3份，合12.5%；计5．", {})


@given(st.text(alphabet="工会3 　．.３\u200b\tA，讯。⼯", max_size=30))
def test_every_character_that_is_kept_has_one_origin_in_order(raw):
    text, _ = clean(raw)
    places = origins(raw, text)
    assert len(places) == len(text) and places == sorted(set(places))
    for char, place in zip(text, places, strict=True):
        assert char == raw[place] or raw[place] in "３．⼯" or (char == " " and raw[place].isspace())
