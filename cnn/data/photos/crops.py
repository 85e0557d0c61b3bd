"""From a photo to what a network looks at: shorter side reduced, a square cut out, colours centred.

The same as torchvision's Resize, CenterCrop, ToTensor and Normalize, from the opened photo on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from torch import Tensor

CENTRE = (0.5, 0.5)


@dataclass(frozen=True)
class PhotoTransform:
    """How a network wants its photos. Mean and deviation are of pixels from 0 to 1."""

    short: int  # the shorter side after reducing
    side: int  # of the square cut out
    mean: tuple[float, float, float]
    deviation: tuple[float, float, float]

    def shrink(self, photo: Image.Image) -> Image.Image:
        """The whole photo, its shorter side `short` pixels long."""
        shorter, longer = sorted(photo.size)
        long = int(self.short * longer / shorter)
        size = (self.short, long) if photo.width <= photo.height else (long, self.short)
        return photo.resize(size, Image.Resampling.BILINEAR)

    def crop(self, shrunk: Image.Image, place: tuple[float, float] = CENTRE) -> Image.Image:
        """The square at `place`, x and y from 0 (left, top) to 1 (right, bottom)."""
        left, top = self.corner(shrunk, place)
        return shrunk.crop((left, top, left + self.side, top + self.side))

    def corner(self, shrunk: Image.Image, place: tuple[float, float]) -> tuple[int, int]:
        """The left and upper edge of that square, in pixels of the shrunk photo."""
        x, y = (min(max(part, 0.0), 1.0) for part in place)
        return round((shrunk.width - self.side) * x), round((shrunk.height - self.side) * y)

    def ten_crops(self, shrunk: Image.Image) -> list[Image.Image]:
        """Centre and four corners, each also mirrored: section 4.1's ten; the centre first."""
        places = [CENTRE, (0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)]
        crops = [self.crop(shrunk, place) for place in places]
        return [*crops, *(crop.transpose(Image.Transpose.FLIP_LEFT_RIGHT) for crop in crops)]

    def to_input(self, crops: Sequence[Image.Image]) -> "Tensor":
        """Squares -> what the network takes, (N, 3, side, side) float32."""
        import torch

        pixels = torch.from_numpy(np.stack([np.asarray(crop) for crop in crops]))
        levels = pixels.permute(0, 3, 1, 2).float() / 255
        mean, deviation = (torch.tensor(each).view(3, 1, 1) for each in (self.mean, self.deviation))
        return (levels - mean) / deviation


# The mean and deviation of ImageNet's training photos, as torchvision's networks had them.
OWT_EYE = PhotoTransform(256, 224, (0.485, 0.456, 0.406), (0.229, 0.224, 0.225))


def small_transform(mean: Sequence[float], scale: float) -> PhotoTransform:
    """The small edition's, from what its manifest row keeps: mean and scale of pixels to 255."""
    red, green, blue = (level / 255 for level in mean)
    return PhotoTransform(64, 56, (red, green, blue), (scale / 255,) * 3)
