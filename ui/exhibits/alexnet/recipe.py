"""The exhibits of the AlexNet page about its recipe: one weight's steps, and what it all cost."""

from functools import lru_cache
from typing import Any

import streamlit as st

from cnn.experiments import training_cost as costs
from cnn.experiments.momentum import (
    MomentumStep,
    constant_gradient,
    momentum_steps,
    valley_gradient,
)
from cnn.experiments.training_cost import StepTimes
from ui.components import segments
from ui.exhibits.alexnet import experiment
from ui.exhibits.alexnet import recipe_html as html
from ui.html import markup
from ui.page import questions, url_state, waiting
from ui.page.frame import Page
from ui.words.numbers import signed_plain
from ui.work.tasks import Task, Tick

GROUNDS = {"valley": valley_gradient, "slope": constant_gradient}
RATES = (0.0001, 0.001, 0.01, 0.1)
START = 1.0
MEASURED = 4  # training steps of the whole network
TASK = "alexnet.cost-task"
TICK = 0.3  # seconds


@questions.one_place
def momentum(page: Page) -> None:
    """How long does a step become? A guess, then the series."""
    questions.ask(page, "momentum")


@st.fragment(key="alexnet.update")
def update(page: Page) -> None:
    """One weight on a slope or in a valley, the three terms of the step that is looked at."""
    page.section("update")
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        ground = url_state.choice(
            page,
            "ground",
            tuple(GROUNDS),
            label=page.label("alexnet.ground"),
            widget=segments.joined,
            format_func=lambda each: page.label(f"alexnet.ground-{each}"),
        )
        rate = url_state.choice(
            page,
            "rate",
            RATES,
            label=page.label("alexnet.step-rate"),
            default=0.01,
            widget=segments.joined,
            format_func=lambda each: f"{each:g}",
        )
    left, right = st.columns(2, gap="large")
    with left:
        pull = url_state.whole(page, "pull", 1, 50, label=page.label("alexnet.pull"), default=10)
    with right:
        at = url_state.whole(
            page, "step", 1, html.STEPS, label=page.label("alexnet.step-at"), default=3
        )
    found = weight_path(ground, pull, rate, 0.9)
    shown = found[min(at, len(found)) - 1]
    markup.show(html.update(page, shown, len(found) if len(found) < html.STEPS else 0))
    without = weight_path(ground, pull, rate, 0.0)
    markup.show(html.paths(page, found, without, at))
    page.prose(f"### {page.text.heading('update-torch')}\n\n{page.text['update-torch']}")
    how, seen = _walked(ground, shown, found, without)
    page.seen("update", at > 3, how=how, at=min(at, len(found)), **seen)


def _walked(
    ground: str, shown: MomentumStep, found: list[MomentumStep], without: list[MomentumStep]
) -> tuple[str, dict[str, Any]]:
    """What became of the weight: the row of the labels, and its fields."""
    if ground == "slope":
        return "", {"ratio": f"{abs(shown.step / shown.pull):.2f}"}
    if len(found) < html.STEPS:
        return "gone", {"steps": len(found)}
    end = {"steps": len(found), "end": signed_plain(found[-1].after)}
    if len(without) < html.STEPS:
        return "saved", end | {"gone": len(without)}
    crossings, plainly = (
        sum(step.weight * step.after < 0 for step in each) for each in (found, without)
    )
    if crossings:
        return "valley", end | {"crossings": crossings, "plainly": plainly}
    return "slow", end | {"start": f"{START:g}", "plain_end": signed_plain(without[-1].after)}


@st.fragment(key="alexnet.schedule")
def schedule(page: Page) -> None:
    """The rate over all epochs, a staircase; the stair that is looked at."""
    page.section("schedule")
    stair = url_state.choice(
        page,
        "stair",
        range(html.DIVISIONS + 1),
        label=page.label("alexnet.step-rate"),
        widget=segments.joined,
        format_func=html.stair_rate,
    )
    markup.show(html.schedule(page, stair))
    ends, rate = [0.0, *html.stair_ends()], html.stair_rate(stair)
    page.seen(
        "schedule",
        stair > 0,
        how="" if stair else "first",
        passes=f"{ends[stair + 1] - ends[stair]:g}",
        all=f"{ends[-1]:g}",
        rate=rate,
        fall=f"{float(html.stair_rate(stair - 1)) - float(rate):.{stair + 2}f}" if stair else "",
    )


@lru_cache(maxsize=64)
def weight_path(ground: str, pull: int, rate: float, momentum: float) -> list[MomentumStep]:
    """The steps of a weight that begins at 1, where the gradient is `pull`."""
    return momentum_steps(START, GROUNDS[ground](float(pull)), rate, html.STEPS, momentum=momentum)


def cost_then_and_now(page: Page) -> None:
    """Ninety epochs then, and on this computer: a few steps measured, the rest multiplied."""
    experiment.while_working(page, "alexnet.cost", _cost, st.session_state.get(TASK), TICK)


def _cost(page: Page) -> None:
    page.section("cost")
    task: Task[StepTimes] | None = st.session_state.get(TASK)
    if task is None or task.poll():
        name = "start" if task is None else "again"
        if st.button(
            page.label(f"alexnet.cost-{name}"), key="alexnet.measure", icon=":material/timer:"
        ):
            st.session_state[TASK] = Task(measure_cost, "cost", "now")
            st.rerun()  # the whole page: only so does the fragment begin to call again
    elif st.button(page.label("alexnet.two-cancel"), key="alexnet.cancel-cost"):
        task.cancel()
        st.rerun()
    if task is None:
        return
    if not task.poll():
        now = min(round(task.part * (MEASURED + 2)), MEASURED)
        key = f"alexnet.cost-{'working' if now else 'making'}"
        words = page.label(key, few=costs.FEW, now=now, all=MEASURED)
        st.progress(task.part, waiting.in_line(page, task) or words)
        waiting.shared_note(page, task)
        return
    found = experiment.outcome(page, task)
    waiting.shared_note(page, task)
    if found is not None:
        markup.show(html.cost_then_and_now(page, found))
        page.seen(
            "cost",
            days=f"{found.days:,.0f}",
            ratio=f"{found.backward / found.forward:.1f}",
        )


def measure_cost(tick: Tick) -> StepTimes:
    """The costs of a step, `tick` told how far it is."""
    found: StepTimes | None = None
    for found in costs.time_steps(MEASURED):
        tick(((found.steps if found else 0) + 1) / (MEASURED + 2))
    assert found is not None
    return found
