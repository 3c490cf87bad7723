import random

import pytest
from sheet import HEIGHT, WIDTH, Sheet

from pipeline.evidence import check_article, check_ledger
from pipeline.layout import furniture
from pipeline.layout.blocks import Block
from pipeline.layout.furniture import captions_apart
from pipeline.layout.pages import separate
from pipeline.layout.prints import Print
from pipeline.layout.shapes import Skeleton
from pipeline.records import Box, Line, Page

FIRST = "市总工会昨日走进建筑工地，给冒着高温施工的三百名工友送去毛巾、绿豆和风油精，还请来医生量血压。"
FIRST += "\n据介绍，这项活动已经办了九年，今年投入二十万元。"
SECOND = "一场职工技能比武周末在机床厂落下帷幕，来自八家企业的六十名选手同台较量，三人获得技术能手称号。"
SECOND += "\n比武设车工、钳工、焊工三个工种，奖金最高五千元。"
THIRD = "县教育工会日前看望患病教师，把互助金送到病床前。\n全县已有两千名教师参加互助保障，每人每年只交五十元。"


def read(sheet: Sheet) -> dict[str, str]:
    """Headline → text of the page's articles; the ledger and the evidence must hold."""
    page = sheet.page()
    articles, furniture = separate(page)
    check_ledger(page, [piece for a in articles for piece in a.pieces], furniture)
    for a in articles:
        check_article(a, {"p": page})
    return {a.headline: a.text for a in articles}


def test_one_article_in_three_columns():
    sheet = Sheet()
    sheet.line(150, 60, "毛巾绿豆送到工地", 30, "hei")
    sheet.columns(50, 110, FIRST, 3)
    assert read(sheet) == {"毛巾绿豆送到工地": FIRST}


def test_two_articles_side_by_side_without_a_rule():
    sheet = Sheet()
    sheet.line(60, 60, "工地送清凉", 20, "hei")
    sheet.columns(20, 95, FIRST, 4, width=12)
    sheet.line(370, 60, "车间比武忙", 20, "hei")
    sheet.columns(310, 95, SECOND, 4, width=12)
    assert read(sheet) == {"工地送清凉": FIRST, "车间比武忙": SECOND}


def test_articles_under_each_other():
    sheet = Sheet()
    for y, (head, text) in zip((60, 250, 440), [("送清凉", FIRST), ("大比武", SECOND), ("访教师", THIRD)], strict=True):
        sheet.line(50, y, head, 22, "hei")
        sheet.columns(50, y + 34, text, 4, width=16)
    assert read(sheet) == {"送清凉": FIRST, "大比武": SECOND, "访教师": THIRD}


def test_kicker_and_subtitle_belong_to_the_headline():
    sheet = Sheet()
    sheet.line(120, 50, "连续九年不间断", 16, "kai")
    sheet.line(100, 70, "毛巾绿豆送到工地", 30, "hei")
    sheet.line(130, 104, "还请来医生量血压", 15, "kai")
    sheet.columns(50, 134, FIRST, 3)
    assert read(sheet) == {"连续九年不间断 毛巾绿豆送到工地 还请来医生量血压": FIRST}


def test_an_article_around_a_framed_one():
    sheet = Sheet()
    sheet.line(150, 60, "毛巾绿豆送到工地", 28, "hei")
    long = FIRST + "\n" + SECOND
    lines = Sheet()
    lines.column(0, 0, long, 14)
    spots = [(20, 110 + 14 * i) for i in range(8)] + [(175, 110 + 14 * i) for i in range(3)]
    for line, (x, y) in zip(lines.lines, spots, strict=False):
        sheet.line(x + line.box.x0 * WIDTH, y, line.text)
    rest = lines.lines[len(spots) :]
    for i, line in enumerate(rest):
        sheet.line(330 + line.box.x0 * WIDTH, 110 + 14 * i, line.text)
    sheet.frames.append(sheet.box(170, 160, 480, 235))
    sheet.line(250, 165, "访教师", 16, "hei")
    sheet.columns(178, 188, THIRD, 3, width=14)
    assert read(sheet) == {"毛巾绿豆送到工地": long, "访教师": THIRD}


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_vertical_headline_beside_its_text(side):
    sheet = Sheet()
    head, text = (50, 90) if side == "left" else (250, 60)
    sheet.line(head, 80, "市总为工友送清凉", 18, "hei", vertical=True)
    sheet.column(text, 80, FIRST, 16)
    assert read(sheet) == {"市总为工友送清凉": FIRST}


def test_a_banner_over_reports_with_labels_is_furniture():
    sheet = Sheet()
    sheet.line(180, 60, "清凉送到一线", 26, "hei")
    for x, head, text in [(30, "市建筑工会", FIRST), (230, "县机械工会", SECOND), (420, "教育工会", THIRD)]:
        sheet.line(x, 115, head, 13, "hei")
        sheet.column(x, 135, text, 14)
    assert read(sheet) == {"市建筑工会": FIRST, "县机械工会": SECOND, "教育工会": THIRD}


def test_a_subhead_whose_text_flows_on_belongs_to_the_article():
    sheet = Sheet()
    sheet.line(60, 50, "老手艺有了新传人", 36, "hei")
    sheet.column(20, 100, "机床厂里有一间不大的工作室，墙上挂满了奖状和图纸。" * 2, 14)
    sheet.line(20, 166, "师傅手把手教", 12, "hei")
    flow = Sheet()
    flow.column(0, 0, "老师傅今年五十八岁，三十年来带出徒弟一百二十人，其中七人当上高级技师，没有一个人离开这个行当。" * 2, 14)
    for i, line in enumerate(flow.lines):
        x, y = (20, 184 + 14 * i) if i < 3 else (180, 100 + 14 * (i - 3))
        sheet.line(x + line.box.x0 * WIDTH, y, line.text)
    (text,) = read(sheet).values()
    assert "图纸。\n师傅手把手教\n老师傅今年" in text and text.count("老师傅今年") == 2


def test_folio_captions_and_short_adverts_are_furniture_and_say_why():
    sheet = Sheet()
    sheet.line(20, 20, "2019年7月9日 星期二 责任编辑 李四", 8)
    sheet.line(560, 14, "A3", 20, "hei")
    sheet.rules.append(sheet.box(20, 38, 580, 39))
    sheet.line(60, 60, "工地送清凉", 24, "hei")
    sheet.column(20, 100, FIRST, 20)
    sheet.pictures.append(sheet.box(300, 60, 560, 200))
    sheet.line(300, 204, "活动现场。 张三 摄", 8, "kai")
    sheet.frames.append(sheet.box(20, 300, 300, 420))
    for y, words in [(320, "新春大优惠"), (350, "米面粮油一律八折"), (370, "地址：人民路九号"), (390, "电话：5550123")]:
        sheet.line(40, y, words, 12, "hei")
    page = sheet.page()
    articles, furniture = separate(page)
    assert [a.text for a in articles] == [FIRST]
    assert {page.lines[f.line].text[:4]: f.reason for f in furniture} == {
        "2019": "folio", "A3": "folio", "活动现场": "caption",
        "新春大优": "advert", "米面粮油": "advert", "地址：人": "advert", "电话：5": "advert",
    }  # fmt: skip


def test_a_line_at_the_foot_as_large_as_the_text_above_it_is_the_folio_where_it_stands_off():
    sheet = Sheet()
    sheet.line(60, HEIGHT - 180, "工地送清凉", 24, "hei")
    sheet.column(20, HEIGHT - 120, FIRST, 20)
    lowest = max(line.box.y0 for line in sheet.lines) * HEIGHT
    sheet.line(20, lowest + 28, "新闻热线：5550123 邮箱：news@example.com")
    page = sheet.page()
    articles, furniture = separate(page)
    assert [a.text for a in articles] == [FIRST]
    assert [(page.lines[f.line].text[:4], f.reason) for f in furniture] == [("新闻热线", "folio")]


def test_a_long_advert_at_the_foot_is_one_notice_read_by_rows_and_no_folio():
    sheet = Sheet()
    sheet.line(60, 60, "工地送清凉", 24, "hei")
    sheet.column(20, 100, FIRST, 20)
    sheet.frames.append(sheet.box(300, 500, 590, 795))
    sheet.line(320, 510, "新春米面大优惠", 30, "hei")
    rows = [("大米", "特价三元", "市场价五元"), ("面粉", "特价四元", "市场价六元"), ("食油", "特价九元", "市场价十二元")]
    for i, row in enumerate(rows):
        for j, words in enumerate(row):
            sheet.line(320 + 90 * j, 560 + 30 * i, words, 14 if j else 12, "hei")
    story = "本店开业十年，米面粮油都从产地直接运来，价格一直公道，老顾客介绍新顾客来，还可以再领一份小礼品，"
    story += "送完为止，先到先得，多买多送，欢迎光临选购，送货到家，不满意可以退换，"
    story += "满一百元的还能抽一次奖。"
    sheet.column(320, 660, story, 24)
    sheet.line(320, 770, "地址：人民路九号 咨询电话：5550123", 12, "hei")
    texts = read(sheet)
    words = "".join("".join(row) for row in rows)
    assert texts["新春米面大优惠"].replace("\n", "").startswith(words + story)
    assert texts["新春米面大优惠"].endswith("咨询电话：5550123")


def test_a_caption_that_tells_something_is_an_entry():
    sheet = Sheet()
    sheet.line(60, 60, "工地送清凉", 24, "hei")
    sheet.column(20, 100, FIRST, 20)
    sheet.pictures.append(sheet.box(300, 60, 560, 200))
    caption = "昨天，城东工地上的工友正在领取市总工会送来的绿豆和毛巾。 张三 摄"
    sheet.line(300, 204, caption[:17], 8, "kai")
    sheet.line(300, 214, caption[17:], 8, "kai")
    assert caption in read(sheet).values()


def test_a_sentence_drawn_out_between_rules_is_not_a_headline():
    sheet = Sheet()
    sheet.line(60, 50, "工地送清凉", 24, "hei")
    long = FIRST + "\n" + SECOND
    y = sheet.column(20, 90, long[:60], 16)
    sheet.rules += [sheet.box(20, y + 4, 180, y + 5), sheet.box(20, y + 28, 180, y + 29)]
    sheet.line(22, y + 9, "这项活动已经办了九年", 14, "hei")
    sheet.column(200, 90, long[60:], 16, indent=False)
    assert list(read(sheet)) == ["工地送清凉"]


def test_traditional_text_without_indents():
    sheet = Sheet()
    text = "總工會昨日走進建築工地，給冒著高溫施工的三百名工友送去毛巾、綠豆和風油精，還請來醫生量血壓。"
    sheet.line(60, 60, "工地送清涼", 24, "hei")
    sheet.columns(20, 100, text, 2, width=16, indent=False)
    assert read(sheet) == {"工地送清涼": text}


def test_a_table_is_read_row_by_row():
    sheet = Sheet()
    sheet.line(60, 60, "今明两天天气", 16, "hei")
    rows = [("城市", "今天", "明天"), ("甲城", "晴", "多云"), ("乙城", "小雨", "晴"), ("丙城", "阴", "阴"), ("丁城", "晴", "晴")]
    for i, row in enumerate(rows):
        sheet.rules.append(sheet.box(40, 84 + 16 * i, 240, 84.5 + 16 * i))
        for j, word in enumerate(row):
            sheet.line(45 + 70 * j, 87 + 16 * i, word)
    sheet.rules.append(sheet.box(40, 164, 240, 164.5))
    sheet.columns(20, 300, FIRST + "\n" + SECOND, 5)
    assert read(sheet)["今明两天天气"].replace("\n", "") == "".join(word for row in rows for word in row)


def test_no_lines_and_lines_without_boxes():
    assert separate(Sheet().page()) == ([], [])
    page = Page("p", "i", "p.txt", "", "text", "test", (Line("工会"), Line("")))
    assert separate(page) == ([], [])


@pytest.mark.parametrize("seed", range(6))
def test_every_character_is_accounted_for_on_any_page(seed):
    """Lines, rules, frames and pictures anywhere: no sense, but nothing is lost or taken twice, and the order of lines plays no part."""
    rng = random.Random(seed)

    def box():
        x, y = rng.uniform(0, 560), rng.uniform(0, 780)
        return Box("p", x / WIDTH, y / HEIGHT, min(1, (x + rng.uniform(1, 300)) / WIDTH), min(1, (y + rng.uniform(1, 200)) / HEIGHT))

    sheet = Sheet()
    for _ in range(120):
        words = rng.choice(["本报讯记者", "（记者张三）", "今天，", "12", "电话：5550", "。”", "第一条 工会", "图为活动现场。李四摄"])
        size = rng.choice([7, 10, 10, 10, 14, 30])
        sheet.line(rng.uniform(0, 500), rng.uniform(0, 780), words, size, rng.choice(["a", "b"]), rng.random() < 0.1)
    sheet.rules, sheet.frames, sheet.pictures = ([box() for _ in range(n)] for n in (8, 5, 3))
    read(sheet)


def test_very_many_lines_take_no_age():
    sheet = Sheet()
    rng = random.Random(7)
    for _ in range(3000):
        sheet.line(rng.uniform(0, 580), rng.uniform(0, 790), rng.choice(["工会", "职工之家", "1", "2019"]), 5)
    assert read(sheet)


def test_text_under_a_caption_is_cut_from_it():
    caption, text = "图片由王平提供", "发放慰问品二百份，慰问职工六百人"
    boxes = [(100.0, 300.0 + 14 * n, 100.0 + 10 * len(said), 310.0 + 14 * n) for n, said in enumerate((caption, text))]
    lines = [Print(n, said, box, 10.0, "", False) for n, (said, box) in enumerate(zip((caption, text), boxes, strict=True))]
    block = Block("body", lines, -1).settle()
    skeleton = Skeleton((), (), (), ((90.0, 150.0, 290.0, 295.0),), (), (0.0, 0.0, 700.0, 1000.0))
    assert [b.text for b in captions_apart([block], skeleton, 10.0)] == [caption, text]
    elsewhere = Skeleton((), (), (), (), (), (0.0, 0.0, 700.0, 1000.0))
    assert [b.text for b in captions_apart([block], elsewhere, 10.0)] == [caption + text]


def with_table(rows, ruled):
    sheet = Sheet()
    sheet.line(60, 40, "去年救助情况", 16, "hei")
    for i, row in enumerate(rows):
        for x, word in zip((45, 150, 220), row, strict=True):
            sheet.line(x, 87 + 16 * i, word)
    if ruled:
        sheet.rules += [sheet.box(40, 84 + 16 * i, 290, 84.5 + 16 * i) for i in range(len(rows) + 1)]
    sheet.columns(20, 300, FIRST + "\n" + SECOND, 5)
    return "\n".join(article.text for article in separate(sheet.page())[0])


def test_cells_of_a_table_are_not_run_together():
    text = with_table([(f"{n}人以下企业", f"{n}5家", str(n + 7)) for n in (30, 50, 80, 99)], ruled=True)
    assert "37\n50人以下企业" in text and "3750" not in text


def test_numbers_in_a_column_without_rules_are_not_run_together():
    text = with_table([("镇名", "户数", "救助人数")] + [(f"第{n}镇", f"{n}2345.5", f"2340{n}") for n in range(1, 9)], ruled=False)
    assert "23401\n23402\n23403" in text and "12345.5\n22345.5" in text


def test_a_number_that_a_full_line_breaks_off_is_one():
    sheet = Sheet()
    sheet.line(60, 60, "工地送清凉", 24, "hei")
    text = "本报讯（记者周丙）市总工会昨天看望工友，送去毛巾1" + "200条，绿豆三百斤，工友们说心里凉快。"
    sheet.line(40, 100, text[:12])
    sheet.line(20, 114, text[12:26])
    sheet.line(20, 128, text[26:40])
    sheet.line(20, 142, text[40:])
    assert "1200条" in read(sheet)["工地送清凉"]


SMALL_REPORT = "本报讯（记者周丙）昨天，县总工会给五十名学生送去十五万元助学金，今后还要多送。\n三年来，这里已有六百名学生领到助学金。"
HOTLINE = "本报讯（记者周丙）昨天，县总工会开通维权热线，当天接待咨询120人次，欢迎职工拨打电话，也可预约，已讨回工资88万元。"


def framed(title: str, text: str, size: float) -> Sheet:
    """A page with a report in a frame below its article."""
    sheet = Sheet()
    sheet.line(60, 60, "工地送清凉", 24, "hei")
    sheet.columns(20, 100, FIRST + "\n" + SECOND, 12, width=20)
    sheet.frames.append(sheet.box(20, 400, 260, 600))
    sheet.line(30, 410, title, 14, "hei")
    sheet.column(30, 435, text, 20, size=size)
    return sheet


@pytest.mark.parametrize("size", [8, 8.4])
@pytest.mark.parametrize("text", [SMALL_REPORT, SMALL_REPORT[9:], HOTLINE])
def test_a_framed_report_in_small_type_is_an_article(size, text):
    assert read(framed("学生领到助学金", text, size))["学生领到助学金"].replace("\n", "") == text.replace("\n", "")


def test_many_tiny_blocks_in_small_type_are_small_ads():
    sheet = Sheet()
    sheet.line(60, 60, "工地送清凉", 24, "hei")
    sheet.columns(20, 100, FIRST + "\n" + SECOND, 12, width=20)
    sheet.frames.append(sheet.box(20, 400, 260, 700))
    for i, words in enumerate(("周丙丢了钥匙一串", "李丁丢了提包一个", "门面低价出手", "小院寻合伙人", "二手车找新主人", "求购旧书旧报")):
        sheet.line(30, 410 + 40 * i, words, 7)
        sheet.line(30, 420 + 40 * i, "有意者请来面谈", 7)
    _, furniture = separate(sheet.page())
    assert [f.reason for f in furniture] == ["small_ads"] * 12


@pytest.mark.parametrize("size", [8, 10])
def test_a_framed_report_with_words_of_adverts_is_an_article(size):
    assert read(framed("维权热线开通", HOTLINE, size))["维权热线开通"].replace(" ", "") == HOTLINE


@pytest.mark.parametrize("title", ["工会这一年", "这一年的账"])
def test_a_box_of_figures_is_no_advert(title):
    sheet = Sheet()
    sheet.line(60, 60, "工地送清凉", 24, "hei")
    sheet.columns(20, 100, FIRST + "\n" + SECOND, 12, width=20)
    sheet.frames.append(sheet.box(20, 400, 260, 520))
    sheet.line(30, 410, title, 14, "hei")
    rows = ["筹集资金260万元", "看望职工3200名", "办起帮扶站12个"]
    for i, row in enumerate(rows):
        sheet.line(30, 440 + 18 * i, row)
    assert read(sheet)[title] == "".join(rows)


@pytest.mark.parametrize("head", ["工会统筹推进队伍建设", "12351热线讨薪三百万元", "市总工会每周一课", "零售业工会成立"])
def test_a_headline_at_the_pages_top_is_no_folio(head):
    sheet = Sheet()
    sheet.line(40, 40, head, 18, "hei")
    sheet.column(40, 80, FIRST, 20)
    sheet.line(320, 40, "车间比武忙", 18, "hei")
    sheet.column(320, 80, SECOND, 20)
    assert set(read(sheet)) == {head, "车间比武忙"}


def test_a_caption_tells_something_also_after_a_short_sentence():
    assert furniture.says_something("节日送清凉。区总工会向三百名环卫工人送去毛巾和绿豆。丁一凡 摄")
    assert not furniture.says_something("节日送清凉。丁一凡 摄")


@pytest.mark.parametrize(
    ("words", "entry"), [("昨天，县总工会向200名环卫工人发放棉衣 周丙摄", True), ("周丙摄", False), ("环卫工人 周丙摄", False)]
)
def test_a_caption_without_a_full_stop_is_an_entry_if_it_tells_something(words, entry):
    sheet = Sheet()
    sheet.line(60, 60, "工地送清凉", 24, "hei")
    sheet.column(20, 100, FIRST, 20)
    sheet.pictures.append(sheet.box(300, 60, 580, 200))
    sheet.line(300, 204, words, 8, "kai")
    assert (words in read(sheet).values()) == entry


def test_paragraphs_of_text_set_from_top_to_bottom():
    sheet = Sheet()
    sheet.line(500, 60, "毛巾送到工地", 24, "hei", vertical=True)
    x = 475
    for paragraph in FIRST.split("\n"):
        words, start = paragraph, 2
        while words:
            sheet.line(x, 60 + 10 * start, words[: 22 - start], vertical=True)
            words, start, x = words[22 - start :], 0, x - 16
    assert read(sheet) == {"毛巾送到工地": FIRST}
