"""The AlexNet of torchvision: Krizhevsky, One weird trick for parallelizing CNNs (2014).

Not the network of 2012: one tower, fewer maps in conv1, 2 and 4, no response normalisation, images
of 224 pixels. It is here because ImageNet weights for it are public. Named AlexNetOWT everywhere.
"""

from collections.abc import Mapping

import torch
from torch import Generator, Tensor, nn

from cnn.models.alexnet_layers import Dense, Pooling, Rectified

PUBLISHED = {  # the layers' names in torchvision's file -> ours
    "features.0": "conv1",
    "features.3": "conv2",
    "features.6": "conv3",
    "features.8": "conv4",
    "features.10": "conv5",
    "classifier.1": "fc6",
    "classifier.4": "fc7",
    "classifier.6": "fc8",
}


class AlexNetOWT(nn.Module):
    """(N, 3, 224, 224) in, the logits of 1,000 classes out. The layers have the paper's names."""

    image = (3, 224, 224)

    def __init__(self, generator: Generator | None = None) -> None:
        super().__init__()
        # fmt: off
        #                                            maps @ size   parameters
        self.conv1 = Rectified(3, 64, 11, 4, 2)      #  64 @ 55×55      23,296
        self.pool1 = Pooling()                       #  64 @ 27×27
        self.conv2 = Rectified(64, 192, 5, 1, 2)     # 192 @ 27×27     307,392
        self.pool2 = Pooling()                       # 192 @ 13×13
        self.conv3 = Rectified(192, 384, 3, 1, 1)    # 384 @ 13×13     663,936
        self.conv4 = Rectified(384, 256, 3, 1, 1)    # 256 @ 13×13     884,992
        self.conv5 = Rectified(256, 256, 3, 1, 1)    # 256 @ 13×13     590,080
        self.pool5 = Pooling()                       # 256 @  6×6
        self.drop5 = nn.Dropout(0.5)                 # before fc6 and fc7, not after them
        self.fc6 = Dense(256 * 6 * 6, 4096)          # 4096         37,752,832
        self.drop6 = nn.Dropout(0.5)
        self.fc7 = Dense(4096, 4096)                 # 4096         16,781,312
        self.fc8 = Dense(4096, 1000, False)          # 1000          4,097,000
        # fmt: on
        with torch.no_grad():
            for weights in self.parameters():
                weights.normal_(0, 0.01, generator=generator)

    def forward(self, images: Tensor) -> Tensor:
        """(N, 3, 224, 224) -> logits, (N, 1000)."""
        maps = self.pool2(self.conv2(self.pool1(self.conv1(images))))
        maps = self.pool5(self.conv5(self.conv4(self.conv3(maps))))
        units = self.fc7(self.drop6(self.fc6(self.drop5(maps))))
        logits: Tensor = self.fc8(units)
        return logits

    def load_published(self, weights: Mapping[str, Tensor]) -> None:
        """Takes the weights of torchvision's file, by name.

        Raises RuntimeError if they are not its.
        """
        renamed = {}
        for name, values in weights.items():
            layer, _, kind = name.rpartition(".")
            renamed[f"{PUBLISHED.get(layer, layer)}.{kind}"] = values
        self.load_state_dict(renamed, assign=True)
