"""Does the second half of the AlexNet page open in both languages and take anything calmly?"""

import re

import numpy as np
import pytest
import torch
from PIL import Image

from cnn import assets
from cnn.data.imagenet.classes import tiny_classes
from cnn.data.photos import augmented_photo, sample_photos
from cnn.data.photos.augmentation import Colour
from cnn.experiments.dropout import DropoutPoint
from cnn.experiments.momentum import momentum_steps, valley_gradient
from cnn.experiments.training_cost import StepTimes
from cnn.inference import photo as seeing
from cnn.inference import small_edition
from cnn.results import CifarRun, DropoutRuns, HalvingMeasured, PhotoFeatures
from tests.photo_network import random_network
from tests.ui.opening import bodies, guessed, html, notes, opener, plain, together, words
from ui.exhibits.alexnet import (
    figures,
    halving_html,
    overfitting,
    overfitting_html,
    recipe,
    recipe_html,
    results,
    softmax,
    source_code,
)
from ui.exhibits.photo import chosen_photo
from ui.page.course import entry
from ui.page.frame import Page
from ui.words.facts import facts

opened = opener("pages/7_AlexNet.py")

GOLDFISH = next(i for i, each in enumerate(tiny_classes()) if each.english == "goldfish")


def features():
    """Last layers of no network: logits that make every kind of verdict."""
    chance = np.random.default_rng(1)
    names = tuple(sample_photos.samples())
    logits = chance.normal(size=(len(names), 200)).astype(np.float32)
    logits[names.index("goldfish"), GOLDFISH] = 9.0
    crops = chance.integers(0, 255, (len(names), 56, 56, 3), np.uint8)
    fc7 = chance.random((len(names), np.prod(random_network().model.fc7.bias.shape)))
    return PhotoFeatures(names, crops, fc7.astype(np.float16), logits)


@pytest.fixture(autouse=True)
def network(monkeypatch):
    """An untrained small edition: nothing here may depend on what the weights have learned."""
    net = random_network()
    colour = Colour(
        torch.tensor([121.0, 113.0, 101.0]), torch.tensor([17.0, 35.0, 115.0]), torch.eye(3)
    )
    found = features()
    for module in (figures, softmax):
        monkeypatch.setattr(module, "photo_features", lambda: found)
    monkeypatch.setattr(small_edition, "small_edition_network", lambda: net.model)
    monkeypatch.setattr(small_edition, "small_edition_transform", lambda: net.transform)
    monkeypatch.setattr(seeing, "photo_network", lambda name: net)
    monkeypatch.setattr(augmented_photo, "colour", lambda: colour)
    for cached in (small_edition.sample, small_edition.sample_maps, figures._first_maps):
        cached.cache_clear()
    yield found
    for cached in (small_edition.sample, small_edition.sample_maps, figures._first_maps):
        cached.cache_clear()


@pytest.mark.parametrize(("lang", "others"), [("en", "[가-힣]"), ("ko", "[A-Za-z]")])
def test_classes_are_named_in_one_language(lang, others):
    app = opened(lang)
    for testid in ("answers", "softmax"):
        rows = re.findall(r'<th scope="row">.*?</th>', bodies(app, testid)[0])
        assert len(rows) > 5 and not re.search(others, plain(" ".join(rows))), testid
    assert not re.search(others, " ".join(app.selectbox(key="alexnet.push").options))


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_it_opens_whole(lang):
    app = opened(lang)
    assert not app.exception and not notes(app)
    assert "⟨" not in words(app)
    for name in ("variants", "update", "schedule", "numbers", "kernels", "answers", "near-digits",
                 "near-photos", "softmax", "claim", "later", "halving",
                 "halving-measured"):  # fmt: skip
        assert html(app, name), name
    assert html(app, "numbers")["found"] == "15.3"


def test_links_open_what_they_name():
    app = opened(
        **{"on": "validation", "who": "one", "guesses": "one", "claim": "name", "digit": "7",
           "first-kernel": "9", "ground": "slope", "rate": "0.1", "pull": "20", "step": "30",
           "answers-to": "goldfish", "draw": "4", "colour": "more", "wrong": "40"}
    )  # fmt: skip
    assert not app.exception and not notes(app)
    assert html(app, "numbers")["found"] == "40.7"
    assert html(app, "claim")["claim"] == "name" and "HiddenSex" in bodies(app, "claim")[0]
    assert html(app, "near-digits")["digit"] == "7"
    assert html(app, "kernels")["kernel"] == "9"
    assert html(app, "answers")["kind"] == "right"


@pytest.mark.parametrize(
    ("query", "wrong"),
    together(
        {"claim": "x"},
        {"on": "2011"},
        {"digit": "10000"},
        {"digit": "-1"},
        {"first-kernel": "0"},
        {"rate": "1e9"},
        {"pull": "51"},
        {"stair": "4"},
        {"step": "0"},
        {"temperature": "0"},
        {"by": "11"},
        {"lift": "nan"},
        {"draw": "1000"},
        {"wrong": "100"},
        {"variants-of": "mine-1"},
        {"near": "mine-7"},
        {"logits-of": "no-photo"},
    ),
)
def test_what_is_not_here_falls_back_with_a_note(query, wrong):
    app = opened(**query)
    assert not app.exception and len(notes(app)) == wrong


@pytest.mark.parametrize(
    ("query", "_"),
    together(
        {"ground": "valley", "rate": "0.1", "pull": "50", "step": "60"},
        {"ground": "slope", "rate": "0.0001", "pull": "1", "step": "60"},
        {"by": "-10", "lift": "-10", "temperature": "0.25"},
        {"by": "10", "lift": "10", "temperature": "0.25"},
        {"temperature": "10.0"},
        {"on": "test", "who": "old"},
    ),
)
def test_the_ends_of_every_scale(query, _):
    """Those of different exhibits in one visit."""
    app = opened(**query)
    assert not app.exception and not notes(app)


def test_the_rate_goes_down_three_stairs_from_the_paper_s():
    first, last = opened(), opened("ko", stair="3")
    assert html(first, "schedule")["rate"] == "0.01" == str(facts()["recipe.rate"].value)
    assert html(last, "schedule")["rate"] == "0.00001"
    assert "1,000분의 1" in bodies(last, "schedule")[0]


def test_the_step_shown_is_the_paths():
    app = opened(pull="10", step="7", rate="0.01")
    wanted = momentum_steps(1.0, valley_gradient(10.0), 0.01, 7)[-1].after
    assert float(html(app, "update")["after"]) == pytest.approx(wanted, rel=1e-6)


def test_a_weight_runs_away_after_as_many_steps_as_it_took_whatever_step_is_shown():
    found = recipe.weight_path("valley", 50, 0.1, 0.9)
    said = f"After {len(found)} steps the weight has run away"
    for step in ("1", "3", "60"):
        assert said in bodies(opened(pull="50", rate="0.1", step=step), "update")[0]
    assert "run away" not in bodies(opened(), "update")[0]


def test_lifting_all_logits_changes_no_share_and_pushing_one_does():
    before, lifted, pushed = (opened(**q) for q in ({}, {"lift": "5"}, {"by": "9"}))
    assert html(before, "softmax") == html(lifted, "softmax") != html(pushed, "softmax")


def test_five_guesses_reveal_their_reasons():
    app = opened()
    for name in ("crops", "momentum", "fifteen", "constant", "order"):
        app = guessed(app, f"alexnet.{name}", entry("alexnet").question(name).options[0])
    app.run()
    assert not app.exception
    assert len([m for m in app.markdown if 'class="answer"' in m.value]) == 5
    assert any("2,178" in m.value for m in app.markdown)


def test_own_photos_join_the_variants_and_the_neighbours():
    photo = Image.effect_noise((90, 60), 90).convert("RGB")
    mine = [chosen_photo.OwnPhoto.of(number, "a.jpg", photo) for number in (1, 2)]
    app = opened(state={"photo.mine": mine}, near="mine-1")
    assert not app.exception and not notes(app)
    assert "your photo 2" in bodies(app, "near-photos")[0]  # the same picture is the nearest
    assert app.selectbox(key="alexnet.variants-of").value == "mine-2"


def test_without_its_files_a_section_says_so_and_the_others_stand(monkeypatch):
    def missing(*_):
        raise assets.AssetProblem("asset-missing", "gone", file="x")

    monkeypatch.setattr(figures, "photo_features", missing)
    monkeypatch.setattr(softmax, "photo_features", missing)
    monkeypatch.setattr(augmented_photo, "colour", missing)
    monkeypatch.setattr(overfitting.results, "dropout_runs", missing)
    app = opened()
    assert not app.exception and len(app.warning) >= 4
    assert any("not part of this copy" in m.value for m in app.markdown)
    assert html(app, "update") and html(app, "claim") and html(app, "near-digits")


def columns(app) -> list[list[float]]:
    """The shares of the photo's classes, in per cent, by each of the four ways."""
    cells = re.findall(r"<td>([\d.]+)%", bodies(app, "halving")[0])
    return np.array(cells, float).reshape(-1, len(halving_html.WAYS)).T.tolist()


def test_units_that_are_shrunk_and_units_that_were_scaled_answer_alike():
    app = opened(thinned="10")
    shrunk, scaled, mean, untouched = columns(app)
    assert shrunk == scaled and len(shrunk) == halving_html.BEST + 1
    assert mean != shrunk and untouched[0] > shrunk[0]
    for shares in (shrunk, scaled, mean, untouched):
        assert sum(shares) == pytest.approx(100, abs=0.4)  # each is rounded to a tenth


def test_other_masks_are_drawn_on_demand_and_change_only_the_thinned():
    app = opened()
    before = columns(app)
    after = columns(app.button(key="alexnet.draw-masks").click().run())
    assert after[2] != before[2]
    assert [after[at] for at in (0, 1, 3)] == [before[at] for at in (0, 1, 3)]


def test_the_measured_ways_stand_with_their_errors():
    page = Page(entry("alexnet"), "ko")
    row = {"top1": 50.04, "agrees": 90.0, "sure": 30.0}
    ways = {name: row for name in ("shrunk", "scaled", "mean", "geometric", "untouched")}
    found = HalvingMeasured(1234, 7, 0.0, {"top1": 61.0, "agrees": 70.0}, ways)
    shown = str(halving_html.halving_measured(page, found))
    assert "1,234" in shown and "61.0%" in shown and shown.count("50.0%") == 5
    assert "⟨" not in shown


def test_every_claim_and_every_number_can_be_chosen():
    page = Page(entry("alexnet"), "en")
    for name, kind in source_code.CLAIMS.items():
        assert "⟨" not in str(source_code.html.paper_and_code(page, name, kind))
    for cell, key in results.CELLS.items():
        shown = str(results.html.numbers(page, results.CELLS, cell))
        assert f'data-found="{facts()[key].result():g}"' in shown
        (left,) = re.findall(r'class="\w+ asked" style="left:([\d.]+)%"', shown)
        assert float(left) == pytest.approx(2 * facts()[key].result(), abs=0.06)
        assert shown.count("<i ") == len(results.CELLS) + 4  # and the key's
    empty = results.ReportedError("test", "one", "five")
    assert "asked" not in str(results.html.numbers(page, results.CELLS, empty))
    table = str(results.html.numbers_table(page, results.CELLS))
    assert table.count("<tr") == len(results.CELLS) + 1


def test_two_networks_can_be_trained_and_stopped(monkeypatch):
    monkeypatch.setattr(overfitting, "EPOCHS", 2)
    monkeypatch.setattr(overfitting, "LEARNED", 60)
    race = overfitting.Race(20, 1)
    assert race.task.wait(60) and [row.epochs for row in race.rows] == [1, 2]
    app = opened(state={overfitting.RACE: race})
    assert html(app, "dropout-live")["epochs"] == "2"
    monkeypatch.setattr(overfitting, "EPOCHS", 10_000)
    endless = overfitting.Race(20, 2)
    endless.task.cancel()
    assert endless.task.wait(60) and len(endless.rows) < 10_000


def test_two_networks_that_cannot_be_trained_are_a_sentence(monkeypatch):
    def missing(split):
        raise assets.AssetProblem("asset-missing", "gone", file=f"{split}.gz")

    with monkeypatch.context() as without:
        without.setattr(overfitting.dataset, "load_digits", missing)
        race = overfitting.Race(20, 3)
        assert race.task.wait(60)
    app = opened(state={overfitting.RACE: race})
    assert any("train.gz" in warning.value for warning in app.warning)
    assert not app.exception and app.button(key="alexnet.start-two")


def test_a_measured_cost_is_shown_with_its_arithmetic():
    page = Page(entry("alexnet"), "ko")
    found = StepTimes(0.3, 0.5, 0.1, 4, 1)
    shown = str(recipe_html.cost_then_and_now(page, found))
    assert f"{found.days:,.0f}일" in shown and "⟨" not in shown


def test_a_measurement_can_be_cancelled(monkeypatch):
    monkeypatch.setattr(recipe.costs, "time_steps", lambda steps: iter([None] * 3))
    ticks = []
    with pytest.raises(AssertionError):  # nothing was measured
        recipe.measure_cost(ticks.append)
    assert len(ticks) == 3


def test_measured_dropout_is_shown_with_its_means():
    runs = [
        CifarRun("relu", 0.02, seed, drop, [90.0, 50.0, 10.0 * drop + 1], [90.0, 60.0, 40 - drop])
        for seed in (1, 2)
        for drop in (0.0, 0.5)
    ]
    page = Page(entry("alexnet"), "en")
    shown = str(overfitting_html.dropout(page, DropoutRuns(10_000, 0.02, {}, runs)))
    assert "40.0% of new ones" in shown and "39.5%" in shown and "2 runs each" in shown


def test_live_curves_are_drawn_from_the_first_pass_on():
    page = Page(entry("alexnet"), "en")
    shown = str(
        overfitting_html.dropout_live(page, [DropoutPoint(1, (0.2, 0.4), (0.3, 0.5))], 25, 20)
    )
    assert 'data-epochs="1"' in shown
