"""Are the ready lessons whole: their minutes, links, questions, both languages, and no leak?"""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from tests.test_prose import POLITE, lesson_words
from tests.ui.opening import notes, opened, plain, words
from ui.classes import shared_store
from ui.classes.shared_store import the_store
from ui.exhibits.guesses import told
from ui.exhibits.teachers import lesson_plans
from ui.page import course, teaching
from ui.page.frame import Page
from ui.words.facts import toml
from ui.words.text import FACT_FIELD, LANGUAGES, fill, label, labels, sections

TEACHERS = course.entry("teachers").file
ROWS = {row["name"]: row for row in toml("lessons")["lesson"]}
PLACES = sorted(
    {
        (place["to"], tuple(place.get("more", {}).items()))
        for row in ROWS.values()
        for step in row["step"]
        for place in step.get("places", ())
    }
)
LEAK = re.compile(r'class="lesson-(?:right|misled)"')


@pytest.fixture(autouse=True)
def store(tmp_path, monkeypatch):
    monkeypatch.setattr(shared_store.Where, "address", f"sqlite:///{tmp_path / 'c.sqlite'}")
    store = the_store()
    yield store
    store.end()


def visited(lang: str = "en", teaches: bool = False, **query: str) -> AppTest:
    app = opened(TEACHERS, lang, state={teaching.SAID: True} if teaches else {}, **query)
    assert not app.exception
    return app


def text_of(app: AppTest) -> str:
    return " ".join(plain(re.sub("(?s)<style>.*?</style>", "", words(app))).split())


def answers_of(row: dict, lang: str) -> list[str]:
    """What a key says and nobody else may read: answers, and what to say to the misled."""
    found = [
        " ".join(fill(step[name][lang], lang).split())
        for step in row["step"]
        for name in ("answer", "say")
        if name in step
    ]
    for step in row["step"]:
        question = told.question(step["ask"]) if "ask" in step else None
        for option in question.options if question else ():
            reason = f"question.{step['ask']}.why-{option}"
            if reason in labels(lang):
                found.append(label(reason, lang))
    return found


def test_there_are_five_and_each_has_a_name_of_its_own():
    assert len(ROWS) == len(toml("lessons")["lesson"]) >= 5
    assert all(re.fullmatch("[a-z]+", name) for name in ROWS)


@pytest.mark.parametrize("name", ROWS)
def test_the_minutes_add_up(name):
    minutes = [step["minutes"] for step in ROWS[name]["step"]]
    assert sum(minutes) == lesson_plans.MINUTES and min(minutes) >= 5


@pytest.mark.parametrize("name", ROWS)
def test_a_lesson_is_whole(name):
    row = ROWS[name]
    assert row["aims"] and row["ready"] and row["topic"]
    assert set(row["ideas"]) <= set(lesson_plans.IDEAS) and row["ideas"]
    asked = [step["ask"] for step in row["step"] if "ask" in step]
    assert asked and len(set(asked)) == len(asked) and set(asked) <= set(told.names())
    pages = {course.parted(place["to"])[0].name for s in row["step"] for place in s["places"]}
    assert len(pages) > 1 or name == "learning", "a lesson leads across pages"
    known = {"minutes", "do", "places", "ask", "say", "task", "room", "answer"}
    for step in row["step"]:
        assert set(step) <= known and "do" in step
        assert ("ask" in step) == ("say" in step)
        assert ("task" in step) == ("room" in step) == ("answer" in step)
        assert "ask" in step or "task" in step, "there is something to do in each step"
        assert step.get("room", 3) >= 3


@pytest.mark.parametrize("name", ROWS)
def test_both_languages_are_there_with_the_same_numbers(name):
    every = list(lesson_words(ROWS[name]))
    assert every
    for row in every:
        assert set(LANGUAGES) <= set(row) and all(row[lang].strip() for lang in LANGUAGES)
        fields = [FACT_FIELD.findall(row[lang]) for lang in LANGUAGES]
        assert sorted(fields[0]) == sorted(fields[1]), row
        if row["en"][-1] in ".?" and row is not ROWS[name]["title"]:
            for sentence in re.split(r"(?<=[.?]) ", row["ko"]):
                assert POLITE.search(sentence), sentence


@pytest.mark.parametrize(("to", "more"), PLACES)
def test_a_link_leads_to_a_page_and_a_section_that_exist(to, more):
    page = Page(course.entry("teachers"), "en")
    address = lesson_plans._place(page, {"to": to, "more": dict(more)}).address
    parts, entry = urlsplit(address), course.parted(to)[0]
    assert parts.path == f"./{entry.address}"
    assert not parts.fragment or parts.fragment in sections(entry.name, "en")
    assert parse_qs(parts.query) == {"lang": ["en"]} | {key: [value] for key, value in more}


@pytest.mark.slow
@pytest.mark.parametrize(("to", "more"), [place for place in PLACES if place[1]])
def test_what_a_link_asks_for_is_there(to, more):
    """The page takes every parameter for its own and says of none that it is not here."""
    entry = course.parted(to)[0]
    app = opened(entry.file, **dict(more))
    assert not app.exception and not notes(app)
    strange = opened(entry.file, **{key: "§" for key, _ in more})
    assert not strange.exception
    refused = len(notes(strange)) + sum(key not in strange.query_params for key, _ in more)
    changed = sum(strange.query_params.get(key) not in ("§", ["§"]) for key, _ in more)
    assert refused or changed, "a parameter that this page does not know"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_shows_all_plans_and_no_answer(lang):
    app = visited(lang)
    shown = text_of(app)
    for name, row in ROWS.items():
        assert row["title"][lang] in shown
        assert f"sheet={name}" in words(app) and f"key={name}" not in words(app)
        for answer in answers_of(row, lang):
            assert answer not in shown
    assert not LEAK.search(words(app))
    assert label("teachers.minutes", lang, count=45) in shown
    app.button(key="teachers-teach").click().run()
    assert all(f"key={name}" in words(app) for name in ROWS)
    assert "teachers-teach" not in [each.key for each in app.button]
    app.run()
    assert all(f"key={name}" in words(app) for name in ROWS)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ROWS)
def test_a_worksheet_asks_everything_and_answers_nothing(name, lang):
    app = visited(lang, teaches=True, sheet=name)
    shown, row = text_of(app), ROWS[name]
    page = Page(course.entry("teachers"), lang)
    assert app.title[0].value == row["title"][lang] and not app.header
    for step in row["step"]:
        if "task" in step:
            assert fill(step["task"][lang], lang) in shown
        if "ask" in step:
            assert told.asked(page, step["ask"]) in shown
            for option in told.question(step["ask"]).options:
                assert told.option_words(page, step["ask"], option) in shown
    for answer in answers_of(row, lang):
        assert answer not in shown
    assert not LEAK.search(words(app)) and "✓" not in shown


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ROWS)
def test_a_key_answers_everything_for_who_teaches(name, lang):
    app = visited(lang, teaches=True, key=name)
    shown, row = text_of(app), ROWS[name]
    page = Page(course.entry("teachers"), lang)
    for answer in answers_of(row, lang):
        assert unescape(answer) in shown
    for step in row["step"]:
        if "ask" in step:
            right = told.right_option(step["ask"])
            assert right and f'lesson-right">{told.option_words(page, step["ask"], right)}' in (
                unescape(words(app))
            )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_key_opens_only_for_who_teaches(store, lang):
    name, row = next(iter(ROWS.items()))
    app = visited(lang, key=name)
    shown = text_of(app)
    for answer in answers_of(row, lang):
        assert answer not in shown
    assert not LEAK.search(words(app))
    app.button(key="teachers-teach").click().run()
    assert LEAK.search(words(app))
    mine = store.open_class()
    leading = visited(lang, key=name, teach=f"{mine.code}.{mine.secret}")
    assert LEAK.search(words(leading))
    forged = visited(lang, key=name, teach=f"{mine.code}.{'x' * 22}")
    assert not LEAK.search(words(forged))


@pytest.mark.parametrize("kind", ["sheet", "key"])
@pytest.mark.parametrize("name", ["", "x", "<b>", "수업", "s" * 5_000])
def test_a_lesson_that_does_not_exist_is_a_sentence(kind, name):
    app = visited(teaches=True, **{kind: name})
    assert label("teachers.no-lesson", "en") in [each.value for each in app.info]
    assert app.title[0].value == sections("teachers", "en")["title"].heading


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_map_has_a_row_for_each_lesson(lang):
    shown = words(visited(lang))
    table = shown[shown.index("lesson-map") :]
    for row in ROWS.values():
        assert row["topic"][lang] in table
        for idea in row["ideas"]:
            assert label(f"teachers.idea-{idea}", lang) in table
