"""Pictures of what comes down at the pixels from one unit, side by side."""

from collections.abc import Mapping, Sequence
from typing import Any

import htpy as h
import numpy as np
from htpy import Renderable
from numpy.typing import NDArray
from PIL import Image

from cnn import figures
from cnn.analysis.deconvolution import RULES
from ui.exhibits.inside.chosen_unit import UnitInView
from ui.exhibits.inside.patches import SIDE, ExcitingPatch
from ui.exhibits.photo.answer_html import crop_of_original
from ui.html.img import img
from ui.page.frame import Page
from ui.page.pictures import picture, scrolls
from ui.words.numbers import signed

Floats = NDArray[np.float32]
NEAR = 0.999  # of a picture's values, without the few that would leave all others grey


def three_ways(
    page: Page,
    chosen: UnitInView,
    pictures: Mapping[str, Floats],
    alike: Mapping[str, float] | None = None,
) -> Renderable:
    """What the unit sees, and what comes down in it by each rule; `alike` the trained network's."""
    sees = crop_of_original(chosen.photo, chosen.found, chosen.box, SIDE)
    seen = h.figure[
        img(figures.encoded(sees, "small"), page.label("inside.sees-alt"), "photo"),
        h.figcaption[h.b[page.label("inside.sees")], h.span[page.label("inside.sees-why")]],
    ]
    kind = "trained" if alike is None else "shuffled"
    return h.div(".in-back", lang=page.lang, data_testid=f"inside-back-{kind}")[
        seen if alike is None else None,
        [_way(page, rule, pictures[rule], alike) for rule in RULES],
    ]


def _way(page: Page, rule: str, values: Floats, alike: Mapping[str, float] | None) -> Renderable:
    name = page.label(f"inside.rule-{rule}")
    words = (
        page.label(f"inside.rule-{rule}-why")
        if alike is None
        else page.label("inside.alike", value=signed(alike[rule]))
    )
    return h.figure(data_rule=rule, data_alike=alike and f"{alike[rule]:.3f}")[
        picture(coloured(values), page.label("inside.back-alt", name=name), SIDE),
        h.figcaption[h.b[name], h.span[words]],
    ]


def coloured(values: Floats) -> bytes:
    """A picture (3, h, w) as PNG: 0 is middle grey, and its strongest values full colours."""
    limit = float(np.quantile(np.abs(values), NEAR)) or 1.0
    return figures.encoded(Image.fromarray(figures.kernel_colours(values[None], limit)[0]))


def nine_projected(
    page: Page, patches: Sequence[ExcitingPatch], pictures: Sequence[Floats]
) -> Renderable:
    """Each of the nine patches above what comes down in it by deconvolution."""
    return h.div(lang=page.lang, data_testid="inside-nine")[
        h.p[page.label("inside.nine")],
        h.ol(".in-nine")[[_projected(page, *each) for each in zip(patches, pictures, strict=True)]],
    ]


def _projected(page: Page, patch: ExcitingPatch, values: Floats) -> Renderable:
    title = patch.sample.title(page.lang)
    alt = page.label("inside.back-alt", name=title)
    return h.li[
        img(patch.picture, page.label("inside.patch-alt", title=title), "photo"),
        picture(coloured(values), alt),
    ]


def test_table(page: Page, every: Sequence[Any]) -> Renderable:
    """How alike the pictures still are, by rule, the further down the weights are shuffled."""
    heads = [h.th(scope="col")[each.down_to] for each in every]
    rows = [
        h.tr(data_rule=rule)[
            h.th(scope="row")[page.label(f"inside.rule-{rule}")],
            [_cell(each.alike[rule]) for each in every],
        ]
        for rule in RULES
    ]
    return h.div(".in-test", scrolls(page), lang=page.lang, data_testid="inside-test")[
        h.table[
            h.caption[page.label("inside.test-caption")],
            h.thead[h.tr[h.th(scope="col")[page.label("inside.test-head")], heads]],
            h.tbody[rows],
        ]
    ]


def _cell(alike: float) -> Renderable:
    width = 100 * min(max(alike, 0.0), 1.0)
    return h.td[h.span(".bar")[h.i(style=f"width:{width:.0f}%")], signed(alike)]
