"""The loudest maps of a layer, enlarged, and what each answers to: in the photo and in samples."""

from collections.abc import Sequence
from typing import NamedTuple

import htpy as h
from htpy import Renderable

from cnn import figures
from cnn.analysis.receptive_field import Box
from cnn.inference.photo import PhotoReading
from ui.exhibits.photo import answer_html as html
from ui.exhibits.photo.chosen_photo import Photo
from ui.exhibits.photo.sample_patches import SamplePatch
from ui.html.img import img
from ui.page.frame import Page
from ui.page.pictures import picture

MAP = 78  # CSS pixels of an enlarged map, and of the patch beside it
PATCH = 108  # pixels of the patch, at most


class LoudMap(NamedTuple):
    """A map, its strongest unit, what that unit sees, and what excites it in the samples."""

    number: int
    at: tuple[int, int]  # row and column
    box: Box
    samples: tuple[SamplePatch, ...]


def loudest(
    page: Page,
    photo: Photo,
    found: PhotoReading,
    layer: str,
    loud: Sequence[LoudMap],
    dark: bool,
) -> Renderable:
    """The loudest maps of a layer side by side, on the layer's scale."""
    known = any(each.samples for each in loud)
    why = page.label("photo.loudest-why" if loud else "photo.loudest-none", layer=layer)
    if known:
        why += " " + page.label("photo.loudest-samples")
    return h.div(lang=page.lang, data_testid="photo-loudest", data_layer=layer)[
        h.p[why],
        h.ol(".ph-loudest")[[_map(page, photo, found, layer, each, dark) for each in loud]],
    ]


def _map(
    page: Page, photo: Photo, found: PhotoReading, layer: str, loud: LoudMap, dark: bool
) -> Renderable:
    maps = found.maps[layer]
    one = maps[loud.number]
    png = figures.maps_png(one[None], limit=html.limit_of(maps), columns=1, dark=dark)
    name = page.label("photo.map-name", layer=layer, number=loud.number)
    patch = figures.encoded(html.crop_of_original(photo, found, loud.box, PATCH), "small")
    return h.li(data_map=loud.number)[
        h.b[name],
        h.small[page.label("photo.loudest-value", value=f"{float(one[loud.at]):.2f}")],
        h.div(".pair")[
            h.div(".frame")[picture(png, name, MAP), html.peak_mark(loud.at, one.shape[0])],
            img(patch, page.label("photo.patch-alt"), "photo"),
        ],
        excited(page, loud.samples),
    ]


def excited(page: Page, samples: Sequence[SamplePatch]) -> Renderable | None:
    """The patches of sample photos that excite a map most."""
    if not samples:
        return None
    return h.div(".samples")[
        [
            img(
                each.picture,
                page.label(
                    "photo.sample-patch",
                    title=each.sample.title(page.lang),
                    value=f"{each.value:.2f}",
                ),
                "photo",
            )
            for each in samples
        ]
    ]
