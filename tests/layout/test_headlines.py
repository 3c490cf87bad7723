"""Which lines are headlines by more than their size, and which lines near a headline are no part of it."""

import pytest
from sheet import Sheet
from test_pages import FIRST, SECOND, THIRD, read

from pipeline.layout.pages import separate

REPORTS = {
    "图书角建进车间": "本报讯今年以来，纺织厂工会投资二十六万元，在十二个车间建起图书角，配备图书一万五千册。",
    "热水送到装卸区": "本报讯近日，物流园工会安装四台饮水机，解决了一百七十名装卸工喝水难的问题。",
    "健步走上沿江路": "本报讯五月十八日，一千名职工参加健步走，到达终点的职工都领到一份纪念品。",
}


@pytest.mark.parametrize(("left", "face"), [(55, "song"), (20, "hei")])
def test_a_line_no_larger_than_the_text_heads_the_report_that_opens_under_it(left, face):
    sheet = Sheet()
    y = 60
    for head, text in REPORTS.items():
        sheet.line(left, y, head, font=face)
        y = sheet.column(20, y + 16, text, 14) + 4
    assert read(sheet) == REPORTS


def test_a_line_of_the_text_over_an_opening_is_no_headline():
    sheet = Sheet()
    sheet.line(20, 50, "职工文化两则", 20, "hei")
    y = sheet.column(20, 80, FIRST[: FIRST.index("\n")], 14)
    sheet.column(20, y, REPORTS["健步走上沿江路"], 14)
    assert list(read(sheet)) == ["职工文化两则"]


def test_a_subtitle_set_off_under_the_middle_of_its_headline_belongs_to_it():
    sheet = Sheet()
    sheet.line(100, 60, "毛巾绿豆送到工地", 30, "hei")
    sheet.line(140, 112, "请来医生量血压啦", 20, "kai")
    sheet.columns(50, 150, FIRST, 3)
    assert list(read(sheet)) == ["毛巾绿豆送到工地 请来医生量血压啦"]


def test_a_large_number_and_the_author_s_name_are_no_words_of_the_headline():
    sheet = Sheet()
    sheet.line(20, 50, "01", 40, "hei")
    sheet.line(20, 94, "老班长的三件宝", 20, "hei")
    sheet.line(20, 118, "□本报通讯员段小溪", 12, "kai")
    sheet.column(20, 136, FIRST, 20)
    assert list(read(sheet)) == ["老班长的三件宝"]


def test_a_subhead_at_the_top_of_a_column_is_no_subtitle():
    sheet = Sheet()
    sheet.line(110, 50, "一座钢厂和三代人", 36, "hei")
    sheet.columns(20, 100, FIRST, 4)
    sheet.lines = [line for line in sheet.lines if line.box.x0 < 0.5]
    sheet.line(365, 100, "儿子的钢钎", 12, "hei")
    sheet.column(330, 118, SECOND, 14)
    assert "一座钢厂和三代人" in read(sheet)


def test_a_large_letter_begins_its_text():
    sheet = Sheet()
    sheet.line(60, 50, "工地送清凉", 24, "hei")
    sheet.line(20, 100, "市", 30)
    for i, words in enumerate(("总工会昨日走进建筑工地，", "给冒着高温施工的三百名工")):
        sheet.line(54, 102 + 14 * i, words)
    sheet.line(20, 130, "友送去毛巾和风油精，还请来医生")
    sheet.line(20, 144, "量血压。")
    other = "车间比武忙"
    sheet.line(60, 180, other, 24, "hei")
    sheet.column(20, 210, SECOND, 16)
    text = "市总工会昨日走进建筑工地，给冒着高温施工的三百名工友送去毛巾和风油精，还请来医生量血压。"
    assert read(sheet) == {"工地送清凉": text, other: SECOND}


def test_text_around_a_picture_begins_no_paragraph_there():
    sheet = Sheet()
    sheet.line(60, 50, "工地送清凉", 24, "hei")
    sheet.pictures.append(sheet.box(20, 100, 85, 140))
    words = FIRST[: FIRST.index("\n")]
    spots = [(110, 8), (90, 10), (90, 10), (20, 17), (20, 17)]
    for i, (x, n) in enumerate(spots):
        sheet.line(x, 100 + 14 * i, words[:n])
        words = words[n:]
    assert read(sheet) == {"工地送清凉": FIRST[: FIRST.index("\n")]}


def test_a_title_among_the_lines_of_a_text_is_a_paragraph():
    sheet = Sheet()
    sheet.line(20, 50, "各地来风", 20, "hei")
    y = 80
    for head, text in (("高新区：发车票", THIRD), ("水务局：比技术", SECOND)):
        sheet.line(20, y, head, font="hei")
        y = sheet.column(20, y + 14, text, 14)
    (text,) = read(sheet).values()
    assert f"{THIRD}\n水务局：比技术\n{SECOND}" in text


def test_what_stands_on_one_ground_with_the_date_is_the_masthead():
    sheet = Sheet()
    sheet.frames.append(sheet.box(20, 20, 580, 90))
    sheet.line(40, 30, "黑石矿工", 40, "kai")
    for y, words in ((30, "内部资料 免费交流"), (44, "2016年1月28日 第3期"), (58, "黑石矿务局工会主办")):
        sheet.line(440, y, words, 8)
    sheet.line(60, 120, "工地送清凉", 24, "hei")
    sheet.columns(20, 160, FIRST, 4)
    articles, furniture = separate(sheet.page())
    assert [a.headline for a in articles] == ["工地送清凉"] and {f.reason for f in furniture} == {"folio"}


def test_a_headline_on_a_ground_of_its_own_in_a_tinted_box_is_no_advert():
    sheet = Sheet()
    sheet.line(20, 50, "车间比武忙", 20, "hei")
    sheet.columns(20, 80, SECOND, 4)
    sheet.frames += [sheet.box(15, 195, 345, 300), sheet.box(18, 200, 340, 224)]
    sheet.line(60, 202, "为工友撑起一片天", 20, "hei")
    sheet.columns(20, 230, FIRST, 4)
    assert read(sheet) == {"车间比武忙": SECOND, "为工友撑起一片天": FIRST}
