"""Learning, seen: a ball on a loss curve, then all weights, live and backwards, then one weight."""

from ui.exhibits.training import ball, one_weight, own_digits, run
from ui.page import frame

page = frame.open("training")
page.title()
if run.set_up(page):
    ball.ball(page)
    ball.tenfold(page)
    run.early(page)
    run.start_run(page)
    run.watch_run(page)
    page.section("peek")
    own_digits.learn_from_visitor(page)
    one_weight.one_weight_unit(page)
    one_weight.gradient_cost(page)
    one_weight.gradients_compared(page)
    page.section("onward")
page.close()
