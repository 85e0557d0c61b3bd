"""The exhibits of Convolution about one kernel: a value taken apart, and a kernel painted by hand.

All exhibits of the page look at one digit (ui.exhibits.convolution.chosen_digit); what a visitor
paints can be taken apart too. The browser computes; Python keeps in the address what was chosen.
"""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image

from cnn.data.mnist import dataset
from cnn.data.photos import sample_photos
from cnn.errors import Problem
from cnn.experiments import kernels
from cnn.experiments.kernels import CLASSIC, Kernel, MapKernels
from cnn.inference.digit import DEFAULT
from cnn.results import sample_strokes
from ui.components import convolution as component
from ui.components import pointing, segments
from ui.components.convolution import ChosenValue, NamedKernel, PainterPicture
from ui.exhibits.convolution import chosen_digit as digit
from ui.html import markup
from ui.page import folds, questions, url_state
from ui.page.frame import Page
from ui.words.facts import toml
from ui.words.numbers import signed, signed_plain
from ui.work.warmup import warm

STYLE = Path(__file__).with_name("style.css")
PHOTOS = ("gate-berlin", "tabby-cat", "giant-panda", "viaduct", "espresso")
LONGEST = 224  # pixels of a photo's longer side
FIRST, PIXEL = "vertical", "12,8"  # what is taken apart before anything is chosen
EVEN = 1e-6  # a sum of weights that is none
PAINTED = CLASSIC["vertical"]
APART, PAINTER = "convolution.apart", "convolution.painter"


def set_up(page: Page) -> bool:
    """The page's styles and files; False, with a sentence, if one is missing or altered."""
    markup.style_sheet(STYLE)
    try:
        warm()
        dataset.load_digits("train"), dataset.load_digits("test"), sample_strokes()
    except Problem as problem:
        page.problem(problem)
        return False
    return True


@st.fragment(key="convolution.apart")
def value_apart(page: Page) -> None:
    """Any value of a map: its window, the kernel, every product, the sum, the squashing."""
    page.section("apart")
    pointing.mount("convolution.pointing")
    reading = digit.choose_digit(page)
    shelf = _shelf(page)
    names = {each.name: each for each in shelf}
    kernel = url_state.component_value(
        page, "kernel", lambda raw: raw if raw in names else None, FIRST
    )
    inputs = {"image": reading.pixels[None], "S2": reading.maps["S2"]}
    chosen = names[kernel]
    side = inputs[chosen.on].shape[-1] - chosen.kernel.weights.shape[-1] + 1
    row, column = place_on_map(page, "pixel", side, PIXEL if side > 20 else "4,4")
    squash = url_state.component_value(
        page, "squash", lambda raw: raw if raw in component.SQUASHES else None, "tanh"
    )
    component.mount_value(
        "convolution.values",
        inputs,
        shelf,
        ChosenValue(kernel, row, column, squash),
        labels=component_words(page, "apart"),
        lang=page.lang,
        on_shown=_shown,
    )
    products = _products(inputs[chosen.on], chosen.kernel, row, column)
    page.seen(
        "apart",
        APART + ":done" in st.session_state,
        products=products.size,
        sum=signed(products.sum() + chosen.kernel.bias),
        places=side**2,
    )


def _products(maps: NDArray[Any], kernel: MapKernels, row: int, column: int) -> NDArray[Any]:
    """What lies in the window at this place, (sees, k, k), times the weights that lie on it."""
    size = kernel.weights.shape[-1]
    window = maps[list(kernel.sees), row : row + size, column : column + size]
    return np.asarray(window * kernel.weights)


def _shown(state: ChosenValue) -> None:
    url_state.set_value("convolution", "kernel", state.kernel)
    url_state.set_value("convolution", "pixel", f"{state.row},{state.column}")
    url_state.set_value("convolution", "squash", state.squash)
    st.session_state[APART + ":done"] = True


def place_on_map(page: Page, name: str, side: int, default: str) -> tuple[int, int]:
    """A place "row,column" on a square map, from the address or the browser."""

    def parse(raw: str) -> str | None:
        row, _, column = raw.partition(",")
        plain = all(text.isascii() and text.isdigit() and len(text) < 4 for text in (row, column))
        return raw if plain and max(int(row), int(column)) < side else None

    row, column = url_state.component_value(page, name, parse, default).split(",")
    return int(row), int(column)


def component_words(page: Page, component_name: str) -> dict[str, str]:
    """The labels of one of the four components."""
    names = component.LABELS[component_name]
    return {name: page.label(f"convolution.{component_name}-{name}") for name in names}


def painted_kernel(page: Page) -> Kernel:
    """The kernel on the painter, from the address or the browser."""
    return url_state.component_value(page, "painted", kernels.parse_kernel, PAINTED)


def _shelf(page: Page) -> list[NamedKernel]:
    """Every kernel that can be taken apart: classic ones, the painted one, LeNet-5's."""
    found = [
        NamedKernel(
            name, page.label(f"convolution.kernel-{name}"), "classic", "image", without_bias(kernel)
        )
        for name, kernel in CLASSIC.items()
    ]
    own = st.session_state.get("convolution.painted")  # the painter comes later on the page
    own = own or kernels.parse_kernel(st.query_params.get("painted", "")) or PAINTED
    name = page.label("convolution.kernel-painted")
    found.append(NamedKernel("painted", name, "painted", "image", without_bias(own)))
    for layer, on in (("C1", "image"), ("C3", "S2")):
        found += [
            NamedKernel(f"{layer}-{number}", str(number), layer, on, kernel)
            for number, kernel in enumerate(shipped_kernels(layer))
        ]
    return found


def without_bias(kernel: Kernel) -> MapKernels:
    """A kernel made by hand: it sees the picture, and has no bias."""
    return MapKernels((0,), kernel.weights[None], 0.0)


@cache
def shipped_kernels(layer: str) -> list[MapKernels]:
    """The kernels of the network that ships."""
    return kernels.learned_kernels(DEFAULT, layer)


@questions.one_place
def edge_question(page: Page) -> None:
    """What does an edge kernel answer inside a thick stroke? A guess, then the reason."""
    questions.ask(page, "edge")


@st.fragment(key="convolution.paint")
def paint(page: Page) -> None:
    """A kernel to paint, and what it makes of the digit and of a photo."""
    page.section("paint")
    photo = url_state.choice(
        page,
        "photo",
        PHOTOS,
        label=page.label("convolution.photo"),
        widget=segments.pills,
        format_func=lambda name: str(toml("photos")[name][page.lang]),
    )
    try:
        light = grey(photo)
    except Problem as problem:
        page.problem(problem)
        return
    sources = (
        PainterPicture(page.label("convolution.digit"), digit.reading().image, "ink"),
        PainterPicture(page.label("convolution.photo"), light, "light"),
    )
    presets = [(each, page.label(f"convolution.kernel-{name}")) for name, each in CLASSIC.items()]
    painted = painted_kernel(page)
    component.mount_painter(
        "convolution.cells",
        sources,
        painted,
        presets,
        labels=component_words(page, "painter"),
        lang=page.lang,
        on_painted=_painted,
    )
    total = float(painted.weights.sum())
    page.seen(
        "paint",
        PAINTER + ":done" in st.session_state,
        how="" if abs(total) > EVEN else "even",
        sum=signed_plain(round(total, 4)),
    )


def _painted(kernel: Kernel) -> None:
    url_state.set_value("convolution", "painted", kernel)
    st.session_state[PAINTER + ":done"] = True
    folds.run_again("convolution.paint", "convolution.apart")


@cache
def grey(name: str) -> NDArray[np.uint8]:
    """A photo that ships as (H, W), 0 black ... 255 white. Raises AssetProblem."""
    photo = sample_photos.sample_image(name).convert("L")
    photo.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    return np.asarray(photo)
