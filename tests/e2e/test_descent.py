"""A ball on a loss curve, in a real browser: by the mouse, by a finger's reach, by keys alone."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.opening import opener
from tests.e2e.waiting import frames, until
from ui.words.text import label

opened = opener("Training", ".descent[lang]")


def descent(page: Page) -> Locator:
    return page.locator(".descent")


def at(page: Page) -> float:
    """Where the ball lies."""
    return float(page.locator(".descent .ball").get_attribute("aria-valuenow") or "nan")


def drag(page: Page, part: float) -> None:
    """Takes the ball by the mouse to this part of the valley's width."""
    page.locator(".descent .valley").scroll_into_view_if_needed()
    ball, valley = (
        page.locator(f".descent {name}").bounding_box() for name in (".ball", ".valley")
    )
    assert ball and valley
    y = ball["y"] + ball["height"] / 2
    page.mouse.move(ball["x"] + ball["width"] / 2, y)
    page.mouse.down()
    page.mouse.move(valley["x"] + part * valley["width"], y, steps=5)
    page.mouse.up()
    frames(page)


def ended(page: Page, how: str) -> str:
    """What is said once the way has ended so."""
    expect(descent(page)).to_have_attribute("data-state", how, timeout=60_000)
    return page.locator(".descent .seen").inner_text()


def begins(name: str, **fields: object) -> str:
    """How a sentence begins, in English, up to the losses."""
    words = re.split("%[ab]", label(f"descent.{name}", "en"))[0]
    return re.sub("%([a-z])", lambda found: str(fields[found[1]]), words)


def guess(page: Page) -> None:
    """Guesses what ten times the rate does, which opens the larger rates."""
    words = label("question.training.tenfold.out", "en")
    page.get_by_role("radio", name=words, exact=True).check()
    expect(page.locator(".descent input[value='0.3']")).to_be_enabled()


def test_a_ball_is_put_by_the_mouse_steps_and_rolls_to_rest(page, app_url):
    opened(page, app_url)
    first = at(page)
    drag(page, 0.2)
    put = at(page)
    assert put < first - 0.3
    page.locator(".descent button.step").click()
    until(page, lambda: at(page) > put)
    assert ended(page, "going").startswith(begins("going", r=0.03, n=1))
    expect(page.locator(".descent .been")).to_have_count(1)
    page.locator(".descent button.roll").click()
    said = ended(page, "rest")
    steps = page.locator(".descent .been").count()
    assert said.startswith(begins("rest", r=0.03, n=steps))
    expect(page.locator(".progress-line")).to_have_attribute("data-done", "1")
    page.locator(".descent button.back").click()
    assert at(page) == put


def test_ten_times_the_rate_is_locked_until_guessed_and_flies_out(page, app_url):
    opened(page, app_url)
    fast = page.locator(".descent input[value='0.3']")
    expect(fast).to_be_disabled()
    page.locator(".descent button.roll").click()
    ended(page, "rest")
    guess(page)
    fast.check()
    page.locator(".descent button.roll").click()
    said = ended(page, "out")
    assert "jumped over the lowest place" in said
    assert begins("before-rest", r=0.03, n=7) in said
    expect(page.locator(".descent .earlier")).not_to_have_count(0)


def test_keys_alone_put_the_ball_and_let_it_roll(page, app_url):
    page.emulate_media(reduced_motion="reduce")
    opened(page, app_url)
    ball = page.locator(".descent .ball")
    ball.focus()
    page.keyboard.press("Home")
    assert at(page) == -4
    page.keyboard.press("PageUp")
    page.keyboard.press("ArrowRight")
    assert at(page) == -3.1  # a tenth and an eightieth of the way
    expect(ball).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".descent button.step")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".descent .been")).to_have_count(1)  # at once: nothing moves
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    ended(page, "rest")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert at(page) == -3.1
    expect(page.locator(".descent .been")).to_have_count(0)


def test_a_ball_that_rolls_stops_when_asked(page, app_url):
    opened(page, app_url)
    page.locator(".descent input[value='0.001']").check()
    page.locator(".descent button.roll").click()
    until(page, lambda: page.locator(".descent .been").count() > 1)
    page.locator(".descent button.roll").click()
    assert ended(page, "going").startswith("Rate 0.001, step ")
    count = page.locator(".descent .been").count()
    frames(page, 40)
    assert page.locator(".descent .been").count() == count
