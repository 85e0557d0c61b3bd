"""Learning, seen: one weight, then all of them, live and backwards."""

from ui.exhibits.training import one_weight, own_digits, run
from ui.page import frame
from ui.page.folds import deep, section

page = frame.open("training")
page.title()
if run.set_up(page):
    run.start_run(page)
    run.watch_run(page)
    deep("unit", one_weight.one_weight_unit, one_weight.gradients_compared)(page)
    deep("cost", one_weight.gradient_cost)(page)
    deep("early", run.early)(page)
    deep("peek", section("peek"))(page)
    deep("own", own_digits.learn_from_visitor)(page)
page.close()
