"""Does Data or model open in both languages, without torch, and read its grid rightly?"""

import re

import pytest

from cnn import learning_curves as measured
from cnn.training.short_run import ShortRunStep
from tests.ui.opening import acted, chosen, guessed, notes, opener, words
from tests.ui.page.test_closing import closed
from ui.exhibits.data_or_model import live_run, measured_html
from ui.exhibits.data_or_model.papers import POINTS, STEPS, TABLE
from ui.page import progress
from ui.page.progress import Progress
from ui.words.facts import fact_value
from ui.words.numbers import about

opened = opener("pages/11_Data_or_Model.py")


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_it_opens_whole(lang):
    app = opened(lang)
    assert not app.exception and not app.warning
    assert "⟨" not in words(app)
    assert len(app.get("plotly_chart")) == 2 and '"da-paper"' in words(app)


def test_nothing_is_revealed_before_the_bets():
    app = opened()
    assert 'class="answer"' not in words(app) and '"da-photos"' not in words(app)


def test_bets_are_answered_and_the_photos_shown():
    app = opened()
    for question, answer in (("budget", "digits"), ("upright", "hidden300"), ("photos", "little")):
        app = guessed(app, f"data.{question}", answer)
    assert not app.exception and words(app).count('class="answer"') == 3
    assert '"da-photos"' in words(app) and "26.2%" in words(app)


def test_a_bet_that_was_made_shows_its_answer():
    answer = '<div class="answer"'  # the only one before any guess
    assert answer not in words(opened())
    app = opened(state={progress.KEY: Progress(done=frozenset({"data.bet"}))})
    assert not app.exception and answer in words(app)


def test_a_machine_chosen_elsewhere_does_not_count_as_having_looked_at_the_grid():
    app = opened()
    app = chosen(app, "data.like", measured.CLASSIFIERS.index("lenet5"))
    app.run()
    assert "data.grid" not in app.session_state[progress.KEY].done
    app = chosen(app, "data.digits", measured.preparations().index("distorted"))
    app.run()
    assert "data.grid" in app.session_state[progress.KEY].done


def test_what_was_switched_off_stays_off_over_a_visit_elsewhere():
    app = opened()
    app.toggle(key="data.cited").set_value(False).run()
    app.switch_page("streamlit_app.py").run()
    app.switch_page("pages/11_Data_or_Model.py").run()
    assert app.toggle(key="data.cited").value is False


@pytest.mark.parametrize(
    "query",
    [
        {"compare": "luck"},
        {"digits": "x"},
        {"having": "99"},
        {"like": "perceptron"},
        {"from": "60000"},
        {"taught": "<b>"},
    ],
)
def test_what_is_not_there_falls_back_with_a_note(query):
    app = opened(**query)
    assert not app.exception
    assert len(notes(app)) == 1


def test_a_link_opens_what_it_names():
    app = opened(compare="preparations", machine="lenet1", like="hidden300", having="1000")
    assert not app.exception
    error = measured.error("hidden300", 1_000)
    assert f'data-error="{error:.3f}"' in words(app)


@pytest.mark.parametrize("classifier", measured.CLASSIFIERS)
@pytest.mark.parametrize("digits", [100, 3_000, 60_000])
def test_the_table_says_what_the_lines_say(classifier, digits):
    app = opened(like=classifier, having=str(digits))
    [table] = [e.proto.body for e in app.get("html") if 'data-testid="worth"' in e.proto.body]
    cells = re.findall(r'<td class="(\w+)"><span>(.*?)</span>', table)
    level = measured.error(classifier, digits)
    wanted = [
        measured.digits_for(level, each, prepared)
        if prepared in measured.preparations_of(each)
        else None
        for each in measured.CLASSIFIERS
        for prepared in measured.preparations()
    ]
    assert len(cells) == len(wanted) and [kind for kind, _ in cells].count("own") == 1
    for (kind, shown), count in zip(cells, wanted, strict=True):
        if kind == "own":
            assert shown == f"{digits:,}"
        elif kind == "never":
            assert count is None or count == float("inf")
        else:
            assert shown == ("&lt; 100" if count == 0 else about(count, 2))
            assert (kind == "fewer") == (count < digits)


def test_the_papers_values_are_facts():
    keys = {key for found in POINTS.values() for _, key in found}
    keys |= {key for found in TABLE.values() for key in found.values()} | {key for _, key in STEPS}
    assert all(0.5 <= fact_value(key) <= 30 for key in keys)
    assert fact_value("data.lc98-hidden300-deslanted") == 1.6


def test_a_run_joins_the_chart_and_another_seed_follows(monkeypatch):
    asked = []

    def start(classifier, digits, preparation, seed):
        asked.append((classifier, digits, preparation, seed))
        return iter([ShortRunStep(0.5), ShortRunStep(1.0, 12.34)])

    monkeypatch.setattr(live_run, "_start", start)
    app = opened(**{"learner": "linear", "from": "1000"})
    app.button(key="data.learn").click().run()
    assert not app.exception and "**12.3%**" in words(app)
    app.button(key="data.learn").click().run()
    assert asked == [("linear", 1_000, "plain", 101), ("linear", 1_000, "plain", 102)]
    assert len(app.session_state["data.runs"]) == 2


def done(*exhibits):
    """The state of a visit that has done these exhibits of the page."""
    return acted("data", *exhibits)


def test_runs_close_with_how_far_luck_reaches(monkeypatch):
    errors = iter((12.34, 15.0, 9.0, 7.0))

    def start(*_):
        return iter([ShortRunStep(1.0, next(errors))])

    monkeypatch.setattr(live_run, "_start", start)
    app = opened(state=done("run"), **{"learner": "linear", "from": "1000"})
    assert not closed(app), "nothing has been run in this visit"
    for told in ("One run, 12.3%", ": 2, and they came to between 12.3% and 15.0%", ": 3, and"):
        app.button(key="data.learn").click().run()
        [line] = closed(app)
        assert told in line
    app = chosen(app, "data.from", 1)
    app.button(key="data.learn").click().run()
    assert "One run, 7.0%" in closed(app)[0], "another number of digits is another kind of run"


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_grid_closes_with_the_best_lines_at_its_ends(lang):
    seen = {}
    for query in (
        {"digits": "plain"},
        {"digits": "distorted"},
        {"compare": "preparations", "machine": "linear"},
        {"compare": "preparations", "machine": "hidden300"},
    ):
        [line] = closed(opened(lang, state=done("grid"), **query))
        assert "⟨" not in line and "{" not in line
        seen[tuple(query.values())] = line.replace("\u2060", "")
    assert "LeNet-1" in seen["plain",] and "LeNet-5" in seen["plain",]
    assert measured.error("lenet1", 100) == min(
        measured.error(each, 100) for each in measured.CLASSIFIERS
    )
    assert "LeNet-1" not in seen["distorted",] and "12.0%" in seen["distorted",]
    steadily = "alike" if lang == "en" else "때도"
    assert [steadily in line for line in seen.values()] == [False, True, True, False]


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_each_bargain_closes_in_its_own_words(lang):
    wanted = {
        "best": ("linear", 60_000),
        "more": ("lenet5", 300),
        "least": ("linear", 100),
        "none": ("lenet5", 60_000),
    }
    prepared = {"more": "distorted", "none": "distorted"}
    lines = set()
    for kind, (classifier, digits) in wanted.items():
        preparation = prepared.get(kind, "plain")
        _, count = measured_html.fewest_digits(classifier, digits, preparation)
        assert measured_html.bargain(count, digits) == kind
        query = {"like": classifier, "having": str(digits), "given": preparation}
        [line] = closed(opened(lang, state=done("worth"), **query))
        assert "⟨" not in line and "{" not in line and "inf" not in line
        lines.add(line)
    assert len(lines) == len(wanted)


def test_a_run_that_fails_is_a_sentence(monkeypatch):
    from cnn.training.loop import Diverged

    def start(*_):
        def steps():
            raise Diverged(3)
            yield

        return steps()

    monkeypatch.setattr(live_run, "_start", start)
    app = opened()
    app.button(key="data.learn").click().run()
    assert not app.exception and "smaller rate" in app.warning[0].value


def test_a_real_run_learns():
    app = opened(**{"learner": "linear", "from": "300"})
    app.button(key="data.learn").click().run()
    assert not app.exception
    [run] = app.session_state["data.runs"]
    assert 5 < run.error < 60
