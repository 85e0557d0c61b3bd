"""A bilevel scan of a digit, as NIST's were before MNIST was made of them; a reconstruction.

NIST's own scans of these digits are not in MNIST. But their grey levels came from reducing a
picture of black and white, so enlarging a digit smoothly and cutting at half brings back one that
could have been it.
"""

import numpy as np
from PIL import Image

from cnn.data.digits.preprocess import Picture

SIDE = 256
ENLARGED = 7  # times: the digit's box of 20 pixels becomes 140
CORNER = (30, 58)  # x and y of MNIST's frame in the scan: scans were not centred


def bilevel_scan(image: Picture) -> Picture:
    """An MNIST digit (28, 28) -> black and white, (256, 256), ink 255."""
    side = image.shape[0] * ENLARGED
    smooth = Image.fromarray(image.copy()).resize((side, side), Image.Resampling.BICUBIC)
    found = np.zeros((SIDE, SIDE), np.uint8)
    x, y = CORNER
    found[y : y + side, x : x + side] = np.where(np.asarray(smooth) > 127, 255, 0)
    return found
