"""Local response normalisation under the hand: what four constants make of a photo's maps.

normalising.js is cnn.models.lrn with any constants; a test holds it against PyTorch. The maps come
as bytes, by their address where this process serves it. What is chosen is told to Python once it
has come to rest.
"""

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from cnn import figures
from ui.components import Once, bundled_script, once, serve

_HERE = Path(__file__).parent
_MAPS = once(
    "normalised_maps",
    js=bundled_script(_HERE / "normalised_maps.js"),
    css=(_HERE / "normalised_maps.css").read_text("utf-8"),
    html='<div class="normalised-maps"></div>',
    height=("55rem", "50rem"),
)
LABELS = (
    *("k", "n", "alpha", "beta", "strong", "published", "photo", "keys", "before", "after"),
    *("divided", "change", "same", "zero", "wide", "bars", "failed"),
)
LEVELS = 255  # the loudest answer of all maps; 0 is silence


class LrnConstants(NamedTuple):
    """k, n, alpha (divided by n) and beta."""

    k: float
    n: int
    alpha: float
    beta: float


class ConstantSteps(NamedTuple):
    """What can be chosen: these of k, alpha and beta, and n from 1 to `most`."""

    k: Sequence[float]
    alpha: Sequence[float]
    beta: Sequence[float]
    most: int

    def offers(self, chosen: LrnConstants) -> bool:
        """Whether these constants can be chosen."""
        known = chosen.k in self.k and chosen.alpha in self.alpha and chosen.beta in self.beta
        return known and 1 <= chosen.n <= self.most


class PhotoMaps(NamedTuple):
    """A photo (H, W, 3) uint8 and its maps (n, h, w), none below 0, of which `shown` are drawn."""

    name: str
    photo: NDArray[np.uint8]
    maps: NDArray[np.float32]
    shown: Sequence[int]


def mount(
    key: str,
    seen: PhotoMaps,
    chosen: LrnConstants,
    steps: ConstantSteps,
    presets: Mapping[str, LrnConstants],
    *,
    labels: Mapping[str, str],
    lang: str,
    on_chosen: Callable[[LrnConstants], None],
) -> None:
    """Shows the maps before and after. `presets` are "strong" and "published"."""

    def told() -> None:
        found = parsed((st.session_state.get(key) or {}).get("chosen"))
        if found and steps.offers(found):
            on_chosen(found)

    data = {
        "maps": _sent(seen),
        "shown": list(seen.shown),
        "chosen": chosen._asdict(),
        "steps": {name: list(getattr(steps, name)) for name in ("k", "alpha", "beta")},
        "most": steps.most,
        "presets": {name: each._asdict() for name, each in presets.items()},
        "ramps": figures.DIVERGING,
        "labels": {name: labels[name] for name in LABELS},
        "lang": lang,
    }
    _MAPS(key=key, data=data, on_chosen_change=told)


def parsed(message: object) -> LrnConstants | None:
    """What the browser sent as constants, or None if it is none."""
    if not isinstance(message, Mapping) or set(message) != set(LrnConstants._fields):
        return None
    if any(type(value) not in (int, float) for value in message.values()):
        return None
    return LrnConstants(**message) if type(message["n"]) is int else None


def packed(maps: NDArray[np.float32]) -> tuple[NDArray[np.uint8], float]:
    """Maps in LEVELS steps, and the answer that the last one stands for."""
    loudest = float(maps.max(initial=0.0))
    return np.rint(maps / (loudest or 1.0) * LEVELS).clip(0, LEVELS).astype(np.uint8), loudest


def _sent(seen: PhotoMaps) -> dict[str, Any]:
    levels, loudest = packed(seen.maps)
    body = levels.tobytes() + seen.photo.tobytes()
    count, height, width = levels.shape
    if Once.served:
        where = {"address": serve(f"conv1-{seen.name}", ".bin", body)}
    else:
        where = {"bytes": b64encode(body).decode("ascii")}
    sides = {"height": height, "width": width, "photo": list(seen.photo.shape[:2])}
    return {"name": seen.name, "maps": count, "loudest": loudest, **sides, **where}
