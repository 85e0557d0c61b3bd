"""What local response normalisation costs in a training step of the small edition.

python -m scripts.bench.lrn: one thread, float32, batch of 16 at 56×56, medians of nine; beside
PyTorch's own layer in the same run. The share is (with - without) / with.
"""

import statistics
import time

import torch
from torch import nn
from torch.nn import functional as F

from cnn.models import AlexNetSmall

BATCH, TIMES = 16, 9


def main() -> None:
    """Print seconds of a step: without, with ours, with PyTorch's."""
    torch.set_num_threads(1)
    nets = {"none": _net(None), "ours": _net("ours"), "torch": _net("torch")}
    seconds: dict[str, list[float]] = {name: [] for name in nets}
    for turn in range(TIMES + 1):
        for name, net in nets.items():
            taken = _step(net)
            if turn:
                seconds[name].append(taken)
    median = {name: statistics.median(each) for name, each in seconds.items()}
    for name, value in median.items():
        share = 1 - median["none"] / value
        print(f"{name:6s} {1000 * value / BATCH:7.2f} ms an image, share of the step {share:6.1%}")


def _net(norm: str | None) -> nn.Module:
    net = AlexNetSmall().to(memory_format=torch.channels_last)
    for name in ("rnorm1", "rnorm2"):
        if norm is None:
            setattr(net, name, nn.Identity())
        elif norm == "torch":
            setattr(net, name, nn.LocalResponseNorm(5, 1e-4, 0.75, 2.0))
    return net


def _step(net: nn.Module) -> float:
    images = torch.randn(BATCH, 3, 56, 56).contiguous(memory_format=torch.channels_last)
    began = time.perf_counter()
    F.cross_entropy(net(images), torch.arange(BATCH)).backward()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
