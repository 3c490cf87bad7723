"""Which block is read after which, on pages where columns, rules and headlines do not stand in the usual order."""

import pytest
from sheet import WIDTH, Sheet
from test_pages import FIRST, SECOND, THIRD, read

from pipeline.layout.pages import separate
from pipeline.layout.shapes import tables

OPENS = "本报讯近日，物流园工会安装四台饮水机，解决了一百七十名装卸工喝水难的问题。"
OPENS += "\n装卸工们说，事情不大，心里热乎，往后夏天干活有劲头了。"


def flow(sheet: Sheet, articles: dict[str, str], rows: int) -> None:
    """Articles one behind the other in one flow through columns, each under a headline in the column."""
    x, y = 20, 50
    for head, text in articles.items():
        if y > 50 + 14 * (rows - 3):
            x, y = x + 160, 50
        sheet.line(x, y, head, 14, "hei")
        y += 20
        lines = Sheet()
        lines.column(0, 0, text, 14)
        for line in lines.lines:
            if y > 50 + 14 * rows:
                x, y = x + 160, 50
            sheet.line(x + line.box.x0 * WIDTH, y, line.text)
            y += 14
        y += 6


@pytest.mark.parametrize("rows", range(7, 14))
def test_reports_that_flow_through_columns_are_no_parts_of_each_other(rows):
    sheet = Sheet()
    articles = {head: OPENS.replace("物流园", place) for head, place in (("送热水", "物流园"), ("健步走", "沿江路"), ("图书角", "纺织厂"))}
    flow(sheet, articles, rows)
    assert read(sheet) == articles


def test_a_column_without_a_headline_goes_on_from_the_foot_of_the_one_before_beyond_a_rule():
    sheet = Sheet()
    first, second = FIRST.split("\n")
    sheet.line(20, 50, "工地送清凉", 16, "hei")
    sheet.column(20, 74, first, 14)
    sheet.rules.append(sheet.box(170, 50, 171, 400))
    y = sheet.column(180, 50, second, 14)
    sheet.line(180, y + 10, "车间比武忙", 16, "hei")
    sheet.column(180, y + 34, SECOND, 14)
    assert read(sheet) == {"工地送清凉": FIRST, "车间比武忙": SECOND}


def test_a_headline_over_a_rule_has_no_text_under_it():
    sheet = Sheet()
    sheet.line(20, 50, "车间比武", 24, "hei")
    sheet.line(20, 78, "正在忙", 24, "hei")
    sheet.columns(150, 50, SECOND, 4)
    sheet.rules.append(sheet.box(20, 120, 580, 121))
    sheet.line(20, 130, "工地送清凉", 20, "hei", vertical=True)
    sheet.column(60, 130, FIRST, 9)
    assert read(sheet) == {"车间比武正在忙": SECOND, "工地送清凉": FIRST}


def test_a_headline_between_the_columns_of_its_text():
    sheet = Sheet()
    first, second = FIRST.split("\n")
    sheet.column(20, 100, first, 18)
    sheet.line(220, 100, "工地", 40, "hei")
    sheet.line(220, 142, "清凉", 40, "hei")
    sheet.line(220, 190, "□本报通讯员", 12, "kai")
    sheet.column(320, 100, second, 18)
    sheet.line(60, 300, "车间比武忙", 24, "hei")
    sheet.columns(20, 330, SECOND, 4)
    texts = {a.headline: a.text for a in separate(sheet.page())[0]}
    assert texts["工地清凉"].endswith(FIRST)


def test_text_goes_on_behind_an_author_s_name_over_the_gutter_of_its_columns():
    sheet = Sheet()
    sheet.line(70, 50, "烈日下的清凉", 30, "hei")
    sheet.line(130, 86, "□ 钟鸣", 11, "kai")
    sheet.columns(20, 104, FIRST, 4, width=14)
    assert {a.headline: a.text for a in separate(sheet.page())[0]} == {"烈日下的清凉": f"□ 钟鸣\n{FIRST}"}


def test_a_headline_right_of_its_columns():
    sheet = Sheet()
    sheet.columns(20, 100, FIRST, 3)
    sheet.line(340, 104, "工地", 24, "hei")
    sheet.line(340, 130, "清凉", 24, "hei")
    sheet.rules.append(sheet.box(20, 170, 580, 171))
    sheet.line(60, 180, "车间比武忙", 24, "hei")
    sheet.columns(20, 210, SECOND, 4)
    assert read(sheet) == {"工地清凉": FIRST, "车间比武忙": SECOND}


def test_what_stands_over_a_rule_over_the_headline_is_another_s():
    sheet = Sheet()
    sheet.line(20, 50, "学校访教师", 20, "hei")
    sheet.columns(20, 80, THIRD, 3)
    sheet.line(330, 120, "海州市总工会 2022年4月30日")
    sheet.rules.append(sheet.box(20, 144, 580, 145))
    sheet.line(20, 150, "工地送清凉", 20, "hei")
    sheet.columns(20, 180, FIRST, 4)
    sheet.line(20, 260, "车间比武忙", 20, "hei")
    sheet.columns(20, 290, SECOND, 4)
    articles = read(sheet)
    assert articles["工地送清凉"] == FIRST and articles["车间比武忙"] == SECOND


def test_a_rule_under_a_table_that_goes_on_over_the_page_is_no_row_of_it():
    rows = [(300.0, 100.0 + 18 * i, 560.0, 100.5 + 18 * i) for i in range(6)]
    assert tables((*rows, (20.0, 200.0, 580.0, 200.5)), 10.0) == [(300.0, 100.0, 560.0, 190.5)]
    assert tables(((20.0, 85.0, 580.0, 85.5), *rows), 10.0) == [(300.0, 100.0, 560.0, 190.5)]


def test_a_subhead_whose_text_goes_on_from_the_column_before_stands_over_it():
    sheet = Sheet()
    sheet.line(180, 50, "一座钢厂和三代人", 36, "hei")
    first = FIRST.split("\n")[0]
    sheet.column(20, 100, first, 14)
    sheet.line(225, 100, "儿子的钢钎", 12, "hei")
    flow = Sheet()
    flow.column(0, 0, SECOND, 14)
    for i, line in enumerate(flow.lines):
        x, y = (180, 118 + 14 * i) if i < 3 else (340, 100 + 14 * (i - 3))
        sheet.line(x + line.box.x0 * WIDTH, y, line.text)
    assert read(sheet) == {"一座钢厂和三代人": f"{first}\n儿子的钢钎\n{SECOND}"}
