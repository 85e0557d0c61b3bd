"""A network for tests of what surrounds it: the small edition with random weights of a seed."""

import torch

from cnn.data.imagenet import classes
from cnn.data.photos.crops import small_transform
from cnn.inference.photo import PhotoNetwork
from cnn.models import AlexNetSmall


def random_network() -> PhotoNetwork:
    generator = torch.Generator().manual_seed(4)
    model = AlexNetSmall(generator=generator)
    with torch.no_grad():
        for weights in model.parameters():
            if weights.ndim > 1:  # He's rule, so that answers do not fade
                spread = (2 / weights[0].numel()) ** 0.5
                weights.normal_(0, spread, generator=generator)
            else:
                weights.zero_()
    transform = small_transform((122.0, 114.0, 101.0), 64.0)
    return PhotoNetwork(
        "small", model.eval().requires_grad_(False), transform, classes.tiny_classes()
    )
