"""The exhibit of Inside AlexNet that makes a picture for a unit, step by step, and tests it."""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from cnn import assets, figures, results
from cnn.analysis.activation_maximisation import (
    REMEDIES,
    Climb,
    Made,
    Pictures,
    maximise,
)
from cnn.analysis.attribution import randomised
from cnn.data.imagenet.classes import tiny_classes
from cnn.errors import Problem
from cnn.inference import small_edition
from cnn.models.alexnet import AlexNet
from ui.components import sheet
from ui.components.sheet import SheetCell
from ui.exhibits.inside import chosen_unit, made_html
from ui.exhibits.inside.chosen_unit import UnitInView
from ui.exhibits.inside.made_html import MadePicture, RealPicture
from ui.exhibits.inside.patches import exciting_patches
from ui.html import markup
from ui.page import folds, waiting
from ui.page.frame import Page
from ui.work.tasks import Task, Tick

STYLE = Path(__file__).with_name("made.css")
STEPS = 96
KEPT = 6  # pictures of a unit, side by side
AT_ONCE = 0.25  # seconds that a run waits, so that quick work shows no progress bar
SMALL = 48  # pixels of a picture on the wall
TASK, DONE, STOPPED = "inside.made-task", "inside.made-done", "inside.made-stopped"


class Wish(NamedTuple):
    """A picture that is asked for: for which unit, by which climb, of which network."""

    layer: str
    number: int
    remedies: tuple[str, ...]
    shuffled: bool


@st.fragment(key="inside.made")
def made(page: Page) -> None:
    """A picture made for the chosen unit, beside the strongest real one, and all that ship."""
    markup.style_sheet(STYLE)
    page.section("made")
    if (unit := chosen_unit.chosen_now(page)) is None:
        return
    on = _switches(page)
    wish = Wish(unit.layer, unit.number, on, bool(st.session_state.get("inside.made-shuffled")))
    try:
        _pictures(page, unit, wish)
        page.section("made-measured")
        markup.show(made_html.ratio_table(page, results.excited()))
        _wall(page, unit)
    except Problem as problem:
        page.problem(problem)
        return
    last = next((each for wish, each in reversed(_kept(unit)) if not wish.shuffled), None)
    if last is None:
        return
    best, photos = results.excited().best[unit.layer][unit.number], results.excited().photos
    if best > 0:
        ratio = f"{float(last.reached[0]) / best:.1f}"
        page.seen("made", unit=unit.name(page), ratio=ratio, photos=f"{photos:,}")
    else:
        page.seen("made", how="silent", unit=unit.name(page), photos=f"{photos:,}")


def _switches(page: Page) -> tuple[str, ...]:
    """The remedies that are on; the first picture is made without any."""
    with st.container(horizontal=True, gap="medium"):
        on = tuple(
            name
            for name in REMEDIES
            if st.toggle(
                page.label(f"inside.remedy-{name}"),
                key=f"inside.made-{name}",
                persist_state="session",
                help=page.label(f"inside.remedy-{name}-why"),
            )
        )
        st.toggle(
            page.label("inside.made-shuffled"),
            key="inside.made-shuffled",
            persist_state="session",
            help=page.label("inside.made-shuffled-why"),
        )
    return on


def _pictures(page: Page, unit: UnitInView, wish: Wish) -> None:
    """The button, the progress, and the pictures of this unit that were made so far."""
    task: tuple[Wish, Task[Made]] | None = st.session_state.get(TASK)
    if task is not None and (task[0].layer, task[0].number) != (unit.layer, unit.number):
        task[1].cancel()
        st.session_state.pop(TASK, None)
        task = None
    if task is not None and task[1].poll():
        _finished(page, *task)
        task = None
    known = any(each == wish for each, _ in _kept(unit))
    if task is None:
        st.button(
            page.label("inside.make-known" if known else "inside.make"),
            key="inside.make",
            type="secondary" if known else "primary",
            disabled=known,
            on_click=_begin,
            args=(wish,),
        )
    markup.show(
        made_html.made_beside_real(
            page,
            unit.name(page),
            [_shown(page, unit, each, found) for each, found in _kept(unit)],
            real_picture(page, unit),
        )
    )
    if task is not None:
        _progress(page, task[0])


def _begin(wish: Wish) -> None:
    """Starts a picture, from a callback."""
    task = Task(lambda tick: _make(wish, tick), "inside-made", wish)
    st.session_state[TASK] = wish, task
    task.wait(AT_ONCE)


def _make(wish: Wish, tick: Tick) -> Made:
    model = _shuffled_network() if wish.shuffled else small_edition.small_edition_network()
    on = {name: name in wish.remedies for name in REMEDIES}
    transform = small_edition.small_edition_transform()
    return maximise(model, transform, wish.layer, [wish.number], Climb(**on, steps=STEPS), tick)


@lru_cache(maxsize=1)
def _shuffled_network() -> AlexNet:
    found = randomised(small_edition.small_edition_network())
    assert isinstance(found, AlexNet)
    return found


def _finished(page: Page, wish: Wish, task: Task[Made]) -> None:
    """Keeps what a task has made; a sentence if it failed."""
    st.session_state.pop(TASK, None)
    try:
        found = task.result()
    except Problem as problem:
        page.problem(problem)
        return
    except Exception:  # a fault of ours: a sentence, and the page goes on
        st.warning(page.label("inside.made-failed"))
        return
    if found is not None:
        kept: list[tuple[Wish, Made]] = st.session_state.setdefault(DONE, [])
        same = [pair for pair in kept if pair[0][:2] == wish[:2] and pair[0] != wish]
        st.session_state[DONE] = [*same, (wish, found)][-KEPT:]


def _kept(unit: UnitInView) -> list[tuple[Wish, Made]]:
    """The pictures of this unit that this visit has made, the newest last."""
    kept: list[tuple[Wish, Made]] = st.session_state.get(DONE, [])
    return [pair for pair in kept if pair[0][:2] == (unit.layer, unit.number)]


@st.fragment(key="inside.made-progress", run_every=0.4)
def _progress(page: Page, wish: Wish) -> None:
    """The picture as it is now, looked at again and again until it is finished."""
    task: tuple[Wish, Task[Made]] | None = st.session_state.get(TASK)
    if task is None or task[0] != wish or task[1].poll():
        st.rerun()
        return
    found: list[Pictures] = task[1].found
    if found:
        markup.show(made_html.growing(page, _enlarged(found[-1][0])))
    st.progress(task[1].part, waiting.in_line(page, task[1]) or page.label("inside.making"))
    st.button(page.label("inside.made-stop"), key="inside.made-stop", on_click=_cancel)


def _cancel() -> None:
    task: tuple[Wish, Task[Made]] | None = st.session_state.pop(TASK, None)
    if task is not None:
        task[1].cancel()
    folds.run_again("inside.made")


def _shown(page: Page, unit: UnitInView, wish: Wish, found: Made) -> MadePicture:
    names = [page.label(f"inside.remedy-{name}") for name in wish.remedies]
    how = page.label("inside.made-with", how=", ".join(names)) if names else ""
    return MadePicture(
        _enlarged(found.pictures[0]),
        how or page.label("inside.made-naive"),
        float(found.reached[0]),
        float(found.began[0]) <= 0,
        wish.shuffled,
    )


def real_picture(page: Page, unit: UnitInView) -> RealPicture | None:
    """What of the sample photos excites a unit most, and how much; None if nothing does."""
    patches = exciting_patches(unit.layer, unit.number)
    if not patches:
        return None
    best = patches[0]
    return RealPicture(best.picture, best.sample.title(page.lang), best.value)


def _enlarged(picture: Pictures) -> bytes:
    """A picture (side, side, 3) as it is, losslessly; the page enlarges it."""
    return figures.encoded(figures.colour_sheet(picture[None], 1), "WebP")


def _wall(page: Page, unit: UnitInView) -> None:
    """All pictures of the layer that ship; one that is picked is the unit that the page shows."""
    found = results.excited()
    if unit.layer not in found.layers:
        st.caption(page.label("inside.made-none", layer=unit.layer))
        return
    layer = found.layers[unit.layer]
    classes = tiny_classes() if unit.layer == "fc8" else ()
    names = [
        classes[number].name(page.lang)
        if classes
        else page.label("inside.unit-name", layer=unit.layer, number=number)
        for number in layer.units
    ]
    st.caption(page.label("inside.made-wall", count=len(layer.units), layer=unit.layer))
    with st.container(height=420 if len(layer.units) > 100 else "content"):
        sheet.mount_picture(
            "inside.made-wall",
            assets.path(f"excited/{unit.layer}.webp").read_bytes(),
            found.across,
            [SheetCell(name) for name in names],
            label=page.label("inside.made-wall-label"),
            lang=page.lang,
            on_pick=lambda place: chosen_unit.pick(layer.units[place]),
            selected=layer.units.index(unit.number) if unit.number in layer.units else None,
            width=SMALL,
            tight=True,
        )
