"""On a phone: does every page fit the screen, in both languages, and is no Korean word parted?"""

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.opening import at_rest
from ui.pages import PAGES
from ui.text import LANGUAGES

PHONE = {"width": 390, "height": 844}
MORE = {  # what makes a page widest
    "convolution": "&width=224&window=11&stride=4&rule=ceil",
    "lenet": "&network=lecun1989",
    "photo": "&many=samples&layer=conv5",
}
# What is wide may scroll in a frame of its own; a slider's input lies unseen under its thumb.
TOO_WIDE = """all => {
    const frames = one => {
        const up = one.parentElement
        if (!up || up.dataset.testid === "stMain") return false
        const scrolls = ["auto", "scroll"].includes(getComputedStyle(up).overflowX)
        return (scrolls && up.getBoundingClientRect().right <= innerWidth) || frames(up)
    }
    return all.filter(one => one.checkVisibility() && !one.closest('svg')
        && one.type !== 'range' && one.getBoundingClientRect().right > innerWidth + 1
        && !frames(one)).map(one => one.outerHTML.slice(0, 200))
}"""

# A Korean word, with the closing mark before its particle, that two lines share; components too.
PARTED = """main => {
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
    look(main)
    return parted
}"""


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.name)
def test_nothing_is_wider_than_a_phone(browser: Browser, app_url, entry, lang):
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{app_url}/{entry.address}?lang={lang}{MORE.get(entry.name, '')}")
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=60_000)
    at_rest(page)
    for _ in range(50):  # charts are drawn before they are fitted to their place
        page.wait_for_timeout(200)
        if (too_wide := page.locator("main *").evaluate_all(TOO_WIDE)) == []:
            break
    assert too_wide == []
    assert page.locator("main, [data-testid=stMain]").first.evaluate(PARTED) == []
    context.close()
