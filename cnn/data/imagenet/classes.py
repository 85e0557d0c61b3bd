"""ImageNet's 1,000 classes (ILSVRC 2012), the 200 of the small edition, and WordNet's tree above.

A class is a WordNet 3.0 noun, known by its `wnid`, such as n01443537, the goldfish. Nothing of
ImageNet's photos is here.
"""

import json
import tomllib
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from cnn import assets


class Synset(NamedTuple):
    """One meaning: a class, or what is above classes."""

    wnid: str
    english: str
    korean: str
    gloss: str  # WordNet's definition, in English
    parents: tuple[str, ...]  # the first is the one that `path_to_root` takes

    def name(self, lang: str) -> str:
        """Its name in the language "en" or "ko"."""
        return self.korean if lang == "ko" else self.english


def classes() -> tuple[Synset, ...]:
    """The 1,000 classes; the place of each is the number that networks answer with."""
    return tuple(synset(wnid) for wnid in _stored()["classes"])


def tiny_classes() -> tuple[Synset, ...]:
    """The 200 classes of Tiny ImageNet, in the order of the small edition's answers."""
    return tuple(synset(wnid) for wnid in _stored()["tiny"])


def synset(wnid: str) -> Synset:
    """The class or the meaning above classes. Raises KeyError if ImageNet has none of this wnid."""
    return tree()[wnid]


@cache
def tree() -> dict[str, Synset]:
    """Every class and all that is above them, by wnid. Raises AssetProblem."""
    korean = tomllib.loads((assets.ROOT / "text/wordnet.ko.toml").read_text("utf-8"))
    return {
        wnid: Synset(wnid, name, korean[wnid], gloss, tuple(parents))
        for wnid, (name, parents, gloss) in _stored()["synsets"].items()
    }


def path_to_root(wnid: str) -> tuple[Synset, ...]:
    """From this synset up to "entity", by WordNet's first parent of each."""
    path = [synset(wnid)]
    while path[-1].parents:
        path.append(synset(path[-1].parents[0]))
    return tuple(path)


def children(wnid: str) -> tuple[Synset, ...]:
    """Those just below, whose `path_to_root` leads through this synset; none below a class."""
    return _children().get(wnid, ())


@cache
def _children() -> dict[str, tuple[Synset, ...]]:
    below: dict[str, tuple[Synset, ...]] = {}
    for leaf in classes():
        path = path_to_root(leaf.wnid)
        for child, parent in pairwise(path):
            if child not in below.get(parent.wnid, ()):
                below[parent.wnid] = (*below.get(parent.wnid, ()), child)
    return below


@cache
def classes_below(wnid: str) -> tuple[Synset, ...]:
    """The classes at the ends of this branch; of a class itself, that class."""
    below = children(wnid)
    if not below:
        return (synset(wnid),)
    return tuple(leaf for child in below for leaf in classes_below(child.wnid))


@cache
def _stored() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(assets.path("data/imagenet.json").read_text("utf-8"))
    return found
