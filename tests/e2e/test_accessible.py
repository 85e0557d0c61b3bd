"""Is anybody shut out? Every page, all of it opened, is asked by axe-core, finger and keyboard."""

from collections import defaultdict

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

from tests.e2e.opening import at_rest
from tests.e2e.unfolding import laid_out, unfolded
from ui.pages import PAGES, Entry
from ui.text import LANGUAGES

WIDE, NARROW = 1280, 390
# Contrast takes longer than all other rules together. It hangs on the theme, so each language asks
# for it once in either theme, and the two languages between them in every look.
LOOKS = {
    "en": ((WIDE, "light", True), (NARROW, "light", False), (NARROW, "dark", True)),
    "ko": ((WIDE, "dark", True), (NARROW, "dark", False), (NARROW, "light", True)),
}
# Nothing is left out: what Streamlit's own elements would get wrong, frame.css mends. One rule is
# added, which is axe's experiment and WCAG's 2.5.3.
AXE = """contrast => axe.run({
    resultTypes: ["violations"],
    rules: {
        "label-content-name-mismatch": { enabled: true },
        "color-contrast": { enabled: contrast },
    },
}).then(found => found.violations.flatMap(rule => rule.nodes.map(node =>
    `${rule.id}: ${node.html.slice(0, 200)} ${node.failureSummary}`)))"""

# What can be pressed and is less than 24 CSS pixels high or wide (WCAG 2.5.8). Not asked: a link
# within a sentence; the bytes of a digit, since the field above them does the same; the parts of
# the tree, whose sizes are what they show and which the search finds too; an input whose label is
# pressed in its place; the sidebar while it is folded away.
SMALL = """() => {
    const found = [], pressed = `a[href], button, input, select, textarea, summary,
        :is([role=button], [role=link], [role=radio], [role=slider], [role=tab])`
    const not = `[data-testid=stSidebar][data-collapsed=true] *,
        .body.inked *, .tree .part, input[data-react-aria-pressable]`
    const look = root => {
        for (const one of root.querySelectorAll("*")) {
            if (one.shadowRoot) look(one.shadowRoot)
            const handled = one.closest("svg") && one.onclick
            if (!one.matches(pressed) && !handled || one.matches(not) || one.disabled) continue
            const box = one.getBoundingClientRect(), least = Math.min(box.width, box.height)
            const within = getComputedStyle(one).display === "inline"
                && one.parentElement.textContent.trim() !== one.textContent.trim()
            if (least > 2 && least < 23.9 && !within && one.checkVisibility())
                found.push(`${box.width} x ${box.height}: ${one.outerHTML.slice(0, 120)}`)
        }
    }
    look(document)
    return found
}"""

# The element that has the focus, in whatever shadow: its number, and whether it is the page itself.
FOCUSED = """() => {
    let one = document.activeElement
    while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement
    window.focused ??= []
    if (!window.focused.includes(one)) window.focused.push(one)
    return [window.focused.indexOf(one), one === document.body, one.outerHTML.slice(0, 120)]
}"""
# What a pointer can do where the keyboard does not come.
UNREACHED = """() => {
    const found = []
    const look = root => {
        for (const one of root.querySelectorAll("main *")) {
            if (one.shadowRoot) inside(one.shadowRoot)
        }
    }
    const inside = root => {
        for (const one of root.querySelectorAll("*")) {
            const alone = !one.querySelector("[tabindex], button, input, a")
                && !one.parentElement?.closest("figure, [role=group]")
                && !one.closest("[tabindex], button, input, a, label")
            if ((one.onclick || one.onpointerdown) && alone) found.push(one.outerHTML.slice(0, 120))
        }
    }
    look(document)
    return found
}"""
every_page = pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.name)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("lang", LANGUAGES)
@every_page
def test_axe_finds_nothing_and_a_finger_finds_everything(
    browser: Browser, app_url: str, entry: Entry, lang: str
) -> None:
    context = browser.new_context(viewport={"width": WIDE, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    unfolded(page, app_url, entry, lang)
    page.evaluate(AXE_SCRIPT)
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for width, scheme, contrast in LOOKS[lang]:
        laid_out(page, width, scheme)
        for wrong in page.evaluate(AXE, contrast) + page.evaluate(SMALL):
            found[wrong].append((width, scheme))
    context.close()
    assert not found


@every_page
def test_the_tab_key_goes_through_a_page_and_out_of_it(
    page: Page, app_url: str, entry: Entry
) -> None:
    page.goto(f"{app_url}/{entry.address}?lang=en")
    page.get_by_role("heading", level=1).wait_for(timeout=60_000)
    at_rest(page)
    page.locator("main summary").last.wait_for(timeout=60_000)  # what comes late has come
    assert page.evaluate(UNREACHED) == []
    stops: list[int] = []
    for _ in range(400):
        page.keyboard.press("Tab")
        number, out, shown = page.evaluate(FOCUSED)
        if out:
            break
        assert number not in stops, shown
        stops.append(number)
    assert out and len(stops) > 15
