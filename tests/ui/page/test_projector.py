"""Is one exhibit shown alone where its address asks for it, and for anything else the page?"""

import pytest

from tests.ui.opening import component, opened, sent, words
from ui.page import course, parts, projector
from ui.words.text import LANGUAGES, label, sections

HOME, DATA, LENET = (course.entry(name).file for name in ("home", "data", "lenet"))
WRONG = ["", "x", "title", "home.guess", "<img src=x>", "x" * 9_000, "과", "../bet"]


def alerts(app) -> list[str]:
    return [each.value for each in app.info]


def test_every_exhibit_can_be_shown_alone_and_stands_in_a_part_of_its_page():
    stops = projector.stops()
    for name in course.exhibits():
        entry, exhibit = course.parted(name)
        stop = projector.stop_at(entry, projector.closing.section_of(entry.name, exhibit))
        assert stop in stops
        part = entry.fold_of(stop.section) or stop.section
        assert part == parts.TOP or part in parts.parts_of(entry), name
        assert stop.section in sections(entry.name, "en")
        assert bool(projector.chapter_of(entry, stop.section)) == bool(entry.chapters), name


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_stands_alone_with_a_way_back_on_and_out(lang):
    app = opened(DATA, lang, show="budget")
    assert not app.exception and not alerts(app)
    bar = sent(app, "projector-bar")
    assert bar["steps"]["before"][0] == f"./Data_or_Model?show=bet&lang={lang}"
    assert bar["steps"]["after"][0] == f"./Data_or_Model?show=upright&lang={lang}"
    assert bar["steps"]["out"] == [
        f"./Data_or_Model?lang={lang}#budget",
        label("projector.out", lang),
    ]
    assert bar["place"] == "2 / 7"


def test_the_first_has_none_before_it_and_the_last_none_after():
    assert "before" not in sent(opened(HOME, show="walk"), "projector-bar")["steps"]
    last = projector.stops()[-1]
    bar = sent(opened(course.entry(last.page).file, show=last.exhibit), "projector-bar")
    assert set(bar["steps"]) == {"before", "out"}


def test_what_is_folded_is_unfolded_and_stays_so_elsewhere_folded():
    folded = {"frame.everything": False}
    app = opened(LENET, state=folded, show="retold")
    assert app.session_state["unfold.lenet.modern"] is True
    assert not opened(LENET, state=folded).session_state["unfold.lenet.modern"]


@pytest.mark.parametrize("name", WRONG)
def test_a_name_that_is_none_is_a_sentence_over_the_whole_page(name):
    app = opened(HOME, show=name)
    assert not app.exception and alerts(app) == [label("projector.none", "en")]
    assert parts.BLOCK not in words(app)
    with pytest.raises(ValueError):
        component(app, "projector-bar")


def test_a_page_without_exhibits_has_none_to_show():
    assert label("projector.none", "en") in alerts(opened(course.entry("guesses").file, show="bet"))
