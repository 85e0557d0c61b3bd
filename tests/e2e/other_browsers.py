"""Firefox and WebKit, which Playwright drives only in builds of its own, spoken to by Selenium.

Firefox listens to WebDriver BiDi itself; WebKit has a driver, and needs a screen. Both know pages,
JavaScript, the pointer and files; nothing more is asked of them here.
"""

import json
import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import Any, Protocol, Self

from selenium.webdriver import WebKitGTK
from selenium.webdriver.remote.command import Command
from selenium.webdriver.remote.websocket_connection import WebSocketConnection
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

from scripts import browser
from scripts.running_app import free_port
from tests.waiting import until

STILL = 0.5  # seconds without a move, after which an element is taken to stand still
PATIENCE = 90.0  # seconds until a busy machine is taken for a fault
# What a component draws may lie in a shadow tree, where a page's own selectors do not look.
HERE = """
const trees = root => [root, ...[...root.querySelectorAll("*")].flatMap(
  each => each.shadowRoot ? trees(each.shadowRoot) : [])]
const every = selector => trees(document).flatMap(tree => [...tree.querySelectorAll(selector)])
const here = selector => every(selector)[0] ?? null
"""


class Browser(Protocol):
    """What the tests ask of a browser."""

    def open(self, url: str) -> None: ...

    def run(self, body: str) -> Any:
        """What a function body returns; `every(selector)` and `here(selector)` are known to it."""

    def pointer(self, steps: list[dict[str, Any]]) -> None:
        """Steps of one pointer, as WebDriver writes them."""

    def choose(self, selector: str, file: Path) -> None:
        """Give a file to an input of the page."""

    def errors(self) -> list[str]:
        """The errors of scripts that this browser told of."""


def wait(page: Browser, body: str) -> Any:
    """What a function body returns once it is true."""
    return until(lambda: page.run(body), PATIENCE, every=0.2)


def draw(page: Browser, selector: str, points: list[tuple[float, float]]) -> None:
    """One stroke over an element that stands still, through points in fractions of its sides."""
    seen: list[Any] = [None]

    def still() -> bool:
        seen.append(
            wait(
                page,
                f"const e = here('{selector}'); e?.scrollIntoView({{block: 'center'}});"
                "const b = e?.getBoundingClientRect();"
                "return b?.width && [b.x, b.y, b.width, b.height]",
            )
        )
        return bool(seen[-1] == seen[-2])

    until(still, PATIENCE, every=STILL)
    box = seen[-1]
    at = [(round(box[0] + x * box[2]), round(box[1] + y * box[3])) for x, y in points]
    moves = [
        {"type": "pointerMove", "x": x, "y": y, "duration": 100 * bool(n)}
        for n, (x, y) in enumerate(at)
    ]
    up, down = {"type": "pointerUp", "button": 0}, {"type": "pointerDown", "button": 0}
    page.pointer([moves[0], down, *moves[1:], up])


def _sources(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    mouse = {"pointerType": "mouse"}
    return [{"type": "pointer", "id": "mouse", "parameters": mouse, "actions": steps}]


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


class Firefox:
    """Firefox, headless, in a profile of its own."""

    def __enter__(self) -> Self:
        self.profile, port = tempfile.mkdtemp(), free_port()
        command = [browser.find_firefox(), "--headless", "--no-remote", "--profile", self.profile]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen([*command, "--remote-debugging-port", str(port)], **quiet)
        until(lambda: _listens(port), PATIENCE, every=0.2)
        self.socket = WebSocketConnection(f"ws://127.0.0.1:{port}/session", PATIENCE, 0.02)
        self.told: list[str] = []
        self.socket.callbacks["log.entryAdded"] = [self._hear]
        self._ask("session.new", capabilities={})
        self._ask("session.subscribe", events=["log.entryAdded"])
        self.context = self._ask("browsingContext.getTree")["contexts"][0]["context"]
        size = {"width": 1280, "height": 900}
        self._ask("browsingContext.setViewport", context=self.context, viewport=size)
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()
        self.process.terminate()
        self.process.wait(10)
        shutil.rmtree(self.profile, ignore_errors=True)

    def _hear(self, entry: Any) -> None:
        entry = entry if isinstance(entry, dict) else vars(entry)
        if entry["level"] == "error" and entry["type"] == "javascript":
            self.told.append(entry["text"])

    def _ask(self, method: str, **parameters: Any) -> Any:
        reply = self.socket.send_cmd(method, parameters)
        assert "error" not in reply, (method, reply)
        return reply["result"]

    def _call(self, body: str) -> Any:
        reply = self._ask(
            "script.evaluate",
            expression=f"(() => {{ {HERE} {body} }})()",
            target={"context": self.context},
            awaitPromise=False,
        )
        assert reply["type"] == "success", reply
        return reply["result"]

    def open(self, url: str) -> None:
        self._ask("browsingContext.navigate", context=self.context, url=url, wait="complete")

    def run(self, body: str) -> Any:
        told = self._call(f"return JSON.stringify((() => {{ {body} }})() ?? null)")
        return json.loads(told["value"])

    def pointer(self, steps: list[dict[str, Any]]) -> None:
        self._ask("input.performActions", context=self.context, actions=_sources(steps))

    def choose(self, selector: str, file: Path) -> None:
        element = {"sharedId": self._call(f"return here('{selector}')")["sharedId"]}
        self._ask("input.setFiles", context=self.context, element=element, files=[str(file)])

    def errors(self) -> list[str]:
        return self.told


class WebKit:
    """WebKit's own small browser on a screen that nobody sees."""

    def __enter__(self) -> Self:
        paths = browser.find_webkit()
        assert paths
        driver, small, screen = paths
        reading, writing = os.pipe()  # the screen says its number when it is there
        command = [screen, "-displayfd", str(writing), "-screen", "0", "1280x1000x24"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.screen = subprocess.Popen([*command, "-nolisten", "tcp"], pass_fds=[writing], **quiet)
        os.close(writing)
        with os.fdopen(reading) as said:
            display = said.readline().strip()
        options = Options()
        options.binary_location = small
        options.add_argument("--automation")
        service = Service(driver, env={**os.environ, "DISPLAY": f":{display}"})
        self.driver = WebKitGTK(options=options, service=service)
        return self

    def __exit__(self, *_: object) -> None:
        self.driver.quit()
        self.screen.terminate()
        self.screen.wait(10)

    def open(self, url: str) -> None:
        self.driver.get(url)

    def run(self, body: str) -> Any:
        return self.driver.execute_script(f"{HERE} {body}")

    def pointer(self, steps: list[dict[str, Any]]) -> None:
        self.driver.execute(Command.W3C_ACTIONS, {"actions": _sources(steps)})

    def choose(self, selector: str, file: Path) -> None:
        self.driver.execute_script(f"{HERE} return here('{selector}')").send_keys(str(file))

    def errors(self) -> list[str]:
        return []  # its driver tells of none
