"""How often do a digit's nearest neighbours bear its label? Makes assets/runs/neighbours.json.

The six digits, among all 70,000, that are nearest to each of MNIST's 10,000 test digits: by pixels,
and by LeNet-5's F6 as it is stored. Run: python -m scripts.measure_neighbours
"""

import json

import numpy as np

from cnn import assets
from cnn.data.mnist import dataset
from cnn.data.mnist.dataset import all_labels
from cnn.results import mnist_read

SIX, PART = 6, 250


def main() -> None:
    images = np.concatenate([dataset.load_digits(split).images for split in ("train", "test")])
    rows = {"f6": mnist_read().f6, "pixels": images.reshape(len(images), -1)}
    first = len(dataset.load_digits("train").labels)
    same = {name: round(100 * share(each, first), 2) for name, each in rows.items()}
    result = {"asked": len(images) - first, "neighbours": SIX, "same": same}
    target = assets.ROOT / "runs/neighbours.json"
    target.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    print(result)


def share(rows: np.ndarray, first: int) -> float:
    """The part of neighbours with the same label, of the rows from `first` on."""
    known = all_labels()
    points = rows.astype(np.float32)
    squares = np.square(points).sum(1)
    same = 0
    for start in range(first, len(points), PART):
        wanted = np.arange(start, min(start + PART, len(points)))
        apart = squares - 2 * points[wanted] @ points.T
        apart[np.arange(len(wanted)), wanted] = np.inf
        near = np.argpartition(apart, SIX, axis=1)[:, :SIX]
        same += int((known[near] == known[wanted][:, None]).sum())
    return same / SIX / (len(points) - first)


if __name__ == "__main__":
    main()
