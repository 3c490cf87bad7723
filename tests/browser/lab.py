"""A JupyterLab on loopback and a browser for it: what the tests of notebooks share."""

import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
NO_CHROMIUM = "there is no chromium (apt-get install chromium fonts-wqy-microhei); tests of the desk in a browser are left out"
_OPTIONS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab: where it listens, and the folders its notebooks work on."""

    address: str
    token: str
    corpus: Path
    extracted: Path


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def lab(folder: Path, pages: Mapping[Path, str]) -> Iterator[Lab]:
    """`python -m pipeline notebooks` with copies of the notebooks and of the corpus and some pages more, as `make notebooks` starts it."""
    shutil.copytree(ROOT / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns("*.ipynb", "images", ".*"))
    shutil.copytree(ROOT / "corpus", folder / "corpus", ignore=shutil.ignore_patterns("corrections.csv", ".*"))
    for path, text in pages.items():
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    make(folder)
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


def make(folder: Path) -> None:
    """What `make` does, on the copies."""
    command = [sys.executable, "-m", "pipeline", "all"]
    subprocess.run(command, cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=True, capture_output=True)


def _wait(running: Lab, server: subprocess.Popen, log: Path) -> None:
    for _ in range(240):
        assert server.poll() is None, log.read_text(encoding="utf-8")
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            urllib.request.urlopen(f"{running.address}/api/status?token={running.token}", timeout=5)
            return
        time.sleep(0.25)
    raise AssertionError("JupyterLab did not start within a minute: " + log.read_text(encoding="utf-8"))


@contextlib.contextmanager
def browser(folder: Path):
    """Chromium with an empty profile (Playwright)."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            str(folder / "profile"), executable_path=CHROMIUM, args=list(_OPTIONS), viewport={"width": 1500, "height": 1300}, locale="zh-CN"
        )
        yield context
        context.close()


def open_notebook(context, running: Lab, name: str):
    """A page with a notebook of which all cells are run from the menu, as a person does it."""
    page = context.new_page()
    page.goto(f"{running.address}/lab/tree/notebooks/{name}.ipynb?token={running.token}&reset")
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    page.wait_for_selector("text=(ipykernel) | Idle", timeout=60_000)
    page.click(".lm-MenuBar-itemLabel >> text=Run")
    page.click(".lm-Menu-itemLabel >> text='Run All Cells'")
    return page
