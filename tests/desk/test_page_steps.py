import pytest

from pipeline.__main__ import main
from pipeline.desk import page_steps as steps
from pipeline.errors import UsageError

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


PAGE_WITH_NUMBERS = """安平县总工会为困难职工送上助学金

本报讯（记者王平）8月20日，安平县总工会筹集资金12万元，为60名困难职工子女发放。咨询电话13912
345678，联系人身份证410802198001011234。
"""


def test_what_is_kept_with_the_report_shows_no_number_of_a_person(tmp_path):
    folder = tmp_path / "corpus" / "滏阳日报" / "2018-08-21"
    folder.mkdir(parents=True)
    (folder / "A03.txt").write_text(PAGE_WITH_NUMBERS, encoding="utf-8")
    main(["all", "--corpus", str(tmp_path / "corpus"), "--extracted", str(tmp_path / "out")])

    def told(**environment) -> str:
        sheet = steps.of("滏阳日报-2018-08-21-pA03", tmp_path / "out", environment)
        article = steps.richest(sheet)
        each = (steps.cleaning(sheet), steps.articles(sheet), steps.words(sheet, article), steps.marked(sheet, article))
        return "".join((steps.original(sheet, tmp_path), *each, steps.facts(sheet, article), steps.back(sheet, article, tmp_path)))

    kept = told(NOTEBOOK_REPORT="..")
    assert not any(number in kept for number in ("13912", "345678", "198001011234"))
    assert "12万元" in kept
    assert "198001011234" in told()
    assert "198001011234" in told(NOTEBOOK_REPORT="..", MASK="no")
    with pytest.raises(UsageError, match="MASK=off"):
        told(NOTEBOOK_REPORT="..", MASK="off")
