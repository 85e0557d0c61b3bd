"""Is dropout the paper's, and is a race the same for a seed?"""

import numpy as np
import pytest
import torch
from torch import Generator
from torch.nn import functional as F

from cnn.data.mnist import dataset
from cnn.experiments import dropout


def digits(count):
    train, test = dataset.load_digits("train"), dataset.load_digits("test")
    return (train.images[:count], train.labels[:count]), (test.images[:50], test.labels[:50])


def test_units_are_dropped_by_half_and_halved_afterwards():
    """Before an activation that bends, the mean over many masks is what the halved units give."""
    chance = Generator().manual_seed(1)
    one, last = torch.eye(40), torch.ones(10, 40)
    image = torch.rand(1, 40, generator=chance)
    net = [one, last]
    kept = dropout.logits(net, image, kept=dropout.KEPT)
    drawn = torch.stack([dropout.logits(net, image, drop=chance) for _ in range(4000)])
    assert drawn.mean(0) == pytest.approx(kept, rel=0.03)
    assert drawn.std() > 0.5


def test_without_dropout_the_answer_is_torchs():
    chance = Generator().manual_seed(2)
    net = dropout.initial_weights(784, chance)
    image = torch.rand(3, 784, generator=chance)
    units = image
    for layer in net[:-1]:
        units = F.relu(F.linear(units, layer))
    torch.testing.assert_close(dropout.logits(net, image), F.linear(units, net[-1]))


def test_a_race_equals_itself_and_the_plain_network_learns_by_heart():
    runs = [list(dropout.train_both(*digits(60), 12, Generator().manual_seed(3))) for _ in range(2)]
    assert runs[0] == runs[1] and len(runs[0]) == 12
    assert runs[0][-1].train[0] == 0 < runs[0][0].train[0]


@pytest.mark.parametrize("part", [0.0, 0.2, 1.0])
def test_so_many_labels_become_wrong(part):
    labels = dataset.load_digits("train").labels[:500]
    wrong = dropout.mislabelled(labels, part, 1)
    assert (wrong != labels).sum() == round(500 * part)
    assert wrong.max() <= 9 and np.array_equal(wrong, dropout.mislabelled(labels, part, 1))
