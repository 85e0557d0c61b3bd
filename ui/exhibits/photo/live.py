"""The exhibit of Photo in which the small edition looks through the visitor's camera."""

from functools import cache

import streamlit as st

from cnn.analysis.receptive_field import receptive_field
from cnn.data.imagenet.classes import tiny_classes
from cnn.errors import Problem
from cnn.inference.photo import WALLS, photo_network
from cnn.inference.small_edition import sample_maps
from ui.components import live_camera, small_edition
from ui.components.live_camera import LiveLayer
from ui.exhibits.photo.chosen_photo import FIRST
from ui.page.frame import Page
from ui.page.theme import is_dark

RAN = "photo.live-ran"
UPLOADER = "photo.given"  # the container of ui.page.picture_file.offer_upload


@st.fragment(key="photo.live")
def live_maps(page: Page) -> None:
    """Maps and answers that follow the camera; what is read stays in the browser."""
    page.section("live")
    try:
        size, side = small_edition.megabytes(), photo_network("small").transform.side
        live_camera.mount(
            "photo.live-camera",
            layers=_layers(),
            side=side,
            classes=[each.name(page.lang) for each in tiny_classes()],
            container=UPLOADER,
            dark=is_dark(),
            labels={
                name: page.label(f"photo.live-{name}", size=size) for name in live_camera.LABELS
            },
            lang=page.lang,
            on_ran=lambda: st.session_state.update({RAN: True}),
        )
    except Problem as problem:
        page.problem(problem)
        return
    sees = {layer.name: layer.size for layer in _layers()}
    page.seen("live", RAN in st.session_state, side=side, first=sees["conv1"], third=sees["conv3"])


@cache
def _layers() -> list[LiveLayer]:
    model, maps, scales = photo_network("small").model, sample_maps(FIRST), small_edition.scales()
    found = []
    for name in WALLS:
        sees = receptive_field(model, name)
        count, side, _ = maps[name].shape
        found.append(LiveLayer(name, count, side, scales[name], sees.size, sees.step, sees.first))
    return found
