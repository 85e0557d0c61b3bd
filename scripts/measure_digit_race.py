"""Makes assets/runs/digit_race.json: a visitor's race of tanh and ReLU on MNIST, from ten starts.

"digits": by activation, how many digits it had learned from when it came to the goal, a start each
(the seeds 1 to 10, which are also a visitor's first ten); null where it did not come there. Both
learn at their rate of cnn.experiments.relu_vs_tanh.TUNED. How to read it: cnn.results.digit_race.

python -m scripts.measure_digit_race
"""

import json

import torch

from cnn import assets
from cnn.experiments.relu_vs_tanh import GOAL, KINDS, TUNED, Kind, race_points

STARTS = 10


def digits_to_goal(kind: Kind, seed: int) -> int | None:
    """How many digits one run learned from until it reached the goal; None if it never did."""
    *_, last = race_points(kind, TUNED[kind], seed)
    return last.digits if last.error <= GOAL else None


def main() -> None:
    torch.set_num_threads(1)
    digits = {kind: [digits_to_goal(kind, seed + 1) for seed in range(STARTS)] for kind in KINDS}
    found = {"goal": GOAL, "rates": TUNED, "digits": digits}
    (assets.ROOT / "runs/digit_race.json").write_text(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
