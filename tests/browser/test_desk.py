"""The fact desk as a person uses it: JupyterLab in a browser, by mouse and by keyboard alone."""

import pyarrow.parquet as pq
import pytest
from lab import copy, end_kernels, lab, make, open_notebook
from pdf_writer import text, write

from pipeline import query, storage

FIGURE = "焦作日报-2015-p01-a07-f05"  # 522.6万元
OTHER = "焦作日报-2015-p01-a03-f01"  # 25.9万元, whose check does not hold
PRINTED = "滏阳日报-2018-08-22-pA03-a01-f01"  # 9万元, in a PDF
# A page that would do harm if anything of it became markup.
EVIL = """安平县总工会<img src=x onerror="window.harmed=1">为困难职工送上助学金

本报讯（记者王平）8月20日，安平县总工会<script>window.harmed=1</script>筹集资金12万元，为60名困难职工子女每人发放助学金2000元。
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory, chromium):
    """A project with the seed page, the evil page, which its table calls a scan, and a printed page."""
    folder = tmp_path_factory.mktemp("lab")
    copy(folder)
    for day in ("2018-08-21", "2018-08-22"):
        (folder / "corpus" / "滏阳日报" / day).mkdir(parents=True)
    (folder / "corpus" / "滏阳日报" / "2018-08-21" / "A03.txt").write_text(EVIL, encoding="utf-8")
    lines = ("安平县总工会为困难职工送上助学金", "本报讯（记者王平）8月20日，安平县总工会", "筹集资金9万元，为60名困难职工子女发放。")
    printed = "".join(text(60, 700 - 40 * n, line, 30 if n == 0 else 16) for n, line in enumerate(lines))
    write(folder / "corpus" / "滏阳日报" / "2018-08-22" / "A03.pdf", printed)
    make(folder)
    pages = folder / "extracted" / "tables" / "pages.parquet"
    rows = pq.read_table(pages)
    names, found = (rows.column(name).to_pylist() for name in ("page_id", "source_kind"))
    kinds = ["image" if name.startswith("滏阳日报-2018-08-21") else kind for name, kind in zip(names, found, strict=True)]
    pq.write_table(rows.set_column(rows.schema.get_field_index("source_kind"), "source_kind", [kinds]), pages)
    return folder


def test_the_desk_from_finding_a_figure_to_the_tables(folder, tab, asked_for):
    with lab(folder) as running:
        page = tab(viewport={"width": 1500, "height": 1300})
        open_notebook(page, running, "03_check")
        page.wait_for_selector(".fact-desk .queue button", timeout=60_000)
        _finds_and_confirms_a_figure(page)
        _corrects_another_by_keyboard_alone(page)
        said = storage.read_decisions(running.corpus / "corrections.csv")[0]
        assert [(d.target_id, d.field, d.new, d.reviewer) for d in said] == [
            (FIGURE, "review", "confirmed", "王平"), (OTHER, "value_min", "235500", "王平"), (OTHER, "value_max", "235500", "王平"),
        ]  # fmt: skip
        _shows_a_printed_figure_in_its_box(page)
        _corrects_a_line_an_activity_and_flags_boundaries(page, running)
        _can_be_used_by_everybody(page)
        make(folder)
        assert _in_tables(running) == {FIGURE: (5226000.0, "confirmed"), OTHER: (235500.0, "corrected")}
        _offers_to_reload(page)
        _shows_the_correction_with_what_the_machine_read(page)
        assert page.evaluate("window.harmed") is None
        _says_when_nobody_answers(page, running)
        here = (running.address, running.address.replace("http", "ws"), "data:", "blob:")
        assert [url for url in asked_for if not url.startswith(here)] == []


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
    page.fill('.fact-desk .filter [data-name="text"]', "博爱")
    page.press('.fact-desk .filter [data-name="text"]', "Enter")
    page.click(f'.fact-desk .queue button[data-id="{OTHER}"]')
    page.wait_for_selector(f'.fact-desk .card[data-id="{OTHER}"]')
    shown = page.inner_text(".fact-desk .card")
    assert "235,500 元" in shown
    assert '"value_min": 259000' in shown
    assert "已生效" in page.inner_text(".fact-desk .history")


def _search(page, words, found):
    page.fill('.fact-desk .filter [data-name="text"]', words)
    page.press('.fact-desk .filter [data-name="text"]', "Enter")
    page.wait_for_selector(f'.fact-desk .number:text-is("{found}")')


def _shows_a_printed_figure_in_its_box(page):
    _search(page, "安平 9万元", "9万元")
    page.wait_for_function("document.querySelector('.fact-desk .crop img')?.naturalWidth > 0")
    picture, box = (page.locator(f".fact-desk .crop {what}").bounding_box() for what in ("img", "i.box"))
    assert picture["x"] < box["x"] < box["x"] + box["width"] < picture["x"] + picture["width"]
    assert picture["y"] < box["y"] < box["y"] + box["height"] < picture["y"] + picture["height"]
    # 筹集资金 stands before it: four characters from the margin at 60 of 600 points, the figure's own three follow
    assert 2 < box["width"] / box["height"] < 4.5
    inked = page.evaluate(_SHARE_OF_INK)
    assert inked["inside"] > 0.05
    assert page.get_attribute(".fact-desk .crop img", "alt").startswith("版面")


_SHARE_OF_INK = """() => {
  const image = document.querySelector('.fact-desk .crop img'), mark = document.querySelector('.fact-desk .crop i.box').style;
  const canvas = Object.assign(document.createElement('canvas'), {width: image.naturalWidth, height: image.naturalHeight});
  const pen = canvas.getContext('2d');
  pen.drawImage(image, 0, 0);
  const sizes = [canvas.width, canvas.height];
  const [x, y, w, h] = ['left', 'top', 'width', 'height'].map((side, n) => parseFloat(mark[side]) / 100 * sizes[n % 2]);
  const data = pen.getImageData(x, y, w, h).data;
  let dark = 0;
  for (let i = 0; i < data.length; i += 4) dark += data[i] < 128;
  return {inside: dark / (data.length / 4)};
}"""


def _corrects_a_line_an_activity_and_flags_boundaries(page, running):
    _search(page, "安平 12万元", "12万元")
    assert "<script>window.harmed=1</script>" in page.inner_text(".fact-desk .text")
    page.focus(".fact-desk")
    page.keyboard.press("l")
    line = page.locator(".fact-desk .lines input:focus")
    line.fill(line.input_value() + "（改）")
    page.keyboard.press("Enter")
    page.wait_for_selector('.fact-desk .said:has-text("-l0")')
    page.keyboard.press("a")
    page.keyboard.type("安平县总工会女工部")
    page.keyboard.press("Enter")
    page.wait_for_selector('.fact-desk .said:has-text("-v01")')
    page.keyboard.press("b")
    page.wait_for_selector('.fact-desk .said[data-level="error"]')
    page.keyboard.type("下一篇的开头混了进来")
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    page.wait_for_selector('.fact-desk .said[data-level="saved"]')
    said = storage.read_decisions(running.corpus / "corrections.csv")[0][-3:]
    assert [d.field for d in said] == ["text", "organizer", "boundaries"]
    assert said[0].new == said[0].old + "（改）"
    assert (said[1].new, said[2].note) == ("安平县总工会女工部", "下一篇的开头混了进来")


def _can_be_used_by_everybody(page):
    """axe-core finds nothing against the usual rules in the desk; JupyterLab around it is not ours."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    found = axe.Axe().run(page, context=".fact-desk").response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []


def _says_when_nobody_answers(page, running):
    """A decision that may not have been saved is never passed over in silence."""
    end_kernels(running)
    before = len(storage.read_decisions(running.corpus / "corrections.csv")[0])
    page.click(".fact-desk button.confirm")
    page.wait_for_selector('.fact-desk .said[data-level="error"]:has-text("可能没有保存")', timeout=20_000)
    assert len(storage.read_decisions(running.corpus / "corrections.csv")[0]) == before


def _in_tables(running) -> dict:
    sql = f"select fact_id, value_max, review from facts where fact_id in ('{FIGURE}', '{OTHER}')"
    return {fact_id: (value, review) for fact_id, value, review in query.connect(running.extracted).sql(sql).fetchall()}
