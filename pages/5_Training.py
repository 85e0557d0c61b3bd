"""Learning, seen: one weight, then all of them, live and backwards."""

from ui import frame
from ui.exhibits import training, training_weight

page = frame.open("training")
page.title()
if training.prepare(page):
    training_weight.unit(page)
    training_weight.cost(page)
    training_weight.real(page)
    training.early(page)
    training.start(page)
    training.watch(page)
    page.section("peek")
    page.section("onward")
page.close()
