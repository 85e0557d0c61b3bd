"""A drawing on a pad, read by a network in the browser in the frame in which it is painted.

`mount` brings the reader to a page, where `ui.components.browser.mount_networks` has brought the
network; `place` puts one part of what it shows where it is called. What a part looks like is in the
files named for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from ui.components import bundled_script, declare, once
from ui.components.digit_pad import Strokes
from ui.components.digit_pad.message import pack_strokes

_FOLDER = Path(__file__).parent
Part = Literal["verdict", "answers", "maps", "steps", "all-maps", "codes", "doubt", "switched"]
LABELS = (
    *("answer", "second", "refused", "refused-more", "sample-read", "sample-more", "nothing"),
    *("digit-empty", "digit-dot", "away", "doubted", "at-distance", "with-all", "without-it"),
    *("distances", "column-digit", "column-distance", "column-chance"),
    *("layer-input", "alt-input", "alt-maps", "alt-scale", "scale-low", "scale-high"),
    *("scale-zero", "doubt-best", "doubt-others", "doubt-none"),
    *(f"{what}-{tile}" for what in ("code", "alt") for tile in ("found", "wanted", "apart")),
    *(f"shape-{layer}" for layer in ("C1", "S2", "C3", "S4", "C5", "F6")),
    *(f"layer-{layer}" for layer in ("C1", "S2", "C3", "S4", "C5", "F6")),
    *(
        f"step-{step}{why}"
        for step in ("ink", "box", "fit", "centre", "input")
        for why in ("", "-why")
    ),
    *(f"without-{step}" for step in ("box", "aspect", "grey", "centre", "everything")),
)
"""The names of the labels that `mount` needs; fields such as {digit} are filled in the browser."""

_READER = once(
    "digit_reading", js=bundled_script(_FOLDER / "digit_reading.js"), css="", html="<div></div>"
)
_PART = declare("digit_reading_part", js=bundled_script(_FOLDER / "part.js"), isolated=False)


def mount(
    pad: str,
    network: str,
    *,
    sample: Strokes,
    labels: Mapping[str, str],
    lang: str,
    colours: Sequence[str],
    ink: Sequence[str],
) -> None:
    """Reads what is on `pad` by `network`, or `sample` until something is drawn.

    `labels`: a text for each name in LABELS. `colours`: the diverging scale of maps; `ink`: paper
    and ink of pictures; hexadecimal both.
    """
    data: dict[str, Any] = {
        "pad": pad,
        "network": network,
        "sample": pack_strokes(sample),
        "labels": {name: labels[name] for name in LABELS},
        "lang": lang,
        "colours": list(colours),
        "ink": list(ink),
    }
    _READER(key=f"{pad}-reading", data=data)


def place(part: Part, **more: Any) -> None:
    """Where a part of the reading stands.

    `more`, of the part "switched": `name` and `without`, the steps that are left out, and `why`.
    """
    _PART(key=f"reading-{part}", data={"part": part, **more})
