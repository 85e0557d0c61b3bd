"""AlexNet's layers learn in the browser: the visitor's things, and a background by mistake."""

from collections.abc import Sequence
from functools import cache

import streamlit as st

from cnn.data.photos.sample_photos import sample_image, samples
from cnn.errors import Problem
from cnn.experiments.backgrounds import GROUNDS, THINGS, composites
from cnn.inference.small_edition import small_edition_transform
from ui.components import small_edition, teach
from ui.components.teach import EVERY, ShippedPhoto
from ui.page.frame import Page
from ui.page.theme import is_dark
from ui.words.facts import fact

SAMPLES = {  # names that are no classes of the network's
    "fur": (
        *("red-panda", "tabby-cat", "koala", "german-shepherd", "cheetah", "lemurs"),
        *("kitten", "gorilla", "meerkats"),
    ),
    "built": (
        *("arch-paris", "arch-delhi", "gate-berlin", "castle", "viaduct", "suspension-bridge"),
        *("arch-mumbai", "cliff-dwelling", "dam-river"),
    ),
    "round": ("espresso", "citrus", "fig", "frying-pan", "bucket", "volleyball"),
}
LEARNED, TESTED, SEED = 6, 3, 7  # composites of each thing on each ground
OTHER = 1  # the group of the test in which things have changed grounds


@st.fragment(key="teach.own")
def own_things(page: Page) -> None:
    """Names and photos of the visitor's own; before these, three names with sample photos."""
    page.section("own")
    titles = [samples()[name].title(page.lang) for names in SAMPLES.values() for name in names]
    names = [page.label(f"teach.{name}") for name in SAMPLES]
    if _mounted(page, "own", names, titles):
        page.seen("own", _acted("own") in st.session_state, units=fact("teach.units", page.lang))


@st.fragment(key="teach.background")
def learned_background(page: Page) -> None:
    """Balls on grass and cups on a reef: what does it go by?"""
    page.section("background")
    names = [page.label(f"teach.{thing}") for thing in THINGS]
    titles = [
        page.label(f"teach.on-{ground}", thing=name)
        for name in names
        for ground in GROUNDS
        for _ in range(LEARNED + TESTED)
    ]
    if _mounted(page, "background", names, titles, ways()):
        page.seen("background", _acted("background") in st.session_state)


def ways() -> list[list[list[int]]]:
    """The two ways to learn from the composites: each thing on its ground, or half on either.

    Of each, for each thing, the places of the photos; a thing's first ones are on grass.
    """
    second = LEARNED + TESTED
    half = LEARNED // 2
    both = [*range(half), *range(second, second + half)]
    return [[[*range(LEARNED)], [*range(second, second + LEARNED)]], [both, both]]


def _mounted(
    page: Page,
    exhibit: str,
    names: Sequence[str],
    titles: Sequence[str],
    ways: Sequence[Sequence[Sequence[int]]] = (),
) -> bool:
    try:
        photos, body = shipped_photos(exhibit)
        size = small_edition.megabytes()
        teach.mount(
            f"teach.{exhibit}-bench",
            photos=photos,
            body=body,
            names=names,
            titles=titles,
            way=small_edition_transform(),
            ways=ways,
            dark=is_dark(),
            labels={name: page.label(f"teach.{name}", size=size) for name in teach.LABELS},
            lang=page.lang,
            on_acted=lambda: st.session_state.update({_acted(exhibit): True}),
        )
    except Problem as problem:
        page.problem(problem)
        return False
    return True


def _acted(exhibit: str) -> str:
    return f"teach.{exhibit}-acted"


@cache
def shipped_photos(exhibit: str) -> tuple[list[ShippedPhoto], bytes]:
    """The photos that ship with "own" or "background", and what the browser gets of them.

    Raises cnn.assets.AssetProblem.
    """
    photos = _composites() if exhibit == "background" else _samples()
    return photos, teach.packed_photos(photos, small_edition_transform())


def _samples() -> list[ShippedPhoto]:
    return [
        ShippedPhoto(sample_image(photo), at, held=place % EVERY == 0)
        for at, names in enumerate(SAMPLES.values())
        for place, photo in enumerate(names, 1)
    ]


def _composites() -> list[ShippedPhoto]:
    return [
        ShippedPhoto(picture, at, place >= LEARNED, OTHER * (at != ground))
        for at, thing in enumerate(THINGS)
        for ground, name in enumerate(GROUNDS)
        for place, picture in enumerate(composites(thing, name, LEARNED + TESTED, SEED))
    ]
