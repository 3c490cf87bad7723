"""Labelled articles that models learn from: files of JSON lines, one article each, as FACTS.md describes them."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from pipeline.errors import DataError


def records(path: Path) -> list[dict]:
    """The articles of a gold file. DataError where it cannot be read or a line is not JSON."""
    try:
        return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()]
    except (OSError, ValueError) as error:
        raise DataError("gold_unreadable", f"cannot read gold file {path}: {error}") from error


def digests(paths: Sequence[Path]) -> dict[str, str]:
    """The SHA-256 of each file by its name, for the record of a training."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
