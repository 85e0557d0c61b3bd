"""Does the first half of the AlexNet page open in both languages and take anything calmly?"""

import re
import threading
from dataclasses import replace

import pytest
import torch

from cnn import assets
from cnn.data.photos.crops import small_transform
from cnn.experiments import relu_vs_tanh
from cnn.inference import small_edition
from cnn.models import AlexNetSmall
from cnn.models.alexnet import SMALL
from cnn.results import (
    CifarRun,
    Normalisation,
    digit_race,
    idea_gains,
    normalisation,
    relu_race,
    small_runs,
)
from scripts import measure_small_edition
from tests.ui.opening import guessed, html, notes, opener, sent, together, told, words
from tests.waiting import until
from ui.components.normalised_maps import parsed
from ui.exhibits.alexnet import helped_html, lrn, pooling, size_rule_html, towers
from ui.exhibits.alexnet.charts import TICKS, ticks
from ui.exhibits.alexnet.relu import RUN, Running
from ui.exhibits.alexnet.relu_html import activation_at, derivative_at
from ui.page.course import entry
from ui.page.frame import Page
from ui.words.text import label
from ui.work.tasks import Task

opened = opener("pages/7_AlexNet.py")
PAGE = Page(entry("alexnet"), "en")


def forget():
    """Drops what was computed with another network."""
    for cached in (
        small_edition.sample,
        small_edition.sample_maps,
        towers._responses,
        towers._first_filters,
        lrn._conv1,
        pooling._map,
    ):
        cached.cache_clear()


@pytest.fixture(autouse=True)
def network(monkeypatch):
    """An untrained small edition: nothing here may depend on what the weights have learned."""
    net = AlexNetSmall(generator=torch.Generator().manual_seed(1)).eval().requires_grad_(False)
    for weights in net.parameters():
        if weights.dim() > 1:
            torch.nn.init.kaiming_normal_(weights, generator=torch.Generator().manual_seed(2))
    transform = small_transform((121.0, 113.0, 101.0), 64.0)
    monkeypatch.setattr(small_edition, "small_edition_network", lambda: net)
    monkeypatch.setattr(small_edition, "small_edition_transform", lambda: transform)
    forget()
    yield net
    forget()


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_it_opens_whole(lang):
    app = opened(lang)
    assert not app.exception and not notes(app)
    assert "⟨" not in words(app)
    assert html(app, "towers")["wiring"] == "paper"
    assert html(app, "pooling") and html(app, "filters")


def test_a_tower_falls_silent_and_the_other_notices_at_conv3():
    shown = html(opened(silent="second"), "silence")
    assert int(shown["pool1"]) <= 48 and int(shown["conv2"]) <= 128
    assert int(shown["conv3"]) > 192


def test_counts_follow_the_wiring():
    app = opened(wiring="all", net="ungrouped", layer="conv4")
    body = next(e.proto.body for e in app.get("html") if 'data-wiring="all"' in e.proto.body)
    assert "62,378,344" in body and "60,965,224" not in body
    shown = html(app, "architecture")
    assert shown["layer"] == "conv4" and shown["parameters"] == "62378344"


def test_the_papers_counts_and_slip_are_computed():
    app = opened()
    shown = html(app, "architecture")
    assert (shown["parameters"], shown["products"]) == ("60965224", "724406816")
    slip = next(e.proto.body for e in app.get("html") if 'data-testid="slip"' in e.proto.body)
    assert all(number in slip for number in ("253,440", "290,400", "622,312", "659,272"))


@pytest.mark.parametrize(
    ("query", "places", "chain", "over"),
    [
        ({}, "55", "55-27-13-6", "3"),
        ({"rule": "floor"}, "54", "54-26-12-5", "0"),
        ({"image": "227", "rule": "floor"}, "55", "55-27-13-6", "0"),
        ({"padding": "2", "rule": "floor"}, "55", "55-27-13-6", "0"),
    ],
)
def test_the_size_rule_gives_what_each_framework_gives(query, places, chain, over):
    shown = html(opened(**query), "size")
    assert (shown["places"], shown["chain"], shown["over"]) == (places, chain, over)


@pytest.mark.parametrize(
    ("query", "_"),
    together(
        {"s": "30", "z": "30"},
        {"s": "30", "z": "1", "pool-rule": "ceil"},
        {"s": "30", "z": "28"},
        {"s": "1", "z": "1", "window": "784"},
        {"alpha": "0.0", "k": "0.0", "beta": "2.0", "n": "120"},
        {"beta": "0.0"},
        {"image": "1", "kernel": "40", "stride": "40", "rule": "floor"},
        {"image": "1", "kernel": "40", "stride": "40", "rule": "ceil"},
        {"image": "12", "stride": "40", "kernel": "1"},
        {"image": "300", "kernel": "1", "stride": "1", "padding": "5"},
        {"sum": "-4.0"},
        {"net": "small", "layer": "fc8"},
        {"wiring": "none", "silent": "neither"},
    ),
)
def test_ends_of_all_sliders_are_calm(query, _):
    """Those of different exhibits in one visit."""
    app = opened(**query)
    assert not app.exception and not notes(app)
    text = "".join(e.proto.body for e in app.get("html"))
    text = re.sub(r"data:image[^\"')]*", "", text)  # where letters mean nothing
    assert not re.search(r"[^a-z](nan|inf)[^a-z]", text)


@pytest.mark.parametrize(
    ("sides", "said"),
    [
        ((224, 11, 4, 2), "but what is missed is padding (1). Every pixel is seen."),
        ((224, 11, 4, 0), "Pixels at the far edge that no window sees: 1."),
        ((20, 3, 8, 1), "Pixels at the far edge that no window sees: 2."),
        ((20, 3, 5, 2), "Pixels that are never seen: 8 in each row."),
        ((227, 11, 4, 0), "ends exactly at the edge"),
    ],
)
def test_padding_that_no_window_sees_is_no_pixel_of_the_image(sides, said):
    names = ("image", "kernel", "stride", "padding")
    shown = size_rule_html.size_rule(PAGE, "floor", **dict(zip(names, sides, strict=True)))
    assert said in str(shown)


def test_normalisation_starts_where_it_shows_and_takes_what_the_hand_chose():
    app = opened()
    given = sent(app, "alexnet.normalised")
    assert given["chosen"] == given["presets"]["strong"] != given["presets"]["published"]
    assert len(given["shown"]) == lrn.SHOWN == len(set(given["shown"]))
    assert "alexnet.lrn" not in app.session_state["progress"].done
    app = told(app, "alexnet.normalised", "chosen", given["presets"]["published"])
    assert sent(app, "alexnet.normalised")["chosen"] == lrn.PUBLISHED._asdict()
    assert app.query_params["alpha"] == "0.0001" and "k" not in app.query_params


@pytest.mark.parametrize(
    "message",
    [
        None,
        "published",
        {},
        {"k": 2, "n": 5, "alpha": 1},
        {"k": 2, "n": 5.0, "alpha": 1, "beta": 0.75},
        {"k": 2, "n": True, "alpha": 1, "beta": 0.75},
        {"k": 3, "n": 5, "alpha": 1, "beta": 0.75},
        {"k": 2, "n": 121, "alpha": 1, "beta": 0.75},
        {"k": 2, "n": 5, "alpha": float("nan"), "beta": 0.75},
        {"k": 2, "n": 5, "alpha": 1, "beta": "0.75"},
        {"k": 2, "n": 5, "alpha": 1, "beta": 0.75, "gamma": 1},
    ],
)
def test_constants_that_cannot_be_chosen_change_nothing(message):
    found = parsed(message)
    assert found is None or not lrn.STEPS.offers(found)


def test_windows_larger_than_the_map_and_steps_beyond_it_are_sentences():
    app = opened(s="30", z="29")
    body = next(e.proto.body for e in app.get("html") if 'data-testid="pooling"' in e.proto.body)
    assert "larger than the map" in body and html(app, "pooling")["floor"] == "0"
    app = opened(s="30", z="3")
    body = next(e.proto.body for e in app.get("html") if 'data-testid="pooling"' in e.proto.body)
    assert "leaves the map" in body


@pytest.mark.parametrize(
    ("query", "wrong"),
    together(
        {"layer": "conv9"},
        {"net": "resnet"},
        {"wiring": "radio"},
        {"s": "31"},
        {"s": "0"},
        {"n": "121"},
        {"alpha": "-1"},
        {"silent-photo": "unicorn"},
        {"image": "1e9"},
        {"sum": "nan"},
    ),
)
def test_what_no_longer_exists_falls_back_with_a_note(query, wrong):
    app = opened(**query)
    assert not app.exception
    assert len(notes(app)) == wrong


def test_guesses_reveal_reasons_and_logs():
    app = opened()
    guesses = {"crossing": "ten", "brake": "same", "both": "two", "share": "full", "fit": "quarter"}
    for name, guess in guesses.items():
        app = guessed(app, f"alexnet.{name}", guess)
    assert len([m for m in app.markdown if 'class="answer"' in m.value]) == 5
    assert any('data-testid="gains"' in e.proto.body for e in app.get("html"))
    assert any('data-testid="ablations"' in e.proto.body for e in app.get("html"))


def test_the_measured_race_is_shown_or_its_absence_is_a_sentence():
    app = opened()
    app = guessed(app, "alexnet.faster", "six")
    assert not app.exception
    shipped = "runs/relu_race.json" in assets.manifest()
    shown = any('data-testid="relu-race"' in e.proto.body for e in app.get("html"))
    assert shown == shipped
    assert shipped or any("relu_race" in warning.value for warning in app.warning)


def test_normalisation_and_overlap_are_shown_with_what_they_changed():
    ends = {"as-is": (30.0, 31.0), "normalised": (29.0, 29.4), "plain": (30.5, 32.5)}
    runs = [
        CifarRun("relu", 0.001, seed, 0.0, [90.0, 20.0], [90.0, end], kind=kind)
        for kind, both in ends.items()
        for seed, end in enumerate(both)
    ]
    shown = str(helped_html.cifar_runs(PAGE, Normalisation({}, {}, runs)))
    assert "30.5 (30.0 … 31.0)" in shown and "29.2 (29.0 … 29.4)" in shown


def test_the_small_editions_three_kinds_are_shown_as_they_were_measured():
    runs = small_runs()
    assert {run.kind for run in runs} == set(measure_small_edition.KINDS)
    assert {run.seed: run.epochs for run in runs} == measure_small_edition.RUNS
    shown = str(helped_html.small_edition_runs(PAGE, runs))
    for run in runs:
        one, five = run.right["1"]
        assert f"<td>{one:.1f} · {five:.1f}</td>" in shown


def test_each_run_of_an_idea_is_a_dot_at_its_gain_and_its_number():
    gains = {"normalisation": {"cifar": [-1.26, 2.5]}, "overlap": {"small": [0.04]}}
    shown = str(helped_html.gains_chart(PAGE, gains))
    for value in (-1.26, 2.5, 0.04, 1.4, 0.4):  # the last two are the paper's
        assert f'style="left:{50 + 10 * value:.1f}%"></i>' in shown
    assert "−1.3, +2.5" in shown and "+1.4" in shown


def test_gains_are_those_of_runs_from_one_seed():
    found = idea_gains()
    errors = {(run.kind, run.seed): run.test[-1] for run in normalisation().runs}
    expected = [errors["as-is", seed] - errors["normalised", seed] for seed in (1, 2, 3)]
    assert found["normalisation"]["cifar"] == pytest.approx(expected, abs=0.01)
    expected = [errors["plain", seed] - errors["as-is", seed] for seed in (1, 2, 3)]
    assert found["overlap"]["cifar"] == pytest.approx(expected, abs=0.01)
    right = {(run.kind, run.seed): run.right["1"][0] for run in small_runs()}
    for idea, without in (("normalisation", "unnormalised"), ("overlap", "plain")):
        expected = [
            right["as-is", seed] - right[without, seed] for seed in measure_small_edition.RUNS
        ]
        assert found[idea]["small"] == pytest.approx(expected, abs=0.01)
    every = [each for networks in found.values() for values in networks.values() for each in values]
    assert max(map(abs, every)) < helped_html.REACH


def test_a_kind_of_the_small_edition_has_the_parameters_that_are_shown():
    for run in small_runs():
        edition = replace(
            SMALL,
            normalise=run.kind != "unnormalised",
            window=2 if run.kind == "plain" else SMALL.window,
        )
        with torch.device("meta"):
            model = AlexNetSmall(edition)
        assert sum(weights.numel() for weights in model.parameters()) == run.parameters


def test_the_weights_missing_is_a_sentence_at_each_exhibit(monkeypatch):
    def missing():
        raise assets.AssetProblem("asset-missing", "gone", file="weights/alexnet-small.safetensors")

    monkeypatch.setattr(small_edition, "small_edition_network", missing)
    monkeypatch.setattr(small_edition, "small_edition_transform", missing)
    forget()
    app = opened()
    assert not app.exception and len(app.warning) >= 4


@pytest.mark.slow
def test_a_race_runs_and_ends():
    running = Running(dict.fromkeys(relu_vs_tanh.KINDS, 0.03), seed=1)
    until(running.task.poll, 200)
    assert running.task.result() is None and not running.on_their_way()
    assert all(points[0].digits == 0 for points in running.points.values())
    assert all(points[-1].error <= relu_vs_tanh.GOAL for points in running.points.values())
    app = opened(state={RUN: running})
    assert html(app, "live-race")["state"] == "done"
    recorded = relu_race()
    ratio, starts = f"{recorded.ratio:.1f}", len(recorded.epochs["relu"])
    times = f"{digit_race().ratio():.1f}"
    frank = label("alexnet.live-frank", "en", ratio=ratio, starts=starts, times=times)
    assert html(app, "ten-starts")
    assert any(frank in block.value for block in app.markdown)
    assert max(recorded.epochs["relu"]) < min(recorded.epochs["tanh"])  # "from all starts"
    assert "alexnet.race" in app.session_state["progress"].done


def test_a_race_waits_in_line_behind_other_work_and_can_be_stopped_there():
    go = threading.Event()
    other = Task(lambda tick: go.wait(60))
    app = opened()
    app.button(key="alexnet.go").click().run()
    assert html(app, "live-race")["state"] == "running"
    assert any("1 before you" in caption.value for caption in app.caption)
    app.button(key="alexnet.stop").click().run()
    assert html(app, "live-race")["state"] == "done" and not app.exception
    go.set()
    assert other.wait(60)


@pytest.mark.slow
def test_two_visitors_who_start_the_same_race_watch_one(monkeypatch):
    go, runs, points = threading.Event(), [], relu_vs_tanh.race_points

    def counted(kind, rate, seed):
        runs.append(kind)
        assert go.wait(60)
        return points(kind, rate, seed)

    monkeypatch.setattr(relu_vs_tanh, "race_points", counted)
    visitors = [opened(), opened()]
    for app in visitors:
        app.button(key="alexnet.go").click().run()
        assert not app.exception
    said = [{caption.value for caption in app.caption} for app in visitors]
    joined = label("frame.joined", "en")
    assert joined not in said[0] and joined in said[1]
    visitors[0].button(key="alexnet.stop").click().run()
    go.set()
    other = visitors[1].session_state[RUN]
    assert other.task.wait(60) and sorted(runs) == sorted(relu_vs_tanh.KINDS)
    visitors[1].run()
    assert html(visitors[1], "live-race")["state"] == "done" and all(other.points.values())


def test_a_race_that_fails_is_a_sentence(monkeypatch):
    def no_memory(*_):
        raise MemoryError
        yield

    monkeypatch.setattr(relu_vs_tanh, "race_points", no_memory)
    running = Running(dict.fromkeys(relu_vs_tanh.KINDS, 0.03), seed=2)
    assert running.task.wait(60)
    app = opened(state={RUN: running})
    assert label("problem.memory", "en") in [warning.value for warning in app.warning]
    assert not app.exception and app.button(key="alexnet.go")


@pytest.mark.parametrize("kind", ["relu", "tanh"])
@pytest.mark.parametrize("at", [-4.0, -0.5, 0.5, 3.5])
def test_slopes_are_pytorchs(kind, at):
    point = torch.tensor(at, dtype=torch.float64, requires_grad=True)
    answer = getattr(torch, kind)(point)
    answer.backward()
    assert activation_at(kind, at) == pytest.approx(answer.item())
    assert derivative_at(kind, at) == pytest.approx(point.grad.item())


@pytest.mark.parametrize("most", [0.3, 1, 7, 60, 100, 999, 19_200, 1_281_167])
def test_ticks_are_few_and_inside(most):
    found = ticks(most)
    assert 2 <= len(found) <= TICKS + 1 and found[0] == 0 and found[-1] <= most * (1 + 1e-9)
