"""Are units made smaller at test, units scaled while learning and thinned networks the same?"""

from itertools import product

import numpy as np
import pytest
import torch
from torch import Generator, nn

from cnn.experiments import halving
from cnn.experiments.halving import LastTwo
from cnn.inference import small_edition


def chance(seed):
    return Generator().manual_seed(seed)


def layers(inputs, hidden, classes, seed=1):
    draw = chance(seed)
    return LastTwo(
        torch.randn(hidden, inputs, generator=draw),
        torch.randn(hidden, generator=draw),
        torch.randn(classes, hidden, generator=draw),
        torch.randn(classes, generator=draw),
    )


def by_hand(net, units, six, seven):
    """The same two layers without torch: a unit at a time, in numbers of 64 bits."""
    w7, b7, w8, b8 = (np.asarray(each, np.float64) for each in net)
    hidden = [
        max(0.0, sum(w * u * m for w, u, m in zip(row, units, six, strict=True)) + bias)
        for row, bias in zip(w7, b7, strict=True)
    ]
    logits = np.array(
        [
            sum(w * u * m for w, u, m in zip(row, hidden, seven, strict=True)) + bias
            for row, bias in zip(w8, b8, strict=True)
        ]
    )
    raised = np.exp(logits - logits.max())
    return raised / raised.sum()


@pytest.mark.parametrize("kept", [0.5, 0.6])
def test_each_way_is_what_a_unit_by_unit_sum_gives(kept):
    net, units = layers(5, 4, 3), torch.rand(1, 5, generator=chance(2))
    found = halving.dropout_answers(net, units, 1, chance(3), kept)
    old = net._replace(fc7=net.fc7 / kept, fc8=net.fc8 / kept)
    photo = units[0].tolist()
    assert found.scaled[0].numpy() == pytest.approx(by_hand(net, photo, [1] * 5, [1] * 4), rel=1e-4)
    assert found.shrunk[0].numpy() == pytest.approx(
        by_hand(old, photo, [kept] * 5, [kept] * 4), rel=1e-4
    )
    assert found.untouched[0].numpy() == pytest.approx(
        by_hand(old, photo, [1] * 5, [1] * 4), rel=1e-4
    )


def test_what_is_learned_is_the_same_by_torchs_own_dropout():
    """A mask of torch's nn.Dropout, which divides what it keeps, and ours of 0 and 1."""
    net, units = layers(40, 30, 6), torch.rand(2, 40, generator=chance(4))
    torch.manual_seed(5)
    drop = nn.Dropout(0.4).train()
    six, seven = drop(torch.ones(2, 40)), drop(torch.ones(2, 30))
    theirs = halving.last_logits(net, units, six, seven)
    old = halving.learned_unscaled(net, 0.6)
    ours = halving.last_logits(old, units, (six > 0).float(), (seven > 0).float())
    torch.testing.assert_close(ours, theirs)
    assert 0 < (six > 0).float().mean() < 1


def test_with_one_layer_of_masks_shrinking_is_the_geometric_mean_of_all_networks():
    """Hinton et al. (2012): exact for one hidden layer. Every one of 2^8 networks is asked."""
    net, units, kept = layers(3, 8, 4), torch.rand(1, 3, generator=chance(6)), 0.6
    photo, ones = units[0].tolist(), [1] * 3
    log = np.zeros(4)
    for mask in product((0, 1), repeat=8):
        weight = kept ** sum(mask) * (1 - kept) ** (8 - sum(mask))
        log += weight * np.log(by_hand(net, photo, ones, mask))
    mean = np.exp(log) / np.exp(log).sum()
    shrunk = halving.last_logits(net, units, 1.0, kept).softmax(1)[0].numpy()
    assert shrunk == pytest.approx(mean, abs=1e-6)


def test_many_networks_come_to_their_mean_over_all_masks():
    net, units, kept = layers(4, 4, 3), torch.rand(1, 4, generator=chance(7)), 0.6
    old = halving.learned_unscaled(net, kept)
    mean = np.zeros(3)
    for six, seven in product(product((0, 1), repeat=4), repeat=2):
        on = sum(six) + sum(seven)
        weight = kept**on * (1 - kept) ** (8 - on)
        mean += weight * by_hand(old, units[0].tolist(), six, seven)
    found = halving.dropout_answers(net, units, 6000, chance(8), kept)
    assert found.mean[0].numpy() == pytest.approx(mean, abs=0.02)
    assert len(set(found.firsts[:, 0].tolist())) > 1  # they do not all say the same


def test_the_ways_are_those_of_the_network_that_ships():
    """Its own forward pass in test mode is today's way, and the way of 2012 is the same."""
    model = small_edition.small_edition_network()
    maps = small_edition.sample_maps("red-panda")
    found = halving.dropout_answers(
        halving.last_two(model), maps["fc6"][None], 20, chance(1), halving.KEPT
    )
    torch.testing.assert_close(found.scaled[0], maps["fc8"].softmax(0))
    torch.testing.assert_close(found.shrunk, found.scaled, atol=1e-6, rtol=1e-4)
    assert found.untouched.amax() > found.shrunk.amax()
    for each in found[:5]:
        torch.testing.assert_close(each.sum(1), torch.ones(1))


def test_it_was_trained_with_so_many_units_left_out():
    """The row of the shipped weights names the command, and with it the part left out."""
    from cnn import assets

    made = assets.row(small_edition.FILE).made_by
    assert f"--dropout {halving.LEFT_OUT} " in made
