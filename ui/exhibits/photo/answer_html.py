"""What the exhibits of Photo look like: what was seen in, HTML out."""

from collections.abc import Sequence
from math import ceil
from typing import Any, NamedTuple

import htpy as h
import numpy as np
from htpy import Renderable
from numpy.typing import NDArray
from PIL import Image

from cnn import figures
from cnn.analysis.receptive_field import Box
from cnn.data.imagenet import classes as imagenet
from cnn.inference.photo import WALLS, BranchProbability, Guess, PhotoNetwork, PhotoReading
from ui.exhibits.photo.chosen_photo import Photo, right_place, said
from ui.exhibits.photo.cutting import cut
from ui.html.img import img
from ui.page.frame import Page
from ui.page.pictures import picture, scrolls

Array = NDArray[Any]
SHOWN = 720  # pixels of a photo's longest side on the page
LARGE, PATCH, CHANNEL = 200, 168, 96  # CSS pixels
ABOVE = 3  # branches of the tree that stand below a guess
COLUMNS = {96: 16, 64: 32, 192: 48, 256: 32, 384: 48}  # maps in a row of the overview
FULL = ("fc6", "fc7")
SCALE_ENDS = 0.99  # of a layer's answers above zero


def on_screen(photo: Image.Image, longest: int = SHOWN) -> bytes:
    """A photo for the screen."""
    small = photo.copy()
    small.thumbnail((longest, longest))
    return figures.encoded(small, "small")


def photo_card(page: Page, photo: Photo, testid: str = "photo-open") -> Renderable:
    """The photo, what it shows and whom to thank."""
    title = photo.title(page.lang)
    return h.figure(".ph-open", lang=page.lang, data_testid=testid, data_key=photo.key)[
        img(on_screen(photo.image), title, "photo"),
        h.figcaption[h.b[title], " ", credit(page, photo)],
    ]


def credit(page: Page, photo: Photo) -> Renderable | str:
    """Author and licence of a sample, with a link to the original; of an own photo a promise."""
    if photo.sample is None:
        return page.label("photo.own")
    row = photo.sample.credit
    words = page.label("photo.credit", author=row.author, licence=row.licence)
    return h.a(href=row.url, rel="noopener")[words] if row.url else words


def five_best(
    page: Page, photo: Photo, found: PhotoReading, testid: str = "photo-answers"
) -> Renderable:
    """The five most probable classes as bars, each with its branch of the tree."""
    right = right_place(photo, found.network)
    rows = [_guess(page, guess, right) for guess in found.top()]
    best = found.network.classes[found.best].wnid
    return h.div(
        ".ph-answers", lang=page.lang, data_testid=testid, data_best=best, data_photo=photo.key
    )[h.p(role="status")[said(page, photo, found)], h.ol[rows]]


def _guess(page: Page, guess: Guess, right: int | None) -> Renderable:
    percent = 100 * guess.probability
    mark = h.fragment[" ", h.em[page.label("photo.right")]] if guess.place == right else None
    return h.li(class_="right" if guess.place == right else None)[
        h.b[guess.synset.name(page.lang), mark],
        h.span(".number")[f"{percent:.1f}%"],
        h.span(".bar")[h.i(style=f"width:{percent:.1f}%")],
        h.small[branch(page, guess.synset.wnid)],
    ]


def branch(page: Page, wnid: str) -> str:
    """The branches above a class, the nearest last."""
    above = imagenet.path_to_root(wnid)[1 : ABOVE + 1]
    return " › ".join(each.name(page.lang) for each in reversed(above))


def ladder(page: Page, branches: Sequence[BranchProbability]) -> Renderable:
    """From the whole tree down to the best class: how probable each branch is."""
    rows = [
        h.li(style=f"--depth:{i}")[
            h.b[each.synset.name(page.lang)],
            h.small[_count(page, each.classes)],
            h.span(".bar")[h.i(style=f"width:{100 * each.probability:.1f}%")],
            h.span(".number")[f"{100 * each.probability:.0f}%"],
        ]
        for i, each in enumerate(branches)
    ]
    return h.ol(".ph-ladder", lang=page.lang, data_testid="photo-ladder")[rows]


def _count(page: Page, classes: int) -> str:
    key = "photo.ladder-class" if classes == 1 else "photo.ladder-classes"
    return page.label(key, count=classes)


def photo_steps(page: Page, photo: Photo, found: PhotoReading, dark: bool) -> Renderable:
    """What is left of the photo after each step, the square as pixels, its colours centred."""
    side = found.network.transform.side
    cut = page.label("photo.step-crop", side=side)
    centred = found.image[0].numpy()
    channels = [
        h.figure[
            _signed(values, centred, page.label(f"photo.channel-{name}"), dark),
            h.figcaption[page.label(f"photo.channel-{name}")],
        ]
        for name, values in zip(("red", "green", "blue"), centred, strict=True)
    ]
    numbers = page.label(
        "photo.step-numbers",
        photo=f"{photo.image.width * photo.image.height * 3:,}",
        crop=f"{side * side * 3:,}",
    )
    return h.div(
        ".ph-steps",
        lang=page.lang,
        data_testid="photo-steps",
        data_corner=f"{found.corner[0]},{found.corner[1]}",
    )[
        h.figure[
            picture(figures.encoded(found.crop), cut, LARGE),
            h.figcaption[h.b[cut], f" {page.label('photo.step-crop-why')}"],
        ],
        h.div[
            h.div(".channels")[channels],
            h.p[h.b[page.label("photo.step-colour")], f" {page.label('photo.step-colour-why')}"],
            h.p[numbers],
        ],
    ]


def _signed(values: Array, all_values: Array, alt: str, dark: bool) -> Renderable:
    limit = float(np.abs(all_values).max())
    return picture(figures.maps_png(values[None], limit=limit, columns=1, dark=dark), alt, CHANNEL)


def ten_crop_sheet(page: Page, found: PhotoReading) -> Renderable:
    """The ten crops: five, and the same mirrored."""
    ten = found.network.transform.ten_crops(found.shrunk)
    sheet = figures.colour_sheet(np.stack([np.asarray(each) for each in ten]), 5, gap=2)
    alt = page.label("photo.ten-alt")
    return h.figure(".ph-ten", lang=page.lang, data_testid="photo-ten")[
        picture(figures.encoded(sheet), alt, 330), h.figcaption[page.label("photo.ten-why")]
    ]


def limit_of(maps: Array) -> float:
    """Where a layer's scale ends: all but one in a hundred of its answers lie below.

    By its strongest answer alone all others would look faint.
    """
    answers = maps[maps > 0]
    return float(np.quantile(answers, SCALE_ENDS)) if answers.size else 1.0


def map_indices(maps: Array, limit: float) -> NDArray[np.uint8]:
    """Palette indices of maps (n, h, w); those that answer to nothing are see-through."""
    indices = figures.to_indices(maps, limit)
    indices[maps.max((1, 2)) <= 0] = figures.TRANSPARENT
    return indices


def overview(page: Page, photo: Photo, found: PhotoReading, dark: bool) -> Renderable:
    """Every layer as one picture, all its maps on the layer's own scale."""
    towers = found.network.name == "small"
    rows = [_layer(page, name, found.maps[name], towers, dark) for name in (*WALLS, *FULL)]
    return h.div(".ph-layers", lang=page.lang, data_testid="photo-layers", data_photo=photo.key)[
        rows
    ]


def _layer(page: Page, name: str, maps: Array, towers: bool, dark: bool) -> Renderable:
    if maps.ndim == 1:
        columns = 128
        units = np.zeros(columns * ceil(len(maps) / columns), np.float32)
        units[: len(maps)] = maps
        sheet, columns = units.reshape(1, -1, columns), 1
        size = page.label("photo.units", count=f"{len(maps):,}")
    else:
        sheet, columns = maps, COLUMNS.get(len(maps), 32)
        size = page.label("photo.maps", count=len(maps), side=maps.shape[1])
    indices = map_indices(sheet, limit_of(maps))
    png = figures.signed_png(figures.mosaic(indices, columns), dark=dark)
    quiet = page.label("photo.quiet", percent=f"{100 * float((maps <= 0).mean()):.0f}")
    if maps.ndim > 1 and (silent := int((maps.max((1, 2)) <= 0).sum())):
        quiet += f" · {page.label('photo.dead', count=silent)}"
    alone = not towers and name in ("conv3", "conv4")  # one tower: nothing meets or parts there
    why = page.label(f"photo.layer-{name}-one" if alone else f"photo.layer-{name}")
    return h.figure[
        h.figcaption[h.b[name], " ", h.small[f"{size} · {quiet}"], h.span[why]],
        h.div(".wall")[picture(png, page.label("photo.layer-alt", name=name), 760)],
    ]


def strongest_unit(
    page: Page,
    photo: Photo,
    found: PhotoReading,
    layer: str,
    number: int,
    at: tuple[int, int],
    box: Box,
    dark: bool,
    samples: Renderable | None = None,
) -> Renderable:
    """One map, large, its strongest unit marked, and the patch of the photo that this unit saw."""
    one, maps = found.maps[layer][number], found.maps[layer]
    side, strength = one.shape[0], float(one[at])
    png = figures.maps_png(one[None], limit=limit_of(maps), columns=1, dark=dark)
    name = page.label("photo.map-name", layer=layer, number=number)
    words = page.label(
        "photo.map-dead" if strength <= 0 else "photo.map-peak", value=f"{strength:.2f}"
    )
    return h.div(
        ".ph-unit",
        lang=page.lang,
        data_testid="photo-unit",
        data_layer=layer,
        data_map=number,
        data_box=",".join(map(str, box)),
    )[
        h.h3[name],
        h.div(".ph-pair")[
            h.figure[
                h.div(".frame")[
                    picture(png, name, LARGE), peak_mark(at, side) if strength > 0 else None
                ],
                map_scale(page, limit_of(maps), dark),
                h.figcaption[words],
            ],
            _patch(page, photo, found, box) if strength > 0 else None,
            samples
            and h.figure(".patch.excited")[samples, h.figcaption[page.label("photo.excited")]],
        ],
    ]


def map_scale(page: Page, limit: float, dark: bool) -> Renderable:
    """The scale of answers, from none to where the layer's scale ends."""
    png = picture(figures.scale_png(dark=dark, signed=False), page.label("photo.scale-alt"), 92)
    return h.div(".ph-scale")[
        h.span["0"], png, h.span[page.label("photo.over-end", value=f"{limit:.2f}")]
    ]


def peak_mark(at: tuple[int, int], side: int) -> Renderable:
    """The frame around a map's strongest unit, at a row and column of `side`."""
    row, column = at
    return _at((column / side, row / side, (column + 1) / side, (row + 1) / side), "peak")


def _at(box: tuple[float, float, float, float], kind: str) -> Renderable:
    left, top, right, bottom = (100 * part for part in box)
    return h.i(
        class_=kind,
        style=f"left:{left:.2f}%;top:{top:.2f}%;"
        f"width:{right - left:.2f}%;height:{bottom - top:.2f}%",
    )


def _patch(page: Page, photo: Photo, found: PhotoReading, box: Box) -> Renderable:
    """Where the patch lies, and the patch itself: as the photo has it, and as pixels."""
    side = found.network.transform.side
    here = _at((box.left / side, box.top / side, box.right / side, box.bottom / side), "field")
    whole = img(
        figures.encoded(crop_of_original(photo, found), "small"),
        page.label("photo.crop-alt"),
        "photo",
    )
    alt = page.label("photo.patch-alt")
    pixels = picture(figures.encoded(found.crop.crop(box)), alt, PATCH)
    sharp = img(figures.encoded(crop_of_original(photo, found, box), "small"), alt, "photo")
    width, height = box.size
    covers = page.label("photo.patch", width=width, height=height, side=side)
    if (width, height) == (side, side):
        covers = page.label("photo.patch-all", side=side)
    return h.fragment[
        h.figure[h.div(".frame.whole")[whole, here], h.figcaption[covers]],
        h.figure(".patch")[sharp, pixels, h.figcaption[page.label("photo.patch-both")]],
    ]


def crop_of_original(
    photo: Photo, found: PhotoReading, box: Box | None = None, most: int = 336
) -> Image.Image:
    """What the crop, or a box of it, shows in the photo as it was before it was shrunk."""
    side = found.network.transform.side
    box = box or Box(0, 0, side, side)
    return cut(photo.image, found.shrunk.size, found.corner, box, most)


def kernel(page: Page, found: PhotoReading, number: int, colours: Array, dark: bool) -> Renderable:
    """One first filter, large, and its map for the photo."""
    maps = found.maps["conv1"]
    one = maps[number]
    side = colours.shape[1]
    name = page.label("photo.filter-name", number=number, side=side)
    png = figures.maps_png(one[None], limit=limit_of(maps), columns=1, dark=dark)
    alt = page.label("photo.map-name", layer="conv1", number=number)
    loud = page.label("photo.filter-loud", value=f"{float(one.max()):.2f}")
    return h.div(".ph-unit", lang=page.lang, data_testid="photo-filter", data_map=number)[
        h.h3[name],
        h.div(".ph-pair")[
            h.figure[
                picture(figures.encoded(Image.fromarray(colours[number])), name, PATCH),
                h.figcaption[page.label("photo.filter-why")],
            ],
            h.figure[
                picture(png, alt, LARGE), map_scale(page, limit_of(maps), dark), h.figcaption[loud]
            ],
        ],
    ]


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


def photo_table(page: Page, rows: Sequence[Answered], network: PhotoNetwork) -> Renderable:
    """Photos as a table: a thumb, the first two answers, and whether the first is right."""
    heads = [
        h.th(scope="col")[page.label(f"photo.many-{name}")]
        for name in ("photo", "answer", "second", "verdict")
    ]
    body = [_row(page, row, network) for row in rows]
    return h.div(
        ".ph-many", scrolls(page), lang=page.lang, data_testid="photo-many", data_count=len(rows)
    )[h.table[h.thead[h.tr[heads]], h.tbody[body]]]


def _row(page: Page, row: Answered, network: PhotoNetwork) -> Renderable:
    cells = [
        h.td[
            f"{network.classes[i].name(page.lang)} ",
            h.small[f"{100 * float(row.probabilities[i]):.0f}%"],
        ]
        for i in row.order[:2]
    ]
    return h.tr(class_=row.verdict)[
        h.th(scope="row")[img(row.thumb, "", "thumb"), h.span[row.title]],
        cells,
        h.td[page.label(f"photo.verdict-{row.verdict}")],
    ]


def turned(page: Page, counts: dict[str, int], known: int) -> Renderable:
    """How many samples are answered rightly as they are, mirrored, and upside down."""
    rows = [
        h.li[
            h.b[page.label(f"photo.turned-{name}")],
            h.span(".bar")[h.i(style=f"width:{100 * count / known:.1f}%")],
            h.span(".number")[f"{count} / {known}"],
        ]
        for name, count in counts.items()
    ]
    data = {f"data-{name}": count for name, count in counts.items()}
    return h.ol(".ph-ladder", data, lang=page.lang, data_testid="photo-turned")[rows]
