"""Learning, seen: one weight, then all of them, live and backwards."""

from ui.exhibits.training import one_weight, own_digits, run
from ui.page import frame

page = frame.open("training")
page.title()
if run.set_up(page):
    one_weight.one_weight_unit(page)
    one_weight.gradient_cost(page)
    one_weight.gradients_compared(page)
    run.early(page)
    run.start_run(page)
    run.watch_run(page)
    page.section("peek")
    own_digits.learn_from_visitor(page)
    page.section("onward")
page.close()
