"""Pen to answer with streamlit-drawable-canvas, in the same page frame and by the same network.

It sends the drawing when the pen is lifted, so that is what is timed, to the frame in which the
answer is painted; while the pen moves there is no answer to be had from it. Served by `streamlit
run`.
"""

import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser

from scripts.bench.digits import strokes
from scripts.bench.report import Figure, figure
from scripts.running_app import ROOT, RunningApp

PROBE = Path(__file__).with_name("probe.js")
CANVAS = "canvas.upper-canvas"
PAUSE = 1 / 60
SETTLED = 300  # ms without a change before the next stroke
LONGEST = 20_000  # ms for an answer


@contextmanager
def served() -> Iterator[RunningApp]:
    """The app with the rival's page in the place of Draw."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in ("cnn", "ui", "assets", "scripts", ".streamlit"):
            (root / name).symlink_to(ROOT / name)
        shutil.copytree(ROOT / "pages", root / "pages")
        shutil.copy(ROOT / "streamlit_app.py", root)
        (place,) = (root / "pages").glob("*_Draw.py")
        shutil.copy(Path(__file__).with_name("canvas_page.py"), place)
        with RunningApp(plain=True, root=root) as app:
            yield app


def visit(browser: Browser, url: str, seconds: float) -> list[Figure]:
    """From each lifting of the pen to the answer that knows the stroke."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.add_init_script(path=PROBE)
    page.goto(f"{url}/Draw?lang=en")
    canvas = page.locator(CANVAS).first
    canvas.wait_for(timeout=120_000)
    page.wait_for_timeout(3000)
    rng, delays, drawn = random.Random(0), list[float](), 0
    box = canvas.bounding_box()
    assert box is not None, "the canvas is not visible"
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        size = box["width"] * rng.uniform(0.6, 0.95)
        for line in strokes(rng.randrange(10), size / 55, size, box["x"], box["y"]):
            page.mouse.move(*line[0])
            page.mouse.down()
            for point in line[1:]:
                page.mouse.move(*point)
                time.sleep(PAUSE)
            page.mouse.up()
            drawn += 1
            answers = page.locator(f"[data-testid=answers][data-seq='{drawn}']")
            answers.wait_for(state="attached", timeout=LONGEST)
            page.wait_for_timeout(SETTLED)
            seen = page.evaluate("window.benchmark")
            delays.append(seen["answers"][-1][0] - seen["ups"][-1])
    page.close()
    note = "rival: streamlit-drawable-canvas, streamlit run"
    return [figure("pen up to changed answers, alone", "ms", delays, note)]
