"""What goes deeper, folded under its question; a long page's chapters, one at a time.

What is folded, or in another chapter, is not drawn, and nothing is computed for it, until it is
opened: by a click, or by a link to one of its sections, which `ui/components/shared/folds.js`
follows. With `ui.page.depth.everything` there is neither fold nor chapter.
"""

from collections.abc import Callable

import htpy as h
import streamlit as st
from htpy import Renderable

from ui.html import markup
from ui.page import depth, presets, projector
from ui.page.frame import Page
from ui.patches import fragments

Exhibit = Callable[[Page], object]
UNFOLDED = "frame.unfolded"  # the folds that this visitor has open
CHAPTER = "chapter"  # the address's parameter


def deep(key: str, *exhibits: Exhibit) -> Callable[[Page], None]:
    """An exhibit: these, folded under the heading of the section `key`.

    Raises KeyError if the page's entry in the course has no such fold.
    """

    def shown(page: Page) -> None:
        page.entry.fold(key)
        is_projected = projector.opens(page.entry, key)
        if presets.is_hidden(page.entry, key) and not is_projected:
            return
        if depth.everything():
            for exhibit in exhibits:
                exhibit(page)
        else:
            _fold(page, key, exhibits)

    return shown


@st.fragment
def _fold(page: Page, key: str, exhibits: tuple[Exhibit, ...]) -> None:
    name = f"{page.entry.name}.{key}"
    state, widget = st.session_state, f"unfold.{name}"
    unfolded: set[str] = state.setdefault(UNFOLDED, set())
    was_open = widget not in state and name in unfolded  # the visitor was on another page
    if was_open or projector.opens(page.entry, key):
        state[widget] = True
    with st.container(key=f"fold-{key}"):
        panel = st.expander(page.heading(key), key=widget, on_change="rerun")
    (unfolded.add if panel.open else unfolded.discard)(name)
    if panel.open:
        with panel:
            for exhibit in exhibits:
                exhibit(page)


def unfold(page_name: str, key: str) -> None:
    """Opens a fold with the page's next run; for a fragment that does not hold it."""
    name = f"{page_name}.{key}"
    st.session_state.setdefault(UNFOLDED, set()).add(name)
    st.session_state[f"unfold.{name}"] = True


def run_again(*names: str) -> None:
    """Runs the fragments of these names that stand on the page; for the end of a callback."""
    if drawn := fragments.drawn(list(names)):
        st.rerun(drawn)


def section(key: str) -> Exhibit:
    """An exhibit: the section `key` of the page's text and nothing else."""
    return lambda page: page.section(key)


def chapter(name: str, *exhibits: Exhibit) -> tuple[str, tuple[Exhibit, ...]]:
    """A chapter of a page, for `chapters`."""
    return name, exhibits


def chapters(page: Page, *given: tuple[str, tuple[Exhibit, ...]]) -> None:
    """The chapter that the address names, else the one read last, under links to all of them.

    Raises KeyError unless these are the chapters of the page's entry in the course.
    """
    by_name = dict(given)
    if list(by_name) != [each.name for each in page.entry.chapters]:
        raise KeyError(f"the chapters of {page.entry.name}")
    if depth.everything():
        shown = list(by_name)
    else:
        shown = [_chosen(page)]
        markup.show(_links(page, shown[0]))
    for name in shown:
        for exhibit in by_name[name]:
            exhibit(page)
    if not depth.everything():
        _onward(page, shown[0])


def _chosen(page: Page) -> str:
    """The chapter to show; one that does not exist is as none, and back without one the first."""
    names, key = [each.name for each in page.entry.chapters], f"frame.chapter-{page.entry.name}"
    asked = projector.chapter_shown(page.entry) or st.query_params.get(CHAPTER)
    kept = names[0] if page.went_back() else st.session_state.get(key, names[0])
    chosen: str = asked if asked in names else kept
    st.session_state[key] = chosen
    return chosen


def _links(page: Page, chosen: str) -> Renderable:
    items = [
        h.li[
            h.a(
                href=_address(page, each.name), aria_current="true" if each.name == chosen else None
            )[h.span[str(number)], " ", page.chapter_title(each.name)]
        ]
        for number, each in enumerate(page.entry.chapters, 1)
    ]
    return h.nav(".chapters", lang=page.lang, aria_label=page.label("frame.chapters"))[h.ol[items]]


def _onward(page: Page, chosen: str) -> None:
    """The way to the next chapter, below this one."""
    names = [each.name for each in page.entry.chapters]
    after = names[names.index(chosen) + 1 :]
    if after:
        title = page.chapter_title(after[0])
        markup.show(
            h.p(".next-chapter", lang=page.lang)[
                h.a(href=_address(page, after[0]))[page.label("frame.next-chapter", title=title)]
            ]
        )


def _address(page: Page, name: str) -> str:
    return f"./{page.entry.address}?{CHAPTER}={name}&lang={page.lang}"
