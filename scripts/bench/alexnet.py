"""One photo through AlexNet, beside torch.compile, ONNX Runtime, and reading its weights once.

torchvision's edition, whose 244 MB of weights nobody can avoid to read: that is the floor. Weights
are random; speed does not depend on them. A rival that this machine cannot run is a line of its
own that says why.
"""

import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path

import torch
from torch import Tensor, nn

from cnn.inference.feature_maps import feature_maps
from cnn.models import AlexNetOWT
from scripts.bench.report import Figure, single
from scripts.bench.timing import beside

Forward = Callable[[], object]


def measure(times: int) -> list[Figure]:
    """A forward pass in each way, with one thread and with as many as there are cores."""
    model = AlexNetOWT(torch.Generator().manual_seed(0)).eval().requires_grad_(False)
    image = torch.randn(1, *AlexNetOWT.image, generator=torch.Generator().manual_seed(1))
    cores = torch.get_num_threads()
    figures = []
    for threads in sorted({1, cores}):
        torch.set_num_threads(threads)
        rivals, missing = _rivals(model, image, threads)
        figures += beside("AlexNet, one photo", rivals, times, f"threads: {threads}")
        figures += [
            single(f"AlexNet, one photo, {name}", "ms", float("nan"), why)
            for name, why in missing.items()
        ]
    return figures


def _rivals(
    model: nn.Module, image: Tensor, threads: int
) -> tuple[dict[str, Forward], dict[str, str]]:
    """The ways that answer alike, and why the others cannot be had."""
    weights = [parameter.detach() for parameter in model.parameters()]
    ways: dict[str, Forward] = {
        "ours": lambda: model(image),
        "ours, every layer's maps": lambda: feature_maps(model, image),
        "floor: its weights read once": lambda: [each.sum() for each in weights],
    }
    missing: dict[str, str] = {}
    for name, make in {"torch.compile": _compiled, "ONNX Runtime": _onnx}.items():
        try:
            ways[name] = make(model, image, threads)
        except Exception as error:  # no compiler, no wheel, another version: say so
            missing[name] = f"not here: {type(error).__name__}: {str(error)[:120]}"
    return {name: _without_gradients(way) for name, way in ways.items()}, missing


def _without_gradients(way: Forward) -> Forward:
    def forward() -> object:
        with torch.inference_mode():
            return way()

    return forward


def _compiled(model: nn.Module, image: Tensor, threads: int) -> Forward:
    torch.compiler.reset()
    compiled = torch.compile(model)
    with torch.inference_mode():
        _alike(compiled(image), model(image))
    return lambda: compiled(image)


def _onnx(model: nn.Module, image: Tensor, threads: int) -> Forward:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        file = Path(folder) / "alexnet.onnx"
        torch.onnx.export(model, (image,), file, input_names=["image"], verbose=False)
        session = onnxruntime.InferenceSession(file, options, ["CPUExecutionProvider"])
    inputs = {"image": image.numpy()}
    _alike(torch.from_numpy(session.run(None, inputs)[0]), model(image))
    return lambda: session.run(None, inputs)


def _alike(one: Tensor, other: Tensor) -> None:
    """A rival that answers otherwise is none. Raises AssertionError."""
    torch.testing.assert_close(one, other, rtol=1e-3, atol=1e-4)
