"""Ready lessons: each plan below its title, a worksheet and a key to print, and a map of them.

The worksheet stands alone at ?sheet=<lesson>, the key at ?key=<lesson>, for who teaches.
"""

from pathlib import Path

import streamlit as st

from ui.components import print_button
from ui.exhibits.guesses import told
from ui.exhibits.teachers import lesson_html, own_class
from ui.exhibits.teachers.lesson_plans import LessonPlan, lesson_plans
from ui.html import markup
from ui.page import frame, teaching
from ui.page.frame import Page

STYLE = Path(__file__).with_name("lessons.css")
SHEET, KEY = "sheet", "key"


def sheet_alone(page: Page) -> None:
    """The worksheet or the key that the address asks for; the page's script then ends here."""
    for kind in (KEY, SHEET):
        name = st.query_params.get(kind)
        if name is None:
            continue
        found = [each for each in lesson_plans(page) if each.name == name]
        if found:
            _alone(page, kind, found[0])
        st.info(page.label("teachers.no-lesson"))
        return


def ready_lessons(page: Page) -> None:
    """Every lesson, folded under its title; keys are offered to who teaches."""
    markup.style_sheet(STYLE)
    page.section("lessons")
    allowed = teaching.teaches()
    for plan in lesson_plans(page):
        markup.show(lesson_html.folded_plan(page, plan, allowed))
    if not allowed:
        teaching.ask_whether(page.lang, page.label("teachers.keys"))


def curriculum_map(page: Page) -> None:
    """Which lesson touches what of a curriculum."""
    page.section("curriculum")
    markup.show(lesson_html.curriculum_table(page, lesson_plans(page)))


def answers_of(page: Page, plan: LessonPlan) -> dict[str, told.Told]:
    """What is right of each question of a lesson, and why."""
    return {
        step.asks: told.told_of(page, step.asks, told.question(step.asks).right)
        for step in plan.steps
        if step.asks
    }


def _alone(page: Page, kind: str, plan: LessonPlan) -> None:
    markup.style_sheet(STYLE)
    st.title(plan.title, anchor=False)
    if kind == SHEET:
        markup.show(lesson_html.worksheet(page, plan))
    else:
        own_class.hear_tab()
        if teaching.teaches():
            markup.show(lesson_html.answer_key(page, plan, answers_of(page, plan)))
        else:
            teaching.ask_whether(page.lang, page.label("teachers.keys"))
    with st.container(key="note-tools", horizontal=True):
        if kind == SHEET or teaching.teaches():
            print_button.mount("print", page.label("frame.print"))
        back = page.label("teachers.lesson-back")
        frame.here(page, back)
    st.stop()
