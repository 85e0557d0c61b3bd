"""The exhibits of the AlexNet page about the whole network: every count, and its slips."""

from functools import lru_cache
from math import prod
from typing import Any

import streamlit as st

from cnn.analysis.complexity import LayerSize, planned_sizes
from cnn.experiments.output_size import RULES, Rule, output_size
from cnn.models.alexnet import ONE_GPU, PAPER, SMALL, UNGROUPED, AlexNet
from ui.components import pointing, segments
from ui.exhibits.alexnet import architecture_html as html
from ui.exhibits.alexnet import size_rule_html
from ui.html import markup
from ui.page import questions, url_state
from ui.page.frame import Page
from ui.work.inference_threads import call_beside

EDITIONS = {"paper": PAPER, "ungrouped": UNGROUPED, "one-gpu": ONE_GPU, "small": SMALL}
LAYERS = ("conv1", "conv2", "conv3", "conv4", "conv5", "fc6", "fc7", "fc8")
SHARE = "share"
USUAL = {"image": 224, "kernel": 11, "stride": 4, "padding": 0}
MOST = {"image": 300, "kernel": 40, "stride": 40, "padding": 5}
LEAST = {"image": 1, "kernel": 1, "stride": 1, "padding": 0}
ROOMS = {  # how others made 55 of it: image, padding, rule
    "source": (224, 0, "ceil"),
    "floor": (224, 0, "floor"),
    "caffe": (227, 0, "floor"),
    "torchvision": (224, 2, "floor"),
}


@lru_cache(maxsize=8)
def edition_sizes(edition: str) -> list[LayerSize]:
    """The table of one of EDITIONS; nothing of the network itself is made."""
    return planned_sizes(lambda: AlexNet(EDITIONS[edition]))


@questions.one_place
def shares_question(page: Page) -> None:
    """Where are the weights? A guess, then all of them."""
    questions.ask(page, SHARE)


@st.fragment(key="alexnet.architecture")
def architecture(page: Page) -> None:
    """Every layer to scale with its counts; the layer that is picked shows its arithmetic."""
    page.section("architecture")
    pointing.mount("alexnet.pointing")
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        edition = url_state.choice(
            page,
            "net",
            tuple(EDITIONS),
            label=page.label("alexnet.net"),
            width=300,
            format_func=lambda each: page.label(f"alexnet.net-{each}"),
        )
        layer = url_state.choice(
            page,
            "layer",
            LAYERS,
            label=page.label("alexnet.layer"),
            default="conv2",
            widget=segments.pills,
        )
    sizes = call_beside(edition_sizes, edition)
    markup.show(html.architecture(page, sizes, EDITIONS[edition].image, layer))
    (row,) = (row for row in sizes if row.name == layer)
    parameters, products = (
        f"{100 * getattr(row, name) / sum(getattr(each, name) for each in sizes):.2f}"
        for name in ("parameters", "products")
    )
    page.seen(
        "architecture",
        layer != "conv2" or edition != "paper",
        how="full" if layer.startswith("fc") else "",
        layer=layer,
        parameters=parameters,
        products=products,
        places=f"{prod(row.shape[1:]):,}",
    )


def slips(page: Page) -> None:
    """Two sums of the paper that do not come out."""
    page.section("slips")
    markup.show(html.slip(page, call_beside(edition_sizes, "paper")))


@questions.one_place
def first_layer_question(page: Page) -> None:
    """Does the first layer fit? A guess, then the division."""
    questions.ask(page, "fit")


@st.fragment(key="alexnet.size")
def size_rule(page: Page) -> None:
    """The size rule to play with: image, kernel, stride, padding, rounded down or up."""
    page.section("size")
    st.pills(
        page.label("alexnet.size-ready"),
        tuple(ROOMS),
        key="alexnet.size-ready",
        format_func=lambda each: page.label(f"alexnet.size-{each}"),
        on_change=_furnish,
    )
    chosen: dict[str, int] = {}
    for name, column in zip(USUAL, st.columns(4, gap="medium"), strict=True):
        with column:
            chosen[name] = url_state.whole(
                page,
                name,
                LEAST[name],
                MOST[name],
                label=page.label(f"alexnet.size-{name}"),
                default=USUAL[name],
                widget=st.number_input,
            )
    rule: Rule = url_state.choice(
        page,
        "rule",
        RULES,
        label=page.label("alexnet.rule"),
        default="ceil",
        widget=segments.joined,
        format_func=lambda each: page.label(f"alexnet.rule-{each}"),
    )
    markup.show(size_rule_html.size_rule(page, rule, **chosen))
    how, found = _rounded(rule, **chosen)
    page.seen("size", chosen != USUAL or rule != "ceil", how=how, **found)


def _rounded(
    rule: Rule, *, image: int, kernel: int, stride: int, padding: int
) -> tuple[str, dict[str, Any]]:
    """What rounding decides: the row of the labels, the windows a side and what is left of them."""
    widths = {
        each: size_rule_html.widths(output_size(image, kernel, stride, padding, each), each)
        for each in RULES
    }
    (places, *_, left), room = widths[rule], image + 2 * padding
    if not places:
        return "none", {"kernel": kernel, "room": room}
    if (room - kernel) % stride == 0:
        return "", {"places": places, "left": left}
    other, *_, other_left = widths["floor" if rule == "ceil" else "ceil"]
    way = "up" if rule == "ceil" else "down"
    return way, {"places": places, "left": left, "other": other, "other_left": other_left}


def _furnish() -> None:
    """Sets image, padding and rule as somebody had them, and the paper's kernel and stride."""
    name = st.session_state["alexnet.size-ready"]
    st.session_state["alexnet.size-ready"] = None
    if name:
        image, padding, rule = ROOMS[name]
        for key, value in {**USUAL, "image": image, "padding": padding, "rule": rule}.items():
            url_state.set_value("alexnet", key, value)
