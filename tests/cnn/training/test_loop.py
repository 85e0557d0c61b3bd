"""Can a network learn, always the same way for a seed, and go on where it stopped?"""

import threading
from itertools import pairwise

import numpy as np
import pytest
import torch

from cnn.data.mnist import dataset
from cnn.data.mnist.dataset import Digits
from cnn.data.pens.distortions import Distortion
from cnn.models import DIGITS, LeNet5
from cnn.models.activations import CHOICES
from cnn.training.loop import Diverged, train
from cnn.training.losses import cross_entropy, map_criterion, mle
from cnn.training.recipes import Constant, Modern, Published, Recipe
from cnn.training.snapshots import restore


def digits(count=64):
    images, labels = dataset.load_digits("train")
    return Digits(images[:count], labels[:count])


def trained(recipe, seed=3, count=64, network=LeNet5, **options):
    generator = torch.Generator().manual_seed(seed)
    model = network(generator)
    steps = list(train(model, digits(count), recipe, generator=generator, **options))
    return steps, torch.cat([p.flatten() for p in model.parameters()]).detach()


BENT = Modern(epochs=2, batch=16, distort=Distortion())


def test_it_memorises_a_few_digits():
    steps, _ = trained(Modern(epochs=150, batch=16, rate=0.005), count=16)
    assert steps[0].error > 0.5
    assert steps[-1].error == 0 and steps[-1].loss < 0.5


def test_a_step_tells_where_the_training_is():
    steps, _ = trained(Modern(epochs=2, batch=24))
    assert [step.number for step in steps] == [1, 2, 3, 4, 5, 6]
    assert [round(step.epochs, 2) for step in steps] == [0.33, 0.67, 1, 1.33, 1.67, 2]
    assert [step.resume is not None for step in steps] == [False, False, True] * 2
    assert all(b.seconds >= a.seconds for a, b in pairwise(steps))


def test_a_seed_makes_one_network_and_another_seed_another():
    (_, a), (_, b), (_, c) = trained(BENT), trained(BENT), trained(BENT, seed=4)
    assert torch.equal(a, b) and not torch.equal(a, c)


def test_a_run_beside_another_equals_itself_alone():
    _, alone = trained(BENT)
    beside: list[torch.Tensor] = []
    threads = [
        threading.Thread(target=lambda: beside.append(trained(BENT)[1])),
        threading.Thread(target=lambda: trained(BENT, seed=9)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert torch.equal(beside[0], alone)


def test_the_global_generator_is_left_alone():
    before = torch.get_rng_state()
    trained(BENT)
    assert torch.equal(torch.get_rng_state(), before)


@pytest.mark.parametrize(
    "recipe",
    [
        Modern(epochs=3, batch=16, distort=Distortion()),
        Published(epochs=3, rates=((2, 1e-4), (1, 1e-5)), loss=mle, estimate_on=16),
        Constant(epochs=3, batch=16, optimiser="momentum", rate=0.001, deslant=True),
    ],
    ids=["modern", "published", "momentum"],
)
def test_a_run_that_goes_on_equals_one_never_stopped(recipe):
    whole, weights = trained(recipe, count=32)
    first = next(step.resume for step in whole if step.resume)
    model, generator = LeNet5(), torch.Generator()
    rest = list(train(model, digits(32), recipe, generator=generator, resume=first))
    assert [step.number for step in rest] == [step.number for step in whole[-len(rest) :]]
    assert torch.equal(torch.cat([p.flatten() for p in model.parameters()]), weights)


def test_a_kept_step_does_not_change_while_training_goes_on():
    generator = torch.Generator().manual_seed(0)
    steps = train(LeNet5(generator), digits(), Modern(epochs=2, batch=64), generator=generator)
    kept = next(steps).resume
    before = {name: value.clone() for name, value in kept.weights.items()}
    list(steps)
    assert all(torch.equal(kept.weights[name], before[name]) for name in before)


def test_the_data_are_left_as_they_were():
    data = digits()
    before = data.images.copy()
    generator = torch.Generator().manual_seed(0)
    list(train(LeNet5(generator), data, BENT, generator=generator))
    assert np.array_equal(data.images, before)


def test_the_published_rates_are_the_papers_table():
    rates = [Published().rate(number) for number in range(20)]
    assert rates == [5e-4] * 2 + [2e-4] * 3 + [1e-4] * 3 + [5e-5] * 4 + [1e-5] * 8
    assert (Published().batch, Published().mu, Published().estimate_on) == (1, 0.02, 500)


def test_a_recipe_that_says_nothing_about_updates_is_refused():
    with pytest.raises(TypeError, match="Recipe"):
        next(train(LeNet5(), digits(), Recipe(), generator=torch.Generator()))


@pytest.mark.slow
@pytest.mark.parametrize("loss", [mle, map_criterion, cross_entropy])
@pytest.mark.parametrize("name", DIGITS)
def test_every_network_learns_by_every_criterion(name, loss):
    recipe = Modern(epochs=60, batch=16, rate=0.005, loss=loss)
    steps, _ = trained(recipe, count=32, network=DIGITS[name])
    assert steps[-1].error < 0.3 < steps[0].error
    assert steps[-1].loss < 0.7 * steps[0].loss


@pytest.mark.parametrize(
    "recipe",
    [
        Constant(epochs=60, batch=16, rate=0.002),
        Constant(epochs=60, batch=16, rate=0.003, optimiser="momentum"),
        Constant(epochs=60, batch=16, rate=0.03, optimiser="sgd"),
    ],
    ids=lambda recipe: recipe.optimiser,
)
def test_every_way_of_updating_learns(recipe):
    steps, _ = trained(recipe, count=32, network=DIGITS["LeNet1"])
    assert steps[-1].loss < 0.5 * steps[0].loss


@pytest.mark.parametrize("activation", CHOICES)
def test_every_activation_learns(activation):
    recipe = Modern(epochs=60, batch=16, rate=0.01)
    steps, _ = trained(recipe, count=32, network=lambda generator: LeNet5(generator, activation))
    assert steps[-1].loss < 0.9 * steps[0].loss


def test_plain_steps_go_down_the_gradient():
    """One step of all the digits at once: the weights minus rate times their gradient."""
    recipe = Constant(epochs=1, batch=8, rate=0.01, optimiser="sgd", loss=mle)
    _, after = trained(recipe, count=8)
    model, (images, labels) = LeNet5(torch.Generator().manual_seed(3)), digits(8)
    before = torch.cat([p.flatten() for p in model.parameters()]).detach()
    mle(model(model.to_input(images)), torch.tensor(labels.astype(int))).backward()
    slope = torch.cat([p.grad.flatten() for p in model.parameters()])
    assert torch.allclose(after, before - 0.01 * slope, atol=1e-6)


def test_steps_too_large_are_told_with_their_number():
    recipe = Constant(epochs=50, batch=16, rate=1e30, optimiser="sgd", loss=mle)
    with pytest.raises(Diverged) as told:
        trained(recipe, count=32, network=DIGITS["Linear"])
    assert told.value.key == "training-diverged" and told.value.fields["step"] >= 2


def test_snapshots_are_spread_over_the_run_and_bring_the_weights_back():
    steps, weights = trained(Modern(epochs=3, batch=16), snapshots=4)
    assert [step.number for step in steps if step.snapshot] == [3, 6, 9, 12]
    kept = steps[-1].snapshot
    assert {array.dtype for array in kept.values()} == {np.dtype(np.float16)}
    model = LeNet5()
    restore(model, kept)
    again = torch.cat([p.flatten() for p in model.parameters()]).detach()
    assert torch.allclose(again, weights, atol=1e-3)


def test_snapshots_change_nothing_in_the_run():
    (_, a), (steps, b) = trained(BENT), trained(BENT, snapshots=100)
    assert torch.equal(a, b) and all(step.snapshot for step in steps)


def test_a_recipe_can_set_digits_upright_first():
    plain, upright = (trained(Modern(epochs=1, deslant=deslant))[1] for deslant in (False, True))
    assert not torch.equal(plain, upright)
