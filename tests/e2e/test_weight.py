"""Does a first visit stay light? Bytes are counted, with nothing in the browser's cache."""

import pytest

from scripts.bench.weight import SOCKET, visit


@pytest.mark.parametrize(
    ("address", "budget"), [("", 1_200_000), ("Draw", 1_200_000), ("AlexNet", 1_600_000)]
)
def test_a_first_visit_keeps_to_its_budget(browser, app_url, address, budget):
    weight, _ = visit(browser, f"{app_url}/{address}?lang=en")
    assert weight["script"] > 300_000 and weight["font"] > 30_000 and weight[SOCKET] > 50_000
    assert weight.total() <= budget, weight


def test_a_korean_page_loads_no_more_fonts(browser, app_url):
    korean, _ = visit(browser, f"{app_url}/?lang=ko")
    assert korean["font"] < 150_000, korean
