"""Small networks on CIFAR-10, several runs at once in processes of their own.

The convolutions are those of cuda-convnet's "19 %" network: three layers of 5×5 kernels, 32, 32 and
64 maps, pooled by 3×3 windows every two pixels (largest, mean, mean), or by 2×2 where a run says
so, then one or more full layers.

Batches of 128, momentum 0.9, one rate throughout, no weight decay, no augmentation; a run that is
`original` starts, decays and lowers its rate as cuda-convnet's "18 %" network did. The training
error is that of 10,000 training images, the same for all runs, the test error of all 10,000. On a
CPU the products are of bfloat16 numbers (weights, gradients and updates stay float32) and images
lie channels last: 4.4 times as many images a second as float32, 5,600 by 1,280 on one core of ours.
"""

import argparse
import json
import multiprocessing
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from cnn.data.imagenet import cifar10
from cnn.models.lrn import Constants, LocalResponseNorm

BATCH, MOMENTUM = 128, 0.9
LAST_DECAY, DECAY = 1.0, 0.004  # of an `original` run: of its last layer and of the others
FALLS = (0.75, 0.875)  # of its epochs, after which its rate is a tenth of what it was
MEASURED = 10_000  # training images whose error is measured after each epoch


@dataclass(frozen=True)
class Run:
    """One training run: what makes it different from the others."""

    activation: str  # "tanh" or "relu"
    rate: float
    seed: int
    epochs: int
    until: float = 0.0  # per cent of training error: at the end, go on to it (twice as long)
    stop: bool = False  # as soon as `until` is reached
    hidden: tuple[int, ...] = ()  # full layers before the last
    dropout: float = 0.0
    images: int = 50_000
    original: bool = (
        False  # cuda-convnet's start, weight decay and falling rate; see `original_optimiser`
    )
    window: int = 3  # of pooling, every two pixels: 3 overlaps, 2 does not
    norm: Constants | None = None  # of a local response normalisation after each of two poolings


class Row(NamedTuple):
    """After so many epochs, in per cent."""

    epoch: int
    train: float
    test: float


def network(run: Run) -> nn.Sequential:
    """Its layers; weights normal with deviation 1/√fan-in, whatever the activation, biases 0."""
    squash = {"tanh": nn.Tanh, "relu": nn.ReLU}[run.activation]

    def norm() -> list[nn.Module]:
        return [LocalResponseNorm(32, *run.norm)] if run.norm else []

    layers: list[nn.Module] = [
        nn.Conv2d(3, 32, 5, padding=2),
        nn.MaxPool2d(run.window, 2, ceil_mode=True),
        squash(),
        *norm(),
        nn.Conv2d(32, 32, 5, padding=2),
        squash(),
        nn.AvgPool2d(run.window, 2, ceil_mode=True),
        *norm(),
        nn.Conv2d(32, 64, 5, padding=2),
        squash(),
        nn.AvgPool2d(run.window, 2, ceil_mode=True),
        nn.Flatten(),
    ]
    width = 64 * 4 * 4
    for units in run.hidden:
        layers += [nn.Linear(width, units), squash(), nn.Dropout(run.dropout)]
        width = units
    net = nn.Sequential(*layers, nn.Linear(width, 10))
    for layer in _weighted(net):
        deviation = layer.weight[0].numel() ** -0.5
        if run.original:
            deviation = 0.0001 if layer is net[0] else 0.01
        nn.init.normal_(layer.weight, 0, deviation)
        if layer.bias is not None:
            nn.init.zeros_(layer.bias)
    return net


def _weighted(net: nn.Sequential) -> list[nn.Conv2d | nn.Linear]:
    return [layer for layer in net if isinstance(layer, nn.Conv2d | nn.Linear)]


def original_optimiser(net: nn.Sequential, run: Run) -> torch.optim.SGD:
    """Biases twice as fast and without decay; the last layer decays by 1, the others by 0.004."""
    layers = _weighted(net)
    groups: list[dict[str, Any]] = [
        {"params": [layer.weight], "weight_decay": LAST_DECAY if layer is layers[-1] else DECAY}
        for layer in layers
    ]
    groups.append({"params": [layer.bias for layer in layers], "lr": 2 * run.rate})
    return torch.optim.SGD(groups, run.rate, momentum=MOMENTUM)


def slowing(optimiser: torch.optim.SGD, run: Run) -> torch.optim.lr_scheduler.MultiStepLR:
    """To be stepped after each epoch: an `original` run's rates fall to a tenth, twice."""
    falls = [round(part * run.epochs) for part in FALLS] if run.original else []
    return torch.optim.lr_scheduler.MultiStepLR(optimiser, falls)


def train(run: Run, folder: Path, device: str) -> list[Row]:
    """Train and measure after every epoch; ends early if the weights leave the finite numbers."""
    torch.manual_seed(run.seed)
    torch.set_num_threads(1)
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True
    chosen = np.random.default_rng(0).permutation(50_000)[: run.images]
    images, labels = _tensors(folder, "train", device, chosen)
    test = _tensors(folder, "test", device)
    net = network(run).to(torch.device(device)).to(memory_format=torch.channels_last)
    optimiser = (
        original_optimiser(net, run)
        if run.original
        else torch.optim.SGD(net.parameters(), run.rate, momentum=MOMENTUM)
    )
    schedule = slowing(optimiser, run)
    scale = 1.0 if run.original else 64.0  # what a pixel is divided by
    parts = (images[:MEASURED], labels[:MEASURED]), test
    rows = [Row(0, *(_error(net, *part, scale) for part in parts))]
    for epoch in range(1, 2 * run.epochs + 1):
        for some in torch.randperm(len(labels), device=device).split(BATCH):
            loss = F.cross_entropy(_scores(net, images[some], scale), labels[some])
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            optimiser.step()
        schedule.step()
        rows.append(Row(epoch, *(_error(net, *part, scale) for part in parts)))
        print(run, rows[-1], flush=True)
        reached = rows[-1].train <= run.until or not torch.isfinite(loss)
        if reached and (run.stop or not torch.isfinite(loss)):
            break
        if epoch >= run.epochs and (reached or not run.until or run.stop):
            break
    return rows


def all_of(runs: list[Run], folder: Path, device: str, workers: int) -> list[list[Row]]:
    """The rows of every run, `workers` at a time."""
    if workers <= 1:
        return [train(run, folder, device) for run in runs]
    jobs = [(run, folder, device) for run in runs]
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        return pool.starmap(train, jobs, chunksize=1)


def parser(doc: str | None, epochs: int | None = None) -> argparse.ArgumentParser:
    """The options that every measurement on CIFAR-10 has."""
    found = argparse.ArgumentParser(description=doc)
    add = found.add_argument
    add("--data", type=Path, required=True)
    add("--out", type=Path, required=True)
    add("--device", default="cpu")
    add("--workers", type=int, default=1)
    add("--seeds", type=int, default=3)
    add("--subset", type=int, default=0, help="about so many images, to try the script")
    if epochs:
        add("--epochs", type=int, default=epochs)
    return found


def write(file: Path, result: dict[str, Any]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(result, indent=1) + "\n", "utf-8")


def unpack(data: Path, folder: Path, subset: int = 0) -> None:
    """Decode the data set once, as arrays that every process can read."""
    for split in ("train", "test"):
        images, labels = cifar10.load_cifar10(data, split)
        some = slice(None, None, len(labels) // subset if subset else 1)  # all classes
        np.savez(folder / f"{split}.npz", images=images[some], labels=labels[some])


def epochs_to(rows: list[Row], error: float) -> float | None:
    """Passes until the training error falls to `error`, between two measurements by a line."""
    for before, after in pairwise(rows):
        if after.train <= error < before.train:
            return before.epoch + (before.train - error) / (before.train - after.train)
    return None


def as_json(run: Run, rows: list[Row]) -> dict[str, Any]:
    return {
        "activation": run.activation,
        "rate": run.rate,
        "seed": run.seed,
        "dropout": run.dropout,
        "train": [row.train for row in rows],
        "test": [row.test for row in rows],
    }


def _tensors(
    folder: Path, split: str, device: str, chosen: np.ndarray | None = None
) -> tuple[Tensor, Tensor]:
    stored = np.load(folder / f"{split}.npz")
    images, labels = (torch.from_numpy(stored[name]) for name in ("images", "labels"))
    if chosen is not None:
        chosen = chosen[chosen < len(labels)]
        images, labels = images[chosen], labels[chosen]
    return images.permute(0, 3, 1, 2).contiguous().to(device), labels.to(device)


def _scores(net: nn.Module, images: Tensor, divisor: float) -> Tensor:
    """(N, 10) of images (N, 3, 32, 32) uint8."""
    scaled = images.float().sub(120).div(divisor).contiguous(memory_format=torch.channels_last)
    with torch.autocast("cpu", torch.bfloat16, enabled=images.device.type == "cpu"):
        scores: Tensor = net(scaled)
    return scores.float()


@torch.no_grad()
def _error(net: nn.Module, images: Tensor, labels: Tensor, divisor: float) -> float:
    """Images classified wrongly, in per cent."""
    net.eval()
    wrong = torch.zeros((), device=labels.device)
    for some, right in zip(images.split(500), labels.split(500), strict=True):
        wrong += (_scores(net, some, divisor).argmax(1) != right).sum()
    net.train()
    return round(100 * wrong.item() / len(labels), 3)
