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


class Successor(NamedTuple):
    """A network after AlexNet, and the fact that holds its error."""

    name: str
    year: int
    error: str


LATER = (
    Successor("alexnet", 2012, "results.one-val-five"),
    Successor("zfnet", 2013, "zfnet.error"),
    Successor("vgg", 2014, "after.vgg-error"),
    Successor("googlenet", 2014, "ilsvrc.error-2014"),
    Successor("resnet", 2015, "ilsvrc.error-2015"),
    Successor("squeezenet", 2016, "after.squeezenet-error"),
)


@questions.one_place
def order(page: Page) -> None:
    """Where does the code normalise? A guess, then its configuration."""
    questions.ask(page, "order")


@st.fragment(key="alexnet.source")
def paper_and_code(page: Page) -> None:
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
    markup.show(html.paper_and_code(page, claim, CLAIMS[claim]))
    kinds = list(CLAIMS.values())
    counts = {kind: kinds.count(kind) for kind in ("agrees", "adds", "differs")}
    st.caption(page.label("alexnet.claim-count", all=len(kinds), **counts))
    kind = CLAIMS[claim]
    page.seen(
        "source",
        claim != "init",
        how="" if kind == "differs" else kind,
        count=counts[kind],
        all=len(kinds),
    )


def successors(page: Page) -> None:
    """Five successors, a line each."""
    page.section("after")
    markup.show(html.successors(page, LATER))
