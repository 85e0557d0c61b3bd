"""Makes assets/data/nouns.txt.xz: English nouns for what can be photographed, and where they hang.

Of WordNet 3.0 (Debian's wordnet-base) the plain words for animals, things, food, plants, places,
bodies and people, proper names left out. A line is a noun and its meanings, the commonest first,
each as the number of a synset of imagenet.json, in the order of wnids, and the steps up to it.
Run: python -m scripts.make_nouns
"""

import argparse
import json
import lzma
import re
from pathlib import Path

from cnn import assets
from scripts.make_imagenet import Synset, wordnet

PHYSICAL = "n00001930"
ANIMAL, ARTIFACT, BODY, FOOD, PLACE, PERSON, WEATHER, PLANT, SUBSTANCE = (
    *(5, 6, 8, 13, 17),
    *(18, 19, 20, 27),
)  # WordNet's files of nouns, lexnames(5)
AS_PAIRS = {ANIMAL, ARTIFACT, FOOD, PLACE, WEATHER}  # of which names of two words are taken too
IF_COMMON = {BODY, PERSON, SUBSTANCE}  # of which only what occurs in WordNet's tagged texts is
PLAIN = re.compile(r"[a-z][a-z' -]{0,23}")
MEANINGS = 3  # of a noun, at most


def files_and_instances(folder: Path) -> tuple[dict[str, int], set[str]]:
    """The number of each synset's file, and which synsets are single things, such as a river."""
    files, single = {}, set()
    for line in (folder / "data.noun").read_text("utf-8").splitlines():
        if not line.startswith(" "):
            fields = line.split(" | ", 1)[0].split()
            files["n" + fields[0]] = int(fields[1])
            if "@i" in fields[5 + 2 * int(fields[3], 16) :: 4]:
                single.add("n" + fields[0])
    return files, single


def index(folder: Path) -> dict[str, tuple[list[str], int]]:
    """Each noun's synsets, the commonest first, and how many of them occur in tagged texts."""
    found = {}
    for line in (folder / "index.noun").read_text("utf-8").splitlines():
        if not line.startswith(" "):
            fields = line.split()
            pointers = int(fields[3])
            wnids = ["n" + offset for offset in fields[6 + pointers :]]
            found[fields[0].replace("_", " ")] = wnids, int(fields[5 + pointers])
    return found


def place(wnid: str, nouns: dict[str, Synset], numbers: dict[str, int]) -> tuple[int, int] | None:
    """The nearest synset above that imagenet.json has, and the steps; None beside all things."""
    row, steps, physical = [wnid], 0, False
    found = None
    while row:
        for each in row:
            physical = physical or each == PHYSICAL
            if found is None and each in numbers:
                found = numbers[each], steps
        row, steps = [above for each in row for above in nouns[each].parents], steps + 1
    return found if physical else None


def taken(noun: str, file: int, common: bool) -> bool:
    """Whether this meaning of a noun is one that a photo may show."""
    words = noun.count(" ") + 1
    if not PLAIN.fullmatch(noun):
        return False
    if file in AS_PAIRS:
        return words <= 2
    return words == 1 and (common or file == PLANT) if file in (*IF_COMMON, PLANT) else False


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wordnet", type=Path, default=Path("/usr/share/wordnet"))
    folder = parser.parse_args().wordnet
    nouns, (files, single) = wordnet(folder), files_and_instances(folder)
    tree = json.loads((assets.ROOT / "data/imagenet.json").read_text("utf-8"))["synsets"]
    numbers = {wnid: number for number, wnid in enumerate(sorted(tree))}
    lines = []
    for noun, (wnids, common) in sorted(index(folder).items()):
        meanings = [
            found
            for rank, wnid in enumerate(wnids)
            if noun in nouns[wnid].words  # as it is written: no proper name
            and wnid not in single
            and taken(noun, files[wnid], rank < common)
            and (found := place(wnid, nouns, numbers)) is not None
        ]
        if meanings:
            few = list(dict.fromkeys(meanings))[:MEANINGS]
            lines.append(f"{noun}\t{' '.join(f'{number}.{steps}' for number, steps in few)}\n")
    packed = lzma.compress("".join(lines).encode(), preset=9)
    (assets.ROOT / "data/nouns.txt.xz").write_bytes(packed)


if __name__ == "__main__":
    main()
