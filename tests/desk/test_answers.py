from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

from tests_of_desk import FIGURE

from pipeline.desk import answers
from pipeline.reporting import addresses


class Links(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.tags, self.found = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.found += [value for name, value in attrs if name == "href"]


def test_evidence_leads_to_the_fact_in_the_report():
    html = answers.table([{"工会": "沁阳市总工会", "元": 5226000.0, "evidence": FIGURE}], "../report")
    assert Links(html).found == [f"../report/{addresses.link('焦作日报-2015-p01-a07', FIGURE)}"]
    assert ">a07-f05</a>" in html
    assert "5,226,000" in html


def test_a_group_links_each_of_its_facts_once_and_counts_the_rest():
    html = answers.table([{"evidence": [f"p-a01-f{n:02}" for n in range(12)] + ["p-a01-f00"]}], "..")
    assert len(Links(html).found) == 8
    assert "4 more" in html


def test_what_pages_say_is_no_markup():
    html = answers.table([{"<i>": "<img src=x onerror=alert(1)>", "evidence": '"><script>-a01-f01'}], '"><script>')
    assert set(Links(html).tags) == {"table", "thead", "tbody", "tr", "th", "td", "a"}


def test_unknown_is_empty_and_lists_are_listed():
    html = answers.table([{"a": None, "b": float("nan"), "c": ["甲", "乙"], "d": Decimal("1.50"), "evidence": None}], "..")
    assert "甲、乙" in html
    assert "nan" not in html
    assert "None" not in html


def test_no_rows_are_said_in_words():
    assert "没有" in answers.table([], "..")


def test_the_report_lies_where_make_report_says_else_below_the_results(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert answers.report_address(Path(tmp_path / "out"), {"NOTEBOOK_REPORT": ".."}) == ".."
    assert answers.report_address(Path(tmp_path / "out"), {}) == "out/report"
