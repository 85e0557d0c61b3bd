"""A training run to be rewound: curves, first weights, maps, answer and confusions, all together.

All moments travel once, as bytes, and the browser moves through them: nothing is asked of the
server while the reader drags. `look` makes a moment's part of a message.
"""

import json
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cnn import figures
from ui.components import bundled_script, declare

_HERE = Path(__file__).parent
_FILM = declare(
    "film",
    js=bundled_script(_HERE / "film.js"),
    css=(_HERE / "film.css").read_text("utf-8"),
    html=(_HERE / "film.html").read_text("utf-8"),
)
LABELS = (
    *("loss", "error", "play", "stop", "moment", "place", "step", "untrained"),
    *("answer", "right", "wrong", "weights", "maps", "confusion", "confusion-axes"),
)
"""The names of the labels that `mount` needs; fields are %a, %b, %c."""


class RunCurves(NamedTuple):
    """One run's curves: (digits seen, loss, error in %) and, of the test digits, (seen, error)."""

    name: str
    curve: Sequence[Sequence[float]]
    test: Sequence[Sequence[float]]


class PackedSnapshot(NamedTuple):
    """One moment, packed: signed bytes and the value of 127."""

    weights: bytes
    weights_scale: float
    maps: bytes
    maps_scale: float
    distances: list[float]


def pack_snapshot(
    weights: NDArray[Any], maps: NDArray[Any], distances: NDArray[Any]
) -> PackedSnapshot:
    """Weights and maps (n, h, w) and ten distances, small enough to send."""
    return PackedSnapshot(
        *_packed(weights), *_packed(maps), [round(float(d), 2) for d in distances]
    )


def _packed(values: NDArray[Any]) -> tuple[bytes, float]:
    limit = float(np.abs(values).max(initial=1e-9))
    return np.rint(values / limit * 127).astype(np.int8).tobytes(), limit


class Shown(NamedTuple):
    """The run that is rewound."""

    key: str  # another key is another run or another digit
    line: int  # its place among the lines
    digit: int | None  # what the digit is, if that is known
    frames: Sequence[PackedSnapshot]
    moments: Sequence[tuple[int, int, float, float]]  # step, digits seen, seconds, test error in %
    confusions: NDArray[np.uint8]  # (moments, 10, 10)
    weights_shape: tuple[int, int, int]
    maps_shape: tuple[int, int, int]
    live: bool  # more moments come
    maps_limit: float = 0.0  # of the colour scale; 0: the largest so far


def message(
    shown: Shown, lines: Sequence[RunCurves], labels: Mapping[str, str], *, lang: str, dark: bool
) -> dict[str, Any]:
    """The data that the browser gets to show a run."""
    frames = shown.frames
    return {
        "key": shown.key,
        "line": shown.line,
        "digit": shown.digit,
        "lines": [
            {"name": line.name, "curve": _rounded(line.curve), "test": _rounded(line.test)}
            for line in lines
        ],
        "moments": _rounded(shown.moments),
        "weights": _bytes([each.weights for each in frames]),
        "weightsScale": [round(each.weights_scale, 5) for each in frames],
        "weightsShape": list(shown.weights_shape),
        "maps": _bytes([each.maps for each in frames]),
        "mapsScale": [round(each.maps_scale, 5) for each in frames],
        "mapsShape": list(shown.maps_shape),
        "mapsLimit": shown.maps_limit,
        "distances": [each.distances for each in frames],
        "confusions": _bytes([shown.confusions.astype(np.uint8).tobytes()]),
        "live": shown.live,
        "colours": figures.DIVERGING[figures.theme_name(dark)],
        "labels": {name: labels[name] for name in LABELS},
        "lang": lang,
    }


def mount(key: str, data: Mapping[str, Any], *, on_rewound: Callable[[], None]) -> None:
    """Shows a `message`; `on_rewound` is called when the reader first moves through it."""
    _FILM(key=key, data=data, on_rewound_change=on_rewound)


def message_bytes(data: Mapping[str, Any]) -> int:
    """Bytes of a message."""
    return len(json.dumps(data))


def _rounded(rows: Sequence[Sequence[float]]) -> list[list[float]]:
    return [[round(float(value), 3) for value in row] for row in rows]


def _bytes(parts: Sequence[bytes]) -> str:
    return b64encode(b"".join(parts)).decode()
