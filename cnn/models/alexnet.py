"""AlexNet, as published: Krizhevsky, Sutskever, Hinton (2012), sections 3.5 and 5.

Where the paper leaves a choice, and what we took: an image is 227 pixels wide, not 224, for then
conv1 gives 55×55 (the original source reached 55 by rounding up); the windows of the response
normalisation run over the border between the towers, which on two GPUs they cannot; dropout scales
while training, instead of at test.
"""

from dataclasses import dataclass

import torch
from torch import Generator, Tensor, nn

from cnn.models.alexnet_layers import Dense, Pooling, Rectified
from cnn.models.lrn import LocalResponseNorm


@dataclass(frozen=True)
class Edition:
    """What may differ between the paper's network and smaller ones."""

    image: int = 227
    stem: tuple[int, int, int] = (11, 4, 0)  # conv1's kernel, stride and padding
    maps: tuple[int, int, int, int, int] = (96, 256, 384, 384, 256)
    units: int = 4096  # of fc6, and of fc7
    classes: int = 1000
    groups: int = 2  # towers of conv2, conv4, conv5
    window: int = 3  # of pooling; 2 does not overlap
    normalise: bool = True
    dropout: float = 0.5


PAPER = Edition()
UNGROUPED = Edition(groups=1)
ONE_GPU = Edition(maps=(48, 128, 192, 192, 256), groups=1)  # what footnote 2 compares with
SMALL = Edition(56, (9, 2, 4), units=2048, classes=200)  # the paper's maps, 28 ... 2 wide


class AlexNet(nn.Module):
    """An image in, the logits of its classes out; the sizes below are the paper's."""

    def __init__(self, edition: Edition = PAPER, generator: Generator | None = None) -> None:
        super().__init__()
        self.edition = e = edition
        self.image = (3, e.image, e.image)
        m1, m2, m3, m4, m5 = e.maps
        norm = LocalResponseNorm if e.normalise else nn.Identity
        # fmt: off
        #                                                  maps @ size   parameters     products
        self.conv1 = Rectified(3, m1, *e.stem)             #  96 @ 55×55      34,944  105,415,200
        self.rnorm1 = norm(m1)
        self.pool1 = Pooling(e.window)                     #  96 @ 27×27
        self.conv2 = Rectified(m1, m2, 5, 1, 2, e.groups)  # 256 @ 27×27     307,456  223,948,800
        self.rnorm2 = norm(m2)
        self.pool2 = Pooling(e.window)                     # 256 @ 13×13
        self.conv3 = Rectified(m2, m3, 3, 1, 1)            # 384 @ 13×13     885,120  149,520,384
        self.conv4 = Rectified(m3, m4, 3, 1, 1, e.groups)  # 384 @ 13×13     663,936  112,140,288
        self.conv5 = Rectified(m4, m5, 3, 1, 1, e.groups)  # 256 @ 13×13     442,624   74,760,192
        self.pool5 = Pooling(e.window)                     # 256 @  6×6
        self.fc6 = Dense(m5 * last_size(e)**2, e.units)    # 4096          37,752,832   37,748,736
        self.drop6 = nn.Dropout(e.dropout)
        self.fc7 = Dense(e.units, e.units)                 # 4096          16,781,312   16,777,216
        self.drop7 = nn.Dropout(e.dropout)
        self.fc8 = Dense(e.units, e.classes, False)        # 1000           4,097,000    4,096,000
        # fmt: on
        initialise_alexnet(self, generator)

    def forward(self, images: Tensor) -> Tensor:
        """(N, 3, 227, 227) -> logits, (N, 1000)."""
        maps = self.pool1(self.rnorm1(self.conv1(images)))
        maps = self.pool2(self.rnorm2(self.conv2(maps)))
        maps = self.pool5(self.conv5(self.conv4(self.conv3(maps))))
        units = self.drop7(self.fc7(self.drop6(self.fc6(maps))))
        logits: Tensor = self.fc8(units)
        return logits


class AlexNetSmall(AlexNet):
    """The small edition: 56×56 crops of 64×64 images, 200 classes, half the full layers' units."""

    def __init__(self, edition: Edition = SMALL, generator: Generator | None = None) -> None:
        super().__init__(edition, generator)


def last_size(edition: Edition) -> int:
    """The width of pool5's maps: what is left of the image, rounded down at each step."""
    kernel, stride, pad = edition.stem
    width = (edition.image + 2 * pad - kernel) // stride + 1
    for _ in range(3):
        width = (width - edition.window) // 2 + 1
    return width


def initialise_alexnet(model: AlexNet, generator: Generator | None = None) -> None:
    """Section 5: weights normal with deviation 0.01; biases 1 in conv2, 4, 5, fc6, fc7, else 0.

    Weights without numbers (torch's device "meta") are left alone.
    """
    ones = {"conv2", "conv4", "conv5", "fc6", "fc7"}
    with torch.no_grad():
        for name, layer in model.named_children():
            if isinstance(layer, Rectified | Dense) and not layer.weight.is_meta:
                layer.weight.normal_(0, 0.01, generator=generator)
                layer.bias.fill_(float(name in ones))
