"""Learning, seen: a ball on a loss curve, then all weights, live and backwards, then one weight."""

from ui.exhibits.training import ball, one_weight, own_digits, run
from ui.page import frame
from ui.page.folds import deep, section

page = frame.open("training")
page.title()
if run.set_up(page):
    ball.ball(page)
    ball.tenfold(page)
    run.start_run(page)
    deep("watch", run.watch_run)(page)
    deep("early", run.early)(page)
    deep("own", own_digits.learn_from_visitor)(page)
    deep("peek", section("peek"))(page)
    deep("unit", one_weight.one_weight_unit)(page)
    deep("cost", one_weight.gradient_cost)(page)
    deep("real", one_weight.gradients_compared)(page)
page.close()
