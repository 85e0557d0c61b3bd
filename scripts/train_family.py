"""Make a file of assets/weights: python -m scripts.train_family lenet1 --seed 1 --out FILE

One thread, one seed, all choices made on held-out training digits. The test error is written at the
end and decides nothing. A run that was stopped goes on with --resume.

Several at once, each in a process of its own, the longest first:

python -m scripts.train_family linear hidden300 lenet1 --seeds 1 2 3 --workers 9 --folder DIR

leaves DIR/NAME-SEED.safetensors with what was measured beside it in .json, and prints for each name
the row of assets/manifest.toml of the seed that is best on held-out digits.
"""

import argparse
import hashlib
import json
import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file

from cnn.models import DIGITS, DigitNetwork
from cnn.training.loop import Resume, train
from scripts.digit_recipes import PLANS, digits_for, error, measured


def main() -> None:
    options = _options()
    if options.out:
        [name] = options.names
        print(json.dumps(run(name, options.seed, options.out, options.resume, options.threads)))
        return
    options.folder.mkdir(parents=True, exist_ok=True)
    jobs = [(name, seed) for name in options.names for seed in options.seeds]
    jobs.sort(key=lambda job: -PLANS[job[0]].minutes)
    with ProcessPoolExecutor(options.workers, multiprocessing.get_context("spawn")) as pool:
        waiting = [
            pool.submit(run, name, seed, _file(options.folder, name, seed), options.resume)
            for name, seed in jobs
        ]
        results = [each.result() for each in waiting]
    for name in options.names:
        print(row([each for each in results if each["name"] == name], options.folder))


def run(name: str, seed: int, out: Path, goes_on: bool = False, threads: int = 1) -> dict[str, Any]:
    """Train, print the held-out error after each epoch, and write weights and what they can do."""
    torch.set_num_threads(threads)
    plan, kept, started = PLANS[name], out.with_suffix(".resume"), time.process_time()
    fit, held_out = digits_for(plan)
    generator = torch.Generator().manual_seed(seed)
    model: DigitNetwork = DIGITS[plan.network](generator)
    go_on = goes_on and kept.exists()
    resume = Resume(*torch.load(kept, weights_only=True)) if go_on else None
    for step in train(model, fit, plan.recipe, generator=generator, resume=resume):
        if step.resume:
            torch.save(tuple(step.resume), kept)
            done = f"{name} {seed}: epoch {step.resume.epochs}, {step.seconds:.0f} s, held out:"
            print(done, f"{error(model, held_out):.2f} %", flush=True)
    save_file({key: value.contiguous() for key, value in model.state_dict().items()}, out)
    kept.unlink(missing_ok=True)
    result = {"name": name, "seed": seed, **measured(model, plan, held_out)}
    result["minutes"] = round((time.process_time() - started) / 60, 1)
    out.with_suffix(".json").write_text(json.dumps(result) + "\n", "utf-8")
    return result


def row(results: list[dict[str, Any]], folder: Path) -> str:
    """The manifest's row of the seed that is best on held-out digits, the first if several are."""
    best = min(results, key=lambda result: result["held_out_error"])
    name, seed = best["name"], best["seed"]
    content = _file(folder, name, seed).read_bytes()
    of_seeds = {
        f"{key}_of_seeds": [result[key] for result in results]
        for key in best
        if key.endswith(("test_error", "held_out_error"))
    }
    metrics = {"model": PLANS[name].network, "seed": seed, **of_seeds}
    metrics |= {key: best[key] for key in best if key.endswith("_error")}
    told = ", ".join(f"{key} = {json.dumps(value)}" for key, value in metrics.items())
    file = f"weights/{name}.safetensors"
    return f"""
[[asset]]
file = "{file}"
sha256 = "{hashlib.sha256(content).hexdigest()}"
source = "trained by us on {PLANS[name].source}"
licence = "MIT, the authors"
made_by = "python -m scripts.train_family {name} --seed {seed} --out assets/{file}"
metrics = {{ {told} }}"""


def _file(folder: Path, name: str, seed: int) -> Path:
    return folder / f"{name}-{seed}.safetensors"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="+", choices=PLANS)
    parser.add_argument("--seed", type=int, default=1)
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--out", type=Path, help="where to write the one network")
    where.add_argument("--folder", type=Path, help="where to write several")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--resume", action="store_true", help="go on from the last whole epoch")
    options = parser.parse_args()
    if options.out and len(options.names) > 1:
        parser.error("--out is for one network; use --folder")
    return options


if __name__ == "__main__":
    main()
