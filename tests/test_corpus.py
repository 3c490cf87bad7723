import os

import pytest

from pipeline import corpus


def _page(root, path, text="本报讯 一行。", toml=None):
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    if toml is not None:
        file.with_suffix(".toml").write_text(toml, encoding="utf-8")


def _one(root):
    scans, failures = corpus.scans(root)
    assert not failures
    assert len(scans) == 1
    return scans[0]


@pytest.mark.parametrize(
    ("path", "page_id", "issue_date"),
    [
        ("滏阳日报/2015-02-12/A07.txt", "滏阳日报-2015-02-12-pA07", "2015-02-12"),
        ("滏阳日报/2015/p01.txt", "滏阳日报-2015-p01", "2015"),
        ("滏阳日报/2015/01.txt", "滏阳日报-2015-p01", "2015"),
        ("滏阳日报/2015-02-19..2015-03-05/3.txt", "滏阳日报-2015-02-19..2015-03-05-p3", "2015-02-19/2015-03-05"),
        ("滏阳日报/undated/x.txt", "滏阳日报-px", None),
        ("滏阳日报/春节特刊/x.txt", "滏阳日报-春节特刊-px", None),
        ("滏阳日报/x.txt", "滏阳日报-px", None),
        ("x.txt", "px", None),
        ("滏阳日报/2015/b/01.txt", "滏阳日报-2015-pb-01", "2015"),
        ("滏 阳'日\"报/2015/p 1.txt", "滏_阳'日\"报-2015-pp_1", "2015"),
    ],
)
def test_ids_and_dates_come_from_the_path(tmp_path, path, page_id, issue_date):
    _page(tmp_path, path)
    scan = _one(tmp_path)
    assert (scan.page_id, scan.issue_date) == (page_id, issue_date)


def test_the_toml_overrides_the_path(tmp_path):
    _page(
        tmp_path,
        "loose.txt",
        toml='paper = "滏阳日报"\nissue_date = 2015-02-12\npage_number = "A07"\nrights = "试用"\n',
    )
    scan = _one(tmp_path)
    assert scan.page_id == "滏阳日报-2015-02-12-pA07"
    assert (scan.page_number, scan.rights) == ("A07", "试用")


@pytest.mark.parametrize("toml", ["paper = ", 'papre = "x"', 'issue_date = "12. Februar"'])
def test_a_bad_toml_is_an_error_of_its_page(tmp_path, toml):
    _page(tmp_path, "滏阳日报/2015/p01.txt", toml=toml)
    assert _one(tmp_path).error[0] == "bad_metadata"


def test_two_files_that_claim_one_page(tmp_path):
    _page(tmp_path, "滏阳日报/2015/01.txt")
    _page(tmp_path, "滏阳日报/2015/p01.txt")
    first, second = corpus.scans(tmp_path)[0]
    assert first.error is None
    assert second.error[0] == "same_page"
    assert first.page_id != second.page_id


def test_files_of_one_name_that_claim_one_page_have_ids_of_their_own(tmp_path):
    for folder in "甲乙丙":
        _page(tmp_path, f"滏阳日报/2015/{folder}/1.txt", toml='page_number = "A07"')
    scans, _ = corpus.scans(tmp_path)
    assert [scan.error and scan.error[0] for scan in scans] == [None, "same_page", "same_page"]
    assert len({scan.page_id for scan in scans}) == 3


def test_a_link_out_of_the_corpus_is_not_followed(tmp_path):
    (tmp_path / "outside.txt").write_text("秘密", encoding="utf-8")
    root = tmp_path / "corpus"
    _page(root, "滏阳日报/2015/p01.txt")
    (root / "滏阳日报/2015/p02.txt").symlink_to(tmp_path / "outside.txt")
    (root / "滏阳日报/2015/p03.txt").symlink_to(root / "滏阳日报/2015/nowhere.txt")
    (root / "linked").symlink_to(tmp_path)
    scans, failures = corpus.scans(root)
    assert [scan.error and scan.error[0] for scan in scans] == [None, "outside_corpus", "unreadable_file"]
    assert [failure.kind for failure in failures] == ["linked_folder"]


def test_a_pipe_is_no_page(tmp_path):
    os.mkfifo(tmp_path / "p01.txt")
    assert _one(tmp_path).error[0] == "no_file"


def test_files_in_unknown_formats_are_named_and_documents_are_not(tmp_path):
    for name in ("a.doc", "README.md", "corrections.csv", ".hidden.txt", "notes"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    scans, failures = corpus.scans(tmp_path)
    assert scans == []
    assert [(failure.page_id, failure.kind) for failure in failures] == [("a.doc", "unknown_format")]


def test_a_toml_of_notepad_is_read_whatever_the_case_of_its_ending(tmp_path):
    _page(tmp_path, "滏阳日报/2015/01.txt")
    (tmp_path / "滏阳日报/2015/01.TOML").write_bytes(b'\xef\xbb\xbfpage_number = "A07"\r\n')
    assert _one(tmp_path).page_number == "A07"


def test_a_toml_that_nothing_uses_is_a_failure(tmp_path):
    _page(tmp_path, "滏阳日报/2015/01.txt", toml='page_number = "A07"')
    for name in ("p01.toml", "01.Toml"):
        (tmp_path / "滏阳日报/2015" / name).write_text('page_number = "9"', encoding="utf-8")
    if len(list((tmp_path / "滏阳日报/2015").iterdir())) < 4:
        pytest.skip("this file system takes 01.toml and 01.Toml for one")
    scans, failures = corpus.scans(tmp_path)
    assert [scan.page_number for scan in scans] == ["A07"]
    assert {(failure.page_id, failure.kind) for failure in failures} == {
        ("滏阳日报/2015/p01.toml", "unused_metadata"),
        ("滏阳日报/2015/01.Toml", "unused_metadata"),
    }


def test_what_windows_leaves_in_folders_is_nobodys_page(tmp_path):
    _page(tmp_path, "滏阳日报/2015/01.txt")
    for name in ("Thumbs.db", "desktop.ini", "Desktop.ini", "~$3.doc", "~$1.txt"):
        (tmp_path / "滏阳日报/2015" / name).write_bytes(b"x")
    assert _one(tmp_path).page_number == "01"


def _named_in_gbk(folder, name):
    """The path of a name as an archive made on a Chinese Windows leaves it; skips where the file system takes none such."""
    path = folder / os.fsdecode(name.encode("gbk"))
    try:
        path.mkdir(parents=True)
    except (OSError, UnicodeEncodeError):
        pytest.skip("this file system takes only names in UTF-8")
    path.rmdir()
    return path


def test_names_that_are_not_utf_8_are_failures(tmp_path):
    issue = tmp_path / "滏阳日报" / "2015"
    for name in ("第三版.txt", "第三版.doc", "说明.md"):
        _named_in_gbk(issue, name).write_text("本报讯 一行。", encoding="utf-8")
    folder = _named_in_gbk(issue, "增刊")
    folder.mkdir()
    _named_in_gbk(issue, "连").symlink_to(tmp_path)
    _page(folder, "01.txt")
    _page(issue, "05.txt")
    scans, failures = corpus.scans(tmp_path)
    assert [scan.page_id for scan in scans] == ["滏阳日报-2015-p05"]
    assert {failure.kind for failure in failures} == {"bad_name"} and len(failures) == 4
    assert {failure.page_id for failure in failures} >= {r"滏阳日报/2015/\xb5\xda\xc8\xfd\xb0\xe6.txt", r"滏阳日报/2015/\xd4\xf6\xbf\xaf"}
    assert any("第三版.txt" in failure.message for failure in failures)


def test_a_folder_that_cannot_be_listed_is_a_failure(tmp_path, unlistable):
    _page(tmp_path, "滏阳日报/2015/p01.txt")
    _page(tmp_path, "滏阳日报/2016/p01.txt")
    unlistable("2015")
    scans, failures = corpus.scans(tmp_path)
    assert [scan.page_id for scan in scans] == ["滏阳日报-2016-p01"]
    assert [(failure.page_id, failure.kind) for failure in failures] == [("滏阳日报/2015", "unreadable_folder")]
