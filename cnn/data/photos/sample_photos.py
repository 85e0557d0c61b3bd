"""The photos that ship: what is to be seen on each, its class, whom to thank (assets/photos)."""

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from cnn import assets
from cnn.assets import Asset
from cnn.data.imagenet.classes import tiny_classes
from cnn.data.photos.bounded_decode import decode

THUMB = 112  # pixels
ROOM = 1 << 28  # bytes to decode one in, which is plenty


@dataclass(frozen=True)
class SamplePhoto:
    """A photo of assets/photos; `wnid` is empty where ImageNet has no class for what it shows."""

    name: str
    english: str
    korean: str
    wnid: str = ""

    def title(self, lang: str) -> str:
        """What is to be seen, in the language "en" or "ko"."""
        return self.korean if lang == "ko" else self.english

    @property
    def file(self) -> str:
        """Its path below assets/."""
        return f"photos/{self.name}.jpg"

    @property
    def credit(self) -> Asset:
        """The manifest's row: author, licence, source."""
        return assets.row(self.file)


@cache
def samples() -> dict[str, SamplePhoto]:
    """All of them by name, in the order in which they are offered."""
    rows = tomllib.loads((assets.ROOT / "text/photos.toml").read_text("utf-8"))
    return {n: SamplePhoto(n, row["en"], row["ko"], row.get("wnid", "")) for n, row in rows.items()}


@lru_cache(maxsize=12)
def sample_image(name: str) -> Image.Image:
    """The photo itself, not to be changed. Raises AssetProblem."""
    return decode(assets.path(samples()[name].file).read_bytes(), ROOM)


@cache
def thumbs() -> NDArray[np.uint8]:
    """The middle square of each photo, small: (samples, THUMB, THUMB, 3)."""
    return np.stack([thumb(sample_image.__wrapped__(name)) for name in samples()])


def thumb(photo: Image.Image, side: int = THUMB) -> NDArray[np.uint8]:
    """The middle square of a photo, (side, side, 3)."""
    least = min(photo.size)
    left, top = (photo.width - least) // 2, (photo.height - least) // 2
    square = (left, top, left + least, top + least)
    return np.asarray(photo.resize((side, side), Image.Resampling.BOX, square))


def sample_count() -> int:
    """How many photos ship; for the prose."""
    return len(samples())


def known_samples() -> int:
    """How many of the samples show one of the small edition's 200 classes."""
    within = {each.wnid for each in tiny_classes()}
    return sum(sample.wnid in within for sample in samples().values())
