"""The exhibits of Draw with classifiers beside LeNet-5, and the digits most like the drawing."""

import streamlit as st

from cnn.data.digits.preprocess import Picture
from cnn.data.mnist import dataset, pixel_neighbours
from cnn.errors import Problem
from cnn.inference import classifiers
from cnn.results import disagreements
from ui.components import digit_pad
from ui.exhibits.draw import classifiers_html as html
from ui.exhibits.draw.pad import PAD
from ui.exhibits.draw.reading import reading_or_sentence, show_all
from ui.html import markup
from ui.page.frame import Page
from ui.page.session_cache import last_result
from ui.page.theme import is_dark
from ui.work.inference_threads import call_beside

NEIGHBOURS = 12
DISPUTE = "draw.dispute"


@st.fragment(key="draw.machines")
def several_classifiers(page: Page) -> None:
    """The drawing read by every classifier, with what each keeps and how much it multiplies."""
    page.section("machines")
    st.pills(page.label("draw.dispute"), list(disagreements()), key=DISPUTE, on_change=_dispute)
    if not (reading := reading_or_sentence(page)):
        return
    try:
        image = reading.image
        found = last_result("draw.answers", image.tobytes(), lambda: call_beside(_answers, image))
    except Problem as problem:
        page.problem(problem)
        return
    markup.show(html.several_classifiers(page, found))


def _dispute() -> None:
    """Puts a drawing that is read differently on the pad."""
    name = st.session_state[DISPUTE]
    st.session_state[DISPUTE] = None
    if name:
        digit_pad.put_drawing(PAD, disagreements()[name])
        show_all()


def _answers(image: Picture) -> dict[str, int]:
    return {name: classifiers.classify_one(name, image) for name in classifiers.classifier_names()}


@st.fragment(key="draw.neighbours")
def training_neighbours(page: Page) -> None:
    """The training digits most like the drawing, pixel by pixel."""
    page.section("neighbours")
    if not (reading := reading_or_sentence(page)):
        return
    try:
        near, apart = call_beside(
            pixel_neighbours.nearest_with_distances, reading.image, NEIGHBOURS
        )
    except Problem as problem:
        page.problem(problem)
        return
    digits = dataset.load_digits("train")
    shown = reading.image, digits.images[near], digits.labels[near], apart
    markup.show(html.training_neighbours(page, *shown, near, is_dark()))
