"""Is what a teacher has left out gone, until the pupil wants it back, and is nothing else gone?"""

import pytest

from tests.ui.opening import component, opened, sent, words
from ui.classes import shared_store
from ui.components import copy_tools
from ui.exhibits.teachers import chosen_parts, class_link
from ui.page import course, exhibit_tools, parts, presets, teaching
from ui.page.frame import Page
from ui.sharing.frames import Framing
from ui.words.text import LANGUAGES, label

HOME, MNIST, TEACHERS = (course.entry(name).file for name in ("home", "mnist", "teachers"))
QUESTION = "home.guess:segments"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("everything", [True, False])
def test_a_part_is_left_out_over_pages_and_comes_back(lang, everything):
    state = {"frame.everything": everything}
    app = opened(HOME, lang, state=state, hide="home.guess,mnist.balance")
    left_out = label("presets.left-out", lang, count=1)
    assert not app.exception and left_out in words(app)
    with pytest.raises(ValueError):
        component(app, QUESTION)  # a fold is not even drawn
    for _ in range(2):
        app.switch_page(MNIST).run()
        assert left_out in words(app) and "#balance" in words(app)
        assert app.query_params["hide"] == "home.guess,mnist.balance"
    app.switch_page(course.entry("guesses").file).run()
    assert left_out not in words(app)
    app.query_params["hide"] = presets.OFF
    app.switch_page(HOME).run()
    assert left_out not in words(app) and "hide" not in app.query_params
    assert not app.session_state["unfold.home.guess"] if not everything else sent(app, QUESTION)


@pytest.mark.parametrize(
    "names", ["", ",", "home", "home.", "home.title", "x.guess", "home.guess;", "<b>", "x" * 99_000]
)
def test_what_is_no_part_is_ignored(names):
    app = opened(HOME, hide=names)
    assert not app.exception and '<p class="presets"' not in words(app)
    assert "hide" not in app.query_params and sent(app, QUESTION)


def test_of_a_forged_list_what_exists_holds():
    forged = "home.guess,home.guess,<script>,mnist.balance,other.part"
    assert presets.known(forged) == {"home.guess", "mnist.balance"}
    every = [f"{each.name}.{part}" for each in course.PAGES for part in parts.parts_of(each)]
    assert presets.known(presets.written(every)) == set(every)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_teacher_chooses_and_gets_a_link_that_holds(lang, tmp_path, monkeypatch):
    monkeypatch.setattr(shared_store.Where, "address", f"sqlite:///{tmp_path / 'c.sqlite'}")
    app = opened(TEACHERS, lang)
    app.multiselect(key=f"{chosen_parts.CHOICE}.home").select("guess").run()
    app.selectbox(key=chosen_parts.PAGE).select("mnist").run()
    app.multiselect(key=f"{chosen_parts.CHOICE}.mnist").select("map").run()
    assert not app.exception
    assert [each.value for each in app.code][-1].endswith(
        f"MNIST?hide=home.guess,mnist.map&lang={lang}"
    )
    app.button(key="teachers-open").click().run()
    assert "&amp;hide=home.guess,mnist.map" in words(app)
    app.switch_page(HOME).run()
    app.switch_page(TEACHERS).run()
    assert app.multiselect(key=f"{chosen_parts.CHOICE}.mnist").value == ["map"]
    assert presets.hidden() == frozenset()  # it is pupils who do not see them


def test_a_link_without_a_choice_is_as_it_was():
    page = Page(course.entry("teachers"), "en")
    assert "hide" not in class_link.pupils_link(page, "CDFH")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_tools_stand_beside_exhibits_for_who_teaches_alone(lang):
    with pytest.raises(ValueError):
        component(opened(HOME, lang), "tools-home-guess")
    app = opened(HOME, lang, state={teaching.SAID: True})
    assert not app.exception
    tools = sent(app, "tools-home-guess")
    assert tools["link"].endswith(f"?lang={lang}#guess")
    assert tools["alone"] == f"./?show=guess&lang={lang}"
    assert set(tools["labels"]) == set(copy_tools.LABELS)
    with pytest.raises(ValueError):
        component(opened(HOME, lang, state={teaching.SAID: True}, show="walk"), "tools-home-walk")


@pytest.mark.parametrize(
    ("ancestors", "note"),
    [
        ("", ""),
        ("'none'", label("tools.no-frames", "en")),
        ("https://a.example", label("tools.some-frames", "en", sites="https://a.example")),
    ],
)
def test_a_frame_comes_with_what_the_server_says_of_frames(ancestors, note, monkeypatch):
    monkeypatch.setattr(Framing, "ancestors", ancestors)
    assert exhibit_tools.frame_note("en") == note
