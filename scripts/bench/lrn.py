"""What local response normalisation costs in a training step of the small edition.

Beside PyTorch's own layer and none at all, in float32 and in bfloat16 as the training does; one
thread, photos of 56×56. The share is (with - without) / with, of medians.
"""

import statistics
from functools import partial

import torch
from torch import nn
from torch.nn import functional as F

from cnn.models import AlexNetSmall
from scripts.bench.report import Figure, figure, single
from scripts.bench.timing import in_turn

BATCH = 16
KINDS = {"float32": torch.float32, "bfloat16": torch.bfloat16}


def measure(times: int) -> list[Figure]:
    """A step without, with ours, with PyTorch's, and both shares."""
    torch.set_num_threads(1)
    nets = {"none": _net(None), "ours": _net("ours"), "PyTorch's": _net("torch")}
    figures = []
    for kind, dtype in KINDS.items():
        steps = {name: partial(_step, net, dtype) for name, net in nets.items()}
        took = in_turn(steps, times)
        figures += [
            figure(f"training step, {kind}, LRN: {name}", "ms", each, f"batch of {BATCH}")
            for name, each in took.items()
        ]
        median = {name: statistics.median(each) for name, each in took.items()}
        figures += [
            single(
                f"share of LRN in a step, {kind}: {name}",
                "%",
                100 * (1 - median["none"] / median[name]),
            )
            for name in ("ours", "PyTorch's")
        ]
    return figures


def _net(norm: str | None) -> nn.Module:
    net = AlexNetSmall().to(memory_format=torch.channels_last)
    for name in ("rnorm1", "rnorm2"):
        if norm is None:
            setattr(net, name, nn.Identity())
        elif norm == "torch":
            setattr(net, name, nn.LocalResponseNorm(5, 1e-4, 0.75, 2.0))
    return net


def _step(net: nn.Module, dtype: torch.dtype) -> None:
    images = torch.randn(BATCH, 3, 56, 56).contiguous(memory_format=torch.channels_last)
    with torch.autocast("cpu", dtype, enabled=dtype != torch.float32):
        logits = net(images)
    F.cross_entropy(logits.float(), torch.arange(BATCH)).backward()
