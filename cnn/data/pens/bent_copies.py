"""One digit made into many, as if drawn on rubber that is pulled about.

Simard, Steinkraus and Platt (2003) made more data so; the field here is that of
`cnn.data.pens.distortions`, random at 5×5 places and smooth between them, and not their recipe.
"""

from functools import lru_cache

import numpy as np
import torch
from torch import Generator

from cnn.data.digits.preprocess import Picture
from cnn.data.pens.distortions import Distortion


@lru_cache(maxsize=32)
def _copies(digit: bytes, strength: float, count: int, seed: int) -> Picture:
    image = torch.frombuffer(bytearray(digit), dtype=torch.uint8).view(1, 28, 28)
    images = image.repeat(count, 1, 1)
    nothing_else = Distortion(
        share=1.0,
        turn=0.0,
        slant=0.0,
        stretch=0.0,
        shift=0.0,
        thickness=0.0,
        elastic=strength,
        contrast=0.0,
        habits=0.0,
    )
    labels = torch.zeros(count, dtype=torch.long)  # nothing here depends on them
    found: Picture = nothing_else(images, labels, Generator().manual_seed(seed)).numpy()
    return found


def bent_copies(image: Picture, strength: float, count: int, seed: int) -> Picture:
    """So many bent copies (count, 28, 28) of one digit (28, 28), uint8, ink 255.

    `strength` is the standard deviation, in pixels, of the random pushes. Each copy is fitted into
    its box and centred again, as MNIST's makers did.
    """
    return _copies(np.ascontiguousarray(image).tobytes(), strength, count, seed)
