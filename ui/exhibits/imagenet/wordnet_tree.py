"""The exhibit of ImageNet that walks through WordNet: a map of branches, a search, a photo's place.

`?node=` is what is open, a class or a branch, by its WordNet number.
"""

import htpy as h
import streamlit as st
from htpy import Renderable

from cnn.data.imagenet.classes import Synset, path_to_root, synset
from cnn.data.imagenet.wordnet import (
    around,
    branches,
    class_count,
    is_class,
    reached,
    root,
    search,
    tiny_wnids,
)
from cnn.data.photos.sample_photos import samples
from cnn.errors import Problem
from ui.components import class_tree
from ui.components.class_tree import TreePart
from ui.exhibits.imagenet.sample_photos import credit_line, photo_words, small_photo
from ui.html import markup
from ui.html.img import img
from ui.page import course, questions, url_state
from ui.page.frame import Page, link
from ui.words.text import literal

MINE = "mine"
COUNTED = (  # branches whose shares of the 1,000 say something
    "n02084071",  # dog
    "n02121620",  # cat
    "n01503061",  # bird
    "n02512053",  # fish
    "n04524313",  # vehicle
    "n03800933",  # musical instrument
    "n11669921",  # flower
    "n00007846",  # person
)
FOUND = 12


@questions.one_place
def dog_question(page: Page) -> None:
    """How many of the classes are dogs? A guess, then shares of the tree."""
    if questions.ask(page, "dogs"):
        markup.show(_shares(page))


def _shares(page: Page) -> Renderable:
    most = max(map(class_count, COUNTED))
    rows = [
        h.tr[
            h.th(scope="row")[synset(wnid).name(page.lang)],
            h.td[h.i(style=f"width:{100 * class_count(wnid) / most:.1f}%")],
            h.td[class_count(wnid)],
        ]
        for wnid in sorted(COUNTED, key=class_count, reverse=True)
    ]
    caption = page.label("imagenet.shares")
    return h.table(".in-shares", lang=page.lang)[h.caption[caption], rows]


@st.fragment(key="imagenet.tree")
def explore(page: Page) -> None:
    """The branch that is open as a map, and what is known of it."""
    page.section("tree")
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        asked = st.text_input(
            page.label("imagenet.search"),
            key="imagenet.search",
            placeholder=page.label("imagenet.search-example"),
            max_chars=100,
            width=320,
        )
        star = _star(page)
    if asked.strip():
        _found(page, asked)
    node = url_state.component_choice(page, "node", reached(), root().wnid)
    left, right = st.columns([8, 4], gap="large")
    with left:
        _map(page, node, star)
    with right:
        _card(page, synset(node))
    page.seen(
        "tree",
        "imagenet.walked" in st.session_state,
        how="root" if node == root().wnid else "class" if is_class(node) else "",
        name=synset(node).name(page.lang),
        count=class_count(node),
        steps=len(path_to_root(node)) - 1,
    )


def open_node(wnid: str) -> None:
    """Opens a branch or class, from a callback."""
    st.session_state["imagenet.walked"] = True
    url_state.set_value("imagenet", "node", wnid)


def _found(page: Page, asked: str) -> None:
    """What the search has found, to be opened; or a sentence."""
    found = {each.wnid: each for each in search(asked, FOUND)}
    if not found:
        page.prose(page.label("imagenet.search-nothing", asked=literal(asked)))
        return
    st.pills(
        page.label("imagenet.search-found"),
        tuple(found),
        key="imagenet.found",
        format_func=lambda wnid: page.label(
            "imagenet.found-one", name=found[wnid].name(page.lang), count=f"{class_count(wnid):,}"
        ),
        on_change=_picked,
    )


def _picked() -> None:
    wnid = st.session_state.get("imagenet.found")
    if wnid in reached():
        open_node(wnid)


def _star(page: Page) -> str:
    """The class of the photo whose place is marked: the visitor's own, or a sample's."""
    mine = _answered()
    own = {MINE: mine} if mine is not None and mine in reached() else {}
    known = own | {name: photo.wnid for name, photo in samples().items() if photo.wnid in reached()}
    chosen = url_state.choice(
        page,
        "star",
        tuple(known),
        label=page.label("imagenet.star"),
        default=next(iter(known)),
        format_func=lambda each: (
            page.label("imagenet.star-mine", name=synset(known[each]).name(page.lang))
            if each == MINE
            else photo_words(each, page.lang)
        ),
        on_change=lambda: open_node(known[st.session_state["imagenet.star"]]),
        width=320,
    )
    return str(known[chosen])


def _answered() -> str | None:
    """The best answer that the Photo page has found in this visit, without loading its network."""
    state = st.session_state
    kept = state.get(f"photo.seen-{state.get('photo.network', 'small')}")
    return str(kept[1].top(1)[0].synset.wnid) if kept else None


def _map(page: Page, node: str, star: str) -> None:
    path = path_to_root(node)
    marked = {each.wnid for each in path_to_root(star)}
    class_tree.mount(
        "imagenet.map",
        path=[_part(page, each, marked) for each in reversed(path)],
        parts=[_part(page, each, marked, inside=True) for each in around(node)],
        known=reached(),
        selected=node,
        labels={name: page.label(f"imagenet.map-{name}") for name in class_tree.LABELS},
        lang=page.lang,
        on_open=open_node,
    )


def _part(page: Page, of: Synset, marked: set[str], inside: bool = False) -> TreePart:
    below = branches(of.wnid) if inside else ()
    kind = "class" if is_class(of.wnid) else "branch"
    said = page.label(
        f"imagenet.part-{kind}", name=of.name(page.lang), count=f"{class_count(of.wnid):,}"
    )
    here = of.wnid in marked
    return TreePart(
        id=of.wnid,
        name=of.name(page.lang),
        count=class_count(of.wnid),
        words=f"{said} {page.label('imagenet.part-star')}" if here and inside else said,
        marked=here and inside,
        inside=[class_count(each.wnid) for each in below],
    )


def _card(page: Page, of: Synset) -> None:
    """What is known of a class or branch, and photos of it among the samples.

    WordNet's definition is English, and stands on the English page alone; the Korean one has the
    English name, by which published networks and papers call the class.
    """
    kind = "class" if is_class(of.wnid) else "branch"
    lines = [page.label(f"imagenet.card-{kind}", count=f"{class_count(of.wnid):,}")]
    if kind == "class":
        ours = "known" if of.wnid in tiny_wnids() else "unknown"
        lines.append(page.label(f"imagenet.card-{ours}"))
    if page.lang == "en":
        called = h.p(".gloss")[of.gloss]
    else:
        english = page.label("imagenet.card-english")
        called = h.p(".other")[f"{english} ", h.span(lang="en")[of.english]]
    below = [name for name, photo in samples().items() if photo.wnid == of.wnid][:2]
    try:
        photos = [
            h.figure[
                img(small_photo(name, 240), photo_words(name, page.lang)),
                h.figcaption[credit_line(name)],
            ]
            for name in below
        ]
    except Problem as problem:
        page.problem(problem)
        return
    markup.show(
        h.div(".in-card", lang=page.lang, data_testid="node", data_wnid=of.wnid)[
            h.h3[of.name(page.lang)], called, [h.p[line] for line in lines], photos
        ]
    )
    if below:
        link(
            course.entry("photo"),
            page.lang,
            page.label("imagenet.to-photo"),
            ":material/add_a_photo:",
            photo=below[0],
        )
