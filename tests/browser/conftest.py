"""A browser for tests: Debian's chromium without a window, driven by Playwright. Tests that ask for it are left out where there is none.

`tab()` opens an empty tab (options as for Playwright's new_context); `asked_for` holds the addresses that tabs have asked for.
An error in a page's own script, and a dialog, fail the test.
"""

import os
import shutil

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")
HOW = "no chromium on this machine (apt-get install chromium fonts-wqy-microhei, or CHROMIUM=/path/to/it)"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]  # else it looks for its maker's hosts


@pytest.fixture(scope="session")
def chromium():
    """Where the browser is."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    return found or pytest.skip(HOW)


@pytest.fixture(scope="session")
def browser(chromium):
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (make sets it up: the extra 'dev')")
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=chromium, args=FLAGS + QUIET)
        yield running
        running.close()


@pytest.fixture
def asked_for() -> list[str]:
    """The addresses that tabs have asked for, in order."""
    return []


@pytest.fixture
def tab(browser, asked_for):
    """tab(viewport=..., color_scheme=...): an empty tab of its own, closed after the test."""
    contexts, wrong = [], []

    def dialog(one):
        wrong.append(f"dialog: {one.message}")
        one.dismiss()

    def open_tab(**options):
        context = browser.new_context(**({"viewport": {"width": 1200, "height": 900}} | options))
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("request", lambda request: asked_for.append(request.url))
        page.on("pageerror", lambda error: wrong.append(f"script: {error}"))
        page.on("dialog", dialog)
        return page

    yield open_tab
    for context in contexts:
        context.close()
    assert not wrong
