"""Learning, seen: one weight, then all of them, live and backwards."""

from ui.exhibits.training import one_weight, run
from ui.page import frame

page = frame.open("training")
page.title()
if run.prepare(page):
    one_weight.unit(page)
    one_weight.cost(page)
    one_weight.real(page)
    run.early(page)
    run.start(page)
    run.watch(page)
    page.section("peek")
    page.section("onward")
page.close()
