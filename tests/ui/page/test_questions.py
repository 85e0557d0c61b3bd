"""Does a question wait for a guess, answer with a reason, and remember the first one?"""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.opening import guessed, opened
from ui.page import course, depth, progress
from ui.words.text import LANGUAGES, labels, sections

ROOT = Path(__file__).resolve().parents[3]
ALL = [(entry, question) for entry in course.PAGES for question in entry.questions]
IDS = [f"{entry.name}.{question.name}" for entry, question in ALL]


def home(**state: object) -> AppTest:
    at = AppTest.from_file(ROOT / "streamlit_app.py", default_timeout=60)
    at.session_state[depth.EVERYTHING] = True
    for key, value in state.items():
        at.session_state[key] = value
    return at.run()


@pytest.mark.parametrize(("entry", "question"), ALL, ids=IDS)
def test_a_question_has_all_its_words(entry, question):
    assert question.right in question.options and len(set(question.options)) > 1
    assert question.name in entry.exhibits
    for lang in LANGUAGES:
        assert {question.name, f"{question.name}-answer"} <= set(sections(entry.name, lang))
        for option in ("ask", *question.options):
            assert f"question.{entry.name}.{question.name}.{option}" in labels(lang)


def test_no_label_of_a_question_is_left_over():
    known = {
        f"question.{entry.name}.{question.name}.{label}"
        for entry, question in ALL
        for option in question.options
        for label in ("ask", option, f"why-{option}")
    }
    assert {key for key in labels("en") if key.startswith("question.")} <= known


def test_the_first_guess_is_remembered():
    at = home()
    for option in ("few", "hundred"):
        at = guessed(at, "home.guess", option)
    assert at.session_state[progress.KEY].done == {"home.guess", "home.guess:few"}
    assert at.session_state["home.guess"] == "hundred"


def test_a_guess_of_an_earlier_visit_is_shown_with_its_answer():
    stored = {"epoch": 1, "done": ["home.guess", "home.guess:thousand"]}
    at = home(**{progress.STORE: {"stored": stored}})
    assert at.session_state["home.guess"] == "thousand"
    assert [element for element in at.markdown if 'class="answer"' in element.value]


def test_a_guess_that_the_browser_tells_of_later_is_shown_too():
    at = home()
    assert at.session_state["home.guess"] is None
    at.session_state[progress.KEY] = progress.Progress(1, frozenset({"home.guess:thousand"}))
    at.run()
    assert at.session_state["home.guess"] == "thousand"
    assert [element for element in at.markdown if 'class="answer"' in element.value]


@pytest.mark.parametrize("entry", course.PAGES, ids=lambda entry: entry.name)
def test_an_answer_leaves_everything_else_in_its_place(entry):
    """A fragment is named by its place: what is pressed while it moves would be lost."""
    at = opened(entry.file)
    before = len(at.main.children)
    first = {f"{entry.name}.{each.name}:{each.options[0]}" for each in entry.questions}
    at.session_state[progress.KEY] = progress.Progress(1, frozenset(first))
    at.run()
    answers = [element for element in at.markdown if 'class="answer"' in element.value]
    assert len(answers) == len(entry.questions)
    assert len(at.main.children) == before
