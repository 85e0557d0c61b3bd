"""The markup of a ready lesson: its plan, its worksheet, its key; and the map of all lessons."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

import htpy as h
from htpy import Node, Renderable

from ui.exhibits.guesses import told
from ui.exhibits.guesses.told import Told
from ui.exhibits.teachers.lesson_plans import IDEAS, MINUTES, LessonPlan, LessonStep
from ui.page.frame import Page
from ui.words.text import labels


def folded_plan(page: Page, plan: LessonPlan, with_key: bool) -> Renderable:
    """The plan below its title: aims, what to have ready, the minutes; no answers."""
    return h.details(".lesson", lang=page.lang)[
        h.summary[h.b[plan.title], " ", h.span[page.label("teachers.minutes", count=MINUTES)]],
        h.h3[page.label("teachers.aims")],
        h.ul[[h.li[each] for each in plan.aims]],
        h.h3[page.label("teachers.ready")],
        h.ul[[h.li[each] for each in plan.ready]],
        h.h3[page.label("teachers.steps")],
        h.ol(".lesson-steps")[[h.li[_head(page, step)] for step in plan.steps]],
        h.p(".lesson-sheets")[
            h.a(href=_sheet_address(page, "sheet", plan.name))[page.label("teachers.sheet")],
            with_key
            and h.a(href=_sheet_address(page, "key", plan.name))[page.label("teachers.key")],
        ],
    ]


def worksheet(page: Page, plan: LessonPlan) -> Renderable:
    """What pupils get on paper: questions, boxes to tick, lines to write on; no answers."""
    return h.div(".lesson-paper", lang=page.lang)[
        h.p(".lesson-name")[
            h.span[page.label("teachers.sheet-class")], h.span[page.label("teachers.sheet-name")]
        ],
        h.ol(".lesson-tasks")[
            [
                h.li[_where(step), _asked(page, step), _task(step)]
                for step in plan.steps
                if step.asks or step.task
            ]
        ],
    ]


def answer_key(page: Page, plan: LessonPlan, answers: Mapping[str, Told]) -> Renderable:
    """What the teacher has in hand: the plan with all answers, and what to say to the misled."""
    return h.div(".lesson-paper", lang=page.lang)[
        h.h2[page.label("teachers.aims")],
        h.ul[[h.li[each] for each in plan.aims]],
        h.h2[page.label("teachers.ready")],
        h.ul[[h.li[each] for each in plan.ready]],
        h.h2[page.label("teachers.steps")],
        h.ol(".lesson-steps")[
            [
                h.li[
                    _head(page, step, with_question=False),
                    step.asks and _answered(page, step, answers[step.asks]),
                    step.task and h.p(".lesson-task")[step.task],
                    step.answer and _line(page, "answer", step.answer),
                ]
                for step in plan.steps
            ]
        ],
    ]


def curriculum_table(page: Page, plans: Sequence[LessonPlan]) -> Renderable:
    """A row for each lesson: its topic, and which of the five big ideas it touches."""
    return h.div(".lesson-map", role="region", tabindex="0", aria_label=page.heading("curriculum"))[
        h.table(lang=page.lang)[
            h.thead[
                h.tr[
                    h.th(scope="col")[page.label("teachers.map-lesson")],
                    h.th(scope="col")[page.label("teachers.map-topic")],
                    h.th(scope="col")[page.label("teachers.map-ideas")],
                ]
            ],
            h.tbody[
                [
                    h.tr[
                        h.th(scope="row")[plan.title],
                        h.td[plan.topic],
                        h.td[
                            ", ".join(
                                page.label(f"teachers.idea-{idea}")
                                for idea in IDEAS
                                if idea in plan.ideas
                            )
                        ],
                    ]
                    for plan in plans
                ]
            ],
        ]
    ]


def _head(page: Page, step: LessonStep, with_question: bool = True) -> Node:
    """The minutes of a step, what the class does, where, and what it is asked there."""
    return [
        h.b(".lesson-minutes")[page.label("teachers.minutes", count=step.minutes)],
        " ",
        step.does,
        step.places
        and h.ul(".lesson-places")[
            [h.li[h.a(href=place.address)[place.title]] for place in step.places]
        ],
        with_question and step.asks and _line(page, "vote", told.asked(page, step.asks)),
    ]


def _line(page: Page, name: str, words: str) -> Renderable:
    return h.p[h.b[page.label(f"teachers.lesson-{name}")], " ", words]


def _asked(page: Page, step: LessonStep) -> Node:
    """A question of the course with a box for each option and room for the reason."""
    if not step.asks:
        return None
    options = told.question(step.asks).options
    return [
        h.p(".lesson-task")[told.asked(page, step.asks)],
        h.ul(".lesson-boxes")[
            [h.li[told.option_words(page, step.asks, option)] for option in options]
        ],
        h.p[page.label("teachers.sheet-why")],
        _room(2),
    ]


def _task(step: LessonStep) -> Node:
    return step.task and [h.p(".lesson-task")[step.task], _room(step.room)]


def _where(step: LessonStep) -> Renderable:
    """The places of a step for who has them on paper: page and heading."""
    return h.p(".lesson-where")[" · ".join(place.title for place in step.places)]


def _room(lines: int) -> Renderable:
    return h.div(".lesson-room", aria_hidden="true")[[h.div for _ in range(lines)]]


def _answered(page: Page, step: LessonStep, answer: Told) -> Node:
    """A question with what is right and why, and with the misconceptions that are known."""
    question = told.question(step.asks)
    known = [
        (option, f"question.{step.asks}.why-{option}")
        for option in question.options
        if f"question.{step.asks}.why-{option}" in labels(page.lang)
    ]
    return [
        h.p(".lesson-task")[answer.asked],
        h.p[
            h.b[page.label("guesses.truth")],
            " ",
            h.b(".lesson-right")[answer.truth or page.label("guesses.unmeasured")],
        ],
        h.p[answer.because],
        known
        and h.div(".lesson-misled")[
            h.b[page.label("teachers.lesson-misled")],
            h.ul[
                [
                    h.li[h.i[told.option_words(page, step.asks, option)], ": ", page.label(reason)]
                    for option, reason in known
                ]
            ],
        ],
        step.says and _line(page, "say", step.says),
    ]


def _sheet_address(page: Page, kind: str, name: str) -> str:
    return f"./{page.entry.address}?{urlencode({kind: name, 'lang': page.lang})}"
