"""The exhibits of the AlexNet page against overfitting: variants of a photo, and dropout."""

import numpy as np
import streamlit as st
import torch
from numpy.typing import NDArray
from PIL import Image

from cnn import results
from cnn.data.mnist import dataset
from cnn.data.photos import augmented_photo, sample_photos
from cnn.data.photos.augmented_photo import Variant
from cnn.errors import Problem
from cnn.experiments import dropout as overfitting
from cnn.experiments.dropout import LEARNED, TESTED, DropoutPoint
from ui.components import segments
from ui.exhibits.alexnet import experiment
from ui.exhibits.alexnet import overfitting_html as html
from ui.exhibits.alexnet.figures import photo_title
from ui.exhibits.photo import chosen_photo
from ui.html import markup
from ui.page import questions, url_state, waiting
from ui.page.frame import Page
from ui.work.inference_threads import call_beside
from ui.work.tasks import Task, Tick

MANY = 12
STRENGTHS = {"off": 0.0, "paper": 0.1, "more": 0.6}
WRONG = (0, 20, 40)  # per cent
EPOCHS = 25
RACE = "alexnet.dropout-race"
TICK = 0.4  # seconds


@st.fragment(key="alexnet.variants")
def variants(page: Page) -> None:
    """Twelve pictures that training would see instead of one photo, and how each came."""
    page.section("overfitting")
    own = {f"mine-{each.number}": each for each in reversed(chosen_photo.own_photos())}
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        photo = url_state.choice(
            page,
            "variants-of",
            (*own, *sample_photos.samples()),
            label=page.label("alexnet.variants-photo"),
            default=next(iter(own), "macaw"),
            format_func=lambda name: photo_title(page, name),
        )
        strength = url_state.choice(
            page,
            "colour",
            tuple(STRENGTHS),
            label=page.label("alexnet.variants-colour"),
            default="paper",
            widget=segments.joined,
            format_func=lambda each: page.label(f"alexnet.variants-colour-{each}"),
        )
        seed = url_state.whole(
            page,
            "draw",
            1,
            999,
            label=page.label("alexnet.variants-seed"),
            default=1,
            widget=st.number_input,
        )
        st.button(
            page.label("alexnet.variants-again"),
            key="alexnet.again",
            icon=":material/casino:",
            on_click=lambda: url_state.set_value("alexnet", "draw", seed % 999 + 1),
        )
    try:
        image = own[photo].image if photo in own else sample_photos.sample_image(photo)
        whole, found = call_beside(_drawn, photo, image, STRENGTHS[strength], seed)
        colour = augmented_photo.colour()
    except Problem as problem:
        page.problem(problem)
        return
    markup.show(html.variants(page, whole, found))
    markup.show(html.axes(page, colour))
    page.seen(
        "variants",
        seed != 1 or strength != "paper",
        how="" if strength == "paper" else strength,
        mirrored=sum(each.mirrored for each in found),
        most=f"{max(abs(part) for each in found for part in each.shift):.0f}",
    )


def _drawn(
    photo: str, image: Image.Image, strength: float, seed: int
) -> tuple[NDArray[np.uint8], list[Variant]]:
    whole = augmented_photo.whole_square(image)
    colour = augmented_photo.colour()
    return whole, augmented_photo.draw_variants(whole, colour, strength, MANY, seed)


@questions.one_place
def crops_question(page: Page) -> None:
    """How many pictures can one photo become? A guess, then the count."""
    questions.ask(page, "crops")


def dropout(page: Page) -> None:
    """What we measured with and without dropout."""
    page.section("dropout")
    try:
        found = results.dropout_runs()
    except Problem:
        page.prose(page.label("alexnet.dropout-missing"))
        return
    markup.show(html.dropout(page, found))


class Race:
    """The two small networks of this visit: what was asked for, and what came of it so far."""

    def __init__(self, wrong: int, seed: int) -> None:
        self.wrong = wrong  # per cent of the labels
        self._seed = seed
        self.task = Task(self._work, "dropout", (wrong, seed))

    @property
    def rows(self) -> list[DropoutPoint]:
        """The points of both curves so far."""
        return self.task.found

    def _work(self, tick: Tick) -> None:
        train, test = dataset.load_digits("train"), dataset.load_digits("test")
        labels = overfitting.mislabelled(train.labels[:LEARNED], self.wrong / 100, self._seed)
        digits = (train.images[:LEARNED], labels), (test.images[:TESTED], test.labels[:TESTED])
        chance = torch.Generator().manual_seed(self._seed)
        for row in overfitting.train_both(*digits, EPOCHS, chance):
            tick(row.epochs / EPOCHS, row)


def dropout_live(page: Page) -> None:
    """Two small networks trained now, one with dropout, on partly wrong labels."""
    race: Race | None = st.session_state.get(RACE)
    experiment.while_working(page, "alexnet.dropout-live", _live, race.task if race else None, TICK)


def _live(page: Page) -> None:
    page.section("dropout-live")
    race: Race | None = st.session_state.get(RACE)
    ended = race is None or race.task.poll()
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        wrong = url_state.choice(
            page,
            "wrong",
            WRONG,
            label=page.label("alexnet.two-wrong"),
            default=20,
            widget=segments.joined,
            format_func=lambda part: page.label("alexnet.two-wrong-part", part=part),
        )
        if ended:
            if st.button(
                page.label("alexnet.two-start"), key="alexnet.start-two", icon=":material/flag:"
            ):
                start_dropout(wrong)
                st.rerun()  # the whole page: only so does the fragment begin to call again
        elif race is not None and st.button(
            page.label("alexnet.two-cancel"), key="alexnet.cancel-two", icon=":material/stop:"
        ):
            race.task.cancel()
    if race is None:
        return
    now = len(race.rows)
    if ended:
        experiment.outcome(page, race.task)
    else:
        words = page.label("alexnet.two-progress", now=now, all=EPOCHS)
        st.progress(now / EPOCHS, waiting.in_line(page, race.task) or words)
    waiting.shared_note(page, race.task)
    if now:
        markup.show(html.dropout_live(page, race.rows[:now], EPOCHS, race.wrong))
    if ended and now:
        page.seen(
            "dropout",
            how="" if race.wrong else "right",
            wrong=race.wrong,
            **html.last_errors(race.rows[now - 1]),
        )


def start_dropout(wrong: int) -> None:
    """Sets two networks to work; each race of a visit has a start of its own."""
    state = st.session_state
    state[f"{RACE}s"] = seed = state.get(f"{RACE}s", 0) + 1
    state[RACE] = Race(wrong, seed)
