"""Train AlexNet's small edition: python -m scripts.train_alexnet small --data FOLDER --out FILE

FOLDER holds your copy of Tiny ImageNet. Choices are made on 25 training images a class that are
held out (`--hold-out 0` trains on all). Validation images are looked at once, at the end. Besides
the paper's recipe there are, each switched off by its option: cosine schedule, averaged weights,
smoothed labels, crops of varying size, stronger decay of what is fine in conv1's kernels. A run
that was stopped goes on when started again.
"""

import argparse
import hashlib
import json
import os
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional as F

from cnn.analysis.filters import kernel_health
from cnn.data.imagenet import tiny_imagenet
from cnn.data.imagenet.packed_jpegs import held_out
from cnn.data.photos.augmentation import SCALE, Colour
from cnn.models.alexnet import SMALL, AlexNet, AlexNetSmall, Edition
from scripts import photo_training as training
from scripts.photo_training import Photos

EDITIONS = {
    "small": SMALL,
    # 56 -> 27 -> 13 -> 6, as the paper's 55 -> 27 -> 13 -> 6, for those who have a GPU
    "fine": Edition(56, (7, 1, 3), (64, 160, 256, 256, 256), 1024, 200),
}
RESERVE = 6.0  # seconds for the last measurements


def main() -> None:
    options = _options()
    clock = training.Clock()
    if options.threads:
        torch.set_num_threads(options.threads)
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True
    torch.backends.cudnn.benchmark = True
    fit, held, val = data(options)
    colour = Colour.of(fit.images)
    print(f"data ready after {clock.seconds():.0f} s: {len(fit.labels)} images", flush=True)
    model, curve = train(options, fit, held or val, colour, clock)
    result = report(model, options, colour, val, held)
    result |= {"options": {k: str(v) for k, v in vars(options).items()}, "curve": curve}
    result |= {"mean": colour.mean.tolist(), "scale": SCALE, "seconds": round(clock.seconds(), 1)}
    result |= {"deviations": colour.deviations.tolist()}
    result |= {"directions": colour.directions.tolist()}
    half = {key: value.half().contiguous().cpu() for key, value in model.state_dict().items()}
    save_file(half, options.out)
    options.out.with_suffix(".resume").unlink(missing_ok=True)
    options.out.with_suffix(".json").write_text(json.dumps(result, indent=1), "utf-8")
    print(json.dumps({k: v for k, v in result.items() if k not in ("curve", "options")}))
    print(row(result, options))


def row(result: dict[str, Any], options: argparse.Namespace) -> str:
    """The row of assets/manifest.toml: what pages need to use the file, and what it scored."""
    metrics = {"model": result["model"], "seed": options.seed, "epochs": len(result["curve"])}
    kept = ("mean", "scale", "deviations", "directions", "parameters", "dead", "noisy", "seconds")
    metrics |= {name: result[name] for name in kept}
    metrics |= {name: result[name] for name in result if name.endswith("_crops")}
    curve = [[each[name] for name in ("train_loss", "top1", "top5")] for each in result["curve"]]
    metrics["curve"] = curve
    told = ", ".join(f"{name} = {_toml(value)}" for name, value in metrics.items())
    said = (
        f"--batch {options.batch} --rate {options.rate} --zoom {options.zoom} "
        f"--decay {options.decay} --fine-decay {options.fine_decay} "
        f"--dropout {options.dropout} --warm {options.warm} "
        f"--hold-out {options.hold_out} --epochs {len(result['curve'])} --seed {options.seed}"
    )
    said += f" --begin {options.begin.name}" if options.begin else ""
    file = "weights/alexnet-small.safetensors"
    return f"""
[[asset]]
file = "{file}"
sha256 = "{hashlib.sha256(options.out.read_bytes()).hexdigest()}"
source = "trained by us on Tiny ImageNet (Stanford CS231n): 200 classes, 490 photos each"
licence = "MIT, the authors"
made_by = "python -m scripts.train_alexnet {options.name} --data FOLDER {said} --out assets/{file}"
metrics = {{ {told} }}"""


def _toml(value: Any) -> str:
    """A value of the manifest, on one line."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {_toml(each)}" for name, each in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(round(value, 5) if isinstance(value, float) else value)


def data(options: argparse.Namespace) -> tuple[Photos, Photos | None, Photos]:
    """To train on, held out from it, and validation images; decoded once into --cache if given."""
    device = torch.device(options.device)
    sets = []
    for split in ("train", "val"):
        kept = options.cache and options.cache / f"tiny_{split}.npz"
        if kept and kept.exists():
            stored = np.load(kept)
            images, labels = stored["images"], stored["labels"]
        else:
            images, labels = tiny_imagenet.load_tiny_imagenet(options.data, split)
            if kept:
                part = kept.with_suffix(f".{os.getpid()}.npz")
                np.savez(part, images=images, labels=labels)
                part.replace(kept)
        if options.subset:
            few = held_out(labels, options.subset, 1)
            images, labels = images[few], labels[few]
        sets.append((torch.from_numpy(images), torch.from_numpy(labels)))
    (images, labels), (val_images, val_labels) = sets
    out = torch.from_numpy(held_out(labels.numpy(), options.hold_out))

    def put(a: Tensor, b: Tensor) -> Photos:
        return Photos(a.to(device), b.to(device))

    held = put(images[out], labels[out]) if options.hold_out else None
    return put(images[~out], labels[~out]), held, put(val_images, val_labels)


def train(
    options: argparse.Namespace, fit: Photos, watched: Photos, colour: Colour, clock: training.Clock
) -> tuple[AlexNetSmall, list[dict[str, Any]]]:
    """The trained network (with averaged weights, if asked for) and what each epoch measured."""
    device, edition = torch.device(options.device), _edition(options)
    generator = torch.Generator(device).manual_seed(options.seed)
    torch.manual_seed(options.seed)  # dropout's chance
    model = AlexNetSmall(edition)
    training.start(model, options.first, options.bias, torch.Generator().manual_seed(options.seed))
    if options.begin:
        model.load_state_dict(load_file(options.begin))
    model = model.to(device).to(memory_format=torch.channels_last)
    optimiser = training.optimiser(model, options.rate, options.decay)
    average = training.Average(model, options.ema) if options.ema else None
    augment = training.Augment(edition.image, options.colour, options.zoom)
    step = Step(model, options, average, optimiser)
    kept, curve, done = options.out.with_suffix(".resume"), list[dict[str, Any]](), 0
    if kept.exists():
        state = torch.load(kept, map_location="cpu", weights_only=True)
        curve, done = _restore(state, model, optimiser, average, generator), state["done"]
        clock.began -= state["seconds"]
    total, saved = options.epochs, clock.seconds()
    if options.time_limit and curve:
        clock.epochs = [row["seconds"] for row in curve]
        total = clock.total(done, options.time_limit, RESERVE)
    steps = max(1, len(fit.labels) // options.batch)
    while done < total:
        began, losses = time.perf_counter(), torch.zeros((), device=device)
        for i, (images, labels) in enumerate(training.batches(fit, options.batch, generator)):
            part = (done + i / steps) / total
            factor = training.rate_at(part, options.schedule, options.warm / total)
            losses += step(augment(images, colour, generator), labels, options.rate * factor)
        done += 1
        row = _watch(model, average, watched, colour, edition.image)
        mean = losses.item() / steps
        if not np.isfinite(mean):
            raise SystemExit(f"diverged in epoch {done}: lower --rate")
        clock.epochs.append(time.perf_counter() - began)
        curve.append({"epoch": done, "train_loss": round(mean, 4), **row})
        curve[-1]["seconds"] = round(clock.epochs[-1], 2)
        if options.time_limit and (done < 2 or part < 0.9):
            least = done + (2 if done < 3 else 0)
            total = max(least, clock.total(done, options.time_limit, RESERVE))
        print(f"{done}/{total}", json.dumps(curve[-1]), flush=True)
        if clock.seconds() - saved > 60:
            saved = clock.seconds()
            _save(kept, model, optimiser, average, generator, curve, done, saved)
    if average:
        average.swap(model)
    return model, curve


class Step:
    """One update, compiled if asked for; returns the loss before it."""

    def __init__(
        self,
        model: AlexNet,
        options: argparse.Namespace,
        average: training.Average | None,
        optimiser: torch.optim.Optimizer,
    ) -> None:
        self.model, self.average, self.optimiser = model, average, optimiser
        self.smooth, self.device = options.label_smoothing, torch.device(options.device)
        self.fine = options.fine_decay
        self.net = torch.compile(model) if options.compile else model

    def __call__(self, images: Tensor, labels: Tensor, rate: float) -> Tensor:
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        try:
            loss = self.loss(images, labels)
        except Exception as problem:
            if self.net is self.model:
                raise
            print(f"not compiled: {str(problem)[:200]}", flush=True)
            self.net = self.model
            loss = self.loss(images, labels)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), training.CLIP)
        self.optimiser.step()
        if self.fine:
            training.decay_fine(self.model.conv1.weight, rate * self.fine)
        if self.average:
            self.average.update(self.model)
        return loss.detach()

    def loss(self, images: Tensor, labels: Tensor) -> Tensor:
        with training.precision(self.device):
            logits = self.net(images)
        return F.cross_entropy(logits.float(), labels, label_smoothing=self.smooth)


def report(
    model: AlexNetSmall,
    options: argparse.Namespace,
    colour: Colour,
    val: Photos,
    held: Photos | None,
) -> dict[str, Any]:
    """The errors on validation images, and what became of the first kernels."""
    result: dict[str, Any] = {"model": "AlexNetSmall", "edition": options.name}
    parts = {"validation": val} | ({"held_out": held} if held else {})
    for name, photos in parts.items():
        for crops in (1, 10):
            one, five, loss = training.accuracy(
                model, photos, colour, model.edition.image, crops == 10
            )
            result[f"{name}_{crops}_crops"] = {"top1": one, "top5": five, "loss": loss}
    kernels = kernel_health(model.conv1.weight.detach().float().cpu().numpy())
    return result | {"parameters": sum(p.numel() for p in model.parameters()), **kernels._asdict()}


def _watch(
    model: AlexNetSmall,
    average: training.Average | None,
    watched: Photos,
    colour: Colour,
    side: int,
) -> dict[str, Any]:
    if average:
        average.swap(model)
    one, five, loss = training.accuracy(model, watched, colour, side)
    kernels = kernel_health(model.conv1.weight.detach().float().cpu().numpy())
    if average:
        average.swap(model)
    numbers = {"loss": loss, "top1": one, "top5": five}
    return numbers | {"dead": round(kernels.dead, 3), "noisy": round(kernels.noisy, 3)}


def _save(
    file: Path,
    model: AlexNet,
    optimiser: torch.optim.Optimizer,
    average: training.Average | None,
    generator: torch.Generator,
    curve: list[dict[str, Any]],
    done: int,
    seconds: float,
) -> None:
    state = {"model": model.state_dict(), "optimiser": optimiser.state_dict(), "done": done}
    state |= {"generator": generator.get_state(), "curve": curve, "seconds": seconds}
    if average:
        state |= {"average": average.weights, "steps": average.steps}
    torch.save(state, file.with_suffix(".part"))
    file.with_suffix(".part").replace(file)


def _restore(
    state: dict[str, Any],
    model: AlexNet,
    optimiser: torch.optim.Optimizer,
    average: training.Average | None,
    generator: torch.Generator,
) -> list[dict[str, Any]]:
    model.load_state_dict(state["model"])
    optimiser.load_state_dict(state["optimiser"])
    generator.set_state(state["generator"])
    if average:
        for kept, stored in zip(average.weights, state["average"], strict=True):
            kept.copy_(stored)
        average.steps = state["steps"]
    curve: list[dict[str, Any]] = state["curve"]
    return curve


def _edition(options: argparse.Namespace) -> Edition:
    edition = EDITIONS[options.name]
    if options.maps:
        edition = replace(edition, maps=tuple(options.maps))
    window = 3 if options.pooling == "overlapping" else 2
    return replace(
        edition,
        normalise=options.lrn == "on",
        window=window,
        units=options.units or edition.units,
        dropout=options.dropout,
        groups=options.groups,
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("name", choices=EDITIONS)
    add("--data", type=Path, required=True)
    add("--out", type=Path, required=True, help=".safetensors; .json and .resume lie beside it")
    add("--begin", type=Path, help="weights to go on from, with a schedule of their own")
    add("--cache", type=Path, help="folder for the decoded images")
    add("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    add("--threads", type=int, default=0, help="of the CPU; 0: torch's own choice")
    add("--seed", type=int, default=1)
    add("--epochs", type=int, default=90)
    add("--time-limit", type=float, default=0, help="seconds in all; sets the epochs")
    add("--hold-out", type=int, default=25, help="training images a class for choices")
    add("--subset", type=int, default=0, help="images a class, to try the script")
    add("--batch", type=int, default=256)
    add("--rate", type=float, default=0.02)
    add("--decay", type=float, default=0.0005)
    add(
        "--fine-decay", type=float, default=0, help="more decay for what is fine in conv1's kernels"
    )
    add("--schedule", choices=("cosine", "steps"), default="cosine")
    add("--warm", type=float, default=1, help="epochs while the rate rises")
    add("--ema", type=float, default=0.999, help="0: no averaged weights")
    add("--label-smoothing", type=float, default=0.1)
    add("--zoom", type=int, default=32, help="smallest square resized to a crop; 0: plain crops")
    add("--colour", type=float, default=0.1)
    add("--dropout", type=float, default=0.5)
    add("--first", type=float, default=0.01, help="deviation of conv1's first weights")
    add("--bias", type=float, default=0.1)
    add("--lrn", choices=("on", "off"), default="on")
    add("--pooling", choices=("overlapping", "plain"), default="overlapping")
    add("--groups", type=int, default=2)
    add("--maps", type=int, nargs=5)
    add("--units", type=int)
    add("--compile", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
