"""What a first visit weighs: every byte that a browser with nothing in its cache loads of a page.

HTTP is counted as it comes over the wire, headers included; of the websocket, the messages both
ways, as they are before the connection may compress them. A page has come when nothing has moved
for a while: what is below the fold has then come as far as it comes without scrolling.
"""

import base64
from collections import Counter
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from scripts import browser as chromium
from scripts.bench.report import Figure, figure, single
from scripts.running_app import RunningApp
from ui.page.course import PAGES
from ui.words.text import label

QUIET = 3_000  # ms in which nothing comes and the page's script does not run
LONGEST = 120_000  # ms
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"
RUNNING = "[data-testid=stApp]:not([data-test-script-state=notRunning])"
PHONE = {"offline": False, "latency": 150, "downloadThroughput": 2e5, "uploadThroughput": 1e5}
ASKED = "gzip, deflate"  # all that a browser asks for in a class's network: brotli needs TLS
SLOWER = 4  # times, a phone's processor
SOCKET = "messages"


def measure(times: int) -> list[Figure]:
    """Bytes of every page by kind, and a slow phone's first paint of three; beside its rival."""
    figures = []
    for plain, note in ((False, "make run"), (True, "rival: streamlit run")):
        with RunningApp(plain=plain) as app, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium.find(), args=chromium.FLAGS, headless=True
            )
            for entry in PAGES:
                weight, _ = visit(browser, f"{app.url}/{entry.address}?lang=en")
                name = label(f"page.{entry.name}", "en")
                kinds = ", ".join(
                    f"{kind} {size / 1000:,.0f}" for kind, size in sorted(weight.items())
                )
                figures.append(
                    single(f"first visit, {name}", "kB", weight.total() / 1000, f"{note}: {kinds}")
                )
            for name in ("", "Draw", "AlexNet"):
                paints = [
                    visit(browser, f"{app.url}/{name}?lang=en", PHONE)[1]
                    for _ in range(min(times, 3))
                ]
                figures.append(
                    figure(f"first paint on a slow phone, {name or 'Home'}", "s", paints, note)
                )
            browser.close()
    return figures


def visit(
    browser: Browser, url: str, network: Mapping[str, Any] | None = None
) -> tuple[Counter[str], float]:
    """Bytes by kind that a first visitor of `url` loads, and seconds until the first paint."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, extra_http_headers={"Accept-Encoding": ASKED}
    )
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    weight, kinds, moved = Counter[str](), dict[str, str](), [0]

    def asked(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event["type"].lower()

    def loaded(event: dict[str, Any]) -> None:
        weight[kinds.get(event["requestId"], "other")] += int(event["encodedDataLength"])
        moved[0] += 1

    def message(event: dict[str, Any]) -> None:
        told = event["response"]
        text = told["payloadData"]
        weight[SOCKET] += len(base64.b64decode(text) if told["opcode"] == 2 else text.encode())
        moved[0] += 1

    devtools.on("Network.requestWillBeSent", asked)
    devtools.on("Network.loadingFinished", loaded)
    devtools.on("Network.webSocketFrameReceived", message)
    devtools.on("Network.webSocketFrameSent", message)
    devtools.send("Network.enable")
    if network:
        devtools.send("Network.emulateNetworkConditions", dict(network))
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(url, timeout=LONGEST, wait_until="commit")
    page.get_by_role("heading", level=1).wait_for(timeout=LONGEST)
    _rest(page, moved)
    paint = page.evaluate(PAINT) / 1000
    context.close()
    return weight, paint


def _rest(page: Page, moved: list[int]) -> None:
    """Waits until nothing has moved for QUIET. Raises TimeoutError if that takes LONGEST."""
    seen = -1
    for _ in range(LONGEST // QUIET):
        if seen == moved[0] and not page.locator(RUNNING).count():
            return
        seen = moved[0]
        page.wait_for_timeout(QUIET)
    raise TimeoutError(f"{page.url} does not come to rest within {LONGEST} ms")
