"""The exhibits of LeNet about the networks themselves: family, counts, retellings, source.

All exhibits look at one network, layer and digit together (ui.exhibits.lenet.chosen); the digit's
way through the network is ui.exhibits.lenet.walk.
"""

from math import prod
from pathlib import Path

import streamlit as st

from cnn.analysis.lenet_variants import CHANGES, lenet4_counts, variant_sizes
from cnn.data.mnist import dataset
from cnn.errors import Problem
from cnn.inference import classifiers
from cnn.inference.unit_trace import INPUT, receptive_windows
from ui.components import network_family, pointing, segments
from ui.components.network_family import FamilyLayer, FamilyNetwork
from ui.exhibits.lenet import networks_html as html
from ui.exhibits.lenet.chosen import (
    FAMILY,
    image_side,
    kinds,
    layer_now,
    network_and_layer,
    network_switch,
    open_layer,
    rows,
    tables,
)
from ui.exhibits.lenet.source_code import source_html
from ui.html import markup
from ui.page import questions, url_state
from ui.page.frame import Page
from ui.work.warmup import warm

STYLE = Path(__file__).with_name("style.css")
COLUMNS = {1: 1, 4: 2, 6: 2, 8: 2, 10: 1, 12: 3, 16: 4, 30: 5, 84: 7, 120: 10}  # as drawn
PICKED = "lenet.picked"
SIDES = (32, 28)
FEWEST, MOST = 16, 128  # kernels of LeNet-4's C3: one for each map, or all there could be
AS_PUBLISHED = 47  # with these the connections fit


def set_up(page: Page) -> bool:
    """The page's styles and files; False, with a sentence, if one is missing or altered."""
    markup.style_sheet(STYLE)
    try:
        warm()
        dataset.load_digits("test")
    except Problem as problem:
        page.problem(problem)
        return False
    return True


@st.fragment(key="lenet.family")
def family(page: Page) -> None:
    """The four networks on one scale; a layer that is picked is the page's."""
    chosen = network_and_layer(page)
    page.section("family")
    pointing.mount("lenet.pointing")
    network_family.mount(
        "lenet.picture",
        [drawn(page, name) for name in FAMILY],
        chosen=chosen,
        label=page.label("lenet.picture"),
        lang=page.lang,
        on_pick=_picked,
    )
    network, layer = chosen
    (row,) = (row for row in rows(network) if row.name == layer)
    page.seen(
        "family",
        PICKED in st.session_state,
        layer=html.layer_title(page, layer),
        units=f"{prod(row.shape):,}",
        connections=f"{row.connections:,}",
        parameters=f"{row.parameters:,}",
    )


def _picked(network: str, layer: str) -> None:
    st.session_state[PICKED] = True
    open_layer(network, layer)


def drawn(page: Page, name: str) -> FamilyNetwork:
    """A network of the family as the picture shows it."""
    counted, fields = rows(name), receptive_windows(FAMILY[name].model)
    whole = sum(row.parameters for row in counted), sum(row.connections for row in counted)
    layers = [_image(page, name)]
    for row in counted:
        n, height, width = (*row.shape, 1, 1)[:3]
        before = layers[-1]
        lines = [
            (page.label("lenet.parameters"), *html.reckoned(row.formulas.parameters)),
            (page.label("lenet.connections"), *html.reckoned(row.formulas.connections)),
            (page.label("lenet.field"), html.field_words(row, image_side(name)), ""),
        ]
        layers.append(
            FamilyLayer(
                name=row.name,
                short=html.layer_title(page, row.name, short=True),
                kind="output" if row.name == "output" else kinds(name)[row.name],
                maps=n,
                height=height,
                width=width,
                columns=COLUMNS[n],
                seen=_seen(name, row.name, before, height),
                near=fields[row.name][before.name],
                far=fields[row.name][INPUT],
                size=html.shape_words(page, row.shape),
                lines=lines,
                shares=[
                    (page.label("lenet.share-parameters"), row.parameters / whole[0]),
                    (page.label("lenet.share-connections"), row.connections / whole[1]),
                ],
                why=page.label(f"lenet.why-{name}-{row.name}"),
            )
        )
    return FamilyNetwork(
        name, page.label(f"lenet.full-{name}"), page.label(f"lenet.year-{name}"), layers
    )


def _image(page: Page, name: str) -> FamilyLayer:
    side = image_side(name)
    short = html.layer_title(page, INPUT, short=True)
    size, none = f"{side}×{side}", (side, 0, 0)
    return FamilyLayer(INPUT, short, INPUT, 1, side, side, 1, [], none, none, size, [], [], "")


def _seen(name: str, layer: str, before: FamilyLayer, height: int) -> list[int]:
    """The maps before that the first map of a layer sees, as the picture marks them."""
    table = tables(name).get(layer)
    if table:
        return table[0]
    return [0] if height > 1 else list(range(before.maps))


@st.fragment(key="lenet.table")
def layer_table(page: Page) -> None:
    """Every layer of one network with the arithmetic of its counts, and the papers' totals."""
    page.section("table")
    network = network_switch(page, "table")
    markup.show(html.layer_table(page, network, rows(network), layer_now(), image_side(network)))
    if network == "lenet4":
        page.prose(page.text["lenet4"])
    with st.expander(page.text.heading("rereading"), expanded=network == "lenet4"):
        _rereading(page)


def _rereading(page: Page) -> None:
    """LeNet-4's counts for every reading of its list of layers."""
    page.prose(page.text["rereading"])
    with st.container(horizontal=True, gap="medium"):
        side = url_state.choice(
            page,
            "side",
            SIDES,
            label=page.label("lenet.side"),
            widget=segments.joined,
            format_func=lambda each: f"{each}×{each}",
        )
        kernels = url_state.whole(
            page,
            "kernels",
            FEWEST,
            MOST,
            label=page.label("lenet.kernels"),
            default=AS_PUBLISHED,
        )
    markup.show(html.rereading(page, lenet4_counts(side, kernels)))


def errors(page: Page) -> None:
    """The papers' errors beside those of the networks that ship."""
    page.section("errors")
    markup.show(html.errors(page, classifiers.classifier_names()))


@questions.one_place
def most_question(page: Page) -> None:
    """Where are the parameters? A guess, then the shares."""
    if questions.ask(page, "most"):
        markup.show(html.shares(page, rows("lenet5")))


@questions.one_place
def modern_question(page: Page) -> None:
    """What of today's habits was in LeNet-5? A guess, then the reason."""
    questions.ask(page, "modern")


@st.fragment(key="lenet.retold")
def told_again(page: Page) -> None:
    """LeNet-5 of 1998 beside the one of tutorials, one change after the other."""
    page.section("retold")
    changes = url_state.choices(
        page,
        "changes",
        CHANGES,
        label=page.label("lenet.changes"),
        format_func=lambda each: page.label(f"lenet.change-{each}"),
        on_change=lambda: st.session_state.update({"lenet.retold-done": True}),
    )
    paper, told = rows("lenet5"), variant_sizes(changes)
    markup.show(html.told_again(page, paper, told, set(changes)))
    page.seen(
        "retold",
        "lenet.retold-done" in st.session_state,
        how="" if changes else "same",
        paper=f"{sum(row.parameters for row in paper):,}",
        parameters=f"{sum(row.parameters for row in told):,}",
    )


@st.fragment(key="lenet.source")
def network_source(page: Page) -> None:
    """The chosen network's own file, the chosen layer marked, and that layer's class."""
    page.section("source")
    network = network_switch(page, "source")
    markup.show(source_html(page, network, layer_now()))
