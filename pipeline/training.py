"""`make model`: trains the models of pipeline/models anew, each with its training record in or beside it."""

import importlib
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from pipeline.errors import DataError, UsageError
from pipeline.gold import records

LOG = logging.getLogger("pipeline")
MODELS = Path(__file__).parent / "models"


@dataclass(frozen=True, slots=True)
class Trainer:
    """A module with `train(gold, out) -> record`, what it writes, and the gold files that it learns from.

    goes_on: it can go on from what is there (`onward=True`), as when labels have come that the model had not seen.
    """

    module: str
    out: str
    gold: tuple[str, ...]
    goes_on: bool = False


# The names of `scopes` are not labelled, and its articles are odd in their activities. The linear models of measure and scope did not gain
# from `plain` (measures.tried.toml). Types of activities did not gain from `broad` (F1 0.907 -> 0.897 on `apart`, 0.785 -> 0.787 on
# `natural`), nor from `printed` (0.912 -> 0.900, 0.803 -> 0.804); from `checked` they did. Nor did the encoder from `printed`
# (encoder.tried.toml). Not tried: `printed` on the linear models with the shipped encoder; `broad`, `checked` and `printed` on the
# tagger of names; the latter two on the model of language.
# The tagger of names did not gain from `reports` on dev (entities 0.846 -> 0.835, though 0.836 -> 0.845 in folds of `train`): it leaves
# short forms (县总) unlabelled. Nor did it from real articles counted twice (0.847 -> 0.840; 0.855 -> 0.861).
_OLDER = ("seed", "train", "written", "reports", "scopes", "typical")
_BROAD = (*_OLDER, "plain", "varied", "pointed", "broad")
TRAINERS = (
    Trainer("pipeline.naming.train", "names.crfsuite", ("seed", "train", "written", "typical", "plain", "varied", "pointed")),
    Trainer(
        "pipeline.measuring.train_activities",
        "activities.json",
        ("seed", "train", "written", "reports", "typical", "varied", "pointed", "checked"),
    ),
    Trainer("pipeline.scanning.train_language", "language.json", _BROAD),
    Trainer("pipeline.measuring.train_encoder", "encoder.json", (*_BROAD, "checked"), goes_on=True),
    Trainer("pipeline.measuring.train", "measures.json", (*_OLDER, "varied", "pointed", "broad", "checked")),
)


def train(gold: Path, onward: bool = False) -> None:
    """Train each model on the gold files of a folder and write it, in the order in which they build on each other.

    onward: the encoder is taught on from what it is instead of anew.
    UsageError, before anything is written, where a gold file is missing or cannot be read, or a package that this needs is not installed.
    """
    for path in _files(gold, sorted({name for trainer in TRAINERS for name in trainer.gold})):
        _check(path)
    trainers = [(trainer, _module(trainer.module)) for trainer in TRAINERS]
    for trainer, module in trainers:
        module.train(_files(gold, trainer.gold), MODELS / trainer.out, **({"onward": True} if onward and trainer.goes_on else {}))
        LOG.info("%s: trained on %s", trainer.out, ", ".join(trainer.gold))


def _files(gold: Path, names: Iterable[str]) -> list[Path]:
    return [gold / f"{name}.jsonl" for name in names]


def _check(path: Path) -> None:
    if not path.exists():
        raise UsageError(f"{path}: no such gold file; give the folder of gold files")
    try:
        records(path)
    except DataError as error:
        raise UsageError(str(error)) from None


def _module(name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise UsageError(f"training needs {error.name}, which comes with the extras dev and train: make model installs them") from None
