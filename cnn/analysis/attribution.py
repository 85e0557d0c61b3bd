"""Where in a photo an answer comes from: four methods by captum, one signature.

`METHODS[name](model, image, target)` returns a map (H, W) for one image (1, C, H, W) and one class.
Occlusion and integrated gradients run the network many times: they call `tick` with the part done,
0 to 1, after each batch, and whoever raises in it ends the work.
"""

import copy
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from cnn.torch_internals import twin

Map = NDArray[np.float32]
Tick = Callable[[float], None]

WINDOW = 0.2  # of the image's width: the side of the grey square
STRIDE = 0.07  # of the image's width, from one place of the square to the next
STEPS = 32  # of the way from the grey image to the photo
BATCH = 8
CAM_LAYER = "conv5"


@dataclass(frozen=True)
class Method:
    """One way to ask. `signed` maps have a meaning below zero."""

    compute: Callable[[nn.Module, Tensor, int, Tick], Map]
    signed: bool
    slow: bool

    def __call__(
        self, model: nn.Module, image: Tensor, target: int, tick: Tick = lambda done: None
    ) -> Map:
        """The map (H, W) for an image (1, C, H, W). Leaves no hook and no gradient behind."""
        return self.compute(model, image.detach().clone(), target, tick)


def occlusion(model: nn.Module, image: Tensor, target: int, tick: Tick) -> Map:
    """How far the probability of `target` falls when a grey square covers each place.

    Zeiler and Fergus (2013), section 4.2. Grey is 0, the mean colour. Each pixel has the mean over
    all squares that cover it; below zero the answer became more probable.
    """
    from captum.attr import Occlusion

    channels, height, width = image.shape[1:]
    window, stride = max(1, round(WINDOW * width)), max(1, round(STRIDE * width))
    places = math.prod(math.ceil((size - window) / stride) + 1 for size in (height, width))
    counted = _Counted(lambda images: model(images).softmax(1), tick, places + 1)
    with torch.no_grad():
        found = Occlusion(counted).attribute(
            image,
            sliding_window_shapes=(channels, window, window),
            strides=(channels, stride, stride),
            baselines=0,
            target=target,
            perturbations_per_eval=BATCH,
        )
    return _array(found[0].mean(0))


def grad_cam(model: nn.Module, image: Tensor, target: int, tick: Tick) -> Map:
    """Which places of conv5 speak for `target`: its maps, weighted by their mean gradients, (H, W).

    Selvaraju et al. (2017). Never below zero; as coarse as conv5's maps, enlarged to the image.
    """
    from captum.attr import LayerGradCam

    own = twin(model)  # captum's hooks would see the images of others who ask the same model
    image.requires_grad_()
    found = LayerGradCam(own, own.get_submodule(CAM_LAYER)).attribute(
        image, target, relu_attributions=True
    )
    tick(1.0)
    return _array(F.interpolate(found, image.shape[2:], mode="bilinear", align_corners=False)[0, 0])


def saliency(model: nn.Module, image: Tensor, target: int, tick: Tick) -> Map:
    """How strongly the score of `target` would answer to a small change of each pixel.

    Simonyan, Vedaldi, Zisserman (2013): the gradient's absolute value, the largest of the colours.
    """
    from captum.attr import Saliency

    found = Saliency(model).attribute(image.requires_grad_(), target, abs=True)
    tick(1.0)
    return _array(found[0].amax(0))


def integrated_gradients(model: nn.Module, image: Tensor, target: int, tick: Tick) -> Map:
    """What each pixel adds to the score of `target` on the way from a grey image to the photo.

    Sundararajan, Taly, Yan (2017). The values add up to the difference of the two scores, nearly:
    the way is cut into 32 steps (Gauss-Legendre).
    """
    from captum.attr import IntegratedGradients

    counted = _Counted(model, tick, STEPS)
    found = IntegratedGradients(counted).attribute(
        image.requires_grad_(), target=target, n_steps=STEPS, internal_batch_size=BATCH
    )
    return _array(found[0].sum(0))


METHODS = {
    "occlusion": Method(occlusion, signed=True, slow=True),
    "grad-cam": Method(grad_cam, signed=False, slow=False),
    "saliency": Method(saliency, signed=False, slow=False),
    "integrated-gradients": Method(integrated_gradients, signed=True, slow=True),
}


def randomised(model: nn.Module, seed: int = 0) -> nn.Module:
    """A copy whose weights are shuffled within each layer: it has learned nothing.

    A map that looks the same for this copy shows the photo's edges, not what was learned: the
    sanity check of Adebayo et al. (2018).
    """
    other = copy.deepcopy(model)
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for weights in other.parameters():
            order = torch.randperm(weights.numel(), generator=generator)
            weights.copy_(weights.flatten()[order].view_as(weights))
    return other.eval().requires_grad_(False)


def rank_correlation(one: Map, other: Map) -> float:
    """How far two maps (H, W) agree on which pixels matter more: the correlation of ranks, -1 to 1.

    By magnitude. 1: the same order of pixels; 0: no likeness. Ties count by their mean rank.
    """
    from scipy.stats import rankdata

    ranks = [rankdata(np.abs(each), axis=None) for each in (one, other)]
    if any(np.ptp(each) == 0 for each in ranks):
        return 0.0
    return float(np.corrcoef(*ranks)[0, 1])


def half_of(found: Map) -> float:
    """The least share of the pixels of a map (H, W) that holds half of all that is above zero.

    From 0, if nothing is, to about a half, if all pixels are alike.
    """
    above = np.sort(found[found > 0])[::-1].cumsum(dtype=np.float64)
    if not above.size:
        return 0.0
    return float(np.searchsorted(above, above[-1] / 2) + 1) / found.size


class _Counted:
    """A forward function that tells how many of the expected images it has seen."""

    def __init__(self, forward: Callable[[Tensor], Tensor], tick: Tick, expected: int) -> None:
        self.forward, self.tick, self.expected, self.seen = forward, tick, expected, 0

    def __call__(self, images: Tensor, *_: Any) -> Tensor:
        self.seen += len(images)
        answer = self.forward(images)
        self.tick(min(self.seen / self.expected, 1.0))
        return answer


def _array(values: Tensor) -> Map:
    found: Map = values.detach().float().numpy()
    return found
