from pipeline.records import Article
from pipeline.stages import entities, words

TEXT = "本报讯（记者张伟）近日，孟州市总工会走访困难职工。该市总工会还到鼓楼区交流。市总工会表示支持。"


def make(*articles):
    return entities.make(articles, words.make(articles))


def article(text=TEXT, article_id="焦作日报-2015-p01-a01", paper="焦作日报"):
    return Article(article_id, "焦作日报-2015-p01", "news", "送温暖", text, (), paper=paper, issue_date="2015-02-10")


def test_entities_lie_in_the_text_and_are_numbered_in_order():
    found = make(article())
    assert [e.entity_id for e in found] == [f"焦作日报-2015-p01-a01-e{n:02d}" for n in range(1, len(found) + 1)]
    assert all(TEXT[e.start : e.end] == e.text for e in found)
    assert [e.start for e in found] == sorted(e.start for e in found)


def test_bodies_have_their_full_names_and_codes():
    found = {e.text: (e.label, e.canonical, e.admin_code) for e in make(article())}
    assert found["孟州市总工会"] == ("UNION", "孟州市总工会", "410883")
    assert found["该市总工会"] == ("UNION", "孟州市总工会", "410883")
    assert found["市总工会"] == ("UNION", "焦作市总工会", "410800")
    assert found["张伟"] == ("PERSON", "张伟", None)


def test_traditional_pages_report_their_own_characters():
    found = make(article("近日，孟州市總工會慰問困難職工。"))
    assert [(e.text, e.label) for e in found] == [("孟州市總工會", "UNION")]


def test_articles_do_not_mix():
    first, second = article(), article("叶县总工会开会。县总工会说。", "别-a02", "工人日报")
    assert make(first, second) == [*make(first), *make(second)]
    assert make(article(""), article("……")) == []
