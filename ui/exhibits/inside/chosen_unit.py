"""The one unit that the exhibits of Inside AlexNet look at together: its layer and its number.

The photo is the one that is open on Photo; opening another here opens it there as well. Until a
unit is picked, or in the address, the photo's loudest of the layer is shown.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from cnn.analysis.receptive_field import Box, receptive_field
from cnn.errors import Problem
from cnn.inference.photo import PhotoNetwork, PhotoReading
from ui.exhibits.photo import chosen_photo
from ui.exhibits.photo.chosen_photo import Photo
from ui.html import markup
from ui.page import folds, url_state
from ui.page.frame import Page
from ui.work.warmup import warm

STYLE = Path(__file__).with_name("style.css")
LAYERS = ("conv1", "conv2", "conv3", "conv4", "conv5", "fc6", "fc7", "fc8")
FIRST = "conv4"
PICKED, LOOKED = "inside.picked", "inside.looked"  # a unit was; anything was changed
TOGETHER = [
    f"inside.{name}"
    for name in ("choose", "excites", "made", "deconvolution", "trace", "orientation", "lesions")
]


@dataclass(frozen=True, eq=False)
class UnitInView:
    """A map of a convolution, or a unit of a full layer, and the unit of it that is looked at."""

    photo: Photo
    found: PhotoReading  # of the small edition
    layer: str  # of LAYERS
    number: int
    at: tuple[int, int]  # row and column of the map's strongest unit; (0, 0) in a full layer

    @property
    def maps(self) -> NDArray[np.float32]:
        """The layer's answers to the photo, (maps, h, w); single units are (units, 1, 1)."""
        return layer_maps(self.found, self.layer)

    @property
    def value(self) -> float:
        """What the unit answers to the photo; at least 0, but in fc8."""
        return float(self.maps[self.number][self.at])

    @property
    def box(self) -> Box:
        """What the unit sees of the crop, without the padding."""
        return field_box(self.found.network, self.layer, self.at)

    def name(self, page: Page) -> str:
        """What the unit is called; in fc8 by its class."""
        return unit_name(page, self.found, self.layer, self.number)


def set_up(page: Page) -> bool:
    """The page's styles, and the network; False, with a sentence, if a file is not right."""
    markup.style_sheet(STYLE)
    try:
        warm()
        chosen_photo.load_what_is_needed()
    except Problem as problem:
        page.problem(problem)
        return False
    return True


def changed() -> None:
    """Runs all exhibits again, from a callback that has changed photo, layer or unit."""
    st.session_state[LOOKED] = True
    st.query_params.pop("way", None)
    forget_choice("way")
    folds.run_again(*TOGETHER)


def pick(number: int) -> None:
    """Chooses a unit of the layer, from a callback."""
    st.session_state[PICKED] = True
    url_state.wish("inside", "unit", number)
    changed()


def forget_choice(name: str) -> None:
    """Forgets what was chosen as `name`, such as "unit", so that its default comes again."""
    for what in ("", ":kept", ":told"):
        st.session_state.pop(f"inside.{name}{what}", None)


def chosen_now(page: Page) -> UnitInView | None:
    """The unit that is chosen now, for an exhibit: None, with a sentence, if that cannot be."""
    if (found := small_reading(page)) is None:
        return None
    layer = st.session_state.get("inside.layer", FIRST)
    maps = layer_maps(found, layer)
    number = st.session_state.get("inside.unit", int(maps.max((1, 2)).argmax()))
    row, column = divmod(int(maps[number].argmax()), maps.shape[2])
    return UnitInView(chosen_photo.photo_now(), found, layer, number, (row, column))


def small_reading(page: Page) -> PhotoReading | None:
    """What the small edition makes of the open photo: None, with a sentence, if that cannot be."""
    try:
        return chosen_photo.photo_reading("small")
    except Problem as problem:
        page.problem(problem)
        return None


def layer_maps(found: PhotoReading, layer: str) -> NDArray[np.float32]:
    """A layer's answers to the photo, (maps, h, w); single units are (units, 1, 1)."""
    maps = found.maps[layer]
    return maps if maps.ndim == 3 else maps[:, None, None]


def field_box(network: PhotoNetwork, layer: str, at: tuple[int, int]) -> Box:
    """What a unit sees of the crop, without the padding; one of a full layer sees all of it."""
    side = network.transform.side
    if layer.startswith("fc"):
        return Box(0, 0, side, side)
    return receptive_field(network.model, layer).box(*at, side)


def unit_name(page: Page, found: PhotoReading, layer: str, number: int) -> str:
    """What a unit is called; in fc8 by its class."""
    if layer == "fc8":
        name = found.network.classes[number].name(page.lang)
        return page.label("inside.class-name", number=number, name=name)
    return page.label("inside.unit-name", layer=layer, number=number)
