"""Do the closing lines of the AlexNet page say what the visitor's own settings have come to?"""

import re

import numpy as np
import pytest
import torch

from cnn.experiments.relu_vs_tanh import GOAL, RacePoint
from cnn.experiments.training_cost import StepTimes
from cnn.models.lrn import LocalResponseNorm
from tests.ui.opening import acted, opener
from ui.exhibits.alexnet import (
    architecture,
    figures,
    lrn,
    overfitting,
    pooling,
    recipe,
    relu,
    towers,
)
from ui.page.course import entry
from ui.page.frame import Page
from ui.words.facts import toml
from ui.words.text import LANGUAGES, labels
from ui.work.tasks import Task

ENTRY = entry("alexnet")
PAGE = Page(ENTRY, "en")
DONE = acted("alexnet", *ENTRY.exhibits)
ROWS = {name for name, row in toml("labels")["seen"]["alexnet"].items() if "en" in row}
opened = opener(ENTRY.file)


def point(digits: int, error: float, burst: bool = False) -> list[RacePoint]:
    return [RacePoint(0, 90.0), RacePoint(digits, error, burst)]


RACES = {  # ReLU, tanh
    "": (point(6_400, GOAL), point(9_600, 1.0)),
    "level": (point(6_400, GOAL), point(6_400, GOAL)),
    "alone": (point(relu.FARTHEST, 20.0), point(9_600, 1.0)),
    "none": (point(320, 80.0, burst=True), point(relu.FARTHEST, 20.0)),
    "stopped": (point(6_400, GOAL), point(6_400, 40.0)),
}


@pytest.mark.parametrize("how", RACES)
def test_a_race_comes_out_as_it_was_run(how):
    found, fields = relu._result(PAGE, dict(zip(("relu", "tanh"), RACES[how], strict=True)))
    assert found == how
    if how == "":
        assert fields == {"first": "ReLU", "other": "tanh", "fewer": "6,400", "more": "9,600"}
    if how == "alone":
        assert (fields["first"], fields["fewer"]) == ("tanh", "9,600")


def test_a_race_that_never_began_says_nothing_of_who_is_faster():
    assert relu._result(PAGE, {"relu": [], "tanh": []}) == ("stopped", {})


@pytest.mark.parametrize(
    ("places", "stride", "window", "how"),
    [
        (13, 2, 3, ""),
        (14, 2, 2, "touch"),
        (7, 4, 2, "gaps"),
        (28, 1, 1, "same"),
        (1, 3, 28, "alone"),
        (0, 2, 30, "none"),
    ],
)
def test_windows_keep_what_they_see(places, stride, window, how):
    assert pooling._kept(places, stride, window) == how


@pytest.mark.parametrize(
    ("rule", "image", "padding", "how", "fields"),
    [
        ("ceil", 224, 0, "up", {"places": 55, "left": 6, "other": 54, "other_left": 5}),
        ("floor", 224, 0, "down", {"places": 54, "left": 5, "other": 55, "other_left": 6}),
        ("floor", 227, 0, "", {"places": 55, "left": 6}),
        ("floor", 5, 1, "none", {"kernel": 11, "room": 7}),
    ],
)
def test_rounding_decides_the_widths(rule, image, padding, how, fields):
    found = architecture._rounded(rule, image=image, kernel=11, stride=4, padding=padding)
    assert found == (how, fields | ({"left": 6} if how == "" else {}))


def walked(ground: str, pull: int, rate: float) -> tuple[str, dict[str, object]]:
    found = recipe.weight_path(ground, pull, rate, 0.9)
    return recipe._walked(ground, found[2], found, recipe.weight_path(ground, pull, rate, 0.0))


def test_a_weight_ends_where_its_steps_led_it():
    assert walked("slope", 10, 0.01) == ("", {"ratio": "2.71"})  # 1 + 0.9 + 0.81
    assert walked("valley", 50, 0.1)[0] == "gone"  # 5 is more than 2 · 1.9
    how, fields = walked("valley", 30, 0.1)  # 3 lies between 2 and 3.8
    assert how == "saved" and abs(float(fields["end"])) < 1 and fields["gone"] < 60
    how, fields = walked("valley", 10, 0.01)
    assert how == "valley" and fields["crossings"] > 0 == fields["plainly"]
    how, fields = walked("valley", 1, 0.0001)
    assert how == "slow" and float(fields["end"]) < float(fields["plain_end"]) < 1


def test_the_right_class_has_its_place():
    shares = np.array([0.5, 0.2, 0.1, 0.08, 0.07, 0.05])
    assert figures._standing(shares, 0) == ("", {"place": 1, "share": "50.0"})
    assert figures._standing(shares, 4)[0] == "among"
    assert figures._standing(shares, 5) == ("missed", {"place": 6, "share": "5.0"})
    assert figures._standing(shares, None) == ("none", {})


def test_the_tower_that_is_left_notices_where_something_crosses():
    calm = {name: np.ones((4, 2, 2), np.float32) for name in towers.LAYERS}
    assert towers._noticed(calm, calm, None)[0] == "neither"
    first_changed = {name: maps.copy() for name, maps in calm.items()}
    for maps in first_changed.values():
        maps[:2] = 0.0  # what the silent tower itself answers does not count
    assert towers._noticed(calm, first_changed, 0)[0] == "apart"
    first_changed["conv3"][3] = 2.0
    found = towers._noticed(calm, first_changed, 0)
    assert found == ("", {"layer": "conv3", "count": 1, "all": 2})


def test_normalisation_is_judged_by_its_divisors():
    maps = np.zeros((8, 2, 2), np.float32)
    maps[0, 0, 0] = 3.0  # one loud place; its divisor is (2 + 1/5 · 9)^0.75, elsewhere 2^0.75
    assert lrn._divided(maps, lrn.STRONG) == ("", f"{(3.8 / 2) ** 0.75:.1f}")
    assert lrn._divided(maps, lrn.PUBLISHED)[0] == "close"
    assert lrn._divided(maps, lrn.STRONG._replace(beta=0.0))[0] == "same"
    assert lrn._divided(maps, lrn.STRONG._replace(k=0.0))[0] == "zero"
    assert lrn._divided(100 * maps, lrn.STRONG) == ("", "920")


@pytest.mark.parametrize("n", [1, 2, 5, 8, 120])
def test_its_divisors_are_those_of_the_layer(n):
    maps = np.random.default_rng(n).random((8, 3, 3)).astype(np.float32)
    chosen = lrn.STRONG._replace(n=n, alpha=0.1)
    layer = LocalResponseNorm(8, n, chosen.alpha, chosen.beta, chosen.k)
    divisors = maps / layer(torch.from_numpy(maps)[None])[0].numpy()
    times = divisors.max() / divisors.min()
    assert lrn._divided(maps, chosen) == ("" if times >= lrn.NOTICED else "close", f"{times:.1f}")


def pattern(row: str, lang: str) -> re.Pattern[str]:
    """A row of the labels with anything in its fields."""
    parts = re.split(r"\{[^}]*\}", labels(lang)[f"seen.alexnet.{row}"].replace("\u2060", ""))
    return re.compile(".+?".join(map(re.escape, parts)))


def lines(app) -> str:
    found = (each.value for each in app.markdown if 'class="closing"' in each.value)
    return "\n".join(found).replace("\u2060", "")


VISITS = (
    (
        "slopes schedule-first variants architecture kernels neighbours colours towers size-up "
        "numbers-quoted lrn pooling update-valley softmax-still source halving-one",
        {},
    ),
    (
        "slopes-off towers-neither lrn-close pooling-gaps architecture-full size-down variants-off "
        "update schedule numbers-none softmax source-adds halving",
        {"sum": "-1.5", "silent": "neither", "alpha": "0.0001", "s": "4", "z": "2", "layer": "fc6"}
        | {"rule": "floor", "colour": "off", "ground": "slope", "step": "30", "stair": "2"}
        | {"guesses": "one", "claim": "end", "by": "5", "thinned": "10"},
    ),
    (
        "slopes-bend towers-apart lrn-same pooling-touch size variants-more update-saved numbers "
        "softmax-temperature source-agrees",
        {"sum": "0.0", "wiring": "none", "beta": "0.0", "s": "2", "z": "2", "image": "227"}
        | {"colour": "more", "rate": "0.1", "pull": "30", "who": "five", "temperature": "4.0"}
        | {"claim": "name"},
    ),
    (
        "lrn-zero pooling-same size-none update-gone softmax-lift",
        {"k": "0.0", "s": "1", "z": "1", "image": "5", "rate": "0.1", "pull": "50", "lift": "3"},
    ),
    ("pooling-alone update-slow", {"z": "28", "rate": "0.0001", "pull": "1"}),
    ("pooling-none", {"z": "30"}),
)


@pytest.mark.slow
@pytest.mark.parametrize("visit", range(len(VISITS)))
def test_the_page_closes_with_what_was_set(visit):
    rows, query = VISITS[visit]
    lang = LANGUAGES[visit % 2]
    app = opened(lang, DONE, **query)
    assert not app.exception
    shown = lines(app)
    assert not [row for row in rows.split() if not pattern(row, lang).search(shown)]


@pytest.mark.slow
def test_a_kernel_may_answer_nowhere(monkeypatch):
    crop, maps = figures._first_maps("red-panda")
    monkeypatch.setattr(figures, "_first_maps", lambda photo: (crop, np.zeros_like(maps)))
    assert pattern("kernels-silent", "ko").search(lines(opened("ko", DONE)))


@pytest.mark.slow
def test_five_answers_close_by_the_place_of_the_right_one():
    features = figures.photo_features()
    by_how = {}
    for photo in features.names:
        shares = figures.softmax_steps(features.logits[features.names.index(photo)]).shares
        by_how[figures._standing(shares, figures.place_of_sample(photo))[0]] = photo
    assert {"", "none"} <= set(by_how) <= {"", "among", "missed", "none"}
    for how, photo in by_how.items():
        shown = lines(opened("en", DONE, **{"answers-to": photo}))
        assert pattern(f"answers{how and '-'}{how}", "en").search(shown), photo


@pytest.mark.slow
@pytest.mark.parametrize(("lang", "wrong"), [("en", 20), ("ko", 0)])
def test_what_was_run_closes_with_how_it_ended(monkeypatch, lang, wrong):
    monkeypatch.setattr(overfitting, "EPOCHS", 1)
    monkeypatch.setattr(overfitting, "LEARNED", 60)
    pair = overfitting.Race(wrong, 1)
    race = relu.Running(dict.fromkeys(relu.KINDS, 0.001), seed=1)
    race.task.cancel()
    cost = Task(lambda tick: StepTimes(0.3, 0.6, 0.1, 4, 1))
    assert pair.task.wait(60) and race.task.wait(60) and cost.wait(60)
    shown = lines(opened(lang, {overfitting.RACE: pair, relu.RUN: race, recipe.TASK: cost}))
    for row in ("dropout" if wrong else "dropout-right", "race-stopped", "cost"):
        assert pattern(row, lang).search(shown), row
    assert {"en": "took 2.0 times", "ko": "순전파의 2.0배"}[lang] in shown  # 0.6 ÷ 0.3


@pytest.mark.slow
def test_the_stairs_are_as_long_as_the_notes_say():
    shown = lines(opened("en", DONE, stair="2"))
    assert "lasted 28 of 91 passes, and the rate had fallen to it by 0.0009." in shown  # 79 − 51


def test_every_line_is_met_here():
    met = {row for rows, _ in VISITS for row in rows.split()}
    met |= {f"race{how and '-'}{how}" for how in RACES}
    met |= {"answers", "answers-among", "answers-missed", "answers-none", "kernels-silent"}
    assert met | {"dropout", "dropout-right", "cost"} == ROWS


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_line_has_the_same_fields_in_both_languages(lang):
    for row in ROWS:
        fields = [
            sorted(re.findall(r"\{[^}]*\}", labels(each)[f"seen.alexnet.{row}"]))
            for each in ("en", lang)
        ]
        assert fields[0] == fields[1], row
