"""Is every exhibit a whole: does it ask, say why, let act, say what was to be seen, and lead on?"""

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.ui.opening import acted, opened
from ui.page import closing, course, progress
from ui.words.facts import toml
from ui.words.text import LANGUAGES

ROOT = Path(__file__).resolve().parents[3]
PAGES = [entry for entry in course.PAGES if entry.exhibits]
ASKED = {f"{entry.name}.{question.name}" for entry in PAGES for question in entry.questions}
UPON: dict[str, tuple[str, ...]] = {  # exhibits that close upon what is not there at first
    "alexnet": ("race", "dropout", "cost"),
    "data": ("run",),
    "photo": ("sanity", "many"),
    "inside": ("sanity", "made"),
    "draw": ("picture",),
    "training": ("compare",),
}
EVERY = course.exhibits()
ACTS = sorted(set(EVERY) - ASKED)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", EVERY)
def test_an_exhibit_has_all_its_parts(name, lang):
    page, _, exhibit = name.partition(".")
    found = closing.exhibit(page, exhibit, lang)
    assert all(part.strip() for part in found), found
    assert found.onward != name


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", EVERY)
def test_it_names_its_term_and_leads_on(name, lang):
    page, _, exhibit = name.partition(".")
    line = closing.onward(page, exhibit, lang, "/Glossary")
    assert line.count("](.") == 2 and "#term-" in line and "⟨" not in line


def test_no_row_is_left_over():
    rows = {
        f"{page}.{name}" for page, exhibits in toml("labels")["seen"].items() for name in exhibits
    }
    of_others = {name for name in rows - set(EVERY) if name.rpartition("-")[0] not in EVERY}
    assert not of_others


@cache
def calls(page: str) -> frozenset[str]:
    """The exhibits that the modules of a page close, by their names in `page.seen("...")`."""
    room = {"data": "data_or_model"}.get(page, page)
    found = set()
    for file in (ROOT / "ui" / "exhibits" / room).glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                if node.func.attr == "seen" and node.args:
                    found.add(ast.literal_eval(node.args[0]))
    return frozenset(found)


@pytest.mark.parametrize("name", ACTS)
def test_what_is_no_question_is_closed_by_its_module(name):
    page, _, exhibit = name.partition(".")
    assert exhibit in calls(page)


def closed(app) -> list[str]:
    """The closing lines on the page."""
    return [each.value for each in app.markdown if 'class="closing"' in each.value]


@pytest.mark.slow
@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.name)
def test_lines_come_only_once_one_has_acted_and_are_whole(entry):
    lang = LANGUAGES[PAGES.index(entry) % 2]
    assert not closed(opened(entry.file, lang))
    before = frozenset(f"{entry.name}.{exhibit}" for exhibit in entry.exhibits)
    visit = {progress.KEY: progress.Progress(1, before)}  # comes late: nothing may be moved
    assert not closed(opened(entry.file, lang, visit))
    app = opened(entry.file, lang, acted(entry.name, *entry.exhibits))
    assert not app.exception
    acts = len(entry.exhibits) - len(entry.questions)
    assert len(closed(app)) >= acts - len(UPON.get(entry.name, ()))
    assert not any("⟨" in line or "{" in line for line in closed(app))
