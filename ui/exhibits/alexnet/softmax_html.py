"""What a softmax taken apart looks like: logits in, HTML out."""

from collections.abc import Sequence
from typing import Any

import htpy as h
import numpy as np
from htpy import Renderable
from numpy.typing import NDArray

from cnn.experiments.softmax import SoftmaxSteps
from ui.page.frame import Page
from ui.words.numbers import scientific, signed


def softmax(
    page: Page, names: Sequence[str], best: NDArray[Any], logits: NDArray[Any], found: SoftmaxSteps
) -> Renderable:
    """A row for each of the best classes, one for all others, one for the sum."""
    heads = [
        h.th(scope="col")[page.label(f"alexnet.soft-{name}")]
        for name in ("class", "logit", "scaled", "exp", "share")
    ]
    order = best[np.argsort(-logits[best], kind="stable")]
    by_place = dict(zip(best.tolist(), names, strict=True))
    rows = [
        _row(
            by_place[place],
            signed(logits[place]),
            signed(found.scaled[place]),
            found.exponentials[place],
            found.shares[place],
        )
        for place in order.tolist()
    ]
    rest = np.ones(len(logits), bool)
    rest[best] = False
    others = page.label("alexnet.soft-others", count=int(rest.sum()))
    rows.append(
        _row(others, "", "", found.exponentials[rest].sum(), found.shares[rest].sum(), "others")
    )
    total = page.label("alexnet.soft-sum")
    rows.append(_row(total, "", "", found.total, 1.0, "total"))
    return h.div(".ay-scroll", lang=page.lang)[
        h.table(".ay-softmax", data_testid="softmax", data_best=f"{found.shares.max():.6f}")[
            h.thead[h.tr[heads, h.td]], h.tbody[rows]
        ]
    ]


def _row(
    name: str, logit: str, scaled: str, raised: float, share: float, kind: str = ""
) -> Renderable:
    return h.tr(class_=kind)[
        h.th(scope="row")[name],
        h.td[logit],
        h.td[scaled],
        h.td[_large(raised)],
        h.td[f"{100 * share:.2f}%"],
        h.td(".bar")[h.i(style=f"width:{100 * share:.2f}%")],
    ]


def _large(value: float) -> str:
    """An exponential in print, whatever its size."""
    if 0.01 <= value < 1e7 or value == 0:
        return f"{value:,.2f}"
    return scientific(value, 2)
