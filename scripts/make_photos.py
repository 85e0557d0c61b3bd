"""Makes assets/photos/: the sample photos, reduced, and their rows for assets/manifest.toml.

They come from Debian's packages gcompris-qt-data, palapeli-data and lomiri-wallpapers-16.04 and
from scikit-image; whom to thank for each is read from what those packages say of it.
Run: python -m scripts.make_photos > rows.toml  (--root: where the packages are unpacked)
"""

import argparse
import hashlib
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import skimage
from PIL import Image

from cnn import assets
from scripts import qt_resources

LONGEST, QUALITY = 640, 82

GCOMPRIS = {
    "explore_farm_animals": {"dog": "german-shepherd", "pig": "pig", "chicken": "hens"},
    "explore_world_animals": {
        "koala": "koala",
        "bison": "bison",
        "panda": "giant-panda",
        "polar_bear": "polar-bear",
        "lemur": "lemurs",
        "jaguar": "jaguars",
        "scarlet_macaw": "macaw",
        "dragon": "komodo-dragon",
        "giraffe": "giraffe",
    },
    "erase": {
        "bee": "bee-at-pomegranate",
        "red_panda": "red-panda",
        "gosling": "gosling",
        "kitten": "kitten",
        "cheetah": "cheetah",
        "meerkats": "meerkats",
        "gorilla": "gorilla",
        "penguin": "penguin",
        "camels": "camels",
        "butterfly": "butterfly",
    },
    "explore_monuments": {
        "india/gatewayofIndia": "arch-mumbai",
        "germany/brandenburgGate": "gate-berlin",
        "france/pontduGard": "viaduct",
        "usa/navajo": "cliff-dwelling",
        "germany/neuschwansteinCastle": "castle",
    },
    "categorization": {
        "fishes/fish25": "goldfish",
        "fishes/fish10": "coral-reef",
        "fishes/fish9": "clownfish",
        "others/pan": "frying-pan",
        "others/bucket": "bucket",
        "others/volleyball": "volleyball",
        "monuments/arcDeTriomphe": "arch-paris",
        "monuments/IndiaGate": "arch-delhi",
        "renewable/dam1": "dam-amagase",
        "renewable/dam3": "dam-river",
        "renewable/dam5": "dam-caruachi",
    },
}
PALAPELI = {
    "cincinnati-bridge": "suspension-bridge",
    "citrus-fruits": "citrus",
    "european-honey-bee": "bee-on-flower",
}
LOMIRI = {
    "Dragonfly_by_Bolly": "dragonfly",
    "picosdeeuropa_by_Aitzol_Berasategi": "alp-europa",
    "aitzgorri_by_Aitzol_Berasategi": "alp-aitzgorri",
    "Picture_0B_by_freespace": "fig",
}
SKIMAGE = {  # as the docstrings of skimage.data say
    "chelsea.png": ("tabby-cat", "Stefan van der Walt", "CC0-1.0"),
    "coffee.png": ("espresso", "Rachel Michetti", "CC0-1.0"),
    "rocket.jpg": ("rocket", "SpaceX", "Public domain"),
}
CROPS = {"dragonfly": (1700, 640, 3400, 1915)}  # the insect is small in the whole picture


class Photo(NamedTuple):
    name: str
    content: bytes
    author: str
    licence: str
    url: str
    package: str


def gcompris(root: Path) -> Iterator[Photo]:
    for activity, wanted in GCOMPRIS.items():
        found = dict(qt_resources.files(root / f"usr/share/gcompris-qt/rcc/{activity}.rcc"))
        credits = {
            f"{readme.rpartition('/')[0]}/{file}": credit
            for readme, text in found.items()
            if readme.endswith("README")
            for file, credit in _credits(text.decode("utf-8"))
        }
        for ending, name in wanted.items():
            path = next(path for path in credits if path.endswith(f"/{ending}.webp"))
            credit = credits[path]
            licence = "Public domain" if "ublic" in credit["License"] else credit["License"]
            yield Photo(
                name,
                found[path],
                credit["Copyright"],
                licence,
                credit["Source"],
                "gcompris-qt-data",
            )


def _credits(readme: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Each file that a README of GCompris names, and its Copyright, Source and License."""
    for block in readme.split("\n\n"):
        credit = dict(re.findall(r"^(\w+): *(.*)$", block, re.MULTILINE))
        credit |= {"Copyright": re.sub(r"^© \d+ ", "", credit.get("Copyright", ""))}
        for file in re.findall(r"^(?:Files: *)?([\w/-]+\.webp)$", block, re.MULTILINE):
            yield file, credit


def palapeli(root: Path) -> Iterator[Photo]:
    folder = root / "usr/share/palapeli/collection"
    for file, name in PALAPELI.items():
        text = (folder / f"{file}.desktop").read_text("utf-8")
        said = dict(re.findall(r"^X-KDE-PluginInfo-(\w+)=(.*)$", text, re.MULTILINE))
        licence = said["License"].replace("Public Domain", "Public domain")
        content = (folder / f"{file}.jpg").read_bytes()
        yield Photo(name, content, said["Author"], licence, said["Website"], "palapeli-data")


def lomiri(root: Path) -> Iterator[Photo]:
    package = "lomiri-wallpapers-16.04"
    text = (root / f"usr/share/doc/{package}/copyright").read_text("utf-8")
    for file, name in LOMIRI.items():
        said = re.search(rf"Files: 16.04/{file}.jpg\nCopyright: (.*?), 2018\nLicense: (.*)", text)
        assert said
        content = (root / f"usr/share/backgrounds/{file}.jpg").read_bytes()
        url = "https://gitlab.com/ubports/development/core/lomiri-wallpapers"
        yield Photo(name, content, said[1].replace('"', "'"), said[2], url, package)


def scikit_image() -> Iterator[Photo]:
    folder = Path(skimage.__file__).parent / "data"
    for file, (name, author, licence) in SKIMAGE.items():
        url = f"https://scikit-image.org/docs/stable/api/skimage.data.html#skimage.data.{file[:-4]}"
        yield Photo(name, (folder / file).read_bytes(), author, licence, url, "scikit-image")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", type=Path, default=Path("/"))
    root = parser.parse_args().root
    for photo in [*gcompris(root), *palapeli(root), *lomiri(root), *scikit_image()]:
        picture = Image.open(io.BytesIO(photo.content)).convert("RGB")
        if photo.name in CROPS:
            picture = picture.crop(CROPS[photo.name])
        picture.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
        file = assets.ROOT / f"photos/{photo.name}.jpg"
        file.parent.mkdir(exist_ok=True)
        picture.save(file, quality=QUALITY, optimize=True, progressive=True)
        print(
            f'[[asset]]\nfile = "photos/{file.name}"\n'
            f'sha256 = "{hashlib.sha256(file.read_bytes()).hexdigest()}"\n'
            f'author = "{photo.author}"\nurl = "{photo.url}"\nlicence = "{photo.licence}"\n'
            f'source = "the package {photo.package}; reduced to {LONGEST} pixels by us"\n'
            'made_by = "python -m scripts.make_photos"\n'
        )


if __name__ == "__main__":
    main()
