"""What a network's loss does while one of its numbers moves, all others held."""

from typing import cast

import numpy as np
import torch
from torch import Tensor

from cnn.data.digits.preprocess import Picture
from cnn.loss_curves import LossCurve
from cnn.models import DigitNetwork
from cnn.training.losses import mle


def loss_curve(
    model: DigitNetwork,
    images: list[Picture],
    labels: list[int],
    number: tuple[str, int],
    span: tuple[float, float],
    nodes: int,
) -> LossCurve:
    """Eq. 8 for images (28, 28) and their labels while one number of the model moves.

    `number`: a parameter's name, such as "S2.bias", and which of its values; `span`: from where to
    where it moves. The model, in double precision, is as before afterwards.
    """
    inputs = torch.cat([model.to_input(image) for image in images]).double()
    wanted, values = torch.tensor(labels), np.linspace(*span, nodes)
    parameter = cast(Tensor, model.get_parameter(number[0]))
    flat, index = parameter.detach().view(-1), number[1]
    trained = float(flat[index])
    losses, slopes = [], []
    for value in values:
        flat[index] = float(value)
        loss = mle(model(inputs), wanted)
        (gradient,) = torch.autograd.grad(loss, parameter)
        losses.append(float(loss.detach()))
        slopes.append(float(gradient.view(-1)[index]))
    flat[index] = trained
    return LossCurve(*span, trained, losses, slopes)
