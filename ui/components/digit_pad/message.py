"""What the pad sends and how strokes are packed; nothing here trusts the sender.

A message is a dict of four: ``seq`` (its number, growing), ``token`` (of the last drawing the pad
took over from Python, or None), ``n`` (points of each stroke) and ``d`` (all points, x, y, x, y and
so on, as base64 of little-endian uint16, each 0 to 1023).
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Strokes = list[NDArray[Any]]
"""Polylines, each (n, 2): x to the right, y down."""

LAST = 1023
"""The largest coordinate: the sheet is 0 to 1023 both ways."""
CAPACITY = 1500
"""The most points of a drawing."""
_LARGEST_SEQ = 2**53 - 1  # beyond it a browser's whole numbers are not exact
_LONGEST_TOKEN = 16


@dataclass(frozen=True, eq=False)
class Drawing:
    """What is on the pad: strokes on a grid of 1024 x 1024; no strokes when it was cleared.

    ``seq`` grows with each message.
    """

    seq: int
    strokes: Strokes


@dataclass(frozen=True, eq=False)
class Message:
    """A well-formed message of the pad."""

    drawing: Drawing
    token: str | None


def pack_strokes(strokes: Sequence[NDArray[Any]]) -> dict[str, Any]:
    """Strokes as ``{"n": ..., "d": ...}``, rounded to the grid and clipped to the sheet.

    Raises ValueError for a stroke that is empty, not (n, 2) or not finite, and for more than
    1,500 points.
    """
    points = [np.asarray(stroke, dtype=np.float64) for stroke in strokes]
    if any(p.ndim != 2 or p.shape[1] != 2 or not len(p) for p in points):
        raise ValueError("a stroke is an array of (n, 2) with at least one point")
    flat = np.concatenate(points) if points else np.zeros((0, 2))
    if not np.isfinite(flat).all():
        raise ValueError("a stroke has a coordinate that is not a number")
    if len(flat) > CAPACITY:
        raise ValueError(f"the pad holds {CAPACITY} points, not {len(flat)}")
    grid = flat.round().clip(0, LAST).astype("<u2")
    return {"n": [len(p) for p in points], "d": base64.b64encode(grid.tobytes()).decode("ascii")}


def unpack_strokes(n: object, d: object) -> Strokes | None:
    """The strokes of a packed drawing, float32; None when it is not one."""
    if not isinstance(n, list) or len(n) > CAPACITY:
        return None
    if not all(_is_whole(points, 1, CAPACITY) for points in n) or sum(n) > CAPACITY:
        return None
    if not isinstance(d, str) or len(d) != 4 * -(-4 * sum(n) // 3):
        return None
    try:
        grid = np.frombuffer(base64.b64decode(d, validate=True), "<u2")
    except (binascii.Error, ValueError):  # not ASCII, not base64, or not whole numbers
        return None
    if len(grid) != 2 * sum(n) or (grid > LAST).any():
        return None
    strokes = np.split(grid.reshape(-1, 2).astype(np.float32), np.cumsum(n)[:-1])
    return strokes if n else []


def parse_message(message: object) -> Message | None:
    """The message, or None when any part of it is missing, malformed, too large or too much."""
    if not isinstance(message, Mapping) or set(message) != {"seq", "token", "n", "d"}:
        return None
    seq, token = message["seq"], message["token"]
    if not _is_whole(seq, 1, _LARGEST_SEQ):
        return None
    if token is not None and not (isinstance(token, str) and len(token) <= _LONGEST_TOKEN):
        return None
    strokes = unpack_strokes(message["n"], message["d"])
    if strokes is None:
        return None
    return Message(Drawing(seq, strokes), token)


def write_message(
    strokes: Sequence[NDArray[Any]], seq: int, token: str | None = None
) -> dict[str, Any]:
    """The message the pad would send for these strokes."""
    return {"seq": seq, "token": token, **pack_strokes(strokes)}


def _is_whole(value: object, least: int, most: int) -> bool:
    return type(value) is int and least <= value <= most
