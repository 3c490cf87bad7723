from pipeline.desk import page_steps as steps

PAGE = "焦作日报-2015-p01"


def test_the_seed_page_is_told_step_by_step(built):
    sheet = steps.of(PAGE, built / "extracted")
    corpus = built / "corpus"
    assert "11 篇 articles" in steps.summary(sheet)
    assert "<pre>" in steps.original(sheet, corpus)
    assert "收到 6979 字" in steps.cleaning(sheet)
    assert steps.articles(sheet).count("<li") == 11
    article = steps.richest(sheet)
    assert article.article_id == f"{PAGE}-a02"
    assert "<sub>" in steps.words(sheet, article)
    assert "33万元</mark><sub>funds_raised</sub>" in steps.marked(sheet, article)
    assert "筹集资金 funds_raised" in steps.facts(sheet, article)
    assert '<mark style="background:#ffd33d">33万元</mark>' in steps.back(sheet, article, corpus)


def test_a_page_that_is_not_there_is_said_so_at_every_step(built):
    sheet = steps.of("nothing", built / "extracted")
    assert sheet is None
    assert steps.richest(sheet) is None
    for told in (
        steps.summary(sheet),
        steps.cleaning(sheet),
        steps.articles(sheet),
        steps.words(sheet, None),
        steps.back(sheet, None, built),
    ):
        assert "没有" in told
