"""The README's questions have the answers that it prints."""

import re
from pathlib import Path

import pytest

from pipeline import query
from pipeline.__main__ import main

ROOT = Path(__file__).parents[1]
EXAMPLE = re.compile(r'```\n\$ make query Q="(.*?)"\n(.*?)```', re.S)
EXAMPLES = EXAMPLE.findall((ROOT / "README.md").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def extracted(tmp_path_factory):
    folder = tmp_path_factory.mktemp("readme")
    assert main(["all", "--corpus", str(ROOT / "corpus"), "--extracted", str(folder)]) == 0
    return folder


def test_there_are_five_questions():
    assert len(EXAMPLES) >= 5


@pytest.mark.parametrize(("sql", "answer"), EXAMPLES)
def test_the_answer_is_the_one_printed(extracted, capsys, sql, answer):
    capsys.readouterr()
    assert query.run(extracted, sql) == 0
    assert capsys.readouterr().out == answer
