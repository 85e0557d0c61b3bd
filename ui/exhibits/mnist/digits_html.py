"""What the exhibits of MNIST look like: arrays in, HTML for st.html out."""

from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnn import figures
from cnn.data.mnist.class_means import Portrait
from cnn.data.mnist.idx import Byte
from cnn.results import mnist_read
from ui.exhibits.mnist.chosen_digit import Chosen, person
from ui.html.images import picture
from ui.page.frame import Page

Array = NDArray[Any]
LARGE, STEP = 196, 168  # CSS pixels


def card(page: Page, digit: Chosen, title: str, dark: bool) -> str:
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
    lines = "".join(
        f"<dt>{escape(page.label(f'mnist.card-{name}'))}</dt><dd>{escape(value)}</dd>"
        for name, value in rows.items()
    )
    return (
        f'<div class="mn-card {"wrong" if wrong else ""}" lang="{page.lang}" '
        f'data-testid="mnist-card" data-number="{number}">'
        f"{picture(png, alt, LARGE)}<div><h3>{escape(title)}</h3><dl>{lines}</dl></div></div>"
    )


def subtitle(page: Page, key: str, **fields: object) -> str:
    return f'<h3 class="mn-subtitle" lang="{page.lang}">{escape(page.label(key, **fields))}</h3>'


def yours(page: Page, image: Array, labels: list[int], dark: bool) -> str:
    """The drawing as MNIST would hold it, and what the ten most alike digits are."""
    counts = np.bincount(labels, minlength=10)
    most = int(counts.argmax())
    words = page.label("mnist.vote", digit=most, count=int(counts[most]), all=len(labels))
    png = figures.ink_png(image, dark=dark)
    return (
        f'<div class="mn-yours" lang="{page.lang}" data-testid="mnist-yours" data-best="{most}">'
        f"{picture(png, page.label('mnist.alt-yours'), 84)}<p>{escape(words)}</p></div>"
    )


def counts(page: Page, found: dict[str, Array]) -> str:
    """How many digits of each class in each set, as bars on one scale."""
    top = max(int(each.max()) for each in found.values())
    rows = "".join(_count(digit, found, top) for digit in range(10))
    names = {name: escape(page.label(f"mnist.set-{name}")) for name in found}
    heads = "".join(f'<th scope="col" class="number {name}">{names[name]}</th>' for name in names)
    return (
        f'<table class="mn-counts" lang="{page.lang}">'
        f"<caption>{escape(page.label('mnist.counts'))}</caption>"
        f'<thead><tr><th scope="col">{escape(page.label("mnist.class"))}</th><td></td>{heads}</tr>'
        f"</thead><tbody>{rows}</tbody></table>"
    )


def _count(digit: int, found: dict[str, Array], top: int) -> str:
    bars = "".join(
        f'<i class="{name}" style="width:{100 * int(each[digit]) / top:.1f}%"></i>'
        for name, each in found.items()
    )
    numbers = "".join(f'<td class="number">{int(each[digit]):,}</td>' for each in found.values())
    return f'<tr><th scope="row">{digit}</th><td class="bars">{bars}</td>{numbers}</tr>'


def portraits(page: Page, digit: int, found: Portrait, dark: bool) -> str:
    """Mean and spread of a class, on the scale of ink."""
    shown = {"mean": found.mean, "spread": found.spread}
    figures_ = "".join(
        f"<figure>{_ink(page, values, f'mnist.alt-{name}', digit, dark)}"
        f"<figcaption><b>{escape(page.label(f'mnist.{name}'))}</b> "
        f"{escape(page.label(f'mnist.{name}-why', top=round(float(values.max()))))}"
        "</figcaption></figure>"
        for name, values in shown.items()
    )
    return f'<div class="mn-portraits" lang="{page.lang}">{figures_}</div>'


def _ink(page: Page, values: Array, alt: str, digit: int, dark: bool) -> str:
    png = figures.ink_png(values.round().astype(np.uint8), dark=dark)
    return picture(png, page.label(alt, digit=digit), LARGE)


def scan(page: Page, shown: list[tuple[str, Array]], stored: Array, dark: bool) -> str:
    """From a black and white scan to 28×28, step by step, and MNIST's own image beside it."""
    steps = [*shown, ("stored", stored)]
    apart = np.abs(shown[-1][1].astype(int) - stored)
    fields = {"mean": f"{apart.mean():.1f}", "most": int(apart.max())}
    cards = "".join(_step(page, key, image, fields, dark) for key, image in steps)
    return f'<div class="mn-steps" lang="{page.lang}">{cards}</div>'


def _step(page: Page, key: str, image: Array, fields: dict[str, object], dark: bool) -> str:
    png = figures.ink_png(image, dark=dark)
    title, why = page.label(f"mnist.scan-{key}"), page.label(f"mnist.scan-{key}-why", **fields)
    height, width = image.shape
    shown = picture(png, title, round(STEP * width / max(height, width)))
    return (
        f'<figure class="step-{key}"><div class="shown"><div class="frame">{shown}'
        f"{_marks(key, image)}</div></div>"
        f"<figcaption><b>{escape(title)}</b> {escape(why)}</figcaption></figure>"
    )


def _marks(key: str, image: Array) -> str:
    """The tight box on the scan; centre of mass and middle of the box on the 28×28 image."""
    rows, columns = np.flatnonzero(image.any(1)), np.flatnonzero(image.any(0))
    if not len(rows):
        return ""
    height, width = image.shape
    top, left = rows[0] / height, columns[0] / width
    tall, wide = (rows[-1] + 1) / height - top, (columns[-1] + 1) / width - left
    box = _at("box", left, top, f"width:{100 * wide:.2f}%;height:{100 * tall:.2f}%")
    if key == "ink":
        return box
    if key != "centre":
        return ""
    mass = image.sum(dtype=float)
    x = float(image.sum(0) @ (np.arange(width) + 0.5)) / mass / width
    y = float(image.sum(1) @ (np.arange(height) + 0.5)) / mass / height
    return box + _at("mass", x, y) + _at("middle", left + wide / 2, top + tall / 2)


def _at(kind: str, x: float, y: float, more: str = "") -> str:
    return f'<i class="{kind}" style="left:{100 * x:.2f}%;top:{100 * y:.2f}%;{more}"></i>'


def byte(page: Page, found: Byte, file: str) -> str:
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
    lines = "".join(
        f"<dt>{escape(page.label(f'mnist.byte-{name}'))}</dt><dd>{value}</dd>"
        for name, value in notations.items()
    )
    where = page.label("mnist.byte-where", offset=f"{found.offset:,}")
    return (
        f'<div class="mn-byte" lang="{page.lang}" data-testid="mnist-byte" '
        f'data-offset="{found.offset}"><code>{escape(file)}</code>'
        f"<h3>{escape(where)}</h3><p>{escape(meaning)}</p><dl>{lines}</dl></div>"
    )
