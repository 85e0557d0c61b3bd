"""The LeNets: four networks as published, counted, run, taken apart, and as they are retold."""

from ui.exhibits.lenet import lesions, networks, walk
from ui.page import frame

page = frame.open("lenet")
page.title()
if networks.set_up(page):
    page.section("zip")
    networks.family(page)
    networks.most_question(page)
    networks.layer_table(page)
    page.section("names")
    networks.errors(page)
    walk.walk(page)
    walk.unit_apart(page)
    walk.connections(page)
    walk.code_distances(page)
    lesions.lesion_question(page)
    lesions.lesion_bench(page)
    page.section("units")
    page.section("lesion-limits")
    networks.modern_question(page)
    networks.told_again(page)
    networks.network_source(page)
    page.section("banks")
    page.section("onward")
page.close()
