"""Does a visitor stay on one replica, and lose nothing when it ends?

Real replicas behind HAProxy as deploy/haproxy.cfg has it, its ports filled in. Without HAProxy
these tests fail: they are never skipped.
"""

import asyncio
import signal
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page, expect
from websockets.exceptions import ConnectionClosed

from scripts.bench.visitor import affinity, request, send_file, visitor
from scripts.replicas import MISSING, Haproxy, Replicas, find_haproxy
from scripts.running_app import ROOT, RunningApp
from tests import waiting
from tests.e2e.opening import at_rest
from tests.e2e.test_class import both, class_opened, guess, joined
from tests.e2e.test_digit_pad import Wire
from tests.e2e.test_faults import PAD, answered, stroke
from tests.e2e.waiting import until
from ui.page.course import short_way
from ui.words.text import label

__all__ = ["both"]  # a fixture
PHOTO = sorted((ROOT / "assets/photos").glob("*.jpg"))[0]
VISITORS = 6
CAME = b'"visitor-came"'


def in_a_loop(work):
    """What comes of it in an event loop of its own: this thread's may be Playwright's."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


@pytest.fixture(scope="module", autouse=True)
def haproxy() -> None:
    if not find_haproxy():
        pytest.fail(MISSING)


@pytest.fixture(scope="module")
def replicas(tmp_path_factory) -> Iterator[Replicas]:
    """Two that share their classes."""
    file = tmp_path_factory.mktemp("classes") / "classes.sqlite"
    with Replicas(2, "--log-events", environment={"CNN_CLASSES": f"sqlite:///{file}"}) as running:
        yield running


@pytest.fixture(autouse=True)
def all_there(replicas: Replicas) -> None:
    """What a test has ended is started again, and the balancer has seen it."""
    for app in replicas.apps:
        if app.process is None:
            app.start()
    chosen = set[str]()
    waiting.until(lambda: chosen.add(affinity(replicas.url)) or len(chosen) == len(replicas.apps))


def came(app: RunningApp) -> int:
    """How many visitors it has had."""
    return app.printed().count(CAME)


def status(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


@pytest.mark.parametrize("keeps", [True, False], ids=["cookie", "address"])
def test_websocket_and_upload_of_a_visitor_reach_one_replica(replicas: Replicas, keeps):
    """A file is taken by the replica that has its page alone: any other answers 400."""
    before = [came(app) for app in replicas.apps]

    async def uploaded(number: int) -> bool:
        source = f"127.0.0.{10 + number}"
        cookie = affinity(replicas.url, source) if keeps else ""
        async with visitor(replicas.url, source, cookie=cookie) as one:
            await one.open("Photo", "lang=en&open=all")
            return await one.upload(PHOTO.name, PHOTO.read_bytes(), "photo.files")

    async def everybody() -> list[bool]:
        return await asyncio.gather(*map(uploaded, range(VISITORS)))

    assert in_a_loop(everybody()) == [True] * VISITORS
    more = [came(app) - had for app, had in zip(replicas.apps, before, strict=True)]
    assert sum(more) == VISITORS and all(more)


def test_a_file_that_is_sent_to_the_other_replica_is_not_taken(replicas: Replicas):
    """Or the test above would say nothing."""
    cookies = set[str]()
    waiting.until(lambda: cookies.add(affinity(replicas.url)) or len(cookies) == 2)
    mine, other = sorted(cookies)

    async def sent_to(cookie: str) -> int:
        async with visitor(replicas.url, cookie=mine) as one:
            await one.open("Photo", "lang=en&open=all")
            path = (await one.place(PHOTO.name)).upload_url
            content = PHOTO.read_bytes()
            return await asyncio.to_thread(
                send_file, replicas.url, path, PHOTO.name, content, None, cookie
            )

    assert in_a_loop(sent_to(mine)) == 204
    assert in_a_loop(sent_to(other)) == 400


def test_while_a_replica_ends_whoever_comes_is_served_by_the_other(replicas: Replicas):
    ends, stays = replicas.apps
    statuses, is_over = list[int](), threading.Event()

    def ask() -> None:
        while not is_over.is_set():
            statuses.append(status(f"{replicas.url}/"))

    async def moved() -> None:
        async with AsyncExitStack() as stack:
            here = list[tuple[str, object]]()
            for _ in range(4):
                cookie = await asyncio.to_thread(affinity, replicas.url)
                one = await stack.enter_async_context(visitor(replicas.url, cookie=cookie))
                await one.open("Glossary")
                here.append((cookie, one))
            asking = [threading.Thread(target=ask) for _ in range(2)]
            for thread in asking:
                thread.start()
            await asyncio.to_thread(ends.stop, signal.SIGTERM)
            told = 0
            for cookie, one in here:
                try:
                    await one.open("Glossary")
                except ConnectionClosed:
                    told += 1
                    before = came(stays)
                    async with visitor(replicas.url, cookie=cookie) as again:
                        await again.open("Glossary")
                    assert came(stays) == before + 1
            is_over.set()
            for thread in asking:
                thread.join()
            assert 0 < told < len(here)

    in_a_loop(moved())
    assert statuses and set(statuses) == {200}


def on_which(replicas: Replicas, act) -> RunningApp:
    """The replica that a visitor has come to by `act`."""
    before = [came(app) for app in replicas.apps]
    act()
    more = [came(app) - had for app, had in zip(replicas.apps, before, strict=True)]
    assert sum(map(bool, more)) == 1, more
    return replicas.apps[more.index(max(more))]


def test_who_sat_on_a_replica_that_was_told_to_end_keeps_class_and_guess(both, replicas: Replicas):
    teacher, pupil = both
    code = class_opened(teacher, replicas.url)
    home = on_which(replicas, lambda: joined(pupil, replicas.url, code))
    guess(pupil, code, 1)
    counts = teacher.locator(".class-tally .count")
    expect(counts.nth(1)).to_have_text("1")

    home.stop(signal.SIGTERM)
    at_rest(pupil)
    expect(pupil.locator(".class-member")).to_contain_text(code, timeout=60_000)
    until(pupil, lambda: pupil.locator(f"[class*='lesion-{code}'] input").nth(1).is_checked())
    guess(pupil, code, 2)
    expect(teacher.locator(".class-code")).to_have_text(code, timeout=60_000)
    expect(counts.nth(2)).to_have_text("1", timeout=60_000)
    expect(counts.nth(1)).to_have_text("0")
    expect(teacher.locator(".class-presence b")).to_have_text("1")


def test_a_drawing_and_the_progress_go_on_at_the_other_replica(page: Page, replicas: Replicas):
    wire = Wire(page)

    def drawn() -> None:
        page.goto(f"{replicas.url}/Draw?lang=en")
        page.locator(PAD).first.wait_for(timeout=60_000)
        at_rest(page)

    home = on_which(replicas, drawn)
    stroke(page, (0.2, 0.2), (0.8, 0.2), (0.4, 0.9))
    known = wire.settle(1)
    until(
        page, lambda: "draw.pad" in page.evaluate("localStorage['how-cnns-began.progress'] ?? ''")
    )
    home.stop(signal.SIGKILL)
    wire.settle(1, after=known.seq)  # told to the other, which has never seen this visitor
    before = answered(page)
    stroke(page, (0.3, 0.5), (0.7, 0.5))
    until(page, lambda: answered(page) > before)
    wire.settle(2)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("alert")).to_have_count(0)
    page.reload()
    progress = label("frame.progress", "en", done=1, all=len(short_way()))
    expect(page.get_by_test_id("stSidebar").get_by_text(progress)).to_be_visible(timeout=60_000)


class Stub(ThreadingHTTPServer):
    """A replica that is asked, and that says it is ready or not."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.is_ready, self.checks, self.visits = False, 0, 0


class Answer(BaseHTTPRequestHandler):
    server: Stub

    def do_GET(self) -> None:
        code = 200
        if self.path == "/readyz":
            self.server.checks += 1
            code = 200 if self.server.is_ready else 503
        else:
            self.server.visits += 1
        self.send_response(code)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def test_a_replica_that_is_not_ready_gets_nobody():
    with ExitStack() as stack:
        ready, other = (stack.enter_context(Stub()) for _ in range(2))
        for each in (ready, other):
            threading.Thread(target=each.serve_forever, daemon=True).start()
            stack.callback(each.shutdown)
        ready.is_ready = True
        proxy = stack.enter_context(Haproxy([ready.server_port, other.server_port]))
        waiting.until(lambda: other.checks > 3 and ready.checks)
        visits = other.visits  # until the balancer knew
        for _ in range(20):
            assert request(proxy.url, "GET", "/")[0] == 200
        assert other.visits == visits and ready.visits >= 20
        other.is_ready = True
        waiting.until(lambda: request(proxy.url, "GET", "/") and other.visits > visits)
        ready.is_ready = other.is_ready = False
        waiting.until(lambda: status(f"{proxy.url}/") == 503)
