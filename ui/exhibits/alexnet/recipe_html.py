"""What the exhibits about AlexNet's recipe look like: numbers in, HTML for st.html out."""

from collections.abc import Sequence
from html import escape

from cnn.experiments import training_cost
from cnn.experiments.momentum import Update
from cnn.experiments.training_cost import Measured
from ui.exhibits.alexnet.charts import Bar, bars, draw
from ui.page.frame import Page
from ui.words.facts import value
from ui.words.numbers import minus, scientific

WIDTH, HEIGHT, EDGE = 480, 240, 50  # of the picture of paths, in its own units
STEPS = 60
LEFT = 76  # room for the rates of the staircase
DIVISIONS = 3  # of the rate, by ten, as recipe.divisions says in words
STAIRS = ("stair-first", "stair-second", "stair-third", "stair-last")  # the pass each ends after


def signed(value: float) -> str:
    """Four digits, never as a power of ten where it is small, and a minus as wide as a plus."""
    small = 0 < abs(value) < 0.001
    shown = f"{value:.8f}".rstrip("0") if small else f"{value:.4g}"
    return minus(shown)


def update(page: Page, now: Update, number: int, gone: bool) -> str:
    """The three terms of one step and their sum, as bars on either side of zero."""
    terms = {"kept": now.kept, "decay": now.decay, "pull": now.pull, "step": now.step}
    most = max(map(abs, terms.values())) or 1.0
    rows = "".join(_term(page, name, value, most) for name, value in terms.items())
    before, after = signed(now.weight), signed(now.after)
    words = [page.label("alexnet.update-sum", before=before, after=after)]
    if now.pull:
        ratio = f"{abs(now.step / now.pull):.2f}"
        words.append(page.label("alexnet.update-ratio", ratio=ratio))
    if gone:
        words.append(page.label("alexnet.update-gone", steps=number))
    head, amount = (escape(page.label(f"alexnet.term-{name}")) for name in ("head", "value"))
    return (
        f'<div class="ay-terms" lang="{page.lang}" data-testid="update" '
        f'data-after="{now.after:.9g}"><table><thead><tr><th scope="col">{head}</th>'
        f'<th scope="col">{amount}</th><td></td></tr></thead><tbody>{rows}</tbody></table>'
        f"<p>{escape(' '.join(words))}</p></div>"
    )


def _term(page: Page, name: str, value: float, most: float) -> str:
    length, side = 50 * abs(value) / most, "right" if value < 0 else "left"
    return (
        f'<tr class="{name}"><th scope="row">{escape(page.label(f"alexnet.term-{name}"))}</th>'
        f'<td>{signed(value)}</td><td class="bar"><i style="{side}:50%;width:{length:.2f}%"></i>'
        "</td></tr>"
    )


def paths(page: Page, with_: Sequence[Update], without: Sequence[Update], at: int) -> str:
    """The weight after each step, with momentum and without; the step looked at is marked."""
    lines = {name: [1.0, *(each.after for each in found)] for name, found in
             (("without", without), ("with", with_))}  # fmt: skip
    seen = [value for line in lines.values() for value in line]
    low, high = max(min(*seen, 0.0), -4.0), min(max(seen), 4.0)

    def place(step: int, value: float) -> tuple[float, float]:
        inside = min(max(value, low), high)
        x = EDGE + step * (WIDTH - EDGE - 8) / STEPS
        return x, 10 + (high - inside) * (HEIGHT - 44) / (high - low)

    parts = [f'<path class="axis" d="M{EDGE} {place(0, 0)[1]:.1f}H{WIDTH - 8}"/>']
    parts += [
        f'<text class="y" x="{EDGE - 6}" y="{place(0, value)[1] + 4:.1f}">{signed(value)}</text>'
        for value in dict.fromkeys((round(low, 2), 0.0, high))
    ]
    for name, line in lines.items():
        points = " ".join("{:.1f},{:.1f}".format(*place(i, value)) for i, value in enumerate(line))
        parts.append(f'<polyline class="{name}" points="{points}"/>')
    x, y = place(min(at, len(with_)), lines["with"][min(at, len(with_))])
    parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" class="mark"/>')
    steps, weight, alt = (
        escape(page.label(f"alexnet.update-{name}")) for name in ("steps", "weight", "alt")
    )
    parts.append(f'<text class="y" x="{WIDTH - 8}" y="{HEIGHT - 8}">{STEPS} {steps}</text>')
    parts.append(f'<text x="{EDGE + 6}" y="{HEIGHT - 8}">{weight}</text>')
    key = "".join(
        f'<li><i class="{name}"></i>{escape(page.label(f"alexnet.update-{name}"))}</li>'
        for name in ("with", "without")
    )
    return (
        f'<figure class="ax-chart ay-paths" lang="{page.lang}"><ul>{key}</ul>'
        f"{draw(parts, (0, 0, WIDTH, HEIGHT), alt)}</figure>"
    )


def stair_rate(stair: int) -> str:
    """The rate after so many divisions by ten, in print."""
    first = value("recipe.rate")
    return f"{first / 10**stair:.{2 + stair}f}"


def schedule(page: Page, stair: int) -> str:
    """The rate over the passes on a logarithmic scale, and the stair that is looked at."""
    ends = [float(value(f"recipe.{key}")) for key in STAIRS]
    high, a_pass = (HEIGHT - 74) / DIVISIONS, (WIDTH - LEFT - 16) / ends[-1]
    tops = [14 + high * place for place in range(DIVISIONS + 1)]
    rights = [LEFT + a_pass * end for end in ends]
    steps = "".join(f"V{top:.1f}H{right:.1f}" for top, right in zip(tops, rights, strict=True))
    names = "".join(
        f'<text class="y" x="{LEFT - 8}" y="{top + 4:.1f}">{stair_rate(place)}</text>'
        for place, top in enumerate(tops)
    )
    for key, right in zip(STAIRS, rights, strict=True):
        number = escape(page.text.fact(f"recipe.{key}"))
        names += f'<text class="y" x="{right + 8:.1f}" y="{HEIGHT - 30}">{number}</text>'
    passes = escape(page.label("alexnet.schedule-passes"))
    x, y = ([LEFT, *rights][stair] + rights[stair]) / 2, tops[stair]
    parts = (
        f'<path class="axis" d="M{LEFT} 6V{HEIGHT - 46}H{WIDTH - 8}"/>{names}',
        f'<path class="with" d="M{LEFT} {tops[0]}{steps}"/>',
        f'<circle class="mark" cx="{x:.1f}" cy="{y:.1f}" r="7"/>',
        f'<text class="y" x="{WIDTH - 8}" y="{HEIGHT - 10}">{passes}</text>',
    )
    key = "later" if stair else "first"
    rate, times = stair_rate(stair), f"{10**stair:,}"
    words = escape(page.label(f"alexnet.schedule-{key}", rate=rate, times=times))
    return (
        f'<figure class="ax-chart ay-paths" lang="{page.lang}" data-testid="schedule" '
        f'data-rate="{rate}">'
        f"{draw(parts, (0, 0, WIDTH, HEIGHT), page.label('alexnet.schedule-alt'))}"
        f'<figcaption><span role="status">{words}</span></figcaption></figure>'
    )


def measured(page: Page, found: Measured) -> str:
    """From milliseconds to days, a line for each multiplication, and 2012 beside it."""
    few = training_cost.FEW
    times = {
        "forward": found.forward,
        "backward": found.backward,
        "update": found.update,
        "an-image": found.an_image,
    }
    rows = "".join(
        f'<tr class="{name}"><th scope="row">{escape(page.label(f"alexnet.cost-{name}", few=few))}'
        f"</th><td>{escape(page.label('alexnet.cost-milliseconds', value=f'{1000 * each:,.1f}'))}"
        "</td></tr>"
        for name, each in times.items()
    )
    days = page.label("alexnet.cost-days", value=f"{found.days:,.0f}")
    rows += (
        f'<tr class="all"><th scope="row">{escape(page.label("alexnet.cost-all"))}</th>'
        f"<td>{escape(days)}</td></tr>"
    )
    what, seconds = (escape(page.label(f"alexnet.cost-{name}")) for name in ("what", "seconds"))
    note = escape(page.label("alexnet.cost-note", steps=found.steps))
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
    return (
        f'<div class="ay-cost" lang="{page.lang}" data-testid="cost" data-days="{found.days:.1f}">'
        f'<table class="ay-sums"><thead><tr><th scope="col">{what}</th><th scope="col">{seconds}'
        f"</th></tr></thead><tbody>{rows}</tbody></table><div>{beside}{speeds}</div><p>{note}</p>"
        "</div>"
    )
