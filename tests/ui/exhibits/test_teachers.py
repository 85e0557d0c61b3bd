"""Does a class count each pupil's guess and keep answers back, and is it nothing to others?"""

import csv
import io

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.opening import component, opened, sent, told, words
from ui.classes import shared_store
from ui.classes.attempts import Attempts
from ui.classes.problems import ClassesMissing
from ui.classes.records import Opened
from ui.classes.shared_store import the_store
from ui.components.class_member import member_sent
from ui.exhibits.mnist import class_scores
from ui.exhibits.teachers import class_link, live_class, own_class, tally_table
from ui.page import app_root, class_html, class_strip, classroom, course, drawn_votes, progress
from ui.page.course import Question
from ui.page.frame import Page
from ui.words.text import LANGUAGES, Text, label, labels

TEACHERS = course.entry("teachers").file
HOME, GUESS = "streamlit_app.py", "home.guess"
RIGHT = '<tr class="right">'
PUPIL = "0123456789abcdef" * 2


@pytest.fixture(autouse=True)
def store(tmp_path, monkeypatch):
    """A store of its own, and nobody who has tried anything yet."""
    monkeypatch.setattr(shared_store.Where, "address", f"sqlite:///{tmp_path / 'c.sqlite'}")
    for module, name in (
        (classroom, "tries_of_visitor"),
        (classroom, "tries_of_address"),
        (classroom, "guesses_of_pupil"),
        (own_class, "openings"),
    ):
        monkeypatch.setattr(module, name, Attempts(5, 600.0))
    monkeypatch.setattr(classroom, "FRESH", -1.0)
    store = the_store()
    yield store
    store.end()


def visited(code: str = "", pupil: str = PUPIL, file: str = HOME, **query: str) -> AppTest:
    """The page as a browser opens it that has joined this class."""
    browser = {classroom.BROWSER: {"member": {"code": code, "pupil": pupil}}} if code else {}
    return opened(file, state=browser, **query)


def alerts(app: AppTest) -> list[str]:
    return [each.value for each in (*app.warning, *app.info)]


def answers(app: AppTest) -> list[str]:
    return [each.value for each in app.markdown if 'class="answer"' in each.value]


def guessed(app: AppTest, opened_class: Opened, option: str) -> AppTest:
    """The page after this option of Home's question was chosen, in a class."""
    key = f"{GUESS}@{opened_class.code}"
    at = course.entry("home").question("guess").options.index(option)
    return told(app, f"{key}:segments", "move", {"at": at, "moves": sent_moves(app, key) + 1})


def sent_moves(app: AppTest, key: str) -> int:
    return sent(app, f"{key}:segments")["heard"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_button_opens_a_class(store, lang):
    app = opened(TEACHERS, lang)
    app.button(key="teachers-open").click().run()
    assert not app.exception
    mine = app.session_state[own_class.LED]
    assert store.is_teacher(mine.code, mine.secret)
    shown = words(app)
    assert f">{mine.code}<" in shown and f"class={mine.code}" in shown
    assert mine.secret not in shown  # which may be projected
    assert label("teachers.nothing-yet", lang) in [each.value for each in app.caption]


def test_a_guess_of_a_pupil_is_on_the_teachers_screen(store):
    mine = store.open_class()
    pupil = guessed(visited(mine.code), mine, "few")
    assert store.tally(mine.code, GUESS) == {"few": 1}
    assert label("class.hidden", "en") in alerts(pupil) and not answers(pupil)
    assert GUESS not in pupil.session_state[progress.KEY].done  # or its answer could be looked up
    teacher = opened(TEACHERS, teach=f"{mine.code}.{mine.secret}")
    assert "teach" not in teacher.query_params
    assert label("class.guesses", "en", count=1) in words(teacher)
    assert RIGHT not in words(teacher)
    teacher.button(key="teachers-reveal").click().run()
    assert RIGHT in words(teacher) and store.standing(mine.code).shown == {GUESS}
    misled = label("class.misled", "en", option=label(f"question.{GUESS}.few", "en"))
    assert misled in words(teacher)
    pupil.run()
    assert len(answers(pupil)) == 1 and misled in words(pupil)
    assert pupil.session_state[progress.KEY].done >= {GUESS, f"{GUESS}:few"}
    guessed(pupil, mine, "hundred")  # who has seen the answer looks at the reasons, and no more
    assert store.tally(mine.code, GUESS) == {"few": 1}


def test_a_guess_may_be_changed_and_counts_once(store):
    mine = store.open_class()
    pupil = visited(mine.code)
    for option in ("few", "hundred", "hundred"):
        pupil = guessed(pupil, mine, option)
    assert store.tally(mine.code, GUESS) == {"hundred": 1}
    again = visited(mine.code)  # the same browser, another session: a reload, another replica
    assert again.session_state[f"{GUESS}@{mine.code}"] == "hundred"
    guessed(again, mine, "few")
    assert store.tally(mine.code, GUESS) == {"few": 1}


def test_where_each_sees_the_answer_it_comes_at_once(store):
    mine = store.open_class(at_once=True)
    pupil = guessed(visited(mine.code), mine, "few")
    assert answers(pupil) and store.tally(mine.code, GUESS) == {"few": 1}


def test_what_was_guessed_before_is_no_vote_and_stays(store):
    mine = store.open_class()
    before = {progress.STORE: {"stored": {"epoch": 1, "done": [GUESS, f"{GUESS}:thousand"]}}}
    browser = {classroom.BROWSER: {"member": {"code": mine.code, "pupil": PUPIL}}}
    app = opened(HOME, state=before | browser)
    assert app.session_state[f"{GUESS}@{mine.code}"] is None and not answers(app)
    app = guessed(app, mine, "few")
    app.button(key="class-leave").click().run()
    assert app.session_state[GUESS] == "thousand" and answers(app)


def test_a_late_guess_is_told_that_it_does_not_count(store):
    mine = store.open_class()
    store.reveal(mine.code, mine.secret, GUESS)
    app = guessed(visited(mine.code), mine, "few")
    assert answers(app) and label("class.late", "en") in [each.value for each in app.caption]
    assert store.tallies(mine.code) == {}


@pytest.mark.parametrize("code", ["CCCC", "0000", "", "<b>x</b>", "C" * 500, "한글코드"])
def test_a_wrong_code_is_a_sentence(code):
    app = opened(HOME, **{"class": code})
    assert not app.exception and classroom.PARAMETER not in app.query_params
    if code == "CCCC":
        assert label("class.joining", "en", code=code) in alerts(app)
        app = visited(code, **{"class": code})
    assert label("problem.class-over", "en") in alerts(app)


def test_the_link_and_the_field_ask_the_browser_who_it_is(store):
    mine = store.open_class()
    app = opened(HOME, **{"class": mine.code.lower()})
    assert sent(app, classroom.BROWSER) == {"code": mine.code, "known": False, "left": ""}
    app = opened(HOME)
    app.text_input(key=class_strip.TYPED).input(f" {mine.code.lower()} ").run()
    assert sent(app, classroom.BROWSER)["code"] == mine.code
    app = visited(mine.code)
    assert sent(app, classroom.BROWSER)["known"]
    app.button(key="class-leave").click().run()
    assert sent(app, classroom.BROWSER) == {"code": "", "known": True, "left": mine.code}
    assert not app.session_state[classroom.ROOM].code


def test_codes_are_not_found_by_trying(store):
    mine = store.open_class()
    for _ in range(5):
        visited("CCCC", **{"class": "CCCC"})
    app = visited(mine.code, **{"class": mine.code})
    assert label("problem.class-tries", "en") in alerts(app)
    assert store.standing(mine.code).pupils == 0


def test_a_thousand_guesses_of_one_pupil_are_some(store, monkeypatch):
    mine = store.open_class()
    app, counted = visited(mine.code), []
    vote = store.vote
    monkeypatch.setattr(store, "vote", lambda *of: counted.append(of) or vote(*of))
    for at in range(9):
        app = guessed(app, mine, ("few", "hundred")[at % 2])
    assert len(counted) == 5
    assert label("class.on-its-way", "en") not in alerts(app)  # an earlier one counts
    assert app.session_state[classroom.ROOM].waiting == {GUESS: "few"}
    assert sum(store.tally(mine.code, GUESS).values()) == 1


def test_a_forged_question_or_choice_is_no_vote(store, monkeypatch):
    mine = store.open_class()
    app = visited(mine.code)
    room = app.session_state[classroom.ROOM]
    monkeypatch.setattr(classroom, "room", lambda: room)
    for question, choice in (("home.other", "few"), (GUESS, "other"), ("", ""), (GUESS, "x" * 99)):
        classroom.vote(question, choice)
    assert store.tallies(mine.code) == {} and not room.waiting
    classroom.vote(GUESS, "few")
    assert store.tallies(mine.code) == {GUESS: {"few": 1}}


@pytest.mark.parametrize(
    "message",
    [
        None,
        7,
        [],
        {},
        {"code": "CDFH"},
        {"code": 7, "pupil": PUPIL},
        {"code": "CDFH", "pupil": 7},
        {"code": "CDFH", "pupil": PUPIL + "0"},
        {"code": "CDFH", "pupil": "<img src=x>"},
        {"code": "C" * 9_000, "pupil": PUPIL},
        {"code": "", "pupil": PUPIL},
    ],
)
def test_what_a_browser_says_is_checked(message):
    app = opened(HOME, state={classroom.BROWSER: {"member": message}})
    assert not app.exception and not app.session_state[classroom.ROOM].code
    assert member_sent("nothing") is None


def test_a_class_that_ends_lets_its_pupils_go_on(store):
    mine = store.open_class()
    app = guessed(visited(mine.code), mine, "few")
    store.close(mine.code, mine.secret)
    app.run()
    assert label("problem.class-over", "en") in alerts(app)
    assert not app.session_state[classroom.ROOM].code
    assert sent(app, classroom.BROWSER)["left"] == mine.code
    app.run()
    assert not app.exception


def test_without_a_store_pupils_learn_and_no_guess_is_lost(store, monkeypatch):
    mine = store.open_class()
    app = visited(mine.code)

    def gone(*_):
        raise ClassesMissing("gone")

    with monkeypatch.context() as patch:
        for name in ("vote", "standing", "tally", "guess_of"):
            patch.setattr(store, name, gone)
        patch.setattr(classroom, "PATIENCE", -1.0)
        app = guessed(app, mine, "few")
        assert not app.exception and answers(app)
        assert label("problem.class-missing", "en") in alerts(app)
    app.run()
    assert store.tally(mine.code, GUESS) == {"few": 1}
    assert label("problem.class-missing", "en") not in alerts(app)


def test_where_the_store_was_lost_a_pupil_is_taken_in_again(store):
    mine = store.open_class()
    app = visited(mine.code)
    with store._engine.begin() as connection:
        connection.exec_driver_sql("delete from class_pupil")
    guessed(app, mine, "few")
    assert store.tally(mine.code, GUESS) == {"few": 1}


def test_a_wrong_address_of_the_database_is_a_sentence(monkeypatch):
    monkeypatch.setattr(shared_store.Where, "address", "nosuch://name:hush@host/database")
    app = opened(TEACHERS)
    app.button(key="teachers-open").click().run()
    assert alerts(app) == [label("problem.class-missing", "en")]
    pupil = visited("CDFH", **{"class": "CDFH"})
    assert not pupil.exception and label("problem.class-missing", "en") in alerts(pupil)


@pytest.mark.parametrize("change", ["", "x", "CCCC.", "CCCC", ".", "a.b", "<b>", "C" * 300])
def test_a_wrong_teachers_link_leads_no_class(store, change):
    mine = store.open_class()
    for token in (change, f"{mine.code}.{'x' * 22}", f"{mine.code}.{mine.secret}x", mine.code):
        app = opened(TEACHERS, teach=token)
        assert not app.exception and own_class.LED not in app.session_state
        assert label("problem.class-not-yours", "en") in alerts(app)
    assert store.standing(mine.code).shown == frozenset()


def test_a_tab_that_is_loaded_again_still_leads(store):
    mine = store.open_class()
    token = f"{mine.code}.{mine.secret}"
    app = opened(TEACHERS, state={own_class.TAB: {"token": token}})
    assert app.session_state[own_class.LED] == (mine.code, mine.secret)
    assert sent(app, own_class.TAB)["token"] == token
    app.button(key="teachers-close").click().run()
    assert own_class.LED not in app.session_state and sent(app, own_class.TAB)["forget"]
    assert not app.exception and not app.warning
    app.run()
    assert own_class.LED not in app.session_state


def test_the_teacher_leads_the_class_to_a_place_and_lets_it_go(store):
    mine = store.open_class()
    guessed(visited(mine.code), mine, "few")
    teacher = opened(TEACHERS, teach=f"{mine.code}.{mine.secret}")
    teacher.button(key="teachers-bring").click().run()
    assert store.standing(mine.code).place == GUESS
    pupil = visited(mine.code, file=course.entry("lenet").file)
    link = sent(pupil, "class-follow")
    assert link["href"].endswith("#guess") and link["pointed"] == 1
    teacher.selectbox(key="teachers.place").select("lenet.most").run()
    teacher.button(key="teachers-point").click().run()
    pupil.run()
    link = sent(pupil, "class-follow")
    assert link["href"] == "./LeNet?lang=en#most" and link["pointed"] == 2
    teacher.button(key="teachers-let-go").click().run()
    pupil.run()
    with pytest.raises(ValueError):
        component(pupil, "class-follow")


@pytest.mark.parametrize("place", ["", "x", "lenet", "lenet.", "lenet.nothing", "x.most", "..."])
def test_a_place_that_is_none_has_no_link(place):
    assert class_strip.place_link(place, "en") is None


def test_a_class_that_the_teacher_closed_elsewhere_is_over(store):
    mine = store.open_class()
    app = opened(TEACHERS, teach=f"{mine.code}.{mine.secret}")
    store.close(mine.code, mine.secret)
    app.run()
    assert own_class.LED not in app.session_state
    assert label("problem.class-over", "en") in alerts(app)


def test_one_address_opens_so_many_classes(store):
    app = opened(TEACHERS)
    for _ in range(6):
        app.session_state[own_class.LED] = None
        app.run()
        app.button(key="teachers-open").click().run()
    assert label("problem.class-tries", "en") in alerts(app)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_table_has_every_option_of_what_was_answered(store, lang):
    page = Page(course.entry("teachers"), lang)
    data = tally_table.as_csv(page, {GUESS: {"few": 3}, "lenet.most": {"end": 1}, "x.y": {"z": 9}})
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    options = [*course.entry("home").question("guess").options]
    options += course.entry("lenet").question("most").options
    assert len(rows) == 1 + len(options)
    assert [row[3] for row in rows[1:]] == ["3", "0", "0", "0", "0", "1"]
    assert [row[2] for row in rows[1:] if row[4]] == [
        label(f"question.{GUESS}.hundred", lang),
        label("question.lenet.most.end", lang),
    ]


@pytest.mark.parametrize(
    ("tally", "wrong"),
    [
        ({}, None),
        ({"b": 3}, None),
        ({"a": 2, "b": 2}, None),
        ({"a": 3, "b": 2}, "a"),
        ({"a": 1, "c": 4, "b": 2}, "c"),
        ({"nonsense": 9}, None),
    ],
)
def test_a_wrong_majority_is_found(tally, wrong):
    assert class_html.misled(Question("q", ("a", "b", "c"), right="b"), tally) == wrong


def test_a_misconception_that_is_known_is_named():
    known = [
        (f"{entry.name}.{question.name}", option)
        for entry in course.PAGES
        for question in entry.questions
        for option in question.options
        if f"question.{entry.name}.{question.name}.why-{option}" in labels("en")
    ]
    assert known
    for key, option in known:
        told_of = class_html.misconception(Text("home", "en"), key, option)
        assert label(f"question.{key}.why-{option}", "en") in told_of


@pytest.mark.parametrize(
    ("url", "alone", "link"),
    [
        ("http://localhost:8501/For_teachers", False, "http://192.168.1.20:8501/?class=CDFH"),
        ("http://localhost:8501/For_teachers", True, "http://localhost:8501/?class=CDFH"),
        ("https://cnn.example.org/For_teachers", True, "https://cnn.example.org/?class=CDFH"),
        ("https://a.example/course/For_teachers", False, "https://a.example/course/?class=CDFH"),
    ],
)
def test_the_link_is_what_others_call_this_server(url, alone, link, monkeypatch):
    page = Page(course.entry("teachers"), "en")
    monkeypatch.setattr(app_root, "lan_address", lambda: "192.168.1.20")
    monkeypatch.setattr(class_link.Listening, "alone", alone)
    monkeypatch.setattr(class_link.st, "context", type("Context", (), {"url": url}))
    assert class_link.pupils_link(page, "CDFH") == link
    own = class_link.teachers_link(page, own_class.Led("CDFH", "s" * 22))
    assert own == f"{url}?teach=CDFH.{'s' * 22}&lang=en"
    assert class_link.is_here_alone() == (alone and "localhost" in url)


def test_without_a_class_nothing_of_it_is_shown_or_loaded():
    app = opened(HOME)
    assert not app.exception and "class-tally" not in words(app)
    with pytest.raises(ValueError):
        component(app, "class-follow")


DATA, MNIST = course.entry("data").file, course.entry("mnist").file
CURVE = [40.0, 30.0, 20.0, 10.0, 5.0, 3.0, 2.0]
DRAWN = (drawn_votes.CURVE, DATA, "data-bet", "made", CURVE)
ROUND = (drawn_votes.GAME, MNIST, "mnist.rounds", "finished", [1, 2, 3, 4, 5, 6, 7, 8, 9, 0])


def hides(app: AppTest, name: str) -> bool:
    """Whether the component does not know what is right."""
    data = sent(app, name)
    return data["hidden"] is None if "hidden" in data else {t[1] for t in data["turns"]} == {-1}


@pytest.mark.parametrize(("key", "file", "name", "event", "value"), [DRAWN, ROUND])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_curve_and_the_game_are_voted_on_like_questions(
    store, key, file, name, event, value, lang
):
    mine = store.open_class()
    done = progress.Progress(1, frozenset({key}))  # in an earlier visit: that is no vote
    browser = {classroom.BROWSER: {"member": {"code": mine.code, "pupil": PUPIL}}}
    pupil = opened(file, lang, state=browser | {progress.KEY: done})
    assert hides(pupil, name) and not answers(pupil) and sent(pupil, name)["room"] == mine.code
    for _ in range(2):  # sent again it counts once
        pupil = told(pupil, name, event, value)
    assert list(store.tally(mine.code, key).values()) == [1]
    assert hides(pupil, name) and label("class.hidden", lang) in alerts(pupil)
    changed = value[1:] + value[:1]
    pupil = told(pupil, name, event, changed)
    assert list(store.tally(mine.code, key).values()) == [1]

    teacher = opened(TEACHERS, lang, teach=f"{mine.code}.{mine.secret}")
    assert not teacher.exception and "⟨" not in words(teacher)
    assert label(f"vote.{key}", lang) in words(teacher)
    truth = '<li class="measured"' if key == drawn_votes.CURVE else '<i class="class-part"'
    assert truth not in words(teacher)
    teacher.button(key="teachers-reveal").click().run()
    assert truth in words(teacher)

    pupil.run()
    assert not pupil.exception and not hides(pupil, name) and truth in words(pupil)
    told(pupil, name, event, value)  # too late to change it
    kept = drawn_votes.curve_choice(changed) or drawn_votes.game_choice(1, changed)
    assert store.tally(mine.code, key) == {kept: 1}


@pytest.mark.parametrize(("key", "file", "name", "event", "value"), [DRAWN, ROUND])
def test_where_answers_come_at_once_the_first_curve_and_round_count(
    store, key, file, name, event, value
):
    mine = store.open_class(at_once=True)
    pupil = visited(mine.code, file=file)
    assert not hides(pupil, name)
    pupil = told(pupil, name, event, value)
    first = store.tally(mine.code, key)
    told(pupil, name, event, value[::-1])
    assert store.tally(mine.code, key) == first and sum(first.values()) == 1
    assert key in pupil.session_state[progress.KEY].done


@pytest.mark.parametrize(("key", "file", "name", "event", "value"), [DRAWN, ROUND])
def test_a_forged_curve_or_round_is_no_vote(store, key, file, name, event, value):
    mine = store.open_class()
    pupil = visited(mine.code, file=file)
    for forged in (True, [], "x" * 99, value[1:], [*value, 1], [*value[1:], "1"], [99] * 10, {}):
        pupil = told(pupil, name, event, forged)
        assert not pupil.exception
    assert store.tallies(mine.code) == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_table_has_curves_by_height_and_rounds_by_score(lang):
    page = Page(course.entry("teachers"), lang)
    labels_of_first = class_scores.labels_of(1)
    tallies = {
        drawn_votes.CURVE: {"0000000": 2, "000000t": 1, "forged": 5},
        drawn_votes.GAME: {drawn_votes.game_choice(1, labels_of_first): 4},
    }
    rows = list(csv.reader(io.StringIO(tally_table.as_csv(page, tallies).decode("utf-8-sig"))))[1:]
    curve = [row for row in rows if row[0] == label("page.data", lang)]
    assert [row[3] for row in curve] == ["3"] * 6 + ["2", "1"]
    assert [row[2] for row in curve[-2:]] == ["0.5%", "55.4%"]
    game = [row for row in rows if row[0] == label("page.mnist", lang)]
    assert [row[3] for row in game] == ["0"] * 10 + ["4"] * 11
    assert [row[2] for row in game if row[4]] == [str(each) for each in labels_of_first]


def test_the_list_of_the_class_has_every_question_the_curve_and_the_game():
    keys = live_class.keys_asked()
    assert set(keys) == {key for key, _ in live_class.questions_asked()} | set(drawn_votes.KEYS)
    assert [key for key in course.exhibits() if key in keys] == keys
