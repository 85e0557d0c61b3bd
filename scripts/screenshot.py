"""Make docs/screenshot.png: a three drawn by the mouse on the Draw page, as the README shows it.

Run: python -m scripts.screenshot
"""

import io
import time
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from scripts import browser as chromium
from scripts.bench.digits import strokes
from scripts.running_app import RunningApp

FILE = Path(__file__).resolve().parent.parent / "docs" / "screenshot.png"
PAD = ".st-key-pad canvas"


def picture(url: str) -> Image.Image:
    """The page with a digit on its pad, read."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 1120})
        page.goto(f"{url}/Draw?lang=en")
        page.locator(PAD).wait_for()
        box = page.locator(PAD).bounding_box()
        assert box is not None, "the pad is not visible"
        size = 0.9 * box["width"]
        for line in strokes(3, size / 60, size, box["x"] + 10, box["y"] + 10):
            page.mouse.move(*line[0])
            page.mouse.down()
            for point in line[1:]:
                page.mouse.move(*point)
                time.sleep(0.01)
            page.mouse.up()
        page.mouse.move(0, 0)
        page.wait_for_timeout(2000)
        taken = Image.open(io.BytesIO(page.screenshot()))
        browser.close()
    return taken


def main() -> None:
    """Take it and keep it, in 256 colours."""
    with RunningApp() as app:
        taken = picture(app.url)
    FILE.parent.mkdir(exist_ok=True)
    taken.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(FILE, optimize=True)


if __name__ == "__main__":
    main()
