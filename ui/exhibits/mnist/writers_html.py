"""What the exhibit of MNIST's two halves looks like: HTML."""

import htpy as h
import numpy as np
from htpy import Renderable
from numpy.typing import NDArray

from cnn.data.mnist import hard_digits, writers
from ui.exhibits.mnist.chosen_digit import half
from ui.page.frame import Page

CLASSIFIERS = {
    "lenet5": (hard_digits.missed, hard_digits.misread),
    "nearest": (hard_digits.missed_by_neighbour, hard_digits.neighbour_misreads),
}


def halves(page: Page) -> Renderable:
    """The test file from its first digit to its last, a mark for each that a classifier misread."""
    heads = [h.th(scope="col")[half(page, students)] for students in (True, False)]
    rows = {
        "places": [_places(writers.test_digits_of(students)) for students in (True, False)],
        "digits": [f"{writers.test_digit_count(students):,}" for students in (True, False)],
        "people": [f"{writers.writer_count(students):,}" for students in (True, False)],
    }
    body = [_row(page.label(f"mnist.half-{name}"), cells) for name, cells in rows.items()]
    for name, (missed, misread) in CLASSIFIERS.items():
        title = page.label(f"mnist.half-{name}")
        body.append(_row(title, [str(misread(students)) for students in (True, False)]))
        marks = _strip(missed() - writers.TRAINED)
        body.append(h.tr(aria_hidden="true")[h.td(colspan="3")[marks]])
    return h.table(".mn-halves", lang=page.lang, data_testid="mnist-halves")[
        h.caption[page.label("mnist.halves")], h.thead[h.tr[h.td, heads]], h.tbody[body]
    ]


def _row(title: str, cells: list[str]) -> Renderable:
    found = [h.td[cell] for cell in cells]
    return h.tr[h.th(scope="row")[title], found]


def _places(tested: NDArray[np.intp]) -> str:
    return f"{tested[0]:,}–{tested[-1]:,}"


def _strip(places: NDArray[np.intp]) -> Renderable:
    whole = writers.test_digit_count(True) + writers.test_digit_count(False)
    marks = [h.i(style=f"left:{100 * int(place) / whole:.2f}%") for place in places]
    change = 100 * writers.test_digit_count(True) / whole
    return h.div(".strip")[marks, h.b(style=f"left:{change:.2f}%")]
