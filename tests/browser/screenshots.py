"""The pictures of the report in README.md: python tests/browser/screenshots.py (needs chromium). Of the page in corpus/ alone."""

import io
import shutil
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from pipeline.__main__ import main
from pipeline.reporting import addresses

ROOT = Path(__file__).parents[2]
IMAGES = ROOT / "notebooks" / "images"
FACT = "焦作日报-2015-p01-a07-f05"  # 522.6万元
COLOURS = 64  # enough for text on paper


def keep(page: Page, name: str, **clip: float) -> None:
    """A part of the page as a small PNG."""
    image = Image.open(io.BytesIO(page.screenshot(clip=clip))).convert("RGB")
    IMAGES.mkdir(exist_ok=True)
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(IMAGES / name, optimize=True)


def take(report: Path) -> None:
    """Both pictures."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 900, "height": 1000})
        page.goto(f"{(report / 'index.html').as_uri()}#q=沁阳 拖欠工资")
        page.wait_for_selector("#results li")
        keep(page, "report-search.png", x=0, y=0, width=900, height=770)
        page.goto(f"{(report / addresses.article(FACT.rsplit('-', 1)[0])).as_uri()}#{FACT}")
        place = page.locator(f'[id="{FACT}"]').bounding_box()
        keep(page, "report-figure.png", x=0, y=place["y"] - 230, width=900, height=place["height"] + 250)
        browser.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for command in ("all", "report"):
            main([command, "--corpus", str(ROOT / "corpus"), "--extracted", folder])
        take(Path(folder) / "report")
