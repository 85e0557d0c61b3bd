"""Sample photos that ship, for those who have none at hand."""

import tomllib
from functools import cache
from typing import NamedTuple

from cnn import assets


class Sample(NamedTuple):
    """A photo, what is to be seen on it, and whom to thank for it."""

    name: str
    wnid: str  # its ImageNet class; empty where ImageNet has none for it
    english: str
    korean: str
    author: str
    licence: str  # such as CC-BY-SA-4.0, CC0-1.0 or Public domain
    url: str  # where the original is

    def title(self, lang: str) -> str:
        """What is to be seen, in the language "en" or "ko"."""
        return self.korean if lang == "ko" else self.english

    @property
    def licence_url(self) -> str:
        """The licence's own page; empty for the public domain."""
        if self.licence.startswith("CC0"):
            return "https://creativecommons.org/publicdomain/zero/1.0/"
        if not self.licence.startswith("CC-"):
            return ""
        kind, _, version = self.licence.removeprefix("CC-").rpartition("-")
        return f"https://creativecommons.org/licenses/{kind.lower()}/{version}/"

    def data(self) -> bytes:
        """The JPEG file, for cnn.data.photos.open_photo. Raises AssetProblem."""
        return assets.path(f"photos/{self.name}.jpg").read_bytes()


@cache
def samples() -> dict[str, Sample]:
    """Every sample photo by its name, in the order in which they are offered."""
    listed = tomllib.loads((assets.ROOT / "text/photos.toml").read_text("utf-8"))
    found = {}
    for name, said in listed.items():
        row = assets.row(f"photos/{name}.jpg")
        credit = row.author, row.licence, row.url
        found[name] = Sample(name, said.get("wnid", ""), said["en"], said["ko"], *credit)
    return found
