import pytest

from pipeline import training
from pipeline.errors import UsageError


def test_every_model_has_a_trainer_and_a_record():
    made = {trainer.out.split(".")[0] for trainer in training.TRAINERS}
    there = {path.name.split(".")[0] for path in training.MODELS.iterdir() if path.suffix not in (".py", "")}
    assert there == made
    assert all((training.MODELS / f"{name}.json").exists() for name in made)


def test_dev_is_never_learnt_from():
    assert all("dev" not in trainer.gold for trainer in training.TRAINERS)


def test_missing_gold_is_said_before_anything_is_written(tmp_path):
    before = {path: path.stat().st_mtime_ns for path in training.MODELS.iterdir()}
    with pytest.raises(UsageError, match=r"seed\.jsonl"):
        training.train(tmp_path)
    assert {path: path.stat().st_mtime_ns for path in training.MODELS.iterdir()} == before
