"""The exhibit of Data or model where a classifier learns now. It loads torch when it is asked."""

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from cnn import learning_curves as measured
from cnn.errors import Problem
from cnn.figures import ErrorCurve
from cnn.learning_curves import CLASSIFIERS, PREPARATIONS
from ui.components import segments
from ui.exhibits.data_or_model.measured import chosen_curves, error_chart, pick
from ui.page import url_state
from ui.page.frame import Page
from ui.page.theme import categories

if TYPE_CHECKING:
    from cnn.training.short_run import ShortRunStep

SIZES = (100, 300, 1_000, 3_000)
RUNS = "data.runs"
KEPT = 24
FIRST_SEED = 101  # those of the measured grid come before
LATE = 4.0  # seconds, twice what is promised
TURN = 0.15  # seconds, then the thread is free for other visitors


class OwnRun(NamedTuple):
    """A run of the visitor's."""

    classifier: str
    digits: int
    preparation: str
    error: float


@st.fragment(key="data.run")
def run(page: Page) -> None:
    """A classifier learns here and now for about two seconds; its error joins the measured ones."""
    page.section("run")
    with st.container(horizontal=True, gap="medium"):
        classifier = pick(page, "learner", "data.machine", CLASSIFIERS, "lenet1")
        preparation = pick(page, "taught", "data.taught", PREPARATIONS)
        digits = url_state.choice(
            page,
            "from",
            SIZES,
            label=page.label("data.from"),
            default=300,
            widget=segments.joined,
            format_func=lambda each: f"{each:,}",
        )
    if st.button(page.label("data.learn"), key="data.learn", icon=":material/play_arrow:"):
        _learn(page, classifier, digits, preparation)
    mine: list[OwnRun] = st.session_state.get(RUNS, [])
    if mine:
        page.prose(_said(page, mine[-1]))
    shown = [(classifier, each) for each in measured.preparations_of(classifier)]
    lines = chosen_curves(page, shown, "preparations") + _points(page, classifier, mine)
    error_chart(page, lines, "data.run-chart", page.label("data.run-alt"))
    if mine:
        alike = [each.error for each in mine if each[:3] == mine[-1][:3]]
        page.seen(
            "run",
            how="" if len(alike) > 1 else "once",
            count=len(alike),
            low=f"{min(alike):.1f}",
            high=f"{max(alike):.1f}",
        )


def _learn(page: Page, classifier: str, digits: int, preparation: str) -> None:
    """Runs it, with its progress shown, and keeps what it comes to."""
    mine: list[OwnRun] = st.session_state.setdefault(RUNS, [])
    seed = FIRST_SEED + st.session_state.get("data.count", 0)
    st.session_state["data.count"] = seed - FIRST_SEED + 1
    bar, began = st.progress(0.0, page.label("data.learning")), time.monotonic()
    try:
        error = None
        moments = _start(classifier, digits, preparation, seed)
        while error is None:
            part, error = _turn(moments)
            key = "learning" if time.monotonic() - began < LATE else "learning-late"
            bar.progress(part, page.label(f"data.{key}"))
    except Problem as problem:
        page.problem(problem)
        return
    finally:
        bar.empty()
    mine.append(OwnRun(classifier, digits, preparation, error))
    del mine[:-KEPT]


def _start(classifier: str, digits: int, preparation: str, seed: int) -> "Iterator[ShortRunStep]":
    from cnn.training.short_run import learn

    return learn(classifier, digits, preparation, measured.rate(classifier), seed)


def _turn(moments: "Iterator[ShortRunStep]") -> "ShortRunStep":
    """Goes on for a moment, in the thread that works for all visitors, one after another."""
    from ui.work.inference_threads import call_beside

    return call_beside(_advance, moments)


def _advance(moments: "Iterator[ShortRunStep]") -> "ShortRunStep":
    until = time.monotonic() + TURN
    moment = next(moments)
    while moment.test_error is None and time.monotonic() < until:
        moment = next(moments)
    return moment


def _said(page: Page, own: OwnRun) -> str:
    """The last run in a sentence, beside what the long runs came to."""
    known = own.preparation in measured.preparations_of(own.classifier)
    mean = measured.error(own.classifier, own.digits, own.preparation) if known else 0.0
    return page.label(
        "data.ran" if known else "data.ran-alone",
        classifier=page.label(f"data.name-{own.classifier}"),
        prepared=page.label(f"data.with-{own.preparation}"),
        digits=f"{own.digits:,}",
        error=f"{own.error:.1f}",
        mean=f"{mean:.1f}",
    )


def _points(page: Page, classifier: str, mine: list[OwnRun]) -> list[ErrorCurve]:
    """The visitor's runs of this classifier, as crosses in the colours of its lines."""
    colours, found = categories(), []
    for place, preparation in enumerate(PREPARATIONS):
        own = [
            run for run in mine if (run.classifier, run.preparation) == (classifier, preparation)
        ]
        if own:
            title = page.label("data.mine", name=page.label(f"data.name-{preparation}"))
            x, y = [run.digits for run in own], [run.error for run in own]
            found.append(ErrorCurve(title, x, y, y, y, colours[place], "x", None))
    return found
