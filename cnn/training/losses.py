"""Criteria of training by distances: the two of LeCun et al. (1998), section II.C, and today's.

Distances to the digits' codes are (N, 10), LeNet-5's own outputs or what `distances` of another
network makes of its ten. Labels are (N,) of 0 ... 9, or cnn.data.pens.rubbish.RUBBISH for an image
that is no digit. All return the mean over the images. Section III.B does not say which of its two
gave the published 0.95 %.
"""

import torch
from torch import Tensor
from torch.nn import functional as F

from cnn.data.pens.rubbish import RUBBISH

RUBBISH_DISTANCE = 20.0  # the constant j of eq. 9; the paper gives no value
CLEAR_DISTANCE = 45.0  # instead of j for what is no digit, so that a gap opens between the two


def mle(distances: Tensor, labels: Tensor) -> Tensor:
    """Eq. 8 for distances (N, 10) and labels (N,): the mean distance to the right code.

    That is the squared error, with targets of +1 and -1.
    """
    return distances.gather(1, labels.unsqueeze(1)).mean()


def map_criterion(distances: Tensor, labels: Tensor, j: float = RUBBISH_DISTANCE) -> Tensor:
    """Eq. 9 for distances (N, 10) and labels (N,), with a rubbish class at distance `j`.

    It pulls the right code near and pushes the others away: the cross-entropy of eleven classes
    whose distances are the ten and j. The paper always asks for a digit; an image labelled RUBBISH
    asks for the eleventh class, at CLEAR_DISTANCE.
    """
    rubbish = torch.where(labels == RUBBISH, max(j, CLEAR_DISTANCE), j).unsqueeze(1).to(distances)
    everything = torch.cat([distances, rubbish], 1)
    right = everything.gather(1, labels.unsqueeze(1)).squeeze(1)
    return (right + torch.logsumexp(-everything, 1)).mean()


def cross_entropy(distances: Tensor, labels: Tensor) -> Tensor:
    """Softmax over the negative distances (N, 10), as in today's networks, for labels (N,).

    Eq. 9 without a rubbish class: all that counts is how much nearer the right code is than the
    others. Digits only.
    """
    return F.cross_entropy(-distances, labels)
