"""Make a file of assets/weights: python -m scripts.train_lenet5 lenet5-distorted --seed 1 --out F

One thread, one seed, all choices made on held-out training digits. The test error is printed at the
end and decides nothing. A run that was stopped goes on with --resume.
"""

import argparse
import json
from functools import partial
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file

from cnn.data import mnist, pools
from cnn.data.digits import to_input
from cnn.data.distortions import Distortion
from cnn.data.mnist import Digits
from cnn.losses import map_criterion
from cnn.models import LeNet5
from cnn.recipes import Modern, Published, Recipe
from cnn.training import Resume, train

RECIPES: dict[str, Recipe] = {
    "lenet5": Modern(
        passes=20, batch=128, rate=0.004, weight_decay=0.05, loss=partial(map_criterion, j=5.0)
    ),
    "lenet5-distorted": Modern(
        passes=11, batch=128, rate=0.004, weight_decay=0.05, distort=Distortion()
    ),
    "lenet5-published": Published(passes=20),
}


def main() -> None:
    arguments = _arguments()
    torch.set_num_threads(1)
    fit, held_out = pools.split()
    data = pools.joined(fit, fit, pools.pens(fit)) if arguments.name == "lenet5-distorted" else fit
    model = run(arguments.name, data, held_out, arguments.seed, arguments.out, arguments.resume)
    test = error(model, mnist.load("test"))
    print(json.dumps({"seed": arguments.seed, "held_out": error(model, held_out), "test": test}))


def run(name: str, data: Digits, held_out: Digits, seed: int, out: Path, goes_on: bool) -> LeNet5:
    """Train, print the held-out error after each pass, and write weights (and how to go on)."""
    generator = torch.Generator().manual_seed(seed)
    model, kept = LeNet5(generator), out.with_suffix(".resume")
    resume = Resume(*torch.load(kept, weights_only=True)) if goes_on else None
    for step in train(model, data, RECIPES[name], generator=generator, resume=resume):
        if step.resume:
            torch.save(tuple(step.resume), kept)
            done = f"pass {step.resume.passes}, {step.seconds:.0f} s, held out:"
            print(done, f"{error(model, held_out):.2f} %", flush=True)
    save_file({key: value.contiguous() for key, value in model.state_dict().items()}, out)
    kept.unlink(missing_ok=True)
    return model


@torch.no_grad()
def error(model: torch.nn.Module, digits: Digits) -> float:
    """Digits classified wrongly, in per cent."""
    parts = np.array_split(digits.images, max(1, len(digits.labels) // 1000))
    guesses = torch.cat([model(to_input(part)).argmin(1) for part in parts]).numpy()
    return round(100 * float((guesses != digits.labels).mean()), 2)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=RECIPES)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--resume", action="store_true", help="go on from the last whole pass")
    return parser.parse_args()


if __name__ == "__main__":
    main()
