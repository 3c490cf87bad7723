"""The stage: articles and entities in, activities and facts out."""

from pipeline.records import Article, Entity
from pipeline.stages.facts import make

TEXT = "本报讯 2月1日，青山县总工会启动送温暖活动，筹集资金60万元，走访慰问困难职工800名。"


def article(text: str, name: str = "art") -> Article:
    return Article(name, "page", "news", "", text, (), issue_date="2018-02-02")


def union(name: str = "art") -> Entity:
    start = TEXT.index("青山县总工会")
    return Entity(f"{name}-e01", name, "UNION", start, start + 6, "青山县总工会")


def test_activities_and_facts_fit_together():
    activities, facts = make([article(TEXT)], [union()])
    assert [f.text for f in facts] == ["60万元", "800名"]
    assert {f.activity_id for f in facts} <= {a.activity_id for a in activities}
    assert all(f.article_id == "art" for f in facts)


def test_an_article_without_activity_gives_no_facts():
    assert make([article("今天小雨转阴，市区30家商店打折，苹果每斤卖6元。")], []) == ([], [])


def test_entities_of_other_articles_are_not_mixed_in():
    alone = make([article(TEXT)], [union()])
    both = make([article(TEXT), article("天晴。", "b")], [union()])
    assert both == alone


def test_nothing_in_nothing_out():
    assert make([], []) == ([], [])
