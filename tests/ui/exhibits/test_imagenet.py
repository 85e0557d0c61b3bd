"""Does ImageNet open in both languages, without torch, and take any address and message calmly?"""

import re
from html import escape
from types import SimpleNamespace

import pytest

from cnn.data.imagenet import label_votes, wordnet
from cnn.data.imagenet.classes import classes, synset
from cnn.data.imagenet.label_votes import FOUND_RIGHT
from cnn.data.photos.sample_photos import samples
from tests.ui.opening import acted, bodies, guessed, html, notes, opener, plain, sent, words
from tests.ui.page.test_closing import closed
from ui.exhibits.imagenet import contest, error_rates, quiet, vote_html
from ui.exhibits.imagenet.vote import ASKED, RELIABLE, SURE, Ballot
from ui.exhibits.imagenet.vote_html import question
from ui.page import course
from ui.page.course import entry
from ui.page.frame import Page
from ui.words.facts import facts, toml
from ui.words.text import literal

opened = opener("pages/6_ImageNet.py")

GOLDFISH = "n01443537"


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_it_opens_whole(lang):
    app = opened(lang)
    assert not app.exception and not app.warning and not app.error
    assert "⟨" not in words(app)
    assert html(app, "scale")["measure"] == "images"
    assert html(app, "poll")["votes"] == "0"


def ticks(app) -> int:
    """How many of the bent copies have a tick below them."""
    return bodies(app, "bent")[0].count("✓")


@pytest.mark.slow
def test_a_digit_is_bent_into_twelve_and_the_harder_the_fewer_are_read():
    gently, hard = (opened(bend="4", pull=pull) for pull in ("0.35", "4.0"))
    for app in (gently, hard):
        assert not app.exception and not notes(app)
        assert bodies(app, "bent")[0].count("<img") == 12
        assert f"reads {ticks(app)} of 12 rightly" in plain(bodies(app, "bent")[0])
    assert ticks(hard) < ticks(gently) == 12


@pytest.mark.slow
def test_a_digit_can_be_pushed_otherwise():
    app = opened()
    before = bodies(app, "bent")[0]
    after = app.button(key="imagenet.bend-again").click().run()
    assert bodies(after, "bent")[0] != before
    assert len(closed(after)) == 1  # it was the first thing done here


def test_the_quiet_years_come_in_their_order_and_lead_to_exhibits():
    assert [each.year for each in quiet.YEARS] == sorted(each.year for each in quiet.YEARS)
    assert {each.see for each in quiet.YEARS} <= set(course.exhibits())
    shown = bodies(opened(), "quiet")[0]
    assert shown.count("<li") == shown.count("<a ") == len(quiet.YEARS)


def test_a_link_opens_exactly_what_it_names():
    app = opened(measure="bytes", node=GOLDFISH, entry="2014-human", true="9", **{"with": "digit"})
    assert html(app, "scale")["measure"] == "bytes"
    assert html(app, "node")["wnid"] == GOLDFISH
    assert html(app, "entry")["entry"] == "2014-human"
    assert html(app, "hundred")["measured"] == "14.5"
    assert html(app, "inside")["with"] == "digit"
    assert not notes(app)


@pytest.mark.parametrize(
    "query",
    [
        {"measure": "weight", "node": "n99999999", "star": "nobody", "ask": "giraffe", "axis": "x"},
        {"right": "50", "sure": "100", "seed": "0", "entry": "2018-nobody", "true": "31"},
        {"node": "<script>", "seed": "1e3", "in": "goldfish", "with": "", "true": "-1"},
    ],
)
def test_what_is_not_there_falls_back_with_a_note(query):
    app = opened(**query)
    assert not app.exception
    assert len(notes(app)) == len(query)


@pytest.mark.parametrize("node", ["n00001740", "n02084071", "n02099601", "n03126707"])
def test_each_language_names_the_tree_in_its_own_words(node):
    seen = {}
    for lang, found in (("en", "dog (118)"), ("ko", "개 (118)")):
        app = opened(lang, node=node)
        app.text_input(key="imagenet.search").set_value("dog").run()
        options = app.button_group(key="imagenet.found").options
        assert found in options
        tree = sent(app, "imagenet.map")
        parts = [f"{part['name']} {part['words']}" for part in (*tree["path"], *tree["parts"])]
        card = bodies(app, "node")[0]
        assert (synset(node).gloss in card) == (lang == "en")
        seen[lang] = " ".join([*options, *parts, plain(card)])
    assert not re.search("[가-힣]", seen["en"])
    assert not re.search("[A-Za-z]", seen["ko"])
    assert not re.search(r"n\d{8}", seen["en"])
    assert f'<span lang="en">{synset(node).english}</span>' in card


def test_the_tree_opens_at_the_top():
    tree = sent(opened(), "imagenet.map")
    assert [step["id"] for step in tree["path"]] == [wordnet.root().wnid]
    assert {"artifact", "organism"} <= {part["name"] for part in tree["parts"]}


@pytest.mark.parametrize("photo", ASKED)
def test_a_vote_is_asked_in_one_language(photo):
    wanted = synset(ASKED[photo])
    for lang in ("en", "ko"):
        page = Page(entry("imagenet"), lang)
        asked = str(question(page, photo, wanted))
        assert (escape(wanted.gloss) in asked) == (lang == "en")
        assert plain(re.search("<h3>.*?</h3>", asked)[0]).strip() == page.label(
            "imagenet.is-it", name=wanted.name(lang)
        )


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_answers_are_named_in_one_language(lang):
    shown = bodies(opened(lang), "answers")[0]
    named = re.findall(r"<h3>(.*?)</h3>|<span>(.*?)</span>", shown)
    other = "[가-힣]" if lang == "en" else "[A-Za-z]"
    assert len(named) == 60 and not [each for each in named if re.search(other, "".join(each))]


@pytest.mark.parametrize("query", ["zzzz", "**[x](y)** <b>&", "  "])
def test_a_search_that_finds_nothing_is_a_calm_sentence(query):
    app = opened()
    app.text_input(key="imagenet.search").set_value(query).run()
    assert not app.exception
    said = [m.value for m in app.markdown if "Nothing here is called" in m.value]
    assert len(said) == (1 if query.strip() else 0)
    assert all(literal(query.strip()) in each for each in said)  # letter by letter, as code


@pytest.mark.parametrize(
    ("lang", "query"), [("en", "goldfish"), ("en", "금붕어"), ("ko", "금붕어")]
)
def test_what_is_found_opens(lang, query):
    app = opened(lang)
    app.text_input(key="imagenet.search").set_value(query).run()
    app.button_group(key="imagenet.found").set_value(GOLDFISH).run()
    assert html(app, "node")["wnid"] == GOLDFISH


@pytest.mark.parametrize(
    "message", [{"opened": "n99999999"}, {"opened": 1}, {"opened": ["n02084071"]}, "no message"]
)
def test_a_forged_message_changes_nothing(message):
    app = opened(state={"imagenet.map": message})
    assert not app.exception and html(app, "node")["wnid"] == wordnet.root().wnid


def test_the_answer_to_the_visitor_s_photo_can_be_starred():
    best = SimpleNamespace(synset=synset("n02509815"))
    seen = SimpleNamespace(top=lambda count: [best])
    app = opened(state={"photo.seen-small": (("mine-1",), seen)})
    assert not app.exception
    assert app.selectbox(key="imagenet.star").value == "mine"


@pytest.mark.parametrize("wnid", ["n00001740", "n00004258", "n10565667"])
def test_any_place_in_the_tree_can_be_opened(wnid):
    app = opened("ko", node=wnid)
    assert not app.exception and html(app, "node")["wnid"] == wnid
    assert len(wordnet.around(wnid)) > 1


def test_votes_are_cast_until_it_is_sure():
    app = opened(ask="butterfly", right="80", sure="99", seed="5")
    assert not [b for b in app.button if b.key == "imagenet.one-more"]
    app.button(key="imagenet.vote-yes").click().run()
    assert html(app, "poll") == {"testid": "poll", "votes": "1", "decided": "open"}
    app.button(key="imagenet.one-more").click().run()
    assert html(app, "poll")["votes"] == "2"
    app.button(key="imagenet.until-sure").click().run()
    found = html(app, "poll")
    assert found["decided"] in ("yes", "no")
    assert app.button(key="imagenet.one-more").disabled
    again = opened(ask="butterfly", right="80", sure="99", seed="5")
    again.button(key="imagenet.vote-yes").click().run()
    again.button(key="imagenet.until-sure").click().run()
    assert html(again, "poll") == found, "the same seed, the same voters"


@pytest.mark.parametrize("asked", SURE)
def test_no_chance_is_printed_as_sure_before_it_is(asked):
    for right in RELIABLE:
        for yes in range(1, 40):
            chance = label_votes.posterior(FOUND_RIGHT, [True] * yes, right / 100)
            if label_votes.decision(chance, asked / 100) is None:
                assert float(vote_html._percent(chance).rstrip("%")) < asked


def test_every_question_is_asked_of_a_photo_and_a_class():
    for photo, wnid in ASKED.items():
        assert wnid in {each.wnid for each in classes()}
        assert photo in samples()
    truths = [Ballot(photo, 0.8, 0.99, 1).truth for photo in ASKED]
    assert truths.count(True) == truths.count(False), "neither yes nor no is the safe bet"


def test_new_voters_come_with_a_new_seed():
    app = opened(seed="999")
    app.button(key="imagenet.vote-no").click().run()
    app.button(key="imagenet.again").click().run()
    assert html(app, "poll")["votes"] == "0"
    assert app.number_input(key="imagenet.seed").value == 1


def test_guesses_reveal_shares_and_reasons():
    app = opened()
    for name, guess in (
        ("pixels", "few"),
        ("dogs", "some"),
        ("agreeing", "three"),
        ("fall", "y2012"),
    ):
        app = guessed(app, f"imagenet.{name}", guess)
    assert len([m for m in app.markdown if 'class="answer"' in m.value]) == 4
    assert any("in-shares" in e.proto.body for e in app.get("html"))


def test_hits_are_counted_by_both_rules(monkeypatch):
    monkeypatch.setattr(
        error_rates,
        "samples",
        lambda: {name: SimpleNamespace(wnid="a") for name in ("x", "y", "z")},
    )
    five = [("a", 0.5), ("b", 0.2), ("c", 0.1), ("d", 0.1), ("e", 0.1)]
    shown = {"x": five, "y": five[::-1], "z": [*five[1:], ("f", 0.1)]}
    assert error_rates.hits(shown) == (1, 2)


def test_every_result_has_a_source_and_agrees_with_the_facts():
    found = contest.contest_results()
    for each in found.values():
        assert each.source in toml("sources") and each.mark in ("V", "V2")
        assert 2010 <= each.year <= 2017 and 0 < each.error < 40
        assert each.kind in contest.KINDS and each.set in ("test", "validation")
        assert set(each.note) == {"en", "ko"}
    same = {
        "2010-nec": "error-2010",
        "2011-xrce": "error-2011",
        "2012-extra": "error-2012",
        "2012-supplied": "error-2012-supplied",
        "2012-isi": "error-2012-second",
        "2014-googlenet": "error-2014",
        "2014-vgg": "error-2014-second",
        "2015-resnet": "error-2015",
        "2017-wmw": "error-2017",
    }
    for key, name in same.items():
        fact = float(facts()[f"ilsvrc.{name}"].result())
        assert found[key].error == pytest.approx(fact, abs=0.051), key
    assert list(contest.best()) == list(range(2010, 2018))


def test_2012_fell_most_in_points_and_2015_most_as_a_share():
    best = contest.best()
    points = {year: best[year - 1] - best[year] for year in range(2011, 2018)}
    assert max(points, key=points.__getitem__) == 2012
    assert max(range(2011, 2018), key=contest.fall) == 2015


def test_words_of_small_counts_are_true():
    """ "two" flowers and "three" persons stand in the prose as words."""
    assert wordnet.class_count("n11669921") == 2
    assert wordnet.class_count("n00007846") == 3
    assert len([p for p in samples().values() if p.wnid in wordnet.tiny_wnids()]) == 30


def test_the_reader_s_count_is_compared_with_the_page_s():
    app = opened(round="2")
    shown = error_rates.photo_round(2)
    one, five = error_rates.hits(shown)
    app.number_input(key="imagenet.count-one.2").set_value(one)
    app.number_input(key="imagenet.count-five.2").set_value(five)
    app.button(key="imagenet.compare").click().run()
    assert html(app, "verdict") == {"testid": "verdict", "one": str(one), "five": str(five)}
    assert any("You counted as the page does" in e.proto.body for e in app.get("html"))
    assert len(shown) == 10 and error_rates.rounds() == 3


def done(*exhibits):
    """The state of a visit that has done these exhibits of the page."""
    return acted("imagenet", *exhibits)


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_each_kind_of_result_closes_in_its_own_words(lang):
    app = opened(lang, state=done("contest"))
    seen = {}
    for key, result in contest.contest_results().items():
        if result.kind not in seen:
            app.selectbox(key="imagenet.entry").set_value(key).run()
            [seen[result.kind]] = closed(app)
            assert result.name(lang) in seen[result.kind] and result.shown() in seen[result.kind]
    assert set(seen) == set(contest.KINDS) and len(set(seen.values())) == len(seen)
    assert not [line for line in seen.values() if "⟨" in line or "{" in line]


def test_what_a_result_is_compared_with_is_so():
    found = contest.contest_results()
    assert round(contest.lead_lost(found["2012-isi"]), 2) == round(26.17 - 15.32, 2)
    assert round(contest.lead_lost(found["2015-reception"]), 2) == 0.01
    assert contest.other_person(found["2014-human"]) == found["2014-human-two"]
    assert contest.other_person(found["2014-human-two"]) == found["2014-human"]
    for each in found.values():
        winners = [other for other in found.values() if (other.year, other.line) == (each.year, 1)]
        if each.kind == "second":
            assert each.set == "test" and contest.lead_lost(each) > 0
        if each.kind == "single":  # "several networks together, measured on other photos"
            assert [w.kind for w in winners] == ["ensemble"] and winners[0].set != each.set
        if each.kind == "before":
            assert each.year < 2012


def test_a_poll_closes_by_how_it_went():
    app = opened(ask="cheetah", right="95", sure="99", state=done("vote"))  # it is no leopard
    [before] = closed(app)
    app.button(key="imagenet.vote-no").click().run()
    [after] = closed(app)
    assert "A yes and a no cancel" in before
    assert "Votes in this poll: 1, enough to be 99% sure, and the decision is right" in after


def test_a_wrong_decision_is_said_to_be_wrong(monkeypatch):
    monkeypatch.setattr(Ballot, "others", lambda ballot: [True] * 200)
    app = opened(ask="cheetah", state=done("vote"))
    app.button(key="imagenet.vote-yes").click().run()
    app.button(key="imagenet.until-sure").click().run()
    [line] = closed(app)
    assert "Votes in this poll: 5, enough to be 99% sure, and yet the decision is wrong" in line


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_tree_closes_by_what_is_open(lang):
    lines = []
    for node, told in (("n00001740", "1,000"), (GOLDFISH, ""), ("n02084071", "118")):
        app = opened(lang, node=node, state=done("tree"))
        [line] = closed(app)
        assert told in line and "⟨" not in line
        lines.append(line)
    assert len(set(lines)) == 3


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_a_network_without_an_error_closes_in_words_of_its_own(lang):
    lines = [closed(opened(lang, state=done("wrong"), true=true))[0] for true in ("0", "6")]
    assert "6.0%" in lines[0] and "11.6%" in lines[1] and "52%" in lines[1]
    assert not [line for line in lines if "⟨" in line or "{" in line or "100%" in line]


def test_what_has_not_been_counted_is_not_told():
    app = opened(state=done("answers", "scale"), measure="bytes")
    scale, answers = closed(app)
    assert "203 times as many images" in scale and "Label first" not in answers
    app.button(key="imagenet.compare").click().run()
    one, five = error_rates.hits(error_rates.photo_round(1))
    assert f"Label first in {one} of 10 photos, among the five in {five}" in closed(app)[1]


def test_what_the_reader_counted_outlives_a_visit_to_another_page():
    app = opened()
    app.number_input(key="imagenet.count-one.1").set_value(7)
    app.button(key="imagenet.compare").click().run()
    app.switch_page("streamlit_app.py").run()
    app.switch_page("pages/6_ImageNet.py").run()
    assert app.number_input(key="imagenet.count-one.1").value == 7
