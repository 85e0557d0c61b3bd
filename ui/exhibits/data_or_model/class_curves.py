"""The curves that a class has drawn for LeNet-5: all, their middle, and what was measured."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import htpy as h
from htpy import Renderable

from cnn import learning_curves as measured
from cnn.errors import Problem
from ui.html import markup
from ui.page import class_strip, drawn_votes
from ui.page.frame import Page
from ui.page.svg import drawing
from ui.words.numbers import compact

STYLE = Path(__file__).with_name("class_curves.css")
PICTURE = Path(__file__).with_name("class_curves_picture.css")
KNOWN, GUESSED = ("linear", "plain"), ("lenet5", "plain")
WIDTH, HEIGHT = 480.0, 350.0
LEFT, RIGHT, TOP, BOTTOM = 52.0, 466.0, 10.0, 296.0  # of the chart's frame
TICKS = (0.5, 1, 2, 5, 10, 20, 50)  # per cent, as ui/components/curve_bet has them
FAINTEST, STRONGEST = 0.18, 0.6  # opacity of a curve that one, or many, have drawn


def show_curves(page: Page, tally: Mapping[str, int], shown: bool) -> None:
    """The curves of a tally, beside the measured one if `shown`; nothing if nobody drew one."""
    if not drawn_votes.curves_voted(tally):
        return
    markup.style_sheet(class_strip.STYLE)
    markup.style_sheet(STYLE)
    try:
        markup.show(chart(page, tally, shown))
    except Problem as problem:
        page.problem(problem)


def chart(page: Page, tally: Mapping[str, int], shown: bool) -> Renderable:
    """All curves of a tally, the middle half of them, their middle, and a table of the same."""
    curves = drawn_votes.curves_voted(tally)
    count = sum(each for _, each in curves)
    parts = [drawn_votes.parts_at(curves, at) for at in range(drawn_votes.POINTS)]
    body: h.Node = [
        _axes(page),
        h.path(".half", d=_band(parts)),
        [h.path(".one", d=_line(each), style=_strength(many, count)) for each, many in curves],
        h.path(".known", d=_path(_errors(KNOWN))),
        shown and [h.path(".measured", d=_path(_errors(GUESSED))), _dots(_errors(GUESSED))],
        h.path(".middle", d=_line([middle for _, middle, _ in parts])),
    ]
    alt = page.label("class.curves-alt", count=count)
    return h.div(".class-curves", lang=page.lang)[
        h.p(".class-count")[page.label("class.curves", count=count)],
        h.ul(".class-legend")[[h.li(class_=name)[words] for name, words in _legend(page, shown)]],
        drawing(body, (0, 0, WIDTH, HEIGHT), alt, PICTURE),
        _table(page, parts, shown),
    ]


def _legend(page: Page, shown: bool) -> list[tuple[str, str]]:
    names = ["known", "one", "middle", "half", *(["measured"] if shown else [])]
    own = {"known": "data.bet-known", "measured": "data.bet-measured"}
    return [(name, page.label(own.get(name, f"class.curves-{name}"))) for name in names]


def _table(page: Page, parts: list[tuple[int, int, int]], shown: bool) -> Renderable:
    """The same in numbers, folded."""
    heads = ["x", "known", "middle", "half", *(["measured"] if shown else [])]
    rows = [
        h.tr[
            h.th(scope="row")[f"{digits:,}"],
            h.td[_percent(known)],
            h.td[_percent(drawn_votes.middle_of(middle))],
            h.td[f"{drawn_votes.middle_of(least):.1f}–{_percent(drawn_votes.middle_of(most))}"],
            shown and h.td[h.b[_percent(truth)]],
        ]
        for digits, known, (least, middle, most), truth in zip(
            measured.training_sizes(), _errors(KNOWN), parts, _errors(GUESSED), strict=True
        )
    ]
    return h.details(".class-numbers")[
        h.summary[page.label("class.curves-numbers")],
        h.div(role="region", tabindex="0", aria_label=page.label("class.curves-numbers"))[
            h.table[
                h.thead[
                    h.tr[[h.th(scope="col")[page.label(f"class.column-{each}")] for each in heads]]
                ],
                h.tbody[rows],
            ]
        ],
    ]


def _errors(names: tuple[str, str]) -> list[float]:
    return [cell.mean for cell in measured.error_curves()[names]]


def _percent(value: float) -> str:
    return f"{value:.1f}%"


def _strength(many: int, count: int) -> str:
    return f"opacity:{min(STRONGEST, FAINTEST + many / count):.2f}"


def _axes(page: Page) -> list[Renderable]:
    across = [
        h.fragment[
            h.line(
                ".grid", x1=f"{LEFT:g}", x2=f"{RIGHT:g}", y1=f"{_y(tick):.1f}", y2=f"{_y(tick):.1f}"
            ),
            h.text(".tick", x=f"{LEFT - 8:g}", y=f"{_y(tick) + 5:.1f}", text_anchor="end")[
                f"{tick:g}"
            ],
        ]
        for tick in TICKS
    ]
    down = [
        h.fragment[
            h.line(
                ".grid", x1=f"{_x(at):.1f}", x2=f"{_x(at):.1f}", y1=f"{TOP:g}", y2=f"{BOTTOM:g}"
            ),
            h.text(".tick", x=f"{_x(at):.1f}", y=f"{BOTTOM + 18:g}", text_anchor="middle")[
                compact(size, page.lang)
            ],
        ]
        for at, size in enumerate(measured.training_sizes())
    ]
    middle = (TOP + BOTTOM) / 2
    names = [
        h.text(".axis", x=f"{(LEFT + RIGHT) / 2:g}", y=f"{HEIGHT - 12:g}", text_anchor="middle")[
            page.label("data.bet-x")
        ],
        h.text(".axis", transform=f"translate(14 {middle:g}) rotate(-90)", text_anchor="middle")[
            page.label("data.bet-y")
        ],
    ]
    return [*across, *down, *names]


def _x(at: int) -> float:
    """Of the number of digits `at`, on a logarithmic scale."""
    sizes = measured.training_sizes()
    part = math.log(sizes[at] / sizes[0]) / math.log(sizes[-1] / sizes[0])
    return LEFT + 12 + (RIGHT - LEFT - 24) * part


def _y(error: float) -> float:
    """Of an error in per cent, on the logarithmic scale of the drawn chart."""
    step = math.log(error / drawn_votes.LOWEST)
    return BOTTOM - (BOTTOM - TOP) * step / math.log(drawn_votes.HIGHEST / drawn_votes.LOWEST)


def _path(errors: Sequence[float]) -> str:
    return "".join(f"{'L' if at else 'M'}{_x(at):.1f} {_y(e):.1f}" for at, e in enumerate(errors))


def _line(steps: Sequence[int]) -> str:
    return _path([drawn_votes.middle_of(step) for step in steps])


def _band(parts: Sequence[tuple[int, int, int]]) -> str:
    """Between the lower and the upper quarter."""
    over = _line([most for _, _, most in parts])
    back = [
        f"L{_x(at):.1f} {_y(drawn_votes.middle_of(parts[at][0])):.1f}"
        for at in reversed(range(len(parts)))
    ]
    return f"{over}{''.join(back)}Z"


def _dots(errors: Sequence[float]) -> list[Renderable]:
    return [
        h.rect(".dot", x=f"{_x(at) - 4:.1f}", y=f"{_y(each) - 4:.1f}", width="8", height="8")
        for at, each in enumerate(errors)
    ]
