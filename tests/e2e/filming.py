"""What tests of the live camera and of Teach it share: a camera that is a film, a cut network."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from scripts import browser as chromium
from scripts.camera_film import ALLOWED, camera_flags, film

Launch = Callable[..., Browser]


def filming_fixtures(size: tuple[int, int], rate: int, seconds: int) -> tuple[Any, Any, Any]:
    """The fixtures `launched`, `filming` and `page` of a module.

    launched(*flags, size=...): starts a browser whose camera shows the film, if a size is given;
    all are closed at the end. filming: one with the camera. page: its page, which may use it.
    """

    @pytest.fixture(scope="module")
    def launched(browser_type, browser_type_launch_args, tmp_path_factory) -> Iterator[Launch]:
        folder, browsers = tmp_path_factory.mktemp("film"), list[Browser]()

        def launch(*more: str, size: tuple[int, int] | None = None) -> Browser:
            flags = [*browser_type_launch_args["args"], *more]
            if size:
                name = f"{size[0]}x{size[1]}.y4m"
                flags += camera_flags(film(folder / name, size, rate, seconds))
            whole = {"executable_path": chromium.find(), "args": flags}  # a shell has no camera
            browsers.append(browser_type.launch(**browser_type_launch_args | whole))
            return browsers[-1]

        yield launch
        for browser in browsers:
            browser.close()

    @pytest.fixture(scope="module")
    def filming(launched: Launch) -> Browser:
        return launched(ALLOWED, size=size)

    @pytest.fixture
    def page(filming: Browser, browser_context_args) -> Iterator[Page]:
        context = filming.new_context(**browser_context_args, permissions=["camera"])
        yield context.new_page()
        context.close()

    return launched, filming, page


def cut_network(page: Page) -> None:
    """From now on half of the browser's network is lost on its way; `unroute_all` mends it."""

    def half(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.body()[: 9 * 2**20])

    page.route("**/small_edition_numbers.*", half)
