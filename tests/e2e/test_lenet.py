"""What only a browser shows of LeNet: pictures that answer to hands, and add up as the network."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.opening import opener

opened = opener("LeNet", "[data-testid=source]", ".st-key-lenet-maps .plate")


def test_a_layer_of_the_family_opens_by_mouse_and_by_keys(page, app_url):
    opened(page, app_url)
    picture = page.locator(".st-key-lenet-picture")
    picture.get_by_role("button", name=re.compile("LeNet-5, S4:")).click()
    expect(picture.locator(".panel h3")).to_have_text("LeNet-5: S4")
    expect(page.get_by_test_id("source")).to_have_attribute("data-layer", "S4")
    expect(page).to_have_url(re.compile("layer=S4"))
    page.keyboard.press("ArrowRight")
    expect(picture.locator(".panel h3")).to_have_text("LeNet-5: C5")
    expect(page.get_by_test_id("source")).to_have_attribute("data-layer", "C5")
    picture.get_by_role("button", name=re.compile("LeNet-1, H3:")).click()
    expect(page.get_by_test_id("layers")).to_have_attribute("data-network", "lenet1")
    expect(page.get_by_test_id("walk")).to_have_attribute("data-network", "lenet1")


def test_a_unit_that_is_tapped_is_taken_apart(page, app_url):
    opened(page, app_url, "&index=0")
    maps = page.locator(".st-key-lenet-maps")
    maps.get_by_role("button", name=re.compile("^C3, map 6,")).click()
    stage = maps.locator(".stage")
    stage.scroll_into_view_if_needed()
    box = stage.bounding_box()
    assert box
    stage.click(position={"x": box["width"] * 0.75, "y": box["height"] * 0.35})
    unit = page.get_by_test_id("unit")
    expect(unit).to_have_attribute("data-unit", "C3.6.3.7")
    told = maps.locator(".told")
    value = float(str(unit.get_attribute("data-value")))
    expect(told).to_contain_text(f"{value:.2f}".replace("-", "−"))
    page.keyboard.press("ArrowDown")
    expect(unit).to_have_attribute("data-unit", "C3.6.4.7")
    expect(page).to_have_url(re.compile(r"unit=C3\.6\.4\.7"))
    seen = maps.locator(".layer").nth(1).locator(".mark:not([hidden])")
    expect(seen).to_have_count(4)  # map 6 sees four maps of S2, so four of C1


def test_a_weak_map_comes_alive_on_its_own_scale(page, app_url):
    opened(page, app_url)
    maps = page.locator(".st-key-lenet-maps")

    def strongest() -> int:
        """How far the colours of S4's first map are from its paper."""
        return int(
            maps.get_by_role("button", name=re.compile("^S4, map 0,")).evaluate(
                """(button) => {
                const canvas = button.querySelector("canvas")
                const d = canvas.getContext("2d").getImageData(0, 0, 5, 5).data
                let most = 0
                for (let i = 0; i < d.length; i += 4)
                  most = Math.max(most, Math.abs(d[i] - d[i + 2]))
                return most }"""
            )
        )

    before = strongest()
    maps.get_by_role("radio", name="each map").click()
    expect(maps.get_by_role("radio", name="each map")).to_have_attribute("aria-checked", "true")
    assert strongest() > before
    expect(page).to_have_url(re.compile("scale=map"))
    page.reload()
    expect(maps.get_by_role("radio", name="each map")).to_have_attribute(
        "aria-checked", "true", timeout=60_000
    )
    assert strongest() > before


def test_scales_are_chosen_by_arrow_keys_and_keep_the_focus(page, app_url):
    opened(page, app_url)
    scales = page.locator(".st-key-lenet-maps").get_by_role("radio")
    scales.nth(0).press("ArrowRight")
    expect(page).to_have_url(re.compile("scale=layer"))
    expect(scales.nth(1)).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")  # around
    expect(scales.nth(0)).to_have_attribute("aria-checked", "true")
    expect(scales.nth(0)).to_be_focused()
    expect(page).not_to_have_url(re.compile("scale=(layer|map)"))
    expect(page.get_by_role("dialog")).to_have_count(0)  # nor has Streamlit lost a message


def test_the_table_of_connections_is_walked(page, app_url):
    opened(page, app_url)
    table, shown = page.locator(".st-key-lenet-cells"), page.get_by_test_id("connected")
    expect(table.locator("button.kernel")).to_have_count(60)
    table.get_by_role("button", name=re.compile("^Map 15 of C3")).click()
    expect(shown).to_have_attribute("data-cell", "15")
    page.keyboard.press("ArrowDown")
    expect(shown).to_have_attribute("data-cell", "15.0")
    table.get_by_role("button", name=re.compile("^Map 2 of S2")).click()
    expect(shown).to_have_attribute("data-cell", ".2")
    expect(page).to_have_url(re.compile(r"cell=\.2"))


def test_the_distances_add_up_to_the_networks(page, app_url):
    opened(page, app_url)
    adding = page.locator(".st-key-lenet-sum")
    sentence = adding.locator(".sentence")
    whole = re.compile(r"All cells for (\d): ([\d.]+)\. The network's output: ([\d.]+)\.")
    for digit in range(10):
        adding.locator(".line").nth(digit).click()
        expect(sentence).to_contain_text(f"All cells for {digit}:")
        found = whole.search(sentence.inner_text())
        assert found and found[2] == found[3]
    adding.get_by_role("slider").fill("40")
    expect(sentence).to_contain_text("Cell 40:")
    expect(sentence).to_contain_text("so far")


def test_with_little_motion_the_sums_grow_by_rows_and_nothing_is_read_out_meanwhile(page, app_url):
    page.emulate_media(reduced_motion="reduce")
    opened(page, app_url)
    adding = page.locator(".st-key-lenet-sum")
    cells = adding.get_by_role("slider")
    adding.locator(".run").click()
    expect(adding.locator(".sentence")).to_have_attribute("aria-live", "off")
    expect(adding.locator(".sentence")).to_contain_text(re.compile("Cell (7|14|21|28|35):"))
    adding.locator(".run").click()
    expect(adding.locator(".sentence")).to_have_attribute("aria-live", "polite")
    assert int(cells.input_value()) % 7 == 0


def test_a_name_in_the_table_leads_to_its_lines(page, app_url):
    opened(page, app_url)
    page.get_by_test_id("layers").get_by_role("link", name="F6").click()
    expect(page.locator("#source-F6")).to_be_in_viewport()


@pytest.mark.parametrize("network", ["lecun1989", "lenet5"])
def test_the_family_fits_a_phone(page, app_url, network):
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, app_url, f"&network={network}")
    right = """() => Math.max(...[...document.querySelectorAll('.st-key-lenet-picture .frame')]
        .map((one) => one.getBoundingClientRect().right))"""
    page.wait_for_function(f"({right})() <= 390", timeout=20_000)
