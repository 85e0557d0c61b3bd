"""What the exhibits about rectified units look like: numbers in, HTML out."""

import math
from collections.abc import Collection, Mapping, Sequence
from statistics import mean

import htpy as h
from htpy import Renderable

from cnn.experiments.relu_vs_tanh import BATCH, GOAL, KINDS, LAST, Kind, RacePoint
from cnn.results import DigitRace, ReluRace
from ui.exhibits.alexnet.charts import Bar, ChartLine, bars, chart_image, curve_chart
from ui.page.frame import Page

LAYERS = 4  # of the network of the paper's figure 1
SCALE = 34  # units of the drawing for 1 along x and y
MIDDLE = 160, 130  # where both are 0
REACH = 143  # of the axis, to each side


def activation_at(kind: str, at: float) -> float:
    """What a unit of this `kind` answers to the sum `at`."""
    return math.tanh(at) if kind == "tanh" else max(0.0, at)


def derivative_at(kind: str, at: float) -> float:
    """The derivative of the activation `kind` at the sum `at`; of ReLU at 0, 0."""
    return 1 - math.tanh(at) ** 2 if kind == "tanh" else float(at > 0)


def slopes(page: Page, at: float) -> Renderable:
    """Both curves, each with its tangent at the sum `at`, and what they leave of a gradient."""
    return h.div(".ax-slopes", lang=page.lang, data_testid="slopes", data_at=f"{at:g}")[
        [_slope(page, kind, at) for kind in KINDS]
    ]


def gradient_left(kind: str, at: float) -> str:
    """What is left of a gradient behind LAYERS units at the sum `at`, in per cent, in print."""
    return _percent(derivative_at(kind, at) ** LAYERS)


def _slope(page: Page, kind: str, at: float) -> Renderable:
    steep = derivative_at(kind, at)
    name = page.label(f"alexnet.name-{kind}")
    rows = (
        (page.label("alexnet.answer"), f"{activation_at(kind, at):.3f}"),
        (page.label("alexnet.slope"), f"{steep:.3f}"),
        (page.label("alexnet.slope-left", layers=LAYERS), gradient_left(kind, at)),
    )
    listed = [h.fragment[h.dt[term], h.dd[shown]] for term, shown in rows]
    return h.figure[h.h3[name], _curve(page, kind, at), h.dl[listed]]


def _percent(part: float) -> str:
    """Per cent with three digits that count, or fewer zeros than would be honest to print."""
    return f"{100 * part:.3g}%" if part >= 1e-6 or not part else f"{100 * part:.0e}%"


def _curve(page: Page, kind: str, at: float) -> Renderable:
    x0, y0 = MIDDLE
    steps = [step / 10 for step in range(-42, 43)]
    points = " ".join(
        f"{x0 + SCALE * x:.1f},{y0 - SCALE * activation_at(kind, x):.1f}" for x in steps
    )
    x, y, steep = x0 + SCALE * at, y0 - SCALE * activation_at(kind, at), derivative_at(kind, at)
    run = 1.2 * SCALE / math.hypot(1, steep)
    alt = page.label("alexnet.slope-alt", name=page.label(f"alexnet.name-{kind}"), at=f"{at:g}")
    parts = (
        h.path(".axis", d=f"M{x0 - REACH} {y0}H{x0 + REACH}M{x0} 180V-24"),
        h.polyline(class_=kind, points=points),
        h.path(
            ".tangent",
            d=f"M{x - run:.1f} {y + run * steep:.1f}L{x + run:.1f} {y - run * steep:.1f}",
        ),
        h.circle(cx=f"{x:.1f}", cy=f"{y:.1f}", r="5"),
    )
    return chart_image(parts, (0, -26, 320, 210), alt)


def race_measured(page: Page, found: ReluRace) -> Renderable:
    """The measured curves, a thin line for each seed, and the ratio beside the paper's."""
    drawn = [
        ChartLine(
            page.label(f"alexnet.name-{kind}") if not number else "",
            kind,
            list(enumerate(run.train)),
        )
        for kind in KINDS
        for number, run in enumerate(run for run in found.runs if run.activation == kind)
    ]
    picture = curve_chart(
        page,
        drawn,
        axes=(page.label("alexnet.race-x"), page.label("alexnet.race-y")),
        most=(max(len(run.train) for run in found.runs) - 1, 100),
        level=found.goal,
        alt=page.label("alexnet.race-alt"),
    )
    rows = [_epochs(page, kind, found) for kind in KINDS]
    table = bars(page, rows, (page.label("alexnet.race-kind"), page.label("alexnet.race-passes")))
    words = page.label("alexnet.race-unfinished")
    if found.ratio is not None:
        words = page.label("alexnet.race-ratio", ratio=f"{found.ratio:.1f}")
    return h.div(".ax-race", data_testid="relu-race", data_ratio=f"{found.ratio}")[
        picture, h.div(lang=page.lang)[table, h.p[words]]
    ]


def _epochs(page: Page, kind: str, found: ReluRace) -> Bar:
    """Mean epochs to the goal, the fewest and the most; a run that never came there has none."""
    longest = max(len(run.train) for run in found.runs) - 1
    came = [epochs for epochs in found.epochs[kind] if epochs is not None]
    name = page.label(f"alexnet.name-{kind}")
    name = page.label("alexnet.race-rate", name=name, rate=f"{found.rates[kind]:g}")
    if len(came) < len(found.epochs[kind]):
        return Bar(name, page.label("alexnet.race-never", longest=longest), 1.0, kind)
    shown = f"{mean(came):.1f}"
    if len(came) > 1:
        shown += f" ({min(came):.1f} … {max(came):.1f})"
    return Bar(name, shown, mean(came) / longest, kind)


def race_live(
    page: Page, points: Mapping[Kind, Sequence[RacePoint]], runs: Collection[Kind]
) -> Renderable:
    """The race that is run now, as far as it has come; `runs` are still on their way."""
    most = max(max((point.digits for point in each), default=0) for each in points.values())
    lines = [
        ChartLine(
            page.label(f"alexnet.name-{kind}"),
            kind,
            [(point.digits, point.error) for point in each],
        )
        for kind, each in points.items()
    ]
    picture = curve_chart(
        page,
        lines,
        axes=(page.label("alexnet.live-x"), page.label("alexnet.live-y")),
        most=(max(most, 1000), 30),
        level=GOAL,
        alt=page.label("alexnet.live-alt"),
    )
    state = "running" if runs else "done"
    words = [_point(page, kind, each, kind in runs) for kind, each in points.items()]
    rows = [h.li[word] for word in words]
    role = None if runs else "status"  # not said aloud twice a second
    return h.div(".ax-race", data_testid="live-race", data_state=state)[
        picture, h.div(role=role)[h.ul(".laps", lang=page.lang)[rows]]
    ]


def ten_starts(page: Page, found: DigitRace) -> Renderable:
    """How often each kind was first on MNIST, and the digits that it took, start by start."""
    names = {kind: page.label(f"alexnet.name-{kind}") for kind in KINDS}
    first = {kind: found.first(kind) for kind in KINDS}
    count = len(found.digits["relu"])
    words = page.label(
        "alexnet.live-ten",
        starts=count,
        relu=first["relu"],
        tanh=first["tanh"],
        level=count - sum(first.values()),
    )
    columns = [h.th(scope="col")[name] for name in names.values()]
    rows = [
        h.tr[h.th(scope="row")[at + 1], [_digits(found, kind, at) for kind in KINDS]]
        for at in range(count)
    ]
    return h.div(".ax-ten", lang=page.lang, data_testid="ten-starts")[
        h.p[words],
        h.table[
            h.caption[page.label("alexnet.live-ten-table")],
            h.thead[h.tr[h.th(scope="col")[page.label("alexnet.live-start")], columns]],
            h.tbody[rows],
        ],
    ]


def _digits(found: DigitRace, kind: str, at: int) -> Renderable:
    """A cell: the digits of one start, bold where nobody took fewer."""
    mine = found.digits[kind][at]
    least = min(each[at] or math.inf for each in found.digits.values())
    shown = "–" if mine is None else f"{mine:,}"
    return h.td[h.b[shown] if mine == least else shown]


def _point(page: Page, kind: Kind, points: Sequence[RacePoint], running: bool) -> str:
    name = page.label(f"alexnet.name-{kind}")
    if not points:
        return page.label("alexnet.live-waiting", name=name)
    last = points[-1]
    key = "now"
    if last.error <= GOAL:
        key = "there"
    elif last.burst:
        key = "burst"
    elif not running and last.digits >= LAST * BATCH:
        key = "far"
    return page.label(
        f"alexnet.live-{key}", name=name, digits=f"{last.digits:,}", error=f"{last.error:.1f}"
    )
