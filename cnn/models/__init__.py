"""The networks of this course, by name."""

from torch import nn

from cnn.models.lenet5 import LeNet5

MODELS: dict[str, type[nn.Module]] = {"LeNet5": LeNet5}

__all__ = ["MODELS", "LeNet5"]
