"""A ball that rolls down a loss curve by steps of the visitor's own rate, in the browser alone.

The curve is one that was measured (cnn.loss_curves), its nodes joined by cubics; what a step does
is what torch.optim.SGD does, which a test holds against it. Python is told when a way has ended.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from cnn.loss_curves import LossCurve
from ui.components import bundled_script, once

_HERE = Path(__file__).parent
_DESCENT = once(
    "descent",
    js=bundled_script(_HERE / "descent.js"),
    css=(_HERE / "descent.css").read_text("utf-8"),
    html='<div class="descent"></div>',
    height=("67rem", "41rem"),
)
LABELS = (
    *("which", "rate", "momentum", "ball", "said", "x", "y", "steps", "trace", "trace-alt"),
    *("step", "roll", "stop", "back", "locked", "hint", "sum", "sum-carried", "with-momentum"),
    *("going", "rest", "flat", "tired", "out", "jumps", "jump-one"),
    *("before-rest", "before-flat", "before-tired", "before-out"),
)
"""The names of the labels that `mount` needs, with fields: %w where the ball lies, %l the loss
there; %r the rate, %m the part that is carried on, %s the slope, %c what is carried, %d the step,
%n the place after it, or how many steps; %a and %b the loss at first and last; %j how many jumps.
"""


class NamedCurve(NamedTuple):
    """A curve to choose, and where the ball lies on it at first."""

    name: str
    label: str
    curve: LossCurve
    start: float


def mount(
    key: str,
    curves: Sequence[NamedCurve],
    rates: Sequence[float],
    rate: float,
    *,
    bet: bool,
    labels: Mapping[str, str],
    lang: str,
    on_rolled: Callable[[], None],
) -> None:
    """Shows the first of `curves`, the others to choose, and a ball on it.

    `rate` is chosen at first; unless a `bet` has been made, larger ones are locked. `on_rolled` is
    called when a ball has rolled until something ended its way.
    """
    data = {
        "curves": [
            {
                "name": each.name,
                "label": each.label,
                "first": each.curve.first,
                "last": each.curve.last,
                "lowest": each.curve.lowest(),
                "start": each.start,
                "losses": each.curve.losses,
                "slopes": each.curve.slopes,
            }
            for each in curves
        ],
        "rates": list(rates),
        "rate": rate,
        "bet": bet,
        "labels": {name: labels[name] for name in LABELS},
        "lang": lang,
    }
    _DESCENT(key=key, data=data, on_rolled_change=on_rolled)
