"""What normalisation and overlap changed when we tried: measurements in, HTML out."""

from collections.abc import Iterable, Mapping, Sequence
from statistics import mean

import htpy as h
from htpy import Renderable

from cnn.results import CifarRun, Normalisation, SmallRun
from ui.exhibits.alexnet.charts import Bar, Dot, DotRow, bars, dots
from ui.page.frame import Page
from ui.words.facts import fact_value
from ui.words.numbers import signed

REACH = 5.0  # percentage points on either side of the middle; every gain is smaller
PAPER = {"normalisation": "lrn.gain-top1", "overlap": "pool.gain-top1"}  # their facts
TICKS = (-4, -2, 0, 2, 4)


def gains_chart(page: Page, gains: Mapping[str, Mapping[str, Sequence[float]]]) -> Renderable:
    """For each idea what the paper gained and what our networks did, a dot for each run.

    gains: percentage points of error fewer with the idea, by idea and by network.
    """
    groups = [
        (
            page.label(f"alexnet.both-{idea}"),
            [
                _row(page, "paper", [fact_value(PAPER[idea])]),
                *(_row(page, network, values) for network, values in networks.items()),
            ],
        )
        for idea, networks in gains.items()
    ]
    return h.figure(".ax-gains", lang=page.lang, data_testid="gains")[
        h.figcaption[page.label("alexnet.both-caption")],
        dots(page, groups, least=-REACH, most=REACH, marks=TICKS, level=0),
        h.div(".sides", aria_hidden="true")[
            h.span["← ", page.label("alexnet.both-worse")],
            h.span[page.label("alexnet.both-better"), " →"],
        ],
    ]


def _row(page: Page, network: str, values: Sequence[float]) -> DotRow:
    """One network's gains: a dot for each, and the numbers."""
    kind = "other" if network == "paper" else "here"
    shown = ", ".join(_plus(value) for value in sorted(values))
    name = page.label(f"alexnet.both-on-{network}")
    return DotRow(name, [Dot(value, kind) for value in values], shown)


def _plus(value: float) -> str:
    text = signed(value, 1)
    return f"+{text}" if value > 0 else text


def cifar_runs(page: Page, found: Normalisation) -> Renderable:
    """What each kind of the network on CIFAR-10 came to."""
    rows = [
        _end(page, kind, [run for run in found.runs if run.kind == kind])
        for kind in dict.fromkeys(run.kind for run in found.runs)
    ]
    heads = page.label("alexnet.both-kind"), page.label("alexnet.both-error")
    return bars(page, rows, heads, "both")


def small_edition_runs(page: Page, runs: Iterable[SmallRun]) -> Renderable:
    """How often each kind of the small edition was right, a column for each length of training."""
    found = {(run.kind, run.epochs): run for run in runs}
    kinds, lengths = (list(dict.fromkeys(each)) for each in zip(*found, strict=True))
    heads = [
        h.th(scope="col")[page.label("alexnet.small-passes", epochs=epochs)] for epochs in lengths
    ]
    body = [
        h.tr[
            h.th(scope="row")[page.label(f"alexnet.small-{kind}")],
            [_right(found[kind, epochs]) for epochs in lengths],
            h.td[f"{found[kind, lengths[0]].parameters:,}"],
        ]
        for kind in kinds
    ]
    caption = page.label("alexnet.small-caption")
    return h.div(".ax-small", lang=page.lang, data_testid="small")[
        h.table[
            h.caption[caption],
            h.thead[h.tr[h.td, heads, h.th(scope="col")[page.label("alexnet.small-weights")]]],
            h.tbody[body],
        ]
    ]


def _right(run: SmallRun) -> Renderable:
    """In per cent, how often its first answer is right, and one of its first five."""
    one, five = run.right["1"]
    return h.td[f"{one:.1f} · {five:.1f}"]


def _end(page: Page, kind: str, runs: Sequence[CifarRun]) -> Bar:
    """The mean error after the last epoch, the least and the most."""
    ends = [run.test[-1] for run in runs]
    shown = f"{mean(ends):.1f} ({min(ends):.1f} … {max(ends):.1f})"
    return Bar(page.label(f"alexnet.both-{kind}"), shown, mean(ends) / 50, kind)
