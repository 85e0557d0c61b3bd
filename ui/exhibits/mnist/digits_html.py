"""What the exhibits of MNIST look like: arrays in, HTML out."""

from typing import Any

import htpy as h
import numpy as np
from htpy import Renderable
from numpy.typing import NDArray

from cnn import figures
from cnn.data.mnist.class_means import ClassMean
from cnn.data.mnist.idx import Byte
from cnn.results import mnist_read
from ui.exhibits.mnist.chosen_digit import ChosenDigit, person
from ui.page.frame import Page
from ui.page.pictures import picture

Array = NDArray[Any]
LARGE, STEP = 196, 168  # CSS pixels


def card(page: Page, digit: ChosenDigit, title: str, dark: bool) -> Renderable:
    """One digit, large: its label, and what LeNet-5 said of it."""
    read, number = mnist_read(), digit.number
    png = figures.ink_png(digit.image, dark=dark)
    alt = page.label("mnist.cell", digit=digit.label, index=digit.index)
    wrong = digit.answer != digit.label
    rows = {
        "label": str(digit.label),
        "answer": f"{digit.answer} {page.label('mnist.card-wrong') if wrong else ''}",
        "nearest": f"{read.nearest[number]:.1f}",
    }
    if wrong:
        rows["right"] = f"{read.right[number]:.1f}"
    rows["writer"] = person(page, digit.writer)
    lines = [
        h.fragment[h.dt[page.label(f"mnist.card-{name}")], h.dd[value]]
        for name, value in rows.items()
    ]
    return h.div(
        class_=f"mn-card {('wrong' if wrong else '')}",
        lang=page.lang,
        data_testid="mnist-card",
        data_number=number,
    )[picture(png, alt, LARGE), h.div[h.h3[title], h.dl[lines]]]


def subtitle(page: Page, key: str, **fields: object) -> Renderable:
    return h.h3(".mn-subtitle", lang=page.lang)[page.label(key, **fields)]


def yours(page: Page, image: Array, labels: list[int], dark: bool) -> Renderable:
    """The drawing as MNIST would hold it, and what the ten most alike digits are."""
    counts = np.bincount(labels, minlength=10)
    most = int(counts.argmax())
    words = page.label("mnist.vote", digit=most, count=int(counts[most]), all=len(labels))
    png = figures.ink_png(image, dark=dark)
    return h.div(".mn-yours", lang=page.lang, data_testid="mnist-yours", data_best=most)[
        picture(png, page.label("mnist.alt-yours"), 84), h.p[words]
    ]


def class_count_bars(page: Page, found: dict[str, Array]) -> Renderable:
    """How many digits of each class in each set, as bars on one scale."""
    top = max(int(each.max()) for each in found.values())
    rows = [_count(digit, found, top) for digit in range(10)]
    names = {name: page.label(f"mnist.set-{name}") for name in found}
    heads = [h.th(scope="col", class_=f"number {name}")[names[name]] for name in names]
    return h.table(".mn-counts", lang=page.lang)[
        h.caption[page.label("mnist.counts")],
        h.thead[h.tr[h.th(scope="col")[page.label("mnist.class")], h.td, heads]],
        h.tbody[rows],
    ]


def _count(digit: int, found: dict[str, Array], top: int) -> Renderable:
    bars = [
        h.i(class_=name, style=f"width:{100 * int(each[digit]) / top:.1f}%")
        for name, each in found.items()
    ]
    numbers = [h.td(".number")[f"{int(each[digit]):,}"] for each in found.values()]
    return h.tr[h.th(scope="row")[digit], h.td(".bars")[bars], numbers]


def portraits(page: Page, digit: int, found: ClassMean, dark: bool) -> Renderable:
    """Mean and spread of a class, on the scale of ink."""
    shown = {"mean": found.mean, "spread": found.spread}
    figures_ = [
        h.figure[
            _ink(page, values, f"mnist.alt-{name}", digit, dark),
            h.figcaption[
                h.b[page.label(f"mnist.{name}")],
                f" {page.label(f'mnist.{name}-why', top=round(float(values.max())))}",
            ],
        ]
        for name, values in shown.items()
    ]
    return h.div(".mn-portraits", lang=page.lang)[figures_]


def _ink(page: Page, values: Array, alt: str, digit: int, dark: bool) -> Renderable:
    png = figures.ink_png(values.round().astype(np.uint8), dark=dark)
    return picture(png, page.label(alt, digit=digit), LARGE)


def scan(page: Page, shown: list[tuple[str, Array]], stored: Array, dark: bool) -> Renderable:
    """From a black and white scan to 28×28, step by step, and MNIST's own image beside it."""
    steps = [*shown, ("stored", stored)]
    apart = np.abs(shown[-1][1].astype(int) - stored)
    fields = {"mean": f"{apart.mean():.1f}", "most": int(apart.max())}
    cards = [_step(page, key, image, fields, dark) for key, image in steps]
    return h.div(".mn-steps", lang=page.lang)[cards]


def _step(page: Page, key: str, image: Array, fields: dict[str, object], dark: bool) -> Renderable:
    png = figures.ink_png(image, dark=dark)
    title, why = page.label(f"mnist.scan-{key}"), page.label(f"mnist.scan-{key}-why", **fields)
    height, width = image.shape
    shown = picture(png, title, round(STEP * width / max(height, width)))
    return h.figure(class_=f"step-{key}")[
        h.div(".shown")[h.div(".frame")[shown, _marks(key, image)]],
        h.figcaption[h.b[title], f" {why}"],
    ]


def _marks(key: str, image: Array) -> list[Renderable]:
    """The tight box on the scan; centre of mass and middle of the box on the 28×28 image."""
    rows, columns = np.flatnonzero(image.any(1)), np.flatnonzero(image.any(0))
    if not len(rows):
        return []
    height, width = image.shape
    top, left = rows[0] / height, columns[0] / width
    tall, wide = (rows[-1] + 1) / height - top, (columns[-1] + 1) / width - left
    box = _at("box", left, top, f"width:{100 * wide:.2f}%;height:{100 * tall:.2f}%")
    if key == "ink":
        return [box]
    if key != "centre":
        return []
    mass = image.sum(dtype=float)
    x = float(image.sum(0) @ (np.arange(width) + 0.5)) / mass / width
    y = float(image.sum(1) @ (np.arange(height) + 0.5)) / mass / height
    return [box, _at("mass", x, y), _at("middle", left + wide / 2, top + tall / 2)]


def _at(kind: str, x: float, y: float, more: str = "") -> Renderable:
    return h.i(class_=kind, style=f"left:{100 * x:.2f}%;top:{100 * y:.2f}%;{more}")


def byte(page: Page, found: Byte, file: str) -> Renderable:
    """The byte that is picked, in every notation, and what it says."""
    meaning = page.label(
        f"mnist.byte-{found.role}",
        value=found.value,
        whole=f"{found.whole:,}",
        digit=f"{found.digit:,}",
        row=found.row,
        column=found.column,
    )
    notations = {
        "hex": f"{found.value:02x}",
        "binary": f"{found.value:08b}",
        "decimal": str(found.value),
    }
    lines = [
        h.fragment[h.dt[page.label(f"mnist.byte-{name}")], h.dd[value]]
        for name, value in notations.items()
    ]
    where = page.label("mnist.byte-where", offset=f"{found.offset:,}")
    return h.div(".mn-byte", lang=page.lang, data_testid="mnist-byte", data_offset=found.offset)[
        h.code[file], h.h3[where], h.p[meaning], h.dl[lines]
    ]
