"""The exhibits of Home: a digit's way through LeNet-5, a question, the route. No torch."""

from typing import Any

import htpy as h
import numpy as np
import streamlit as st
from htpy import Renderable
from numpy.typing import NDArray

from cnn import figures
from cnn.errors import Problem
from cnn.rbf_codes import HEIGHT, WIDTH, codes
from cnn.results import home_digits
from ui.html import markup
from ui.page import course, progress, questions
from ui.page.frame import Page, link
from ui.page.pictures import SQUASHED, legend, map_grid, picture
from ui.page.theme import is_dark

Array = NDArray[Any]
LAYERS = {"C1": (3, 3), "S2": (3, 5), "C3": (4, 6), "S4": (4, 10)}  # columns, CSS pixels a unit
FIRST_DIGIT = 3


def lost(page: Page) -> None:
    """A calm sentence for those whom an unknown address has brought here."""
    if "lost" in st.query_params:
        st.info(page.label("home.lost"), icon=":material/signpost:")


def invite(page: Page) -> None:
    """The way to the main thing, for those who want it at once."""
    with st.container(key="invite-first"):
        link(course.entry("draw"), page.lang, page.label("home.draw-first"), ":material/draw:")


@st.fragment
def digit_tour(page: Page) -> None:
    """Ten test digits; the chosen one is shown in every layer, down to its ten distances."""
    page.section("walk")
    chosen = st.segmented_control(
        page.label("home.choose-digit"),
        range(10),
        default=FIRST_DIGIT,
        required=True,
        key="home.digit",
        on_change=progress.mark,
        args=("home.walk",),
    )
    try:
        digit = home_digits()[chosen]
    except Problem as problem:
        page.problem(problem)
        return
    distances = digit["distances"]
    nearest, second = (int(each) for each in np.argsort(distances)[:2])
    shown = {"input": _input(page, digit["image"])}
    shown |= {
        name: map_grid(page, name, digit[name], columns=columns, unit=unit, dark=is_dark())
        for name, (columns, unit) in LAYERS.items()
    }
    shown |= {"C5": _c5(page, digit["C5"]), "F6": _f6(page, digit["F6"], nearest)}
    shown["output"] = _distances(distances, nearest)
    stages = [
        _stage(page, place, name, picture, nearest)
        for place, (name, picture) in enumerate(shown.items())
    ]
    markup.show(h.fragment[h.div(".walk", lang=page.lang)[stages], legend(page, is_dark())])
    with st.container(key="invite-again"):
        link(course.entry("draw"), page.lang, page.label("home.draw-now"), ":material/draw:")
    page.seen(
        "walk",
        acted=False,
        best=nearest,
        nearest=f"{distances[nearest]:.1f}",
        second=second,
        next=f"{distances[second]:.1f}",
    )


def _stage(page: Page, place: int, name: str, picture: Renderable, nearest: int) -> Renderable:
    shape = page.label(f"home.shape-{name}")
    caption = page.label(f"home.caption-{name}", digit=nearest)
    title = page.label(f"home.layer-{name}")
    return h.figure(class_=f"stage stage-{name}", style=f"--place:{place}")[
        h.h3[f"{title} ", h.small[shape]], h.div(".stage-picture")[picture], h.figcaption[caption]
    ]


def _input(page: Page, image: Array) -> Renderable:
    framed = np.pad(image.astype(np.uint8), 2)
    png = figures.ink_png(framed, dark=is_dark())
    return picture(png, page.label("home.alt-input"), 192)


def _grid(values: Array, height: int) -> bytes:
    sheet = values.reshape(1, height, -1)
    return figures.maps_png(sheet, limit=SQUASHED, columns=1, dark=is_dark())


def _c5(page: Page, values: Array) -> Renderable:
    return picture(_grid(values, 8), page.label("frame.alt-maps", name="C5"), 255)


def _f6(page: Page, values: Array, nearest: int) -> Renderable:
    found = picture(_grid(values, HEIGHT), page.label("home.alt-f6", digit=nearest), 14 * WIDTH)
    code = _grid(codes()[nearest], HEIGHT)
    wanted = picture(code, page.label("home.alt-code", digit=nearest), 14 * WIDTH)
    return h.div(".tiles")[h.div[found, h.span["F6"]], h.div[wanted, h.span[nearest]]]


def _distances(distances: Array, nearest: int) -> Renderable:
    values = distances.astype(float)
    rows = [
        h.li(class_="nearest" if digit == nearest else "farther")[
            h.b[digit], h.i(style=f"width:{78 * value / values.max():.1f}%"), h.span[f"{value:.1f}"]
        ]
        for digit, value in enumerate(values)
    ]
    return h.ol(".distances")[rows]


@questions.one_place
def guess(page: Page) -> None:
    """How many of the test digits did it miss? A guess first, then the paper's answer."""
    questions.ask(page, "guess")


def route(page: Page) -> None:
    """The pages and what each is for; what can be done there unfolds, ticked when done."""
    page.section("route")
    done = progress.progress_now().done
    with st.container(key="route"):
        for entry in course.PAGES:
            if not entry.exhibits:
                continue
            with st.container(key=f"route-{entry.name}", gap=None):
                link(entry, page.lang, page.label(f"page.{entry.name}"), entry.icon)
                markup.show(_steps(page, entry, done))


def _steps(page: Page, entry: course.Entry, done: frozenset[str]) -> Renderable:
    """What a page is for; folded below it, its exhibits, each of which says whether it is done."""
    items = []
    for exhibit in entry.exhibits:
        name = f"{entry.name}.{exhibit}"
        kind, title = "open", page.label(f"route.{name}")
        if name in done:
            kind, title = "done", page.label("route.done", title=title)
        items.append(h.li(class_=kind)[title])
    about = page.label(f"home.about-{entry.name}")
    finished = {exhibit for exhibit in entry.exhibits if f"{entry.name}.{exhibit}" in done}
    short = len(finished & set(entry.short))
    count = page.label("frame.progress", done=short, all=len(entry.short))
    if beyond := len(finished) - short:
        count += " " + page.label("frame.beyond", count=beyond)
    return h.div(".route-page", lang=page.lang)[
        h.p[about], h.details[h.summary[count], h.ul(".route-steps")[items]]
    ]
