"""The LeNets: four networks as published, counted, run, taken apart, and as they are retold."""

from ui.exhibits.lenet import lesions, networks, walk
from ui.page import frame
from ui.page.folds import deep, section

page = frame.open("lenet")
page.title()
if networks.set_up(page):
    page.section("zip")
    networks.family(page)
    deep("walk", walk.walk)(page)
    lesions.lesion_question(page)
    deep("lab", lesions.lesion_bench, section("units"), section("lesion-limits"))(page)
    deep("most", networks.most_question, networks.layer_table)(page)
    deep("unit", walk.unit_apart)(page)
    deep("connections", walk.connections)(page)
    deep("codes", walk.code_distances)(page)
    deep("errors", networks.errors)(page)
    deep("modern", networks.modern_question, networks.told_again)(page)
    deep("source", networks.network_source)(page)
    deep("names", section("names"))(page)
    deep("banks", section("banks"))(page)
page.close()
