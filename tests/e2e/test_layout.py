"""In a real browser: does anything jump while a page comes, on either screen?"""

import pytest
from playwright.sync_api import Browser

from scripts.bench import cls
from ui.page.course import PAGES


@pytest.mark.parametrize("screen", cls.SCREENS)
@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.name)
def test_nothing_is_pushed_about_in_sight(browser: Browser, app_url, entry, screen):
    """The page, opened by its address, and the next one, entered from there."""
    for found in cls.shifts(browser, app_url, entry, screen):
        assert cls.total(found) <= 0.1, found
