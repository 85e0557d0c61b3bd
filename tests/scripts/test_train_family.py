"""Do the scripts train what they say, choose without the test digits, and go on where they were?"""

import json
import tomllib
from dataclasses import replace

import pytest
import torch
from safetensors.torch import load_file

from cnn.data.mnist import dataset
from cnn.data.mnist.dataset import Digits
from cnn.data.pens import training_sets
from cnn.models import DIGITS
from cnn.training.recipes import Modern
from scripts import digit_recipes, train_family
from scripts.digit_recipes import PLANS, TRAINED, digits_for, drawn


@pytest.fixture
def few(monkeypatch):
    """Every network learns from 200 digits, in two epochs."""
    fit, held_out = training_sets.split_training_digits()
    some, others = (Digits(d.images[:200].copy(), d.labels[:200]) for d in (fit, held_out))
    monkeypatch.setattr(train_family, "digits_for", lambda plan: (some, others))
    monkeypatch.setattr(digit_recipes.dataset, "load_digits", lambda split: others)
    monkeypatch.setattr(digit_recipes, "TESTED", 50)
    plans = {k: replace(plan, recipe=Modern(epochs=2)) for k, plan in PLANS.items()}
    monkeypatch.setattr(train_family, "PLANS", plans)


def test_every_plan_names_a_network():
    assert {plan.network for plan in PLANS.values()} == set(DIGITS)
    assert all(plan.recipe.epochs > 0 for plan in PLANS.values())


def test_the_net_of_1989_gets_as_many_digits_as_it_had():
    fit, held_out = digits_for(PLANS["lecun1989"])
    assert len(fit.labels) == TRAINED == 7_291 and len(held_out.labels) == 5_000
    again = drawn(training_sets.split_training_digits()[0], TRAINED)
    assert (again.images == fit.images).all()
    assert len(drawn(dataset.load_digits("test"), 2_007).labels) == 2_007


@pytest.mark.parametrize("name", ["linear", "lecun1989", "lenet4"])
def test_a_run_leaves_weights_and_what_they_can_do(few, tmp_path, name):
    out = tmp_path / f"{name}-1.safetensors"
    result = train_family.run(name, 1, out)
    model = DIGITS[PLANS[name].network]()
    model.load_state_dict(load_file(out))
    assert result == json.loads(out.with_suffix(".json").read_text())
    assert result["seed"] == 1 and 0 <= result["test_error"] <= 100
    assert ("drawn_test_error" in result) == (name == "lecun1989")
    assert not list(tmp_path.glob("*.resume"))


def test_the_row_is_that_of_the_seed_best_on_held_out_digits(few, tmp_path):
    results = [
        train_family.run("linear", seed, tmp_path / f"linear-{seed}.safetensors") for seed in (1, 2)
    ]
    results[1]["held_out_error"] = results[0]["held_out_error"] - 1
    results[1]["test_error"] = 99.0
    [row] = tomllib.loads(train_family.row(results, tmp_path))["asset"]
    assert row["metrics"]["seed"] == 2 and row["metrics"]["test_error"] == 99.0
    assert row["metrics"]["test_error_of_seeds"] == [results[0]["test_error"], 99.0]
    assert row["metrics"]["model"] == "Linear" and "--seed 2" in row["made_by"]


def test_a_run_that_goes_on_equals_one_never_stopped(few, tmp_path, monkeypatch):
    whole, halves = tmp_path / "whole.safetensors", tmp_path / "halves.safetensors"
    train_family.run("linear", 1, whole)
    steps = train_family.train

    def stopped(*args, **options):
        for step in steps(*args, **options):
            yield step
            if step.resume:
                return

    with monkeypatch.context() as patch:
        patch.setattr(train_family, "train", stopped)
        patch.setattr("pathlib.Path.unlink", lambda *args, **options: None)
        train_family.run("linear", 1, halves)
    train_family.run("linear", 1, halves, goes_on=True)
    a, b = load_file(whole), load_file(halves)
    assert all(torch.equal(a[key], b[key]) for key in a)
