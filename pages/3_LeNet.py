"""The LeNets: four networks as published, counted, run, taken apart, and as they are retold."""

from ui import frame
from ui.exhibits import lenet, lenet_walk

page = frame.open("lenet")
page.title()
if lenet.prepare(page):
    page.section("zip")
    lenet.family(page)
    lenet.most_question(page)
    lenet.table(page)
    page.section("names")
    lenet.errors(page)
    lenet_walk.walk(page)
    lenet_walk.unit(page)
    lenet_walk.connections(page)
    lenet_walk.code_distances(page)
    lenet.modern_question(page)
    lenet.told_again(page)
    lenet.source(page)
    page.section("banks")
    page.section("onward")
page.close()
