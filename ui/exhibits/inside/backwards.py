"""The exhibits of Inside AlexNet that go from a unit's answer back to the pixels."""

from typing import Any, NamedTuple

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from torch import nn

from cnn.analysis import attribution
from cnn.analysis.deconvolution import (
    RULES,
    Unit,
    all_ways_back,
    back_to_pixels,
    shuffled,
    weighted_layers,
)
from cnn.analysis.receptive_field import Box
from cnn.data.photos import sample_photos
from cnn.errors import Problem
from cnn.inference import photo as seeing
from cnn.results import unit_peaks
from ui.components import segments
from ui.exhibits.inside import backwards_html as html
from ui.exhibits.inside.chosen_unit import LOOKED, UnitInView, chosen_now, field_box
from ui.exhibits.inside.patches import exciting_patches
from ui.html import markup
from ui.page.frame import Page
from ui.page.session_cache import last_result
from ui.words.numbers import signed
from ui.work.inference_threads import call_beside

Floats = NDArray[np.float32]
SHUFFLED = "inside.shuffled"  # whether the test was asked for
COPIED = 0.5  # two pictures at least so alike have more in common than they differ in


class Shuffle(NamedTuple):
    """The same three pictures from a network whose upper layers are shuffled."""

    down_to: str  # the lowest layer that is shuffled
    pictures: dict[str, Floats]  # by rule, (3, h, w), of the receptive field
    alike: dict[str, float]  # by rule, with the picture of the trained network


@st.fragment(key="inside.deconvolution")
def back_to_pixels_and_test(page: Page) -> None:
    """Three ways back, and whether they still look alike with shuffled weights."""
    page.section("deconvolution")
    if (chosen := chosen_now(page)) is None:
        return
    if chosen.value <= 0 and chosen.layer != "fc8":
        page.prose(page.label("inside.back-silent", name=chosen.name(page)))
    key = (chosen.photo.key, chosen.found.corner, chosen.layer, chosen.number)
    try:
        trained = last_result("inside.back", key, lambda: call_beside(_pictures, chosen))
        nine = last_result("inside.back-nine", key[2:], lambda: call_beside(_nine, chosen))
        patches = exciting_patches(chosen.layer, chosen.number)
    except Problem as problem:
        page.problem(problem)
        return
    markup.show(html.three_ways(page, chosen, trained))
    if patches:
        markup.show(html.nine_projected(page, patches, nine))
    used = attribution.half_of(_strength(trained["deconvolution"]))
    page.seen(
        "deconvolution",
        LOOKED in st.session_state,
        name=chosen.name(page),
        share=f"{100 * used:.2g}",
    )
    _test(page, chosen, trained, key)


def _test(
    page: Page, chosen: UnitInView, trained: dict[str, Floats], key: tuple[object, ...]
) -> None:
    """The pictures again, from networks that know less and less."""
    page.section("sanity")
    asked = st.toggle(page.label("inside.shuffle"), key=SHUFFLED)
    if not asked:
        return
    try:
        every = last_result("inside.test", key, lambda: call_beside(_shuffles, chosen, trained))
    except Problem as problem:
        page.problem(problem)
        return
    by_name = {each.down_to: each for each in every}
    depth = f"inside.down-to-{chosen.layer}"
    st.session_state.setdefault(depth, every[-1].down_to)
    down_to = segments.pills(page.label("inside.down-to"), list(by_name), key=depth)
    one = by_name[down_to]
    markup.show(html.three_ways(page, chosen, one.pictures, one.alike))
    markup.show(html.test_table(page, every))
    copied = [rule for rule in RULES if one.alike[rule] >= COPIED]
    fields: dict[str, Any] = {rule: signed(every[-1].alike[rule]) for rule in RULES}
    page.seen("sanity", how="copied" if copied else "", layers=len(every), **fields)


def _unit(chosen: UnitInView) -> Unit:
    return Unit(chosen.layer, chosen.number, *chosen.at)


def _pictures(chosen: UnitInView) -> dict[str, Floats]:
    return _from(chosen.found.network.model, chosen)


def _from(model: nn.Module, chosen: UnitInView) -> dict[str, Floats]:
    """What comes down in the unit's receptive field from the same unit of a network, by rule."""
    every = all_ways_back(model, chosen.found.image, _unit(chosen))
    return {rule: _inside(found.numpy(), chosen.box) for rule, found in every.items()}


def _inside(picture: Floats, box: Box) -> Floats:
    """The receptive field's part of a picture; all else is 0."""
    return picture[:, box.top : box.bottom, box.left : box.right]


def _nine(chosen: UnitInView) -> list[Floats]:
    """By deconvolution, what excited the unit in each of the nine photos that excite it most."""
    network, names = chosen.found.network, list(sample_photos.samples())
    peaks = unit_peaks()[chosen.layer]
    found = []
    count = len(exciting_patches(chosen.layer, chosen.number))
    for place, at in zip(
        peaks.photo[chosen.number, :count], peaks.at[chosen.number, :count], strict=True
    ):
        where = int(at[0]), int(at[1])
        image = seeing.photo_input(network, sample_photos.sample_image(names[place]))
        unit = Unit(chosen.layer, chosen.number, *where)
        picture = back_to_pixels(network.model, image, unit, "deconvolution").numpy()
        found.append(_inside(picture, field_box(network, chosen.layer, where)))
    return found


def _shuffles(chosen: UnitInView, trained: dict[str, Floats]) -> list[Shuffle]:
    """From the unit's own layer alone down to all the layers below it."""
    other: nn.Module = chosen.found.network.model
    found = []
    for layer in weighted_layers(other, chosen.layer):
        other = shuffled(other, [layer])
        pictures = _from(other, chosen)
        alike = {
            rule: attribution.rank_correlation(_strength(trained[rule]), _strength(pictures[rule]))
            for rule in RULES
        }
        found.append(Shuffle(layer, pictures, alike))
    return found


def _strength(picture: Floats) -> Floats:
    """(3, h, w) -> (h, w): how strong each pixel is, the colours together."""
    found: Floats = np.abs(picture).sum(0)
    return found
