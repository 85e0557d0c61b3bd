"""The exhibits of the AlexNet page about figures 3 and 4: kernels, answers, neighbours."""

from functools import lru_cache
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from cnn.analysis import nearest as near
from cnn.data.imagenet.classes import tiny_classes
from cnn.data.mnist import dataset
from cnn.data.photos import sample_photos
from cnn.data.photos.sample_photos import samples
from cnn.errors import Problem
from cnn.experiments.softmax import softmax_steps
from cnn.inference import photo as seeing
from cnn.inference import small_edition
from cnn.results import PhotoFeatures, photo_features
from ui.exhibits.alexnet import figures_html as html
from ui.exhibits.photo import chosen_photo
from ui.html import markup
from ui.page import url_state
from ui.page.frame import Page
from ui.page.theme import is_dark
from ui.work.inference_threads import call_beside

BEST, NEAR = 5, 6
FIRST_PHOTO = "arch-paris"  # two of its neighbours by fc7 are arches too
FIRST_DIGIT, TRAINED = 4521, 60_000  # a test digit whose neighbours by pixels are of other classes
Floats = NDArray[np.float32]


def choose_photo(page: Page, name: str, first: str = "red-panda") -> str:
    """One of the sample photos, kept in the address as `name`; at first the photo `first`."""
    return url_state.choice(
        page,
        name,
        tuple(samples()),
        label=page.label("alexnet.answers-photo"),
        default=first,
        format_func=lambda photo: samples()[photo].title(page.lang),
    )


@st.fragment(key="alexnet.kernels")
def kernels(page: Page) -> None:
    """The first layer's kernels; one of them large, and what it answers to on a photo."""
    page.section("kernels")
    try:
        weights = call_beside(_kernels)
        _kernel(page, weights)
    except Problem as problem:
        page.problem(problem)


def _kernel(page: Page, weights: Floats) -> None:
    """The one that is chosen. Raises Problem."""
    left, right = st.columns(2, gap="large")
    with left:
        number = url_state.whole(
            page,
            "first-kernel",
            1,
            len(weights),
            label=page.label("alexnet.kernel-pick"),
            default=1,
        )
    with right:
        photo = choose_photo(page, "kernel-photo")
    crop, maps = call_beside(_first_maps, photo)
    answer = maps[number - 1]
    markup.show(html.kernels(page, weights, number - 1, crop, answer, is_dark()))
    count = int((answer > 0).sum())
    page.seen(
        "kernels",
        number > 1,
        how="" if count else "silent",
        number=number,
        count=count,
        places=answer.size,
    )


def _kernels() -> Floats:
    found: Floats = small_edition.small_edition_network().conv1.weight.numpy()
    return found


@lru_cache(maxsize=16)
def _first_maps(photo: str) -> tuple[NDArray[np.uint8], Floats]:
    """What the network sees of a sample photo, (56, 56, 3), and its first maps."""
    return small_edition.sample(photo), small_edition.sample_maps(photo)["conv1"].numpy()


@st.fragment(key="alexnet.answers")
def five_answers(page: Page) -> None:
    """Five answers to a sample photo, and whether the right one is among them."""
    page.section("answers")
    try:
        features = photo_features()
        photo = choose_photo(page, "answers-to")
        thumb = sample_photos.thumb(sample_photos.sample_image(photo), 224)
    except Problem as problem:
        page.problem(problem)
        return
    shares = softmax_steps(features.logits[features.names.index(photo)]).shares
    right = place_of_sample(photo)
    markup.show(html.five_answers(page, photo, thumb, shares, right))
    how, found = _standing(shares, right)
    page.seen("answers", photo != "red-panda", how=how, **found)


def _standing(shares: NDArray[np.float64], right: int | None) -> tuple[str, dict[str, Any]]:
    """Where the right class stands among all: the row of the labels, and its fields."""
    if right is None:
        return "none", {}
    place = int((shares > shares[right]).sum()) + 1
    how = "" if place == 1 else "among" if place <= BEST else "missed"
    return how, {"place": place, "share": f"{100 * shares[right]:.1f}"}


def place_of_sample(photo: str) -> int | None:
    """The place of a sample's class among the 200; None if it has none there."""
    wnids = [each.wnid for each in tiny_classes()]
    wnid = samples()[photo].wnid
    return wnids.index(wnid) if wnid in wnids else None


@st.fragment(key="alexnet.neighbours")
def neighbours(page: Page) -> None:
    """The nearest by the last hidden layer beside the nearest by pixels: digits, then photos."""
    page.section("neighbours")
    digit = url_state.whole(
        page,
        "digit",
        0,
        9_999,
        label=page.label("alexnet.near-digit"),
        default=FIRST_DIGIT,
        widget=st.number_input,
    )
    try:
        digits = call_beside(_digits, TRAINED + digit)
        markup.show(html.digit_neighbours(page, digit, digits, is_dark()))
        page.prose(f"### {page.text.heading('neighbours-measured')}\n\n"
                   f"{page.text['neighbours-measured']}")  # fmt: skip
        features = photo_features()
    except Problem as problem:
        page.problem(problem)
        return
    own = chosen_photo.own_photos()
    names = (*(f"mine-{each.number}" for each in reversed(own)), *features.names)
    photo = url_state.choice(
        page,
        "near",
        names,
        label=page.label("alexnet.near-photo"),
        default=FIRST_PHOTO,
        format_func=lambda name: photo_title(page, name),
    )
    rows = _with_own(features, own)
    wanted = rows.names.index(photo)
    found = {
        "layer-photos": near.nearest_rows(rows.fc7, wanted, NEAR),
        "pixels": near.nearest_rows(rows.crops.reshape(len(rows.names), -1), wanted, NEAR),
    }
    titles = [photo_title(page, name) for name in rows.names]
    thumbs = np.concatenate([_own_thumbs(own), sample_photos.thumbs()])
    markup.show(html.photo_neighbours(page, wanted, titles, thumbs, found))
    labels = dataset.all_labels()
    same = {
        name: int((labels[places] == labels[TRAINED + digit]).sum())
        for name, places in digits.items()
    }
    page.seen(
        "neighbours",
        digit != FIRST_DIGIT or photo != FIRST_PHOTO,
        all=NEAR,
        layer=same["layer-digits"],
        pixels=same["pixels"],
        common=len(np.intersect1d(found["layer-photos"], found["pixels"])),
    )


@lru_cache(maxsize=64)
def _digits(number: int) -> dict[str, NDArray[np.intp]]:
    """The places of a digit's neighbours among all 70,000, by F6 and by pixels."""
    return {
        "layer-digits": near.digits_by_f6(number, NEAR),
        "pixels": near.digits_by_pixels(number, NEAR),
    }


def photo_title(page: Page, name: str) -> str:
    """What a photo of the choice is called."""
    if name.startswith("mine-"):
        return page.label("alexnet.near-yours", number=name.removeprefix("mine-"))
    return samples()[name].title(page.lang)


def _with_own(features: PhotoFeatures, own: list[chosen_photo.OwnPhoto]) -> PhotoFeatures:
    """The visitor's own photos before the samples; kept until there are others."""
    if not own:
        return features
    names = tuple(f"mine-{each.number}" for each in own)
    key, kept = (names, st.session_state.get("alexnet.own", (None, None)))
    if kept[0] != key:
        kept = (key, call_beside(_features, own))
        st.session_state["alexnet.own"] = kept
    crops, fc7 = kept[1]
    return PhotoFeatures(
        (*names, *features.names),
        np.concatenate([crops, features.crops]),
        np.concatenate([fc7, features.fc7]),
        features.logits,
    )


def _features(own: list[chosen_photo.OwnPhoto]) -> tuple[NDArray[np.uint8], NDArray[np.float16]]:
    network = seeing.photo_network("small")
    seen = [seeing.read_photo(network, each.image) for each in own]
    crops = np.stack([np.asarray(each.crop) for each in seen])
    return crops, np.stack([each.maps["fc7"].ravel() for each in seen]).astype(np.float16)


def _own_thumbs(own: list[chosen_photo.OwnPhoto]) -> NDArray[np.uint8]:
    side = sample_photos.THUMB
    thumbs = [each.thumb for each in own]
    return np.stack(thumbs) if thumbs else np.zeros((0, side, side, 3), np.uint8)
