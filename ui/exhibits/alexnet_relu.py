"""The exhibits of the AlexNet page about rectified units: why they learn faster, and how much."""

import time
from collections.abc import Iterator

import streamlit as st

from cnn import race
from cnn.problem import Problem
from cnn.race import KINDS, RATES, TUNED, Kind, Lap
from cnn.stored import relu_race
from ui import linked, questions
from ui.exhibits import alexnet_relu_html as html
from ui.frame import Page
from ui.reader import ask

SUMS = tuple(step / 2 for step in range(-8, 9))
START = 2.0
TICK = 0.8  # seconds from one look at a running race to the next
AT_ONCE = 0.15  # seconds of computing for each runner in one look
RUN = "alexnet.run"  # of this visit: laps so far, and whoever still runs


class Running:
    """Two runners, the laps of each, and whether they are still to be driven on."""

    def __init__(self, rates: dict[Kind, float], seed: int) -> None:
        self.laps: dict[Kind, list[Lap]] = {kind: [] for kind in KINDS}
        self.runners: dict[Kind, Iterator[Lap]] = {
            kind: race.laps(kind, rates[kind], seed) for kind in KINDS
        }

    def stop(self) -> None:
        """Lets nobody run on; their laps stay."""
        self.runners.clear()

    def advance(self) -> None:
        """Lets each runner train for AT_ONCE."""
        for kind, runner in list(self.runners.items()):
            until = time.monotonic() + AT_ONCE
            while time.monotonic() < until:
                lap = next(runner, None)
                if lap is None:
                    del self.runners[kind]
                    break
                self.laps[kind].append(lap)


@st.fragment(key="alexnet.slopes")
def slopes(page: Page) -> None:
    """Both activations at one sum, and what is left of a gradient behind four such units."""
    page.section("relu")
    at = linked.choice(
        page,
        "sum",
        SUMS,
        label=page.label("alexnet.sum"),
        default=START,
        widget=st.select_slider,
        format_func=lambda value: f"{value:g}".replace("-", "−"),
    )
    st.html(html.slopes(page, at))
    if at != START:
        page.done("slopes")


def measured(page: Page) -> None:
    """How many times faster? A guess, then the race that we ran."""
    if not questions.ask(page, "faster"):
        return
    try:
        found = relu_race()
    except Problem as problem:
        page.problem(problem)
        return
    st.html(html.race(page, found))
    page.prose(page.text["race-how"])


def live(page: Page) -> None:
    """The same race on MNIST, run now; the visitor may choose both rates."""
    running: Running | None = st.session_state.get(RUN)
    going = running is not None and bool(running.runners)
    st.fragment(_live, key="alexnet.live", run_every=TICK if going else None)(page, going)


def _live(page: Page, going: bool) -> None:
    page.section("race")
    left, right, go = st.columns([3, 3, 3], gap="medium", vertical_alignment="bottom")
    rates: dict[Kind, float] = {}
    for kind, place in zip(KINDS, (left, right), strict=True):
        with place:
            rates[kind] = linked.choice(
                page,
                f"rate-{kind}",
                RATES,
                label=page.label("alexnet.rate", name=page.label(f"alexnet.name-{kind}")),
                default=TUNED[kind],
                widget=st.select_slider,
            )
    running: Running | None = st.session_state.get(RUN)
    with go:
        if running is None or not running.runners:
            if st.button(page.label("alexnet.live-go"), key="alexnet.go", icon=":material/flag:"):
                start(rates)
                st.rerun()  # the whole page: only so does the fragment begin to call again
        else:
            words = page.label("alexnet.live-stop")
            st.button(words, key="alexnet.stop", icon=":material/stop:", on_click=running.stop)
    if running is None:
        return
    if running.runners:
        ask(running.advance)
    if not running.runners and going:
        page.done("race")
        st.rerun()  # the whole page again, for the same reason
    st.html(html.live(page, running.laps, running.runners))


def start(rates: dict[Kind, float]) -> None:
    """Sets two runners on their way; each race of a visit has a start of its own."""
    seed = st.session_state.get(f"{RUN}s", 0) + 1
    st.session_state[f"{RUN}s"] = seed
    st.session_state[RUN] = Running(rates, seed)
