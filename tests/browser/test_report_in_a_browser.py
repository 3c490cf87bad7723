import io
import re

import pypdfium2
import pytest
import report_pages
from PIL import Image
from report_pages import number_box

from pipeline.reporting import addresses

RECOVERED = "焦作日报-2015-p01-a07-f05"  # 522.6万元
RAISED = "滏阳日报-2018-08-21-pA04-a01-f01"  # 38.75万元, on the PDF page


@pytest.fixture(scope="module")
def report(chromium, tmp_path_factory):
    return report_pages.make(tmp_path_factory.mktemp("report"))


@pytest.fixture
def index(report, tab):
    """A function that opens the first page, with what its address says after #."""

    def open_index(said="", **options):
        page = tab(**options)
        page.goto(f"{(report / 'index.html').as_uri()}{said}")
        return page

    return open_index


def search(page, words):
    page.fill("#q", words)
    page.press("#q", "Enter")
    page.wait_for_selector("#status:has-text('篇'), #status:has-text('没有找到')")
    page.wait_for_timeout(250)  # what was typed is searched for as well, a moment later
    return page.locator("#results > li")


def address_of(report, fact_id):
    article_id = fact_id.rsplit("-", 1)[0]
    return f"{(report / addresses.article(article_id)).as_uri()}#{fact_id}"


def fact_of(page, fact_id):
    return page.locator(f'[id="{fact_id}"]')


def test_search_finds_the_figure_and_leads_to_its_source_lines(index):
    page = index()
    found = search(page, "522.6万元")
    assert found.count() == 1
    assert "追回拖欠工资522.6万元" in found.inner_text()
    found.get_by_role("link").first.click()
    fact = fact_of(page, RECOVERED)
    fact.wait_for()
    assert fact.locator(".figure").inner_text() == "522.6万元"
    assert fact.locator("li mark").inner_text() == "522.6万元"
    assert fact.locator("li:has(mark)").get_attribute("value") == "203"


@pytest.mark.parametrize("words", ["沁阳 拖欠工资", "5226000元", "5,226,000", "５２２．６万元", "追回 沁阳市总工会", RECOVERED])
def test_the_same_article_is_found_in_other_words(index, words):
    found = search(index(), words)
    assert "沁阳市总工会 开展普法维权系列活动" in found.first.inner_text()


def test_what_was_asked_for_is_marked_in_the_text_around_it(index):
    found = search(index(), "沁阳 追回拖欠工资")
    assert "追回拖欠工资" in found.first.locator("mark").all_inner_texts()


@pytest.mark.parametrize("words", ["沁阳 没有这样的词", "522.7万元"])
def test_what_is_not_there_is_not_found(index, words):
    page = index()
    assert search(page, words).count() == 0
    assert "没有找到" in page.inner_text("#status")


def test_filters_narrow_what_is_found_and_the_address_keeps_the_question(index, report):
    page = index()
    page.select_option("[name=paper]", "焦作日报")
    page.wait_for_selector("#status:has-text('11 篇')")
    page.select_option("[name=measure]", "wages_recovered")
    page.wait_for_selector("#status:has-text('1 篇')")
    page.select_option("[name=scope]", "rule")
    page.wait_for_selector("#status:has-text('没有找到')")
    again = index("#" + page.url.split("#")[1])
    assert again.input_value("[name=measure]") == "wages_recovered"
    page.go_back()
    page.wait_for_selector("#status:has-text('1 篇')")
    page.get_by_role("button", name="清除").click()
    page.wait_for_selector("#overview:visible")
    assert page.locator("#found").is_hidden()
    by_year = index("#year=2018")
    by_year.wait_for_selector("#results li:has-text('安平县总工会送温暖')")
    assert "沁阳" not in by_year.inner_text("#results")


def test_the_box_covers_exactly_the_characters_of_the_figure(index, report):
    page = index()
    search(page, "38.75万元").get_by_role("link").first.click()
    fact = fact_of(page, RAISED)
    fact.wait_for()
    place, whole, width = fact.evaluate(
        """fact => { const sides = (e) => { const r = e.getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom]; };
        const svg = fact.querySelector("svg"), image = svg.querySelector("image");
        const box = svg.querySelector("rect").getBBox(), all = image.getBBox();
        return [[box.x, box.y, box.x + box.width, box.y + box.height], [all.width, all.height], sides(svg)]; }"""
    )
    shares = [side / whole[i % 2] for i, side in enumerate(place)]
    assert shares == pytest.approx(number_box(), abs=0.0005)  # less than a pixel of the picture
    assert fact.locator("rect").count() == 1
    box, window = fact.locator("rect").bounding_box(), fact.locator("svg").bounding_box()
    assert window["x"] < box["x"] and box["x"] + box["width"] < window["x"] + window["width"]
    assert window["y"] < box["y"] and box["y"] + box["height"] < window["y"] + window["height"]
    assert width[2] > width[0]


def test_under_the_box_there_is_ink(report, tab, tmp_path):
    page = tab(device_scale_factor=4)  # thin strokes (AR PL UKai) are grey at 2
    page.goto(address_of(report, RAISED))
    page.wait_for_function("document.images.length || [...document.querySelectorAll('image')].every((i) => i.getBBox().width)")
    page.wait_for_timeout(300)
    place = fact_of(page, RAISED).locator("rect").bounding_box()
    shot = Image.open(io.BytesIO(page.screenshot(clip=place))).convert("L")
    inside = shot.crop((12, 8, shot.width - 12, shot.height - 8))  # without the frame
    assert sum(inside.histogram()[:100]) > 0.01 * inside.width * inside.height  # without a Chinese font only the digits are drawn


def test_a_permalink_opens_at_the_fact(report, tab):
    page = tab()
    page.goto(address_of(report, RECOVERED))
    fact = fact_of(page, RECOVERED)
    place = fact.bounding_box()
    assert 0 <= place["y"] < 900
    assert fact.evaluate("fact => fact.matches(':target')")
    mark = page.locator(f'[id="t-{RECOVERED}"]')
    assert mark.inner_text() == "522.6万元"
    mark.click()
    assert page.url.endswith(RECOVERED) or "%" in page.url
    fact.locator(".figure").click()
    assert page.locator(".mark:target").inner_text() == "522.6万元"


def test_everything_can_be_done_with_the_keyboard(index):
    page = index()
    page.keyboard.press("Tab")
    assert "跳到正文" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("/")
    page.keyboard.insert_text("522.6万元")
    page.keyboard.press("Enter")
    page.wait_for_selector("#results > li")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('#results') !== null"):
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.wait_for_selector(".fact:target")
    page.keyboard.press("Tab")  # goes on from the fact, not from the top of the page
    assert page.evaluate("document.activeElement.closest('.fact')?.id") == RECOVERED


def test_nothing_is_asked_for_outside_the_report(index, report, asked_for):
    page = index()
    before = list(asked_for)
    search(page, "工会").get_by_role("link").first.click()
    page.wait_for_load_state()
    page.goto(address_of(report, RAISED))
    assert all(address.startswith(report.as_uri() + "/") for address in asked_for)
    assert not any("/search/" in address for address in before)  # rows are read when the first question is asked
    assert any("/search/0000.js" in address for address in asked_for)
    assert any(address.endswith(".webp") for address in asked_for)


def test_text_of_pages_is_shown_and_never_run(index, report):
    page = index()
    found = search(page, "<script>alert(1)</script>")
    assert "</script><script>alert(1)</script>" in found.inner_text()
    assert found.locator("script, img, b").count() == 0
    found.get_by_role("link").first.click()
    page.wait_for_selector("article h1")
    assert "<script>alert(1)" in page.inner_text("h1") and "{{7*7}}" in page.inner_text("#text")
    assert page.locator("main script, main img, main b").count() == 0
    assert page.locator("[onload], [onerror], [href^='javascript:']").count() == 0
    assert "javascript:alert(4)" in page.inner_text(".about")


def test_no_file_of_the_report_is_named_by_the_corpus(report):
    names = {path.relative_to(report).as_posix() for path in report.rglob("*") if path.is_file()}
    known = r"(articles/[0-9a-f]{2}/|lists/)[0-9a-f]{16}\.html|search/\d{4}\.js|pictures/[0-9a-f]{16}\.webp|index\.html|\w+\.(css|js)"
    assert all(re.fullmatch(known, name) for name in names)
    assert {path.name for path in report.parent.parent.iterdir()} == {"corpus", "out"}


PHONE = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}


@pytest.mark.parametrize("fact_id", [None, RECOVERED, RAISED])
def test_on_a_phone_nothing_is_wider_than_the_screen(index, report, fact_id):
    page = index("", **PHONE)
    if fact_id:
        page.goto(address_of(report, fact_id))
        assert fact_of(page, fact_id).locator(".figure").is_visible()
    else:
        search(page, "工会")
        page.tap("#results a")
        page.wait_for_selector("article h1")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_on_paper_there_are_figures_and_evidence_but_no_controls(report, tab, tmp_path):
    page = tab()
    page.goto(address_of(report, RAISED))
    page.emulate_media(media="print")
    assert page.locator("nav").first.is_hidden() and page.locator(".copy").first.is_hidden()
    assert fact_of(page, RAISED).locator("svg").is_visible()
    page.pdf(path=tmp_path / "a.pdf", format="A4")
    text = "".join(sheet.get_textpage().get_text_range() for sheet in pypdfium2.PdfDocument(tmp_path / "a.pdf"))
    assert "38.75万元" in text and "筹集资金" in text


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_rules_of_accessibility_are_kept(index, report, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = index("", color_scheme=scheme)

    def broken():
        return [(v["id"], [n["html"][:200] for n in v["nodes"]][:3]) for v in Axe().run(page).response["violations"]]

    assert broken() == []
    search(page, "工会")
    assert broken() == []
    for address in (address_of(report, RECOVERED), address_of(report, RAISED), next(report.glob("lists/*")).as_uri()):
        page.goto(address)
        assert broken() == []


def test_without_scripts_the_months_still_lead_to_every_article(report, tab):
    page = tab(java_script_enabled=False)
    page.goto((report / "index.html").as_uri())
    assert page.locator("noscript").is_visible() and page.locator("#search").is_hidden()
    page.get_by_role("link", name="焦作日报 2015，11 篇").click()
    page.get_by_role("link", name="沁阳市总工会").click()
    assert "522.6万元" in page.inner_text("#text")
