"""Makes assets/weights/alexnet-small.onnx: the small edition's layers in ONNX, without its numbers.

What the browser's ONNX Runtime runs. The weights stay in alexnet-small.safetensors, the file that
ships: the graph says where in it each begins and ends ("external data"), and widens the numbers,
which are of half precision. Every layer is an output, by the paper's name; dropout, which does
nothing in an answer, is left out. The manifest's row also keeps where each layer's scale ends, as
Photo draws it: of the answers above 0 to all sample photos, one in a hundred is stronger.

Run after the weights are made: python -m scripts.make_onnx
It prints the row's hash and metrics.
"""

import hashlib
import json
from pathlib import Path

import numpy as np
from onnx import ModelProto, NodeProto, TensorProto, checker, helper
from onnx.external_data_helper import set_external_data
from torch import nn

from cnn import assets
from cnn.data.photos.sample_photos import samples
from cnn.inference import small_edition
from cnn.inference.photo import WALLS
from cnn.models.alexnet_layers import Dense, Pooling, Rectified
from cnn.models.lrn import LocalResponseNorm

TARGET = "weights/alexnet-small.onnx"
INPUT = "image"
OPSET, IR = 13, 8  # of ONNX; old enough for every runtime that reads external data
SCALE_ENDS = 0.99


def main() -> None:
    graph = model().SerializeToString(deterministic=True)
    (assets.ROOT / TARGET).write_bytes(graph)
    checker.check_model(assets.ROOT / TARGET, full_check=True)
    print(f'sha256 = "{hashlib.sha256(graph).hexdigest()}"')
    print(f"scales = {json.dumps(scales())}")


def model() -> ModelProto:
    """The network as ONNX: "image" (1, 3, 56, 56) in, every layer's output out, by its name."""
    network = small_edition.small_edition_network()
    nodes: list[NodeProto] = []
    below = INPUT
    for name, layer in network.named_children():
        if not isinstance(layer, nn.Dropout):
            nodes += layer_nodes(name, layer, below)
            below = name
    return helper.make_model(
        helper.make_graph(
            nodes,
            "AlexNetSmall",
            [helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, [1, *network.image])],
            [
                helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
                for name, shape in shapes().items()
            ],
            initializer=numbers(assets.path(small_edition.FILE)),
        ),
        producer_name="",
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR,
    )


def layer_nodes(name: str, layer: nn.Module, below: str) -> list[NodeProto]:
    """The operations of one layer, the last of which gives `name`."""
    node = helper.make_node
    if isinstance(layer, Rectified):
        return [
            *widened(name),
            node(
                "Conv",
                [below, f"{name}.weight", f"{name}.bias"],
                [f"{name}.sums"],
                kernel_shape=[layer.kernel] * 2,
                strides=[layer.stride] * 2,
                pads=[layer.pad] * 4,
                group=layer.groups,
            ),
            node("Relu", [f"{name}.sums"], [name]),
        ]
    if isinstance(layer, LocalResponseNorm):
        n, alpha, beta, k = layer.constants
        return [node("LRN", [below], [name], size=n, alpha=alpha, beta=beta, bias=k)]
    if isinstance(layer, Pooling):
        return [node("MaxPool", [below], [name], kernel_shape=[layer.kernel] * 2, strides=[2, 2])]
    assert isinstance(layer, Dense), layer
    sums = f"{name}.sums" if layer.rectified else name
    return [
        *widened(name),
        node("Flatten", [below], [f"{name}.inputs"]),
        node("Gemm", [f"{name}.inputs", f"{name}.weight", f"{name}.bias"], [sums], transB=1),
        *([node("Relu", [sums], [name])] if layer.rectified else []),
    ]


def widened(name: str) -> list[NodeProto]:
    """A layer's numbers from half to single precision: done once, when the graph is loaded."""
    return [
        helper.make_node("Cast", [f"{name}.{kind}.half"], [f"{name}.{kind}"], to=TensorProto.FLOAT)
        for kind in ("weight", "bias")
    ]


def numbers(file: Path) -> list[TensorProto]:
    """The tensors of a .safetensors as external data: each with its shape and its place there."""
    data = file.read_bytes()
    size = int.from_bytes(data[:8], "little")
    found = []
    for name, tensor in sorted(json.loads(data[8 : 8 + size]).items()):
        assert tensor["dtype"] == "F16", name
        first, end = tensor["data_offsets"]
        half = TensorProto(
            name=f"{name}.half", data_type=TensorProto.FLOAT16, dims=tensor["shape"], raw_data=b""
        )
        set_external_data(half, file.name, offset=8 + size + first, length=end - first)
        half.ClearField("raw_data")
        found.append(half)
    return found


def shapes() -> dict[str, list[int]]:
    """What each layer gives, with the one photo in front."""
    maps = small_edition.sample_maps(next(iter(samples())))
    return {name: [1, *found.shape] for name, found in maps.items() if not name.startswith("drop")}


def scales() -> dict[str, float]:
    """Of each layer of maps, where its scale ends."""
    every = [small_edition.sample_maps(photo) for photo in samples()]
    found = {}
    for name in WALLS:
        answers = np.concatenate([maps[name].numpy().ravel() for maps in every])
        found[name] = round(float(np.quantile(answers[answers > 0], SCALE_ENDS)), 3)
    return found


if __name__ == "__main__":
    main()
