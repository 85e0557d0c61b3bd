"""What the exhibits of LeNet look at together: a network of the family, a layer, a digit."""

from functools import cache
from typing import NamedTuple

import streamlit as st

from cnn.analysis import complexity
from cnn.analysis.complexity import LayerSize
from cnn.data.digits.preprocess import Picture, to_mnist
from cnn.data.mnist import dataset
from cnn.inference import unit_trace
from cnn.inference.unit_trace import DigitTrace
from cnn.models import DIGITS
from cnn.models.lenet_layers import RBF, Convolution, FullyConnected, Subsampling
from ui.exhibits.draw import pad
from ui.page import folds, url_state
from ui.page.frame import Page
from ui.page.session_cache import last_result
from ui.work.inference_threads import call_beside

SOURCES = ("test", "drawing")
FIRST = 32  # of the test digits: a three
ALL = ("family", "table", "walk", "unit", "connections", "source")
WITH_DIGIT = ("walk", "unit", "connections", "codes", "lab")


class FamilyMember(NamedTuple):
    """A network of the family."""

    model: str  # of cnn.models
    weights: str  # of cnn.inference.weights
    partial: str  # its layer that sees only some of the maps before it


FAMILY = {
    "lecun1989": FamilyMember("LeCun1989", "lecun1989", "H2"),
    "lenet1": FamilyMember("LeNet1", "lenet1", "H3"),
    "lenet4": FamilyMember("LeNet4", "lenet4", "C3"),
    "lenet5": FamilyMember("LeNet5", "lenet5-distorted", "C3"),
}
DEFAULT = "lenet5"


@cache
def rows(network: str) -> list[LayerSize]:
    """Every layer of a network of the family, counted."""
    return complexity.layer_sizes(DIGITS[FAMILY[network].model]())


def layers_of(network: str) -> list[str]:
    """The names of a network's layers, from the first one on."""
    return [row.name for row in rows(network)]


@cache
def tables(network: str) -> dict[str, list[list[int]]]:
    """For each convolution, the maps before it that each of its maps sees."""
    modules = DIGITS[FAMILY[network].model]().named_children()
    return {name: module.table for name, module in modules if isinstance(module, Convolution)}


@cache
def kinds(network: str) -> dict[str, str]:
    """What kind of layer each is: convolution, subsampling, full, distance; an output of sums is
    "output".
    """
    names = {Convolution: "convolution", Subsampling: "subsampling"}
    names |= {FullyConnected: "full", RBF: "distance"}
    modules = DIGITS[FAMILY[network].model]().named_children()
    found = {k: next(n for c, n in names.items() if isinstance(m, c)) for k, m in modules}
    return {k: "output" if (k, n) == ("output", "full") else n for k, n in found.items()}


def image_side(network: str) -> int:
    """Height and width of the images that a network of the family takes."""
    return DIGITS[FAMILY[network].model].image[1]


def network_and_layer(page: Page) -> tuple[str, str]:
    """The network and the layer that are chosen, from the address too; the first exhibit asks."""
    network = url_state.component_choice(page, "network", FAMILY, DEFAULT)
    layer = url_state.component_choice(page, "layer", layers_of(network), FAMILY[network].partial)
    return network, layer


def network_now() -> str:
    """The network of the family that is chosen."""
    network: str = st.session_state.get("lenet.network", DEFAULT)
    return network


def layer_now() -> str:
    """The layer that is chosen, of the network that is."""
    network = network_now()
    layer: str = st.session_state.get("lenet.layer", "")
    return layer if layer in layers_of(network) else FAMILY[network].partial


def open_layer(network: str, layer: str = "") -> None:
    """From a callback: another network or layer for every exhibit that shows it."""
    other = network != network_now()
    url_state.set_value("lenet", "network", network)
    url_state.set_value("lenet", "layer", layer or FAMILY[network].partial)
    again(*(ALL if other else ("family", "table", "source")))


def again(*exhibits: str) -> None:
    """Runs these exhibits again; for the end of a callback."""
    folds.run_again(*(f"lenet.{name}" for name in exhibits))


def network_switch(page: Page, where: str) -> str:
    """Buttons for the four networks, at any exhibit; returns the one that is chosen."""
    key = f"lenet.network-{where}"
    st.session_state[key] = network_now()
    st.segmented_control(
        page.label("lenet.network"),
        list(FAMILY),
        key=key,
        required=True,
        format_func=lambda name: page.label(f"lenet.name-{name}"),
        on_change=lambda: open_layer(st.session_state[key]),
    )
    return network_now()


def digit_picture() -> Picture:
    """The digit that goes through the network (28, 28): the drawing, or one of MNIST's tests.

    Raises cnn.data.digits.preprocess.DigitProblem if the pad was cleared.
    """
    if st.session_state.get("lenet.from") == "drawing":
        return to_mnist(pad.strokes_now())
    image: Picture = dataset.load_digits("test").images[index_now()]
    return image


def index_now() -> int:
    """Which test digit is open."""
    asked = st.session_state.get("lenet.index")
    return FIRST if asked is None else int(asked)


def walk_now(network: str = "") -> DigitTrace:
    """The digit gone through the network that is chosen, or another of the family.

    Raises cnn.errors.Problem: nothing drawn, weights missing.
    """
    name, image = FAMILY[network or network_now()].weights, digit_picture()
    key = name, image.tobytes()
    return last_result(
        f"lenet.walk-{name}", key, lambda: call_beside(unit_trace.trace_digit, name, image)
    )
