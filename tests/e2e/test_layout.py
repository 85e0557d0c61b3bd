"""In a real browser: does anything jump while a page comes, on either screen?"""

import pytest
from playwright.sync_api import Browser

from scripts.bench import cls
from ui.pages import PAGES
from ui.text import LANGUAGES


@pytest.mark.parametrize("screen", cls.SCREENS)
@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.name)
def test_nothing_is_pushed_about_in_sight(browser: Browser, app_url, entry, screen):
    lang = LANGUAGES[(PAGES.index(entry) + list(cls.SCREENS).index(screen)) % 2]
    found = cls.shifts(browser, app_url, entry, lang, screen)
    if max(map(cls.total, found)) > 0.1:  # what waits is shown after ten seconds: a machine so busy
        found = cls.shifts(browser, app_url, entry, lang, screen)
    assert max(map(cls.total, found)) <= 0.1, found
