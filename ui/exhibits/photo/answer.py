"""The exhibits of Photo, first part: a photo, what the network answers, what it really saw.

All of them look at one photo together (ui.exhibits.photo.chosen_photo). What is slow or large is
further down the page, and computed when it is asked for.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import streamlit as st

from cnn import figures
from cnn.data.photos import sample_photos
from cnn.data.photos.crops import CENTRE
from cnn.errors import Problem
from cnn.inference import photo as seeing
from cnn.inference.photo import Guess, PhotoReading
from ui.components import crop_box, segments, sheet
from ui.components.crop_box import Geometry, Place
from ui.components.sheet import SheetCell
from ui.exhibits.photo import answer_html as html
from ui.exhibits.photo import chosen_photo as state
from ui.exhibits.photo import words
from ui.html import markup
from ui.page import folds, picture_file, url_state
from ui.page.frame import Page
from ui.page.picture_file import GivenFile
from ui.page.theme import is_dark
from ui.words.text import literal
from ui.work.warmup import warm

STYLE = Path(__file__).with_name("style.css")
ACROSS = 8  # samples in a row of their sheet
SOURCES = ("samples", "camera")
CHANGED = "photo.changed"
ANSWER = "filled-last"  # the container of the photo and its answer


def set_up(page: Page) -> bool:
    """The page's styles, and the network; False, with a sentence, if a file is not right."""
    markup.style_sheet(STYLE)
    try:
        warm()
        state.load_what_is_needed()
    except Problem as problem:
        page.problem(problem)
        return False
    return True


@st.fragment(key="photo.choose")
def photo_and_answer(page: Page) -> None:
    """Where a photo is sent, the open photo and its answer, and where other photos come from."""
    _upload(page)
    above = st.container(key=ANSWER)  # when it is known which photo is open
    below = st.container(key="photo.asked")
    _ways(page)
    name = url_state.component_choice(page, "photo", sample_photos.samples(), state.FIRST)
    if st.session_state.get("photo.named", name) != name:  # by a step back, too
        st.session_state["photo.open"] = None
    st.session_state["photo.named"] = name
    source = st.segmented_control(
        page.label("photo.source"),
        SOURCES,
        key="photo.source",
        default=SOURCES[0],
        required=True,
        format_func=lambda each: page.label(f"photo.source-{each}"),
        persist_state="session",
    )
    if source == "samples":
        _samples(page, name)
    else:
        picture_file.offer_camera(page, "photo", _received)
    _own(page)
    with above:
        found = _answer(page)
    with below:
        words.ask(page)
    if found is not None:
        best = found.top(1)[0]
        page.seen(
            "photo",
            CHANGED in st.session_state,
            how=_outcome(found),
            name=best.synset.name(page.lang),
            percent=f"{100 * best.probability:.1f}",
            count=f"{len(found.network.classes):,}",
        )


def _outcome(found: PhotoReading) -> str:
    """Which line closes the exhibit; "" if the first answer is right."""
    photo = state.photo_now()
    if photo.sample is None:
        return "mine"
    right = state.right_place(photo, found.network)
    return "unknown" if right is None else "" if right == found.best else "wrong"


def _samples(page: Page, chosen: str) -> None:
    names = list(sample_photos.samples())
    sheet.mount_picture(
        "photo.sheet",
        _thumbs(),
        ACROSS,
        [SheetCell(sample.title(page.lang)) for sample in sample_photos.samples().values()],
        label=page.label("photo.samples"),
        lang=page.lang,
        on_pick=lambda number: _pick(names[number]),
        selected=None if st.session_state.get("photo.open") else names.index(chosen),
        width=58,
        smooth=True,
    )


@cache
def _thumbs() -> bytes:
    return figures.encoded(figures.colour_sheet(sample_photos.thumbs(), ACROSS), "small")


def _pick(name: str) -> None:
    st.session_state[CHANGED] = True
    state.open_sample(name)


def _upload(page: Page) -> None:
    label = page.label("photo.upload", most=state.MOST)
    picture_file.offer_upload(page, "photo", label, _received, several=True, answer=ANSWER)
    for file, problem in state.refused_files():
        st.caption(page.label("photo.refused", name=literal(file)))
        page.problem(problem)


def _received(files: Sequence[GivenFile]) -> None:
    st.session_state[CHANGED] = True
    state.receive(files)


def _own(page: Page) -> None:
    """The visitor's photos, to go back to."""
    mine = state.own_photos()
    if not mine:
        return
    opened = st.session_state.get("photo.open")
    numbers = [each.number for each in mine]
    across = min(ACROSS, len(mine))
    thumbs = figures.colour_sheet(np.stack([each.thumb for each in mine]), across)
    sheet.mount_picture(
        "photo.own-sheet",
        figures.encoded(thumbs, "small"),
        across,
        [SheetCell(each.name) for each in mine],
        label=page.label("photo.own-photos"),
        lang=page.lang,
        on_pick=lambda number: state.open_own(numbers[number]),
        selected=numbers.index(opened) if opened in numbers else None,
        width=58,
        smooth=True,
    )
    st.button(
        page.label("photo.forget"),
        key="photo.forget",
        icon=":material/delete:",
        type="tertiary",
        on_click=state.forget_own,
    )


def _ways(page: Page) -> None:
    """By which network, and how many crops of it."""
    with st.container(horizontal=True, gap="medium"):
        if len(seeing.network_names()) > 1 or "network" in st.query_params:
            url_state.choice(
                page,
                "network",
                seeing.network_names(),
                label=page.label("photo.network"),
                widget=segments.joined,
                format_func=lambda each: page.label(f"photo.network-{each}"),
                on_change=_again,
            )
        url_state.choice(
            page,
            "crops",
            (1, 10),
            label=page.label("photo.crops"),
            widget=segments.joined,
            format_func=lambda each: page.label(f"photo.crops-{each}"),
            on_change=_again,
        )


def _answer(page: Page) -> PhotoReading | None:
    """The photo beside the five most probable classes; the reading that they are from."""
    photo = state.photo_now()
    if (found := state.reading_or_sentence(page)) is None:
        return None
    left, right = st.columns([5, 6], gap="large")
    with left:
        markup.show(html.photo_card(page, photo))
    with right:
        markup.show(html.five_best(page, photo, found))
    return found


def _again() -> None:
    folds.run_again(*state.TOGETHER)


@st.fragment(key="photo.steps")
def photo_steps(page: Page) -> None:
    """From the photo to the numbers that enter the network; the square can be moved."""
    page.section("steps")
    photo = state.photo_now()
    if (found := state.reading_or_sentence(page)) is None:
        return
    left, right = st.columns([4, 8], gap="large")
    with left:
        crop_box.mount(
            "photo.square",
            html.on_screen(photo.image, 560),
            Geometry(*found.shrunk.size, found.network.transform.side),
            state.crop_place(),
            label=page.label("photo.square"),
            alt=photo.title(page.lang),
            lang=page.lang,
            on_move=_moved,
        )
        small = "×".join(map(str, found.shrunk.size))
        width, height = photo.image.size
        st.caption(
            page.label("photo.square-why")
            + " "
            + page.label("photo.step-sizes", width=width, height=height, small=small)
        )
    with right:
        markup.show(html.photo_steps(page, photo, found, is_dark()))
    if state.ten():
        markup.show(html.ten_crop_sheet(page, found))
    best, middle = found.top(1)[0], state.best_in_the_middle()
    page.seen(
        "crop",
        "photo.moved" in st.session_state,
        how=_followed(best, middle),
        name=best.synset.name(page.lang),
        percent=f"{100 * best.probability:.1f}",
        middle=middle and middle.synset.name(page.lang),
        before=middle and f"{100 * middle.probability:.1f}",
        side=found.network.transform.side,
    )


def _followed(best: Guess, middle: Guess | None) -> str:
    """Which line closes the exhibit; "" where there is no other answer to compare with."""
    if state.ten():
        return "ten"
    if middle is None or state.crop_place() == CENTRE:
        return ""
    return "same" if best.place == middle.place else "other"


def _moved(place: Place) -> None:
    state.move_crop(place)
    st.session_state["photo.moved"] = True
    _again()


@st.fragment(key="photo.ladder")
def ladder(page: Page) -> None:
    """How sure the network is on each branch of the tree, down to its best class."""
    page.section("ladder")
    if (found := state.reading_or_sentence(page)) is not None:
        markup.show(html.ladder(page, found.branches()))
