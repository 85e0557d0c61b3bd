"""Adversarial digits: one step along the sign of the gradient.

Goodfellow, Shlens and Szegedy, Explaining and Harnessing Adversarial Examples (2014): x + ε
sign(∂J/∂x). J is here the surprise at the right digit, -ln of its probability as
`cnn.inference.confidence` has it (eleven classes, divided by the fitted temperature), and ε a part
of the way from paper to ink. A pixel stays between the two, a whole one of 256 levels.
"""

import numpy as np
import torch
from numpy.typing import NDArray

from cnn.data.digits.preprocess import BORDER, IMAGE, INK, PAPER, Picture, to_32
from cnn.inference import weights
from cnn.inference.confidence import fitted

Floats = NDArray[np.float64]


def pixel_slopes(name: str, images: Picture, labels: NDArray[np.integer]) -> Floats:
    """How the surprise of the shipped LeNet-5 `name` at the right digit changes with each pixel.

    images: uint8 (N, 28, 28); labels: (N,), 0 ... 9. Returns (N, 28, 28), for a pixel that goes
    from 0, paper, to 1, ink. Raises cnn.assets.AssetProblem if the weights are missing or altered.
    """
    confidence, model = fitted(name), weights.load_network(name)
    inputs = to_32(images).requires_grad_()
    with torch.enable_grad():
        distances = model(inputs)
        rubbish = distances.new_full((len(distances), 1), confidence.rubbish)
        logits = -torch.cat([distances, rubbish], 1) / confidence.temperature
        right = torch.from_numpy(np.asarray(labels, np.int64))
        surprise = torch.nn.functional.cross_entropy(logits, right, reduction="sum")
        (slopes,) = torch.autograd.grad(surprise, inputs)
    inner = slice(BORDER, BORDER + IMAGE)
    found: Floats = slopes[:, 0, inner, inner].double().numpy() * (INK - PAPER)
    return found


def stepped(images: Picture, slopes: Floats, epsilon: float) -> Picture:
    """The images (..., 28, 28) a step of `epsilon`, 0 ... 1, along the signs of `slopes`."""
    moved = np.floor(images + 255 * epsilon * np.sign(slopes) + 0.5)
    return np.clip(moved, 0, 255).astype(np.uint8)
