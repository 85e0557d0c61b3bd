"""What paper and code look like side by side, and the networks that followed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import htpy as h
from htpy import Renderable

from ui.page.frame import Page
from ui.words.facts import fact_value

if TYPE_CHECKING:
    from ui.exhibits.alexnet.source_code import Successor

WIDEST = 20.0  # per cent
MARKS = {"differs": "≠", "adds": "+", "agrees": "="}


def paper_and_code(page: Page, name: str, kind: str) -> Renderable:
    """What the paper says, what the code says, and what follows."""
    columns = [
        h.div[
            h.h3[page.label(f"alexnet.claim-{who}")],
            h.p[page.label(f"alexnet.claims.{name}-{who}")],
        ]
        for who in ("paper", "code")
    ]
    means = page.label(f"alexnet.claims.{name}-means")
    return h.div(class_=f"ay-claim {kind}", lang=page.lang, data_testid="claim", data_claim=name)[
        h.p(".kind")[
            h.b(aria_hidden="true")[MARKS[kind]], f" {page.label(f'alexnet.claim-kind-{kind}')}"
        ],
        h.div(".both")[columns],
        h.p(".means")[h.b[page.label("alexnet.claim-means")], f" {means}"],
    ]


def successors(page: Page, networks: Sequence["Successor"]) -> Renderable:
    """A line for each network, and its error as a bar on one scale."""
    rows = [
        h.li(class_=each.name)[
            h.b[each.year],
            h.h3[page.label(f"alexnet.later.{each.name}")],
            h.p[page.label(f"alexnet.later.{each.name}-line")],
            h.div(".bar")[
                h.i(style=f"width:{100 * fact_value(each.error) / WIDEST:.1f}%"),
                h.span[
                    f"{page.text.fact(each.error)}% ",
                    h.small[page.label(f"alexnet.later.{each.name}-error")],
                ],
            ],
        ]
        for each in networks
    ]
    return h.ol(".ay-later", lang=page.lang, data_testid="later")[rows]
