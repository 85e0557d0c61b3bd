"""A page with everything on it opened: guesses answered, panels unfolded, work started."""

from playwright.sync_api import Page, expect

from tests.e2e.opening import at_rest
from tests.e2e.waiting import Runs, frames
from ui.page.course import Entry

MORE = {  # what shows most, or is widest
    "convolution": "&width=224&window=11&stride=4&rule=ceil",
    "lenet.en": "&network=lenet4",
    "lenet.ko": "&network=lecun1989",
    "training": "&network=LeNet1&digits=60000&passes=20",
    "inside": "&layer=fc8",
    "photo": "&many=samples&layer=conv5&method=occlusion",
}
PRESSED = {  # one after the other, by what they are inside of
    "mnist": [".st-key-mnist-place label", ".st-key-mnist-rounds button"],
    "draw": [".st-key-draw-compare label", ".st-key-draw-dispute button"],
    "training": [".st-key-training-take button", ".st-key-training-start button"],
    "imagenet": [
        ".st-key-imagenet-vote-yes button",
        ".st-key-imagenet-until-sure button",
        ".st-key-imagenet-compare button",
    ],
    "alexnet": [".st-key-alexnet-go button", ".st-key-alexnet-measure button"],
    "inside": [".st-key-inside-shuffled label", ".st-key-inside-all-down button"],
    "photo": [".st-key-photo-shuffled label"],
    "data": [".st-key-data-bet .chart", ".st-key-data-bet .go", ".st-key-data-learn button"],
}
REASONS = "main [data-testid=stMarkdownContainer] > .answer"
EMPTY = "details[open]:has([data-testid=stExpanderDetails]):not(:has(.stElementContainer))"
HEIGHT = """() => Math.ceil(
    document.querySelector("[data-testid=stMainBlockContainer]").getBoundingClientRect().height
) + 100"""
STILL = """() => Promise.allSettled(document.getAnimations().map(
    each => each.effect.getComputedTiming().iterations === Infinity || each.finished))"""
SEVEN = [(0.3, 0.25), (0.7, 0.25), (0.55, 0.5), (0.45, 0.8)]


def key(name: str) -> str:
    """The class of Streamlit's element with this key."""
    return ".st-key-" + name.replace(".", "-").replace(":", "-")


def visited(page: Page, url: str, entry: Entry, lang: str) -> Runs:
    """Opens the page, with what is widest on it, and counts its runs."""
    more = MORE.get(entry.name) or MORE.get(f"{entry.name}.{lang}", "")
    runs = Runs(page)
    page.goto(f"{url}/{entry.address}?lang={lang}&open=all{more}")
    page.get_by_role("heading", level=1).wait_for(timeout=60_000)
    at_rest(page)
    return runs


def unfolded(page: Page, runs: Runs, entry: Entry) -> None:
    """Opens whatever can be opened on a visited page, and looks at all of it once."""
    for question in entry.questions:
        answers = page.locator(key(f"{entry.name}.{question.name}:segments")).locator("input")
        answers.first.evaluate("radio => radio.click()")
    expect(page.locator(REASONS)).to_have_count(len(entry.questions), timeout=60_000)
    at_rest(page)
    while (closed := page.locator("main details:not([open]) > summary")).count():
        closed.first.evaluate("summary => summary.click()")
        expect(page.locator(f"main {EMPTY}")).to_have_count(0, timeout=60_000)
        at_rest(page)
    for pressed in PRESSED.get(entry.name, []):
        runs.after(page.locator(pressed).first.click)
        at_rest(page, 240)  # what learns now is at work until it has learned
    if entry.name == "draw":
        draw(page)


def laid_out(page: Page, width: int, scheme: str) -> None:
    """All of the page in one tall window: axe takes for hidden what a scrolling page hides."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    before, height = 0, page.evaluate(HEIGHT)
    for _ in range(10):  # a text may need more lines than before, a chart finds its size late
        before = height
        page.set_viewport_size({"width": width, "height": height})
        frames(page, 10)
        at_rest(page)
        height = page.evaluate(HEIGHT)
        if height == before:
            break
    assert height == before, "the page does not come to rest"
    expect(page.get_by_test_id("stToast")).to_have_count(0)  # a busy server's word, which goes
    page.evaluate(STILL)


def draw(page: Page) -> None:
    canvas = page.locator(".st-key-pad canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box
    at = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in SEVEN]
    page.mouse.move(*at[0])
    page.mouse.down()
    for point in at[1:]:
        page.mouse.move(*point, steps=4)
    page.mouse.up()
