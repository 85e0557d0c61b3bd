"""The networks of this course, by name."""

from torch import nn

from cnn.models.alexnet import AlexNet, AlexNetSmall
from cnn.models.lenet5 import LeNet5

MODELS: dict[str, type[nn.Module]] = {
    "LeNet5": LeNet5,
    "AlexNet": AlexNet,
    "AlexNetSmall": AlexNetSmall,
}

__all__ = ["MODELS", "AlexNet", "AlexNetSmall", "LeNet5"]
