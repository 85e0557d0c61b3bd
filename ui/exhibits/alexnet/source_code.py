"""The exhibits of the AlexNet page about the source code of 2012, and what came after."""

from typing import NamedTuple

import streamlit as st

from ui.components import segments
from ui.exhibits.alexnet import source_code_html as html
from ui.html import markup
from ui.page import questions, url_state
from ui.page.frame import Page

CLAIMS = {  # each with how the code stands to the paper
    "place": "differs",
    "second": "adds",
    "alpha": "differs",
    "init": "differs",
    "rates": "differs",
    "crops": "differs",
    "colour": "differs",
    "end": "adds",
    "name": "agrees",
    "numbers": "agrees",
    "seven": "differs",
    "members": "adds",
}


class Later(NamedTuple):
    """A network after AlexNet, and the fact that holds its error."""

    name: str
    year: int
    error: str


LATER = (
    Later("alexnet", 2012, "results.one-val-five"),
    Later("zfnet", 2013, "zfnet.error"),
    Later("vgg", 2014, "after.vgg-error"),
    Later("googlenet", 2014, "ilsvrc.error-2014"),
    Later("resnet", 2015, "ilsvrc.error-2015"),
    Later("squeezenet", 2016, "after.squeezenet-error"),
)


@questions.place
def order(page: Page) -> None:
    """Where does the code normalise? A guess, then its configuration."""
    questions.ask(page, "order")


@st.fragment(key="alexnet.source")
def source(page: Page) -> None:
    """A point of the paper beside the same point of the code."""
    page.section("source")
    claim = url_state.choice(
        page,
        "claim",
        tuple(CLAIMS),
        label=page.label("alexnet.claim"),
        default="init",
        widget=segments.pills,
        format_func=lambda each: page.label(f"alexnet.claims.{each}"),
    )
    markup.show(html.claim(page, claim, CLAIMS[claim]))
    kinds = list(CLAIMS.values())
    counts = {kind: kinds.count(kind) for kind in ("agrees", "adds", "differs")}
    st.caption(page.label("alexnet.claim-count", all=len(kinds), **counts))
    if claim != "init":
        page.done("source")


def after(page: Page) -> None:
    """Five successors, a line each."""
    page.section("after")
    markup.show(html.later(page, LATER))
