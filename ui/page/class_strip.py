"""What a pupil sees of the class on every page: that one is in it, and where the teacher points."""

from pathlib import Path

import streamlit as st

from ui.components import follow_link
from ui.html import markup
from ui.page import class_html, classroom, course
from ui.words.text import Text, in_language, label, sections

STYLE = Path(__file__).with_name("class.css")
EVERY = 2.0  # seconds between two looks at the class
TYPED = "class.typed"


def show(lang: str) -> None:
    """The strip at the top of a page; nothing for who is in no class and wants into none."""
    here = classroom.room()
    if here.code:
        markup.style_sheet(STYLE)
        st.fragment(_watched, run_every=EVERY, key="class.watch")(lang)
    elif here.problem:
        st.warning(_sentence(lang))
    elif here.asked:
        st.info(label("class.joining", lang, code=here.asked))


def join_field(lang: str) -> None:
    """Where a code is typed."""
    if not classroom.is_pupil():
        st.text_input(
            label("class.type", lang),
            key=TYPED,
            max_chars=12,
            on_change=_typed,
            autocomplete="off",
        )


def place_link(place: str, lang: str) -> tuple[str, str] | None:
    """The address and the title of a place "<page>.<section>"; None if there is none."""
    name, _, section = place.partition(".")
    entry = next((each for each in course.PAGES if each.name == name), None)
    if entry is None or section not in sections(name, lang):
        return None
    title = f"{label(f'page.{name}', lang)}: {Text(name, lang).heading(section)}"
    return in_language(f"/{entry.address}#{section}", lang), title


def _watched(lang: str) -> None:
    classroom.send()
    seen, here = classroom.standing(), classroom.room()
    if not here.code or classroom.is_news():
        st.rerun()
    with st.container(key="class-strip", horizontal=True, vertical_alignment="center"):
        markup.show(class_html.membership(Text("teachers", lang), here.code))
        place = place_link(seen.place, lang) if seen and seen.place else None
        if seen and place:
            href, title = place
            words = label("class.follow", lang, title=title)
            follow_link.mount("class-follow", href, words, seen.pointed)
        st.button(label("class.leave", lang), key="class-leave", type="tertiary", on_click=_left)
    if here.problem:
        st.warning(_sentence(lang))


def _sentence(lang: str) -> str:
    problem = classroom.room().problem
    return label(f"problem.{problem.key}", lang) if problem else ""


def _left() -> None:
    classroom.leave()


def _typed() -> None:
    if typed := st.session_state[TYPED].strip():
        classroom.want(typed)
        st.session_state[TYPED] = ""
