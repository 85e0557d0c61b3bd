"""Are these ImageNet's classes, in the order of its networks, and is the tree above them whole?"""

import re
from collections import Counter

import pytest

from cnn import assets
from cnn.data.imagenet import classes as imagenet
from cnn.data.imagenet.classes import (
    children,
    classes,
    classes_below,
    path_to_root,
    synset,
    tiny_classes,
)


def test_the_order_is_that_of_published_networks():
    from torchvision.models import AlexNet_Weights

    theirs = AlexNet_Weights.IMAGENET1K_V1.meta["categories"]
    wnids = [each.wnid for each in classes()]
    assert len(wnids) == 1000 and wnids == sorted(wnids)
    for number in (0, 1, 207, 281, 366, 504, 701, 859, 948, 985):
        assert theirs[number].split()[-1].lower() in classes()[number].english.lower()


def test_the_200_are_among_the_1000():
    tiny = [each.wnid for each in tiny_classes()]
    assert len(tiny) == 200 and tiny == sorted(tiny)
    assert set(tiny) <= {each.wnid for each in classes()}


def test_every_class_has_a_name_of_its_own():
    names = [each.english for each in classes()]
    assert len(set(names)) == 1000
    assert not [name for name in names if len(name) > 40 or name != name.strip()]


def korean_lines():
    """wnid, Korean name and, behind it, the English one, as the file has them."""
    written = (assets.ROOT / "text/wordnet.ko.toml").read_text("utf-8")
    return re.findall(r'^(n\d{8}) = "(.*)"  # (.*)$', written, re.MULTILINE)


def test_all_have_a_korean_name_and_it_stands_beside_its_english_one():
    lines = {wnid: (korean, english) for wnid, korean, english in korean_lines()}
    assert len(lines) == len(korean_lines())
    assert lines == {each.wnid: (each.korean, each.english) for each in imagenet.tree().values()}
    assert list(lines) == sorted(lines)
    assert synset("n01440764").name("ko") == "텐치" != synset("n01440764").name("en") == "tench"


def test_korean_names_are_korean():
    """Syllables, digits, and one word in brackets at most; no letters of another script."""
    shape = re.compile(r"[가-힣0-9]+( [가-힣0-9]+)*(\([가-힣]+( [가-힣]+)*\))?")
    assert not [each for each in imagenet.tree().values() if not shape.fullmatch(each.korean)]


def test_no_two_share_a_korean_name():
    """Not even where they share an English one: a crane that flies is none that lifts."""
    names = Counter(each.korean for each in imagenet.tree().values())
    assert not [name for name, times in names.items() if times > 1]
    assert synset("n02012849").korean == "두루미" and synset("n03126707").korean == "기중기"


def test_every_path_ends_at_the_root():
    for leaf in classes():
        path = path_to_root(leaf.wnid)
        assert path[0] is leaf and path[-1].english == "entity"


def test_a_goldfish_is_a_fish():
    path = [each.english for each in path_to_root("n01443537")]
    assert path[:5] == [
        "goldfish",
        "cyprinid",
        "cypriniform fish",
        "soft-finned fish",
        "teleost fish",
    ]
    assert "animal" in path


def test_no_class_is_above_another_and_all_are_reached_from_the_root():
    assert not [leaf for leaf in classes() if children(leaf.wnid)]
    assert sorted(classes_below("n00001740")) == sorted(classes())


def test_the_tree_knows_how_many_dogs_there_are():
    dogs = [each for each in classes() if synset("n02084071") in path_to_root(each.wnid)]
    assert sorted(classes_below("n02084071")) == sorted(dogs)
    assert len(dogs) == 118


def test_what_is_not_in_the_tree_is_a_key_error():
    with pytest.raises(KeyError):
        synset("n99999999")
