from dataclasses import replace
from types import SimpleNamespace

import pytest
from newspaper import REPORTS, wrapped
from sheet import Sheet

from pipeline.evidence import check_article, check_ledger
from pipeline.layout import continued
from pipeline.layout.jumps import Jump
from pipeline.layout.pages import separate
from pipeline.records import Article, Line, Page
from pipeline.separating.assembling import pieces_of
from pipeline.stages import articles, cleaned

HEAD, TEXT = REPORTS[0]
BEGIN, END = TEXT[:60], TEXT[60:]  # broken off in mid-sentence
OTHER_HEAD, OTHER = REPORTS[1]
THIRD_HEAD, THIRD = REPORTS[2]


def lines(text, columns=16):
    return [line for paragraph in text.split("\n") for line in wrapped(paragraph, columns, "　　")]


def text_page(number, *printed, page_number=None):
    page_number = page_number or str(number)
    return Page(f"报-p{number}", "报", f"{number}.txt", "", "text", "test", tuple(map(Line, printed)), page_number=page_number)


def issue(*pages):
    """{article_id: article} and {reason: text} of an issue, after holding evidence and ledger to its pages."""
    pages = cleaned.make(pages)
    found, furniture, _ = articles.make(pages)
    for article in found:
        check_article(article, {page.page_id: page for page in pages})
    for page in pages:
        check_ledger(page, [p for a in found for p in a.pieces], furniture)
    of = {page.page_id: page for page in pages}
    said = {}
    for f in furniture:
        said[f.reason] = said.get(f.reason, "") + of[f.page_id].lines[f.line].text[f.start : f.end]
    return {a.article_id: a for a in found}, said


def first_page(jump="（下转第3版）"):
    return text_page(1, OTHER_HEAD, "", *lines(OTHER), "", HEAD, "", *lines(BEGIN), jump)


@pytest.mark.parametrize("repeated", [[HEAD, ""], [HEAD.split()[1], ""], []], ids=["whole", "short", "none"])
@pytest.mark.parametrize("inline", [True, False])
def test_an_article_of_plain_text_goes_on_on_another_page(repeated, inline):
    rest = lines(END) if not inline else wrapped("（上接第1版）" + END.split("\n")[0], 16) + lines(END.split("\n")[1])
    since = [] if inline else ["（上接第1版）"]
    third = text_page(3, THIRD_HEAD, "", *lines(THIRD), "", *repeated, *since, *rest)
    found, said = issue(first_page(), third)
    whole = found["报-p1-a02"]
    assert (whole.headline, whole.text, whole.page_id) == (HEAD, TEXT, "报-p1")
    assert {p.page_id for p in whole.pieces} == {"报-p1", "报-p3"}
    assert [a.headline for a in found.values()] == [OTHER_HEAD, HEAD, THIRD_HEAD]
    assert said == {"continuation": "（下转第3版）" + "".join(repeated) + "（上接第1版）"}


def test_the_jump_may_stand_in_the_last_line_and_a_paragraph_end_there():
    first, second = TEXT.split("\n")
    page = text_page(1, HEAD, "", *lines(first)[:-1], lines(first)[-1] + "（下转3版）")
    found, _ = issue(page, text_page(3, "上接1版", *lines(second), "", THIRD_HEAD, "", *lines(THIRD)))
    assert found["报-p1-a01"].text == TEXT
    assert found["报-p3-a02"].text == THIRD


def test_two_articles_go_on_on_one_page_and_one_on_a_third():
    first = text_page(1, HEAD, "", *lines(BEGIN), "（下转第3版）", "", OTHER_HEAD, "", *lines(OTHER[:62]), "（下转第3版）")
    third = text_page(
        3, OTHER_HEAD, "", "（上接第1版）", *lines(OTHER[62:]), "", HEAD, "", "（上接第1版）", *lines(END[:30]), "（下转4版）"
    )
    fourth = text_page(4, "（上接3版）", *wrapped(END[30:], 16))
    found, _ = issue(first, third, fourth)
    assert {a.headline: a.text for a in found.values()} == {HEAD: TEXT, OTHER_HEAD: OTHER}


@pytest.mark.parametrize("since", ["（上接第2版）", "（上接A05版）"])
def test_pages_that_do_not_name_each_other_are_not_joined(since):
    found, said = issue(first_page(), text_page(3, HEAD, "", since, *lines(END)))
    assert found["报-p1-a02"].text == BEGIN and len(found) == 3
    assert said == {"continuation": "（下转第3版）" + since}


@pytest.mark.parametrize(
    "since", [["（上接第1版）走访企业四十家，受益职工三千名。"], ["（上接第1版）", "走访企业四十家，受益职工三千名。"]]
)
def test_a_short_continuation_neither_takes_the_next_article_nor_is_a_headline(since):
    third = text_page(3, *since, THIRD_HEAD, *("　　" + line for line in THIRD.split("\n")))
    found, said = issue(first_page(), third)
    assert found["报-p1-a02"].text == BEGIN + "走访企业四十家，受益职工三千名。"
    assert [(a.headline, a.text) for a in found.values()][2:] == [(THIRD_HEAD, THIRD)]
    assert said["continuation"] == "（下转第3版）（上接第1版）"


def test_only_lines_of_the_headline_that_are_repeated_are_left_out():
    part = continued.Part(printed_article("为市总工会的帮扶中心筹款", HEAD.split()[1]), since=Jump(0, 0, 0, False, "1"))
    first = printed_article("市总工会 " + HEAD)
    second = continued._continuation(part, first)
    assert second.text == "为市总工会的帮扶中心筹款" + END
    _, repeated = continued._extended(first, second)
    assert [f.line for f in repeated] == [1]


def printed_article(*heads):

    lines = [(" " if n else "", SimpleNamespace(text=head, number=n)) for n, head in enumerate(heads)]
    headline, pieces = pieces_of("headline", lines, "报-p3")
    text, more = pieces_of("text", [("", SimpleNamespace(text=END, number=9))], "报-p3")
    return Article("报-p3-a01", "报-p3", "news", headline, text, (*pieces, *more))


def test_without_page_numbers_the_headline_tells():
    pages = first_page(), text_page(3, HEAD, "", "（上接第1版）", *lines(END))
    found, _ = issue(*(replace(page, page_number=None) for page in pages))
    assert found["报-p1-a02"].text == TEXT
    found, _ = issue(*(replace(page, page_number=None) for page in (pages[0], text_page(3, "（上接第1版）", *lines(END)))))
    assert found["报-p1-a02"].text == BEGIN


def test_a_circle_of_jumps_ends():
    one = text_page(1, HEAD, "", "（上接第3版）", *lines(TEXT), "（下转第3版）")
    found, _ = issue(one, text_page(3, HEAD, "", "（上接第1版）", *lines(TEXT), "（下转第1版）"))
    assert sum(len(a.text) for a in found.values()) >= 2 * len(TEXT)


def printed_page(number, build):
    sheet = Sheet()
    build(sheet)
    page = sheet.page()
    moved = tuple(replace(line, box=replace(line.box, page_id=f"报-p{number}")) for line in page.lines)
    return replace(page, page_id=f"报-p{number}", issue_id="报", page_number=str(number), lines=moved)


@pytest.mark.parametrize("head", [True, False])
def test_an_article_of_printed_pages_goes_on_on_another(head):
    def first(sheet):
        sheet.line(50, 60, HEAD.split()[1], 24, "hei")
        y = sheet.columns(50, 100, BEGIN, 3, width=12)
        sheet.line(270, y, "（下转第3版）", 8, "kai")
        sheet.line(50, 240, OTHER_HEAD, 24, "hei")
        sheet.columns(50, 280, OTHER, 4, width=14)

    def third(sheet):
        sheet.line(50, 60, THIRD_HEAD, 24, "hei")
        sheet.columns(50, 100, THIRD, 5, width=16)
        if head:
            sheet.line(50, 242, HEAD.split()[1], 16, "hei")
        sheet.line(50, 262, "（上接第1版）", 8, "kai")
        sheet.columns(50, 273, END, 4, width=14, indent=False)

    found, said = issue(printed_page(1, first), printed_page(3, third))
    texts = {HEAD.split()[1]: TEXT, OTHER_HEAD: OTHER, THIRD_HEAD: THIRD}
    assert {a.headline: a.text.replace(" ", "") for a in found.values()} == {head: text.replace(" ", "") for head, text in texts.items()}
    assert said.pop("label", "") in ("", HEAD.split()[1] if head else "")  # what is repeated may be taken for a label
    assert set(said) == {"continuation"}


RIGHT_HEAD, RIGHT = "港务局办象棋赛", "本报讯（记者周丙）昨天，港务局工会办了一场象棋赛，八个科室的三十二名职工参加，共领到奖金六百元。"


@pytest.mark.parametrize("rest", ["全市共走访困难职工三百户，发放慰问金二十七万元，还有一百二十户领到助学金。", "共发放慰问金二十七万元。"])
@pytest.mark.parametrize(("head", "top"), [(60, 60), (60, 92), (60, 96), (75, 75)])
def test_what_comes_from_another_page_takes_no_headline_of_its_neighbour(rest, head, top):
    def first(sheet):
        sheet.line(50, 60, HEAD.split()[1], 24, "hei")
        y = sheet.column(50, 100, BEGIN, width=20)
        sheet.line(50, y, "（下转第3版）")

    def third(sheet):
        y = sheet.column(50, top, "（上接第1版）" + rest, width=20)
        sheet.line(50, y + 15, THIRD_HEAD, 22, "hei")
        sheet.column(50, y + 55, THIRD, width=20)
        sheet.line(290, head, RIGHT_HEAD, 22, "hei")
        sheet.column(290, head + 36, RIGHT, width=20)

    found, _ = issue(printed_page(1, first), printed_page(3, third))
    texts = {HEAD.split()[1]: BEGIN + rest, THIRD_HEAD: THIRD, RIGHT_HEAD: RIGHT}
    assert {a.headline: a.text.replace(" ", "") for a in found.values()} == {head: text.replace(" ", "") for head, text in texts.items()}


def test_a_headline_right_over_what_comes_from_another_page_is_its_own():
    def third(sheet):
        sheet.line(50, 60, "温暖送到职工家", 22, "hei")
        sheet.line(50, 90, "（上接第1版）", 8, "kai")
        sheet.column(50, 101, "共走访困难职工三百户，发放慰问金二十七万元。", width=20)

    found, _ = issue(printed_page(3, third))
    (article,) = found.values()
    assert (article.headline, article.text) == ("温暖送到职工家", "共走访困难职工三百户，发放慰问金二十七万元。")


@pytest.mark.parametrize("top", [92, 96])
def test_text_left_of_a_headline_whose_report_opens_under_it_is_not_that_headlines(top):
    sheet = Sheet()
    sheet.column(50, top, "全市共走访困难职工三百户，发放慰问金二十七万元，还有一百二十户领到助学金。", width=20)
    sheet.line(290, 60, RIGHT_HEAD, 22, "hei")
    sheet.column(290, 96, RIGHT, width=20)
    articles_, _ = separate(sheet.page())
    assert {a.headline: a.text for a in articles_}[RIGHT_HEAD] == RIGHT
