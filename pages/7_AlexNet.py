"""The AlexNet paper, read together: a section for each of its ideas, each with something to do."""

from ui import frame
from ui.exhibits import (
    alexnet,
    alexnet_architecture,
    alexnet_figures,
    alexnet_lrn,
    alexnet_overfitting,
    alexnet_pooling,
    alexnet_recipe,
    alexnet_relu,
    alexnet_results,
    alexnet_softmax,
    alexnet_source,
    alexnet_towers,
)

page = frame.open("alexnet")
page.title()
alexnet.prepare(page)
alexnet_relu.slopes(page)
alexnet_relu.measured(page)
alexnet_relu.live(page)
alexnet_towers.crossing(page)
alexnet_towers.ablations(page)
alexnet_towers.colours(page)
alexnet_lrn.lrn(page)
alexnet_lrn.brake(page)
alexnet_pooling.pooling(page)
alexnet_lrn.measured(page)
alexnet_lrn.small(page)
alexnet_architecture.share(page)
alexnet_architecture.architecture(page)
alexnet_architecture.slips(page)
alexnet_architecture.fit(page)
alexnet_architecture.size(page)
alexnet_overfitting.variants(page)
alexnet_overfitting.crops(page)
alexnet_overfitting.dropout(page)
alexnet_overfitting.live(page)
alexnet_recipe.momentum(page)
alexnet_recipe.update(page)
alexnet_recipe.schedule(page)
alexnet_recipe.cost(page)
alexnet_results.fifteen(page)
alexnet_results.numbers(page)
alexnet_figures.kernels(page)
alexnet_figures.answers(page)
alexnet_figures.neighbours(page)
alexnet_softmax.constant(page)
alexnet_softmax.softmax(page)
alexnet_source.order(page)
alexnet_source.source(page)
alexnet_source.after(page)
page.section("onward")
page.close()
