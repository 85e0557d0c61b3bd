"""Does the tree find what is asked, in both languages, and take any question calmly?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnn.data.imagenet import wordnet
from cnn.data.imagenet.classes import children, classes, path_to_root
from cnn.data.imagenet.wordnet import (
    around,
    branches,
    class_count,
    is_class,
    meeting,
    reached,
    search,
    tree_distance,
)

DOG, CAT, GOLDFISH, ROOT = "n02084071", "n02121620", "n01443537", "n00001740"
every = st.sampled_from(sorted(reached()))


def test_every_class_is_reached_and_the_root_is_first():
    assert next(iter(reached())) == ROOT == wordnet.root().wnid
    assert {each.wnid for each in classes()} <= set(reached())
    assert set(reached()) == {up.wnid for each in classes() for up in path_to_root(each.wnid)}


@given(every)
def test_a_name_finds_its_synset(wnid):
    for name in (reached()[wnid].english, reached()[wnid].korean):
        found = search(f"  {name.upper()} ", limit=2000)
        assert wnid in [each.wnid for each in found]
        assert wordnet.folded(name) in map(wordnet.folded, (found[0].english, found[0].korean))


@given(st.text(max_size=200), st.integers(0, 20))
def test_any_question_has_a_calm_answer(query, limit):
    found = search(query, limit)
    assert len(found) <= limit and len(set(found)) == len(found)
    words = wordnet.folded(query[: wordnet.LONGEST]).split()
    for each in found:
        names = map(wordnet.folded, (each.english, each.korean, each.korean.replace(" ", "")))
        assert any(all(word in name for word in words) for name in names)


@given(every, st.integers(1, 6))
def test_the_first_letters_are_enough(wnid, letters):
    part = reached()[wnid].english[:letters]
    if part.strip():
        assert reached()[wnid] in search(part, limit=2000)


@pytest.mark.parametrize("query", ["", "   ", "zzzz", "🐶", "x" * 10_000])
def test_nothing_is_found_for_nothing(query):
    assert search(query) == ()


def test_the_best_comes_first():
    assert search("dog")[0].wnid == DOG
    assert search("금붕어")[0].wnid == GOLDFISH
    assert search("GoldFish ")[0].wnid == GOLDFISH
    assert search("골든레트리버") == search("golden retriever") == search("골든 레트리버")


@given(every)
def test_branches_share_the_classes_out_and_lead_to_a_choice(wnid):
    below = branches(wnid)
    assert sum(class_count(each.wnid) for each in below) == (
        class_count(wnid) if children(wnid) else 0
    )
    assert all(len(children(each.wnid)) != 1 for each in below)
    assert all(
        is_class(each.wnid) or class_count(each.wnid) < 0.9 * class_count(wnid) for each in below
    )


@given(every)
def test_what_is_around_has_a_choice_and_a_class_is_among_its_like(wnid):
    row = [each.wnid for each in around(wnid)]
    assert len(row) > 1
    assert not is_class(wnid) or wnid in row


def test_the_root_parts_into_artifacts_and_living_things():
    largest = sorted(branches(ROOT), key=lambda each: -class_count(each.wnid))
    assert [each.english for each in largest[:2]] == ["artifact", "organism"]


@given(every, every)
def test_two_meet_where_their_paths_meet(one, other):
    where = meeting(one, other)
    assert where == meeting(other, one)
    assert where in path_to_root(one) and where in path_to_root(other)
    assert tree_distance(one, other) == tree_distance(other, one) >= 0
    assert (tree_distance(one, other) == 0) == (one == other)


def test_a_dog_and_a_cat_are_carnivores():
    assert meeting(DOG, CAT).english == "carnivore"
    assert meeting(DOG, DOG).wnid == DOG
