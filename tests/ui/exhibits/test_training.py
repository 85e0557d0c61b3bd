"""Does Training show true gradients, train, queue and rewind, whatever the address says?"""

import json
import re
import time
from base64 import b64decode

import numpy as np
import pytest

from cnn.data.digits.preprocess import to_mnist
from cnn.errors import Problem
from cnn.training import gradient_check, probe
from cnn.training.gradient_check import OneWeightUnit
from cnn.training.runs import recorded
from tests.ui import opening
from tests.ui.opening import bodies, html
from tests.waiting import until
from ui.components import film
from ui.components.digit_pad.message import write_message
from ui.exhibits.draw.pad import SAMPLE
from ui.exhibits.training import ball, visitor_runs
from ui.exhibits.training import run as training
from ui.exhibits.training.watched_digit import _sample
from ui.words.text import label
from ui.work import training_queue as queue

QUICK = {"network": "LeNet1", "digits": "300", "passes": "1"}
pytestmark = pytest.mark.slow


def opened(lang="en", pad=None, **query):
    state = {"pad": {"drawing": pad}} if pad else None
    return opening.opened("pages/5_Training.py", lang, state, **query)


def sent(app):
    """What the film was told."""
    found = [json.loads(e.proto.json) for e in app.get("bidi_component") if e.proto.json]
    (message,) = (each for each in found if isinstance(each, dict) and "moments" in each)
    return message


def finished(app):
    until(lambda: not app.session_state[visitor_runs.KEY].job.live, 180, every=0.05)
    return app.run()


@pytest.fixture(autouse=True)
def fresh_queue(monkeypatch):
    queue.jobs.cache_clear()
    yield
    queue.jobs.cache_clear()


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_it_opens_with_a_recorded_run_to_rewind(lang):
    app = opened(lang)
    assert not app.exception
    message = sent(app)
    assert len(message["moments"]) == len(recorded().moments) > 40
    assert message["lang"] == lang and not message["live"] and message["digit"] == 3
    everything = "".join(e.proto.body for e in app.get("html")) + json.dumps(message)
    assert "⟨" not in everything + "".join(m.value for m in app.markdown)


def test_the_film_tells_what_the_network_was():
    message, run = sent(opened()), recorded()
    image = _sample("3").image
    n, h, w = message["weightsShape"]
    sheet = np.frombuffer(b64decode(message["weights"]), np.int8).reshape(-1, n, h, w)
    for place in (0, 20, len(sheet) - 1):
        look = probe.probe_network(run.options, run.look(place), image)
        shown = sheet[place] / 127 * message["weightsScale"][place]
        assert (
            np.abs(shown - look.weights).max() <= 0.51 / 127 * message["weightsScale"][place] + 1e-5
        )
        assert message["distances"][place] == pytest.approx(look.distances, abs=0.006)
    confusions = np.frombuffer(b64decode(message["confusions"]), np.uint8).reshape(-1, 10, 10)
    assert (confusions.sum((1, 2)) == 1000).all()
    wrong = 100 - confusions.trace(axis1=1, axis2=2) / 10
    assert wrong == pytest.approx([moment[3] for moment in message["moments"]])


def test_a_run_starts_is_watched_and_kept():
    app = opened(**QUICK)
    app.button(key="training.start").click().run()
    app = finished(app)
    assert not app.exception
    assert html(app, "state")["state"] == "done"
    message = sent(app)
    assert message["weightsShape"] == [4, 5, 5] and message["moments"][-1][1] == 300
    assert "training.train" in app.session_state["progress"].done


def test_a_finished_run_goes_on_and_says_so():
    app = opened(**QUICK)
    app.button(key="training.start").click().run()
    app = finished(app)
    app.selectbox(key="training.more-passes").select(2).run()
    app.button(key="training.more").click().run()
    app = finished(app)
    assert not app.exception and html(app, "state")["state"] == "done"
    message, (kept,) = sent(app), app.session_state[visitor_runs.KEY].runs
    assert kept.run.options.epochs == 3 and message["moments"][-1][1] == 900
    assert message["lines"][0]["curve"][-1][0] == 900 and len(message["lines"]) == 1
    assert label("training.kept", "en") in [each.value for each in app.caption]


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_a_run_that_made_room_shows_its_end_and_its_curves_and_says_so(lang):
    app = opened(lang, **QUICK)
    app.button(key="training.start").click().run()
    app = finished(app)
    (kept,) = app.session_state[visitor_runs.KEY].runs
    assert len(sent(app)["moments"]) == len(kept.run.moments) > 1
    kept.run.film.clear()
    app.run()
    assert not app.exception
    message = sent(app)
    assert [moment[1] for moment in message["moments"]] == [300]
    assert len(message["lines"][0]["test"]) == len(kept.run.moments)
    assert label("problem.film-cleared", lang) in [each.value for each in app.warning]


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_a_run_whose_moments_no_disk_takes_ends_well_and_says_so(lang, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", "/no such folder")
    app = opened(lang, **QUICK)
    app.button(key="training.start").click().run()
    app = finished(app)
    assert not app.exception and html(app, "state")["state"] == "done"
    assert sent(app)["moments"][-1][1] == 300
    said = label("problem.film-disk", lang, reason="No such file or directory")
    assert said in [each.value for each in app.warning]


def test_runs_survive_a_visit_to_another_page():
    app = opened(**QUICK)
    app.button(key="training.start").click().run()
    app.switch_page("pages/1_Draw.py").run()
    app.switch_page("pages/5_Training.py").run()
    app = finished(app)
    assert not app.exception and html(app, "state")["state"] == "done"
    assert sent(app)["moments"][-1][1] == 300 and sent(app)["line"] == 0


def test_what_was_removed_leaves_no_sentence():
    app = opened(**QUICK)
    app.button(key="training.start").click().run()
    app = finished(app)
    app.button(key="training.remove").click().run()
    assert not app.exception
    assert not [e for e in app.get("html") if 'data-testid="state"' in e.proto.body]
    assert len(sent(app)["moments"]) == len(recorded().moments)


def test_a_second_start_is_refused_calmly_and_runs_compare():
    app = opened(**(QUICK | {"passes": "20", "digits": "3000"}))
    app.button(key="training.start").click().run()
    app.button(key="training.start").click().run()
    assert label("problem.jobs-running", "en") in [each.value for each in app.warning]
    app.run()
    app.button(key="training.cancel").click().run()
    app = finished(app)
    assert html(app, "state")["state"] == "cancelled"
    app.query_params["seed"] = "5"
    for name, value in (("passes", 1), ("digits", 300)):
        app.session_state[f"training.{name}"] = value
    app.run()
    app.button(key="training.start").click().run()
    app = finished(app)
    lines = sent(app)["lines"]
    assert sent(app)["line"] == 1, "the newest is shown"
    assert len(lines) == 2 and lines[0]["name"] != lines[1]["name"]
    assert "300" in lines[1]["name"] and "3,000" in lines[0]["name"]
    several = "Your runs differ in several options at once"
    (said,) = [each.value for each in app.markdown if several in each.value]
    assert all(label(f"training.{each}", "en") in said for each in ("digits", "passes"))
    app.button(key="training.remove").click().run()
    assert [line["name"] for line in sent(app)["lines"]] == ["LeNet-1"]
    assert not [each for each in app.markdown if several in each.value]


def test_a_fourth_run_takes_the_oldests_place():
    app = opened(**QUICK)
    for _ in range(4):
        app.button(key="training.start").click().run()
        app = finished(app)
    assert [kept.number for kept in app.session_state[visitor_runs.KEY].runs] == [2, 3, 4]


def test_a_rate_that_is_far_too_large_is_explained():
    app = opened(network="Linear", optimiser="sgd", rate="10.0", digits="100", batch="8")
    app.button(key="training.start").click().run()
    app = finished(app)
    assert not app.exception
    assert any("no longer a number" in each.value for each in app.warning)
    assert app.session_state[visitor_runs.KEY].job.problem.key == "training-diverged"


def test_a_network_that_learned_nothing_is_explained():
    app = opened(**QUICK, activation="relu", optimiser="sgd", rate="10.0")
    app.button(key="training.start").click().run()
    app = finished(app)
    assert label("training.stuck", "en") in [each.value for each in app.info]


def test_whoever_waits_is_told_the_place_and_has_a_run_to_rewind(monkeypatch):
    def endless():
        for _ in range(60_000):
            time.sleep(0.001)
            yield

    busy = queue.jobs().start("someone", endless())
    others = [queue.jobs().start(f"other {i}", endless()) for i in range(2)]
    app = opened(**QUICK)
    app.button(key="training.start").click().run()
    assert "3 before you" in bodies(app, "state")[0]
    assert len(sent(app)["moments"]) == len(recorded().moments)
    for job in (*others, busy):
        queue.jobs().cancel(job)
    assert html(finished(app), "state")["state"] == "done"


def test_a_full_queue_is_a_sentence(monkeypatch):
    full = queue.Jobs(room=0)
    monkeypatch.setattr(training, "jobs", lambda: full)
    app = opened()
    app.button(key="training.start").click().run()
    assert label("problem.jobs-full", "en") in [each.value for each in app.warning]
    assert not app.exception


def test_a_crash_is_a_sentence(monkeypatch):
    def crash(self):
        yield
        raise ZeroDivisionError

    monkeypatch.setattr(training.Run, "work", crash)
    app = opened()
    app.button(key="training.start").click().run()
    app = finished(app)
    assert not app.exception
    assert label("problem.jobs-crashed", "en") in [each.value for each in app.warning]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("network", "LeNet9"),
        ("activation", "<b>"),
        ("rate", "-1"),
        ("batch", "0"),
        ("digits", "70000"),
        ("seed", "10000"),
        ("seed", "nan"),
        ("passes", "9" * 30),
        ("way", ""),
        ("digit", "12"),
        ("digit", "mine"),
        ("layer", "C9"),
        ("number", "0"),
        ("number", "1501"),
        ("wanted", "ten"),
        ("target", "3"),
    ],
)
def test_a_bad_address_falls_back_with_a_note(name, value):
    app = opened(**{name: value})
    assert not app.exception
    assert any(f"asks for {name}" in each.value for each in app.caption)


def test_every_option_is_in_the_address():
    query = {
        "network": "LeNet4",
        "activation": "relu",
        "loss": "cross-entropy",
        "optimiser": "momentum",
        "rate": "0.01",
        "batch": "32",
        "digits": "300",
        "way": "distorted",
        "passes": "2",
        "seed": "7",
    }
    app = opened(**query)
    app.button(key="training.start").click().run()
    options = app.session_state[visitor_runs.KEY].runs[-1].run.options
    assert (options.network, options.activation, options.loss) == (
        "LeNet4",
        "relu",
        "cross-entropy",
    )
    assert (options.optimiser, options.rate, options.batch) == ("momentum", 0.01, 32)
    assert (options.digits, options.distort, options.epochs, options.seed) == (300, True, 2, 7)
    finished(app)


def test_the_visitors_own_drawing_is_followed():
    seven = [np.array([[300.0, 250.0], [700.0, 250.0], [450.0, 800.0]])]
    app = opened(pad=write_message(seven, seq=1))
    assert not app.exception
    message, run = sent(app), recorded()
    assert message["digit"] is None  # nobody knows what was meant
    last = len(run.moments) - 1
    expected = probe.probe_network(run.options, run.look(last), to_mnist(seven)).distances
    assert message["distances"][last] == pytest.approx(expected, abs=0.006)


def test_the_step_goes_down_and_the_two_slopes_agree():
    app = opened()
    before = app.session_state["training.weight"]
    unit = OneWeightUnit(1.175, before, -0.2, 1.0)
    gradient = gradient_check.back_propagated(unit).weight
    digit = _sample(SAMPLE)
    real = gradient_check.compare_gradients(digit.image, digit.label, "C3", 0).gradient
    assert re.search(rf"<b>{real:.9f}".replace("-", "−"), bodies(app, "both")[0])
    app.button(key="training.take").click().run()
    after = app.session_state["training.weight"]
    assert after == pytest.approx(before - 0.3 * gradient, abs=1e-3)
    assert unit.moved(after).loss < unit.loss
    assert "training.unit" in app.session_state["progress"].done


def test_the_larger_rates_open_with_the_guess():
    def opened_up(app):
        (found,) = (
            message
            for e in app.get("bidi_component")
            if e.proto.json and "rates" in (message := json.loads(e.proto.json))
        )
        return found["bet"]

    app = opened()
    assert not opened_up(app)
    done = app.session_state["progress"].done | {"training.tenfold", "training.tenfold:sooner"}
    app.session_state["progress"] = app.session_state["progress"]._replace(done=done)
    assert opened_up(app.run())


def test_curves_that_are_missing_are_a_sentence(monkeypatch):
    def missing():
        raise Problem("asset-missing", "missing", file="runs/loss_curves.json")

    monkeypatch.setattr(ball, "loss_curves", missing)
    app = opened()
    assert not app.exception and sent(app)
    assert any("runs/loss_curves.json" in warning.value for warning in app.warning)


def test_a_file_that_is_missing_is_a_sentence(monkeypatch):
    def missing():
        raise Problem("asset-missing", "missing", file="runs/training.npz")

    monkeypatch.setattr(training, "recorded", missing)
    app = opened()
    assert not app.exception
    assert "runs/training.npz" in app.warning[0].value


def test_three_kept_runs_are_light():
    """Memory of a visitor: looks and message; the weights lie on disk."""
    app = opened(digits="300", epochs="1")
    app.button(key="training.start").click().run()
    app = finished(app)
    _, looks = app.session_state["training.frames"]
    held = sum(part.nbytes for look in looks.values() for part in look)
    assert 3 * (held + film.message_bytes(sent(app))) < 10e6


def reloaded(token, lang="en"):
    """The page as the same tab loads it again: a new visit, with what the tab has kept."""
    state = {visitor_runs.TAB: {"token": token}}
    return opening.opened("pages/5_Training.py", lang, state, **QUICK)


def test_a_reload_finds_the_run_again_running_or_finished():
    app = opened(network="LeNet1", digits="60000", epochs="20")
    app.button(key="training.start").click().run()
    visitor = app.session_state[visitor_runs.KEY]
    again = reloaded(visitor.token)
    assert again.session_state[visitor_runs.KEY] is visitor and visitor.job.live
    assert html(again, "state")["state"] in ("waiting", "running")
    queue.jobs().cancel(visitor.job)
    finished(again)
    once_more = reloaded(visitor.token)
    (kept,) = once_more.session_state[visitor_runs.KEY].runs
    assert len(sent(once_more)["moments"]) == len(kept.run.moments)
    assert label("training.desk-lost", "en") not in [each.value for each in once_more.info]


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_runs_that_are_no_more_are_a_sentence_and_the_options_are_still_there(lang):
    app = reloaded("0" * 32, lang)
    assert label("training.desk-lost", lang) in [each.value for each in app.info]
    assert app.selectbox(key="training.network").value == "LeNet1"
    assert visitor_runs.KEY not in app.session_state
