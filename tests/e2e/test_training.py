"""Learning in a real browser: start, see the curve, cancel, rewind."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.opening import opener
from tests.e2e.waiting import nothing_for
from ui.words.text import label

opened = opener("Training", ".film[data-count]")

LONG = "&network=LeNet1&digits=60000&passes=20"
SHORT = "&network=LeNet1&digits=300&passes=1"


def state(page: Page):
    return page.get_by_test_id("state")


def start(page: Page) -> None:
    page.locator(".st-key-training-start button").click()


def test_a_run_starts_draws_its_curve_and_is_cancelled(page, app_url):
    opened(page, app_url, LONG)
    recorded = page.locator(".film .lines li").inner_text()
    start(page)
    expect(state(page)).to_have_attribute("data-state", "running")
    expect(page.locator(".film .lines li")).not_to_have_text(recorded)
    expect(page.locator(".film .learn").first).to_have_attribute("points", re.compile(r"\d+ \d+"))
    page.locator(".st-key-training-pause button").click()
    expect(state(page)).to_have_attribute("data-state", "paused")
    page.locator(".st-key-training-go-on button").click()
    expect(state(page)).to_have_attribute("data-state", "running")
    page.locator(".st-key-training-cancel button").click()
    expect(state(page)).to_have_attribute("data-state", "cancelled")


def test_a_run_that_starts_is_in_sight_unless_one_has_gone_elsewhere(page, app_url):
    page.set_viewport_size({"width": 1280, "height": 900})
    opened(page, app_url, LONG)
    recorded = page.locator(".film .lines li").inner_text()
    charts = page.locator(".film .charts")
    button = page.locator(".st-key-training-start button")
    button.evaluate("one => one.scrollIntoView({ block: 'end' })")
    expect(charts).not_to_be_in_viewport()
    start(page)
    expect(page.locator(".film .lines li")).not_to_have_text(recorded)
    expect(charts).to_be_in_viewport(ratio=0.99)
    page.locator(".st-key-training-cancel button").click()
    expect(state(page)).to_have_attribute("data-state", "cancelled")
    start(page)
    page.mouse.move(700, 400)
    page.mouse.wheel(0, -5000)
    expect(state(page)).to_have_attribute("data-state", "running")
    expect(page.locator(".film .lines li")).to_have_count(2)
    nothing_for(page, 500, "the film, were it scrolled to")
    expect(charts).not_to_be_in_viewport()
    page.locator(".st-key-training-cancel button").click()


def test_everything_rewinds_together(page, app_url):
    opened(page, app_url)
    film = page.locator(".film")
    last = int(film.get_attribute("data-count")) - 1
    expect(film).to_have_attribute("data-at", str(last))
    picture = "canvas => canvas.toDataURL()"
    kernels, maps = film.locator(".weights canvas"), film.locator(".maps canvas")
    before = kernels.evaluate(picture), maps.evaluate(picture), film.locator("table").inner_text()
    film.locator("input[type=range]").focus()
    page.keyboard.press("Home")
    expect(film).to_have_attribute("data-at", "0")
    after = kernels.evaluate(picture), maps.evaluate(picture), film.locator("table").inner_text()
    assert all(a != b for a, b in zip(before, after, strict=True))
    expect(film.locator(".moment")).to_contain_text("Before the first step")
    film.locator(".play").click()
    expect(film).to_have_attribute("data-at", str(last))


def test_a_short_run_can_be_rewound_at_once(page, app_url):
    opened(page, app_url, SHORT)
    start(page)
    expect(state(page)).to_have_attribute("data-state", "done")
    expect(page.locator(".film .lines li")).to_have_count(1)
    page.locator(".film input[type=range]").focus()
    page.keyboard.press("Home")
    expect(page.locator(".film")).to_have_attribute("data-at", "0")


def test_a_run_outlives_a_reload_for_its_own_tab_alone(
    page, browser, app_url, browser_context_args
):
    opened(page, app_url, LONG)
    start(page)
    expect(state(page)).to_have_attribute("data-state", "running")
    expect(page.locator(".film .learn").first).to_have_attribute("points", re.compile(r"\d+ \d+"))
    page.reload()
    expect(state(page)).to_have_attribute("data-state", "running", timeout=60_000)
    expect(page.locator(".film .learn").first).to_have_attribute("points", re.compile(r"\d+ \d+"))
    expect(page.get_by_role("combobox", name="Network")).to_have_value("LeNet-1")
    stranger = browser.new_page(**browser_context_args)  # who follows the same link
    opened(stranger, page.url.partition("/Training")[0], LONG)
    expect(state(stranger)).to_have_count(0)
    stranger.close()
    page.locator(".st-key-training-cancel button").click()
    expect(state(page)).to_have_attribute("data-state", "cancelled")
    page.reload()
    expect(state(page)).to_have_attribute("data-state", "cancelled", timeout=60_000)
    expect(page.locator(".film .lines li")).to_have_count(1)


def test_a_run_that_the_server_has_lost_is_a_sentence(page, fresh_app):
    opened(page, fresh_app.url, SHORT)
    start(page)
    expect(state(page)).to_have_attribute("data-state", "done")
    fresh_app.restart()
    page.reload()
    expect(page.get_by_text(label("training.desk-lost", "en"))).to_be_visible(timeout=60_000)
    expect(page.locator(".film[data-count]")).to_have_count(1)  # not the one before the reload too
