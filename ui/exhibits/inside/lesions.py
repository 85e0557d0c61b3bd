"""The exhibit of Inside AlexNet that takes maps out and asks for all photos again."""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import streamlit as st
import torch
from numpy.typing import NDArray
from torch import Tensor

from cnn import figures
from cnn.analysis import photo_lesions
from cnn.analysis.photo_lesions import PARTS, SPLIT, Lesioned, lesion, maps_out
from cnn.data.imagenet.classes import Synset, tiny_classes
from cnn.data.photos import sample_photos
from cnn.data.photos.crops import CENTRE
from cnn.errors import Problem
from cnn.inference import small_edition
from ui.components import segments
from ui.exhibits.inside import chosen_unit, lesions_html
from ui.exhibits.inside.lesions_html import ChangedPhoto, Counted, FiveAnswers
from ui.exhibits.photo import chosen_photo
from ui.html import markup
from ui.page import url_state
from ui.page.frame import Page
from ui.work.inference_threads import call_beside

STYLE = Path(__file__).with_name("made.css")
FIRST, FIRST_PART = "conv5", "second"
ACTED = "inside.lesion-acted"


class Missing(NamedTuple):
    """What is out: a layer, a part of it, and, for a single map, which."""

    layer: str
    part: str
    number: int

    @property
    def maps(self) -> list[int]:
        """The numbers of the maps."""
        return maps_out(small_edition.small_edition_network(), *self)


@st.fragment(key="inside.lesions")
def lesions(page: Page) -> None:
    """A map or half a layer out; the open photo and all samples are answered again."""
    markup.style_sheet(STYLE)
    page.section("lesions")
    if (found := chosen_unit.small_reading(page)) is None:
        return
    out = _missing(page, found.maps)
    try:
        every = call_beside(_samples_again, out)
        one = call_beside(_again, out, found.image)
    except Problem as problem:
        page.problem(problem)
        return
    counted = _counted(every)
    name = _named(page, out)
    left, right = st.columns([5, 6], gap="large")
    with left:
        five = [
            FiveAnswers(page.label("inside.lesion-whole"), _five(one.whole[0])),
            FiveAnswers(page.label("inside.lesion-hurt", out=name), _five(one.hurt[0])),
        ]
        title = _title(page, chosen_photo.photo_now())
        markup.show(lesions_html.five_before_after(page, title, five))
    with right:
        markup.show(lesions_html.counted(page, name, counted, _changed(page, every)))
    page.section("lesions-limits")
    page.seen(
        "lesions",
        ACTED in st.session_state,
        how="" if counted.changed else "same",
        out=name,
        before=counted.before,
        after=counted.after,
        changed=counted.changed,
        all=counted.photos,
    )


def _missing(page: Page, maps: dict[str, NDArray[np.float32]]) -> Missing:
    """Which maps are out, as the visitor chose."""
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        layer = url_state.choice(
            page,
            "lesion",
            photo_lesions.LAYERS,
            label=page.label("inside.layer"),
            default=FIRST,
            widget=segments.pills,
            on_change=_act,
        )
        part = url_state.choice(
            page,
            "part",
            PARTS,
            label=page.label("inside.lesion-part"),
            default=FIRST_PART,
            widget=segments.joined,
            format_func=lambda each: page.label(f"inside.lesion-{each}"),
            on_change=_act,
        )
        number = 0
        if part == "map":
            count = len(maps[layer])
            loudest = int(maps[layer].max((1, 2)).argmax())
            key = f"inside.lesion-map-{layer}"
            st.session_state.setdefault(key, loudest)
            number = int(
                st.number_input(
                    page.label("inside.lesion-number", most=count - 1),
                    0,
                    count - 1,
                    key=key,
                    on_change=_act,
                    width=180,
                )
            )
    return Missing(layer, part, number)


def _act() -> None:
    st.session_state[ACTED] = True


def _named(page: Page, out: Missing) -> str:
    """What is out, in words; the halves of some layers are towers."""
    if out.part == "map":
        return page.label("inside.lesion-out-map", layer=out.layer, number=out.number)
    kind = "tower" if out.layer in SPLIT else "half"
    return page.label(f"inside.lesion-out-{kind}-{out.part}", layer=out.layer)


def _title(page: Page, photo: chosen_photo.Photo) -> str:
    return photo.sample.title(page.lang) if photo.sample else photo.name


def _again(out: Missing, image: Tensor) -> Lesioned:
    return lesion(small_edition.small_edition_network(), out.layer, out.maps, image)


@lru_cache(maxsize=64)  # 77 kB each
def _samples_again(out: Missing) -> Lesioned:
    return _again(out, _sample_inputs())


@lru_cache(maxsize=1)
def _sample_inputs() -> Tensor:
    crops = [small_edition.sample(name) for name in sample_photos.samples()]
    return torch.cat([small_edition.small_edition_input(crop) for crop in crops])


@lru_cache(maxsize=1)
def _right_places() -> NDArray[np.intp]:
    """(samples,): the place of each sample's own class; -1 where the network has none."""
    wnids = [each.wnid for each in tiny_classes()]
    return np.array(
        [
            wnids.index(sample.wnid) if sample.wnid in wnids else -1
            for sample in sample_photos.samples().values()
        ]
    )


def _counted(found: Lesioned) -> Counted:
    right = _right_places()
    known = right >= 0
    return Counted(
        photos=len(right),
        known=int(known.sum()),
        before=int((found.whole.argmax(1) == right)[known].sum()),
        after=int((found.hurt.argmax(1) == right)[known].sum()),
        changed=len(found.changed),
    )


def _five(probabilities: NDArray[np.float32]) -> list[tuple[Synset, float]]:
    order = np.argsort(-probabilities, kind="stable")[:5]
    return [(tiny_classes()[place], float(probabilities[place])) for place in order.tolist()]


def _changed(page: Page, found: Lesioned) -> list[ChangedPhoto]:
    samples, right, classes = (
        list(sample_photos.samples().values()),
        _right_places(),
        tiny_classes(),
    )
    changed = []
    for place in found.changed.tolist():
        before, after = int(found.whole[place].argmax()), int(found.hurt[place].argmax())
        changed.append(
            ChangedPhoto(
                _thumb(samples[place].name),
                samples[place].title(page.lang),
                classes[before],
                classes[after],
                before == right[place],
                after == right[place],
            )
        )
    return changed


@lru_cache(maxsize=64)  # 2 kB each
def _thumb(name: str) -> bytes:
    transform = small_edition.small_edition_transform()
    crop = transform.crop(transform.shrink(sample_photos.sample_image(name)), CENTRE)
    return figures.encoded(crop, "small")
