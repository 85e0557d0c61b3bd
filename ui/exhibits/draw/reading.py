"""The exhibits of Draw that LeNet-5 reads in the visitor's browser, while the pen moves.

What they show follows there from the drawing on the pad, or from the sample until there is one
(`ui.components.digit_reading`). Python hears of a drawing when the pen is lifted, and runs what
takes more than the network (WHEN_LIFTED).
"""

from functools import cache
from pathlib import Path

import streamlit as st

from cnn import figures
from cnn.data.digits.preprocess import DigitProblem
from cnn.errors import Problem
from cnn.inference.confidence import fitted
from cnn.inference.digit import DEFAULT, Reading
from cnn.results import nearest_distances, sample_strokes
from ui.components import digit_pad, digit_reading, pointing
from ui.components.browser import mount_networks
from ui.exhibits.draw import pad
from ui.exhibits.draw.pad import PAD
from ui.html import markup
from ui.page import folds
from ui.page.frame import Page
from ui.page.session_cache import last_result
from ui.page.theme import is_dark
from ui.words.text import label
from ui.work.inference_threads import read_in_turn
from ui.work.warmup import warm

SAMPLE = "draw.sample"
WHEN_LIFTED = ("live", "doubt", "machines", "neighbours")
STYLE = Path(__file__).with_name("style.css")
WHERE = {  # labels that are not in the table "draw"
    "home": ("layer-input", "shape-"),
    "frame": ("alt-maps", "alt-scale", "scale-"),
    "problem": ("digit-", "away"),
}
IN_BROWSER = ("digit", "percent", "distance", "name", "step")  # fields that are filled there


def set_up(page: Page) -> bool:
    """The page's styles, and the network, which the first visitor of `streamlit run` waits for.

    False, with a sentence on the page, if a file that ships is missing or altered.
    """
    markup.style_sheet(STYLE)
    try:
        warm()
        sample_strokes()
        with st.container(gap=None):
            mount_networks(DEFAULT)
            _mount_reader(page.lang, is_dark())
            digit_reading.place("verdict")
    except Problem as problem:
        page.problem(problem)
        return False
    return True


def _mount_reader(lang: str, dark: bool) -> None:
    theme = figures.theme_name(dark)
    digit_reading.mount(
        "draw.reader",
        pad=PAD,
        network=DEFAULT,
        sample=sample_strokes()[pad.SAMPLE],
        labels=_words(lang),
        lang=lang,
        colours=figures.DIVERGING[theme],
        ink=figures.INK[theme],
    )


@cache
def _words(lang: str) -> dict[str, str]:
    fields = {name: f"{{{name}}}" for name in IN_BROWSER}
    return {name: label(_key(name), lang, **fields) for name in digit_reading.LABELS}


def _key(name: str) -> str:
    for table, beginnings in WHERE.items():
        if name.startswith(beginnings):
            return f"{table}.{name}"
    return f"draw.{name}"


@st.fragment(key="draw.live")
def live_reading(page: Page) -> None:
    """The pad, the ten distances, and the maps that change under the pen."""
    left, right = st.columns([5, 6], gap="large")
    with right:
        digit_reading.place("answers")
        digit_reading.place("maps")
    with left:
        digit_pad.mount(
            PAD,
            labels=pad.pad_words(page.lang),
            lang=page.lang,
            ghost=sample_strokes()[pad.SAMPLE],
            on_change=show_all,
        )
        _samples(page)
    page.seen("pad", digit_pad.drawing_on(PAD) is not None)


def layer_maps(page: Page) -> None:
    """The maps of every layer on one scale."""
    page.section("layers")
    pointing.mount("draw.pointing")
    digit_reading.place("all-maps")


def code_pictures(page: Page) -> None:
    """F6 as a picture beside the code it comes nearest to, and all ten codes."""
    page.section("codes")
    digit_reading.place("codes")


@st.fragment(key="draw.doubt")
def doubt(page: Page) -> None:
    """How probable each digit is, and that it is none."""
    page.section("doubt")
    digit_reading.place("doubt")
    if st.toggle(page.label("draw.compare"), key="draw.compare", persist_state="session"):
        _compare(page, reading_now())
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


def show_all() -> None:
    """Runs every exhibit for which Python has something to say of the drawing; ends a callback."""
    folds.run_again(*(f"draw.{name}" for name in WHEN_LIFTED))


def reading_or_sentence(page: Page) -> Reading | None:
    """What the network makes of the pad now; None, with a sentence, if there is nothing to read."""
    reading = reading_now()
    if isinstance(reading, Reading):
        return reading
    if isinstance(reading, DigitProblem):
        page.prose(page.label("draw.nothing"))
    else:
        page.problem(reading)
    return None


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
