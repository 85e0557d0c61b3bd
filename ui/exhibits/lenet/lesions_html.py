"""What LeNet-5 misreads without each of its maps, as bars."""

import htpy as h
from htpy import Renderable

from cnn.results import Lesions, error_whole
from ui.page.frame import Page

LAYERS = ("C1", "C3")


def errors_without(page: Page, found: Lesions) -> Renderable:
    """The whole network's error, then that without each map of C1 and of C3, in per cent."""
    whole = error_whole()
    longest = max(max(found.errors(layer)) for layer in LAYERS)
    parts = [
        h.section[
            h.h3[page.label("lenet.lost-layer", layer=layer)],
            h.ol(start=0)[
                [_bar(f"{map_}", error, longest) for map_, error in enumerate(found.errors(layer))]
            ],
        ]
        for layer in LAYERS
    ]
    return h.div(".le-lost", lang=page.lang, data_testid="lost")[
        h.p[page.label("lenet.lost", whole=f"{whole:.2f}")], parts
    ]


def _bar(name: str, error: float, longest: float) -> Renderable:
    width = 100 * error / longest
    return h.li[
        h.b(aria_hidden="true")[name],
        h.span(".bar")[h.i(style=f"width:{width:.1f}%")],
        h.span(".number")[f"{error:.2f}%"],
    ]
