"""Where an activity took place, by its organizer and by the places that the text names."""

import pytest

from pipeline.measuring import activity_model
from pipeline.measuring.activity_where import area_of, named, options, place
from pipeline.naming.canonical import context
from pipeline.records import Article, Entity


@pytest.mark.parametrize(
    ("organizer", "area"),
    [
        ("温县总工会", "温县"),
        ("榆林市横山区总工会", "横山区"),
        ("溫縣總工會", "溫縣"),
        ("温县番田镇工会", "番田镇"),
        ("长河机械厂工会", None),
        ("昆山经济技术开发区总工会", "昆山经济技术开发区"),
        ("昆山开发区总工会", "昆山开发区"),
        ("石家庄高新区总工会", "石家庄高新区"),
        ("花桥经济开发区总工会", "花桥经济开发区"),
        ("济源市玉泉街道总工会", "玉泉街道"),
        ("吴兴区织里镇童装行业工会联合会", "织里镇"),
        ("开发区总工会", None),
        ("中山路街道总工会", "中山路街道"),
        ("青岛市市南区中山路街道总工会", "中山路街道"),
        (None, None),
    ],
)
def test_the_area_of_an_organizer(organizer: str | None, area: str | None) -> None:
    assert area_of(organizer) == area


def where(text: str, organizer: str | None, *places: str) -> str | None:
    entities = [Entity(f"e{n}", "a01", "PLACE", text.index(p), text.index(p) + len(p), p) for n, p in enumerate(places)]
    article = Article("a01", "p01", "news", "工会送温暖", text, (), paper="焦作日报", issue_date="2015-02-12")
    found = options(organizer, named(entities, text), context(article, entities), [(0, len(text))])
    return place(found, activity_model.weights().of["place"])[0]


def test_a_county_union_acts_in_its_county() -> None:
    assert where("近日，温县总工会走访慰问困难职工。", "温县总工会") == "温县"


def test_a_place_where_it_is_held_comes_before_the_province() -> None:
    assert where("3日，河南省总工会在孟州市举行送温暖启动仪式。", "河南省总工会", "孟州市") == "孟州市"


def test_nobody_and_no_place() -> None:
    assert where("各单位开展表彰活动。", None) is None
