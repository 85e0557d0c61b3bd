"""Is a word for what a photo shows understood in both languages, and what is nearest to it?"""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnn import assets
from cnn.data.imagenet import nouns
from cnn.data.imagenet.classes import classes, path_to_root, tiny_classes, tree
from cnn.data.imagenet.nouns import kinds, look_up, nearest, told

TINY = tiny_classes()
LION, TIGER, CAT, BIG_CAT = "n02129165", "n02129604", "n02121620", "n02127808"
DEVICE_MOUSE = "n03793489"


def wnids(places):
    return [TINY[place].wnid for place in places]


@pytest.mark.parametrize("typed", ["tiger", "Tigers", " the TIGER ", "호랑이", "tigger", "tigre"])
def test_a_tiger_is_none_of_the_200_and_a_lion_is_the_nearest(typed):
    word = look_up(typed)
    (meaning,) = told(word, TINY)
    assert meaning.wnid == TIGER and meaning.is_class and not kinds(meaning, TINY)
    found = nearest(meaning, TINY)
    assert (found.branch.wnid, wnids(found.places), found.far) == (BIG_CAT, [LION], False)
    assert word.exact == (typed not in ("tigger", "tigre"))


@pytest.mark.parametrize("typed", ["giraffe", "기린", "girafe"])
def test_what_the_contest_lacks_is_found_in_wordnet(typed):
    (meaning,) = told(look_up(typed), TINY)
    assert meaning.wnid is None and meaning.above.english == "ruminant" and not meaning.is_class
    assert "bison" in [TINY[place].english for place in nearest(meaning, TINY).places]


@pytest.mark.parametrize("typed", ["cat", "cats", "고양이", "kitten"])
def test_a_word_above_classes_has_kinds(typed):
    meaning = look_up(typed).meanings[0]
    assert meaning.wnid == CAT and len(kinds(meaning, TINY)) == 4
    assert told(look_up(typed), TINY) == [meaning]


def test_each_class_is_known_by_its_name_in_both_languages():
    for network in (TINY, classes()):
        for place, each in enumerate(network):
            for name in (each.english, each.korean):
                meant = told(look_up(name), network, most=9)
                assert any(place in kinds(meaning, network) for meaning in meant), name


def test_a_second_meaning_is_told_where_the_contest_had_it():
    rodent, device = told(look_up("mouse"), TINY)
    assert rodent.above.english == "rodent" and device.wnid == DEVICE_MOUSE


@pytest.mark.parametrize("typed", ["man", "사람", "sunflower", "stone", "rabbit"])
def test_what_is_far_from_all_classes_is_said_to_be_far(typed):
    assert nearest(told(look_up(typed), TINY)[0], TINY).far


@pytest.mark.parametrize(
    "typed",
    ["", "   ", "🦁", "<b>lion</b>", "qwrtzp", "x" * 10_000, "lion " * 2_000, "\0", "ㅁㄴㅇㄹ"],
)
def test_what_is_no_noun_is_none(typed):
    assert look_up(typed) is None


@given(st.text(max_size=300))
def test_any_text_has_a_calm_answer(typed):
    word = look_up(typed)
    assert word is None or told(word, TINY)


@given(st.sampled_from(sorted(nouns._nouns())))
def test_the_nearest_share_the_branch_and_none_is_nearer(noun):
    for meaning in look_up(noun).meanings:
        found = nearest(meaning, TINY)
        above = [each.wnid for each in path_to_root(meaning.above.wnid)]
        height = above.index(found.branch.wnid)
        for place, each in enumerate(TINY):
            path = {step.wnid for step in path_to_root(each.wnid)}
            assert (place in found.places) == (found.branch.wnid in path)
            assert not path & set(above[:height])


def test_our_own_words_lead_to_nouns_that_are_there():
    extra = tomllib.loads((assets.ROOT / "text/photo_words.toml").read_text("utf-8"))
    names = {nouns.folded(each.english) for each in tree().values()}
    for lang, words in extra.items():
        for word, english in words.items():
            assert english in nouns._nouns() or english in names, (word, english)
            assert look_up(word) is not None and word.isascii() == (lang == "en")
    assert len(extra["ko"]) > 250


def test_the_stored_nouns_are_in_the_tree_and_few_enough_to_ship():
    assert assets.path("data/nouns.txt.xz").stat().st_size < 300_000
    assert len(nouns._nouns()) > 20_000
    assert all(each.above.wnid in tree() for all_ in nouns._nouns().values() for each in all_)
