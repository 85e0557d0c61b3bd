"""What steps, classifiers and neighbours on Draw look like: arrays in, HTML out."""

import math
from collections.abc import Mapping
from typing import Any

import htpy as h
import numpy as np
from htpy import Renderable
from numpy.typing import NDArray

from cnn import figures
from cnn.analysis.complexity import classifier_products
from cnn.inference import classifiers as asked
from ui.page.frame import Page
from ui.page.pictures import picture

Array = NDArray[Any]
SMALL = 50  # CSS pixels
WIDEST = 4.5  # rem: the side of the square whose area is the most work
PAPER = {  # what the paper of each classifier reports; that of 1989 of zip codes, not of MNIST
    "linear": "lenet5.linear-error",
    "nearest": "data.lc98-nearest",
    "hidden300": "data.lc98-hidden300",
    "lecun1989": "lc89.error",
    "lenet1": "data.lc98-lenet1",
    "lenet4": "draw.lenet4-paper",
    "lenet5": "lenet5.error",
    "lenet5-distorted": "lenet5.error-distorted",
}


def several_classifiers(page: Page, found: Mapping[str, int]) -> Renderable:
    """A row for each classifier; those that disagree with most of the others are marked."""
    said = list(found.values())
    most = int(np.bincount(said).argmax())
    agree = said.count(most)
    key = "draw.agree-all" if agree == len(said) else "draw.agree-some"
    line = page.label(key, digit=most, count=agree, all=len(said))
    heads = [
        h.th(scope="col", class_=name)[page.label(f"draw.machine-{name}")]
        for name in ("name", "answer", "error", "numbers", "work")
    ]
    most_work = max(map(classifier_products, found))
    rows = [
        _classifier(page, name, answer, answer == most, most_work) for name, answer in found.items()
    ]
    return h.div(".machines", lang=page.lang, data_testid="machines", data_agree=agree)[
        h.p(role="status")[line], h.table[h.thead[h.tr[heads]], h.tbody[rows]]
    ]


def _classifier(page: Page, name: str, answer: int, agrees: bool, most_work: int) -> Renderable:
    work = classifier_products(name)
    side = f"{WIDEST * math.sqrt(work / most_work):.3f}rem"
    return h.tr(class_="same" if agrees else "other")[
        h.th(scope="row")[
            page.label(f"draw.name-{name}"), h.small[page.label(f"draw.kind-{name}")]
        ],
        h.td(".answer")[answer],
        h.td(".number")[f"{asked.test_error(name):.2f}%", h.small[_paper(page, name)]],
        h.td(".number")[f"{asked.stored_numbers(name):,}"],
        h.td(".number.work")[f"{work:,}", h.i(style=f"width:{side};height:{side}")],
    ]


def _paper(page: Page, name: str) -> str:
    """The error that its authors reported, in words."""
    kind = "zip-codes" if name == "lecun1989" else "mnist"
    error = page.text.fact(PAPER[name])
    return page.label(f"draw.paper-{kind}", error=error)


def training_neighbours(
    page: Page, mine: Array, images: Array, labels: Array, apart: Array, places: Array, dark: bool
) -> Renderable:
    """The drawing, and the training digits nearest to it with label and distance."""
    counts = np.bincount(labels[:3], minlength=10)
    agreed = counts.max() > 1
    vote = int(counts.argmax()) if agreed else int(labels[0])
    shown = [
        h.figure[
            picture(figures.ink_png(image, dark=dark), str(label), SMALL),
            h.figcaption[h.b[label], f" {far:,.0f}"],
        ]
        for image, label, far in zip(images, labels.tolist(), apart, strict=True)
    ]
    png = picture(figures.ink_png(mine, dark=dark), page.label("draw.alt-input"), SMALL)
    key = "draw.vote" if agreed else "draw.vote-apart"
    words = page.label(key, digit=vote, first=f"{int(places[0]):,}")
    return h.fragment[
        h.div(".neighbours", lang=page.lang, data_testid="neighbours", data_vote=vote)[
            h.figure(".mine")[png, h.figcaption[page.label("draw.compare-yours")]], shown
        ],
        h.p(".neighbours-vote", lang=page.lang)[words],
    ]
