"""The networks of this course, by name."""

from torch import nn

from cnn.models.alexnet import AlexNet, AlexNetSmall
from cnn.models.alexnet_owt import AlexNetOWT
from cnn.models.baselines import Hidden300, Linear, NearestNeighbours
from cnn.models.digit_network import DigitNetwork
from cnn.models.lecun1989 import LeCun1989
from cnn.models.lenet1 import LeNet1
from cnn.models.lenet4 import LeNet4
from cnn.models.lenet5 import LeNet5

DIGITS: dict[str, type[DigitNetwork]] = {
    "Linear": Linear,
    "Hidden300": Hidden300,
    "LeCun1989": LeCun1989,
    "LeNet1": LeNet1,
    "LeNet4": LeNet4,
    "LeNet5": LeNet5,
}

MODELS: dict[str, type[nn.Module]] = {
    **DIGITS,
    "AlexNet": AlexNet,
    "AlexNetSmall": AlexNetSmall,
    "AlexNetOWT": AlexNetOWT,
}

__all__ = [
    "DIGITS",
    "MODELS",
    "AlexNet",
    "AlexNetOWT",
    "AlexNetSmall",
    "DigitNetwork",
    "Hidden300",
    "LeCun1989",
    "LeNet1",
    "LeNet4",
    "LeNet5",
    "Linear",
    "NearestNeighbours",
]
