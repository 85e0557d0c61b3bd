"""What the ways to answer after dropout look like: probabilities in, HTML out."""

from collections.abc import Sequence

import htpy as h
from htpy import Renderable
from torch import Tensor

from cnn.experiments.halving import DropoutAnswers
from cnn.results import HalvingMeasured
from ui.page.frame import Page

BEST = 5
WAYS = ("shrunk", "scaled", "mean", "untouched")
MEASURED = ("shrunk", "scaled", "mean", "geometric", "thinned", "untouched")


def percent(share: Tensor) -> str:
    """A share in print, in per cent."""
    return f"{100 * float(share):.1f}"


def halving(page: Page, names: Sequence[str], found: DropoutAnswers) -> Renderable:
    """The best classes of one photo, a row each, with their probability by each of four ways."""
    networks = len(found.firsts)
    columns = [getattr(found, way)[0] for way in WAYS]
    heads = [h.th(scope="col")[_way(page, way, networks)] for way in WAYS]
    best = found.shrunk[0].topk(BEST).indices.tolist()
    rows = [_row(names[place], [column[place] for column in columns]) for place in best]
    others = page.label("alexnet.soft-others", count=len(names) - BEST)
    rows.append(_row(others, [1 - column[best].sum() for column in columns]))
    apart = float((found.scaled - found.shrunk).abs().max())
    first = best[0]
    says = page.label(
        "alexnet.halving-says",
        apart=f"{100 * apart:.6f}",
        networks=networks,
        agree=int((found.firsts[:, 0] == first).sum()),
        name=names[first],
    )
    return h.div(".ay-halving", lang=page.lang, data_testid="halving", data_networks=networks)[
        h.div(".ay-scroll")[h.table[h.thead[h.tr[h.td, heads]], h.tbody[rows]],],
        h.p[says],
    ]


def _way(page: Page, way: str, networks: int) -> str:
    return page.label(f"alexnet.halving-{way}", networks=networks)


def _row(name: str, shares: Sequence[Tensor]) -> Renderable:
    cells = [
        h.td[f"{percent(share)}%", h.i(style=f"width:{100 * max(float(share), 0):.1f}%")]
        for share in shares
    ]
    return h.tr[h.th(scope="row")[name], cells]


def halving_measured(page: Page, found: HalvingMeasured) -> Renderable:
    """On many photos, a row for each way: its errors, and how often it agrees with the first."""
    heads = [
        h.th(scope="col")[page.label(f"alexnet.halving-head-{name}")]
        for name in ("wrong", "agrees", "sure")
    ]
    rows = []
    for way in MEASURED:
        row = found.thinned if way == "thinned" else found.ways[way]
        cells = [row["top1"], row["agrees"], row.get("sure")]
        shown = [h.td["" if value is None else f"{value:.1f}%"] for value in cells]
        rows.append(h.tr[h.th(scope="row")[_way(page, way, found.networks)], shown])
    caption = page.label("alexnet.halving-caption", photos=f"{found.photos:,}")
    return h.div(".ay-halving.measured", lang=page.lang, data_testid="halving-measured")[
        h.div(".ay-scroll")[
            h.table[h.caption[caption], h.thead[h.tr[h.td, heads]], h.tbody[rows]],
        ],
    ]
