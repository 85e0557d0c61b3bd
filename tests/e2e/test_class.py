"""Do a teacher and a pupil, each in a browser of their own, get through a lesson together?"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from scripts.running_app import RunningApp
from tests.e2e.opening import at_rest
from tests.e2e.test_accessible import AXE, AXE_SCRIPT, SMALL
from tests.e2e.unfolding import key
from tests.e2e.waiting import until
from ui.page import course, depth
from ui.words.text import LANGUAGES, label

COOKIE = {"name": depth.PARAMETER, "value": depth.ALL, "domain": "localhost", "path": "/"}
OPTIONS = course.entry("lenet").question("lesion").options


@pytest.fixture
def both(browser: Browser) -> Iterator[tuple[Page, Page]]:
    """The teacher's wide window, and a pupil's phone: two browsers as far as they can tell."""
    state = {"cookies": [COOKIE], "origins": []}
    contexts = [
        browser.new_context(viewport={"width": 1280, "height": 900}, storage_state=state),
        browser.new_context(
            viewport={"width": 390, "height": 844}, storage_state=state, has_touch=True
        ),
    ]
    yield contexts[0].new_page(), contexts[1].new_page()
    for context in contexts:
        context.close()


def class_opened(teacher: Page, url: str, lang: str = "en") -> str:
    """Opens a class; its code."""
    teacher.goto(f"{url}/For_teachers?lang={lang}")
    at_rest(teacher)
    teacher.locator(f"{key('teachers-open')} button").click()
    return teacher.locator(".class-code").inner_text()


def joined(pupil: Page, url: str, code: str, address: str = "LeNet", lang: str = "en") -> None:
    pupil.goto(f"{url}/{address}?lang={lang}&class={code}")
    expect(pupil.locator(".class-member")).to_contain_text(code, timeout=60_000)
    at_rest(pupil)


def guess(pupil: Page, code: str, at: int) -> None:
    """Clicks until it is chosen: a click on what is drawn anew in that moment is none."""
    asked = key(f"lenet.lesion@{code}:segments").replace("@", "-")
    choice, chosen = (pupil.locator(f"{asked} {tag}").nth(at) for tag in ("label", "input"))
    until(pupil, lambda: chosen.is_checked() or choice.click())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_lesson_from_the_code_to_the_end(both, app_url, lang):
    teacher, pupil = both
    code = class_opened(teacher, app_url, lang)
    joined(pupil, app_url, code, lang=lang)
    assert f"class={code}" not in pupil.url  # a link that is passed on takes nobody in
    expect(teacher.locator(".class-presence b")).to_have_text("1")

    guess(pupil, code, 0)
    counts = teacher.locator(".class-tally .count")
    expect(counts.first).to_have_text("1")
    expect(pupil.get_by_text(label("class.hidden", lang))).to_be_visible()
    guess(pupil, code, 1)
    expect(counts.nth(1)).to_have_text("1")
    expect(counts.first).to_have_text("0")

    pupil.reload()
    expect(pupil.locator(".class-member")).to_contain_text(code, timeout=60_000)
    at_rest(pupil)
    expect(teacher.locator(".class-presence b")).to_have_text("1")
    guess(pupil, code, 2)
    expect(counts.nth(2)).to_have_text("1")
    expect(counts.nth(1)).to_have_text("0")

    teacher.locator(f"{key('teachers-reveal')} button").click()
    expect(pupil.locator(".answer").first).to_be_visible()
    expect(teacher.locator(".class-tally .right")).to_have_count(1)

    joined(pupil, app_url, code, "Convolution", lang)
    teacher.locator(f"{key('teachers-bring')} button").click()
    pupil.wait_for_url("**/LeNet?**#lesion")
    at_rest(pupil)
    expect(pupil.locator("#lesion")).to_be_in_viewport()

    teacher.reload()  # its tab still leads, without a secret in its address
    expect(teacher.locator(".class-code")).to_have_text(code, timeout=60_000)
    assert "teach=" not in teacher.url
    at_rest(teacher)
    teacher.get_by_test_id("stPopover").get_by_role("button").click()
    teacher.locator(f"{key('teachers-close')} button").click()
    expect(teacher.locator(f"{key('teachers-open')} button")).to_be_visible()
    expect(pupil.get_by_text(label("problem.class-over", lang))).to_be_attached()
    expect(pupil.locator(".answer").first).to_be_attached()


def test_a_server_that_is_started_anew_keeps_class_and_guesses(both, tmp_path):
    teacher, pupil = both
    with RunningApp(environment={"CNN_CLASSES": f"sqlite:///{tmp_path / 'c.sqlite'}"}) as app:
        code = class_opened(teacher, app.url)
        joined(pupil, app.url, code)
        guess(pupil, code, 3)
        expect(teacher.locator(".class-tally .count").nth(3)).to_have_text("1")
        app.process.kill()
        app.stop()
        app.start()
        expect(teacher.locator(".class-code")).to_have_text(code, timeout=90_000)
        expect(pupil.locator(".class-member")).to_contain_text(code, timeout=90_000)
        at_rest(pupil)
        until(pupil, lambda: pupil.locator(f"[class*='lesion-{code}'] input").nth(3).is_checked())
        guess(pupil, code, 2)
        teacher.goto(f"{app.url}/For_teachers?lang=en")
        at_rest(teacher)
        expect(teacher.locator(".class-code")).to_have_text(code)
        chosen = teacher.locator(f"{key('teachers.question')} input")
        chosen.fill(label("question.lenet.lesion.ask", "en"))
        chosen.press("Enter")
        expect(teacher.locator(".class-tally .count").nth(2)).to_have_text("1")
        expect(teacher.locator(".class-tally .count").nth(3)).to_have_text("0")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_can_be_used_by_everybody(both, app_url, scheme):
    teacher, pupil = both
    for page in both:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    code = class_opened(teacher, app_url)
    joined(pupil, app_url, code, "Glossary")
    expect(teacher.locator(".class-presence b")).to_have_text("1")
    for page, width in ((teacher, 1280), (teacher, 390), (pupil, 390)):
        page.set_viewport_size({"width": width, "height": 844})
        at_rest(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.evaluate(AXE_SCRIPT)
        assert page.evaluate(AXE) + page.evaluate(SMALL) == []


def test_a_drawn_curve_and_a_round_of_the_game_come_in_live(both, app_url):
    teacher, pupil = both
    code = class_opened(teacher, app_url)
    joined(pupil, app_url, code, "Data_or_Model")
    bet = pupil.locator(".st-key-data-bet")
    bet.get_by_role("slider").nth(2).press("PageDown")
    bet.locator("button.go").click()
    expect(pupil.get_by_text(label("class.hidden", "en"))).to_be_visible()
    expect(bet.locator("path.measured")).to_have_count(0)
    expect(teacher.locator(".class-curves")).to_be_visible()
    expect(teacher.locator(".class-curves .measured")).to_have_count(0)
    teacher.locator(f"{key('teachers-reveal')} button").click()
    expect(bet.locator("path.measured")).to_have_count(1)
    expect(pupil.locator(".class-curves")).to_be_attached()
    expect(teacher.locator(".class-curves li.measured")).to_have_count(1)

    joined(pupil, app_url, code, "MNIST")
    game = pupil.locator(".st-key-mnist-rounds")
    for at in range(10):
        expect(game.locator(".place")).to_contain_text(f"{at + 1}")
        game.locator(".keys button").nth(at).click()
    expect(game.locator(".end figure")).to_have_count(10)
    expect(game.locator(".score")).to_have_count(0)
    expect(teacher.locator(".class-digits li")).to_have_count(10)
    expect(teacher.locator(".class-scores")).to_have_count(0)
    teacher.locator(f"{key('teachers-reveal')} button").click()
    expect(game.locator(".score")).to_be_visible()
    expect(teacher.locator(".class-scores .network")).to_have_count(1)
