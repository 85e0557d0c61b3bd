"""The patches of the sample photos that excite a map of the small edition most, cut out once."""

from functools import lru_cache
from typing import NamedTuple

from cnn import figures, results
from cnn.analysis.receptive_field import Box, receptive_field
from cnn.data.photos import sample_photos
from cnn.data.photos.crops import CENTRE
from cnn.data.photos.sample_photos import SamplePhoto
from ui.exhibits.photo import chosen_photo as state
from ui.exhibits.photo.cutting import cut

SIDE = 72  # pixels of a patch, at most
BEST = 3  # of the samples that are known for each map


class SamplePatch(NamedTuple):
    """A patch of a sample photo, and how much the map answers to it."""

    sample: SamplePhoto
    value: float
    picture: bytes  # WebP


@lru_cache(maxsize=1024)  # 1-2 kB each
def sample_patches(layer: str, number: int) -> tuple[SamplePatch, ...]:
    """The patches that excite a map most, the strongest first; none where none does.

    Raises AssetProblem.
    """
    peaks = results.unit_peaks()[layer]
    names = list(sample_photos.samples())
    found = []
    for place, (row, column), value in zip(
        peaks.photo[number, :BEST],
        peaks.at[number, :BEST],
        peaks.value[number, :BEST],
        strict=True,
    ):
        if value > 0:
            picture = _patch(names[place], layer, int(row), int(column))
            sample = sample_photos.samples()[names[place]]
            found.append(SamplePatch(sample, float(value), picture))
    return tuple(found)


def _patch(name: str, layer: str, row: int, column: int) -> bytes:
    network = state.network_shown("small")
    transform, image = network.transform, sample_photos.sample_image(name)
    shrunk = transform.shrink(image)
    box: Box = receptive_field(network.model, layer).box(row, column, transform.side)
    corner = transform.corner(shrunk, CENTRE)
    return figures.encoded(cut(image, shrunk.size, corner, box, SIDE), "small")
