"""The exhibit of Inside AlexNet that chooses: a photo, a layer, and one of its units."""

import numpy as np
import streamlit as st
from PIL import Image

from cnn import figures
from cnn.data.photos import sample_photos
from cnn.errors import Problem
from cnn.inference.photo import PhotoReading
from ui.components import segments, sheet
from ui.components.sheet import SheetCell
from ui.exhibits.inside import chosen_unit as state
from ui.exhibits.inside.patches import small_patch
from ui.exhibits.photo import chosen_photo
from ui.page import url_state
from ui.page.frame import Page
from ui.words.facts import toml
from ui.words.numbers import signed

OPEN = "inside.open"
LOUDEST, ACROSS, SIDE = 12, 6, 56  # units that are offered; so many in a row, so wide in pixels
HATCHED = (128, 128, 128, 0)  # see-through


@st.fragment(key="inside.choose")
def choose(page: Page) -> None:
    """A photo, a layer, and one of its units: the loudest first."""
    page.section("choose")
    url_state.grant("inside", "unit")
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        _photo(page)
        layer = url_state.choice(
            page,
            "layer",
            state.LAYERS,
            label=page.label("inside.layer"),
            default=state.FIRST,
            widget=segments.pills,
            on_change=_layer_changed,
        )
    if (found := state.small_reading(page)) is None:
        return
    number = _unit(page, found, layer)
    maps = state.layer_maps(found, layer)
    page.seen(
        "choose",
        state.LOOKED in st.session_state,
        name=state.unit_name(page, found, layer, number),
        layer=layer,
        all=f"{len(maps):,}",
        silent=f"{int((maps.max((1, 2)) <= 0).sum()):,}",
    )


def _photo(page: Page) -> None:
    """The photo: a sample, or one of the visitor's own of this visit; open on Photo as well."""
    own = {f"mine-{each.number}": each.name for each in chosen_photo.own_photos()}
    options = [*own, *sample_photos.samples()]
    now, titles = chosen_photo.photo_now().key, toml("photos")
    if st.session_state.get(OPEN) != now:  # it was opened on Photo
        state.forget_choice("photo")
        st.session_state["inside.photo"] = now
    chosen = url_state.choice(
        page,
        "photo",
        options,
        label=page.label("inside.photo"),
        default=now if now in own else chosen_photo.FIRST,
        width=260,
        format_func=lambda key: own[key] if key in own else str(titles[key][page.lang]),
        on_change=state.changed,
    )
    if chosen != now:
        if chosen in own:
            chosen_photo.open_own(int(chosen.removeprefix("mine-")))
        else:
            chosen_photo.open_sample(chosen)
    st.session_state[OPEN] = chosen


def _unit(page: Page, found: PhotoReading, layer: str) -> int:
    """Which unit: until one is picked or in the address, the photo's loudest of the layer."""
    peaks = state.layer_maps(found, layer).max((1, 2))
    loudest = np.argsort(-peaks, kind="stable")[:LOUDEST].tolist()
    if state.PICKED not in st.session_state and "unit" not in st.query_params:
        state.forget_choice("unit")
    _loudest(page, found, layer, loudest, st.session_state.get("inside.unit"))
    if layer == "fc8":
        named: int = url_state.choice(
            page,
            "unit",
            range(len(peaks)),
            label=page.label("inside.class"),
            default=loudest[0],
            width=420,
            format_func=lambda number: state.unit_name(page, found, layer, number),
            on_change=_typed,
        )
        return named
    return url_state.whole(
        page,
        "unit",
        0,
        len(peaks) - 1,
        label=page.label("inside.number", first=0, last=len(peaks) - 1),
        default=loudest[0],
        widget=st.number_input,
        width=260,
        on_change=_typed,
    )


def _loudest(
    page: Page, found: PhotoReading, layer: str, loudest: list[int], number: int | None
) -> None:
    """The loudest units of the layer, each by the sample that excites it most."""
    maps = state.layer_maps(found, layer)
    whole = Image.new("RGBA", (ACROSS * SIDE, LOUDEST // ACROSS * SIDE), HATCHED)
    cells = []
    try:
        for at, each in enumerate(loudest):
            row, column = divmod(at, ACROSS)
            if (patch := small_patch(layer, each, SIDE)) is not None:
                whole.paste(patch, (column * SIDE, row * SIDE))
            name = state.unit_name(page, found, layer, each)
            value = signed(float(maps[each].max()))
            cells.append(SheetCell(page.label("inside.cell", name=name, value=value), value))
    except Problem as problem:
        page.problem(problem)
        return
    shown = loudest[0] if number is None else number
    sheet.mount_picture(
        "inside.loudest",
        figures.encoded(whole, "small"),
        ACROSS,
        cells,
        label=page.label("inside.loudest", layer=layer),
        lang=page.lang,
        on_pick=lambda picked: state.pick(loudest[picked]),
        selected=loudest.index(shown) if shown in loudest else None,
        width=72,
        smooth=True,
    )


def _layer_changed() -> None:
    """In another layer, its loudest unit first."""
    st.session_state.pop(state.PICKED, None)
    st.query_params.pop("unit", None)
    state.forget_choice("unit")
    state.changed()


def _typed() -> None:
    st.session_state[state.PICKED] = True
    state.changed()
