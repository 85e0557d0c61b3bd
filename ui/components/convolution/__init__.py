"""Kernels at work in the browser: values taken apart, kernels painted, maps halved, units traced.

Four components that share arithmetic.js, which the browser tests hold against PyTorch, and
pixels.js. All of them answer on the spot; once the visitor's choice has come to rest it is told to
Python, which keeps it in the address. What comes is checked here.
"""

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import htpy as h
import numpy as np
import streamlit as st
from numpy.typing import NDArray

from cnn import figures
from cnn.analysis.receptive_field import Level
from cnn.experiments.kernels import Kernel, MapKernels, parse_kernel
from ui.components import bundled_script, declare

_HERE = Path(__file__).parent
SQUASHES = ("tanh", "relu", "none")
LABELS = {
    "apart": (
        *("classic", "painted", "C1", "C3", "image", "S2", "output", "keys", "map", "pixels"),
        *("weights", "products", "subtotals", "sum", "bias", "weighted", "answer", "squash"),
        *("squash-tanh", "squash-relu", "squash-none", "by-tanh", "by-relu", "by-none", "said"),
        *("back", "forward", "play", "pause", "speed", "still"),
    ),
    "painter": (
        *("keys", "cell", "brush", "turn", "flip", "clear", "divide", "brightness", "grey"),
        *("sum-zero", "sum-one", "sum-other", "result"),
    ),
    "pooling": (
        *("map", "from", "subsampled", "largest", "keys", "coefficient", "bias", "said"),
        *("learned", "mean", "or", "and"),
    ),
    "field": ("image", "keys", "unit", "units", "pixels"),
}
"""The names of the labels that each component needs; %letters in them are filled by it."""
STEEPEST, FARTHEST = 3.0, 12.0  # coefficient and bias of subsampling, either way


class ChosenValue(NamedTuple):
    """The value that is taken apart: of which kernel, at which place, squashed how."""

    kernel: str
    row: int
    column: int
    squash: str


class ChosenBlock(NamedTuple):
    """The block that is halved: of which map, with which coefficient and bias, at which place."""

    map: int
    coefficient: float
    bias: float
    row: int
    column: int


class ChosenUnit(NamedTuple):
    """The unit whose field is shown."""

    level: str
    row: int
    column: int


class NamedKernel(NamedTuple):
    """A kernel to choose: its name, its label, its family, and the input that it is laid on."""

    name: str
    label: str
    family: str
    on: str
    kernel: MapKernels


class PainterPicture(NamedTuple):
    """A picture (H, W) for the painter: of ink (0 is paper) or of light (0 is black)."""

    name: str
    pixels: NDArray[np.uint8]
    grey: str


def _component(name: str) -> Any:
    return declare(
        f"convolution_{name}",
        js=bundled_script(_HERE / f"{name}.js"),
        css=(_HERE / "convolution.css").read_text("utf-8"),
        html=str(h.div(class_=name)),
    )


_APART, _PAINTER, _POOLING, _FIELD = map(_component, ("apart", "painter", "pooling", "field"))
_RAMPS = {"signed": figures.DIVERGING, "ink": figures.INK}


def mount_value(
    key: str,
    inputs: Mapping[str, NDArray[np.float32]],
    kernels: Sequence[NamedKernel],
    chosen: ChosenValue,
    *,
    labels: Mapping[str, str],
    lang: str,
    on_shown: Callable[[ChosenValue], None],
) -> None:
    """Takes values of a map apart. `inputs`: maps (n, h, w) by the names that kernels lie on."""

    def shown() -> None:
        sent = _message(key, "shown")
        places = _whole(sent, "row"), _whole(sent, "column")
        name, squash = sent.get("kernel"), sent.get("squash")
        kernel = next((each for each in kernels if each.name == name), None)
        if kernel is None or squash not in SQUASHES:
            return
        height, width = inputs[kernel.on].shape[1:]
        edge = kernel.kernel.weights.shape[-1] - 1
        if 0 <= places[0] < height - edge and 0 <= places[1] < width - edge:
            on_shown(ChosenValue(kernel.name, *places, str(squash)))

    data = {
        "inputs": {name: _maps(maps) for name, maps in inputs.items()},
        "kernels": [_kernel(shelf) for shelf in kernels],
        "chosen": chosen._asdict(),
    }
    _APART(key=key, data=data | _common(labels, lang), on_shown_change=shown)


def mount_painter(
    key: str,
    pictures: Sequence[PainterPicture],
    painted: Kernel,
    presets: Sequence[tuple[Kernel, str]],
    *,
    labels: Mapping[str, str],
    lang: str,
    on_painted: Callable[[Kernel], None],
) -> None:
    """Cells to paint, and the pictures seen through them."""

    def changed() -> None:
        sent = (st.session_state.get(key) or {}).get("painted")
        kernel = parse_kernel(sent) if isinstance(sent, str) else None
        if kernel is not None:
            on_painted(kernel)

    data = {
        "pictures": [_picture(source) for source in pictures],
        "painted": str(painted),
        "presets": [[str(kernel), name] for kernel, name in presets],
    }
    _PAINTER(key=key, data=data | _common(labels, lang), on_painted_change=changed)


def mount_pooling(
    key: str,
    maps: NDArray[np.float32],
    learned: Sequence[tuple[float, float]],
    chosen: ChosenBlock,
    *,
    labels: Mapping[str, str],
    lang: str,
    on_shown: Callable[[ChosenBlock], None],
) -> None:
    """Maps (n, h, w) halved; `learned` has the trained coefficient and bias of each."""

    def shown() -> None:
        sent = _message(key, "shown")
        number, row, column = (_whole(sent, name) for name in ("map", "row", "column"))
        coefficient, bias = (sent.get(name) for name in ("coefficient", "bias"))
        if not isinstance(coefficient, int | float) or not isinstance(bias, int | float):
            return
        here = 0 <= number < len(maps) and 0 <= row < maps.shape[1] // 2
        if not here or not 0 <= column < maps.shape[2] // 2:
            return
        if abs(coefficient) <= STEEPEST and abs(bias) <= FARTHEST:
            on_shown(ChosenBlock(number, float(coefficient), float(bias), row, column))

    data = {
        "input": _maps(maps),
        "learned": [[float(number) for number in pair] for pair in learned],
        "chosen": chosen._asdict(),
    }
    _POOLING(key=key, data=data | _common(labels, lang), on_shown_change=shown)


def mount_field(
    key: str,
    levels: Sequence[Level],
    maps: Mapping[str, NDArray[np.float32]],
    chosen: ChosenUnit,
    *,
    titles: Mapping[str, str],
    labels: Mapping[str, str],
    lang: str,
    on_shown: Callable[[ChosenUnit], None],
) -> None:
    """What a unit sees. `maps`: for each level the one map (side, side) that is shown of it."""

    def shown() -> None:
        sent = _message(key, "shown")
        row, column = _whole(sent, "row"), _whole(sent, "column")
        level = next((each for each in levels[1:] if each.name == sent.get("level")), None)
        if level and 0 <= row < level.side and 0 <= column < level.side:
            on_shown(ChosenUnit(level.name, row, column))

    data = {
        "levels": [
            {
                "name": level.name,
                "title": titles[level.name],
                "side": level.side,
                "sees": [[list(span) for span in unit] for unit in level.sees],
                "values": _text(maps[level.name]),
            }
            for level in levels
        ],
        "chosen": chosen._asdict(),
    }
    _FIELD(key=key, data=data | _common(labels, lang), on_shown_change=shown)


def _common(labels: Mapping[str, str], lang: str) -> dict[str, Any]:
    return {"ramps": _RAMPS, "labels": dict(labels), "lang": lang}


def _maps(maps: NDArray[np.float32]) -> dict[str, Any]:
    count, height, width = maps.shape
    return {"values": _text(maps), "maps": count, "height": height, "width": width}


def _picture(source: PainterPicture) -> dict[str, Any]:
    height, width = source.pixels.shape
    levels = b64encode(source.pixels.tobytes()).decode()
    size = {"height": height, "width": width}
    return {"name": source.name, "grey": source.grey, "levels": levels, **size}


def _kernel(shelf: NamedKernel) -> dict[str, Any]:
    return {
        "name": shelf.name,
        "label": shelf.label,
        "family": shelf.family,
        "on": shelf.on,
        "side": shelf.kernel.weights.shape[-1],
        "sees": list(shelf.kernel.sees),
        "weights": _text(shelf.kernel.weights),
        "bias": float(shelf.kernel.bias),
    }


def _text(values: NDArray[Any]) -> str:
    """As base64 of float32, since a list of numbers would be four times as long."""
    return b64encode(np.ascontiguousarray(values, "<f4").tobytes()).decode()


def _message(key: str, name: str) -> Mapping[str, object]:
    """What the browser sent, or nothing if it is no object."""
    state = st.session_state.get(key)
    sent = state.get(name) if isinstance(state, Mapping) else None
    return sent if isinstance(sent, Mapping) else {}


def _whole(sent: Mapping[str, object], name: str) -> int:
    """A whole number of the message, or -1."""
    value = sent.get(name)
    return value if type(value) is int else -1
