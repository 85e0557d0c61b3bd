"""What the exhibits of Data or model look like: numbers in, HTML out."""

import math

import htpy as h
from htpy import Renderable

from cnn import learning_curves as measured
from cnn.learning_curves import CLASSIFIERS, PREPARATIONS
from ui.exhibits.data_or_model.papers import STEPS, TABLE
from ui.page.frame import Page
from ui.words.facts import fact_value
from ui.words.numbers import about

TOP = 15.0  # per cent, the end of the scale of the paper's table
LEAST = 0.5
PHOTO_TOP = 30.0


def worth(page: Page, classifier: str, digits: int, preparation: str) -> Renderable:
    """The error of one classifier, and the fewest digits with which each comes down to it."""
    level = measured.error(classifier, digits, preparation)
    needed, own = _digits_for(level), (classifier, preparation)
    fewest, count = fewest_digits(classifier, digits, preparation)
    heads = [h.th(scope="col")[page.label(f"data.name-{name}")] for name in measured.preparations()]
    rows = [
        h.tr[
            h.th(scope="row")[page.label(f"data.name-{name}")],
            [
                _needed(page, needed.get((name, prepared)), digits, (name, prepared) == own)
                for prepared in measured.preparations()
            ],
        ]
        for name in CLASSIFIERS
    ]
    fields = {
        "classifier": page.label(f"data.name-{classifier}"),
        "prepared": page.label(f"data.with-{preparation}"),
        "digits": f"{digits:,}",
        "error": percent(level),
    }
    said = page.label("data.worth-error", **fields)
    best = _best(page, fewest, count, digits)
    return h.div(".da-worth", lang=page.lang, data_testid="worth", data_error=f"{level:.3f}")[
        h.p(role="status")[h.b[said], f" {best}"],
        h.table[
            h.caption[page.label("data.worth-caption")], h.thead[h.tr[h.td, heads]], h.tbody[rows]
        ],
    ]


def percent(error: float) -> str:
    """An error in print, a small one with more digits."""
    return f"{error:.2f}" if error < 2 else f"{error:.1f}"


def fewest_digits(classifier: str, digits: int, preparation: str) -> tuple[tuple[str, str], float]:
    """Which other classifier and preparation comes down to this one's error with the fewest digits.

    And with how many: 0 if the fewest that were measured are more than enough, infinite if none
    does.
    """
    needed = _digits_for(measured.error(classifier, digits, preparation))
    del needed[classifier, preparation]
    fewest = min(needed, key=needed.__getitem__)
    return fewest, needed[fewest]


def _digits_for(level: float) -> dict[tuple[str, str], float]:
    """How many digits each classifier needs, prepared in each way, to come down to an error."""
    return {
        (name, prepared): measured.digits_for(level, name, prepared)
        for name in CLASSIFIERS
        for prepared in measured.preparations_of(name)
    }


def bargain(count: float, digits: int) -> str:
    """What the best other offer is, `count` digits in place of `digits`: best, more, least, none.

    As in the labels `data.worth-...`.
    """
    if math.isinf(count):
        return "none"
    return "least" if not count else "more" if count > digits else "best"


def _best(page: Page, names: tuple[str, str], count: float, digits: int) -> str:
    """The classifier that is as good with the fewest digits, in a sentence."""
    kind = bargain(count, digits)
    fields = {
        "classifier": page.label(f"data.name-{names[0]}"),
        "prepared": page.label(f"data.with-{names[1]}"),
    }
    if kind in ("best", "more"):
        fields["digits"] = about(count, 2)
    if kind == "least":
        fields["digits"] = f"{measured.training_sizes()[0]:,}"
    if kind == "best":
        times = digits / count
        fields["times"] = about(times, 2) if times >= 2 else f"{times:.1f}"
    return page.label(f"data.worth-{kind}", **fields)


def _needed(page: Page, count: float | None, digits: int, own: bool) -> Renderable:
    if count is None:
        return h.td(".never")[h.span[page.label("data.unmeasured")]]
    first, last = measured.training_sizes()[0], measured.training_sizes()[-1]
    if math.isinf(count):
        return h.td(".never")[h.span[page.label("data.never")]]
    # The classifier itself may have been as good with fewer already, where its line rises again.
    shown = f"{digits:,}" if own else about(count, 2) if count else f"< {first:,}"
    part = math.log(max(digits if own else count, first) / first) / math.log(last / first)
    kind = "own" if own else "fewer" if count < digits else "more"
    return h.td(class_=kind)[h.span[shown], h.i(style=f"width:{max(2.0, 100 * part):.1f}%")]


def paper(page: Page) -> Renderable:
    """The paper's classifiers on one scale, a mark for each way to prepare the digits."""
    rows = [_paper_row(page, name, found) for name, found in TABLE.items()]
    legend = [h.li(class_=name)[page.label(f"data.name-{name}")] for name in PREPARATIONS]
    return h.div(".da-paper", lang=page.lang)[
        h.ul(".legend")[legend],
        h.table[h.tbody[rows]],
        h.p(".note")[page.label("data.paper-scale")],
    ]


def _paper_row(page: Page, name: str, found: dict[str, str]) -> Renderable:
    marks, numbers = [], []
    for prepared, key in found.items():
        marks.append(h.i(class_=prepared, style=f"left:{_along(fact_value(key)):.1f}%"))
        words = page.label(f"data.name-{prepared}")
        numbers.append(h.span(class_=prepared, title=words)[f"{page.text.fact(key)}%"])
    ends = sorted(_along(fact_value(key)) for key in found.values())
    span = h.b(style=f"left:{ends[0]:.1f}%;width:{ends[-1] - ends[0]:.1f}%")
    return h.tr[
        h.th(scope="row")[page.label(f"data.name-{name}")],
        h.td(".track")[h.div[span, marks]],
        h.td(".numbers")[numbers],
    ]


def _along(error: float) -> float:
    """The place of an error on the logarithmic scale, in per cent of its length."""
    return 100 * math.log(error / LEAST) / math.log(TOP / LEAST)


def photos(page: Page) -> Renderable:
    """Three bars: the best old method, the network on the same photos, with more photos."""
    rows = [_photo_row(page, name, key) for name, key in STEPS]
    return h.div(".da-photos", lang=page.lang)[rows]


def _photo_row(page: Page, name: str, key: str) -> Renderable:
    return h.div(class_=name)[
        h.b[page.label(f"data.photos-{name}")],
        h.p[page.label(f"data.photos-{name}-why")],
        h.i(style=f"width:{100 * fact_value(key) / PHOTO_TOP:.1f}%"),
        h.span[f"{page.text.fact(key)}%"],
    ]
