"""Digits that are bent, or led astray along the gradient, in a browser: as Python has them?"""

import re

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, Route, expect

from cnn.analysis.adversarial import pixel_slopes, stepped
from cnn.data.digits.preprocess import to_mnist
from cnn.data.mnist.perturbations import Bend, bent
from cnn.inference import classifiers
from cnn.results import sample_strokes
from tests.e2e.opening import opener
from tests.e2e.test_draw import SEVEN, draw
from tests.e2e.waiting import until
from ui.exhibits.draw import adversarial_pen, bent_digit, pad
from ui.words.text import label

opened = opener("Draw", ".broken", ".adversarial")
SLIDERS = dict(zip(Bend._fields, range(len(Bend._fields)), strict=True))


def answers(page: Page) -> list[str]:
    return page.locator(".broken .row .digit").all_inner_texts()


def move(page: Page, **values: float) -> None:
    for name, value in values.items():
        page.locator(".broken input").nth(SLIDERS[name]).fill(f"{value:g}")


def read(image: np.ndarray) -> list[str]:
    return [str(classifiers.classify(name, image[None])[0]) for name in bent_digit.READ_HERE]


def seen(page: Page, component: str) -> Locator:
    found = page.locator(component)
    found.scroll_into_view_if_needed()
    return found


def test_every_network_reads_a_bent_digit_as_in_python_and_its_curve_follows(page, app_url):
    opened(page, app_url)
    seen(page, ".broken .scale")
    sample = to_mnist(sample_strokes()[pad.SAMPLE])
    until(page, lambda: answers(page) == read(sample))
    expect(page.locator(".broken")).to_have_attribute("data-curve", "turn")
    for change in ({"turn": 60}, {"slant": -30, "noise": 0.1}, {"right": 5, "thickness": 1.5}):
        move(page, **change)
        bend = Bend(
            **{
                name: float(page.locator(".broken input").nth(at).input_value())
                for name, at in SLIDERS.items()
            }
        )
        until(page, lambda bend=bend: answers(page) == read(bent(sample, bend)))
    expect(page.locator(".broken")).to_have_attribute("data-curve", "thickness")
    expect(page).to_have_url(re.compile(r"[?&]change=thickness\b"))
    page.get_by_role("button", name=label("draw.broken-as-drawn", "en")).click()
    until(page, lambda: answers(page) == read(sample))


def test_an_address_leads_to_its_curve(page, app_url):
    opened(page, app_url, "&change=slant")
    seen(page, ".broken .scale")
    expect(page.locator(".broken")).to_have_attribute("data-curve", "slant")


def test_both_follow_the_pad_and_say_when_it_is_empty(page, app_url):
    opened(page, app_url)
    draw(page, SEVEN)
    seen(page, ".broken .scale")
    until(page, lambda: answers(page)[-1] == "7")
    seen(page, ".adversarial")
    expect(page.locator(".adversarial .yours .said")).to_contain_text("7")
    page.get_by_role("button", name="Clear the pad").click()
    for component in (".broken", ".adversarial"):
        seen(page, f"{component} .notice")
        expect(page.locator(f"{component} .notice")).to_contain_text(
            label("problem.digit-empty", "en")
        )


@pytest.mark.parametrize("name", adversarial_pen.NETWORKS)
def test_a_step_along_the_gradient_leads_where_it_does_in_python(page, app_url, name):
    opened(page, app_url)
    seen(page, ".adversarial")
    page.get_by_role("radio", name=label(f"draw.name-{name}", "en")).check()
    image = to_mnist(sample_strokes()["5"])
    page.locator(".adversarial .digit").get_by_role("radio", name="5", exact=True).check()
    first = int(classifiers.classify(name, image[None])[0])
    slopes = pixel_slopes(name, image[None], np.array([first]))[0]
    said = page.locator(".adversarial .signs .said")
    for step in (0.05, 0.2, 0.3):
        page.locator(".adversarial .size input").fill(str(step))
        best = int(classifiers.classify(name, stepped(image, slopes, step)[None])[0])
        expect(said).to_contain_text(re.compile(rf"\b{best}\b"))
        assert ("wrong" in (said.get_attribute("class") or "")) == (best != first)


def test_what_was_measured_is_shown_after_the_guess(page, app_url):
    opened(page, app_url)
    lines = seen(page, ".adversarial .panels").locator("figure").nth(1).locator(".chart polyline")
    expect(lines).to_have_count(0)
    page.get_by_role("radio", name=label("question.draw.fool.tenth", "en")).check()
    seen(page, ".adversarial .panels")
    expect(lines).to_have_count(2)
    page.locator(".adversarial .size input").fill("0.2")
    expect(page.locator(".adversarial figcaption").nth(1)).to_contain_text("69.7%")


def test_a_network_that_does_not_come_is_a_sentence_and_can_be_asked_for_again(page, app_url):
    def refuse(route: Route) -> None:
        route.abort()

    page.route("**/linear.*.bin", refuse)
    opened(page, app_url)
    seen(page, ".broken .scale")
    notice = page.locator(".broken .notice")
    expect(notice).to_contain_text(label("draw.broken-failed", "en"))
    sample = read(to_mnist(sample_strokes()[pad.SAMPLE]))
    until(page, lambda: answers(page) == ["", *sample[1:]])
    page.unroute("**/linear.*.bin", refuse)
    notice.get_by_role("button").click()
    until(page, lambda: answers(page) == sample)
    expect(notice).to_be_hidden()
