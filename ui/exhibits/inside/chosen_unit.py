"""The one unit that the exhibits of Inside AlexNet look at together: its layer and its number.

The photo is the one that is open on Photo; opening another here opens it there as well. Until a
unit is picked, or in the address, the photo's loudest of the layer is shown.
"""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from cnn.analysis.receptive_field import Box, receptive_field
from cnn.data.photos import sample_photos
from cnn.errors import Problem
from cnn.inference.photo import PhotoReading
from ui.components import segments
from ui.exhibits.photo import chosen_photo
from ui.exhibits.photo.chosen_photo import Photo
from ui.html import markup
from ui.page import folds, url_state
from ui.page.frame import Page
from ui.words.facts import toml
from ui.work.warmup import warm

STYLE = Path(__file__).with_name("style.css")
LAYERS = ("conv1", "conv2", "conv3", "conv4", "conv5", "fc6", "fc7", "fc8")
FIRST = "conv4"
PICKED, OPEN = "inside.picked", "inside.open"
TOGETHER = [
    f"inside.{name}"
    for name in ("choose", "excites", "made", "deconvolution", "trace", "orientation", "lesions")
]


@dataclass(frozen=True, eq=False)
class ChosenUnit:
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
        return field_box(self.found, self.layer, self.at)

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


@st.fragment(key="inside.choose")
def choose(page: Page) -> None:
    """A photo, a layer, and one of its units: the loudest first."""
    page.section("choose")
    _photo(page)
    if (found := reading_or_sentence(page)) is None:
        return
    layer = url_state.choice(
        page,
        "layer",
        LAYERS,
        label=page.label("inside.layer"),
        default=FIRST,
        widget=segments.pills,
        on_change=_layer_changed,
    )
    _unit(page, found, layer)
    page.seen("choose", PICKED in st.session_state, layer=layer)


def _photo(page: Page) -> None:
    """The photo: a sample, or one of the visitor's own of this visit."""
    own = {f"mine-{each.number}": each.name for each in chosen_photo.own_photos()}
    options = [*own, *sample_photos.samples()]
    now, titles = chosen_photo.photo_now().key, toml("photos")
    if st.session_state.get(OPEN, now) != now:  # another was opened on Photo
        _forget("photo")
    chosen = url_state.choice(
        page,
        "photo",
        options,
        label=page.label("inside.photo"),
        default=now if now in options else chosen_photo.FIRST,
        width=320,
        format_func=lambda key: own[key] if key in own else str(titles[key][page.lang]),
        on_change=lambda: folds.run_again(*TOGETHER),
    )
    if chosen != now:
        if chosen in own:
            chosen_photo.open_own(int(chosen.removeprefix("mine-")))
        else:
            chosen_photo.open_sample(chosen)
    st.session_state[OPEN] = chosen


def _unit(page: Page, found: PhotoReading, layer: str) -> int:
    """Which unit: until one is picked or in the address, the photo's loudest of the layer."""
    maps = layer_maps(found, layer)
    loudest = int(maps.max((1, 2)).argmax())
    if PICKED not in st.session_state and "unit" not in st.query_params:
        _forget("unit")
    parse = partial(url_state.whole_number, lowest=0, highest=len(maps) - 1)
    return url_state.component_value(page, "unit", parse, loudest)


def _layer_changed() -> None:
    """In another layer, its loudest unit first."""
    st.session_state.pop(PICKED, None)
    st.query_params.pop("unit", None)
    _forget("unit")
    folds.run_again(*TOGETHER)


def _forget(name: str) -> None:
    for key in (f"inside.{name}", f"inside.{name}:kept"):
        st.session_state.pop(key, None)


def pick(number: int) -> None:
    """Chooses a unit of the layer, from a callback."""
    st.session_state[PICKED] = True
    url_state.set_value("inside", "unit", number)
    folds.run_again(*TOGETHER)


def chosen_now(page: Page) -> ChosenUnit | None:
    """The unit that is chosen now, for an exhibit: None, with a sentence, if that cannot be."""
    if (found := reading_or_sentence(page)) is None:
        return None
    layer = st.session_state.get("inside.layer", FIRST)
    maps = layer_maps(found, layer)
    number = st.session_state.get("inside.unit", int(maps.max((1, 2)).argmax()))
    row, column = divmod(int(maps[number].argmax()), maps.shape[2])
    return ChosenUnit(chosen_photo.photo_now(), found, layer, number, (row, column))


def reading_or_sentence(page: Page) -> PhotoReading | None:
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


def field_box(found: PhotoReading, layer: str, at: tuple[int, int]) -> Box:
    """What a unit sees of the crop, without the padding; one of a full layer sees all of it."""
    side = found.network.transform.side
    if not layer.startswith("conv"):
        return Box(0, 0, side, side)
    return receptive_field(found.network.model, layer).box(*at, side)


def unit_name(page: Page, found: PhotoReading, layer: str, number: int) -> str:
    """What a unit is called; in fc8 by its class."""
    if layer == "fc8":
        name = found.network.classes[number].name(page.lang)
        return page.label("inside.class-name", number=number, name=name)
    return page.label("inside.unit-name", layer=layer, number=number)
