"""The exhibits of the AlexNet page about rectified units: why they learn faster, and how much."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from cnn.errors import Problem
from cnn.experiments import relu_vs_tanh
from cnn.experiments.relu_vs_tanh import BATCH, GOAL, KINDS, LAST, RATES, TUNED, Kind, RacePoint
from cnn.results import digit_race, relu_race
from ui.components import slider
from ui.exhibits.alexnet import experiment
from ui.exhibits.alexnet import relu_html as html
from ui.html import markup
from ui.page import questions, url_state, waiting
from ui.page.frame import Page
from ui.words.numbers import minus
from ui.work.tasks import Task, Tick

SUMS = tuple(step / 2 for step in range(-8, 9))
START = 2.0
TICK = 0.4  # seconds from one look at a running race to the next
FARTHEST = LAST * BATCH  # digits, after which nobody is waited for
RUN = "alexnet.run"  # of this visit


class Running:
    """Two networks that learn in turns, and the points of both curves so far."""

    def __init__(self, rates: dict[Kind, float], seed: int) -> None:
        self.rates, self._seed = rates, seed
        self.task = Task(self._work, "race", (*rates.items(), seed))

    @property
    def points(self) -> dict[Kind, list[RacePoint]]:
        """The points of both curves so far."""
        found = self.task.found
        return {kind: [point for who, point in found if who == kind and point] for kind in KINDS}

    def on_their_way(self) -> set[Kind]:
        """Who still runs; nobody, once the race was stopped."""
        arrived = {kind for kind, point in self.task.found if not point}
        return set() if self.task.poll() else set(KINDS) - arrived

    def _work(self, tick: Tick) -> None:
        runs = {
            kind: relu_vs_tanh.race_points(kind, self.rates[kind], self._seed) for kind in KINDS
        }
        done = 0.0
        while runs:
            for kind, run in list(runs.items()):
                point = next(run, None)
                part = point.digits / (relu_vs_tanh.LAST * relu_vs_tanh.BATCH) if point else 0.0
                tick(max(done, part), (kind, point))
                done = max(done, part)
                if point is None:
                    del runs[kind]


@st.fragment(key="alexnet.slopes")
def slopes(page: Page) -> None:
    """Both activations at one sum, and what is left of a gradient behind four such units."""
    page.section("relu")
    at = url_state.choice(
        page,
        "sum",
        SUMS,
        label=page.label("alexnet.sum"),
        default=START,
        widget=slider.options_slider,
        format_func=lambda value: minus(f"{value:g}"),
    )
    markup.show(html.slopes(page, at))
    page.seen(
        "slopes",
        at != START,
        how="off" if at < 0 else "" if at else "bend",
        sum=minus(f"{at:g}"),
        layers=html.LAYERS,
        tanh=html.gradient_left("tanh", at),
    )


@questions.one_place
def race_measured(page: Page) -> None:
    """How many times faster? A guess, then the race that we ran."""
    if not questions.ask(page, "faster"):
        return
    try:
        found = relu_race()
    except Problem as problem:
        page.problem(problem)
        return
    markup.show(html.race_measured(page, found))
    page.prose(page.text["race-how"])


def race_live(page: Page) -> None:
    """The same race on MNIST, run now; the visitor may choose both rates."""
    running: Running | None = st.session_state.get(RUN)
    experiment.while_working(page, "alexnet.live", _live, running.task if running else None, TICK)


def _live(page: Page) -> None:
    page.section("race")
    left, right, go = st.columns([3, 3, 3], gap="medium", vertical_alignment="bottom")
    rates: dict[Kind, float] = {}
    for kind, place in zip(KINDS, (left, right), strict=True):
        with place:
            rates[kind] = url_state.choice(
                page,
                f"rate-{kind}",
                RATES,
                label=page.label("alexnet.rate", name=page.label(f"alexnet.name-{kind}")),
                default=TUNED[kind],
                widget=slider.options_slider,
            )
    running: Running | None = st.session_state.get(RUN)
    ended = running is None or running.task.poll()
    with go:
        if ended:
            if st.button(page.label("alexnet.live-go"), key="alexnet.go", icon=":material/flag:"):
                start_race(rates)
                st.rerun()  # the whole page: only so does the fragment begin to call again
        elif running is not None:
            words, icon = page.label("alexnet.live-stop"), ":material/stop:"
            st.button(words, key="alexnet.stop", icon=icon, on_click=running.task.cancel)
    if running is None:
        return
    if ended:
        experiment.outcome(page, running.task)
    elif line := waiting.in_line(page, running.task):
        st.caption(line)
    waiting.shared_note(page, running.task)
    markup.show(html.race_live(page, running.points, running.on_their_way()))
    if ended:
        _frankly(page)
        how, found = _result(page, running.points)
        relu, tanh = (f"{running.rates[kind]:g}" for kind in KINDS)
        page.seen("race", how=how, relu=relu, tanh=tanh, **found)


def _result(page: Page, points: Mapping[Kind, Sequence[RacePoint]]) -> tuple[str, dict[str, Any]]:
    """How the race came out: the row of the labels that says so, and who came first, when."""
    last = {kind: each[-1] for kind, each in points.items() if each}
    over = [kind for kind, point in last.items() if point.burst or point.digits >= FARTHEST]
    digits = {kind: point.digits for kind, point in last.items() if point.error <= GOAL}
    if len(set(digits) | set(over)) < len(KINDS):
        return "stopped", {}
    if not digits:
        return "none", {}
    first, other = sorted(KINDS, key=lambda kind: digits.get(kind, math.inf))
    how = "alone" if other not in digits else "level" if digits[first] == digits[other] else ""
    return how, {
        "first": page.label(f"alexnet.name-{first}"),
        "other": page.label(f"alexnet.name-{other}"),
        "fewer": f"{digits[first]:,}",
        "more": f"{digits.get(other, 0):,}",
    }


def _frankly(page: Page) -> None:
    """How the race ends from ten starts, and what the recorded one on CIFAR-10 shows."""
    try:
        here, found = digit_race(), relu_race()
    except Problem as problem:
        page.problem(problem)
        return
    markup.show(html.ten_starts(page, here))
    if found.ratio is not None:
        starts, ratio, times = (
            len(found.epochs["relu"]),
            f"{found.ratio:.1f}",
            f"{here.ratio():.1f}",
        )
        page.prose(page.label("alexnet.live-frank", starts=starts, ratio=ratio, times=times))


def start_race(rates: dict[Kind, float]) -> None:
    """Has two networks learn; each race of a visit has a start of its own."""
    seed = st.session_state.get(f"{RUN}s", 0) + 1
    st.session_state[f"{RUN}s"] = seed
    st.session_state[RUN] = Running(rates, seed)
