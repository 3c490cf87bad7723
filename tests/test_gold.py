import pytest

from pipeline import gold
from pipeline.errors import DataError


def test_records_are_read_and_empty_lines_passed_over(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "一"}\n\n{"id": "二\u2028三"}\n', "utf-8")  # a separator of lines that JSON may hold
    assert [record["id"] for record in gold.records(path)] == ["一", "二\u2028三"]
    assert list(gold.digests([path])) == ["a.jsonl"]


@pytest.mark.parametrize("text", [None, "{"])
def test_what_cannot_be_read_is_named(tmp_path, text):
    path = tmp_path / "b.jsonl"
    if text:
        path.write_text(text, "utf-8")
    with pytest.raises(DataError, match=r"b\.jsonl"):
        gold.records(path)
