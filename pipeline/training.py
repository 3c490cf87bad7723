"""`make model`: trains the models of pipeline/models anew, each with its training record beside it."""

import importlib
import logging
from collections.abc import Sequence
from pathlib import Path

LOG = logging.getLogger("pipeline")
MODELS = Path(__file__).parent / "models"
TRAINERS = (
    ("pipeline.naming.train", "names.crfsuite"),
    ("pipeline.measuring.train_activities", "activities.json"),
    ("pipeline.measuring.train", "measures.json"),
)


def train(gold: Sequence[Path]) -> None:
    """Train each model on gold articles and write it, in the order in which they build on each other."""
    for module, name in TRAINERS:
        record = importlib.import_module(module).train(gold, MODELS / name)
        LOG.info("%s: %s", name, record.get("figures", record))
