import sys
from types import SimpleNamespace

import pytest

from pipeline import training
from pipeline.__main__ import DONE, USAGE, main
from pipeline.errors import UsageError


def test_every_model_has_a_trainer_and_a_record():
    made = {trainer.out.split(".")[0] for trainer in training.TRAINERS}
    there = {path.name.split(".")[0] for path in training.MODELS.iterdir() if path.suffix not in (".py", "")}
    assert there == made
    assert all((training.MODELS / f"{name}.json").exists() for name in made)


def test_dev_is_never_learnt_from():
    assert all("dev" not in trainer.gold for trainer in training.TRAINERS)


def written() -> dict:
    return {path: path.stat().st_mtime_ns for path in training.MODELS.iterdir()}


def test_missing_gold_is_said_before_anything_is_written(tmp_path):
    before = written()
    with pytest.raises(UsageError, match=r"\.jsonl: no such gold file"):
        training.train(tmp_path)
    assert written() == before


def test_gold_that_cannot_be_read_is_said_to_who_asked(tmp_path, capsys):
    before = written()
    for name in {name for trainer in training.TRAINERS for name in trainer.gold}:
        (tmp_path / f"{name}.jsonl").write_text("{", "utf-8")
    assert main(["model", str(tmp_path)]) == USAGE
    assert "cannot read gold file" in capsys.readouterr().err
    assert written() == before


def test_what_training_needs_is_looked_for_before_anything_is_written(tmp_path, monkeypatch):
    before = written()
    for name in {name for trainer in training.TRAINERS for name in trainer.gold}:
        (tmp_path / f"{name}.jsonl").write_text("", "utf-8")
    monkeypatch.delitem(sys.modules, "pipeline.measuring.train_encoder", raising=False)
    monkeypatch.setitem(sys.modules, "jax", None)
    with pytest.raises(UsageError, match="jax"):
        training.train(tmp_path)
    assert written() == before


@pytest.mark.parametrize("onward", [False, True])
def test_only_what_can_go_on_is_told_to(tmp_path, monkeypatch, onward):
    told = []
    (tmp_path / "gold.jsonl").write_text("", "utf-8")
    trainers = [training.Trainer("one", "one.json", ("gold",)), training.Trainer("other", "other.json", ("gold",), goes_on=True)]
    monkeypatch.setattr(training, "TRAINERS", trainers)
    monkeypatch.setattr(training, "_module", lambda name: SimpleNamespace(train=lambda gold, out, **more: told.append((name, more))))
    assert main(["model", str(tmp_path), *(["--onward"] if onward else [])]) == DONE
    assert told == [("one", {}), ("other", {"onward": True} if onward else {})]
