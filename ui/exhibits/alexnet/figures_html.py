"""What figures 3 and 4 look like with our own network: arrays in, HTML for st.html out."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from cnn import figures
from cnn.analysis import nearest as near
from cnn.analysis.filters import colour_shares
from cnn.data.imagenet.classes import tiny_classes
from cnn.data.photos.sample_photos import samples
from ui.exhibits.alexnet.charts import Bar, bars
from ui.html.images import picture, source
from ui.page.frame import Page

Array = NDArray[Any]
ACROSS = 12  # kernels of a row
BEST = 5


def photo_element(pixels: Array, alt: str, width: int, kind: str = "small") -> str:
    """A colour picture (h, w, 3) as an <img> at most `width` CSS pixels wide."""
    data = figures.encoded(Image.fromarray(pixels), kind)
    return f'<img src="{source(data)}" alt="{escape(alt)}" style="width:{width}px">'


def kernels(page: Page, weights: Array, chosen: int, crop: Array, answer: Array, dark: bool) -> str:
    """All kernels, one of them large and in its three colours, and its map of a photo."""
    limit = float(np.quantile(np.abs(weights).reshape(len(weights), -1).max(1), 0.9))
    sheet = figures.kernels_png(weights, limit=limit, columns=ACROSS)
    side = weights.shape[-1]
    rows = -(-len(weights) // ACROSS)
    row, column = divmod(chosen, ACROSS)
    mark = (
        f'<i style="left:{100 * column / ACROSS:.2f}%;top:{100 * row / rows:.2f}%;'
        f'width:{100 / ACROSS:.2f}%;height:{100 / rows:.2f}%"></i>'
    )
    number = chosen + 1
    one = weights[chosen]
    most = float(np.abs(one).max()) or 1.0
    large = picture(
        figures.kernels_png(one[None], limit=most, columns=1),
        page.label("alexnet.kernel-large", number=number, all=len(weights)),
        16 * side,
    )
    parts = "".join(
        f"<figure>{_signed(part, most, name, dark)}<figcaption>{escape(name)}</figcaption></figure>"
        for part, name in (
            (one[channel], page.label(f"alexnet.kernel-channel-{colour}"))
            for channel, colour in enumerate(("red", "green", "blue"))
        )
    )
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
    title = escape(page.label("alexnet.kernel-large", number=number, all=len(weights)))
    return (
        f'<div class="ay-kernels" lang="{page.lang}" data-testid="kernels" data-kernel="{number}">'
        f'<figure class="sheet"><div class="frame">'
        f"{picture(sheet, page.label('alexnet.kernel-sheet'), 476)}{mark}</div>"
        f"<figcaption>{escape(page.label('alexnet.kernel-sheet'))}</figcaption></figure>"
        f'<div class="one"><figure>{large}<figcaption><b>{title}</b> {escape(share)}</figcaption>'
        f'</figure><div class="parts">{parts}</div></div><div class="seen">'
        f'<figure class="seen-photo">{photo_element(crop, seen, 196, "PNG")}'
        f"<figcaption>{escape(seen)}</figcaption></figure>"
        f"<figure>{picture(map_, words, 196)}<figcaption>{escape(words)}</figcaption></figure>"
        "</div></div>"
    )


def _signed(part: Array, most: float, name: str, dark: bool) -> str:
    return picture(figures.maps_png(part[None], limit=most, columns=1, dark=dark), name, 72)


def answers(
    page: Page, photo: str, thumb: Array, shares: NDArray[np.float64], right: int | None
) -> str:
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
    return (
        f'<div class="ay-answers" lang="{page.lang}" data-testid="answers" data-kind="{kind}">'
        f"<figure>{photo_element(thumb, title, 224)}"
        f"<figcaption>{escape(title)}</figcaption></figure>"
        f'<div><p class="ay-verdict" aria-live="polite">{escape(verdict)}</p>{table}</div></div>'
    )


def digits(page: Page, index: int, found: Mapping[str, Array], dark: bool) -> str:
    """A digit and its neighbours by each measure, with their labels."""
    asked = 60_000 + index
    known = near.labels()
    label = int(known[asked])
    title = page.label("alexnet.near-digit-of", number=index, label=label)
    rows = "".join(_digit_row(page, name, places, label, dark) for name, places in found.items())
    image = picture(figures.ink_png(near.pictures(np.array([asked]))[0], dark=dark), title, 84)
    return (
        f'<div class="ay-near" lang="{page.lang}" data-testid="near-digits" data-digit="{index}">'
        f"<figure>{image}<figcaption>{escape(title)}</figcaption></figure><div>{rows}</div></div>"
    )


def _digit_row(page: Page, name: str, places: Array, label: int, dark: bool) -> str:
    labels = near.labels()[places]
    same = int((labels == label).sum())
    words = page.label("alexnet.near-same", same=same, all=len(places), label=label)
    cells = "".join(
        f'<figure class="{"" if kind == label else "other"}">'
        f"{_ink(page, image, int(kind), dark)}<figcaption>{kind}</figcaption></figure>"
        for image, kind in zip(near.pictures(places), labels, strict=True)
    )
    return (
        f'<section data-same="{same}"><h3>{escape(page.label(f"alexnet.near-{name}"))}</h3>'
        f'<div class="row">{cells}</div><p>{escape(words)}</p></section>'
    )


def _ink(page: Page, image: Array, label: int, dark: bool) -> str:
    alt = page.label("alexnet.near-alt", label=label)
    return picture(figures.ink_png(image, dark=dark), alt, 56)


def photos(
    page: Page, wanted: int, titles: Sequence[str], thumbs: Array, found: Mapping[str, Array]
) -> str:
    """A photo and its neighbours by each measure."""
    rows = "".join(
        f"<section><h3>{escape(page.label(f'alexnet.near-{name}'))}</h3>"
        f'<div class="row">{"".join(_thumb(titles[i], thumbs[i]) for i in places)}</div></section>'
        for name, places in found.items()
    )
    asked = escape(page.label("alexnet.near-asked"))
    return (
        f'<div class="ay-near" lang="{page.lang}" data-testid="near-photos" data-photo="{wanted}">'
        f"<figure>{photo_element(thumbs[wanted], titles[wanted], 112)}"
        f"<figcaption><b>{asked}</b> {escape(titles[wanted])}</figcaption></figure>"
        f"<div>{rows}</div></div>"
    )


def _thumb(title: str, pixels: Array) -> str:
    image = photo_element(pixels, title, 96)
    return f"<figure>{image}<figcaption>{escape(title)}</figcaption></figure>"
