"""Makes assets/runs/mnist_read.npz: what the default network made of all 70,000 digits.

Of each, in the order of the files, training digits first: the nearest code and its distance, the
distance of the right code, F6 in few numbers, and a place on a map of F6; and for each test digit
the training digit that is most like it, pixel by pixel. Takes a few minutes.

Run after the weights are made: python -m scripts.make_mnist_read
"""

import numpy as np
import torch
from torch import Tensor

from cnn import assets
from cnn.data.digits.preprocess import to_32
from cnn.data.mnist import dataset
from cnn.inference import weights
from cnn.inference.digit import DEFAULT
from scripts.neighbour_map import neighbour_map

AXES = 16  # of the 84 numbers of F6: those along which digits differ most
SEED = 1998
PLACES = 65535


@torch.no_grad()
def f6_and_distances(images: np.ndarray) -> tuple[Tensor, Tensor]:
    """F6 (N, 84) and the ten distances (N, 10)."""
    model = weights.load_network(DEFAULT)
    *body, output = model.children()
    found, distances = [], []
    for part in np.array_split(images, len(images) // 1000):
        maps = to_32(part)
        for layer in body[:-1]:
            maps = layer(maps)
        found.append(body[-1](maps.flatten(1)))
        distances.append(output(found[-1]))
    return torch.cat(found), torch.cat(distances)


def most_alike(train: np.ndarray, test: np.ndarray) -> np.ndarray:
    """The place (N,) of the training image nearest to each test image, in the Euclidean sense."""
    known = torch.from_numpy(train.reshape(len(train), -1).copy()).float()
    squares = known.square().sum(1)
    asked = torch.from_numpy(test.reshape(len(test), -1).copy()).float()
    found = [(squares - 2 * part @ known.T).argmin(1) for part in asked.split(250)]
    return torch.cat(found).numpy().astype(np.uint16)


def main() -> None:
    torch.set_num_threads(1)
    train, test = dataset.load_digits("train"), dataset.load_digits("test")
    labels = torch.tensor(np.concatenate([train.labels, test.labels])).long()
    f6, distances = f6_and_distances(np.concatenate([train.images, test.images]))
    centre = f6.mean(0)
    axes = torch.linalg.svd(f6 - centre, full_matrices=False)[2][:AXES]
    short = (f6 - centre) @ axes.T
    step = float(short.abs().max()) / 127
    print("share of F6's variance kept:", float(short.var(0).sum() / f6.var(0).sum()))
    places = neighbour_map(short, torch.Generator().manual_seed(SEED))
    low, span = places.amin(0), (places.amax(0) - places.amin(0)).max()
    low -= (span - (places.amax(0) - low)) / 2
    np.savez_compressed(
        assets.ROOT / "runs/mnist_read.npz",
        answers=distances.argmin(1).numpy().astype(np.uint8),
        nearest=distances.amin(1).numpy().astype(np.float16),
        right=distances.gather(1, labels[:, None])[:, 0].numpy().astype(np.float16),
        f6=(short / step).round().numpy().astype(np.int8),
        step=np.float32(step),
        centre=centre.numpy(),
        axes=axes.numpy(),
        alike=most_alike(train.images, test.images),
        places=((places - low) / span * PLACES).round().numpy().astype(np.uint16),
    )


if __name__ == "__main__":
    main()
