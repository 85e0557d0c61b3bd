"""What the exhibit of MNIST's two halves looks like: HTML for st.html."""

from html import escape

import numpy as np
from numpy.typing import NDArray

from cnn.data.mnist import hard_digits, writers
from ui.exhibits.mnist.chosen_digit import half
from ui.page.frame import Page

MACHINES = {
    "lenet5": (hard_digits.missed, hard_digits.misread),
    "nearest": (hard_digits.missed_by_neighbour, hard_digits.neighbour_misreads),
}


def halves(page: Page) -> str:
    """The test file from its first digit to its last, a mark for each that a machine misreads."""
    heads = "".join(f'<th scope="col">{half(page, students)}</th>' for students in (True, False))
    rows = {
        "places": [_places(writers.tested(students)) for students in (True, False)],
        "digits": [f"{writers.count(students):,}" for students in (True, False)],
        "people": [f"{writers.hands(students):,}" for students in (True, False)],
    }
    body = "".join(_row(page.label(f"mnist.half-{name}"), cells) for name, cells in rows.items())
    for name, (missed, misread) in MACHINES.items():
        title = page.label(f"mnist.half-{name}")
        body += _row(title, [str(misread(students)) for students in (True, False)])
        body += (
            f'<tr aria-hidden="true"><td colspan="3">{_strip(missed() - writers.TRAINED)}</td></tr>'
        )
    return (
        f'<table class="mn-halves" lang="{page.lang}" data-testid="mnist-halves">'
        f"<caption>{escape(page.label('mnist.halves'))}</caption>"
        f"<thead><tr><td></td>{heads}</tr></thead><tbody>{body}</tbody></table>"
    )


def _row(title: str, cells: list[str]) -> str:
    found = "".join(f"<td>{cell}</td>" for cell in cells)
    return f'<tr><th scope="row">{escape(title)}</th>{found}</tr>'


def _places(tested: NDArray[np.intp]) -> str:
    return f"{tested[0]:,}–{tested[-1]:,}"


def _strip(places: NDArray[np.intp]) -> str:
    whole = writers.count(True) + writers.count(False)
    marks = "".join(f'<i style="left:{100 * int(place) / whole:.2f}%"></i>' for place in places)
    change = 100 * writers.count(True) / whole
    return f'<div class="strip">{marks}<b style="left:{change:.2f}%"></b></div>'
