"""Is a page short at first, is all of it there, and is nothing made for what is folded?"""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.opening import opened
from ui.page import course, depth, folds, pace
from ui.page.course import PAGES, Entry
from ui.words.text import LANGUAGES, Text, labels, sections

FOLDING = [entry for entry in PAGES if entry.folds]
SHORT = {depth.EVERYTHING: False}


def shown(entry: Entry, lang: str = "en", **query: str) -> AppTest:
    return opened(entry.file, lang, SHORT, **query)


def headings(app: AppTest) -> list[str]:
    return [element.value for element in app.header]


def whole(text: str) -> str:
    return text.replace("\u2060", "")


@pytest.mark.parametrize("entry", FOLDING, ids=lambda entry: entry.name)
def test_each_fold_is_a_section_of_the_text_and_in_no_other(entry):
    named = [section for fold in entry.folds for section in fold]
    assert len(named) == len(set(named))
    assert {fold[0] for fold in entry.folds} <= set(sections(entry.name, "en"))
    assert set(named) <= set(sections(entry.name, "en")) | set(entry.exhibits)


@pytest.mark.slow
@pytest.mark.parametrize("entry", [e for e in FOLDING if not e.chapters], ids=lambda e: e.name)
def test_what_is_folded_is_not_drawn_until_it_is_unfolded(entry):
    lang = LANGUAGES[PAGES.index(entry) % 2]
    app = shown(entry, lang)
    assert not app.exception
    titles = [whole(panel.label) for panel in app.expander]
    text = sections(entry.name, lang)
    for key in (section for fold in entry.folds for section in fold if section in text):
        if "{" not in text[key].heading:
            assert whole(text[key].heading) not in map(whole, headings(app)), key
    for fold in entry.folds:
        if "{" not in text[fold[0]].heading:
            assert whole(text[fold[0]].heading) in titles
    first = entry.folds[-1][0]
    before = len(app.main)
    app.session_state[f"unfold.{entry.name}.{first}"] = True
    app.run()
    assert not app.exception and len(app.main) >= before
    body = text[first].body.split("\n")[0][:20].split("{")[0].split("[")[0]
    assert body in " ".join(element.value for element in app.markdown)
    assert f"{entry.name}.{first}" in app.session_state[folds.UNFOLDED]


@pytest.mark.slow
@pytest.mark.parametrize("name", [each.name for each in course.entry("alexnet").chapters])
def test_a_chapter_is_shown_alone_under_links_to_all(name):
    entry = course.entry("alexnet")
    app = shown(entry, chapter=name)
    assert not app.exception
    (mine,) = (each for each in entry.chapters if each.name == name)
    written, found = sections("alexnet", "en"), {whole(each) for each in headings(app)}
    for chapter in entry.chapters:
        for key in chapter.sections:
            if key in written and not entry.fold_of(key) and "{" not in written[key].heading:
                assert (whole(written[key].heading) in found) == (chapter == mine), key


@pytest.mark.slow
def test_every_section_of_a_page_in_chapters_is_in_one_of_them():
    entry = course.entry("alexnet")
    drawn = set(map(whole, headings(opened(entry.file))))
    named = [section for chapter in entry.chapters for section in chapter.sections]
    assert len(named) == len(set(named))
    text = Text("alexnet", "en")
    assert drawn <= {
        whole(text.heading(each)) for each in named if each in sections("alexnet", "en")
    }
    for fold in entry.folds:
        assert (
            len({next(c.name for c in entry.chapters if each in c.sections) for each in fold}) == 1
        )


@pytest.mark.parametrize("asked", ["", "nothing", "<b>", "relu" * 1000])
def test_a_chapter_that_does_not_exist_is_the_first(asked):
    app = shown(course.entry("alexnet"), chapter=asked)
    assert not app.exception
    assert "Why did tanh have to go?" in headings(app)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("entry", [e for e in PAGES if e.exhibits], ids=lambda e: e.name)
def test_the_opening_says_what_for_and_how_long_and_the_end_what_to_keep(entry, lang):
    minutes = pace.minutes(entry, lang)
    assert 1 <= minutes <= 45
    known = labels(lang)
    assert "{minutes}" in known[f"aim.{entry.name}"] and f"keep.{entry.name}" in known
    app = shown(entry, lang)
    assert known[f"aim.{entry.name}"].replace("{minutes}", str(minutes)) in " ".join(
        whole(element.value) for element in app.markdown
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_short_way_takes_about_ninety_minutes(lang):
    assert 75 <= sum(pace.minutes(entry, lang) for entry in PAGES) <= 105


def test_the_short_way_is_what_stands_open():
    assert set(course.short_way()) < set(course.exhibits())
    draw = course.entry("draw")
    assert "gradient" in draw.exhibits and "gradient" not in draw.short
    assert draw.fold_of("gradient") == "fool" and draw.fold_of("pad") == ""
    assert (
        draw.is_folded("doubt-measured") and draw.is_folded("step") and not draw.is_folded("steps")
    )
    with pytest.raises(KeyError):
        draw.fold("gradient")


def test_a_link_can_open_everything_and_the_switch_close_it_again():
    app = opened("streamlit_app.py", "en", SHORT, open="all")
    assert app.session_state[depth.EVERYTHING] and not app.expander[0].label.startswith("How did")
    app.toggle(key=depth.EVERYTHING).set_value(False).run()
    assert not app.session_state[depth.EVERYTHING]
    assert "How did we get here?" in [panel.label for panel in app.expander]


def test_a_choice_that_a_folded_exhibit_shares_is_no_error():
    app = shown(course.entry("lenet"), network="lenet1")
    assert not app.exception
    assert Path(course.entry("lenet").file).name == "4_LeNet.py"
