"""Ways through WordNet's tree above ImageNet's classes: searching, meeting, stepping down."""

import unicodedata
from functools import cache

from cnn.data.imagenet.classes import (
    Synset,
    children,
    classes,
    classes_below,
    path_to_root,
    synset,
    tiny_classes,
)

NEARLY_ALL = 0.9  # of what a branch holds: a part so large is no choice
LONGEST = 100  # characters of a query; what is beyond is not looked at


def root() -> Synset:
    """The synset "entity", where every path to the root ends."""
    return path_to_root(classes()[0].wnid)[-1]


@cache
def reached() -> dict[str, Synset]:
    """All that stands on a class's path to the root, by wnid, from the root down."""
    found: dict[str, Synset] = {}
    row = [root()]
    while row:
        found |= {each.wnid: each for each in row}
        row = [child for each in row for child in children(each.wnid)]
    return found


def branches(wnid: str) -> tuple[Synset, ...]:
    """What to choose from below: each child, or the first below it where there is a choice.

    One that holds nearly all gives way to its own branches, so that "entity" parts into artifacts
    and living things, not into 997 classes and 3.
    """
    row = [_fork(child) for child in children(wnid)]
    while large := next((each for each in row if _gives_way(each.wnid, wnid)), None):
        place = row.index(large)
        row[place : place + 1] = [_fork(child) for child in children(large.wnid)]
    return tuple(row)


def _gives_way(below: str, above: str) -> bool:
    return not is_class(below) and class_count(below) >= NEARLY_ALL * class_count(above)


def _fork(below: Synset) -> Synset:
    while len(only := children(below.wnid)) == 1:
        below = only[0]
    return below


def around(wnid: str) -> tuple[Synset, ...]:
    """What to show with this open: its branches, or of a class those of the fork that it is at."""
    below = branches(wnid)
    return below if len(below) > 1 else around_class(wnid)


def around_class(wnid: str) -> tuple[Synset, ...]:
    """The branches of the lowest fork above a class."""
    above = (branches(each.wnid) for each in path_to_root(wnid)[1:])
    return next((row for row in above if len(row) > 1), ())


def is_class(wnid: str) -> bool:
    """Whether networks answer with it; else it stands above such."""
    return not children(wnid)


@cache
def tiny_wnids() -> frozenset[str]:
    """The wnids of the 200 classes that the small edition knows."""
    return frozenset(each.wnid for each in tiny_classes())


def class_count(wnid: str) -> int:
    """How many of the 1,000 classes this branch holds; of a class, one."""
    return len(classes_below(wnid))


def meeting(one: str, other: str) -> Synset:
    """The lowest that has both below it, by the paths to the root."""
    above = {each.wnid for each in path_to_root(one)}
    return next(each for each in path_to_root(other) if each.wnid in above)


def tree_distance(one: str, other: str) -> int:
    """Steps in the tree from one to the other, up to where they meet and down."""
    where = meeting(one, other).wnid
    return sum([each.wnid for each in path_to_root(end)].index(where) for end in (one, other))


def search(query: str, limit: int = 12) -> tuple[Synset, ...]:
    """The synsets whose English or Korean name has every word of `query`, the best first.

    Korean is found without its spaces too, as many write compounds.

    A whole name comes before a name that begins with the query, that before a word that does, and
    among equals the branch with more classes.
    """
    asked = folded(query[:LONGEST])
    if not asked:
        return ()
    words = asked.split()
    ranked = [
        (_rank(asked, names), -class_count(wnid), place, wnid)
        for place, (wnid, names) in enumerate(_names().items())
        if any(all(word in name for word in words) for name in names)
    ]
    return tuple(synset(wnid) for *_, wnid in sorted(ranked)[:limit])


def folded(text: str) -> str:
    """For comparing: no case, no accents' variants, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _rank(asked: str, names: tuple[str, ...]) -> int:
    if asked in names:
        return 0
    if any(name.startswith(asked) for name in names):
        return 1
    return 2 if any(f" {asked}" in name for name in names) else 3


@cache
def _names() -> dict[str, tuple[str, ...]]:
    return {
        wnid: (folded(each.english), folded(each.korean), folded(each.korean).replace(" ", ""))
        for wnid, each in reached().items()
    }
