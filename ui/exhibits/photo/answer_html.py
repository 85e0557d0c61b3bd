"""What the exhibits of Photo look like: what was seen in, HTML for st.html out."""

from base64 import b64encode
from collections.abc import Sequence
from html import escape
from math import ceil
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from cnn import figures
from cnn.analysis.receptive_box import Box
from cnn.data.imagenet import classes as imagenet
from cnn.inference.photo import WALLS, Guess, Network, Rung, Seen
from ui.exhibits.photo.chosen_photo import Photo, right_place, said
from ui.html.images import picture, scrolls
from ui.page.frame import Page

Array = NDArray[Any]
SHOWN = 720  # pixels of a photo's longest side on the page
LARGE, PATCH, CHANNEL = 200, 168, 96  # CSS pixels
ABOVE = 3  # branches of the tree that stand below a guess
COLUMNS = {96: 16, 64: 32, 192: 48, 256: 32, 384: 48}  # maps in a row of the overview
FULL = ("fc6", "fc7")


def jpeg(photo: Image.Image, longest: int = SHOWN) -> bytes:
    """A photo for the screen."""
    small = photo.copy()
    small.thumbnail((longest, longest))
    return figures.encoded(small, "JPEG")


def photo_element(data: bytes, alt: str, kind: str = "photo") -> str:
    source = f"data:image/jpeg;base64,{b64encode(data).decode()}"
    return f'<img class="{kind}" src="{source}" alt="{escape(alt)}">'


def opened(page: Page, photo: Photo) -> str:
    """The photo, what it shows and whom to thank."""
    title = photo.title(page.lang)
    return (
        f'<figure class="ph-open" lang="{page.lang}" data-testid="photo-open" '
        f'data-key="{photo.key}">{photo_element(jpeg(photo.image), title)}'
        f"<figcaption><b>{escape(title)}</b> {credit(page, photo)}</figcaption></figure>"
    )


def credit(page: Page, photo: Photo) -> str:
    """Author and licence of a sample, with a link to the original; of an own photo a promise."""
    if photo.sample is None:
        return escape(page.label("photo.own"))
    row = photo.sample.credit
    words = escape(page.label("photo.credit", author=row.author, licence=row.licence))
    return f'<a href="{escape(row.url)}" rel="noopener">{words}</a>' if row.url else words


def answers(page: Page, photo: Photo, found: Seen, testid: str = "photo-answers") -> str:
    """The five most probable classes as bars, each with its branch of the tree."""
    right = right_place(photo, found.network)
    rows = "".join(_guess(page, guess, right) for guess in found.top())
    best = found.network.classes[found.best].wnid
    return (
        f'<div class="ph-answers" lang="{page.lang}" data-testid="{testid}" data-best="{best}" '
        f'data-photo="{photo.key}"><p role="status">{escape(said(page, photo, found))}</p>'
        f"<ol>{rows}</ol></div>"
    )


def _guess(page: Page, guess: Guess, right: int | None) -> str:
    percent = 100 * guess.probability
    mark = f" <em>{escape(page.label('photo.right'))}</em>" if guess.place == right else ""
    kind = ' class="right"' if guess.place == right else ""
    return (
        f"<li{kind}><b>{escape(guess.synset.name(page.lang))}{mark}</b>"
        f'<span class="number">{percent:.1f}%</span>'
        f'<span class="bar"><i style="width:{percent:.1f}%"></i></span>'
        f"<small>{escape(branch(page, guess.synset.wnid))}</small></li>"
    )


def branch(page: Page, wnid: str) -> str:
    """The branches above a class, the nearest last."""
    above = imagenet.path_to_root(wnid)[1 : ABOVE + 1]
    return " › ".join(each.name(page.lang) for each in reversed(above))


def ladder(page: Page, rungs: Sequence[Rung]) -> str:
    """From the whole tree down to the best class: how probable each branch is."""
    rows = "".join(
        f'<li style="--depth:{i}"><b>{escape(rung.synset.name(page.lang))}</b>'
        f"<small>{escape(_count(page, rung.classes))}</small>"
        f'<span class="bar"><i style="width:{100 * rung.probability:.1f}%"></i></span>'
        f'<span class="number">{100 * rung.probability:.0f}%</span></li>'
        for i, rung in enumerate(rungs)
    )
    return f'<ol class="ph-ladder" lang="{page.lang}" data-testid="photo-ladder">{rows}</ol>'


def _count(page: Page, classes: int) -> str:
    key = "photo.ladder-class" if classes == 1 else "photo.ladder-classes"
    return page.label(key, count=classes)


def steps(page: Page, photo: Photo, found: Seen, dark: bool) -> str:
    """What is left of the photo after each step, the square as pixels, its colours centred."""
    side = found.network.eye.side
    cut = page.label("photo.step-crop", side=side)
    centred = found.image[0].numpy()
    channels = "".join(
        f"<figure>{_signed(values, centred, page.label(f'photo.channel-{name}'), dark)}"
        f"<figcaption>{escape(page.label(f'photo.channel-{name}'))}</figcaption></figure>"
        for name, values in zip(("red", "green", "blue"), centred, strict=True)
    )
    numbers = page.label(
        "photo.step-numbers",
        photo=f"{photo.image.width * photo.image.height * 3:,}",
        crop=f"{side * side * 3:,}",
    )
    return (
        f'<div class="ph-steps" lang="{page.lang}" data-testid="photo-steps" '
        f'data-corner="{found.corner[0]},{found.corner[1]}">'
        f"<figure>{picture(figures.encoded(found.crop), cut, LARGE)}"
        f"<figcaption><b>{escape(cut)}</b> {escape(page.label('photo.step-crop-why'))}"
        f'</figcaption></figure><div><div class="channels">{channels}</div>'
        f"<p><b>{escape(page.label('photo.step-colour'))}</b> "
        f"{escape(page.label('photo.step-colour-why'))}</p><p>{escape(numbers)}</p></div></div>"
    )


def _signed(values: Array, all_values: Array, alt: str, dark: bool) -> str:
    limit = float(np.abs(all_values).max())
    return picture(figures.maps_png(values[None], limit=limit, columns=1, dark=dark), alt, CHANNEL)


def crops(page: Page, found: Seen) -> str:
    """The ten crops: five, and the same mirrored."""
    ten = found.network.eye.ten_crops(found.shrunk)
    sheet = figures.colour_sheet(np.stack([np.asarray(each) for each in ten]), 5, gap=2)
    alt = page.label("photo.ten-alt")
    return (
        f'<figure class="ph-ten" lang="{page.lang}" data-testid="photo-ten">'
        f"{picture(figures.encoded(sheet), alt, 330)}"
        f"<figcaption>{escape(page.label('photo.ten-why'))}</figcaption></figure>"
    )


def limit_of(maps: Array) -> float:
    """Where a layer's scale ends: its strongest answer."""
    return float(maps.max()) or 1.0


def overview(page: Page, photo: Photo, found: Seen, dark: bool) -> str:
    """Every layer as one picture, all its maps on the layer's own scale."""
    towers = found.network.name == "small"
    rows = "".join(_layer(page, name, found.maps[name], towers, dark) for name in (*WALLS, *FULL))
    return (
        f'<div class="ph-layers" lang="{page.lang}" data-testid="photo-layers" '
        f'data-photo="{photo.key}">{rows}</div>'
    )


def _layer(page: Page, name: str, maps: Array, towers: bool, dark: bool) -> str:
    if maps.ndim == 1:
        columns = 128
        units = np.zeros(columns * ceil(len(maps) / columns), np.float32)
        units[: len(maps)] = maps
        sheet, columns = units.reshape(1, -1, columns), 1
        size = page.label("photo.units", count=f"{len(maps):,}")
    else:
        sheet, columns = maps, COLUMNS.get(len(maps), 32)
        size = page.label("photo.maps", count=len(maps), side=maps.shape[1])
    png = figures.maps_png(sheet, limit=limit_of(maps), columns=columns, dark=dark)
    quiet = page.label("photo.quiet", percent=f"{100 * float((maps <= 0).mean()):.0f}")
    alone = not towers and name in ("conv3", "conv4")  # one tower: nothing meets or parts there
    why = page.label(f"photo.layer-{name}-one" if alone else f"photo.layer-{name}")
    return (
        f"<figure><figcaption><b>{name}</b> <small>{escape(size)} · {escape(quiet)}</small>"
        f'<span>{escape(why)}</span></figcaption><div class="wall">'
        f"{picture(png, page.label('photo.layer-alt', name=name), 760)}</div></figure>"
    )


def unit(
    page: Page,
    photo: Photo,
    found: Seen,
    layer: str,
    number: int,
    at: tuple[int, int],
    box: Box,
    dark: bool,
) -> str:
    """One map, large, its strongest unit marked, and the patch of the photo that this unit saw."""
    one, maps = found.maps[layer][number], found.maps[layer]
    side, strength = one.shape[0], float(one[at])
    png = figures.maps_png(one[None], limit=limit_of(maps), columns=1, dark=dark)
    name = page.label("photo.map-name", layer=layer, number=number)
    mark = _at((at[1] / side, at[0] / side, (at[1] + 1) / side, (at[0] + 1) / side), "peak")
    words = page.label(
        "photo.map-dead" if strength <= 0 else "photo.map-peak", value=f"{strength:.2f}"
    )
    return (
        f'<div class="ph-unit" lang="{page.lang}" data-testid="photo-unit" data-layer="{layer}" '
        f'data-map="{number}" data-box="{",".join(map(str, box))}"><h3>{escape(name)}</h3>'
        f'<div class="ph-pair"><figure><div class="frame">{picture(png, name, LARGE)}'
        f"{mark if strength > 0 else ''}</div>{scale(page, limit_of(maps), dark)}"
        f"<figcaption>{escape(words)}</figcaption></figure>"
        f"{_patch(page, photo, found, box) if strength > 0 else ''}</div></div>"
    )


def scale(page: Page, limit: float, dark: bool) -> str:
    """The scale of answers, from none to the layer's strongest."""
    png = picture(figures.scale_png(dark=dark, signed=False), page.label("photo.scale-alt"), 150)
    return f'<div class="ph-scale"><span>0</span>{png}<span>{limit:.2f}</span></div>'


def _at(box: tuple[float, float, float, float], kind: str) -> str:
    left, top, right, bottom = (100 * part for part in box)
    return (
        f'<i class="{kind}" style="left:{left:.2f}%;top:{top:.2f}%;'
        f'width:{right - left:.2f}%;height:{bottom - top:.2f}%"></i>'
    )


def _patch(page: Page, photo: Photo, found: Seen, box: Box) -> str:
    """Where the patch lies, and the patch itself: as the photo has it, and as pixels."""
    side = found.network.eye.side
    here = _at((box.left / side, box.top / side, box.right / side, box.bottom / side), "field")
    whole = photo_element(
        figures.encoded(square(photo, found), "JPEG"), page.label("photo.crop-alt")
    )
    alt = page.label("photo.patch-alt")
    pixels = picture(figures.encoded(found.crop.crop(box)), alt, PATCH)
    sharp = photo_element(figures.encoded(square(photo, found, box), "JPEG"), alt)
    width, height = box.size
    covers = page.label("photo.patch", width=width, height=height, side=side)
    if (width, height) == (side, side):
        covers = page.label("photo.patch-all", side=side)
    return (
        f'<figure><div class="frame whole">{whole}{here}</div>'
        f"<figcaption>{escape(covers)}</figcaption></figure>"
        f'<figure class="patch">{sharp}{pixels}'
        f"<figcaption>{escape(page.label('photo.patch-both'))}</figcaption></figure>"
    )


def square(photo: Photo, found: Seen, box: Box | None = None, most: int = 420) -> Image.Image:
    """What the crop, or a box of it, shows in the photo as it was before it was shrunk."""
    side = found.network.eye.side
    box = box or Box(0, 0, side, side)
    left, top = found.corner
    x, y = (big / small for big, small in zip(photo.image.size, found.shrunk.size, strict=True))
    area = (
        (left + box.left) * x,
        (top + box.top) * y,
        min((left + box.right) * x, photo.image.width),
        min((top + box.bottom) * y, photo.image.height),
    )
    width, height = box.size
    size = min(most, max(1, round(area[2] - area[0])))
    return photo.image.resize(
        (size, max(1, round(size * height / width))), Image.Resampling.BICUBIC, area
    )


def kernel(page: Page, found: Seen, number: int, colours: Array, dark: bool) -> str:
    """One first filter, large, and its map for the photo."""
    maps = found.maps["conv1"]
    one = maps[number]
    side = colours.shape[1]
    name = page.label("photo.filter-name", number=number, side=side)
    png = figures.maps_png(one[None], limit=limit_of(maps), columns=1, dark=dark)
    alt = page.label("photo.map-name", layer="conv1", number=number)
    loud = page.label("photo.filter-loud", value=f"{float(one.max()):.2f}")
    return (
        f'<div class="ph-unit" lang="{page.lang}" data-testid="photo-filter" '
        f'data-map="{number}"><h3>{escape(name)}</h3><div class="ph-pair">'
        f"<figure>{picture(figures.encoded(Image.fromarray(colours[number])), name, PATCH)}"
        f"<figcaption>{escape(page.label('photo.filter-why'))}</figcaption></figure>"
        f"<figure>{picture(png, alt, LARGE)}{scale(page, limit_of(maps), dark)}"
        f"<figcaption>{escape(loud)}</figcaption></figure></div></div>"
    )


class Answered(NamedTuple):
    """A photo of a table, answered; `right` is the place of its own class, if it has one."""

    title: str
    thumb: bytes  # JPEG
    probabilities: Array
    right: int | None

    @property
    def order(self) -> Array:
        """The places of all classes, the most probable first."""
        return np.argsort(-self.probabilities, kind="stable")

    @property
    def verdict(self) -> str:
        """ "right", "wrong", or "none" where nobody can say."""
        if self.right is None:
            return "none"
        return "right" if self.order[0] == self.right else "wrong"


def table(page: Page, rows: Sequence[Answered], looking: Network) -> str:
    """Photos as a table: a thumb, the first two answers, and whether the first is right."""
    heads = "".join(
        f'<th scope="col">{escape(page.label(f"photo.many-{name}"))}</th>'
        for name in ("photo", "answer", "second", "verdict")
    )
    body = "".join(_row(page, row, looking) for row in rows)
    return (
        f'<div class="ph-many" lang="{page.lang}" data-testid="photo-many" '
        f'data-count="{len(rows)}"{scrolls(page)}><table><thead><tr>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _row(page: Page, row: Answered, looking: Network) -> str:
    cells = "".join(
        f"<td>{escape(looking.classes[i].name(page.lang))} "
        f"<small>{100 * float(row.probabilities[i]):.0f}%</small></td>"
        for i in row.order[:2]
    )
    return (
        f'<tr class="{row.verdict}"><th scope="row">{photo_element(row.thumb, "", "thumb")}'
        f"<span>{escape(row.title)}</span></th>{cells}"
        f"<td>{escape(page.label(f'photo.verdict-{row.verdict}'))}</td></tr>"
    )


def turned(page: Page, counts: dict[str, int], known: int) -> str:
    """How many samples are answered rightly as they are, mirrored, and upside down."""
    rows = "".join(
        f"<li><b>{escape(page.label(f'photo.turned-{name}'))}</b>"
        f'<span class="bar"><i style="width:{100 * count / known:.1f}%"></i></span>'
        f'<span class="number">{count} / {known}</span></li>'
        for name, count in counts.items()
    )
    data = " ".join(f'data-{name}="{count}"' for name, count in counts.items())
    return f'<ol class="ph-ladder" lang="{page.lang}" data-testid="photo-turned" {data}>{rows}</ol>'
