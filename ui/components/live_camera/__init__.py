"""AlexNet's small edition at the visitor's camera, computed in the browser frame by frame.

Every layer's maps as walls, the one that is held large, the five best answers. The network comes
when it is started; frames never leave the computer, but for one that the visitor keeps: it goes
into the page's uploader like a file.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from cnn import figures
from ui.components import bundled_script, once, small_edition
from ui.components.given_pictures import container_class

_HERE = Path(__file__).parent
_LIVE = once(
    "live_camera",
    js=bundled_script(_HERE / "live.js"),
    css=(_HERE / "live_camera.css").read_text("utf-8"),
    html='<div class="live"></div>',
)
LABELS = (
    *("start", "stop", "other", "keep", "kept", "unkept", "loudest", "again"),
    *("loading", "asking", "on", "paused", "off"),
    *("refused", "missing", "busy", "insecure", "lost", "old", "failed", "served"),
    *("view", "answers", "maps", "wall", "map", "pace", "file"),
    *("strongest", "silent", "most", "none", "patch", "held"),
)
"""The names of the labels that `mount` needs; %l is a layer, %m a map, the others numbers."""


class LiveLayer(NamedTuple):
    """A layer of maps: how many, how wide, where its scale ends, and what its units see.

    `size`, `step` and `first` are those of its cnn.analysis.receptive_field.ReceptiveField.
    """

    name: str
    maps: int
    side: int
    limit: float
    size: int
    step: int
    first: int


def mount(
    key: str,
    *,
    layers: Sequence[LiveLayer],
    side: int,
    classes: Sequence[str],
    container: str,
    dark: bool,
    labels: Mapping[str, str],
    lang: str,
    on_ran: Callable[[], None],
) -> None:
    """Shows the camera's exhibit; it is off until it is started.

    side: of the square that the network sees, in pixels. `classes`: their names, in the order of
    its answers. container: the key of the one that holds the page's uploader. `on_ran` is called
    once the first frame has been read. Raises cnn.assets.AssetProblem if a file is not right.
    """
    data = {
        "network": small_edition.sent(),
        "layers": [
            {
                "name": each.name,
                "maps": each.maps,
                "side": each.side,
                "limit": each.limit,
                "sees": {"size": each.size, "step": each.step, "first": each.first},
            }
            for each in layers
        ],
        "side": side,
        "classes": list(classes),
        "colours": figures.DIVERGING[figures.theme_name(dark)],
        "area": container_class(container),
        "labels": {name: labels[name] for name in LABELS},
        "lang": lang,
    }
    _LIVE(key=key, data=data, on_ran_change=on_ran)
