"""What a softmax taken apart looks like: logits in, HTML for st.html out."""

from collections.abc import Sequence
from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnn.experiments.softmax import Shares
from ui.page.frame import Page
from ui.words.numbers import scientific, signed


def softmax(
    page: Page, names: Sequence[str], best: NDArray[Any], logits: NDArray[Any], found: Shares
) -> str:
    """A row for each of the best classes, one for all others, one for the sum."""
    heads = "".join(
        f'<th scope="col">{escape(page.label(f"alexnet.soft-{name}"))}</th>'
        for name in ("class", "logit", "scaled", "exp", "share")
    )
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
    return (
        f'<div class="ay-scroll" lang="{page.lang}">'
        f'<table class="ay-softmax" data-testid="softmax" data-best="{found.shares.max():.6f}">'
        f"<thead><tr>{heads}<td></td></tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _row(name: str, logit: str, scaled: str, raised: float, share: float, kind: str = "") -> str:
    return (
        f'<tr class="{kind}"><th scope="row">{escape(name)}</th><td>{logit}</td><td>{scaled}</td>'
        f"<td>{_large(raised)}</td><td>{100 * share:.2f}%</td>"
        f'<td class="bar"><i style="width:{100 * share:.2f}%"></i></td></tr>'
    )


def _large(value: float) -> str:
    """An exponential in print, whatever its size."""
    if 0.01 <= value < 1e7 or value == 0:
        return f"{value:,.2f}"
    return scientific(value, 2)
