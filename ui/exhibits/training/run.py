"""The exhibits of Training that train: options, a place in the queue, and a run to be rewound.

The training itself happens in the one thread of ui.work.training_queue, or in the process that it
asks. Two fragments show it: the options with the button that starts, and what is watched, which
asks anew every LIVE seconds as long as a run is live.
"""

import math
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import htpy as h
import numpy as np
import streamlit as st

from cnn.data.digits.preprocess import Picture
from cnn.errors import Problem
from cnn.models.activations import CHOICES, SCALED_TANH
from cnn.training import probe
from cnn.training.runs import (
    LOSSES,
    NETWORKS,
    OPTIMISERS,
    Options,
    Recorded,
    Run,
    TestedSnapshot,
    recorded,
)
from ui.components import film
from ui.exhibits.training import run_closing, visitor_runs
from ui.exhibits.training.visitor_runs import NumberedRun
from ui.exhibits.training.watched_digit import Digit, choose_watched
from ui.html import markup
from ui.page import folds, questions, url_state
from ui.page.frame import Page
from ui.page.pictures import SQUASHED
from ui.page.theme import is_dark
from ui.sharing import addresses
from ui.work import trainer_handle
from ui.work.inference_threads import call_beside
from ui.work.training_queue import Job, JobState, jobs
from ui.work.warmup import warm

STYLE = Path(__file__).with_name("style.css")
KEPT = 3  # runs of a visitor
LIVE, QUEUED = 0.75, 1.5  # seconds between two looks
MINUTE = 60.0  # seconds
FIRST = 0.6  # seconds that the first look waits for the curve's first point
MOST = 40  # epochs of a run that is lengthened
RATES = (0.0003, 0.001, 0.002, 0.005, 0.01, 0.03, 0.1, 0.3, 1.0, 10.0)
BATCHES = (1, 8, 32, 64, 128, 512)
DIGITS = (100, 300, 1_000, 3_000, 10_000, 30_000, 60_000)
EPOCHS = (1, 2, 3, 5, 10, 20)
WAYS = ("plain", "distorted")
SEEDS = 9_999
DEFAULT = Options()


def set_up(page: Page) -> bool:
    """The page's styles, and what the first visitor of `streamlit run` waits for.

    False, with a sentence on the page, if a file that ships is missing or altered.
    """
    markup.style_sheet(STYLE)
    try:
        warm()
        recorded()
    except Problem as problem:
        page.problem(problem)
        return False
    known = visitor_runs.runs_if_any()
    if visitor_runs.find_again():
        st.info(page.label("training.desk-lost"))
    if not known and visitor_runs.runs_if_any():
        folds.unfold("training", "watch")  # the tab was loaded again
    return True


@questions.one_place
def early(page: Page) -> None:
    """How soon does it read nine of ten? A guess."""
    questions.ask(page, "early")


@st.fragment(key="training.options")
def start_run(page: Page) -> None:
    """Every option of a run, all in the address, and the button that starts it."""
    page.section("train")
    options = _options(page)
    steps = page.label(
        "training.steps", steps=f"{options.steps():,}", seen=f"{options.digits * options.epochs:,}"
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        pressed = st.button(
            page.label("training.start"),
            key="training.start",
            type="primary",
            icon=":material/play_arrow:",
        )
        st.caption(steps)
    if pressed:
        try:
            _start(options)
        except Problem as problem:
            page.problem(problem)
        else:
            folds.unfold("training", "watch")
            st.rerun()


def _options(page: Page) -> Options:
    def named(name: str, options: Sequence[str], **more: Any) -> Any:
        """A choice between words."""
        return number(name, options, format_func=partial(_word, page, name), **more)

    def number(name: str, options: Sequence[Any], **more: Any) -> Any:
        return url_state.choice(page, name, options, label=page.label(f"training.{name}"), **more)

    first = st.columns([4, 6, 4, 4])
    with first[0]:
        network = named("network", NETWORKS)
    with first[1]:
        activation = named("activation", CHOICES, disabled=network == "Linear")
    with first[2]:
        rate = number("rate", RATES, default=DEFAULT.rate)
    with first[3]:
        digits = number("digits", DIGITS, default=DEFAULT.digits, format_func="{:,}".format)
    with st.expander(page.label("training.more")):
        second, third = st.columns(3), st.columns(3)
        with second[0]:
            epochs = number("passes", EPOCHS, default=DEFAULT.epochs)
        with second[1]:
            batch = number("batch", BATCHES, default=DEFAULT.batch)
        with second[2]:
            optimiser = named("optimiser", OPTIMISERS)
        with third[0]:
            loss = named("loss", tuple(LOSSES))
        with third[1]:
            way = named("way", WAYS)
        with third[2]:
            label = page.label("training.seed")
            widget = st.number_input
            seed = url_state.whole(
                page, "seed", 0, SEEDS, label=label, default=DEFAULT.seed, widget=widget
            )
    return Options(
        network=network,
        activation=SCALED_TANH if network == "Linear" else activation,
        loss=loss,
        optimiser=optimiser,
        rate=rate,
        batch=batch,
        digits=digits,
        distort=way == "distorted",
        epochs=epochs,
        seed=seed,
    )


def _start(options: Options) -> None:
    """Queues a run. Raises Problem if one is live or the queue is full."""
    visitor, run = (
        visitor_runs.runs_of_visit(),
        trainer_handle.server.run(options, addresses.here()),
    )
    kept = NumberedRun(visitor.count + 1, run)
    _queue(kept, run.work())
    for each in visitor.runs:
        each.run.forget()  # only the newest can go on: its optimiser weighs more than it does
    visitor.count = kept.number
    visitor.runs = [*visitor.runs, kept][-KEPT:]
    st.session_state["training:next"] = kept.number  # shown as soon as there is something to show


def _queue(kept: NumberedRun, work: Iterator[None]) -> None:
    """Raises Problem if a run is live or the queue is full."""
    visitor = visitor_runs.runs_of_visit()
    visitor.job = jobs().start(visitor.token, work, visitor.here, addresses.here())
    visitor.working = kept.number


def _runs() -> list[NumberedRun]:
    visitor = visitor_runs.runs_if_any()
    return visitor.runs if visitor else []


def _job() -> Job | None:
    visitor = visitor_runs.runs_if_any()
    return visitor.job if visitor else None


def _working() -> Run | None:
    visitor = visitor_runs.runs_if_any()
    return visitor.run if visitor else None


def watch_run(page: Page) -> None:
    """The live run, or the one chosen: its place in the queue, its curves, its film."""
    job = _job()
    if job:
        _first_point(job)
    live = job is not None and job.live
    st.session_state["training.polled"] = live
    every = None
    if job and live:
        every = LIVE if job.state == JobState.RUNNING else QUEUED
    st.fragment(_watched, run_every=every, key="training.watch")(page)


def _first_point(job: Job) -> None:
    """Waits for it a moment: sooner than the next look."""
    run, deadline = _working(), time.monotonic() + FIRST
    while run and not run.curve and job.state == JobState.RUNNING and time.monotonic() < deadline:
        time.sleep(0.01)


def _watched(page: Page) -> None:
    job = _job()
    place = jobs().poll(job) if job else 0
    was = st.session_state.get("training.state")
    now = st.session_state["training.state"] = job.state if job else None
    if job and st.session_state["training.polled"] and (not job.live or (was, now) in TURNS):
        st.rerun()  # the whole page, since only that changes how often this fragment runs
    page.section("watch")
    if job:
        _status(page, job, place)
    shown = None
    try:
        shown = _chosen(page, [kept for kept in _runs() if kept.run.moments])
        _film(page, shown)
    except Problem as problem:
        page.problem(problem)
    if shown:
        run_closing.close_train(page, shown.run, job is not None and job.state == JobState.DONE)
        run_closing.close_scrub(page, shown.run, "training.rewound" in st.session_state)
    run_closing.close_compare(page, [kept.run for kept in _runs() if kept.run.curve])


TURNS = {(JobState.WAITING, JobState.RUNNING), (JobState.PAUSED, JobState.WAITING)}


def _status(page: Page, job: Job, place: int) -> None:
    """Where the job stands, in a sentence, and what can be done about it."""
    run = _working()
    if run is None and not job.live:
        return
    if run and job.live:
        st.progress(min(run.step / run.options.steps(), 1.0))
    if job.problem:
        page.problem(job.problem)
    else:
        speed = run.step * run.options.batch / run.seconds if run and run.seconds else 0
        within = jobs().within(place)
        words = page.label(
            f"training.state-{job.state}{'-long' if within > MINUTE else ''}",
            place=place,
            within=f"{within:.0f}",
            minutes=math.ceil(within / MINUTE),
            step=f"{run.step if run else 0:,}",
            steps=f"{run.options.steps() if run else 0:,}",
            seconds=f"{run.seconds if run else 0:.1f}",
            speed=f"{speed:,.0f}",
        )
        # Not said aloud while it runs: it changes twice a second.
        role = None if job.state == JobState.RUNNING else "status"
        state = f"{job.state}"
        markup.show(
            h.p(".state", lang=page.lang, role=role, data_testid="state", data_state=state)[words]
        )
    if job.live and trainer_handle.server.cluster_away:
        st.caption(page.label("training.dask-away"))
    if run and job.state == JobState.DONE and run.moments[-1].error > run_closing.CHANCE:
        st.info(page.label("training.stuck"))
    if run and run.resume and job.state == JobState.DONE:
        _more(page, run)
    if job.live:
        with st.container(horizontal=True):
            if job.state == JobState.PAUSED:
                _button(page, "go-on", ":material/play_arrow:", jobs().go_on, job)
            else:
                _button(page, "pause", ":material/pause:", jobs().pause, job)
            _button(page, "cancel", ":material/stop:", jobs().cancel, job)


def _more(page: Page, run: Run) -> None:
    """Lets a finished run go on."""
    left = tuple(epochs for epochs in EPOCHS if run.options.epochs + epochs <= MOST)
    if not left:
        st.caption(page.label("training.longest", most=MOST))
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        epochs = st.selectbox(
            page.label("training.more-passes"), left, key="training.more-passes", width=220
        )
        pressed = st.button(
            page.label("training.go-on"), key="training.more", icon=":material/play_arrow:"
        )
    if pressed:
        number = visitor_runs.runs_of_visit().working
        try:
            _queue(NumberedRun(number, run), run.more(epochs))
        except Problem as problem:
            page.problem(problem)
        else:
            st.session_state["training:next"] = number
            st.rerun()


def _button(page: Page, name: str, icon: str, act: object, job: Job) -> None:
    st.button(
        page.label(f"training.{name}"),
        key=f"training.{name}",
        icon=icon,
        on_click=_pressed,
        args=(act, job),
    )


def _pressed(act: object, job: Job) -> None:
    """Does it, and waits a moment for the step that is under way."""
    assert callable(act)
    act(job)
    deadline = time.monotonic() + 0.3
    while job.stopping and time.monotonic() < deadline:
        time.sleep(0.01)


def _film(page: Page, shown: NumberedRun) -> None:
    """The run that is shown, beside the others' curves. Raises Problem."""
    runs = [kept for kept in _runs() if kept.run.moments]
    digit = choose_watched(page)
    others = [kept for kept in runs if kept is not shown]
    lines = [shown, *others] if shown not in runs else runs
    names = _names(page, lines)
    frames = _frames(shown, digit.image)
    moments, looks = [shown.run.moments[number] for number in frames], list(frames.values())
    message = film.message(
        film.Shown(
            key=f"{shown.number}:{hash(digit.image.tobytes())}",
            line=lines.index(shown),
            digit=digit.label,
            frames=[film.pack_snapshot(*each) for each in looks],
            moments=[moment[:4] for moment in moments],
            confusions=np.stack([moment.confusion for moment in moments]),
            weights_shape=looks[0].weights.shape,
            maps_shape=looks[0].maps.shape,
            live=_is_live(shown),
            maps_limit=0.0 if shown.run.options.activation == "relu" else SQUASHED,
        ),
        [_line(kept, names[kept.number]) for kept in lines],
        _labels(page, shown.run, digit),
        lang=page.lang,
        dark=is_dark(),
    )
    film.mount("training.film", message, on_rewound=_rewound)
    if shown.run.film.problem:
        page.problem(shown.run.film.problem)


def _chosen(page: Page, runs: list[NumberedRun]) -> NumberedRun:
    """The run to show: chosen, or the newest, or the recorded one."""
    every = [NumberedRun(0, recorded()), *runs]
    by_number = {kept.number: kept for kept in every}
    if not runs:
        st.caption(_described(page, recorded().options, "training.recorded"))
        return every[0]
    state = st.session_state
    if state.get("training:next") in by_number:
        state["training.shown"] = state.pop("training:next")
    if state.get("training.shown") not in by_number:
        state["training.shown"] = runs[-1].number
    names = _names(page, every)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        number = st.pills(
            page.label("training.shown"),
            list(by_number),
            key="training.shown",
            format_func=names.__getitem__,
            required=True,
        )
        if number:
            st.button(
                page.label("training.remove"),
                key="training.remove",
                icon=":material/delete:",
                on_click=_remove,
                args=(number,),
            )
    st.caption(page.label("training.kept"))
    return by_number[number or 0]


def _remove(number: int) -> None:
    visitor = visitor_runs.runs_of_visit()
    if visitor.job and visitor.job.live and visitor.working == number:
        jobs().cancel(visitor.job)
    visitor.runs = [kept for kept in visitor.runs if kept.number != number]


def _is_live(shown: NumberedRun) -> bool:
    job = _job()
    return bool(job and job.live and shown.run is _working())


def _names(page: Page, kept: list[NumberedRun]) -> dict[int, str]:
    """The network of each, and in what else they differ."""
    every = [each.run.options for each in kept]
    found = {}
    for each in kept:
        options = each.run.options
        differing = {"network": options.network} | options.differing(every)
        words = [_option(page, name, value) for name, value in differing.items()]
        title = ", ".join(words)
        found[each.number] = title if each.number else page.label("training.recorded-name")
    return found


def _option(page: Page, name: str, value: object) -> str:
    """An option as a few words."""
    if name == "distort":
        return page.label(f"training.way-{'distorted' if value else 'plain'}")
    if name in ("network", "activation", "loss", "optimiser"):
        return _word(page, name, value)
    shown = f"{value:,}" if name == "digits" else f"{value}"
    return page.label(f"training.short-{name}", value=shown)


def _word(page: Page, name: str, value: object) -> str:
    return page.label(f"training.{name}-{str(value).lower().replace(' ', '-')}")


def _described(page: Page, options: Options, label: str) -> str:
    names = ("network", "digits", "epochs", "activation", "loss", "optimiser", "rate", "batch")
    words = [_option(page, name, getattr(options, name)) for name in names]
    return page.label(label, options=" · ".join(words))


def _line(kept: NumberedRun, name: str) -> film.RunCurves:
    run = kept.run
    moments: list[TestedSnapshot] = list(run.moments)
    return film.RunCurves(name, list(run.curve), [(each.seen, each.error) for each in moments])


def _labels(page: Page, run: Run, digit: Digit) -> dict[str, str]:
    first, later = probe.layer_names(run.options.network)
    kind = "kernels" if first in ("C1", "H1") else "unit-weights"
    drawn = "digit" if digit.label is not None else "drawing"
    special = {
        "weights": page.label(f"film.{kind}", layer=first),
        "maps": page.label("film.maps", layer=later),
        "answer": page.label(f"film.answer-{drawn}"),
    }
    plain = {name: page.label(f"film.{name}") for name in film.LABELS if name not in special}
    return plain | special


def _rewound() -> None:
    st.session_state["training.rewound"] = True


def _frames(shown: NumberedRun, image: Picture) -> dict[int, probe.Probe]:
    """A look at each moment that is kept, by its number; none is made twice."""
    if isinstance(shown.run, Recorded):
        return _recorded_frames(image.tobytes())
    key = (shown.number, hash(image.tobytes()))
    before = st.session_state.get("training.frames")
    known: dict[int, probe.Probe] = before[1] if before and before[0] == key else {}
    looks: dict[int, probe.Probe] = {}
    while not looks:  # a moment may have made room meanwhile
        kept = shown.run.kept()
        new = [number for number in kept if number not in known]
        found = known | (call_beside(_looks, shown.run, image, new) if new else {})
        looks = {number: found[number] for number in kept if number in found}
    st.session_state["training.frames"] = key, looks
    return looks


@lru_cache(maxsize=16)
def _recorded_frames(image: bytes) -> dict[int, probe.Probe]:
    pixels = np.frombuffer(image, np.uint8).reshape(28, 28)
    return call_beside(_looks, recorded(), pixels, recorded().kept())


def _looks(run: Run, image: Picture, numbers: list[int]) -> dict[int, probe.Probe]:
    looks = {}
    for number in numbers:
        with suppress(LookupError):
            looks[number] = probe.probe_network(run.options, run.look(number), image)
    return looks
