"""What is typed behind make reaches the commands as it was typed."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ODD = "a b'c\"d $x $$ $(shell echo no) %$% #e"


@pytest.fixture
def make(tmp_path):
    """make("query", Q=...) gives the arguments with which the target calls python, one a line."""
    if not shutil.which("make"):
        pytest.skip("there is no make")
    (tmp_path / "ready").touch()
    os.utime(tmp_path / "ready", (1 << 32, 1 << 32))  # newer than what it is made from
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\nprintf '%s\\n' \"$@\"\n", encoding="utf-8")
    python.chmod(0o755)

    def run(target: str, in_environment: bool = False, **values: str) -> list[str]:
        settings = [f"VENV={tmp_path}", f"PY={python}"]
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
        if in_environment:
            environment |= values
        else:
            settings += [f"{name}={value}" for name, value in values.items()]
        command = ["make", "--no-print-directory", target, *settings]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout.splitlines()

    return run


@pytest.mark.parametrize("in_environment", [False, True])
@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("query", "Q"),
        ("query", "EXTRACTED"),
        ("explain", "FACT"),
        ("inspect", "PAGE"),
        ("facts", "CORPUS"),
        ("all", "PAPER"),
        ("diff", "OLD"),
    ],
)
def test_a_value_arrives_as_it_was_typed(make, target, name, in_environment):
    assert ODD in make(target, in_environment, **{name: ODD})


def test_clean_leaves_the_lock(make, tmp_path):
    """Else a second run could begin beside the one that holds it."""
    for name in ("pages", "tables"):
        (tmp_path / "out" / name).mkdir(parents=True)
    for name in (".lock", ".lock.owner"):
        (tmp_path / "out" / name).touch()
    make("clean", EXTRACTED=str(tmp_path / "out"))
    assert {path.name for path in (tmp_path / "out").iterdir()} == {".lock", ".lock.owner"}


def test_removal_is_allowed_by_a_word(make):
    assert "--allow-removal" in make("all", ALLOW_REMOVAL="yes")


def test_what_is_not_given_is_left_out(make):
    assert make("all") == ["-m", "pipeline", "all", "--corpus", "corpus", "--extracted", "extracted", "--jobs", "1"]
