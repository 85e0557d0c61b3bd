"""Make docs/film.webp, which opens the README: two digits drawn on the Draw page of a running app.

Run: python -m scripts.make_film
"""

import io
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from playwright.sync_api import FloatRect, Page, ViewportSize, sync_playwright

from scripts import browser as chromium
from scripts.bench.digits import strokes
from scripts.browser import AT_REST
from scripts.running_app import RunningApp

FILE = Path(__file__).resolve().parent.parent / "docs" / "film.webp"
LARGEST = 1_500_000  # bytes
DIGITS = (3, 7)
WIDTH, SCALE = 1000, 0.72  # of the window, and of a picture of it
MARGIN = 16  # CSS pixels around what is shown
MOVE, REST = 55, 1400  # milliseconds that a picture stays: while the pen moves, when it is lifted
PAD = ".st-key-pad canvas"
SHOWN = ("[data-testid=verdict]", ".st-key-pad canvas", "[data-testid=maps]")
FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
Film = list[tuple[Image.Image, int]]  # pictures, and how long each stays


def film(page: Page, url: str) -> Film:
    """What is seen while the digits are drawn, one after the other."""
    page.goto(f"{url}/Draw?lang=en")
    page.locator(AT_REST).wait_for(state="attached")
    page.add_style_tag(content=".stAppHeader { visibility: hidden }")
    found = [(picture(page), REST // 2)]
    for digit in DIGITS:
        found += [(picture(page), MOVE) for _ in drawn(page, digit)]
        found[-1] = found[-1][0], REST
        page.locator("[data-act=clear]").click()
    return found


def drawn(page: Page, digit: int) -> Iterator[None]:
    """Draws a digit, and stops after each move of the pen, once it is painted."""
    box = page.locator(PAD).bounding_box()
    assert box is not None, "the pad is not visible"
    size = 0.8 * box["width"]
    for line in strokes(digit, size / 26, size, box["x"] + 30, box["y"] + 30):
        page.mouse.move(*line[0])
        page.mouse.down()
        for point in line[1:]:
            page.mouse.move(*point)
            page.evaluate(FRAMES)
            yield
        page.mouse.up()
    page.evaluate(FRAMES)
    yield


def picture(page: Page) -> Image.Image:
    """What the window shows of the pad and what is beside it."""
    boxes = [box for name in SHOWN if (box := page.locator(name).bounding_box())]
    left, top = (min(box[side] for box in boxes) - MARGIN for side in ("x", "y"))
    right = max(box["x"] + box["width"] for box in boxes) + MARGIN
    low = max(box["y"] + box["height"] for box in boxes) + MARGIN
    clip: FloatRect = {"x": left, "y": top, "width": right - left, "height": low - top}
    taken = Image.open(io.BytesIO(page.screenshot(clip=clip)))
    size = round(SCALE * taken.width), round(SCALE * taken.height)
    return taken.convert("RGB").resize(size, Image.Resampling.LANCZOS)


def main() -> None:
    """Take it and keep it."""
    with RunningApp() as app, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.FLAGS)
        window: ViewportSize = {"width": WIDTH, "height": 1100}
        page = browser.new_page(viewport=window, device_scale_factor=1.4)
        (first, *others), stays = zip(*film(page, app.url), strict=True)
        browser.close()
    first.save(
        FILE, save_all=True, append_images=others, duration=stays, loop=0, quality=70, method=6
    )
    size = FILE.stat().st_size
    print(f"{FILE.name}: {len(stays)} pictures of {first.width}×{first.height}, {size:,} bytes")
    assert size <= LARGEST


if __name__ == "__main__":
    main()
