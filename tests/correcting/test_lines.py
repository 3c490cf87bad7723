from dataclasses import replace

import pytest

from pipeline import run
from pipeline.correcting.hashes import line_hash
from pipeline.correcting.lines import corrected, of_scans
from pipeline.errors import BrokenRuleError
from pipeline.records import Decision, Line, Page, Scan
from pipeline.stages import cleaned

LINES = ("工会", "慰问职工5O名", "工会", "")
READ = Page("报-p1", "报", "a.png", "", "image", "test", tuple(Line(text, confidence=0.9) for text in LINES))


def _corrected(*said):
    page = corrected(READ, [(target, line_hash(seen), new) for target, seen, new in said])
    return [line.text for line in page.lines], [(one.state, one.line_id) for one in page.settled]


def _scan(page_id):
    return Scan(page_id, "报", f"{page_id}.pdf", "pdf_text")


def _say(target, new, seen="工会"):
    return Decision(target, "text", seen, new, None, None, line_hash(seen), None)


def test_a_line_is_corrected_at_its_place():
    texts, settled = _corrected(("报-p1-l002", LINES[1], "慰问职工50名"))
    assert texts == ["工会", "慰问职工50名", "工会", ""]
    assert settled == [("applied", "报-p1-l002")]


def test_a_line_may_turn_out_to_be_nothing():
    assert _corrected(("报-p1-l002", LINES[1], ""))[0] == ["工会", "", "工会", ""]


def test_a_word_goes_to_the_only_line_that_reads_so():
    assert _corrected(("报-p1-l009", LINES[1], "慰问"))[1] == [("applied", "报-p1-l002")]
    assert _corrected(("报-p1-l009", "工会", "总工会"))[1] == [("orphan", None)]
    assert _corrected(("报-p1-l002", "工会", "总工会"))[1] == [("stale", "报-p1-l002")]


def test_other_pages_are_not_spoken_of():
    assert _corrected(("报-p11-l002", LINES[1], "慰问")) == (list(LINES), [])


def test_decisions_go_to_the_file_whose_page_it_is():
    said = [
        _say("报-p1-l001", "甲"),
        _say("报-p1-2-l001", "乙"),
        _say("报-p12-l001", "丙"),
        _say("报-p1-l001", "丁"),
        _say("报-p1-l002", "一\n二"),
    ]
    assert [(target, new) for target, _, new in of_scans(said, [_scan("报-p1")])] == [("报-p1-2-l001", "乙"), ("报-p1-l001", "丁")]
    assert of_scans(said, [_scan("报-p3")]) == ()


@pytest.mark.parametrize("spoil", [{"read": None}, {"text": "慰问"}], ids=["what was read is lost", "characters are lost"])
def test_the_runner_sees_when_a_correction_loses_something(spoil):
    said = [("报-p1-l002", line_hash(LINES[1]), "慰问职工50名")]
    [page] = cleaned.make([READ], said)
    run._check_lines(corrected(READ, said), page)
    spoilt = replace(page, lines=(page.lines[0], replace(page.lines[1], **spoil), *page.lines[2:]))
    with pytest.raises(BrokenRuleError):
        run._check_lines(corrected(READ, said), spoilt)
