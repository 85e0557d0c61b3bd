"""Do Firefox and WebKit, which is every iPhone's, show every page, read a digit and take a photo?

Each goes through the course once in each language. A browser that is not installed and cannot be
installed here is skipped, and says so.
"""

import re
from pathlib import Path

import pytest

from scripts import browser
from tests.e2e.other_browsers import Browser, Firefox, WebKit, draw, wait
from ui.page.course import PAGES
from ui.words.text import LANGUAGES, Text

PHOTO = Path(__file__).resolve().parents[2] / "assets" / "photos" / "giraffe.jpg"
SEVEN = [(0.3, 0.25), (0.7, 0.25), (0.55, 0.5), (0.45, 0.8)]
# Streamlit's own bundle tries a WebAssembly that the policy forbids, and does without it. A font
# still on its way when the test goes to the next page (NS_BINDING_ABORTED) is no error either.
NOT_OURS = re.compile(r"WebAssembly|wasm|status=2152398850", re.IGNORECASE)
AT_REST = f"return document.querySelector('{browser.AT_REST}') && here('h1')?.innerText"
FAULT = """
return here('[data-testid="stException"]')?.innerText ?? here('[role="dialog"]')?.innerText ?? null
"""


@pytest.fixture(scope="module", params=[Firefox, WebKit], ids=["firefox", "webkit"])
def there(request):
    found = browser.find_firefox() if request.param is Firefox else browser.find_webkit()
    if not found:
        pytest.skip("not installed, and not to be had here")
    with request.param() as opened:
        yield opened


def opened(page: Browser, url: str, address: str, lang: str) -> str:
    """Opens a page and waits until it is whole; its heading."""
    page.open(f"{url}/{address}?lang={lang}")
    heading = wait(page, AT_REST)
    assert page.run(FAULT) is None
    return heading


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_opens_without_an_error_of_ours(there, app_url, lang):
    for entry in PAGES:
        heading = opened(there, app_url, entry.address, lang)
        assert heading == Text(entry.name, lang).heading("title")
    assert [told for told in there.errors() if not NOT_OURS.search(told)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_drawn_digit_is_read(there, app_url, lang):
    opened(there, app_url, "Draw", lang)
    draw(there, 'canvas[role="application"]', SEVEN)
    wait(there, "return here('[data-testid=\"answers\"]').dataset.best === '7'")
    wait(there, "return here('[data-testid=\"verdict\"]').innerText.includes('7')")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_photo_is_answered(there, app_url, lang):
    opened(there, app_url, "Photo", lang)
    wait(there, "return here('input[type=\"file\"]') !== null")
    there.choose('input[type="file"]', PHOTO)
    wait(there, "return here('[data-testid=\"photo-answers\"]').dataset.photo === 'mine-1'")
    assert there.run(FAULT) is None
