"""The fact desk as a person uses it: JupyterLab in a browser, by mouse and by keyboard alone."""

import pytest
from lab import CHROMIUM, NO_CHROMIUM, browser, lab, make, open_notebook

from pipeline import query, storage

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM)
FIGURE = "焦作日报-2015-p01-a07-f05"  # 522.6万元
OTHER = "焦作日报-2015-p01-a03-f01"  # 25.9万元, whose check does not hold
# A page that would do harm if anything of it became markup, printed beside the seed page.
EVIL = """安平县总工会<img src=x onerror="window.harmed=1">为困难职工送上助学金

本报讯（记者王平）8月20日，安平县总工会<script>window.harmed=1</script>筹集资金12万元，为60名困难职工子女每人发放助学金2000元。
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """(page with the desk open, the running Lab)."""
    folder = tmp_path_factory.mktemp("lab")
    evil = folder / "corpus" / "滏阳日报" / "2018-08-21"
    with lab(folder, {evil / "A03.txt": EVIL}) as running, browser(folder) as context:
        page = open_notebook(context, running, "03_check")
        page.asked = []  # hosts other than this machine
        page.on("request", lambda request: page.asked.append(request.url) if "//127.0.0.1" not in request.url else None)
        page.wait_for_selector(".fact-desk .queue button", timeout=60_000)
        yield page, running


def test_the_desk_from_finding_a_figure_to_the_tables(desk):
    page, running = desk
    _finds_and_confirms_a_figure(page)
    _corrects_another_by_keyboard_alone(page)
    said = storage.read_decisions(running.corpus / "corrections.csv")[0]
    assert [(d.target_id, d.field, d.new, d.reviewer) for d in said] == [
        (FIGURE, "review", "confirmed", "王平"), (OTHER, "value_min", "235500", "王平"), (OTHER, "value_max", "235500", "王平"),
    ]  # fmt: skip
    make(running.corpus.parent)
    assert _in_tables(running) == {FIGURE: (5226000.0, "confirmed"), OTHER: (235500.0, "corrected")}
    _offers_to_reload(page)
    _shows_the_correction_with_what_the_machine_read(page)
    _does_not_run_what_pages_say(page)
    assert [url for url in page.asked if not url.startswith(("data:", "blob:"))] == []


def _finds_and_confirms_a_figure(page):
    page.fill(".fact-desk .reviewer", "王平")
    page.fill('.fact-desk .filter [data-name="text"]', "沁阳 欠薪")
    page.press('.fact-desk .filter [data-name="text"]', "Enter")
    page.wait_for_selector(f'.fact-desk .card[data-id="{FIGURE}"]')
    assert page.inner_text(".fact-desk .number") == "522.6万元"
    assert page.locator(".fact-desk .lines tr:has(mark.hit)").inner_text().split() == ["203", "劳动者追回拖欠工资522.6万元。"]
    assert page.inner_text(".fact-desk .lines mark.hit") == "522.6万元"
    assert page.inner_text(".fact-desk .text mark.open") == "522.6万元"
    page.click(".fact-desk button.confirm")
    page.wait_for_selector('.fact-desk .said[data-level="saved"]')
    assert "522.6万元" in page.inner_text(".fact-desk .said")


def _corrects_another_by_keyboard_alone(page):
    keys = page.keyboard
    page.focus(".fact-desk")
    keys.press("/")
    for _ in "沁阳 欠薪":
        keys.press("End")
        keys.press("Backspace")
    keys.type("博爱 帮扶资金")
    keys.press("Enter")
    page.wait_for_selector(f'.fact-desk .card[data-id="{OTHER}"]')
    assert "235500" in page.inner_text(".fact-desk .card p.conflicts")
    keys.press("Escape")
    keys.press("j")
    page.wait_for_selector(f'.fact-desk .card:not([data-id="{OTHER}"])')
    keys.press("k")
    page.wait_for_selector(f'.fact-desk .card[data-id="{OTHER}"]')
    keys.press("e")
    keys.type("abc")
    keys.press("Enter")
    page.wait_for_selector('.fact-desk .said[data-level="error"]')
    keys.press("e")
    keys.type("23.55万")
    keys.press("Enter")
    page.wait_for_selector('.fact-desk .said[data-level="saved"]')
    assert page.locator(".jp-Notebook .jp-CodeCell").count() == 3  # no key went to JupyterLab


def _offers_to_reload(page):
    page.wait_for_selector(".fact-desk .outdated:visible", timeout=20_000)
    page.click(".fact-desk button.reload")
    page.wait_for_selector(".fact-desk .outdated", state="hidden")


def _shows_the_correction_with_what_the_machine_read(page):
    page.uncheck('.fact-desk .filter [data-name="unreviewed"]')
    page.click(f'.fact-desk .queue button[data-id="{OTHER}"]')
    page.wait_for_selector(f'.fact-desk .card[data-id="{OTHER}"]')
    shown = page.inner_text(".fact-desk .card")
    assert "235,500 元" in shown
    assert '"value_min": 259000' in shown
    assert "已生效" in page.inner_text(".fact-desk .history")


def _does_not_run_what_pages_say(page):
    page.fill('.fact-desk .filter [data-name="text"]', "安平 12万元")
    page.press('.fact-desk .filter [data-name="text"]', "Enter")
    page.wait_for_selector('.fact-desk .number:text("12万元")')
    assert "<script>window.harmed=1</script>" in page.inner_text(".fact-desk .text")
    assert page.evaluate("window.harmed") is None


def _in_tables(running) -> dict:
    sql = f"select fact_id, value_max, review from facts where fact_id in ('{FIGURE}', '{OTHER}')"
    return {fact_id: (value, review) for fact_id, value, review in query.connect(running.extracted).sql(sql).fetchall()}
