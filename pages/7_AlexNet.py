"""The AlexNet paper, read together: a section for each of its ideas, each with something to do."""

from ui.exhibits.alexnet import (
    architecture,
    experiment,
    figures,
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
experiment.prepare(page)
relu.slopes(page)
relu.measured(page)
relu.live(page)
towers.crossing(page)
towers.ablations(page)
towers.colours(page)
lrn.lrn(page)
lrn.brake(page)
pooling.pooling(page)
lrn.measured(page)
lrn.small(page)
architecture.share(page)
architecture.architecture(page)
architecture.slips(page)
architecture.fit(page)
architecture.size(page)
overfitting.variants(page)
overfitting.crops(page)
overfitting.dropout(page)
overfitting.live(page)
recipe.momentum(page)
recipe.update(page)
recipe.schedule(page)
recipe.cost(page)
results.fifteen(page)
results.numbers(page)
figures.kernels(page)
figures.answers(page)
figures.neighbours(page)
softmax.constant(page)
softmax.softmax(page)
source_code.order(page)
source_code.source(page)
source_code.after(page)
page.section("onward")
page.close()
