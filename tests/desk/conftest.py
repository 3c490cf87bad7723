"""What the tests of the desk share: the seed page through all stages, once, and a card to change."""

import shutil
from pathlib import Path

import pytest

from pipeline.__main__ import main
from pipeline.desk import loading
from pipeline.desk.cards import Card

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def built(tmp_path_factory) -> Path:
    """A folder with corpus/ (the seed page) and extracted/; not to be changed."""
    folder = tmp_path_factory.mktemp("seed")
    shutil.copytree(ROOT / "corpus", folder / "corpus", ignore=shutil.ignore_patterns("corrections.csv", ".*"))
    assert main(["all", "--corpus", str(folder / "corpus"), "--extracted", str(folder / "extracted")]) == 0
    return folder


@pytest.fixture
def seed(built, tmp_path) -> Path:
    """The same, to be changed."""
    shutil.copytree(built, tmp_path / "seed")
    return tmp_path / "seed"


@pytest.fixture(scope="session")
def holdings(built):
    return loading.load(built / "corpus", built / "extracted")


@pytest.fixture
def card():
    """card(confidence=0.4, ...): a fact of 12万元 raised in 安平县, with some columns changed."""

    def make(**changed) -> Card:
        fields = {
            "fact_id": "p-a01-f01", "article_id": "p-a01", "activity_id": "p-a01-v01", "headline": "安平县总工会送清凉",
            "paper": "滏阳日报", "issue_date": "2018-08-21", "organizer": "县总工会", "organizer_canonical": "安平县总工会",
            "place": "安平县", "date": "2018-07", "measure": "funds_raised", "value_min": 120000.0, "value_max": 120000.0,
            "unit": "CNY", "scope": "event", "text": "12万元", "sentence": "该县总工会筹集资金12万元。", "confidence": 0.9,
            "second_reading": None, "conflicts": 0, "review": "unreviewed", "pending": False,
        }  # fmt: skip
        return Card(**fields | changed)

    return make
