from pipeline.records import Article
from pipeline.stages import words


def article(text, article_id="报-2015-p01-a01"):
    return Article(article_id, "报-2015-p01", "news", "标题", text, ())


def test_words_lie_in_the_text_and_cover_all_that_is_not_blank():
    text = " 本报讯（记者　何小满）近日，\n\n柳溪市总工会 筹集了8.6万元。\t完\n"
    found = words.make([article(text)])
    assert all(text[w.start : w.end] == w.text for w in found)
    assert "".join(w.text for w in found) == "".join(text.split())


def test_traditional_pages_are_cut_like_simplified_ones_and_keep_their_characters():
    simple, printed = "总工会发放慰问金", "總工會發放慰問金"
    found = words.make([article(printed)])
    assert [(w.start, w.end, w.pos) for w in found] == [(w.start, w.end, w.pos) for w in words.make([article(simple)])]
    assert [w.text for w in found] == ["總工會", "發放", "慰問金"]


def test_articles_keep_their_order_and_their_ids():
    found = words.make([article("工会", "b"), article("", "c"), article("职工", "a")])
    assert [(w.article_id, w.text) for w in found] == [("b", "工会"), ("a", "职工")]
