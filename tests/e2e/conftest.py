"""A real browser and real servers. Without a browser these tests fail: they are never skipped."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from scripts import browser as chromium
from scripts.running_app import RunningApp
from ui.page import depth

expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "e2e" in item.path.parts:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    path = chromium.find(shell=True)
    if path is None:
        pytest.fail("No Chromium found: `make test` installs one, or set CHROMIUM to its path.")
    return {**browser_type_launch_args, "executable_path": path, "args": chromium.FLAGS}


@pytest.fixture(scope="module")
def whole_browser(browser_type, browser_type_launch_args) -> Iterator[Browser]:
    """Chromium with all that a shell without a window has not: permissions, frames' own storage."""
    whole = chromium.find()
    if whole is None:
        pytest.fail("No Chromium found: `make test` installs one, or set CHROMIUM to its path.")
    browser = browser_type.launch(**browser_type_launch_args | {"executable_path": whole})
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A visitor who has everything open, whom most tests ask; see tests/e2e/test_folds.py."""
    cookie = {"name": depth.PARAMETER, "value": depth.ALL, "domain": "localhost", "path": "/"}
    return {**browser_context_args, "storage_state": {"cookies": [cookie], "origins": []}}


@pytest.fixture
def short(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A visitor who has kept nothing."""
    width = getattr(request, "param", 1280)
    context = browser.new_context(viewport={"width": width, "height": 844})
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def app_url() -> Iterator[str]:
    """The address of one server, shared by all tests that do not stop it."""
    with RunningApp() as app:
        yield app.url


@pytest.fixture
def fresh_app() -> Iterator[RunningApp]:
    """A server of one's own that nobody has visited; has .url, .restart() and .stop()."""
    with RunningApp() as app:
        yield app
