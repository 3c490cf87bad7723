from pipeline.records import Failure, Page, Scan
from pipeline.stages import pages


def _scan(name="p01.txt", **more):
    return Scan("报-p01", "报", name, "text", paper="报", issue_date="2015", **more)


def test_a_text_page_keeps_every_line(tmp_path):
    (tmp_path / "p01.txt").write_text("一\n\n二\n", encoding="gb18030")
    scan, page = pages.make([_scan()], tmp_path)
    assert isinstance(page, Page)
    assert [line.text for line in page.lines] == ["一", "", "二"]
    assert (page.page_id, page.paper, page.issue_date, page.source_path) == ("报-p01", "报", "2015", scan.path)
    assert "gb18030" in page.reader


def test_one_bad_page_does_not_touch_the_next(tmp_path):
    (tmp_path / "p01.txt").write_bytes(b"")
    (tmp_path / "p02.txt").write_text("好。", encoding="utf-8")
    made = pages.make([_scan(), _scan("p02.txt")], tmp_path)
    assert [type(record) for record in made] == [Scan, Failure, Scan, Page]
    assert made[1].kind == "empty_file"
    assert made[1].message.startswith("p01.txt: ")


def test_a_file_that_is_gone_is_a_failure(tmp_path):
    _, failure = pages.make([_scan()], tmp_path)
    assert failure.kind == "unreadable_file"
    assert "p01.txt" in failure.message


def test_an_error_found_before_is_recorded(tmp_path):
    _, failure = pages.make([_scan(error=("outside_corpus", "…"))], tmp_path)
    assert failure.kind == "outside_corpus"


def test_a_damaged_picture_is_a_failure(tmp_path):
    (tmp_path / "p01.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    _, failure = pages.make([Scan("报-p01", "报", "p01.png", "image")], tmp_path)
    assert failure.kind == "image_damaged"
    assert failure.message.startswith("p01.png: ")
