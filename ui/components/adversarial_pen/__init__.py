"""One step along the sign of the gradient, and one as large at random, computed in the browser.

The gradient is `browser/backward.js`, held against torch; the networks are those that
`ui.components.browser.mount_networks` has brought to the page.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ui.components import bundled_script, once
from ui.components.digit_pad.message import Strokes, pack_strokes

_HERE = Path(__file__).parent
_PEN = once(
    "adversarial_pen",
    js=bundled_script(_HERE / "adversarial_pen.js"),
    css=(_HERE / "adversarial_pen.css").read_text("utf-8"),
    html='<div class="adversarial"></div>',
    height=("100rem", "50rem"),
)
LABELS = (
    *("network", "digit", "pad", "epsilon", "dice", "again", "failed", "digit-empty", "digit-dot"),
    *("yours", "signs", "noise", "added", "seen", "same", "other", "refused"),
    *("turns", "never", "own", "measured", "hidden", "x", "legend-signs", "legend-noise"),
    *("told-own", "told-measured", "scale"),
)
"""The names of the labels that `mount` needs; %-letters in them are filled by the browser."""


def mount(
    key: str,
    *,
    pad: str,
    samples: Mapping[str, Strokes],
    sample: str,
    networks: Mapping[str, str],
    largest: float,
    measured: Mapping[str, Any] | None,
    ink: Sequence[str],
    diverging: Sequence[str],
    labels: Mapping[str, str],
    lang: str,
    on_moved: Callable[[], None],
) -> None:
    """Shows what is on `pad`, or a sample, after a step of up to `largest` from paper to ink.

    `samples`: drawings to choose instead; `sample` stands there until something is drawn.
    `networks`: the title of each LeNet-5 to choose from; `measured`: cnn.results.adversarial(), or
    None while it is a secret; `ink` and `diverging`: colours of cnn.figures. `on_moved` is called
    once the slider has been moved.
    """
    data = {
        "pad": pad,
        "samples": {name: pack_strokes(strokes) for name, strokes in samples.items()},
        "sample": sample,
        "networks": dict(networks),
        "largest": largest,
        "measured": measured
        and {
            "steps": measured["steps"],
            "errors": {name: measured[name] for name in networks},
        },
        "ink": list(ink),
        "diverging": list(diverging),
        "labels": {name: labels[name] for name in LABELS},
        "lang": lang,
    }
    _PEN(key=key, data=data, on_moved_change=on_moved)
