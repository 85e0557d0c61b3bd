"""How many photos it takes: a guess, then what we measured on CIFAR-10."""

from statistics import stdev

import streamlit as st

from cnn import figures
from cnn.errors import Problem
from cnn.figures import ErrorCurve
from cnn.results import taught
from ui.page import questions
from ui.page.frame import Page
from ui.page.theme import categories

SYMBOLS = {"pixels": "circle", "pool5": "square", "fc6": "diamond", "fc7": "triangle-up"}
DASHES = {"pixels": "solid", "pool5": "dot", "fc6": "dash", "fc7": "dashdot"}


@questions.one_place
def few_photos(page: Page) -> None:
    """Ten photos of each of three things: a guess, then errors by layer and number of photos."""
    if not questions.ask(page, "few"):
        return
    try:
        lines = taught_lines(page)
    except Problem as problem:
        page.problem(problem)
        return
    axes = page.label("teach.x"), page.label("teach.y")
    hover = page.label("teach.hover", name="%{fullData.name}", x="%{x}", y="%{y:.0f}")
    figure = figures.learning_curve_chart(lines, axes, hover, "{:.0f}".format)
    st.plotly_chart(
        figure,
        key="teach.few-chart",
        config={"displayModeBar": False},
        alt=page.label("teach.chart-alt"),
    )
    found = taught()
    seeds = len(found.right["fc7"][0])
    st.caption(page.label("teach.chart-caption", seeds=seeds, tested=found.tested))


def taught_lines(page: Page) -> list[ErrorCurve]:
    """For each layer the per cent wrong by number of photos, with a standard deviation each way.

    Raises cnn.assets.AssetProblem.
    """
    found, lines = taught(), []
    for colour, (layer, by_count) in zip(categories(), found.right.items(), strict=False):
        wrong = [100 - sum(right) / len(right) for right in by_count]
        around = [stdev(right) for right in by_count]
        lines.append(
            ErrorCurve(
                page.label(f"teach.layer-{layer}"),
                found.counts,
                wrong,
                [max(mean - each, 0.5) for mean, each in zip(wrong, around, strict=True)],
                [mean + each for mean, each in zip(wrong, around, strict=True)],
                colour,
                SYMBOLS[layer],
                DASHES[layer],
            )
        )
    return lines
