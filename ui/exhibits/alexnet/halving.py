"""The exhibit of the AlexNet page on what stands in for dropout at test: three ways to answer."""

import streamlit as st
import torch

from cnn import results
from cnn.data.imagenet.classes import tiny_classes
from cnn.errors import Problem
from cnn.experiments.halving import DropoutAnswers, dropout_answers, last_two
from cnn.inference import small_edition
from ui.components import segments
from ui.exhibits.alexnet import halving_html as html
from ui.exhibits.alexnet.figures import choose_photo
from ui.html import markup
from ui.page import url_state
from ui.page.frame import Page
from ui.work.inference_threads import call_beside

NETWORKS = (1, 10, 100)
FIRST_PHOTO = "koala"  # of which the network is only half sure
DRAWN = "alexnet.masks-drawn"


@st.fragment(key="alexnet.halving")
def halving(page: Page) -> None:
    """A photo's answers by shrunk units, by scaled ones, and by so many thinned networks."""
    page.section("halving")
    drawn = st.session_state.get(DRAWN, 1)
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        photo = choose_photo(page, "halved-of", FIRST_PHOTO)
        networks = url_state.choice(
            page,
            "thinned",
            NETWORKS,
            label=page.label("alexnet.halving-networks"),
            default=NETWORKS[0],
            widget=segments.joined,
        )
        st.button(
            page.label("alexnet.halving-again"),
            key="alexnet.draw-masks",
            icon=":material/casino:",
            on_click=lambda: st.session_state.update({DRAWN: drawn + 1}),
        )
    try:
        found = call_beside(answers_after_dropout, photo, networks, drawn)
        measured = results.halving_measured()
    except Problem as problem:
        page.problem(problem)
        return
    names = [each.name(page.lang) for each in tiny_classes()]
    markup.show(html.halving(page, names, found))
    page.section("halving-measured")
    markup.show(html.halving_measured(page, measured))
    best = int(found.shrunk[0].argmax())
    page.seen(
        "halving",
        networks != NETWORKS[0] or drawn != 1,
        how="one" if networks == 1 else "",
        networks=networks,
        name=names[best],
        shrunk=html.percent(found.shrunk[0, best]),
        mean=html.percent(found.mean[0, best]),
        agree=int((found.firsts[:, 0] == best).sum()),
    )


def answers_after_dropout(photo: str, networks: int, drawn: int) -> DropoutAnswers:
    """The five ways of cnn.experiments.halving for the shipped photo. Raises AssetProblem."""
    layers = last_two(small_edition.small_edition_network())
    fc6 = small_edition.sample_maps(photo)["fc6"][None]
    return dropout_answers(layers, fc6, networks, torch.Generator().manual_seed(drawn))
