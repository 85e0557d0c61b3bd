"""Exactly what a unit sees of a photo, cut out; and the sample photos that excite it most.

Where a unit's window reaches beyond the edge of the crop, so does the picture: see-through there,
since what the unit got from outside is no photo but zeros.
"""

from functools import lru_cache
from typing import NamedTuple

from PIL import Image

from cnn import figures, results
from cnn.analysis.receptive_field import receptive_field
from cnn.data.photos import sample_photos
from cnn.data.photos.crops import CENTRE
from cnn.data.photos.sample_photos import SamplePhoto
from cnn.inference.photo import PhotoNetwork, PhotoReading
from ui.exhibits.inside.chosen_unit import field_box
from ui.exhibits.photo import chosen_photo
from ui.exhibits.photo.chosen_photo import Photo
from ui.exhibits.photo.cutting import cut

SIDE = 168  # pixels of a patch, at most


class ExcitingPatch(NamedTuple):
    """A sample photo, the strongest place in it, what the unit answers there, and what it sees."""

    sample: SamplePhoto
    at: tuple[int, int]  # row and column
    value: float
    picture: bytes  # WebP


@lru_cache(maxsize=256)  # 20-60 kB each
def exciting_patches(layer: str, number: int) -> tuple[ExcitingPatch, ...]:
    """The nine sample photos that excite a map, or a unit, most, the strongest first; none where
    none does, but in fc8, which may answer below zero.

    One place of each photo: the strongest. Raises AssetProblem.
    """
    peaks, names = results.unit_peaks()[layer], list(sample_photos.samples())
    network = chosen_photo.network_shown("small")
    found = []
    for place, at, value in zip(
        peaks.photo[number], peaks.at[number], peaks.value[number], strict=True
    ):
        if value > 0 or layer == "fc8":
            where = (int(at[0]), int(at[1]))
            picture = sample_patch(names[place], network, layer, where, SIDE)
            sample = sample_photos.samples()[names[place]]
            found.append(
                ExcitingPatch(sample, where, float(value), figures.encoded(picture, "small"))
            )
    return tuple(found)


@lru_cache(maxsize=512)  # 12 kB each
def small_patch(layer: str, number: int, side: int) -> Image.Image | None:
    """A square with what excites a unit most of all samples; None where none does."""
    peaks, names = results.unit_peaks()[layer], list(sample_photos.samples())
    if peaks.value[number, 0] <= 0 and layer != "fc8":
        return None
    row, column = peaks.at[number, 0].tolist()
    network = chosen_photo.network_shown("small")
    picture = sample_patch(names[peaks.photo[number, 0]], network, layer, (row, column), side)
    return picture.resize((side, side), Image.Resampling.BICUBIC)


def sample_patch(
    name: str, network: PhotoNetwork, layer: str, at: tuple[int, int], side: int
) -> Image.Image:
    """What a unit sees of a sample photo's middle, at most `side` pixels wide."""
    image = sample_photos.sample_image(name)
    shrunk = network.transform.shrink(image)
    corner = network.transform.corner(shrunk, CENTRE)
    return field_picture(image, shrunk.size, corner, network, layer, at, side)


def photo_patch(
    photo: Photo, found: PhotoReading, layer: str, at: tuple[int, int], side: int = SIDE
) -> Image.Image:
    """What a unit sees of the open photo's crop, at most `side` pixels wide."""
    size = found.shrunk.size
    return field_picture(photo.image, size, found.corner, found.network, layer, at, side)


def field_picture(
    photo: Image.Image,
    shrunk: tuple[int, int],
    corner: tuple[int, int],
    network: PhotoNetwork,
    layer: str,
    at: tuple[int, int],
    side: int,
) -> Image.Image:
    """A unit's window on a photo, as the photo has it; see-through beyond the edge of the crop.

    shrunk: the size of the photo reduced; corner: left and top of the crop within that.
    """
    box = field_box(network, layer, at)
    part = cut(photo, shrunk, corner, box, side)
    if not layer.startswith(("conv", "pool", "rnorm")):
        return part
    field = receptive_field(network.model, layer)
    (top, _), (left, _) = (field.span(place) for place in at)
    if box.size == (field.size, field.size):
        return part
    scale = part.width / box.size[0]
    whole = Image.new("RGBA", (round(field.size * scale),) * 2)
    whole.paste(part, (round((box.left - left) * scale), round((box.top - top) * scale)))
    return whole


def is_cut(network: PhotoNetwork, layer: str, at: tuple[int, int]) -> bool:
    """Whether a unit's window reaches beyond the edge of the crop."""
    if not layer.startswith(("conv", "pool", "rnorm")):
        return False
    size = receptive_field(network.model, layer).size
    return field_box(network, layer, at).size != (size, size)
