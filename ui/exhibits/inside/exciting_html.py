"""The nine patches that excite a unit most, beside what it sees of the visitor's photo."""

from collections.abc import Sequence

import htpy as h
from htpy import Renderable

from ui.exhibits.inside.chosen_unit import UnitInView
from ui.exhibits.inside.patches import ExcitingPatch, is_cut
from ui.html.img import img
from ui.page.frame import Page
from ui.words.numbers import signed


def nine(
    page: Page, chosen: UnitInView, patches: Sequence[ExcitingPatch], own: bytes
) -> Renderable:
    """The photo's own patch first, then the nine, each with what the unit answers there."""
    network, layer = chosen.found.network, chosen.layer
    edge = is_cut(network, layer, chosen.at) or any(is_cut(network, layer, p.at) for p in patches)
    return h.div(
        ".in-excites",
        lang=page.lang,
        data_testid="inside-excites",
        data_layer=layer,
        data_unit=chosen.number,
        data_rank=rank(chosen, patches),
    )[
        h.figure(".own")[
            img(own, page.label("inside.own-alt", name=chosen.name(page)), "photo"),
            h.figcaption[
                h.b[chosen.photo.title(page.lang)],
                h.span[f" {signed(chosen.value)}"],
                h.small[_ranked(page, chosen, patches)],
            ],
        ],
        h.ol[[_patch(page, each) for each in patches]]
        if patches
        else h.p[page.label("inside.silent-everywhere")],
        h.p(".in-note")[page.label("inside.edge")] if edge else None,
    ]


def rank(chosen: UnitInView, patches: Sequence[ExcitingPatch]) -> int:
    """The place of the photo's own answer among the nine, from 1; 10 if it is below them all."""
    return 1 + sum(each.value > chosen.value * 1.001 for each in patches)


def _ranked(page: Page, chosen: UnitInView, patches: Sequence[ExcitingPatch]) -> str:
    if chosen.value <= 0 and chosen.layer != "fc8":
        return page.label("inside.own-silent")
    place = rank(chosen, patches)
    if place > len(patches):
        return page.label("inside.own-below")
    if place == 1:
        return page.label("inside.own-first")
    return page.label("inside.own-place", place=place)


def _patch(page: Page, patch: ExcitingPatch) -> Renderable:
    title = patch.sample.title(page.lang)
    return h.li[
        h.figure[
            img(patch.picture, page.label("inside.patch-alt", title=title), "photo"),
            h.figcaption[title, h.b[f" {signed(patch.value)}"]],
        ]
    ]
