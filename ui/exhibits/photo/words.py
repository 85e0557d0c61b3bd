"""The exhibit of Photo about the words that the network has: the visitor's own, and all of them."""

import streamlit as st

from cnn.data.imagenet import nouns
from cnn.data.imagenet.classes import Synset
from cnn.data.imagenet.wordnet import folded
from cnn.errors import Problem
from cnn.inference.photo import PhotoReading
from ui.exhibits.photo import chosen_photo as state
from ui.exhibits.photo import words_html as html
from ui.html import markup
from ui.page.frame import Page

LONGEST = 100  # characters of a field


@st.fragment(key="photo.words")
def ask(page: Page) -> None:
    """What does the photo show? A word, and whether the network has it; the list of all it has."""
    try:
        found = state.photo_reading()
        typed = st.text_input(
            page.label("photo.word"),
            key=state.WORD,
            placeholder=page.label("photo.word-example"),
            max_chars=LONGEST,
            width=420,
        )
        if typed.strip():
            markup.show(html.judged(page, found, typed, nouns.look_up(typed)))
        _list(page, found)
    except Problem as problem:  # the network's own is said above
        if not problem.key.startswith("weights"):
            page.problem(problem)


def _list(page: Page, found: PhotoReading) -> None:
    """The classes by their names, made only once it is unfolded."""
    heading = page.label("photo.classes", count=f"{len(found.network.classes):,}")
    panel = st.expander(heading, key="photo.classes", icon=":material/list:", on_change="rerun")
    if not panel.open:
        return
    with panel:
        asked = st.text_input(
            page.label("photo.classes-search"),
            key="photo.classes-search",
            max_chars=LONGEST,
            width=420,
        )
        markup.show(html.class_list(page, found, matching(found.network.classes, asked)))


def matching(classes: tuple[Synset, ...], asked: str) -> list[int]:
    """The places of the classes whose name has what is asked, or that are kinds of it; else all."""
    wanted = folded(asked[:LONGEST])
    if not wanted:
        return list(range(len(classes)))
    meanings = word.meanings if (word := nouns.look_up(asked)) else ()
    kinds = {place for each in meanings for place in nouns.kinds(each, classes)}
    joined = wanted.replace(" ", "")
    return [
        place
        for place, each in enumerate(classes)
        if place in kinds
        or wanted in folded(each.english)
        or joined in folded(each.korean).replace(" ", "")
    ]
