"""What tests share: a corpus of our own, a run of the command line on it, and a folder that cannot be listed."""

import os
from pathlib import Path

import pytest

from pipeline.__main__ import main

ARTICLE = """安平县总工会为困难职工送上助学金

本报讯（记者王平）8月20日，安平县总工会筹集资金12万元，为60名困难职工子女每人发放助学金2000元。
据了解，2010年以来，该县总工会累计资助困难职工子女530名。
"""


@pytest.fixture
def corpus(tmp_path) -> Path:
    """A corpus of two issues with a page each."""
    for date, text in (("2018-08-21", ARTICLE), ("2018-08-22", ARTICLE.replace("12万元", "9万元"))):
        folder = tmp_path / "corpus" / "滏阳日报" / date
        folder.mkdir(parents=True)
        (folder / "A03.txt").write_text(text, encoding="utf-8")
    return tmp_path / "corpus"


@pytest.fixture
def pipeline(corpus, tmp_path):
    """Run a command on the corpus: pipeline("all", ...) gives its exit status; tables are in tmp_path/out."""

    def run(command: str, *options: str) -> int:
        return main([command, "--corpus", str(corpus), "--extracted", str(tmp_path / "out"), *options])

    return run


@pytest.fixture
def unlistable(monkeypatch):
    """unlistable("2015"): folders whose path ends so cannot be listed. (Tests may run as root, whom no rights keep out.)"""
    listing = os.scandir

    def make(ending: str) -> None:
        def scandir(path):
            if str(path).endswith(ending):
                raise PermissionError(13, "Permission denied", str(path))
            return listing(path)

        monkeypatch.setattr(os, "scandir", scandir)

    return make
