"""The AlexNet paper, read together: a section for each of its ideas, each with something to do."""

from ui.exhibits.alexnet import (
    architecture,
    experiment,
    figures,
    helped,
    lrn,
    overfitting,
    pooling,
    recipe,
    relu,
    results,
    softmax,
    source_code,
    towers,
)
from ui.page import frame

page = frame.open("alexnet")
page.title()
experiment.set_up(page)
relu.slopes(page)
relu.race_measured(page)
relu.race_live(page)
towers.crossing(page)
towers.ablations(page)
towers.filter_colours(page)
lrn.lrn(page)
lrn.brake(page)
pooling.pooling(page)
helped.helped(page)
helped.helped_measured(page)
architecture.shares_question(page)
architecture.architecture(page)
architecture.slips(page)
architecture.first_layer_question(page)
architecture.size_rule(page)
overfitting.variants(page)
overfitting.crops_question(page)
overfitting.dropout(page)
overfitting.dropout_live(page)
recipe.momentum(page)
recipe.update(page)
recipe.schedule(page)
recipe.cost_then_and_now(page)
results.fifteen(page)
results.numbers(page)
results.numbers_table(page)
figures.kernels(page)
figures.five_answers(page)
figures.neighbours(page)
softmax.constant(page)
softmax.softmax(page)
source_code.order(page)
source_code.paper_and_code(page)
source_code.successors(page)
page.section("onward")
page.close()
