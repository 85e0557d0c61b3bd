"""The markup of pictures made for a unit: beside what is real, growing, and their ratios."""

from collections.abc import Sequence
from typing import NamedTuple

import htpy as h
import numpy as np
from htpy import Renderable

from cnn.results import Excited
from ui.html.img import img
from ui.page.frame import Page
from ui.page.pictures import scrolls

ORDER = ("conv1", "conv2", "conv3", "conv4", "conv5", "fc8")


class MadePicture(NamedTuple):
    """A picture made for a unit, how, and what the unit's sum is for it."""

    picture: bytes
    how: str  # in words
    reached: float
    silent: bool  # whether the unit was silent for the noise at the start
    shuffled: bool  # whether the network's weights were


class RealPicture(NamedTuple):
    """The piece of a sample photo that excites a unit most, and how much."""

    picture: bytes
    title: str
    value: float


def made_beside_real(
    page: Page, unit: str, made: Sequence[MadePicture], real: RealPicture | None
) -> Renderable:
    """The strongest real piece, and every picture made for the unit so far."""
    cards = [_card(page, unit, each) for each in made]
    if not made:
        cards = [h.li(".empty")[page.label("inside.made-empty")]]
    return h.div(lang=page.lang, data_testid="inside-made")[
        h.ul(".in-made")[_real_card(page, real), cards],
        page.label("inside.made-silent") if any(each.silent for each in made) else None,
    ]


def _real_card(page: Page, real: RealPicture | None) -> Renderable:
    if real is None:
        return h.li(".empty")[page.label("inside.made-no-real")]
    return h.li[
        img(real.picture, real.title, "photo"),
        h.b[page.label("inside.made-real")],
        h.span[real.title],
        h.span(".value")[page.label("inside.made-value", value=f"{real.value:.1f}")],
    ]


def _card(page: Page, unit: str, made: MadePicture) -> Renderable:
    kind = "inside.made-of-shuffled" if made.shuffled else "inside.made-of"
    return h.li(data_shuffled=str(made.shuffled).lower(), data_reached=f"{made.reached:.3f}")[
        img(made.picture, page.label("inside.made-alt", unit=unit, how=made.how), "pixels"),
        h.b[page.label(kind)],
        h.span[made.how],
        h.span(".value")[page.label("inside.made-value", value=f"{made.reached:.1f}")],
    ]


def growing(page: Page, picture: bytes) -> Renderable:
    """The picture as far as it is."""
    return h.div(".in-growing", lang=page.lang)[
        img(picture, page.label("inside.making-alt"), "pixels")
    ]


def ratio_table(page: Page, found: Excited) -> Renderable:
    """By layer: how many times as much the made pictures reach as the best photo, the median."""
    heads = ("layer", "units", "with", "without")
    rows = [
        h.tr[
            h.th(scope="row")[layer],
            h.td[str(len(found.ratios(layer)))],
            h.td[f"{np.median(found.ratios(layer)):.1f}×"],
            h.td[f"{np.median(found.ratios(layer, False)):.1f}×"],
        ]
        for layer in ORDER
        if layer in found.layers and layer != "conv1"
    ]
    return h.div(".in-table", lang=page.lang, data_testid="inside-made-ratios", **scrolls(page))[
        h.table[
            h.caption[page.label("inside.ratio-caption", photos=f"{found.photos:,}")],
            h.thead[
                h.tr[[h.th(scope="col")[page.label(f"inside.ratio-{head}")] for head in heads]]
            ],
            h.tbody[rows],
        ]
    ]
