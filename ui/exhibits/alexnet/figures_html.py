"""What figures 3 and 4 look like with our own network: arrays in, HTML out."""

from collections.abc import Mapping, Sequence
from typing import Any

import htpy as h
import numpy as np
from htpy import Renderable
from numpy.typing import NDArray
from PIL import Image

from cnn import figures
from cnn.analysis import nearest as near
from cnn.analysis.filters import colour_shares
from cnn.data.imagenet.classes import tiny_classes
from cnn.data.mnist import dataset
from cnn.data.photos.sample_photos import samples
from ui.exhibits.alexnet.charts import Bar, bars
from ui.html.img import img
from ui.page.frame import Page
from ui.page.pictures import picture

Array = NDArray[Any]
ACROSS = 12  # kernels of a row
BEST = 5


def pixels_element(pixels: Array, alt: str, width: int, kind: str = "small") -> Renderable:
    """A colour picture (h, w, 3) as an <img> at most `width` CSS pixels wide."""
    data = figures.encoded(Image.fromarray(pixels), kind)
    return img(data, alt, style=f"width:{width}px")


def kernels(
    page: Page, weights: Array, chosen: int, crop: Array, answer: Array, dark: bool
) -> Renderable:
    """All kernels, one of them large and in its three colours, and its map of a photo."""
    limit = float(np.quantile(np.abs(weights).reshape(len(weights), -1).max(1), 0.9))
    sheet = figures.kernels_png(weights, limit=limit, columns=ACROSS)
    side = weights.shape[-1]
    rows = -(-len(weights) // ACROSS)
    row, column = divmod(chosen, ACROSS)
    mark = h.i(
        style=f"left:{100 * column / ACROSS:.2f}%;top:{100 * row / rows:.2f}%;"
        f"width:{100 / ACROSS:.2f}%;height:{100 / rows:.2f}%"
    )
    number = chosen + 1
    one = weights[chosen]
    most = float(np.abs(one).max()) or 1.0
    large = picture(
        figures.kernels_png(one[None], limit=most, columns=1),
        page.label("alexnet.kernel-large", number=number, all=len(weights)),
        16 * side,
    )
    parts = [
        h.figure[_signed(part, most, name, dark), h.figcaption[name]]
        for part, name in (
            (one[channel], page.label(f"alexnet.kernel-channel-{colour}"))
            for channel, colour in enumerate(("red", "green", "blue"))
        )
    ]
    share = page.label("alexnet.kernel-colour", share=f"{100 * colour_shares(one[None])[0]:.0f}")
    top = float(answer.max())
    words = page.label(
        "alexnet.kernel-map",
        number=number,
        most=f"{top:.2f}",
        part=f"{100 * float((answer > 0).mean()):.0f}",
    )
    seen = page.label("alexnet.kernel-photo")
    map_ = figures.maps_png(answer[None], limit=top or 1.0, columns=1, dark=dark)
    title = page.label("alexnet.kernel-large", number=number, all=len(weights))
    return h.div(".ay-kernels", lang=page.lang, data_testid="kernels", data_kernel=number)[
        h.figure(".sheet")[
            h.div(".frame")[picture(sheet, page.label("alexnet.kernel-sheet"), 476), mark],
            h.figcaption[page.label("alexnet.kernel-sheet")],
        ],
        h.div(".one")[
            h.figure[large, h.figcaption[h.b[title], f" {share}"]], h.div(".parts")[parts]
        ],
        h.div(".seen")[
            h.figure(".seen-photo")[pixels_element(crop, seen, 196, "PNG"), h.figcaption[seen]],
            h.figure[picture(map_, words, 196), h.figcaption[words]],
        ],
    ]


def _signed(part: Array, most: float, name: str, dark: bool) -> Renderable:
    return picture(figures.maps_png(part[None], limit=most, columns=1, dark=dark), name, 72)


def five_answers(
    page: Page, photo: str, thumb: Array, shares: NDArray[np.float64], right: int | None
) -> Renderable:
    """The photo, its five best classes as bars, and a sentence."""
    best = np.argsort(-shares, kind="stable")[:BEST]
    classes = tiny_classes()
    rows = [
        Bar(
            classes[place].name(page.lang),
            f"{100 * shares[place]:.1f}%",
            float(shares[place]),
            "right" if place == right else "",
        )
        for place in best
    ]
    rest = 1 - float(shares[best].sum())
    others = page.label("alexnet.answers-others", count=len(shares) - BEST)
    rows.append(Bar(others, f"{100 * rest:.1f}%", rest, "others"))
    if right is None:
        verdict, kind = page.label("alexnet.answers-none"), "none"
    elif best[0] == right:
        verdict, kind = page.label("alexnet.answers-right"), "right"
    elif right in best:
        verdict, kind = page.label("alexnet.answers-among"), "among"
    else:
        name = classes[right].name(page.lang)
        verdict, kind = page.label("alexnet.answers-missed", name=name), "missed"
    title = samples()[photo].title(page.lang)
    table = bars(
        page, rows, (page.label("alexnet.answers-class"), page.label("alexnet.answers-share"))
    )
    return h.div(".ay-answers", lang=page.lang, data_testid="answers", data_kind=kind)[
        h.figure[pixels_element(thumb, title, 224), h.figcaption[title]],
        h.div[h.p(".ay-verdict", aria_live="polite")[verdict], table],
    ]


def digit_neighbours(page: Page, index: int, found: Mapping[str, Array], dark: bool) -> Renderable:
    """A digit and its neighbours by each measure, with their labels."""
    asked = 60_000 + index
    known = dataset.all_labels()
    label = int(known[asked])
    title = page.label("alexnet.near-digit-of", number=index, label=label)
    rows = [_digit_row(page, name, places, label, dark) for name, places in found.items()]
    image = picture(figures.ink_png(near.pictures(np.array([asked]))[0], dark=dark), title, 84)
    return h.div(".ay-near", lang=page.lang, data_testid="near-digits", data_digit=index)[
        h.figure[image, h.figcaption[title]], h.div[rows]
    ]


def _digit_row(page: Page, name: str, places: Array, label: int, dark: bool) -> Renderable:
    labels = dataset.all_labels()[places]
    same = int((labels == label).sum())
    words = page.label("alexnet.near-same", same=same, all=len(places), label=label)
    cells = [
        h.figure(class_="" if kind == label else "other")[
            _ink(page, image, kind, dark), h.figcaption[kind]
        ]
        for image, kind in zip(near.pictures(places), labels.tolist(), strict=True)
    ]
    return h.section(data_same=same)[
        h.h3[page.label(f"alexnet.near-{name}")], h.div(".row")[cells], h.p[words]
    ]


def _ink(page: Page, image: Array, label: int, dark: bool) -> Renderable:
    alt = page.label("alexnet.near-alt", label=label)
    return picture(figures.ink_png(image, dark=dark), alt, 56)


def photo_neighbours(
    page: Page, wanted: int, titles: Sequence[str], thumbs: Array, found: Mapping[str, Array]
) -> Renderable:
    """A photo and its neighbours by each measure."""
    rows = [
        h.section[
            h.h3[page.label(f"alexnet.near-{name}")],
            h.div(".row")[[_thumb(titles[i], thumbs[i]) for i in places]],
        ]
        for name, places in found.items()
    ]
    asked = page.label("alexnet.near-asked")
    return h.div(".ay-near", lang=page.lang, data_testid="near-photos", data_photo=wanted)[
        h.figure[
            pixels_element(thumbs[wanted], titles[wanted], 112),
            h.figcaption[h.b[asked], f" {titles[wanted]}"],
        ],
        h.div[rows],
    ]


def _thumb(title: str, pixels: Array) -> Renderable:
    image = pixels_element(pixels, title, 96)
    return h.figure[image, h.figcaption[title]]
