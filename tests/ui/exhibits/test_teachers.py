"""Does a class count each pupil's guess, keep answers back, and leave a visitor alone without it?"""

import csv
import io

import pytest

from tests.ui.opening import guessed, html, opened, sent, told, words
from ui.classes import shared_store
from ui.classes.codes import new_code
from ui.classes.shared_store import the_store
from ui.exhibits.teachers import own_class
from ui.page import class_strip, classroom, course
from ui.words.text import LANGUAGES, label

TEACHERS = course.entry("teachers").file
HOME = "streamlit_app.py"


@pytest.fixture(autouse=True)
def store(tmp_path, monkeypatch):
    monkeypatch.setattr(shared_store.Where, "address", f"sqlite:///{tmp_path / 'c.sqlite'}")
    for tries in ("tries_of_visitor", "tries_of_address"):
        monkeypatch.setattr(classroom, tries, type(classroom.tries_of_visitor)(20, 600.0))
    yield the_store()
    the_store().end()


def told_by_browser(app, code, pupil="0" * 32):
    """The page after the browser has said who it is in the class."""
    raise NotImplementedError


def test_opens():
    app = opened(TEACHERS)
    assert not app.exception
    app.button(key="teachers-open").click().run()
    print(app.exception, [each.value for each in app.warning], words(app)[:3000])
    assert 0
