"""The exhibits of Photo about what is inside: the first filters, and every layer's maps."""

from functools import lru_cache, partial
from math import ceil

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from cnn import figures
from cnn.analysis.receptive_field import Box, receptive_field
from cnn.inference.photo import WALLS, PhotoReading
from ui.components import segments, sheet
from ui.components.sheet import SheetCell
from ui.exhibits.photo import answer_html as html
from ui.exhibits.photo import chosen_photo as state
from ui.exhibits.photo import loudest_html as html_loudest
from ui.exhibits.photo.loudest_html import LoudMap
from ui.exhibits.photo.sample_patches import SamplePatch, sample_patches
from ui.html import markup
from ui.page import folds, url_state
from ui.page.frame import Page
from ui.page.theme import is_dark

ENLARGED = 4  # PNG pixels for each pixel of a kernel
LOUDEST = 5  # maps that are enlarged
MANY, SCROLLS = 100, 460  # so many maps stand in a window of so many CSS pixels


@st.fragment(key="photo.filters")
def first_filters(page: Page) -> None:
    """conv1's kernels as colours; the one picked, and its map for the photo."""
    page.section("filters")
    if (found := state.reading_or_sentence(page)) is None:
        return
    colours = _kernels(found.network.name)
    loudest = int(found.maps["conv1"].max((1, 2)).argmax())
    number = _number(page, "filter", len(colours), loudest)
    left, right = st.columns([10, 12], gap="large")
    with left:
        sheet.mount_picture(
            "photo.filter-sheet",
            _kernel_sheet(found.network.name),
            12,
            [SheetCell(page.label("photo.filter-cell", number=i)) for i in range(len(colours))],
            label=page.label("photo.filter"),
            lang=page.lang,
            on_pick=lambda picked: _pick("filter", picked),
            selected=number,
            width=34,
            tight=True,
        )
    with right:
        markup.show(html.kernel(page, found, number, colours, is_dark()))
    one = found.maps["conv1"][number]
    page.seen(
        "filters",
        "photo.picked-filter" in st.session_state,
        how="" if one.max() > 0 else "silent",
        number=number,
        value=f"{float(one.max()):.2f}",
        quiet=f"{100 * float((one <= 0).mean()):.0f}",
    )


@lru_cache(maxsize=2)
def _kernels(name: str) -> NDArray[np.uint8]:
    weights = state.network_shown(name).model.get_parameter("conv1.weight").numpy()
    return figures.kernel_colours(weights, float(np.quantile(np.abs(weights), 0.999)))


@lru_cache(maxsize=2)
def _kernel_sheet(name: str) -> bytes:
    large = _kernels(name).repeat(ENLARGED, 1).repeat(ENLARGED, 2)
    return figures.encoded(figures.colour_sheet(large, 12))


def _number(page: Page, name: str, count: int, loudest: int) -> int:
    """Which of a sheet is shown: until one is picked or in the address, the photo's loudest."""
    if f"photo.picked-{name}" not in st.session_state and name not in st.query_params:
        _forget(name)
    parse = partial(url_state.whole_number, lowest=0, highest=count - 1)
    return url_state.component_value(page, name, parse, loudest)


def _forget(name: str) -> None:
    for key in (f"photo.{name}", f"photo.{name}:kept"):
        st.session_state.pop(key, None)


def _layer_changed() -> None:
    """In another layer, its loudest map first."""
    st.session_state.pop("photo.picked-map", None)
    st.session_state["photo.looked"] = True
    st.query_params.pop("map", None)
    _forget("map")


def _pick(name: str, number: int) -> None:
    st.session_state[f"photo.picked-{name}"] = True
    url_state.set_value("photo", name, number)
    folds.run_again("photo.filters" if name == "filter" else "photo.layers")


@st.fragment(key="photo.layers")
def every_layer(page: Page) -> None:
    """Every layer at a glance; a layer's loudest maps, all of them, and what excites one."""
    page.section("layers")
    if (found := state.reading_or_sentence(page)) is None:
        return
    markup.show(html.overview(page, state.photo_now(), found, is_dark()))
    page.section("unit")
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        layer = url_state.choice(
            page,
            "layer",
            WALLS,
            label=page.label("photo.layer"),
            default="conv3",
            widget=segments.pills,
            on_change=_layer_changed,
        )
        alone = st.toggle(page.label("photo.alone"), key="photo.alone", persist_state="session")
    maps = found.maps[layer]
    peaks = maps.max((1, 2))
    silent = int((peaks <= 0).sum())
    number = _number(page, "map", len(maps), int(peaks.argmax()))
    markup.show(
        html_loudest.loudest(page, state.photo_now(), found, layer, loud(found, layer), is_dark())
    )
    left, right = st.columns([10, 12], gap="large")
    with left, st.container(height=SCROLLS if len(maps) > MANY else "content"):
        _wall(page, layer, maps, peaks, number, alone)
    with left:
        st.caption(page.label("photo.wall-alone" if alone else "photo.wall-shared"))
        if silent:
            st.caption(page.label("photo.silent", count=silent, all=len(maps)))
    with right:
        at, box = strongest(found, layer, number)
        samples = html_loudest.excited(page, _samples(found, layer, number))
        photo = state.photo_now()
        markup.show(
            html.strongest_unit(page, photo, found, layer, number, at, box, is_dark(), samples)
        )
    side, (width, height) = found.network.transform.side, box.size
    sees = "all" if (width, height) == (side, side) else ""
    page.seen(
        "layers",
        bool({"photo.picked-map", "photo.looked"} & set(st.session_state)),
        how=sees if peaks[number] > 0 else "silent",
        layer=layer,
        field=f"{width}×{height}",
        photo=f"{side}×{side}",
        value=f"{float(peaks[number]):.2f}",
        silent=silent,
        all=len(maps),
    )


def _wall(
    page: Page,
    layer: str,
    maps: NDArray[np.float32],
    peaks: NDArray[np.float32],
    number: int,
    alone: bool,
) -> None:
    """All maps of a layer, on one scale, or each on its own."""
    across = 16 if len(maps) > MANY else 12
    shown = maps / np.maximum(peaks, 1e-9)[:, None, None] if alone else maps / html.limit_of(maps)
    enlarge = max(1, ceil(24 / maps.shape[1]))
    indices = figures.mosaic(html.map_indices(shown, 1.0), across, gap=0)
    png = figures.signed_png(indices, dark=is_dark(), scale=enlarge)
    sheet.mount_picture(
        "photo.wall",
        png,
        across,
        [
            SheetCell(page.label("photo.map-cell", number=i, value=f"{peak:.2f}"))
            for i, peak in enumerate(peaks.tolist())
        ],
        label=page.label("photo.wall", layer=layer),
        lang=page.lang,
        on_pick=lambda picked: _pick("map", picked),
        selected=number,
        width=28 if len(maps) > MANY else 36,
        tight=True,
    )


def loud(found: PhotoReading, layer: str) -> list[LoudMap]:
    """The maps of a layer that answer loudest, the loudest first; none that is silent."""
    maps = found.maps[layer]
    peaks = maps.max((1, 2))
    order = np.argsort(-peaks, kind="stable")[:LOUDEST]
    return [
        LoudMap(int(number), *strongest(found, layer, number), _samples(found, layer, number))
        for number in order.tolist()
        if peaks[number] > 0
    ]


def _samples(found: PhotoReading, layer: str, number: int) -> tuple[SamplePatch, ...]:
    """What excites a map in the samples: measured of the network that ships, no other."""
    return sample_patches(layer, number) if found.network.name == "small" else ()


def strongest(found: PhotoReading, layer: str, number: int) -> tuple[tuple[int, int], Box]:
    """Row and column of a map's strongest unit, and what this unit sees of the crop."""
    one = found.maps[layer][number]
    row, column = divmod(int(one.argmax()), one.shape[1])
    box = receptive_field(found.network.model, layer).box(row, column, found.network.transform.side)
    return (row, column), box
