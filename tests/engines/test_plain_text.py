import pytest

from pipeline.engines import plain_text
from pipeline.errors import DataError


def _written(tmp_path, data):
    path = tmp_path / "p.txt"
    path.write_bytes(data)
    return path


def test_every_line_is_kept_also_empty_ones_and_mixed_ends(tmp_path):
    lines, encoding = plain_text.read(_written(tmp_path, "一\r\n\n二\r三\n".encode()))
    assert (lines, encoding) == (["一", "", "二", "三"], "utf-8")


def test_lines_end_at_all_that_ends_a_line(tmp_path):
    assert plain_text.read(_written(tmp_path, "一\u2028二\u2029三\x85四\n".encode()))[0] == ["一", "二", "三", "四"]


def test_a_last_line_without_an_end_is_a_line(tmp_path):
    assert plain_text.read(_written(tmp_path, "一\n二".encode()))[0] == ["一", "二"]


@pytest.mark.parametrize("data", [b"", b" \n\n\t\n", "\u3000\n".encode()])
def test_a_file_with_nothing_in_it_is_refused(tmp_path, data):
    with pytest.raises(DataError) as error:
        plain_text.read(_written(tmp_path, data))
    assert error.value.kind == "empty_file"


def test_a_file_that_is_too_large_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(plain_text, "LARGEST", 10)
    with pytest.raises(DataError) as error:
        plain_text.read(_written(tmp_path, b"x" * 11))
    assert error.value.kind == "too_large"
