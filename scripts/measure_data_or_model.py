"""Is it the data or the model? Makes assets/runs/data_or_model.json, for the page of that name.

python -m scripts.measure_data_or_model --workers 16 --out assets/runs/data_or_model.json

Four classifiers learn from 100 to 60,000 digits, as they are, set upright, or bent anew in every
epoch, by three seeds, and are tested on MNIST's 10,000 test digits: 252 runs, about 45 minutes of
one core, each in a thread of its own. One seed's runs come first, then the next one's. Results are
appended to FILE.jsonl as they come, and what is there or in FILE already is not measured again: a
grid that was stopped goes on by the same command. FILE is written anew after each result, once
there is one for every classifier and number of digits as they are.

With `--dask tcp://host:8786` the runs go to the workers of that scheduler, which have this
repository on their PYTHONPATH (docs/server.md), and come to the same figures.

One rule for all: AdamW with a rate that rises and falls, batches of 64, the criterion of equation
9, 100,000 digits shown, but at least 5 and at most 1,000 epochs. Only the rate is the classifier's
own: `--tune` measures each on held-out training digits, of 1,000 and of 10,000 learned from.
"""

import argparse
import itertools
import json
import multiprocessing
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import torch

from cnn.data.digits.deslant import deslanted
from cnn.data.mnist import dataset
from cnn.data.mnist.dataset import Digits
from cnn.data.pens import training_sets
from cnn.learning_curves import PREPARATIONS
from cnn.models import DIGITS
from cnn.training.loop import train
from cnn.training.short_run import NETWORKS, recipe, some
from scripts.digit_recipes import error

RATES = {"linear": 0.001, "hidden300": 0.004, "lenet1": 0.01, "lenet5": 0.004}  # by --tune
SIZES = (100, 300, 1_000, 3_000, 10_000, 30_000, 60_000)
SEEDS = (1, 2, 3)

BATCH, SHOWN, LEAST, MOST = 64, 100_000, 5, 1_000
TRIED, TUNED_ON = (0.0005, 0.001, 0.002, 0.004, 0.01, 0.02), (1_000, 10_000)
RULE = {"batch": BATCH, "shown": SHOWN, "epochs": [LEAST, MOST], "rates": RATES}
SPEED = {"linear": 60, "hidden300": 40, "lenet1": 13, "lenet5": 8}  # thousand digits a second
RETRIES = 5  # of a run whose worker was lost
BENDING = 30  # thousand digits a second


@dataclass(frozen=True)
class Run:
    """One classifier, what it learns from, and the seed of both."""

    classifier: str
    digits: int
    preparation: str
    seed: int

    @property
    def epochs(self) -> int:
        return min(max(round(SHOWN / self.digits), LEAST), MOST)

    @property
    def seconds(self) -> float:
        """About how long it takes."""
        shown = self.epochs * self.digits / 1000
        bending = shown / BENDING if self.preparation == "distorted" else 0.0
        return shown / SPEED[self.classifier] + bending


def every_run() -> list[Run]:
    """The whole grid: seed by seed, of each first what is plain, the longest runs first."""
    runs = [Run(*cell) for cell in itertools.product(NETWORKS, SIZES, PREPARATIONS, SEEDS)]
    place = PREPARATIONS.index
    return sorted(runs, key=lambda run: (run.seed, place(run.preparation), -run.seconds))


def test_error(run: Run) -> float:
    """What it comes to, in per cent of the test digits."""
    test = dataset.load_digits("test")
    images = _upright_test() if run.preparation == "deslanted" else test.images
    return _learned(
        run, dataset.load_digits("train"), Digits(images, test.labels), RATES[run.classifier]
    )


def held_out_error(run: Run, rate: float) -> float:
    """What it comes to on held-out training digits, if it learns from others at this rate."""
    return _learned(run, *training_sets.split_training_digits(), rate)


def _learned(run: Run, source: Digits, unseen: Digits, rate: float) -> float:
    torch.set_num_threads(1)
    plan = recipe(run.preparation, rate, run.epochs, BATCH)
    generator = torch.Generator().manual_seed(run.seed)
    model = DIGITS[NETWORKS[run.classifier]](generator)
    digits = some(source, run.digits, run.seed)
    for _ in train(model, digits, plan, generator=generator):
        pass
    return error(model, unseen)


@cache
def _upright_test() -> np.ndarray:
    return deslanted(dataset.load_digits("test").images)


def timed(run: Run) -> dict[str, Any]:
    """One line of results."""
    started = time.process_time()
    found = test_error(run)
    seconds = round(time.process_time() - started, 1)
    return {**asdict(run), "test_error": found, "seconds": seconds}


def measure(runs: list[Run], lines: Path, workers: int, dask: str = "") -> Iterator[dict[str, Any]]:
    """The results of runs that `lines` does not hold yet, each appended to it, then yielded.

    By so many processes of this machine, or by the workers of a scheduler of Dask's.
    """
    before = results(lines)
    lines.write_text("".join(json.dumps(result) + "\n" for result in before), "utf-8")
    done = {_run_of(result) for result in before}
    with _dask(dask) if dask else _pool(workers) as pool:
        waiting = [pool.submit(timed, run) for run in runs if run not in done]
        for each in as_completed(waiting):
            with lines.open("a", encoding="utf-8") as file:
                file.write(json.dumps(each.result()) + "\n")
            yield each.result()


def results(lines: Path) -> list[dict[str, Any]]:
    """What was measured so far; a last line cut short is dropped."""
    whole = lines.read_text("utf-8").split("\n")[:-1] if lines.exists() else []
    return [json.loads(line) for line in whole]


def as_lines(out: Path) -> str:
    """The results of a grid written before, as lines. Raises ValueError if its rule was another."""
    stored = json.loads(out.read_text("utf-8"))
    if stored["rule"] != RULE:
        raise ValueError(f"{out} was measured by another rule: {stored['rule']}")
    return "".join(json.dumps(result) + "\n" for result in stored["runs"])


def whole(found: list[dict[str, Any]]) -> bool:
    """Whether all that is "plain" has been measured, by one seed at least."""
    plain = [result for result in found if result["preparation"] == "plain"]
    cells = {(result["classifier"], result["digits"]) for result in plain}
    return len(cells) == len(NETWORKS) * len(SIZES)


def _run_of(result: dict[str, Any]) -> Run:
    return Run(*(result[key] for key in ("classifier", "digits", "preparation", "seed")))


def write(found: list[dict[str, Any]], out: Path) -> None:
    """All results in the order of the grid, one a line."""
    order = list(NETWORKS)
    key = lambda r: (order.index(r["classifier"]), r["digits"], r["preparation"], r["seed"])  # noqa: E731
    rows = [
        json.dumps({name: value for name, value in row.items() if name != "seconds"})
        for row in sorted(found, key=key)
    ]
    body = ",\n".join(rows)
    out.write_text(f'{{"rule": {json.dumps(RULE)},\n"runs": [\n{body}\n]}}\n', "utf-8")


def tune(classifiers: list[str], workers: int) -> None:
    """Prints the held-out error of the classifier's rate and of those next to it, by two seeds."""
    jobs = [
        (Run(classifier, digits, "plain", seed), rate)
        for classifier, digits, seed in itertools.product(classifiers, TUNED_ON, (11, 12))
        for rate in _near(RATES[classifier])
    ]
    with _pool(workers) as pool:
        waiting = [pool.submit(held_out_error, *job) for job in jobs]
        for (run, rate), each in zip(jobs, waiting, strict=True):
            line = {**asdict(run), "rate": rate, "held_out_error": each.result()}
            print(json.dumps(line), flush=True)


def _near(rate: float) -> tuple[float, ...]:
    at = TRIED.index(rate)
    return TRIED[max(0, at - 1) : at + 2]


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"))


@contextmanager
def _dask(address: str) -> Iterator[Executor]:
    """The workers of a scheduler; a run whose worker is lost is begun anew by another."""
    from distributed import Client  # not everybody has it

    with Client(address, name="grid") as client:
        with client.get_executor(pure=False, retries=RETRIES) as workers:
            yield workers


def main() -> None:
    options = _options()
    if options.tune:
        return tune(options.classifiers, options.workers)
    runs = [
        run
        for run in every_run()
        if run.classifier in options.classifiers
        and run.digits <= options.most
        and run.seed in options.seeds
    ]
    lines = options.out.with_suffix(".jsonl")
    if options.out.exists() and not lines.exists():
        lines.write_text(as_lines(options.out), "utf-8")
    left = sum(run.seconds for run in runs) / 60
    print(f"{len(runs)} runs, about {left:.0f} minutes of one core", flush=True)
    found_by = measure(runs, lines, options.workers, options.dask)
    for number, result in enumerate(found_by, 1):
        print(number, json.dumps(result), flush=True)
        if whole(found := results(lines)):
            write(found, options.out)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("assets/runs/data_or_model.json"))
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--dask", default="", help="a scheduler's address: its workers measure")
    parser.add_argument("--classifiers", nargs="+", choices=NETWORKS, default=list(NETWORKS))
    parser.add_argument("--seeds", type=int, nargs="+", default=SEEDS)
    parser.add_argument("--most", type=int, default=SIZES[-1], help="digits, to try the script")
    parser.add_argument("--tune", action="store_true", help="measure rates instead")
    return parser.parse_args()


if __name__ == "__main__":
    from scripts import measure_data_or_model  # by whose name other machines find its functions

    measure_data_or_model.main()
