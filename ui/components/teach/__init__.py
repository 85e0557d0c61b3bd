"""AlexNet's small edition learns a visitor's own things: in the browser, and only there.

Photos are reduced to 64×64 pixels as they come and never leave the tab, which forgets them with the
page. Python sends photos that ship, with what fc7 gives for them, by their address; the network
comes once it is asked for (ui.components.small_edition). It is told that something was done.
"""

import gzip
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from PIL import Image

from cnn import figures
from cnn.data.photos.crops import PhotoTransform
from cnn.experiments.teaching import STRENGTH, layer_features
from ui.components import Once, bundled_script, once, serve, small_edition

_HERE = Path(__file__).parent
_TEACH = once(
    "teach",
    js=bundled_script(_HERE / "teach.js"),
    css=(_HERE / "teach.css").read_text("utf-8"),
    html='<div class="teach"></div>',
    height=("70rem", "44rem"),
)
LABELS = (
    *("name", "unnamed", "photos", "none-yet", "held", "remove", "drop", "add", "own", "samples"),
    *("empty", "choose", "burst", "bursting", "camera", "camera-off", "load", "loading", "reading"),
    *("layer", "score", "unread", "learned", "few-names", "no-test", "confusion", "is"),
    *("answered", "tested", "right", "wrong", "nearest", "terms", "for", "against", "unit", "map"),
    *("pixel", "red", "green", "blue", "where", "covering", "heat", "heat-all", "view", "ask"),
    *("asked", "export", "export-card", "shared", "not-photo", "too-many"),
    *("layer-fc7", "layer-fc6", "layer-pool5", "layer-pixels", "failed"),
    *("old", "served", "missing-set", "refused", "missing", "busy", "insecure", "lost"),
    *("ways", "way-0", "way-1", "group-0", "group-1", "photo"),
)
"""The names of the labels that `mount` needs; fields are %a, %n and the like."""
MOST, NAMES, EVERY = 30, 5, 3
"""The most photos of a name, the most names, and which photo of a name is held out: every third."""


class ShippedPhoto(NamedTuple):
    """A photo that ships: under which name, whether it is held out, of which group of the test."""

    picture: Image.Image
    name: int
    held: bool
    group: int = 0


def packed_photos(photos: Sequence[ShippedPhoto], way: PhotoTransform) -> bytes:
    """The photos' pixels as the small edition sees them, then fc7 of each, as a gzip file.

    Raises cnn.assets.AssetProblem.
    """
    pixels = [np.asarray(_middle(photo.picture, way)) for photo in photos]
    fc7 = layer_features([photo.picture for photo in photos])["fc7"]
    halves = fc7.astype(np.float16).astype("<f4")  # as exact as needed, and a third shorter
    return gzip.compress(np.stack(pixels).tobytes() + halves.tobytes(), 6, mtime=0)


def _middle(photo: Image.Image, way: PhotoTransform) -> Image.Image:
    """The shrunk photo's middle square, as wide as its shorter side."""
    shrunk = way.shrink(photo)
    left, top = round((shrunk.width - way.short) / 2), round((shrunk.height - way.short) / 2)
    return shrunk.crop((left, top, left + way.short, top + way.short))


def mount(
    key: str,
    *,
    photos: Sequence[ShippedPhoto],
    body: bytes,
    names: Sequence[str],
    titles: Sequence[str],
    way: PhotoTransform,
    ways: Sequence[Sequence[Sequence[int]]] = (),
    dark: bool,
    labels: Mapping[str, str],
    lang: str,
    on_acted: Callable[[], None],
) -> None:
    """Shows the bench, with photos that ship under `names`.

    body: of the photos, by `packed_photos`. titles: what each shows, for who cannot see it. ways:
    if what ships is all that there is to learn from, the choices: of each, for each name, the
    places of photos under it. `on_acted` is called once the visitor has done something. Raises
    cnn.assets.AssetProblem.
    """
    shipped: dict[str, Any] | None = None
    if Once.served:
        shipped = {
            "address": serve(key.replace(".", "_"), ".bin", body),
            "units": 2048,
            "names": list(names),
            "photos": [
                {"name": each.name, "held": each.held, "group": each.group, "title": title}
                for each, title in zip(photos, titles, strict=True)
            ],
        }
    data = {
        "network": small_edition.sent(),
        "way": {
            "short": way.short,
            "side": way.side,
            "mean": list(way.mean),
            "deviation": list(way.deviation),
        },
        "set": shipped,
        "isOwn": not ways,
        "ways": [[list(places) for places in each] for each in ways],
        "strength": STRENGTH,
        "every": EVERY,
        "most": MOST,
        "names": NAMES,
        "colours": figures.DIVERGING[figures.theme_name(dark)],
        "labels": {name: labels[name] for name in LABELS},
        "lang": lang,
    }
    _TEACH(key=key, data=data, on_acted_change=on_acted)
