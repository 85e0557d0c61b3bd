"""The AlexNet paper, read together: a chapter for each of its claims, each with something to do."""

from ui.exhibits.alexnet import (
    architecture,
    experiment,
    figures,
    halving,
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
from ui.page.folds import chapter, chapters, deep

page = frame.open("alexnet")
page.title()
experiment.set_up(page)
chapters(
    page,
    chapter("relu", relu.slopes, relu.race_measured, relu.race_live),
    chapter("towers", towers.crossing, towers.ablations, deep("colours", towers.filter_colours)),
    chapter(
        "lrn",
        lrn.lrn,
        lrn.brake,
        deep("pooling", pooling.pooling),
        helped.helped,
        helped.helped_measured,
    ),
    chapter(
        "layers",
        architecture.shares_question,
        architecture.architecture,
        deep("slips", architecture.slips),
        deep("fit", architecture.first_layer_question, architecture.size_rule),
    ),
    chapter(
        "overfitting",
        overfitting.variants,
        overfitting.crops_question,
        deep("dropout", overfitting.dropout, overfitting.dropout_live, halving.halving),
    ),
    chapter(
        "recipe",
        recipe.momentum,
        deep("update", recipe.update),
        recipe.schedule,
        recipe.cost_then_and_now,
    ),
    chapter(
        "results",
        results.fifteen,
        deep("numbers", results.numbers, results.numbers_table),
        figures.kernels,
        figures.five_answers,
        deep("neighbours", figures.neighbours),
    ),
    chapter(
        "code",
        softmax.constant,
        softmax.softmax,
        source_code.order,
        deep("source", source_code.paper_and_code),
        source_code.successors,
    ),
)
page.close()
