import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.exporting import cells

FORMULAS = (
    "=1+1", "+1", "-5℃", "@SUM(A1)", "\t=1", "\r1", "\n=1", "  =1", "\u3000=1", "\xa0@x", "\ufeff=1", "\u200b+1",
    "＝1", "＋1", "－1", "＠x", "'=1", "'", "\x1c=2", "=cmd|' /C calc'!A0", "-",
)  # fmt: skip
HARMLESS = ("", "工会", "a=b", "12", "1-2", "（=1）", "[1]", "“=”", "３", "*", "\u3000工会")


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_would_run_is_guarded(text):
    assert cells.guarded(pa.array([text])).to_pylist() == ["'" + text]
    assert cells.is_risky(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_other_text_stays_as_it_is(text):
    assert cells.guarded(pa.array([text])).to_pylist() == [text]


def test_null_stays_null():
    assert cells.guarded(pa.array([None], pa.string())).to_pylist() == [None]


@given(st.lists(st.text(alphabet=st.one_of(st.sampled_from("'=+-@＝ \t\r\n\u3000a1"), st.characters(codec="utf-8")))))
def test_guarding_can_be_undone_and_leaves_no_formula(texts):
    guarded = cells.guarded(pa.array(texts, pa.string())).to_pylist()
    assert [cells.plain_text(cell) for cell in guarded] == texts
    for cell in guarded:
        assert not cell.lstrip(" \u3000\xa0\ufeff").startswith(tuple("=+-@＝＋－＠\t\r\n"))


def test_control_characters_are_shown():
    assert cells.visible("a\0b\x1f\x7f\ufffe\tc\n") == "a␀b␟␡\ufffd\tc\n"
    assert cells.without_controls(pa.array(["a\0", None, "b"])).to_pylist() == ["a␀", None, "b"]


def test_lists_maps_and_boxes_are_json():
    boxes = pa.list_(pa.struct([("page_id", pa.string()), ("x0", pa.float64())]))
    column = pa.array([[{"page_id": "页", "x0": 0.5}], None, []], boxes)
    assert cells.as_json(column).to_pylist() == ['[{"page_id":"页","x0":0.5}]', None, "[]"]
    assert cells.as_json(pa.array([[("space", 2)]], pa.map_(pa.string(), pa.int64()))).to_pylist() == ['{"space":2}']


@pytest.mark.parametrize("char", ["字", "𠮷"])  # the second takes two units
def test_a_text_too_long_for_a_cell_says_so(char):
    text = char * (cells.LONGEST_CELL + 1)
    cell = cells.fitted(text, "csv/articles.csv")
    assert cell.cut and cell.text.endswith(f" … [cut: {len(text):,} characters in all, whole in csv/articles.csv]")
    assert cells.LONGEST_CELL - 1 <= len(cell.text.encode("utf-16-le")) // 2 <= cells.LONGEST_CELL
    fits = "字" * cells.LONGEST_CELL
    assert cells.fitted(fits, "") == cells.Cell(fits, False)
