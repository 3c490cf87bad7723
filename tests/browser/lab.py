"""A JupyterLab on loopback: what the tests of notebooks in a browser share."""

import contextlib
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_PATIENCE = 60_000  # ms; a machine that does other things as well takes its time to start a kernel


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab: where it listens, and the folders its notebooks work on."""

    address: str
    token: str
    corpus: Path
    extracted: Path


def copy(folder: Path) -> None:
    """Copies of the notebooks and of the corpus in a folder, as if it were the project's."""
    shutil.copytree(ROOT / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns("*.ipynb", "images", ".*"))
    shutil.copytree(ROOT / "corpus", folder / "corpus", ignore=shutil.ignore_patterns("corrections.csv", ".*"))


def make(folder: Path) -> None:
    """What `make` does, on the copies."""
    command = [sys.executable, "-m", "pipeline", "all"]
    subprocess.run(command, cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=True, capture_output=True)


@contextlib.contextmanager
def lab(folder: Path) -> Iterator[Lab]:
    """`python -m pipeline notebooks` on the copies, as `make notebooks` starts it."""
    port, token = _free_port(), secrets.token_hex(16)
    command = [sys.executable, "-m", "pipeline", "notebooks", "--", "--no-browser", "--ip=127.0.0.1", f"--port={port}", "--port-retries=0"]
    own = {"HOME": str(folder), "JUPYTER_TOKEN": token, "PYTHONPATH": str(ROOT)}  # no settings of whoever runs the tests
    with (folder / "lab.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=folder, env=os.environ | own, stdout=log, stderr=log)
    try:
        running = Lab(f"http://127.0.0.1:{port}", token, folder / "corpus", folder / "extracted")
        _wait(running, server, folder / "lab.log")
        yield running
    finally:
        server.terminate()
        server.wait(30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(running: Lab, server: subprocess.Popen, log: Path) -> None:
    for _ in range(240):
        assert server.poll() is None, log.read_text(encoding="utf-8")
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            urllib.request.urlopen(f"{running.address}/api/status?token={running.token}", timeout=5)
            return
        time.sleep(0.25)
    raise AssertionError("JupyterLab did not start within a minute: " + log.read_text(encoding="utf-8"))


def open_notebook(page, running: Lab, name: str) -> None:
    """Open a notebook in a tab and run all its cells from the menu, as a person does it."""
    page.goto(f"{running.address}/lab/tree/notebooks/{name}.ipynb?token={running.token}&reset", timeout=_PATIENCE)
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=_PATIENCE)
    page.wait_for_selector("text=(ipykernel) | 空闲", timeout=_PATIENCE)
    page.click(".lm-MenuBar-itemLabel >> text=运行")
    page.click(".lm-Menu-itemLabel >> text='运行所有单元格'")


def end_kernels(running: Lab) -> None:
    """End the Python behind the notebooks, as when it has crashed."""
    asked = {"Authorization": f"token {running.token}"}
    with urllib.request.urlopen(urllib.request.Request(f"{running.address}/api/kernels", headers=asked), timeout=30) as answer:
        kernels = json.load(answer)
    assert kernels
    for kernel in kernels:
        address = f"{running.address}/api/kernels/{kernel['id']}"
        urllib.request.urlopen(urllib.request.Request(address, headers=asked, method="DELETE"), timeout=30).close()
