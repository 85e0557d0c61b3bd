"""Makes tests/data/pen_digits.npz: strokes that the shipped network must go on reading.

Half are skeletons of training digits held out from training, half are written from letterforms by
hands that training has not seen. Run: python -m scripts.make_pen_digits
"""

from pathlib import Path

import numpy as np

from cnn.data.digits.strokes import Strokes
from cnn.data.pens import letterforms, redrawn, skeletons, training_sets

FILE = Path(__file__).resolve().parent.parent / "tests/data/pen_digits.npz"
EACH = 200
SEED = 1989
POINTS = 60  # of a drawing, about
GRID = 1000


def main() -> None:
    """Write labels (N,), source (N,) of 0 skeleton and 1 letterform, and the strokes' points.

    `digit` and `stroke` (P,) tell of which digit and which of its strokes each point (P, 2) is.
    """
    rng = np.random.default_rng(SEED)
    _, held_out = training_sets.split_training_digits()
    chosen = rng.permutation(len(held_out.labels))[:EACH]
    labels = [*held_out.labels[chosen].tolist(), *(i % 10 for i in range(EACH))]
    drawings = [skeletons.trace_strokes(held_out.images[i]) for i in chosen]
    drawings += [redrawn.handwriting(letterforms.write_digit(d, rng), rng) for d in labels[EACH:]]
    rows = [
        (digit, number, x, y)
        for digit, drawing in enumerate(drawings)
        for number, stroke in enumerate(_on_grid(drawing))
        for x, y in stroke
    ]
    digit, number, *points = np.array(rows, np.int16).T
    np.savez_compressed(
        FILE,
        labels=np.array(labels, np.uint8),
        source=np.repeat(np.array([0, 1], np.uint8), EACH),
        digit=digit,
        stroke=number,
        points=np.stack(points, 1),
    )


def _on_grid(drawing: Strokes) -> list[list[list[int]]]:
    """The drawing's points thinned and rounded to the grid."""
    every = max(1, sum(map(len, drawing)) // POINTS)
    scaled = [stroke * GRID for stroke in redrawn.in_unit_box(drawing)]
    return [np.rint(np.concatenate([s[:-1:every], s[-1:]])).astype(int).tolist() for s in scaled]


if __name__ == "__main__":
    main()
