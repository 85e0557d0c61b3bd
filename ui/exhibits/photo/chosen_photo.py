"""The one photo that the exhibits of Photo look at together, and the visitor's own photos.

Own photos stay in this visit's memory: never on disk, never in the address, never in a log.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image

from cnn import figures
from cnn.data.photos import sample_photos
from cnn.data.photos.crops import CENTRE
from cnn.data.photos.sample_photos import SamplePhoto
from cnn.errors import Problem
from cnn.inference import photo as seeing
from cnn.inference.photo import Guess, PhotoNetwork, PhotoReading
from ui.page import folds, url_state
from ui.page.frame import Page
from ui.page.picture_file import GivenFile
from ui.page.session_cache import last_result
from ui.patches import uploads
from ui.work.inference_threads import call_beside

MOST = 12  # own photos at once
KEPT = 1_000_000  # bytes of an own photo; one that takes more without loss is kept with some
MIDDLE = "photo.middle"  # what was answered while the crop lay in the middle
FORGOTTEN = (  # what holds own photos or was made of them, beside what is made anew at once
    *("photo.mine", "photo.refused", "photo.open", "photo.decoded", "photo.many-rows"),
    *("photo.explained", MIDDLE, "alexnet.own", "inside.back", "inside.test"),
)
FIRST = "red-panda"
WORD = "photo.word"  # what the visitor says that the open photo shows
TOGETHER = [
    f"photo.{name}"
    for name in ("choose", "steps", "ladder", "filters", "layers", "why", "both", "many")
]


class OwnPhoto(NamedTuple):
    """A photo that the visitor sent: a class's photos together would fill the server as pixels."""

    number: int
    name: str
    thumb: NDArray[np.uint8]  # (THUMB, THUMB, 3)
    data: bytes  # compressed; without loss, if that is enough

    @classmethod
    def of(cls, number: int, name: str, image: Image.Image) -> "OwnPhoto":
        data = figures.encoded(image, "WebP")
        if len(data) > KEPT:  # noise, say
            data = figures.encoded(image, "JPEG")
        return cls(number, name, sample_photos.thumb(image), data)

    @property
    def image(self) -> Image.Image:
        """The photo as it was, decoded anew: some 10 ms."""
        return Image.open(io.BytesIO(self.data)).convert("RGB")


class RefusedFile(NamedTuple):
    """A file that could not become a photo, and why."""

    name: str
    problem: Problem


@dataclass(frozen=True)
class Photo:
    """The photo that is open: a sample, or the visitor's own."""

    key: str
    image: Image.Image
    sample: SamplePhoto | None
    name: str  # of an own photo's file

    def title(self, lang: str) -> str:
        return self.sample.title(lang) if self.sample else self.name


def load_what_is_needed() -> None:
    """What this page needs before anything is shown. Raises Problem."""
    uploads.keep_in_memory()
    seeing.photo_network("small")
    sample_photos.thumbs()


def photo_now() -> Photo:
    """The photo that is open now."""
    state = st.session_state
    number = state.get("photo.open")
    mine = next((each for each in own_photos() if each.number == number), None)
    if mine:
        image = last_result("photo.decoded", number, lambda: mine.image)
        return Photo(f"mine-{number}", image, None, mine.name)
    name = state.get("photo.photo", FIRST)
    sample = sample_photos.samples()[name]
    return Photo(name, sample_photos.sample_image(name), sample, "")


def own_photos() -> list[OwnPhoto]:
    """The visitor's photos of this visit, the newest last."""
    mine: list[OwnPhoto] = st.session_state.get("photo.mine", [])
    return mine


def refused_files() -> list[RefusedFile]:
    """The files of the last upload that could not be read."""
    found: list[RefusedFile] = st.session_state.get("photo.refused", [])
    return found


def open_sample(name: str) -> None:
    """Opens a sample, from a callback."""
    url_state.set_value("photo", "photo", name)
    st.session_state["photo.open"] = None
    _opened()


def open_own(number: int) -> None:
    """Opens one of the visitor's photos, from a callback."""
    st.session_state["photo.open"] = number
    _opened()


def forget_own() -> None:
    """Forgets every photo of the visitor, from a callback."""
    for name in FORGOTTEN:
        st.session_state.pop(name, None)
    _opened()


def receive(files: Sequence[GivenFile]) -> None:
    """Reads files that have just arrived, from a callback; the last good one is opened."""
    state, mine = st.session_state, list(own_photos())
    bad: list[RefusedFile] = []
    number = state.get("photo.count", 0)
    for file in files:
        if len(mine) >= MOST:
            file.forget()
            bad.append(RefusedFile(file.name, _enough()))
            continue
        try:
            image = file.picture()
        except Problem as problem:
            bad.append(RefusedFile(file.name, problem))
            continue
        number += 1
        mine.append(OwnPhoto.of(number, file.name, image))
        state["photo.open"] = number
    state["photo.mine"], state["photo.refused"], state["photo.count"] = mine, bad, number
    _opened()


def _enough() -> Problem:
    return Problem("photo-many", f"{MOST} photos at once are enough.", limit=MOST)


def _opened() -> None:
    st.session_state["photo.place"] = CENTRE
    st.session_state[WORD] = ""
    folds.run_again(*TOGETHER)


def crop_place() -> tuple[float, float]:
    """Where the crop is, x and y from 0 to 1."""
    at: tuple[float, float] = st.session_state.get("photo.place", CENTRE)
    return at


def move_crop(place: tuple[float, float]) -> None:
    """Moves the crop, from a callback, and keeps what was answered while it lay in the middle."""
    kept = st.session_state.get(f"photo.seen-{network_name()}")
    key = photo_now().key
    if kept is not None and kept[0] == (key, CENTRE, False):
        st.session_state[MIDDLE] = (key, network_name()), kept[1].top(1)[0]
    st.session_state["photo.place"] = place


def best_in_the_middle() -> Guess | None:
    """What the open photo was answered with before the crop was moved, if it is known."""
    kept: tuple[tuple[str, str], Guess] | None = st.session_state.get(MIDDLE)
    return kept[1] if kept is not None and kept[0] == (photo_now().key, network_name()) else None


def network_name() -> str:
    """The network that the exhibits show; the answer's widget says which."""
    name = st.session_state.get("photo.network", "small")
    return name if name in seeing.network_names() else "small"


def network_shown(name: str | None = None) -> PhotoNetwork:
    """That network, or another. Raises Problem if its weights are not right."""
    return seeing.photo_network(name or network_name())


def ten() -> bool:
    """Whether ten crops are asked."""
    return bool(st.session_state.get("photo.crops") == 10)


def photo_reading(name: str | None = None) -> PhotoReading:
    """What a network makes of the open photo; kept until photo, crop or network change.

    Raises Problem.
    """
    name, photo = name or network_name(), photo_now()
    network = network_shown(name)
    key = (photo.key, crop_place(), ten())
    return last_result(
        f"photo.seen-{name}",
        key,
        lambda: call_beside(seeing.read_photo, network, photo.image, crop_place(), ten()),
    )


def reading_or_sentence(page: Page) -> PhotoReading | None:
    """`photo_reading` for an exhibit: None, with a sentence, if that cannot be."""
    try:
        return photo_reading()
    except Problem as problem:
        page.problem(problem)
        return None


def right_place(photo: Photo, network: PhotoNetwork) -> int | None:
    """The place of the sample's own class among the network's; None if it has none."""
    return network.place(photo.sample.wnid) if photo.sample and photo.sample.wnid else None


def said(page: Page, photo: Photo, found: PhotoReading) -> str:
    """What there is to say of the answer: right, wrong, or a class the network does not have."""
    if photo.sample is None:
        return page.label("photo.said-mine")
    right = right_place(photo, found.network)
    if right is None:
        return page.label("photo.said-unknown")
    top = [guess.place for guess in found.top()]
    key = "first" if top[0] == right else "five" if right in top else "missed"
    return page.label(f"photo.said-{key}", name=found.network.classes[right].name(page.lang))
