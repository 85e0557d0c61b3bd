"""What the exhibits about AlexNet's recipe look like: numbers in, HTML out."""

from collections.abc import Sequence

import htpy as h
from htpy import Renderable

from cnn.experiments import training_cost
from cnn.experiments.momentum import MomentumStep
from cnn.experiments.training_cost import StepTimes
from ui.exhibits.alexnet.charts import Bar, bars, chart_image
from ui.page.frame import Page
from ui.words.facts import fact_value
from ui.words.numbers import scientific, signed_plain

WIDTH, HEIGHT, EDGE = 480, 240, 50  # of the picture of paths, in its own units
STEPS = 60
LEFT = 76  # room for the rates of the staircase
DIVISIONS = 3  # of the rate, by ten, as recipe.divisions says in words
STAIRS = ("stair-first", "stair-second", "stair-third", "stair-last")  # the epoch each ends after


def update(page: Page, now: MomentumStep, gone: int) -> Renderable:
    """The three terms of one step and their sum, as bars on either side of zero.

    `gone`: after how many steps the weight has run away; 0 if it has not.
    """
    terms = {"kept": now.kept, "decay": now.decay, "pull": now.pull, "step": now.step}
    most = max(map(abs, terms.values())) or 1.0
    rows = [_term(page, name, value, most) for name, value in terms.items()]
    before, after = signed_plain(now.weight), signed_plain(now.after)
    words = [page.label("alexnet.update-sum", before=before, after=after)]
    if now.pull:
        ratio = f"{abs(now.step / now.pull):.2f}"
        words.append(page.label("alexnet.update-ratio", ratio=ratio))
    if gone:
        words.append(page.label("alexnet.update-gone", steps=gone))
    head, amount = (page.label(f"alexnet.term-{name}") for name in ("head", "value"))
    return h.div(".ay-terms", lang=page.lang, data_testid="update", data_after=f"{now.after:.9g}")[
        h.table[
            h.thead[h.tr[h.th(scope="col")[head], h.th(scope="col")[amount], h.td]], h.tbody[rows]
        ],
        h.p[" ".join(words)],
    ]


def _term(page: Page, name: str, value: float, most: float) -> Renderable:
    length, side = 50 * abs(value) / most, "right" if value < 0 else "left"
    return h.tr(class_=name)[
        h.th(scope="row")[page.label(f"alexnet.term-{name}")],
        h.td[signed_plain(value)],
        h.td(".bar")[h.i(style=f"{side}:50%;width:{length:.2f}%")],
    ]


def paths(
    page: Page, with_: Sequence[MomentumStep], without: Sequence[MomentumStep], at: int
) -> Renderable:
    """The weight after each step, with momentum and without; the step looked at is marked."""
    lines = {name: [1.0, *(each.after for each in found)] for name, found in
             (("without", without), ("with", with_))}  # fmt: skip
    seen = [value for line in lines.values() for value in line]
    low, high = max(min(*seen, 0.0), -4.0), min(max(seen), 4.0)

    def place(step: int, value: float) -> tuple[float, float]:
        inside = min(max(value, low), high)
        x = EDGE + step * (WIDTH - EDGE - 8) / STEPS
        return x, 10 + (high - inside) * (HEIGHT - 44) / (high - low)

    parts = [h.path(".axis", d=f"M{EDGE} {place(0, 0)[1]:.1f}H{WIDTH - 8}")]
    parts += [
        h.text(".y", x=EDGE - 6, y=f"{place(0, value)[1] + 4:.1f}")[signed_plain(value)]
        for value in dict.fromkeys((round(low, 2), 0.0, high))
    ]
    for name, line in lines.items():
        points = " ".join("{:.1f},{:.1f}".format(*place(i, value)) for i, value in enumerate(line))
        parts.append(h.polyline(class_=name, points=points))
    x, y = place(min(at, len(with_)), lines["with"][min(at, len(with_))])
    parts.append(h.circle(cx=f"{x:.1f}", cy=f"{y:.1f}", r="6", class_="mark"))
    steps, weight, alt = (
        page.label(f"alexnet.update-{name}") for name in ("steps", "weight", "alt")
    )
    parts.append(h.text(".y", x=WIDTH - 8, y=HEIGHT - 8)[f"{STEPS} {steps}"])
    parts.append(h.text(x=EDGE + 6, y=HEIGHT - 8)[weight])
    key = [
        h.li[h.i(class_=name), page.label(f"alexnet.update-{name}")] for name in ("with", "without")
    ]
    return h.figure(".ax-chart.ay-paths", lang=page.lang)[
        h.ul[key], chart_image(parts, (0, 0, WIDTH, HEIGHT), alt)
    ]


def stair_rate(stair: int) -> str:
    """The rate after so many divisions by ten, in print."""
    first = fact_value("recipe.rate")
    return f"{first / 10**stair:.{2 + stair}f}"


def stair_ends() -> list[float]:
    """The epoch after which each stair ends, in the run for 2012."""
    return [float(fact_value(f"recipe.{key}")) for key in STAIRS]


def schedule(page: Page, stair: int) -> Renderable:
    """The rate over the epochs on a logarithmic scale, and the stair that is looked at."""
    ends = stair_ends()
    high, a_pass = (HEIGHT - 74) / DIVISIONS, (WIDTH - LEFT - 16) / ends[-1]
    tops = [14 + high * place for place in range(DIVISIONS + 1)]
    rights = [LEFT + a_pass * end for end in ends]
    steps = [f"V{top:.1f}H{right:.1f}" for top, right in zip(tops, rights, strict=True)]
    names = [
        h.text(".y", x=LEFT - 8, y=f"{top + 4:.1f}")[stair_rate(place)]
        for place, top in enumerate(tops)
    ]
    for key, right in zip(STAIRS, rights, strict=True):
        number = page.text.fact(f"recipe.{key}")
        names.append(h.text(".y", x=f"{right + 8:.1f}", y=HEIGHT - 30)[number])
    epochs = page.label("alexnet.schedule-passes")
    x, y = ([LEFT, *rights][stair] + rights[stair]) / 2, tops[stair]
    parts = (
        h.path(".axis", d=f"M{LEFT} 6V{HEIGHT - 46}H{WIDTH - 8}"),
        names,
        h.path(".with", d=f"M{LEFT} {tops[0]}{''.join(steps)}"),
        h.circle(".mark", cx=f"{x:.1f}", cy=f"{y:.1f}", r="7"),
        h.text(".y", x=WIDTH - 8, y=HEIGHT - 10)[epochs],
    )
    key = "later" if stair else "first"
    rate, times = stair_rate(stair), f"{10**stair:,}"
    words = page.label(f"alexnet.schedule-{key}", rate=rate, times=times)
    return h.figure(".ax-chart.ay-paths", lang=page.lang, data_testid="schedule", data_rate=rate)[
        chart_image(parts, (0, 0, WIDTH, HEIGHT), page.label("alexnet.schedule-alt")),
        h.figcaption[h.span(role="status")[words]],
    ]


def cost_then_and_now(page: Page, found: StepTimes) -> Renderable:
    """From milliseconds to days, a line for each multiplication, and 2012 beside it."""
    few = training_cost.FEW
    times = {
        "forward": found.forward,
        "backward": found.backward,
        "update": found.update,
        "an-image": found.an_image,
    }
    rows = [
        h.tr(class_=name)[
            h.th(scope="row")[page.label(f"alexnet.cost-{name}", few=few)],
            h.td[page.label("alexnet.cost-milliseconds", value=f"{1000 * each:,.1f}")],
        ]
        for name, each in times.items()
    ]
    days = page.label("alexnet.cost-days", value=f"{found.days:,.0f}")
    rows.append(h.tr(".all")[h.th(scope="row")[page.label("alexnet.cost-all")], h.td[days]])
    what, seconds = (page.label(f"alexnet.cost-{name}") for name in ("what", "seconds"))
    note = page.label("alexnet.cost-note", steps=found.steps)
    then = sum(training_cost.DAYS_THEN) / 2
    longest = max(found.days, then)
    beside = bars(
        page,
        [
            Bar(page.label("alexnet.cost-then"), page.label("alexnet.days-then"), then / longest),
            Bar(page.label("alexnet.cost-now"), days, found.days / longest, "now"),
        ],
        (page.label("alexnet.cost-beside"), page.label("alexnet.cost-seconds")),
    )
    speeds = bars(
        page,
        [
            Bar(
                name,
                scientific(speed, 1),
                speed / max(found.speed, training_cost.speed_then()),
                kind,
            )
            for name, speed, kind in (
                (page.label("alexnet.cost-then"), training_cost.speed_then(), ""),
                (page.label("alexnet.cost-now"), found.speed, "now"),
            )
        ],
        (page.label("alexnet.cost-speed"), ""),
    )
    return h.div(".ay-cost", lang=page.lang, data_testid="cost", data_days=f"{found.days:.1f}")[
        h.table(".ay-sums")[
            h.thead[h.tr[h.th(scope="col")[what], h.th(scope="col")[seconds]]], h.tbody[rows]
        ],
        h.div[beside, speeds],
        h.p[note],
    ]
