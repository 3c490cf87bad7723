import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.correcting import file_format
from pipeline.correcting.file_format import COLUMNS, FIELDS, HEADER, LayoutError, from_text
from pipeline.records import Decision

HASH = "0123456789abcdef"
LINE = f"报-p1-a01-f01,value_min,12,9,王平,,{HASH},2026-11-28T10:00:00Z\n"
KNOWN = Decision("报-p1-a01-f01", "value_min", "12", "9", "王平", None, HASH, "2026-11-28T10:00:00Z")

# Any text that UTF-8 can hold; empty columns and None are the same.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20).map(lambda text: text or None)
AWKWARD = st.sampled_from(['"', '""', "a,b", "一\n二", "\r", "\r\n", " x ", ";", "\t", "=1+1", '"\n,"', "\ufeff", "\x00"])
VALUE = TEXT | AWKWARD
DECISION = st.builds(
    Decision, VALUE.filter(bool), st.sampled_from(FIELDS), VALUE, VALUE, VALUE, VALUE, st.just(HASH), VALUE
)  # fmt: skip


@given(st.lists(DECISION, max_size=5), st.sampled_from(",;\t"), st.sampled_from(["\n", "\r\n"]))
def test_what_is_written_is_read(decisions, delimiter, newline):
    how = file_format.Layout(delimiter, COLUMNS, newline)
    text = delimiter.join(COLUMNS) + newline + file_format.to_text(decisions, how)
    assert from_text(text) == (decisions, [])


@given(st.lists(DECISION, min_size=1, max_size=4), st.data())
def test_a_file_cut_off_anywhere_loses_only_its_last_line(decisions, data):
    how = file_format.Layout()
    lines = [file_format.to_text([decision], how) for decision in decisions]
    cut = data.draw(st.integers(1, len(lines[-1])))
    torn = HEADER + "\n" + "".join(lines[:-1]) + lines[-1][:-cut]
    healed = torn + file_format.open_end(torn, how) + LINE
    found, problems = from_text(healed)
    assert found[: len(decisions) - 1] == decisions[:-1]
    assert found[-1] == KNOWN
    assert len(found) <= len(decisions) + 1
    assert all(number > sum(line.count("\n") for line in lines[:-1]) for number, _ in problems)


def test_lines_know_their_number_also_behind_notes_of_several_lines():
    text = f"{HEADER}\n{LINE.replace(',,', chr(44) + chr(34) + '一' + chr(10) + '二' + chr(34) + chr(44))}{LINE}"
    assert [decision.line for decision in from_text(text)[0]] == [2, 4]


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + HEADER + "\n" + LINE,
        (HEADER + "\n" + LINE).replace("\n", "\r\n"),
        (HEADER + "\n" + LINE).replace(",", ";"),
        (HEADER + "\n" + LINE).replace(",", "\t"),
        HEADER.upper() + "\n" + LINE,
        HEADER + ",,\n" + LINE.replace("\n", ",,\n"),
        HEADER + "\n" + LINE.replace("\n", ",,,\n") + ",,,,,,,\n\n",
        ",".join(f'"{name}"' for name in COLUMNS) + "\n" + LINE,
        HEADER + "\n" + LINE.rstrip(),
    ],
    ids=["BOM", "CRLF", "semicolon", "tab", "capitals", "more columns", "empty cells and lines", "quoted names", "no last line feed"],
)
def test_what_spreadsheets_make_of_it_is_read(text):
    assert from_text(text) == ([KNOWN], [])


def test_columns_may_stand_in_another_order():
    order = (*COLUMNS[::-1], "seen")
    text = ",".join(order) + "\n" + file_format.to_text([KNOWN], file_format.Layout(columns=order))
    assert from_text(text) == ([KNOWN], [])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("a,value_min,1,2\n", "4 columns instead of 8"),
        (LINE.replace("王平", "王,平"), "9 columns instead of 8"),
        (LINE.replace("王平", '"王平'), "not closed"),
        (LINE.replace("王平", '"王"平'), "text stands behind one"),
        (LINE.replace("value_min", "value"), "known are review"),
        (LINE.replace(HASH, "1.23E+15"), "spreadsheet"),
        (LINE.replace(HASH, ""), "stands in the tables"),
        (LINE.replace("报-p1-a01-f01", ""), "target_id is empty"),
    ],
)
def test_a_bad_line_is_named_and_costs_no_other(line, said):
    decisions, ((number, message),) = from_text(HEADER + "\n" + LINE + line + LINE)
    assert decisions == [KNOWN, KNOWN]
    assert number == 3
    assert said in message


def test_a_file_without_our_columns_says_which_there_should_be():
    with pytest.raises(LayoutError, match="target_id,field"):
        from_text("id,value\n1,2\n")


def test_nothing_is_nothing():
    assert from_text("") == ([], [])
    assert from_text("\n") == ([], [])
