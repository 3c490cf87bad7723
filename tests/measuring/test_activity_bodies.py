"""The bodies of an article: names cut to themselves, made full, and found where no entity covers them."""

import re
import time

import pytest

from pipeline.measuring.activities import find
from pipeline.measuring.activity_bodies import candidates
from pipeline.naming.canonical import context
from pipeline.records import Article, Entity


def entity(text: str, name: str, label: str = "UNION") -> Entity:
    at = text.rindex(name)
    return Entity("a01-e01", "a01", label, at, at + len(name), name)


def names(text: str, *entities: Entity, paper: str = "焦作日报", headline: str = "节前慰问") -> list[str]:
    article = Article("a01", "p01", "news", headline, text, (), paper=paper, issue_date="2015-02-12")
    return [body.name for body in candidates(entities, context(article, entities), text)]


@pytest.mark.parametrize(
    ("text", "written", "full"),
    [
        ("近日，省焦南监狱工会走访慰问职工。", "省焦南监狱工会", "省焦南监狱工会"),
        ("据省总工会介绍，河南省焦作市今年有劳模9名。", "据省总工会", "河南省总工会"),
        ("近日，市总工会举办技能大赛。", "市总工会", "焦作市总工会"),
        ("本条款解释权属焦作市总工会。", "解释权属焦作市总工会", "焦作市总工会"),
        ("近日，湖南工会启动送温暖活动。", "湖南工会", "湖南省总工会"),
        ("近日，温县工会走访职工。", "温县工会", "温县总工会"),
        ("东风机械厂工会组织各车间捐款。", "东风机械厂工会组织各车间", "东风机械厂工会"),
        ("温县快递行业工会联合会成立。", "温县快递行业工会联合会", "温县快递行业工会联合会"),
        ("柳溪集团工会生活保障部送来药费。", "柳溪集团工会生活保障部", "柳溪集团工会"),
        ("阿勒泰地区工会开会。", "阿勒泰地区工会", "阿勒泰地区工会"),
        ("另据市总工会消息，补贴到账。", "另据市总工会", "焦作市总工会"),
        ("柳溪地区工会办事处买了保险。", "柳溪地区工会办事处", "柳溪地区工会办事处"),
        ("焦作市两级工会调解案件30件。", "焦作市两级工会", "焦作市总工会"),
        ("温县劳动监察大队二楼亮着灯。", "温县劳动监察大队二楼", "温县劳动监察大队"),
        ("三江镇在连南瑶族自治县。县总工会办结算会。", "县总工会", "连南瑶族自治县总工会"),
        ("全國總工會撥款五百萬元。全總還派出工作組。", "全總", "全國總工會"),
    ],
)
def test_names(text: str, written: str, full: str) -> None:
    assert full in names(text, entity(text, written))


def test_a_short_name_is_the_union_named_last_before_it() -> None:
    text = "2月8日，乐清市总工会慰问困难职工200户。市总工会还为35名职工送去慰问金。"
    at = text.index("乐清市总工会")
    first = Entity("a01-e01", "a01", "UNION", at, at + 6, "乐清市总工会")
    found = names(text, first, entity(text, "市总工会"), paper="温州都市报")
    assert found == ["乐清市总工会"]


def test_a_clause_without_a_name_is_no_body() -> None:
    text = "各单位要大力支持工会工作，办好实事。"
    assert names(text, entity(text, "大力支持工会")) == []


def test_a_mine_gives_its_union_the_name() -> None:
    text = "赵固二矿关心职工。该矿工会慰问困难职工30名。"
    found = names(text, entity(text, "赵固二矿", "ORG"), entity(text, "该矿工会"))
    assert "赵固二矿工会" in found


def test_a_firm_and_its_part_are_one_union() -> None:
    text = "长河集团机械厂工会慰问困难职工30名。"
    assert "长河集团机械厂工会" in names(text, entity(text, "长河集团", "ORG"), entity(text, "机械厂工会"))


@pytest.mark.parametrize("name", ["温县劳动监察大队", "番田镇司法所"])
def test_bodies_that_no_entity_covers(name: str) -> None:
    assert names(f"3日，{name}为农民工追回工资8万元。") == [name]


@pytest.mark.parametrize("name", ["柳钢工会", "白桥盐场工会"])
def test_unions_of_firms_that_no_entity_covers(name: str) -> None:
    assert names(f"入冬以后，{name}送来棉衣。") == [name]


@pytest.mark.parametrize("name", ["各厂工会", "由分厂工会", "该矿工会", "香港工会"])
def test_words_before_a_union_that_are_no_name_of_a_firm(name: str) -> None:
    assert names(f"入冬以后，{name}送来棉衣。") == []


def test_a_headline_names_unions_in_short_or_longer_forms() -> None:
    assert names("各基层工会：现通知如下。", headline="市总工会关于发放慰问品的通知") == ["焦作市总工会"]
    text = "管道公司工会把清单发到站场。"
    assert names(text, entity(text, "管道公司工会"), headline="柳溪输气管道公司工会：一份清单") == ["柳溪输气管道公司工会"]
    text = "榆林市横山区总工会送温暖。"
    assert names(text, entity(text, "榆林市横山区总工会"), headline="横山区总工会送温暖") == ["榆林市横山区总工会"]


def test_where_no_union_is_named_the_one_that_acts_is_that_of_the_firm() -> None:
    text = "职代会开了一天。工会主席向代表报告，修了食堂。"
    assert names(text, headline="柳溪公司职代会：六件实事") == ["柳溪公司工会"]
    assert names("职代会开了一天，修了食堂。", headline="柳溪公司职代会：六件实事") == []
    text = "温县总工会来了。工会主席向代表报告。"
    assert names(text, entity(text, "温县总工会"), headline="柳溪公司职代会") == ["温县总工会"]


def test_the_end_of_a_union_name_is_that_union() -> None:
    text = "榆林市横山区总工会送温暖。横山区总工会慰问职工30名。"
    assert names(text, entity(text, "榆林市横山区总工会"), entity(text, "横山区总工会")) == ["榆林市横山区总工会"]


def test_withheld_names_and_headlines_that_describe_a_union_are_no_bodies() -> None:
    text = "某建设集团欠薪。农民工工会出面。"
    article = Article("a01", "p01", "news", "农民工自己的工会", text, (), paper="焦作日报", issue_date="2015-02-12")
    entities = [entity(text, "某建设集团", "ORG"), entity(text, "农民工工会")]
    assert [body.name for body in candidates(entities, context(article, entities), text)] == ["农民工工会"]


def test_a_bare_township_is_the_one_named() -> None:
    text = "白塔镇政府连夜处置欠薪。镇政府垫付工资30万元。"
    first, again = entity(text[:6], "白塔镇政府", "ORG"), entity(text, "镇政府", "ORG")
    assert names(text, first, again) == ["白塔镇政府"]


def test_thousands_of_names_are_read_in_time() -> None:
    text = "\n".join(f"第{n}机械厂工会慰问职工300名。" for n in range(3000))
    entities = [
        Entity(f"a01-e{n:04}", "a01", "UNION", m.start(), m.end(), m.group()) for n, m in enumerate(re.finditer(r"第\d+机械厂工会", text))
    ]
    article = Article("a01", "p01", "news", "各厂工会送温暖", text, (), issue_date="2015-02-12")
    start = time.perf_counter()
    assert find(article, entities, [])
    assert time.perf_counter() - start < 10  # about 1 s; quadratic code took half a minute


def test_a_regulation_is_one_activity() -> None:
    text = (
        "焦作市总工会职工技能竞赛管理办法\n第一条 职工技能大赛每年举办一次，第一名奖励5000元。\n"
        "第二条 困难职工送温暖慰问金每户500元，金秋助学每人3000元。\n第三条 本办法自发布之日起施行。"
    )
    article = Article("a01", "p01", "regulation", "管理办法", text, (), paper="焦作日报", issue_date="2015-02-12")
    assert [found.activity.type for found in find(article, [entity(text, "焦作市总工会")], [])] == ["policy"]


def test_the_canonical_name_may_say_more_than_the_article() -> None:
    text = "近日，省焦南监狱工会走访慰问困难职工。"
    article = Article("a01", "p01", "news", "送温暖", text, (), paper="焦作日报", issue_date="2015-02-12")
    (found,) = find(article, [entity(text, "省焦南监狱工会")], [])
    assert found.activity.organizer == "省焦南监狱工会"
    assert found.activity.organizer_canonical == "河南省焦南监狱工会"
