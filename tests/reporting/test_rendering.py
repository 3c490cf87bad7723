import json
import re

import pytest

from pipeline.reporting import addresses, rendering

NASTY = ["</script><script>alert(1)</script>", "\u2028\u2029", "\"'`\\", "javascript:alert(1)", "<!--", "{{ 7*7 }}{% raw %}", "\x00\ud7ff"]


@pytest.mark.parametrize("text", NASTY)
def test_data_in_a_script_can_end_neither_it_nor_a_line_of_it(text):
    made = rendering.script("report.rows", 3, [text]).decode()
    assert not set("<>&\u2028\u2029") & set(made) and made.count("\n") == 1
    assert json.loads(re.fullmatch(r"report\.rows\(3,(.*)\);\n", made)[1]) == [text]


@pytest.mark.parametrize("text", NASTY)
def test_data_in_a_page_is_text(text):
    row = {"date": text, "headline": text, "href": "articles/x.html", "organizers": [text], "n": 1}
    made = rendering.page("list.html", up="../", title=text, rows=[row]).decode()
    assert "alert(1)</script>" not in made and "<script" not in made and "49" not in made
    assert not re.search(r"""=["']?javascript:""", made)


def test_every_page_forbids_what_is_not_its_own():
    made = rendering.page("list.html", up="../", title="", rows=[]).decode()
    assert "default-src 'none'" in made and "unsafe" not in made
    assert not re.search(r"\b(?:https?:)?//", made)
    for data in rendering.static().values():
        assert not re.search(rb"https?://|url\(|@import", data)


@pytest.mark.parametrize("name", ["../../etc/passwd", "C:\\x", "a/b", "", ".", "\x00", "报" * 500, "<b>"])
def test_addresses_are_made_of_digests(name):
    assert re.fullmatch(r"articles/[0-9a-f]{2}/[0-9a-f]{16}\.html", addresses.article(name))
    assert re.fullmatch(r"lists/[0-9a-f]{16}\.html", addresses.listing(name, name))
    assert re.fullmatch(r"pictures/[0-9a-f]{16}\.webp", addresses.picture(name, name))


def test_a_permalink_is_the_same_for_ever():
    assert addresses.link("焦作日报-2015-p01-a07") == "articles/a5/a58e3a2cfd911427.html"
    assert addresses.link("a", 'a-f01"#?').endswith(".html#a-f01%22%23%3F")
    assert addresses.listing(None, "2015") != addresses.listing("2015", "")
