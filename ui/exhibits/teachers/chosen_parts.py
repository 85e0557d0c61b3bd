"""What of a page pupils see: a teacher leaves parts out, and passes on a link that says so."""

import streamlit as st

from ui.exhibits.teachers import class_link, own_class
from ui.page import course, parts
from ui.page.frame import Page, unbroken
from ui.words.text import Text

CHOICE = "teachers.left-out"  # of this visit: the parts left out of each page
PAGE = "teachers.left-out-page"


def left_out() -> list[str]:
    """All parts that are left out, as "<page>.<part>"."""
    chosen: dict[str, list[str]] = st.session_state.get(CHOICE, {})
    return [f"{page}.{part}" for page, kept in chosen.items() for part in kept]


def choose_parts(page: Page) -> None:
    """A page, the parts that are left out of it, and the link that leaves them out."""
    page.section("parts")
    lessons = [entry for entry in course.PAGES if entry.is_lesson]
    names = [entry.name for entry in lessons]
    name = st.selectbox(
        page.label("teachers.parts-page"),
        names,
        key=PAGE,
        format_func=lambda name: page.label(f"page.{name}"),
        persist_state="session",
    )
    entry = course.entry(name)
    key, text = f"{CHOICE}.{name}", Text(name, page.lang)
    chosen: dict[str, list[str]] = st.session_state.setdefault(CHOICE, {})
    if key not in st.session_state:  # the visitor was on another page
        st.session_state[key] = chosen.get(name, [])
    chosen[name] = st.multiselect(
        page.label("teachers.parts-out"),
        parts.parts_of(entry),
        key=key,
        format_func=lambda part: unbroken(text.heading(part)),
        placeholder=page.label("teachers.parts-none"),
        on_change=_kept,
        args=(name, key),
    )
    if out := left_out():
        st.code(class_link.page_link(page, entry, out), language=None, wrap_lines=True)
        joined = own_class.led() is not None
        st.caption(page.label("teachers.parts-class" if joined else "teachers.parts-link"))


def _kept(name: str, key: str) -> None:
    """Before the page runs, whose first lines make the link to the class."""
    st.session_state.setdefault(CHOICE, {})[name] = list(st.session_state[key])
