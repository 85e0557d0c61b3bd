"""Can the benchmark's visitors still draw on the real page, send photos to it and change pages?"""

import time

from playwright.sync_api import expect

from scripts.bench import changes, upload
from scripts.bench.photo import files
from scripts.bench.visitor import crowd
from tests.alone import awaited
from tests.e2e.waiting import until


def test_a_crowd_draws_and_is_answered(app_url):
    delays = awaited(crowd(app_url, "Draw", visitors=2, seconds=1))
    assert len(delays["settled"]) == len(delays["heard"]) >= 2
    assert min(delays["heard"]) > 0


def test_an_upload_is_timed_with_the_imagenet_weights_in_use(browser, tmp_path):
    with upload.server("imagenet", tmp_path) as app:
        page = upload.opened(browser, app.url, "imagenet")
        for number in (1, 2):
            answered, mapped = upload.upload(page, "sample.jpg", files()["a sample, JPEG"])
            assert 0 < answered < 60_000 and 0 < mapped < 60_000
            for answers in ("photo-answers", "photo-both-small", "photo-both-imagenet"):
                expect(page.get_by_test_id(answers)).to_have_attribute(
                    "data-photo", f"mine-{number}"
                )
        expect(page.get_by_test_id("photo-layers")).to_have_attribute("data-photo", "mine-2")
        page.close()


def test_a_page_change_is_timed_by_the_browser_to_its_last_element(browser, app_url):
    page = browser.new_page()
    page.add_init_script(changes.WATCH)
    page.goto(f"{app_url}/?lang=en")
    page.locator(changes.FINISHED).wait_for(state="attached", timeout=60_000)
    began = time.perf_counter()
    took = changes.change(page, "LeNet", changes.HEADINGS["LeNet"])
    assert 0 < took < 1000 * (time.perf_counter() - began)  # one span, by two clocks
    page.evaluate("document.querySelector('[data-testid=stMain]').append('late')")
    until(page, lambda: page.evaluate("took") > took)  # what comes later is counted
    page.close()
