"""Makes assets/data/writers.npz: who wrote each of the 70,000 digits.

From QMNIST's extended labels (Yadav and Bottou, 2019), whose rows follow MNIST's own files: all
60,000 training rows, and of the 60,000 test rows the first 10,000. Of the columns, counted from 0,
the second, 1, is the series of NIST's forms, 0 to 3 of employees and 4 of students, and 2 is the
writer.

Run: python -m scripts.make_writers qmnist-train-labels.tsv.gz qmnist-test-labels.tsv.gz
"""

import argparse
from pathlib import Path

import numpy as np

from cnn import assets
from cnn.data.mnist import dataset

CLASS, SERIES, WRITER = 0, 1, 2  # columns
STUDENTS = 4


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("train", type=Path)
    asked.add_argument("test", type=Path)
    files = asked.parse_args()
    train, test = (np.loadtxt(file, np.int64, ndmin=2) for file in (files.train, files.test))
    rows = np.concatenate([train, test[: len(dataset.load_digits("test").labels)]])
    labels = np.concatenate(
        [dataset.load_digits("train").labels, dataset.load_digits("test").labels]
    )
    if len(rows) != len(labels) or (rows[:, CLASS] != labels).any():
        raise SystemExit("These labels are not those of MNIST's files, in their order.")
    np.savez_compressed(
        assets.ROOT / "data/writers.npz",
        writer=rows[:, WRITER].astype(np.uint16),
        student=rows[:, SERIES] == STUDENTS,
    )


if __name__ == "__main__":
    main()
