"""The exhibits of Convolution about counting: where windows fit, and what sharing weights saves."""

import streamlit as st

from cnn.experiments import output_size, weight_sharing
from cnn.experiments.output_size import RULES
from ui.components import segments
from ui.exhibits.convolution import windows_html as html
from ui.html import markup
from ui.page import questions, url_state
from ui.page.frame import Page
from ui.page.theme import is_dark

SIZES = ("width", "window", "stride", "padding")
LIMITS = {"width": (1, 256), "window": (1, 15), "stride": (1, 8), "padding": (0, 7)}
START = {"width": 12, "window": 5, "stride": 3, "padding": 0}
KNOWN = {  # width, window, stride, padding, rule
    "left-over": (12, 5, 3, 0, "floor"),
    "lenet": (32, 5, 1, 0, "floor"),
    "same": (14, 3, 1, 1, "floor"),
    "alexnet": (224, 11, 4, 0, "ceil"),
    "caffe": (227, 11, 4, 0, "floor"),
    "torchvision": (224, 11, 4, 2, "floor"),
    "pooling": (55, 3, 2, 0, "ceil"),
}
COUNTED = {"side": (5, 64), "depth": (1, 16), "maps": (1, 64), "patch": (1, 11)}
C1 = {"side": 32, "depth": 1, "maps": 6, "patch": 5}


@st.fragment(key="convolution.size")
def windows(page: Page) -> None:
    """Windows along one side of a picture: how many fit, what they miss, what hangs over."""
    page.section("size")
    st.pills(
        page.label("convolution.known"),
        list(KNOWN),
        key="convolution.known",
        format_func=lambda name: page.label(f"convolution.known-{name}"),
        on_change=_known,
    )
    left, right = st.columns([4, 8], gap="large")
    with left:
        width, window, stride, padding = (
            url_state.whole(
                page,
                name,
                *LIMITS[name],
                label=page.label(f"convolution.{name}"),
                default=START[name],
                on_change=_moved,
            )
            for name in SIZES
        )
        rule = url_state.choice(
            page,
            "rule",
            RULES,
            label=page.label("convolution.rule"),
            widget=segments.joined,
            format_func=lambda name: page.label(f"convolution.rule-{name}"),
            on_change=_moved,
        )
    with right:
        found = output_size.coverage(width, window, stride, padding, rule)
        numbers = html.Windows(width, window, stride, padding, rule)
        markup.show(html.windows(page, numbers, found, is_dark()))
    over, missed = found.overhang, found.missed
    page.seen(
        "size",
        "convolution.size:done" in st.session_state,
        how="over" if over else "missed" if missed else "",
        places=len(found.starts),
        pixels=over or missed,
    )


def _known() -> None:
    """Sets all dials to a layer that history knows."""
    name = st.session_state["convolution.known"]
    st.session_state["convolution.known"] = None  # a button rather than a choice
    if name:
        for each, value in zip((*SIZES, "rule"), KNOWN[name], strict=True):
            url_state.set_value("convolution", each, value)
        _moved()


def _moved() -> None:
    st.session_state["convolution.size:done"] = True


@questions.one_place
def shared(page: Page) -> None:
    """How much does a shared kernel save? A guess, then the counts of a layer of any size."""
    if questions.ask(page, "sharing"):
        _costs(page)


@st.fragment(key="convolution.costs")
def _costs(page: Page) -> None:
    columns = st.columns(len(COUNTED))
    numbers = {}
    for column, (name, limits) in zip(columns, COUNTED.items(), strict=True):
        with column:
            label = page.label(f"convolution.{name}")
            numbers[name] = url_state.whole(page, name, *limits, label=label, default=C1[name])
    side, depth, maps, patch = numbers.values()
    if patch > side:
        page.prose(page.label("convolution.too-wide", patch=patch, side=side))
        return
    costs = weight_sharing.layer_costs(side, depth, maps, patch)
    markup.show(html.sharing_costs(page, costs, html.LayerPlan(side, depth, maps, patch)))
