import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from newspaper import REPORTS, page_of, separated, wrapped

from pipeline.stages import articles, cleaned


def _page(headlines_first, columns, blank, indent=""):
    lines = []
    for (headline, text), width in zip(REPORTS, columns, strict=True):
        head = headline.split()
        body = []
        for paragraph in text.split("\n"):
            body += wrapped(paragraph, width, indent) if width else [indent + paragraph]
            body += [""] * blank
        lines += [*head, *[""] * blank, *body] if headlines_first else [*body, *head, *[""] * blank]
    return lines


@pytest.mark.parametrize("headlines_first", [True, False])
@pytest.mark.parametrize("columns", [(14, 14, 14), (13, 18, 15), (0, 0, 0)])
@pytest.mark.parametrize(("blank", "indent"), [(1, ""), (0, "　　"), (1, "　　")])
def test_articles_are_found_however_the_page_is_set(headlines_first, columns, blank, indent):
    found, _ = separated(_page(headlines_first, columns, blank, indent))
    assert [(a.headline, a.text) for a in found] == list(REPORTS)


def test_ids_follow_the_order_on_the_page():
    found, _ = separated(_page(True, (14, 14, 14), 1), paper="甲报", issue_date="2015-02")
    assert [a.article_id for a in found] == [f"甲报-2015-p01-a0{n}" for n in (1, 2, 3)]
    assert {(a.page_id, a.paper, a.issue_date) for a in found} == {("甲报-2015-p01", "甲报", "2015-02")}


def test_stray_empty_lines_do_not_end_a_paragraph():
    lines = _page(False, (14, 14, 14), 1)
    found, _ = separated([*lines[:2], "", *lines[2:]])
    assert [a.text for a in found] == [text for _, text in REPORTS]


def test_a_page_of_one_article_stays_one_in_spite_of_labels_in_it():
    text = ["青河县总工会", *REPORTS[1][1].split("\n"), "白沙市总工会", *REPORTS[1][1].split("\n"), "相关链接", "欠薪怎么办？保留证据。"]
    [article], _ = separated(["各地工会送温暖", "", *text, ""])
    assert article.headline == "各地工会送温暖"
    assert article.text == "\n".join(text)


@pytest.mark.parametrize("indent", ["　　", ""])
@pytest.mark.parametrize("between", [[""], ["", "", "第3版"]])
def test_an_empty_line_below_a_short_report_makes_no_page_of_one_article(indent, between):
    lines = []
    for number, (headline, text) in enumerate(REPORTS):
        lines += [headline.split()[-1], indent + text.split("\n")[0], *(between if number == 0 else [])]
    found, _ = separated(lines)
    assert [(a.headline, a.text) for a in found] == [(h.split()[-1], t.split("\n")[0]) for h, t in REPORTS]


def test_furniture_below_the_headline_makes_no_page_of_one_article():
    lines = [REPORTS[0][0], "A07", *[line for headline, text in REPORTS for line in (headline, *text.split("\n"))][1:]]
    found, _ = separated(lines)
    assert [(a.headline, a.text) for a in found] == list(REPORTS)


def test_a_table_is_part_of_its_report_and_its_cells_stay_apart():
    rows = ["项目\t金额（万元）\t人数", "生活救助\t33.5\t670", "医疗救助\t21.2\t210", "合计\t54.7\t880"]
    cells = ["金额", "33.5", "12", "人数", "670", "60"]
    (headline, text), (next_headline, following) = REPORTS[:2]
    for table in (rows, cells):
        lines = [headline, *text.split("\n")[:1], *table, *text.split("\n")[1:], next_headline, *following.split("\n")]
        first, second = separated(lines)[0]
        assert first.headline == headline and (second.headline, second.text) == REPORTS[1]
        printed = first.text.split("\n")[1:-1]
        assert printed == [row.replace("\t", " ") for row in table]


def test_masthead_and_editors_are_furniture():
    top = ["甲城日报", "2015年2月12日 星期四", "A07 综合新闻", ""]
    foot = ["责任编辑：丁一凡 美术编辑：方小雨", "7"]
    found, furniture = separated([*top, *_page(True, (14, 14, 14), 1), *foot], paper="甲城日报")
    assert [(a.headline, a.text) for a in found] == list(REPORTS)
    assert len(furniture) == 5


def test_a_date_that_signs_a_notice_is_no_furniture():
    text = ["按照安排，现将推荐对象予以公示，公示期为五天。", "监督电话：12345678", "甲城市总工会办公室", "2015年2月12日"]
    [article], furniture = separated(["推荐对象公示", "", *text])
    assert (article.kind, article.text, furniture) == ("notice", "\n".join(text), [])


def test_an_essay_is_signed_below_its_headline_and_rules_have_articles():
    essay = "近年来，我区工会始终把职工素质放在重要位置，推出了一批成果。我认为，要抓好落实，重点做好三个方面的工作，把好事办好。"
    rules = [
        "第一条 为激发职工热情，制定本办法，各单位参照执行。",
        "第二条 本办法适用于全市各级工会组织和全体会员。",
        "第三条 本办法自发布之日起实施。",
    ]
    lines = [*wrapped(essay, 14), "", "抓落实要有真功夫", "青河区总工会主席 丁一凡", ""]
    for rule in rules:
        lines += [*wrapped(rule, 21), ""]
    first, second = separated([*lines, "青河市职工活动室管理办法", ""])[0]
    assert (first.headline, first.byline, first.reporters) == ("抓落实要有真功夫", "青河区总工会主席 丁一凡", ("丁一凡",))
    assert (first.kind, second.kind) == ("opinion", "regulation")
    assert second.text == "\n".join(rules)


def test_a_caption_in_a_narrow_column_keeps_its_credit_as_byline():
    caption = "近年来，农闲时的村民排练舞蹈，丰富生活。图为春节期间村民在广场上扭起了秧歌，喜迎新春。"
    lines = [*_page(False, (14, 14, 14), 1), *wrapped(caption, 6), "", "本报记者", "丁一凡 摄", ""]
    last = separated(lines)[0][-1]
    assert (last.kind, last.headline, last.text) == ("caption", "", caption)
    assert (last.byline, last.reporters) == ("本报记者 丁一凡 摄", ("丁一凡",))


def test_traditional_characters_are_read_alike():
    lines = _page(True, (14, 14, 14), 1)
    old = str.maketrans("讯记员县总会资届职竞赛区农访", "訊記員縣總會資屆職競賽區農訪")
    found, _ = separated([line.translate(old) for line in lines])
    assert [a.text for a in found] == [text.translate(old) for _, text in REPORTS]


def test_lines_are_joined_with_a_space_where_words_or_names_meet():
    lines = ["本报讯（记者丁一凡", "通讯员方小雨）全市职", "工在会议室学习Hello", "World这首歌，并且唱了", "一遍，掌声不断。"]
    [article], _ = separated(lines)
    assert article.text == "本报讯（记者丁一凡 通讯员方小雨）全市职工在会议室学习Hello World这首歌，并且唱了一遍，掌声不断。"


def test_confidence_is_a_share_or_unknown():
    found, _ = separated(_page(True, (14, 14, 14), 1))
    assert all(0.5 <= a.confidence <= 1 for a in found)
    assert separated(["标题在此", "", REPORTS[0][1].split("\n")[0]])[0][0].confidence is None


@pytest.mark.parametrize("lines", [[], [""], ["", " ", "　"]])
def test_an_empty_page_has_nothing(lines):
    assert separated(lines) == ([], [])


def test_a_single_line_is_an_article():
    [article], _ = separated(["今天天气很好。"])
    assert (article.text, article.headline) == ("今天天气很好。", "")


def test_a_page_of_furniture_alone():
    found, furniture = separated(["A07", "责任编辑：丁一凡"])
    assert (found, len(furniture)) == ([], 2)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet="工会讯记者摄图第一条章，。：（）“” 　12A□", max_size=12), max_size=12))
def test_no_character_is_ever_lost(lines):
    separated(lines)


@pytest.mark.parametrize("unit", ["1", "（", "工", "。", "第一条", "（记者", "讯 "])
def test_a_line_of_a_megabyte(unit):
    begin = time.perf_counter()
    separated([unit * (1_000_000 // len(unit)), "工会"][::-1])
    assert time.perf_counter() - begin < 20


def test_time_grows_with_the_lines():
    lines = _page(True, (14, 14, 14), 1)
    spent = []
    for times in (40, 160):
        begin = time.perf_counter()
        separated(lines * times)
        spent.append(time.perf_counter() - begin)
    assert spent[1] < 10 * spent[0]


@pytest.mark.parametrize(("line", "n"), [("安平县总工会", 1), ("安平县总工会昨日慰问环卫工人三十五名。", 0)])
def test_a_page_with_one_line_that_is_no_sentence_is_a_failure_and_its_text_is_kept(line, n):
    [page] = cleaned.make([page_of([line])])
    found, _, failures = articles.make([page])
    assert [failure.kind for failure in failures] == ["one_line"] * n
    assert line in "".join(article.headline + article.text for article in found)
