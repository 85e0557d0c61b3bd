"""Is anybody shut out? axe-core, a finger, a phone and the keyboard ask every page, all open."""

from collections import defaultdict

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect

from tests.e2e.opening import at_rest
from tests.e2e.unfolding import laid_out, unfolded, visited
from tests.e2e.waiting import Runs, frames, nothing_for
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


TOAST = """() => {  // as Streamlit puts it there
    const made = new DOMParser().parseFromString(`<div data-testid="stToast" role="alertdialog"
        aria-modal="false" aria-labelledby="nowhere"><p data-testid="stToastText">Busy</p></div>`,
        "text/html")
    document.querySelector("[data-testid=stApp]").append(made.body.firstChild)
}"""


def test_a_toast_is_named_by_its_words_and_told(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/?lang=en")
    at_rest(page)
    page.evaluate(TOAST)
    toast = page.get_by_role("alertdialog", name="Busy")
    expect(toast.get_by_role("status")).to_have_text("Busy")
    page.evaluate(AXE_SCRIPT)
    assert [each for each in page.evaluate(AXE) if "stToast" in each] == []


def test_no_letter_is_an_order_to_streamlit(page: Page, app_url: str) -> None:
    """WCAG 2.1.4: "r" would run the page again wherever the focus is."""
    runs = Runs(page)
    page.goto(f"{app_url}/?lang=en")
    at_rest(page)
    asked = runs.asked
    for letter in ("r", "R", "c"):
        page.keyboard.press(letter)
    nothing_for(page, 500, "a run that a letter asks for")
    assert runs.asked == asked
    expect(page.get_by_role("dialog")).to_have_count(0)


# Where the element that has the focus stands, and whether anything of it can be seen: at one of
# 25 points of it nothing else lies above it. An input that is seen as its label counts as that.
SEEN = """() => {
    let one = document.activeElement
    while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement
    if (one === document.body) return ["", true]
    const small = one.type === "range" || one.getBoundingClientRect().width < 4
    const target = small ? (one.closest("label") ?? one.parentElement) : one
    const at = (x, y) => {
        let found = document.elementFromPoint(x, y), inner
        while ((inner = found?.shadowRoot?.elementFromPoint(x, y)) && inner !== found) found = inner
        return found
    }
    const within = (found, whole) => {
        for (; found; found = found.parentNode ?? found.host) if (found === whole) return true
        return false
    }
    const box = target.getBoundingClientRect(), parts = [0.1, 0.3, 0.5, 0.7, 0.9]
    const label = target.closest("label") ?? target
    return [one.outerHTML.slice(0, 120), parts.some(part => parts.some(other => {
        const found = at(box.left + part * box.width, box.top + other * box.height)
        return within(found, label) || within(target, found)
    }))]
}"""


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("address", ["", "Draw"])
def test_what_has_the_focus_can_be_seen(browser, app_url: str, address: str, width: int) -> None:
    """WCAG 2.4.11; on a phone the folded sidebar must not be walked through unseen."""
    context = browser.new_context(viewport={"width": width, "height": 844})
    page = context.new_page()
    page.goto(f"{app_url}/{address}?lang=en")
    at_rest(page)
    stops, unseen = 0, []
    while stops < 200:
        page.keyboard.press("Tab")
        shown, seen = page.evaluate(SEEN)
        if not shown:
            break
        stops += 1
        unseen += [] if seen else [shown]
    context.close()
    assert unseen == [] and 15 < stops < 200


# As WCAG 1.4.12 has it, in the page and in every component.
SPACED = """() => {
    const sheet = () => {
        const made = new CSSStyleSheet()
        made.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
            word-spacing: 0.16em !important } p { margin-bottom: 2em !important }`)
        return made
    }
    const look = root => {
        root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet()]
        for (const one of root.querySelectorAll("*")) if (one.shadowRoot) look(one.shadowRoot)
    }
    look(document)
}"""
# Words of which a part is cut off, by what holds them.
CUT = """() => {
    const found = []
    const look = root => {
        for (const one of root.querySelectorAll("*")) {
            if (one.shadowRoot) look(one.shadowRoot)
            if (!one.checkVisibility() || one.closest("svg") || !one.textContent.trim()) continue
            if (one.clientWidth < 3 || one.clientHeight < 3) continue
            const { overflowX, overflowY } = getComputedStyle(one), cuts = ["hidden", "clip"]
            if (cuts.includes(overflowY) && one.scrollHeight > one.clientHeight + 2
                || cuts.includes(overflowX) && one.scrollWidth > one.clientWidth + 2)
                found.push(one.outerHTML.slice(0, 150))
        }
    }
    look(document)
    return found
}"""


@pytest.mark.parametrize(("address", "lang"), [("", "en"), ("For_teachers", "ko")])
def test_spaced_text_and_a_window_of_320_pixels_lose_nothing(page, app_url, address, lang) -> None:
    """WCAG 1.4.10 and 1.4.12: 1,280 pixels at 400 %, with the spacing that a reader may ask for."""
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"{app_url}/{address}?lang={lang}&open=all")
    at_rest(page)
    before = page.evaluate(CUT)
    assert page.evaluate(TOO_WIDE) == []
    page.evaluate(SPACED)
    frames(page, 10)
    assert page.evaluate(TOO_WIDE) == []
    assert [each for each in page.evaluate(CUT) if each not in before] == []
