"""The exhibits of Home: a digit's way through LeNet-5, a question, the route. No torch."""

from html import escape
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from cnn import figures
from cnn.errors import Problem
from cnn.models.rbf_codes import HEIGHT, WIDTH, codes
from cnn.results import home_digits
from ui.html.images import SQUASHED, grid, legend, picture
from ui.page import course, progress, questions
from ui.page.frame import Page, link
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
def walk(page: Page) -> None:
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
    nearest = int(np.argmin(digit["distances"]))
    shown = {"input": _input(page, digit["image"])}
    shown |= {
        name: grid(page, name, digit[name], columns=columns, unit=unit, dark=is_dark())
        for name, (columns, unit) in LAYERS.items()
    }
    shown |= {"C5": _c5(page, digit["C5"]), "F6": _f6(page, digit["F6"], nearest)}
    shown["output"] = _distances(digit["distances"], nearest)
    stages = (
        _stage(page, place, name, picture, nearest)
        for place, (name, picture) in enumerate(shown.items())
    )
    st.html(
        f'<div class="walk" lang="{page.lang}">{"".join(stages)}</div>{legend(page, is_dark())}'
    )
    with st.container(key="invite-again"):
        link(course.entry("draw"), page.lang, page.label("home.draw-now"), ":material/draw:")
    progress.echo("home.walk")


def _stage(page: Page, place: int, name: str, picture: str, nearest: int) -> str:
    shape = escape(page.label(f"home.shape-{name}"))
    caption = escape(page.label(f"home.caption-{name}", digit=nearest))
    title = escape(page.label(f"home.layer-{name}"))
    return (
        f'<figure class="stage stage-{name}" style="--place:{place}">'
        f"<h3>{title} <small>{shape}</small></h3>"
        f'<div class="stage-picture">{picture}</div><figcaption>{caption}</figcaption></figure>'
    )


def _input(page: Page, image: Array) -> str:
    framed = np.pad(image.astype(np.uint8), 2)
    png = figures.ink_png(framed, dark=is_dark())
    return picture(png, page.label("home.alt-input"), 192)


def _grid(values: Array, height: int) -> bytes:
    sheet = values.reshape(1, height, -1)
    return figures.maps_png(sheet, limit=SQUASHED, columns=1, dark=is_dark())


def _c5(page: Page, values: Array) -> str:
    return picture(_grid(values, 8), page.label("home.alt-maps", name="C5"), 255)


def _f6(page: Page, values: Array, nearest: int) -> str:
    found = picture(_grid(values, HEIGHT), page.label("home.alt-f6", digit=nearest), 14 * WIDTH)
    code = _grid(codes()[nearest], HEIGHT)
    wanted = picture(code, page.label("home.alt-code", digit=nearest), 14 * WIDTH)
    return (
        f'<div class="tiles"><div>{found}<span>F6</span></div>'
        f"<div>{wanted}<span>{nearest}</span></div></div>"
    )


def _distances(distances: Array, nearest: int) -> str:
    values = distances.astype(float)
    rows = "".join(
        f'<li class="{"nearest" if digit == nearest else "farther"}"><b>{digit}</b>'
        f'<i style="width:{78 * value / values.max():.1f}%"></i><span>{value:.1f}</span></li>'
        for digit, value in enumerate(values)
    )
    return f'<ol class="distances">{rows}</ol>'


@questions.place
def guess(page: Page) -> None:
    """How many of the test digits did it miss? A guess first, then the paper's answer."""
    questions.ask(page, "guess")


def route(page: Page) -> None:
    """The pages and what each is for; what can be done there unfolds, ticked when done."""
    page.section("route")
    done = progress.current().done
    with st.container(key="route"):
        for entry in course.PAGES:
            if not entry.exhibits:
                continue
            with st.container(key=f"route-{entry.name}", gap=None):
                link(entry, page.lang, page.label(f"page.{entry.name}"), entry.icon)
                st.html(_steps(page, entry, done))


def _steps(page: Page, entry: course.Entry, done: frozenset[str]) -> str:
    """What a page is for; folded below it, its exhibits, each of which says whether it is done."""
    items, finished = "", 0
    for exhibit in entry.exhibits:
        name = f"{entry.name}.{exhibit}"
        kind, title = "open", page.label(f"route.{name}")
        if name in done:
            kind, title = "done", page.label("route.done", title=title)
            finished += 1
        items += f'<li class="{kind}">{escape(title)}</li>'
    about = escape(page.label(f"home.about-{entry.name}"))
    count = escape(page.label("frame.progress", done=finished, all=len(entry.exhibits)))
    return (
        f'<div class="route-page" lang="{page.lang}"><p>{about}</p>'
        f"<details><summary>{count}</summary>"
        f'<ul class="route-steps">{items}</ul></details></div>'
    )
