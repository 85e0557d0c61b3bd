"""Does Home show a digit's way, ask before it tells, and print only history that is verified?"""

import json
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.opening import guessed
from ui.exhibits.home.timeline import FIRST_OPEN, LANES, events, seen_at
from ui.page import depth
from ui.page.course import PAGES
from ui.words.facts import MARKS, facts, toml
from ui.words.text import LANGUAGES, Text, labels

ROOT = Path(__file__).resolve().parents[3]
ROWS = toml("timeline")["event"]
GUESS = PAGES[0].question("guess")


def home(lang: str = "en", **query: str) -> AppTest:
    at = AppTest.from_file(ROOT / "streamlit_app.py", default_timeout=60)
    at.session_state[depth.EVERYTHING] = True
    for key, value in {"lang": lang, **query}.items():
        at.query_params[key] = value
    return at.run()


def walk(at: AppTest) -> str:
    return next(e.proto.body for e in at.main.get("html") if 'class="walk"' in e.proto.body)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_digit_has_gone_through_before_anyone_asks(lang):
    shown = walk(home(lang))
    assert shown.count("<figure") == 8
    assert shown.count("<img") == shown.count("alt=") == 9  # input, six layers, the code, the scale
    assert shown.count('class="nearest"') == 1


def test_another_digit_can_be_chosen_and_counts_as_done():
    at = home()
    at.segmented_control(key="home.digit").set_value(7).run()
    assert '<li class="nearest"><b>7</b>' in walk(at)
    assert "home.walk" in at.session_state["progress"].done


def test_the_nearest_code_has_the_shortest_bar():
    body = walk(home())
    widths = [float(part.split("%")[0]) for part in body.split('<i style="width:')[1:]]
    nearest = body.split("<li ")[1:]
    assert widths.index(min(widths)) == ['class="nearest"' in row for row in nearest].index(True)


def test_the_answer_comes_after_the_guess():
    at = home()
    answer = Text("home", "en", "/Glossary")["guess-answer"]
    assert not [element for element in at.markdown if answer in element.value]
    at = guessed(at, "home.guess", "few")
    assert [element for element in at.markdown if answer in element.value]
    assert "home.guess" in at.session_state["progress"].done


@pytest.mark.parametrize("choice", GUESS.options)
def test_every_guess_gets_its_verdict(choice):
    at = home()
    at = guessed(at, "home.guess", choice)
    text = Text("home", "en")
    right = text.label("question.home.guess.hundred")
    verdict = text.label("frame.guess-right")
    if choice != GUESS.right:
        verdict = text.label("frame.guess-wrong", answer=right)
    assert verdict in " ".join(element.value for element in at.markdown)


def test_the_right_guess_is_nearest_to_the_paper():
    numbers = {guess: facts()[f"guess.{guess}"].value for guess in GUESS.options}
    wrong = facts()["lenet5.wrong"].value
    assert min(numbers, key=lambda guess: abs(numbers[guess] - wrong)) == GUESS.right


def test_derived_numbers_are_what_their_parts_give():
    value = {key: fact.value for key, fact in facts().items()}
    assert value["lenet5.wrong"] == round(value["lenet5.error"] / 100 * value["mnist.test"])
    assert value["lenet5.one-in"] == round(value["mnist.test"] / value["lenet5.wrong"])
    assert value["buffalo.mnist-times"] == round(value["mnist.train"] / value["buffalo.train"])
    assert value["lenet1.uses"] == round(value["lenet1.connections"] / value["lenet1.parameters"])
    assert value["imagenet.for-each-digit"] == value["imagenet.images"] // value["mnist.train"]
    assert value["alexnet.lenets"] == round(
        value["alexnet.parameters"] / value["lenet5.parameters"]
    )
    assert value["resnet.times-alexnet"] == value["resnet.layers"] // value["alexnet.layers"]
    assert value["gpu2011.mnist-wrong"] == round(
        value["gpu2011.mnist-error"] / 100 * value["mnist.test"]
    )
    assert value["human.hours"] == value["human.labelled"] / 60
    assert value["zfnet.gain"] == pytest.approx(
        value["alexnet.single-error"] - value["zfnet.error"]
    )


# The timeline


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_event_has_words_and_a_number_to_feel(lang):
    for event in events(Text("timeline", lang)):
        assert event.title and event.text[0] and event.felt and event.source, event.id
        assert not event.felt.startswith(">")
        assert len(event.text) == 1


def test_events_are_verified_and_in_their_years():
    assert 16 <= len(ROWS) <= 36
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    for row in ROWS:
        assert row["id"].endswith(f"-{row['year']}")
        assert 1959 <= row["year"] <= 2025
        assert row["lane"] in LANES
        assert row["mark"] in MARKS
        assert set(row["sources"]) <= set(toml("sources"))


def test_every_source_is_cited():
    cited = {source for row in ROWS for source in row["sources"]}
    cited |= {fact.source for fact in facts().values() if isinstance(fact.source, str)}
    assert cited == set(toml("sources"))


def test_nothing_is_built_on_what_came_later():
    year = {row["id"]: row["year"] for row in ROWS}
    for row in ROWS:
        assert all(year[before] <= row["year"] for before in row["built_on"]), row["id"]


def test_every_text_of_the_timeline_is_an_event():
    from ui.words.text import sections

    assert list(sections("timeline", "en"))[1:] == [row["id"] for row in ROWS]


def sent(at: AppTest) -> dict:
    components = [json.loads(e.proto.json) for e in at.main.get("bidi_component") if e.proto.json]
    return next(data for data in components if "events" in data)


@pytest.mark.parametrize("asked", ["mnist-1994", "no-such-event", "<script>", ""])
def test_an_event_can_be_linked_to(asked):
    expected = asked if asked == "mnist-1994" else FIRST_OPEN
    assert sent(home(event=asked))["selected"] == expected


def test_the_timeline_speaks_the_page_s_language():
    assert sent(home("ko"))["lanes"][0]["title"] == labels("ko")["timeline.lane.ideas"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_an_event_leads_to_an_exhibit_that_exists(row):
    """Page, section and every value of the address: taken, not refused, and left as it was."""
    entry, section = seen_at(row["see"])
    at = AppTest.from_file(ROOT / "streamlit_app.py", default_timeout=120)
    at.session_state[depth.EVERYTHING] = True
    at.switch_page(entry.file)
    asked = dict(parse_qsl(urlsplit(row["see"]).query))
    for key, value in {"lang": "en", **asked}.items():
        at.query_params[key] = value
    at.run()
    assert not at.exception
    assert section in [header.anchor for header in at.header]
    assert not [note.value for note in at.caption if "which is not here" in note.value]
    assert {key: at.query_params[key] for key in asked} == asked


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_link_of_an_event_keeps_the_language_and_names_its_exhibit(lang):
    for event in sent(home(lang))["events"]:
        entry, section = seen_at(event["see"].removeprefix("."))
        assert dict(parse_qsl(urlsplit(event["see"]).query))["lang"] == lang
        assert Text(entry.name, lang).heading(section) in event["exhibit"]
