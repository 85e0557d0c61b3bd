"""What every network of digits tells of itself, beside its layers."""

from torch import Tensor, nn

from cnn.data.digits.preprocess import Picture, to_32
from cnn.models.activations import SCALED_TANH
from cnn.models.lenet_layers import Convolution, FullyConnected, Layer, Subsampling


class DigitNetwork(nn.Module):
    """Ten outputs, one for each digit, in place coding: +1 for the digit that it is, else -1."""

    image: tuple[int, int, int] = (1, 32, 32)
    activation = SCALED_TANH

    def to_input(self, images: Picture) -> Tensor:
        """What it sees of images (N, 28, 28) or (28, 28), as MNIST stores them."""
        return to_32(images)

    def layers(self) -> tuple[Layer, ...]:
        """The trainable layers, from the image on."""
        kinds = Convolution | Subsampling | FullyConnected
        return tuple(layer for layer in self.children() if isinstance(layer, kinds))

    def answer(self, outputs: Tensor) -> Tensor:
        """Outputs (N, 10) -> digits (N,): the highest output."""
        return outputs.argmax(1)

    def distances(self, outputs: Tensor) -> Tensor:
        """Squared distances (N, 10) of the outputs (N, 10) to the place code of each digit."""
        return (outputs + 1).square().sum(1, keepdim=True) - 4 * outputs
