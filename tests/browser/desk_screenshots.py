"""The picture of the desk in notebooks/README.md: python tests/browser/desk_screenshots.py (needs chromium). Of corpus/ alone."""

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parent))

from lab import copy, lab, make, open_notebook
from screenshots import keep


def take(folder: Path) -> None:
    """The desk with the figure of the README open."""
    with lab(folder) as running, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1480, "height": 1060})
        open_notebook(page, running, "03_check")
        page.wait_for_selector(".fact-desk .queue button", timeout=60_000)
        page.keyboard.press("Control+b")  # more room: without the list of files
        page.fill(".fact-desk .reviewer", "王平")
        page.fill('.fact-desk .filter [data-name="text"]', "沁阳")
        page.press('.fact-desk .filter [data-name="text"]', "Enter")
        page.wait_for_selector('.fact-desk .number:text-is("522.6万元")')
        page.focus(".fact-desk")
        page.wait_for_timeout(1000)
        page.locator(".fact-desk").evaluate("desk => desk.scrollIntoView({block: 'start'})")
        box = page.locator(".fact-desk").bounding_box()
        keep(page, "desk.png", x=box["x"] - 4, y=max(0, box["y"] - 4), width=box["width"] + 8, height=934)
        browser.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        copy(Path(folder))
        make(Path(folder))
        take(Path(folder))
