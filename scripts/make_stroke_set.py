"""Makes tests/data/pad_strokes.json.gz: digits drawn on the real pad, for testing only.

Three sources that training does not use: "mouse", forms of `scripts.stroke_forms` as an unsteady
hand writes them; "mnist-test", skeletons of MNIST test digits; "hershey", digits of A. V. Hershey's
line fonts (1967). Each is put anywhere on the pad, at any size and a little slanted, and drawn
there by a mouse in Chromium. Kept is what the pad sent. Takes about ten minutes.

Run: python -m scripts.make_stroke_set
"""

import asyncio
import gzip
import json
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
from playwright.async_api import Page, WebSocket, async_playwright

from cnn.data.mnist import dataset
from cnn.data.pens import skeletons
from scripts import browser, stroke_forms, stroke_set
from scripts.protocol import BackMsg
from scripts.running_app import ROOT, RunningApp
from scripts.stroke_forms import Rng, Stroke

SEED = 1998
EACH = {"mouse": 40, "mnist-test": 40, "hershey": 20}  # of each of the ten digits
# One face has digits of single strokes; of two others, a line is drawn as its two edges.
FACES = ("rowmans", "rowmans", "timesr", "scripts")
THICKEST = 3.6  # pixels; thicker lines in MNIST fill loops, and a filled loop has no skeleton


class Pad:
    """The pad in a browser: draws with its mouse, and hears what it sends."""

    def __init__(self, page: Page) -> None:
        self.page, self.sent = page, {"n": [], "d": ""}
        page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framesent", self._hear)

    async def open(self, url: str) -> None:
        await self.page.goto(url)
        box = await self.page.locator(".st-key-pad canvas[aria-label]").bounding_box()
        assert box is not None
        self.corner, self.side = np.array([box["x"], box["y"]]), box["width"]

    def _hear(self, frame: bytes | str) -> None:
        assert isinstance(frame, bytes)
        for widget in BackMsg.FromString(frame).rerun_script.widget_states.widgets:
            if widget.id.endswith("-pad"):
                self.sent = json.loads(widget.json_value)["drawing"]

    async def draw(self, strokes: list[Stroke]) -> dict[str, Any]:
        """Draw strokes, in screen pixels of the sheet; returns what was sent in the end."""
        mouse = self.page.mouse
        for stroke in strokes:
            first, *rest = (self.corner + stroke).tolist()
            await mouse.move(*first)
            await mouse.down()
            await asyncio.gather(*[mouse.move(*place) for place in rest])  # all on their way
            await mouse.up()
        await self._wait(len(strokes))
        drawing = {"n": self.sent["n"], "d": self.sent["d"]}
        await self.page.locator(".st-key-pad [data-act=clear]").click()
        await self._wait(0)
        return drawing

    async def _wait(self, strokes: int) -> None:
        for _ in range(2000):
            if len(self.sent["n"]) == strokes:
                return
            await asyncio.sleep(0.005)
        raise RuntimeError(f"the pad did not send {strokes} strokes, but {self.sent}")


def digits(rng: Rng) -> Iterator[tuple[int, str, str, list[Stroke]]]:
    """(label, source, form, strokes) of each digit, strokes at any scale."""
    test = dataset.load_digits("test")
    for label in range(10):
        forms = list(stroke_forms.FORMS[label])
        for i in range(EACH["mouse"]):
            form = forms[i % len(forms)]
            yield label, "mouse", form, stroke_forms.written(label, form, rng)
        chosen = rng.permutation(np.flatnonzero(test.labels == label))
        usable = (i for i in chosen if _is_thin(test.images[i]))
        for index, _ in zip(usable, range(EACH["mnist-test"]), strict=False):
            yield label, "mnist-test", str(index), skeletons.trace_strokes(test.images[index])
        for i in range(EACH["hershey"]):
            face = FACES[i % len(FACES)]
            yield label, "hershey", face, _letterpress(face, label)


def _is_thin(image: np.ndarray) -> bool:
    length = sum(skeletons.polyline_length(line) for line in skeletons.trace_strokes(image))
    return bool(image.sum(dtype=float) / 255 / (length + 2) < THICKEST)


def _letterpress(face: str, label: int) -> list[Stroke]:
    from HersheyFonts import HersheyFonts

    font = HersheyFonts()
    font.load_default_font(face)
    lines = [np.array(list(line), float) for line in font.strokes_for_text(str(label))]
    return [stroke_forms.by_length(line, 0.5) for line in lines]


async def record(pad: Pad) -> list[dict[str, Any]]:
    """Draw all digits on the pad; a row for each."""
    rng, rows = np.random.default_rng(SEED), []
    for label, source, form, strokes in digits(rng):
        on_pad = stroke_forms.placed(strokes, rng, pad.side)
        seen = await pad.draw([stroke_forms.moves(stroke, rng) for stroke in on_pad])
        rows.append({"label": label, "source": source, "form": form, **seen})
        print(f"\r{len(rows)} of {10 * sum(EACH.values())}", end="", file=sys.stderr)
    return rows


async def main() -> None:
    """Draw, keep, and print the score of the default network."""
    app = RunningApp(environment={"PYTHONPATH": str(ROOT)})
    app.command = [sys.executable, "-m", "streamlit", "run", "scripts/pad_page.py"]
    app.command += ["--server.port", str(app.port), "--server.headless", "true"]
    with app:
        async with async_playwright() as playwright:
            path = browser.find()
            chromium = await playwright.chromium.launch(executable_path=path, args=browser.FLAGS)
            pad = Pad(await chromium.new_page())
            await pad.open(app.url)
            rows = await record(pad)
    stroke_set.FILE.parent.mkdir(exist_ok=True)
    text = json.dumps(rows, separators=(",", ":"))
    stroke_set.FILE.write_bytes(gzip.compress(text.encode(), mtime=0))
    stroke_set.main()


if __name__ == "__main__":
    asyncio.run(main())
