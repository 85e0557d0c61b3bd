"""The exhibit of Photo that asks where an answer comes from, and whether that means anything."""

from functools import cache

import numpy as np
import streamlit as st
from torch import nn

from cnn import figures
from cnn.analysis import attribution
from cnn.analysis.attribution import METHODS, Map, randomised
from cnn.errors import Problem
from cnn.inference.photo import PhotoNetwork, PhotoReading
from ui.components import overlay, segments
from ui.components.overlay import OverlayMap
from ui.exhibits.photo import answer_html as html
from ui.exhibits.photo import chosen_photo as state
from ui.page import folds, url_state, waiting
from ui.page.frame import Page
from ui.page.theme import is_dark
from ui.words.numbers import signed
from ui.work.inference_threads import call_beside
from ui.work.tasks import Task, Tick

FIRST = "grad-cam"
AT_ONCE = 0.25  # seconds that a run waits, so that quick work shows no progress bar
SIDE = 336  # pixels of a map on the page
COPIED = 0.5  # two maps at least so alike have more in common than they differ in
TASK, DONE = "photo.task", "photo.explained"

Key = tuple[object, ...]
Pair = tuple[Map, Map | None]  # the map, and that of the shuffled network


@st.fragment(key="photo.why")
def why(page: Page) -> None:
    """A map over the photo, and the same map from a network that knows nothing."""
    page.section("why")
    if (found := state.reading_or_sentence(page)) is None:
        return
    method = url_state.choice(
        page,
        "method",
        tuple(METHODS),
        label=page.label("photo.method"),
        default=FIRST,
        widget=segments.pills,
        format_func=lambda each: page.label(f"photo.method-{each}"),
        on_change=lambda: st.session_state.update({"photo.asked": True}),
    )
    left, right = st.columns([5, 5], gap="large", vertical_alignment="bottom")
    with left:
        target = _target(page, found)
    shuffled = False
    with right:
        if found.network.name == "small":
            shuffled = st.toggle(
                page.label("photo.shuffled"), key="photo.shuffled", persist_state="session"
            )
    page.prose(page.label(f"photo.method-{method}-why"))
    try:
        pair = _explained(page, found, method, target, shuffled)
    except Problem as problem:
        page.problem(problem)
        return
    if pair is None:
        return
    alike = _show(page, found, method, target, pair)
    share = attribution.half_of(pair[0])
    page.seen(
        "why",
        "photo.asked" in st.session_state,
        how="" if share else "none",
        name=found.network.classes[target].name(page.lang),
        share=f"{100 * share:.2g}",
    )
    if alike is not None:
        page.seen("sanity", how="" if alike < COPIED else "copied", value=signed(alike))


def _target(page: Page, found: PhotoReading) -> int:
    """One of the five best classes."""
    top = {guess.place: guess for guess in found.top()}
    if st.session_state.get("photo.target") not in top:
        st.session_state["photo.target"] = found.best
    chosen: int = st.selectbox(
        page.label("photo.target"),
        list(top),
        key="photo.target",
        format_func=lambda place: (
            f"{top[place].synset.name(page.lang)}, {100 * top[place].probability:.1f}%"
        ),
    )
    return chosen


def _explained(
    page: Page, found: PhotoReading, method: str, target: int, shuffled: bool
) -> Pair | None:
    """The maps, kept until something changes; None while they are being made."""
    wanted: Key = (
        found.network.name,
        state.photo_now().key,
        state.crop_place(),
        method,
        target,
        shuffled,
    )
    kept: tuple[Key, Pair] | None = st.session_state.get(DONE)
    if kept is not None and kept[0] == wanted:
        return kept[1]
    task: tuple[Key, Task[Pair]] | None = st.session_state.get(TASK)
    if task is not None and task[0] != wanted:
        task[1].cancel()
        task = None
    if not METHODS[method].slow:
        pair = call_beside(_pair, found, method, target, shuffled)
        st.session_state[DONE] = wanted, pair
        return pair
    if task is None and st.session_state.get("photo.stopped") != wanted:
        key = wanted if state.photo_now().sample else None  # a visitor's own photo is theirs alone
        task = wanted, Task(lambda tick: _pair(found, method, target, shuffled, tick), method, key)
        st.session_state[TASK] = task
        task[1].wait(AT_ONCE)
    if task is None:
        st.button(page.label("photo.go-on"), key="photo.go-on", on_click=_go_on)
        return None
    if task[1].poll():
        return _finished(page, wanted, task[1])
    _progress(page, wanted)
    return None


def _finished(page: Page, wanted: Key, task: Task[Pair]) -> Pair | None:
    st.session_state.pop(TASK, None)
    try:
        pair = task.result()
    except Problem as problem:
        st.session_state["photo.stopped"] = wanted
        page.problem(problem)
        return None
    except Exception:  # a fault of ours: a sentence, and the page goes on
        st.session_state["photo.stopped"] = wanted
        st.warning(page.label("photo.failed"))
        return None
    if pair is not None:
        st.session_state[DONE] = wanted, pair
    return pair


@st.fragment(key="photo.progress", run_every=0.4)
def _progress(page: Page, wanted: Key) -> None:
    """How far it is, looked at again and again until it has ended."""
    task: tuple[Key, Task[Pair]] | None = st.session_state.get(TASK)
    if task is None or task[0] != wanted or task[1].poll():
        st.rerun()
        return
    words = waiting.in_line(page, task[1]) or page.label("photo.working")
    st.progress(task[1].part, words)
    st.button(page.label("photo.cancel"), key="photo.cancel", on_click=_cancel)


def _cancel() -> None:
    task: tuple[Key, Task[Pair]] | None = st.session_state.pop(TASK, None)
    if task is not None:
        task[1].cancel()
        st.session_state["photo.stopped"] = task[0]
    folds.run_again("photo.why")


def _go_on() -> None:
    st.session_state.pop("photo.stopped", None)


def _nothing(part: float, found: object = None) -> None:
    pass


def _pair(
    found: PhotoReading, method: str, target: int, shuffled: bool, tick: Tick = _nothing
) -> Pair:
    """The map, and the same from the network with its weights shuffled."""
    compute, share = METHODS[method], 0.5 if shuffled else 1.0
    model = found.network.model
    real = compute(model, found.image, target, lambda part: tick(share * part))
    if not shuffled:
        return real, None
    other = compute(
        _twin(found.network), found.image, target, lambda part: tick(share + share * part)
    )
    return real, other


@cache
def _twin(network: PhotoNetwork) -> nn.Module:
    return randomised(network.model)


def _show(page: Page, found: PhotoReading, method: str, target: int, pair: Pair) -> float | None:
    """The maps over the photo; how alike the two of them are, -1 to 1, if there are two."""
    below = METHODS[method].signed
    name = found.network.classes[target].name(page.lang)
    layers = []
    for kind, values in zip(("trained", "shuffled"), pair, strict=True):
        if values is None:
            continue
        limit = float(np.quantile(np.abs(values), 0.995)) or 1.0
        png = figures.smooth_map_png(values, SIDE, limit=limit, dark=is_dark())
        most = page.label(f"photo.most-{method}", value=f"{float(np.abs(values).max()):.3g}")
        caption = page.label(f"photo.over-{kind}", name=name)
        end = f"{limit:.2g}"
        low = page.label("photo.over-low", value=f"−{end}") if below else "0"
        ends = low, page.label("photo.over-end", value=end)
        alt = page.label("photo.over-alt", method=page.label(f"photo.method-{method}"))
        scale = figures.scale_png(dark=is_dark(), signed=below)
        layers.append(OverlayMap(png, alt, f"{caption} {most}", scale, ends))
    overlay.mount(
        "photo.overlay",
        figures.encoded(html.crop_of_original(state.photo_now(), found), "small"),
        layers,
        alt=page.label("photo.crop-alt"),
        caption=page.label("photo.over-photo"),
        label=page.label("photo.opacity"),
        lang=page.lang,
    )
    alike = None
    if pair[1] is not None:
        alike = attribution.rank_correlation(pair[0], pair[1])
        page.prose(page.label("photo.alike", value=signed(alike)))
    st.caption(page.label("photo.signed" if below else "photo.unsigned"))
    return alike
