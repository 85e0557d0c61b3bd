"""The exhibits of Draw: a digit, read while the pen moves.

One fragment holds the pad and what changes under the pen; it runs at every message. The others show
the finished drawing in full; they run when the pen is lifted. All of them derive what they show
from the drawing on the pad, or from the sample until there is one.
"""

from pathlib import Path

import htpy as h
import streamlit as st

from cnn import figures
from cnn.errors import Problem
from cnn.inference.confidence import fitted
from cnn.inference.digit import DEFAULT, Reading
from cnn.rbf_codes import codes
from cnn.results import nearest_distances, sample_strokes
from ui.components import digit_pad
from ui.components.digit_pad.lane import lane_for_pad as fast_lane
from ui.exhibits.draw import pad
from ui.exhibits.draw import reading_html as html
from ui.exhibits.draw.pad import PAD
from ui.html import markup
from ui.page.frame import Page
from ui.page.session_cache import last_result
from ui.page.theme import is_dark
from ui.work.inference_threads import read_in_turn
from ui.work.warmup import warm

SAMPLE = "draw.sample"
WHEN_LIFTED = ("steps", "layers", "codes", "doubt", "switches", "machines", "neighbours")
STYLE = Path(__file__).with_name("style.css")


def set_up(page: Page) -> bool:
    """The page's styles, and the network, which the first visitor of `streamlit run` waits for.

    False, with a sentence on the page, if a file that ships is missing or altered.
    """
    markup.style_sheet(STYLE)
    try:
        warm()
        sample_strokes()
    except Problem as problem:
        page.problem(problem)
        return False
    return True


@st.fragment(key="draw.live")
def live_reading(page: Page) -> None:
    """The pad, the ten distances, and the maps that change under the pen."""
    drawing = digit_pad.drawing_on(PAD)
    reading = reading_now()
    number = drawing.seq if drawing else 0
    shown = html.under_the_pen(page, reading, number, is_dark())
    markup.show(shown["verdict"])
    left, right = st.columns([5, 6], gap="large")
    with right:
        # One element, not two: each wakes the thread that serves all visitors.
        markup.show(h.fragment[shown["answers"], shown["maps"]])
    with left:
        digit_pad.mount(
            PAD,
            labels=pad.pad_words(page.lang),
            lang=page.lang,
            ghost=sample_strokes()[pad.SAMPLE],
            live=fast_lane(is_dark()),
            on_change=_changed,
        )
        _samples(page)


@st.fragment(key="draw.layers")
def layer_maps(page: Page) -> None:
    """The maps of every layer on one scale."""
    page.section("layers")
    if isinstance(reading := reading_now(), Reading):
        drawing = digit_pad.drawing_on(PAD)
        markup.show(html.layer_maps(page, reading, drawing.seq if drawing else 0, is_dark()))
        if drawing:
            page.done("pad")  # here, so that nothing is added to what runs under the pen
    else:
        page.prose(page.label("draw.nothing"))


@st.fragment(key="draw.codes")
def code_pictures(page: Page) -> None:
    """F6 as a picture beside the code it comes nearest to, and all ten codes."""
    page.section("codes")
    if isinstance(reading := reading_now(), Reading):
        markup.show(html.code_pictures(page, reading, codes(), is_dark()))
    else:
        page.prose(page.label("draw.nothing"))


@st.fragment(key="draw.doubt")
def doubt(page: Page) -> None:
    """How probable each digit is, and that it is none."""
    page.section("doubt")
    if isinstance(reading := reading_now(), Reading):
        markup.show(html.doubt(page, reading))
    if st.toggle(page.label("draw.compare"), key="draw.compare", persist_state="session"):
        _compare(page, reading)
    with st.expander(page.text.heading("doubt-measured")):
        page.prose(page.text["doubt-measured"])


def _compare(page: Page, reading: Reading | Problem) -> None:
    """The drawing's nearest distance among those of digits, letters, scribbles and lines."""
    try:
        measured = dict(nearest_distances())
    except Problem as problem:
        page.problem(problem)
        return
    edges = measured.pop("edges")
    counts = {page.label(f"draw.compare-{kind}"): count for kind, count in measured.items()}
    marks = {page.label("draw.compare-limit"): fitted(DEFAULT).rubbish}
    if isinstance(reading, Reading):
        marks[page.label("draw.compare-yours")] = float(reading.distances.min())
    axes = page.label("draw.compare-x"), page.label("draw.compare-y")
    st.plotly_chart(
        figures.histogram_chart(edges, counts, marks, axes),
        key="draw.compare-chart",
        config={"displayModeBar": False},
        alt=page.label("draw.compare-alt"),
    )


def _samples(page: Page) -> None:
    st.pills(
        page.label("draw.samples"),
        list(sample_strokes()),
        key=SAMPLE,
        format_func=lambda name: name if name.isdigit() else page.label(f"draw.sample-{name}"),
        on_change=_put_sample,
    )


def _put_sample() -> None:
    name = st.session_state[SAMPLE]
    st.session_state[SAMPLE] = None  # a button rather than a choice: the pad may change after it
    if name:
        digit_pad.put_drawing(PAD, sample_strokes()[name])
        show_all()


def _changed() -> None:
    drawing = digit_pad.drawing_on(PAD)
    if drawing is None or drawing.pen == "up":
        show_all()


def show_all() -> None:
    """Runs every exhibit that shows the drawing; for the end of a callback."""
    st.rerun(["draw.live", *(f"draw.{name}" for name in WHEN_LIFTED)])


def reading_now() -> Reading | Problem:
    """What the network makes of the pad now; kept for the fragments of one run."""
    strokes = pad.strokes_now()
    found = last_result("draw.reading", hash(tuple(map(bytes, strokes))), lambda: _read(strokes))
    if isinstance(found, Problem):
        st.session_state.pop("draw.reading", None)  # there may be memory again next time
    return found


def _read(strokes: digit_pad.Strokes) -> Reading | Problem:
    try:
        return read_in_turn(strokes)
    except Problem as problem:
        return problem
