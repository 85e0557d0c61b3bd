"""The exhibits of ImageNet about the data: how large it is, and what is wrong with it.

No torch: what our own network answered is stored (cnn.results.photo_answers).
"""

from pathlib import Path

import streamlit as st

from cnn.data.imagenet.classes import tree
from cnn.data.imagenet.dataset_sizes import MEASURES, dataset_size, size_ratio
from cnn.data.imagenet.label_votes import measured_error
from cnn.data.photos.sample_photos import sample_image
from cnn.errors import Problem
from cnn.results import home_digits
from ui.components import segments
from ui.exhibits.imagenet import dataset_html as html
from ui.html import markup
from ui.page import questions, url_state
from ui.page.frame import Page, link
from ui.page.theme import is_dark
from ui.words.facts import fact_value
from ui.words.numbers import about

STYLE = Path(__file__).with_name("style.css")
LARGE = ("red-panda", "german-shepherd", "giraffe", "castle")  # samples 640 pixels wide
FRAMES = ("none", "digit", "frames")
DIGIT = 7
PERSONS = "n00007846"


def set_up(page: Page) -> bool:
    """The page's styles and files; False, with a sentence, if one is missing or altered."""
    markup.style_sheet(STYLE)
    try:
        tree(), home_digits()
    except Problem as problem:
        page.problem(problem)
        return False
    return True


@questions.one_place
def pixel_question(page: Page) -> None:
    """How many digits cover a photo? A guess, then the count."""
    questions.ask(page, "pixels")


@st.fragment(key="imagenet.scale")
def scale(page: Page) -> None:
    """Five data sets as squares whose areas are true, by any of five measures."""
    page.section("scale")
    measure = url_state.choice(
        page,
        "measure",
        MEASURES,
        label=page.label("imagenet.measure"),
        default="images",  # the pixels would give an answer away
        widget=segments.pills,
        format_func=lambda each: page.label(f"imagenet.measure-{each}"),
        on_change=lambda: st.session_state.update({"imagenet.measured": True}),
    )
    markup.show(html.scale(page, measure))
    page.seen(
        "scale",
        "imagenet.measured" in st.session_state,
        how="bytes" if measure == "bytes" else "",
        times=about(size_ratio(measure), 3),
        images=about(size_ratio("images"), 3),
    )


@st.fragment(key="imagenet.inside")
def inside(page: Page) -> None:
    """A digit in a photo, both at their true size, and the photo as each data set would hold it."""
    page.section("inside")
    with st.container(horizontal=True, gap="medium"):
        name = url_state.choice(
            page,
            "in",
            LARGE,
            label=page.label("imagenet.photo"),
            widget=segments.pills,
            format_func=lambda each: page.label(f"imagenet.in-{each}"),
        )
        frame = url_state.choice(
            page,
            "with",
            FRAMES,
            label=page.label("imagenet.with"),
            widget=segments.joined,
            format_func=lambda each: page.label(f"imagenet.with-{each}"),
            on_change=lambda: st.session_state.update({"imagenet.put": True}),
        )
    try:
        markup.show(html.inside(page, name, frame, home_digits()[DIGIT]["image"], is_dark()))
        markup.show(html.photo_as_held(page, name))
    except Problem as problem:
        page.problem(problem)
        return
    width, height = sample_image(name).size
    page.seen(
        "inside",
        "imagenet.put" in st.session_state,
        count=f"{width * height / dataset_size('mnist', 'pixels'):,.0f}",
    )


@st.fragment(key="imagenet.labels")
def wrong_labels(page: Page) -> None:
    """What a test with wrong labels reports of a network that truly errs so often."""
    page.section("wrong")
    true = url_state.whole(
        page,
        "true",
        0,
        30,
        label=page.label("imagenet.true"),
        default=0,
        on_change=lambda: st.session_state.update({"imagenet.doubted": True}),
        unit="%",
    )
    wrong = fact_value("imagenet.label-errors") / 100
    measured = measured_error(true / 100, wrong)
    markup.show(html.hundred(page, true, wrong, measured))
    page.seen(
        "wrong",
        "imagenet.doubted" in st.session_state,
        how="" if true else "faultless",
        measured=f"{100 * measured:.1f}",
        share=f"{100 * wrong / measured:.0f}",
    )


def people(page: Page) -> None:
    """Persons in WordNet, in ImageNet, and among the 1,000."""
    page.section("people")
    with st.container(key="invite-people"):
        link(
            page.entry,
            page.lang,
            page.label("imagenet.see-persons"),
            ":material/account_tree:",
            node=PERSONS,
        )
