"""Is anybody shut out? axe-core, a finger, a phone and the keyboard ask every page, all open."""

from collections import defaultdict

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

from tests.e2e.unfolding import laid_out, unfolded, visited
from ui.page.course import PAGES, Entry
from ui.words.text import LANGUAGES

WIDE, NARROW = 1280, 390
# Between them the two languages are looked at in every look: a theme changes contrast alone, and in
# either language alike.
LOOKS = {
    "en": ((WIDE, "light"), (NARROW, "dark")),
    "ko": ((WIDE, "dark"), (NARROW, "light")),
}
# Nothing is left out: what Streamlit's own elements would get wrong, frame.css mends. One rule is
# added, which is axe's experiment and WCAG's 2.5.3.
AXE = """axe.run({
    resultTypes: ["violations"],
    rules: { "label-content-name-mismatch": { enabled: true } },
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
# Whatever hears a press: by addEventListener, or by a property, as React does it too.
HEARD = """
const add = EventTarget.prototype.addEventListener, heard = new Set()
window.hears = one => heard.has(one) || one.onclick || one.onpointerdown || one.onmousedown
EventTarget.prototype.addEventListener = function (type, ...more) {
    if (/^(click|dblclick|pointerdown|mousedown|touchstart)$/.test(type)) heard.add(this)
    return add.call(this, type, ...more)
}
"""
# What can be pressed where no key comes: neither it, nor what it is inside of, nor a part of it can
# have the focus. Not asked: pictures whose neighbour has the keys for the same choice (a map beside
# the map of its answers, what is pooled beside what comes of it, an output above its slider).
UNREACHED = """() => {
    const found = [], stop = "a[href], button, input, textarea, summary, [tabindex]"
    const neighbours = ".maps > .picture, .pooling .from > .picture, .tiles .frame"
    const look = root => {
        for (const one of root.querySelectorAll("*")) {
            if (one.shadowRoot) look(one.shadowRoot)
            if (!hears(one) || one.matches(neighbours)) continue
            if (!one.closest(`${stop}, label`) && !one.querySelector(stop))
                found.push(one.outerHTML.slice(0, 120))
        }
    }
    look(document.querySelector("[data-testid=stMain]"))
    return found
}"""
# What is wide may scroll in a frame of its own; a slider's input lies unseen under its thumb.
TOO_WIDE = """() => {
    const frames = one => {
        const up = one.parentElement
        if (!up || up.dataset.testid === "stMain") return false
        const scrolls = ["auto", "scroll"].includes(getComputedStyle(up).overflowX)
        return (scrolls && up.getBoundingClientRect().right <= innerWidth) || frames(up)
    }
    const all = [...document.querySelectorAll("[data-testid=stMain] *")]
    return all.filter(one => one.checkVisibility() && !one.closest('svg')
        && one.type !== 'range' && one.getBoundingClientRect().right > innerWidth + 1
        && !frames(one)).map(one => one.outerHTML.slice(0, 200))
}"""

# A Korean word, with the closing mark before its particle, that two lines share; components too.
PARTED = """() => {
    const word = /[’”)\\]%°]?\\u2060?[가-힣]{2,}/g, parted = []
    const look = root => {
        const nodes = document.createTreeWalker(root, 5)  // elements and text
        for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
            if (node.shadowRoot) look(node.shadowRoot)
            if (node.nodeType !== Node.TEXT_NODE) continue
            const parent = node.parentElement  // one for a screen reader alone is a pixel wide
            if (!parent?.checkVisibility() || parent.clientWidth === 1) continue
            for (const found of node.data.matchAll(word)) {
                const range = document.createRange()
                range.setStart(node, found.index)
                range.setEnd(node, found.index + found[0].length)
                const tops = [...range.getClientRects()].map(one => one.top)
                if (Math.max(...tops) - Math.min(...tops) > 6) parted.push(found[0])
            }
        }
    }
    look(document.querySelector("[data-testid=stMain]"))
    return parted
}"""
every_page = pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.name)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("lang", LANGUAGES)
@every_page
def test_axe_finds_nothing_a_finger_and_keys_everything_and_a_phone_has_room(
    browser: Browser, app_url: str, entry: Entry, lang: str
) -> None:
    """The keys are asked in English alone, before anything is unfolded."""
    context = browser.new_context(viewport={"width": WIDE, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    if lang == "en":
        page.add_init_script(HEARD)
    runs = visited(page, app_url, entry, lang)
    if lang == "en":
        the_tab_key_goes_through_the_page_and_out_of_it(page)
    unfolded(page, runs, entry)
    page.evaluate(AXE_SCRIPT)
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for width, scheme in LOOKS[lang]:
        laid_out(page, width, scheme)
        asked = page.evaluate(AXE) + page.evaluate(SMALL)
        if width == NARROW:
            asked += [f"wide: {each}" for each in page.evaluate(TOO_WIDE)]
            asked += [f"parted: {each}" for each in page.evaluate(PARTED)]
        for wrong in asked:
            found[wrong].append((width, scheme))
    context.close()
    assert not found


def the_tab_key_goes_through_the_page_and_out_of_it(page: Page) -> None:
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
