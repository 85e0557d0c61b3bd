"""Does the page of all guesses tell the truth, ask again without hints, and count honestly?"""

import re
from collections import Counter

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.opening import chosen, opener, plain, words
from ui.exhibits.guesses import again, sheet, told
from ui.exhibits.guesses.again import MOST, Score, chosen_questions, score, shuffled
from ui.exhibits.guesses.told import SENTENCE
from ui.page import course, progress
from ui.page.frame import Page
from ui.words.text import LANGUAGES, Text, label, labels, sections

opened = opener("pages/91_Your_Guesses.py")
NAMES = told.names()
PLAIN = [name for name in NAMES if name not in told.MEASURED]
RIGHT = {name: told.question(name).right for name in NAMES}
FIRST = {  # two missed, three hit, and not in the order of the course
    "imagenet.fall": "y2012",
    "lenet.lesion": "m3",
    "home.guess": "few",
    "training.cost": "once",
    "data.budget": "machine",
}


def guessed_so(lang: str = "en", guesses: dict[str, str] = FIRST) -> AppTest:
    done = {*guesses, *(f"{name}:{option}" for name, option in guesses.items())}
    return opened(lang, {progress.KEY: progress.Progress(1, frozenset(done))})


def shown(app: AppTest) -> str:
    return " ".join(plain(words(app)).replace("\u2060", "").split())


def page(lang: str) -> Page:
    return Page(course.entry("guesses"), lang)


def test_every_question_of_the_course_is_here_and_has_its_words():
    assert len(NAMES) == len(set(NAMES)) == sum(len(entry.questions) for entry in course.PAGES)
    recalled = {key for key in labels("en") if key.startswith("recall.")}
    assert recalled <= {f"recall.{name}" for name in NAMES}
    assert set(told.MEASURED) <= set(NAMES)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", PLAIN)
def test_a_reason_is_whole_sentences_of_the_answer_and_short(name, lang):
    entry, key = course.parted(name)
    found = told.told_of(page(lang), name, RIGHT[name])
    assert found.right and found.truth == found.said
    ends = r"[.]$" if lang == "en" else r"(?:니다|시오)\.$"
    assert re.search(ends, found.because) and 12 < len(found.because) < 420
    assert len(SENTENCE.split(found.because)) == told.question(name).told
    first = found.because.split()[0].replace("\u2060", "")
    assert first in Text(entry.name, lang)[f"{key}-answer"].replace("*", "").replace("\u2060", "")
    assert not re.search(r"[{}⟨*\[\]]", " ".join(map(str, found)))
    assert found.address.split("?")[0] == f"./{entry.address}"
    assert found.address.endswith(f"#{key}") and key in sections(entry.name, lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_visitor_without_a_guess_meets_a_calm_sentence_and_a_way_in(lang):
    app = opened(lang)
    assert not app.exception and not app.button(key="clear-progress").disabled
    assert labels(lang)["guesses.none"] in shown(app)
    assert f'href="./?lang={lang}#guess"' in words(app)
    assert labels(lang)["guesses.nothing"] in shown(app)
    for name in NAMES:
        assert told.told_of(page(lang), name, RIGHT[name]).heading in shown(app).replace("*", "")
    assert not [each for each in app.button if each.key == "guesses-begin"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_guess_stands_beside_the_truth_the_reason_and_the_way_back(lang):
    app = guessed_so(lang)
    assert not app.exception
    text = shown(app)
    for name, option in FIRST.items():
        found = told.told_of(page(lang), name, option)
        for part in (found.heading, found.asked, found.said, found.truth, found.because):
            assert part.replace("\u2060", "") in text, (name, part)
        assert found.address.replace("&", "&amp;") in words(app)
        assert found.right == (option == RIGHT[name])
    count = label("guesses.count", lang, answered=5, all=len(NAMES), right=3)
    assert count.replace("\u2060", "") in text
    assert label("guesses.unasked", lang, count=len(NAMES) - 5) in text
    assert words(app).count('class="guess right"') == 3


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_sentence_of_each_lesson_is_kept(lang):
    app = opened(lang)
    for entry in course.PAGES:
        if entry.is_lesson:
            sentence = label(f"keep.{entry.name}", lang)
            assert sentence.replace("\u2060", "") in shown(app)


def test_what_is_counted_on_this_computer_is_told_as_measured(monkeypatch):
    name = "photo.turned"
    monkeypatch.setitem(told.MEASURED, name, lambda: "half")
    assert told.told_of(page("en"), name, "half").right
    missed = told.told_of(page("en"), name, "few")
    assert not missed.right and missed.truth == label(f"question.{name}.half", "en")


def test_what_cannot_be_counted_is_said_and_not_asked(monkeypatch):
    from cnn.errors import Problem

    def fails() -> str:
        raise Problem("asset-missing", "A file is missing.", file="x")

    monkeypatch.setitem(told.MEASURED, "photo.turned", fails)
    app = guessed_so(guesses={"photo.turned": "few"})
    assert not app.exception
    assert labels("en")["guesses.unmeasured"] in shown(app)
    assert labels("en")["guesses.nothing"] in shown(app)


def test_the_counted_answer_is_the_one_of_its_exhibit():
    from ui.exhibits.photo.comparisons import survivors, turned

    assert told.right_option("photo.turned") == survivors(turned()[0])


# Once more


@pytest.mark.parametrize("seed", range(5))
def test_what_was_missed_is_asked_first(seed):
    guesses = {name: told.question(name).options[0] for name in NAMES}
    found = chosen_questions(guesses, RIGHT, seed)
    assert len(found) == len(set(found)) == MOST
    missed = [name for name in NAMES if guesses[name] != RIGHT[name]]
    assert len(missed) > MOST and set(found) <= set(missed)
    few = chosen_questions(FIRST, RIGHT, seed)
    assert set(few[:2]) == {"imagenet.fall", "home.guess"} and set(few) == set(FIRST)
    assert chosen_questions(FIRST, RIGHT, seed) == few


def test_the_order_is_another_for_another_seed_and_the_same_for_the_same():
    every = {tuple(shuffled("lenet.lesion", seed)) for seed in range(20)}
    assert len(every) > 5
    assert all(sorted(order) == sorted(told.question("lenet.lesion").options) for order in every)
    assert shuffled("lenet.lesion", 3) == shuffled("lenet.lesion", 3)
    first = Counter(shuffled("home.guess", seed)[0] for seed in range(300))
    assert min(first.values()) > 60  # of three


def test_the_score_counts_only_what_was_answered_again():
    now = {"imagenet.fall": "y2015", "home.guess": "hundred", "lenet.lesion": "m0"}
    assert score(now, FIRST, RIGHT) == Score(asked=3, now=2, then=1)
    assert score({}, FIRST, RIGHT) == Score(0, 0, 0)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("now", "kind"), [(5, "more"), (3, "same"), (1, "fewer")])
def test_more_the_same_and_fewer_are_said_as_they_are(lang, now, kind):
    said = again.in_words(page(lang), Score(5, now, 3))
    assert said == label(f"guesses.{kind}", lang, asked=5, now=now, then=3, more=2, fewer=2)


def choose(app: AppTest, name: str, option: str) -> AppTest:
    at = shuffled(name, app.session_state[again.SEED]).index(option)
    return chosen(app, f"{again.CHOICE}.{name}", at)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_round_hides_the_answers_until_it_is_compared(lang):
    app = guessed_so(lang)
    because = told.told_of(page(lang), "lenet.lesion", "m3").because.replace("\u2060", "")
    assert because in shown(app)
    app.button(key="guesses-begin").click().run()
    assert not app.exception
    assert because not in shown(app) and labels(lang)["guesses.hidden"] in shown(app)
    for name in FIRST:
        assert app.session_state[f"{again.CHOICE}.{name}"] is None  # the first guess is not shown
    app.button(key="guesses-compare").click().run()  # nothing to compare yet
    assert because not in shown(app) and labels(lang)["guesses.unanswered"] in shown(app)
    app = choose(app, "imagenet.fall", "y2015")
    app = choose(app, "home.guess", "hundred")
    app = choose(app, "lenet.lesion", "m0")
    assert because not in shown(app)
    app.button(key="guesses-compare").click().run()
    assert not app.exception
    score = label("guesses.more", lang, asked=3, now=2, then=1, more=1).replace("\u2060", "")
    assert score in shown(app) and labels(lang)["guesses.frankly"] in shown(app)
    assert because in shown(app)
    done = app.session_state[progress.KEY].done
    assert "imagenet.fall:y2012" in done and "imagenet.fall:y2015" not in done
    seed = app.session_state[again.SEED]
    app.button(key="guesses-anew").click().run()
    assert app.session_state[again.SEED] != seed and app.button(key="guesses-begin")


def test_a_round_ends_when_the_progress_is_cleared():
    app = guessed_so()
    app.button(key="guesses-begin").click().run()
    app.button(key="clear-progress").click().run()
    assert not app.exception and labels("en")["guesses.none"] in shown(app)


def test_a_round_can_be_left():
    app = guessed_so()
    app.button(key="guesses-begin").click().run()
    app.button(key="guesses-stop").click().run()
    assert not app.exception and app.button(key="guesses-begin")


# Saved


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_file_holds_every_guess_and_sentence(lang):
    every = [told.told_of(page(lang), name, option) for name, option in FIRST.items()]
    text = sheet.as_text(page(lang), every, "summary").decode("utf-8-sig")
    assert text.count("\r\n") == text.count("\n") and not re.search("[<>{}⟨*\u2060]", text)
    for each in every:
        for part in (each.asked, each.said, each.truth, each.because):
            assert part.replace("\u2060", "") in text
    for _, sentence in sheet.kept_sentences(page(lang)):
        assert sentence.replace("\u2060", "") in text
    app = guessed_so(lang)
    assert [each.proto.label for each in app.get("download_button")] == [
        labels(lang)["guesses.save"]
    ]
