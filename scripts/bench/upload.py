"""Uploading a photo: from the file's choice to its answer, and to all maps, in a real browser.

The small edition, which ships, and AlexNetOWT with random weights (scripts/bench/random_weights.py)
in a server of its own; then that server's memory.
"""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from scripts import browser as chromium
from scripts.bench.memory import resident
from scripts.bench.photo import files
from scripts.bench.report import Figure, figure, single
from scripts.running_app import RunningApp

PROBE = Path(__file__).with_name("upload_probe.js")
NETWORKS = {"small": "the small edition", "imagenet": "ImageNet weights (random here)"}
PHOTOS = {"a sample, JPEG": "sample.jpg", "12 megapixels, JPEG": "phone.jpg"}
MOST = 12  # photos that a visitor may keep at once


def measure(times: int) -> list[Figure]:
    """All figures of this part."""
    figures, memory = [], []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.find(), args=chromium.FLAGS, headless=True
        )
        for network, title in NETWORKS.items():
            with server(network, Path(folder)) as app:
                for photo, name in PHOTOS.items():
                    took = _uploads(browser, app.url, network, name, files()[photo], times)
                    for what, each in zip(("its answer", "all maps"), took, strict=True):
                        figures.append(
                            figure(
                                f"upload of {photo} to {what}", "ms", each, f"budget 500; {title}"
                            )
                        )
                memory.append(
                    single("memory after these uploads", "MB", resident(app), f"with {title}")
                )
        browser.close()
    return [*figures, *memory]


def server(network: str, folder: Path) -> RunningApp:
    """The app; for "imagenet" with random weights, which it keeps in `folder`."""
    if network == "small":
        return RunningApp()
    return RunningApp(
        module="scripts.bench.random_weights", environment={"CNN_WEIGHTS_DIR": str(folder)}
    )


def opened(browser: Browser, url: str, network: str) -> Page:
    """The Photo page, ready to take a file."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.add_init_script(path=PROBE)
    page.goto(f"{url}/Photo?lang=en&open=all&network={network}")
    page.locator(".st-key-photo-many-segments").wait_for(timeout=120_000)
    return page


def upload(page: Page, name: str, data: bytes) -> tuple[float, float]:
    """Milliseconds from a file's choice to its answer, and to all of its maps."""
    chooser = page.locator('[data-testid="stFileUploader"] input[type="file"]')
    chooser.set_input_files({"name": name, "mimeType": "image/jpeg", "buffer": data})
    page.wait_for_function("() => upload.answered && upload.mapped", timeout=60_000)
    chosen, answered, mapped = (
        page.evaluate(f"() => upload.{moment}") for moment in ("chosen", "answered", "mapped")
    )
    page.wait_for_timeout(1_500)  # the rest of the page, and a new field for the next file
    return answered - chosen, mapped - chosen


def _uploads(
    browser: Browser, url: str, network: str, name: str, data: bytes, times: int
) -> tuple[list[float], list[float]]:
    """As `upload`, so many times; the first, which loads what nobody has used yet, is left out."""
    page = opened(browser, url, network)
    took = [upload(page, name, data) for _ in range(min(times + 1, MOST))][1:]
    page.close()
    return [answered for answered, _ in took], [mapped for _, mapped in took]
