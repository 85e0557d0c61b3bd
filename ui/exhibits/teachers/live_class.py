"""A class opened, joined and led: its code, its guesses as they come in, answers revealed."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import streamlit as st

from ui.classes.problems import ClassesMissing, ClassProblem
from ui.classes.records import Standing
from ui.classes.shared_store import the_store
from ui.exhibits.data_or_model import class_curves
from ui.exhibits.mnist import class_scores
from ui.exhibits.teachers import (
    chosen_parts,
    class_link,
    live_class_html,
    own_class,
    tally_table,
)
from ui.html import markup
from ui.html.qr import qr_svg
from ui.page import class_html, class_strip, drawn_votes, search_index
from ui.page.course import PAGES, Question
from ui.page.frame import Page

STYLE = Path(__file__).with_name("style.css")
EVERY = 0.5  # seconds between two looks at the guesses
AT_ONCE, CHOSEN, PLACE = "teachers.at-once", "teachers.question", "teachers.place"
LATEST, BEFORE = "teachers.latest", "teachers.before"
DIVIDED = 0.75  # of the guesses must be right, or neighbours had better talk first


def class_with_a_code(page: Page) -> None:
    """A button that opens a class, or the class that was opened."""
    own_class.hear_tab()
    markup.style_sheet(STYLE)
    markup.style_sheet(class_strip.STYLE)
    page.section("class")
    if problem := own_class.problem():
        page.problem(problem)
    if own_class.led():
        _led(page)
    else:
        st.toggle(page.label("teachers.at-once"), key=AT_ONCE)
        st.button(
            page.label("teachers.open"), key="teachers-open", type="primary", on_click=_opened
        )


def questions_asked() -> Iterator[tuple[str, Question]]:
    """Every question of the course with its key "<page>.<question>", in the order of the course."""
    for entry in PAGES:
        for question in entry.questions:
            yield f"{entry.name}.{question.name}", question


def keys_asked() -> list[str]:
    """All that a class can vote on, in the order of the course: questions, the curve, the game."""
    questions = dict(questions_asked())
    return [
        name
        for entry in PAGES
        for exhibit in entry.exhibits
        for name in [f"{entry.name}.{exhibit}"]
        if name in questions or name in drawn_votes.KEYS
    ]


def _opened() -> None:
    own_class.open_one(bool(st.session_state.get(AT_ONCE)))


def _led(page: Page) -> None:
    mine = own_class.led()
    assert mine
    link = class_link.pupils_link(page, mine.code, chosen_parts.left_out())
    markup.show(live_class_html.way_in(page, mine.code, link, qr_svg(link)))
    if class_link.is_here_alone():
        st.warning(page.label("teachers.alone"))
    st.fragment(_guesses, run_every=EVERY, key="teachers.live")(page)
    _pointing(page)
    _table(page)
    with st.expander(page.label("teachers.own-link"), icon=":material/school:"):
        st.caption(page.label("teachers.own-link-note"))
        st.code(class_link.teachers_link(page, mine), language=None, wrap_lines=True)
    with st.popover(page.label("teachers.close")):
        st.write(page.label("teachers.close-note"))
        st.button(page.label("teachers.close-now"), key="teachers-close", on_click=own_class.close)


def _guesses(page: Page) -> None:
    """Who is there and what they guess, looked at twice a second."""
    mine = own_class.led()
    if not mine:
        st.rerun()
    try:
        seen, tallies = the_store().standing(mine.code), the_store().tallies(mine.code)
    except ClassesMissing as problem:
        page.problem(problem)
        return
    except ClassProblem as problem:
        own_class.forget(problem)
        st.rerun()
    known = keys_asked()
    _remember_latest({key: sum(tallies[key].values()) for key in tallies if key in known})
    markup.show(live_class_html.presence(page, seen.pupils))
    st.selectbox(
        page.label("teachers.question"),
        ["", *known],
        key=CHOSEN,
        format_func=lambda key: live_class_html.question_name(page, key),
    )
    key = st.session_state[CHOSEN] or st.session_state.get(LATEST)
    if key:
        _one_question(page, seen, key, tallies.get(key, {}))
    else:
        st.caption(page.label("teachers.nothing-yet"))


def _one_question(page: Page, seen: Standing, key: str, tally: Mapping[str, int]) -> None:
    is_revealed, question = key in seen.shown, dict(questions_asked()).get(key)
    markup.show(live_class_html.asked(page, key))
    if question:
        markup.show(class_html.tally_bars(page.text, key, question, tally, is_revealed))
    elif not tally:
        st.caption(page.label("class.guesses", count=0))
    elif key == drawn_votes.CURVE:
        class_curves.show_curves(page, tally, is_revealed)
    else:
        class_scores.show_scores(page, tally, is_revealed)
    count = sum(tally.values())
    with st.container(horizontal=True):
        st.button(
            page.label("teachers.revealed" if is_revealed else "teachers.reveal"),
            key="teachers-reveal",
            type="secondary" if is_revealed else "primary",  # Streamlit's disabled one is 1.2:1
            disabled=is_revealed,
            on_click=_act,
            args=("reveal", key),
        )
        st.button(
            page.label("teachers.bring"),
            key="teachers-bring",
            on_click=_act,
            args=("point", key),
        )
    wrong = class_html.misled(question, tally) if question else None
    if is_revealed and wrong:
        page.prose(class_html.misconception(page.text, key, wrong))
    elif not question:
        return
    elif not is_revealed and count and tally.get(question.right, 0) < DIVIDED * count:
        st.info(page.label("teachers.discuss"))


@st.fragment
def _pointing(page: Page) -> None:
    """Leads the class to a section of any page, and lets it go."""
    mine = own_class.led()
    if not mine:
        return
    try:
        seen = the_store().standing(mine.code)
    except ClassProblem:
        return  # the fragment above has said so
    places = [
        f"{entry.name}.{key}"
        for entry in PAGES
        if entry.is_lesson
        for key in search_index.shown_sections(entry.name)
        if key != "title"
    ]
    st.subheader(page.heading("follow"), anchor=False)
    page.prose(page.text["follow"])
    st.selectbox(
        page.label("teachers.place"),
        places,
        index=None,
        key=PLACE,
        format_func=lambda place: live_class_html.place_name(page, place),
    )
    with st.container(horizontal=True):
        st.button(
            page.label("teachers.point"),
            key="teachers-point",
            disabled=not st.session_state[PLACE],
            on_click=_act,
            args=("point", st.session_state[PLACE] or ""),
        )
        st.button(
            page.label("teachers.let-go"),
            key="teachers-let-go",
            disabled=not seen.place,
            on_click=_act,
            args=("point", ""),
        )
    st.toggle(
        page.label("teachers.at-once"),
        value=seen.at_once,
        key="teachers.at-once-now",
        on_change=_switched,
    )
    if seen.place:
        st.caption(
            page.label("teachers.pointed", title=live_class_html.place_name(page, seen.place))
        )


@st.fragment
def _table(page: Page) -> None:
    """The counts as a file, made when it is asked for."""
    panel = st.expander(
        page.label("teachers.table"),
        icon=":material/download:",
        key="teachers-table",
        on_change="rerun",
    )
    mine = own_class.led()
    if panel.open and mine:
        try:
            data = tally_table.as_csv(page, the_store().tallies(mine.code))
        except ClassesMissing as problem:
            page.problem(problem)
            return
        with panel:
            st.download_button(
                page.label("teachers.download"),
                data,
                f"class-{mine.code}.csv",
                "text/csv",
                key="teachers.csv",
                icon=":material/download:",
                on_click="ignore",
            )


def _remember_latest(counts: dict[str, int]) -> None:
    """The question whose guesses grew last is the one that is being answered."""
    before: dict[str, int] = st.session_state.get(BEFORE, {})
    grown = [key for key, count in counts.items() if count > before.get(key, 0)]
    if grown:
        st.session_state[LATEST] = max(grown, key=lambda key: counts[key] - before.get(key, 0))
    elif st.session_state.get(LATEST) not in counts:
        st.session_state.pop(LATEST, None)
    st.session_state[BEFORE] = counts


def _act(what: str, of: str) -> None:
    """Reveals the answer of a question, or points to a place; for a callback."""
    if mine := own_class.led():
        try:
            store = the_store()
            (store.reveal if what == "reveal" else store.point)(mine.code, mine.secret, of)
            st.session_state.pop(own_class.PROBLEM, None)
        except ClassProblem as problem:
            st.session_state[own_class.PROBLEM] = problem


def _switched() -> None:
    if mine := own_class.led():
        try:
            at_once = bool(st.session_state["teachers.at-once-now"])
            the_store().show_at_once(mine.code, mine.secret, at_once)
        except ClassProblem as problem:
            st.session_state[own_class.PROBLEM] = problem
