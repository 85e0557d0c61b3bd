"""Words for what can be photographed, and how near the classes of a network come to their meaning.

A word is an English noun of WordNet 3.0 or a Korean name, written as people write it: in any case,
in the plural, with a slip of the pen. Where it hangs in the tree above ImageNet's classes is stored
(assets/data/nouns.txt.xz); what has no English noun of its own there, and the Korean words, stand
in assets/text/photo_words.toml.
"""

import lzma
import string
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from functools import cache
from typing import NamedTuple

from cnn import assets
from cnn.data.imagenet.classes import Synset, classes, path_to_root, tree
from cnn.data.imagenet.wordnet import folded

LONGEST = 40  # characters of a word; what is longer is a text
SHORT = 4  # letters below which every slip of the pen is another word
ALIKE = 0.85  # of a Korean word's letters, for one that is written a little otherwise
PLURALS = (("ies", "y"), ("ves", "f"), ("ves", "fe"), ("es", ""), ("s", ""), ("men", "man"))
WIDE = 0.08  # of all classes: a branch with more says little
MIXED = {"n00019128"}  # natural objects, stars and acorns: to be one of them says nothing either
PEOPLE = "n00007846"


class Meaning(NamedTuple):
    """One meaning of a word: the nearest synset at or above it in the tree, and the steps to it."""

    above: Synset
    steps: int  # 0: it is that synset

    @property
    def wnid(self) -> str | None:
        """Its wnid, if the tree has the meaning itself."""
        return None if self.steps else self.above.wnid

    @property
    def is_class(self) -> bool:
        """Whether it is one of the contest's 1,000 classes."""
        return self.wnid in _contest()


class Word(NamedTuple):
    """A word that was understood, in the form in which it is listed."""

    name: str
    meanings: tuple[Meaning, ...]  # the commonest first
    exact: bool  # False: it was written otherwise


class Nearest(NamedTuple):
    """The classes of a network that are nearest to a meaning in WordNet's tree."""

    branch: Synset  # the lowest branch that has the meaning and any of the classes
    places: tuple[int, ...]  # of all its classes in the network's order, the nearest first
    far: bool  # the branch is so wide that those on it have little in common


def look_up(typed: str) -> Word | None:
    """What a visitor's word means; None if no such noun is known. Any text is a question."""
    asked = folded(typed[: 2 * LONGEST])
    if not asked or len(asked) > LONGEST:
        return None
    for written in _forms(asked):
        if found := _words().get(written):
            return Word(found.name, found.meanings, exact=True)
    for written in (*_slips(asked), *_like(asked)):
        if found := _words().get(written):
            return Word(found.name, found.meanings, exact=False)
    return None


def nearest(meaning: Meaning, known: Sequence[Synset]) -> Nearest:
    """Which of the classes `known` are on the lowest branch with this meaning, by steps to them.

    Raises ValueError if `known` is empty.
    """
    for height, branch in enumerate(path_to_root(meaning.above.wnid)):
        below = []
        for place, each in enumerate(known):
            path = [step.wnid for step in path_to_root(each.wnid)]
            if branch.wnid in path:
                below.append((path.index(branch.wnid) + height, place))
        if below:
            places = tuple(place for _, place in sorted(below))
            far = len(places) > WIDE * len(known) or branch.wnid in MIXED
            return Nearest(branch, places, far)
    raise ValueError("no class to be near to")


def told(word: Word, known: Sequence[Synset], most: int = 2) -> list[Meaning]:
    """The meanings of a word of which there is something to say.

    Those that have kinds among the classes come first, else the commonest; then what the contest
    had a class for.
    """
    meant = [each for each in word.meanings if kinds(each, known)] or list(word.meanings[:1])
    others = [each for each in word.meanings if each.is_class and each not in meant]
    return [*meant, *others][:most]


def kinds(meaning: Meaning, known: Sequence[Synset]) -> tuple[int, ...]:
    """The places of the classes that are this meaning, or kinds of it."""
    if meaning.steps:
        return ()
    wnid = meaning.above.wnid
    return tuple(
        place for place, each in enumerate(known) if wnid in _all_above(each.wnid) | {each.wnid}
    )


@cache
def _contest() -> frozenset[str]:
    return frozenset(each.wnid for each in classes())


@cache
def _all_above(wnid: str) -> frozenset[str]:
    parents = tree()[wnid].parents
    return frozenset(parents).union(*(_all_above(each) for each in parents))


def _forms(asked: str) -> Iterator[str]:
    """The word as it is written, without spaces or hyphens, without an article, in the singular."""
    plain = asked.removeprefix("a ").removeprefix("an ").removeprefix("the ")
    for each in dict.fromkeys((asked, plain, plain.replace("-", " "))):
        yield each
        for plural, singular in PLURALS:
            if each.endswith(plural) and len(each) > len(plural) + 1:
                yield each.removesuffix(plural) + singular
    yield plain.replace(" ", "")


def _slips(asked: str) -> Iterator[str]:
    """Every word of Latin letters that is one slip away: a letter left out, added, wrong, swapped.

    Some fifty for each letter, whatever the list's length.
    """
    if len(asked) < SHORT or not asked.isascii():
        return
    parts = [(asked[:at], asked[at:]) for at in range(len(asked) + 1)]
    yield from (left + right[1] + right[0] + right[2:] for left, right in parts if len(right) > 1)
    yield from (left + right[1:] for left, right in parts if right)
    letters = string.ascii_lowercase
    yield from (left + each + right[1:] for left, right in parts if right for each in letters)
    yield from (left + each + right for left, right in parts for each in letters)


def _like(asked: str) -> list[str]:
    """The Korean word most like this one by the letters of its syllables, if one is."""
    if asked.isascii() or len(asked) < 2:
        return []
    taken_apart = _korean()
    letters = unicodedata.normalize("NFD", asked.replace(" ", ""))
    near = [each for each in taken_apart if abs(len(each) - len(letters)) <= 2]
    return [taken_apart[each] for each in get_close_matches(letters, near, 1, ALIKE)]


@cache
def _korean() -> dict[str, str]:
    return {
        unicodedata.normalize("NFD", each.replace(" ", "")): each
        for each in _words()
        if not each.isascii()
    }


@cache
def _words() -> dict[str, Word]:
    """Every word in every way in which it is looked up. Raises AssetProblem."""
    nouns = _nouns()
    found = {noun: Word(noun, meanings, True) for noun, meanings in nouns.items()}
    for each in tree().values():
        itself = Meaning(each, 0)
        for name in (each.english, each.korean):
            others = nouns.get(folded(name), ()) if name == each.english else ()
            meanings = (itself, *(other for other in others if other != itself))
            if folded(name) not in found or itself not in found[folded(name)].meanings:
                found[folded(name)] = Word(name, meanings, True)
    extra = tomllib.loads((assets.ROOT / "text/photo_words.toml").read_text("utf-8"))
    for lang, words in extra.items():
        for word, english in words.items():
            named = found[folded(word)].meanings if lang == "ko" and word in found else ()
            meanings = (*named, *found[folded(english)].meanings)
            found[folded(word)] = Word(word, tuple(dict.fromkeys(meanings)), True)
    for word in [each for each in found if not each.isascii() and " " in each]:
        found.setdefault(word.replace(" ", ""), found[word])
    return found


@cache
def _nouns() -> dict[str, tuple[Meaning, ...]]:
    """The stored nouns; people only where a word means nothing else."""
    wnids = sorted(tree())
    found = {}
    packed = assets.path("data/nouns.txt.xz").read_bytes()
    for line in lzma.decompress(packed).decode().splitlines():
        noun, _, places = line.partition("\t")
        numbers = (place.partition(".") for place in places.split())
        meanings = tuple(
            Meaning(tree()[wnids[int(number)]], int(steps)) for number, _, steps in numbers
        )
        things = tuple(
            each
            for each in meanings
            if PEOPLE != each.above.wnid and PEOPLE not in _all_above(each.above.wnid)
        )
        found[noun] = things or meanings
    return found
