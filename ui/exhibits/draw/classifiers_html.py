"""What steps, machines and neighbours on Draw look like: arrays in, HTML for st.html out."""

from collections.abc import Mapping
from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnn import figures
from cnn.inference import classifiers as asked
from cnn.inference.classifiers import Answer
from cnn.inference.digit import Reading
from ui.html.images import picture
from ui.page.frame import Page

Array = NDArray[Any]
LARGE, SMALL = 168, 50  # CSS pixels
PAPER = {  # what the paper of each machine reports; that of 1989 of zip codes, not of MNIST
    "linear": "lenet5.linear-error",
    "nearest": "data.lc98-nearest",
    "hidden300": "data.lc98-hidden300",
    "lecun1989": "lc89.error",
    "lenet1": "data.lc98-lenet1",
    "lenet4": "draw.lenet4-paper",
    "lenet5": "lenet5.error",
    "lenet5-distorted": "lenet5.error-distorted",
}


def compared(page: Page, whole: Reading, part: Reading, left_out: str, dark: bool) -> str:
    """What the network saw and said with all steps, and without one."""
    sides = (("all", whole), (left_out, part))
    shown = "".join(_side(page, name, reading, whole.best, dark) for name, reading in sides)
    why = escape(page.label(f"draw.without-{left_out}-why"))
    return f'<div class="compared" lang="{page.lang}">{shown}<p>{why}</p></div>'


def _side(page: Page, name: str, reading: Reading, best: int, dark: bool) -> str:
    png = figures.ink_png(reading.image, dark=dark)
    title = page.label("draw.with-all")
    if name != "all":
        title = page.label("draw.without-it", step=page.label(f"draw.without-{name}"))
    said = page.label("draw.answer", digit=reading.best)
    if not reading.is_digit:
        said = page.label("draw.doubted", digit=reading.best)
    far = page.label("draw.at-distance", distance=f"{reading.distances.min():.1f}")
    kind = "same" if reading.best == best and reading.is_digit else "other"
    return (
        f'<figure class="{kind}" data-testid="without-{name}" data-best="{reading.best}">'
        f"{picture(png, title, LARGE)}<figcaption><b>{escape(title)}</b>"
        f"<span>{escape(said)}</span><small>{escape(far)}</small></figcaption></figure>"
    )


def machines(page: Page, found: Mapping[str, Answer]) -> str:
    """A row for each machine; those that disagree with most of the others are marked."""
    said = [answer.digit for answer in found.values()]
    most = int(np.bincount(said).argmax())
    agree = said.count(most)
    key = "draw.agree-all" if agree == len(said) else "draw.agree-some"
    line = escape(page.label(key, digit=most, count=agree, all=len(said)))
    heads = "".join(
        f'<th scope="col" class="{name}">{escape(page.label(f"draw.machine-{name}"))}</th>'
        for name in ("name", "answer", "error", "numbers", "time")
    )
    rows = "".join(_machine(page, name, answer, most) for name, answer in found.items())
    return (
        f'<div class="machines" lang="{page.lang}" data-testid="machines" data-agree="{agree}">'
        f'<p role="status">{line}</p><table><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _machine(page: Page, name: str, answer: Answer, most: int) -> str:
    kind = "same" if answer.digit == most else "other"
    return (
        f'<tr class="{kind}"><th scope="row">{escape(page.label(f"draw.name-{name}"))}'
        f"<small>{escape(page.label(f'draw.kind-{name}'))}</small></th>"
        f'<td class="answer">{answer.digit}</td>'
        f'<td class="number">{asked.test_error(name):.2f}%'
        f"<small>{escape(_paper(page, name))}</small></td>"
        f'<td class="number">{asked.numbers(name):,}</td>'
        f'<td class="number">{answer.milliseconds:.1f} ms</td></tr>'
    )


def _paper(page: Page, name: str) -> str:
    """The error that its authors reported, in words."""
    kind = "zip-codes" if name == "lecun1989" else "mnist"
    error = page.text.fact(PAPER[name])
    return page.label(f"draw.paper-{kind}", error=error)


def neighbours(
    page: Page, mine: Array, images: Array, labels: Array, apart: Array, places: Array, dark: bool
) -> str:
    """The drawing, and the training digits nearest to it with label and distance."""
    counts = np.bincount(labels[:3], minlength=10)
    vote = int(counts.argmax()) if counts.max() > 1 else int(labels[0])
    shown = "".join(
        f"<figure>{picture(figures.ink_png(image, dark=dark), str(label), SMALL)}"
        f"<figcaption><b>{label}</b> {far:,.0f}</figcaption></figure>"
        for image, label, far in zip(images, labels, apart, strict=True)
    )
    png = picture(figures.ink_png(mine, dark=dark), page.label("draw.alt-input"), SMALL)
    words = page.label("draw.vote", digit=vote, first=f"{int(places[0]):,}")
    return (
        f'<div class="neighbours" lang="{page.lang}" data-testid="neighbours" data-vote="{vote}">'
        f'<figure class="mine">{png}<figcaption>{escape(page.label("draw.compare-yours"))}'
        f"</figcaption></figure>{shown}</div>"
        f'<p class="neighbours-vote" lang="{page.lang}">{escape(words)}</p>'
    )
