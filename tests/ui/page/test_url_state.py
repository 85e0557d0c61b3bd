"""Does a link lead to an exact exhibit, and does a wrong one fall back quietly?"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from ui.page import url_state
from ui.page.frame import Page


def script() -> None:
    import streamlit as st

    from ui.components import segments
    from ui.page import course, url_state
    from ui.page.frame import Page

    page = Page(course.PAGES[0], "en")
    st.session_state["seen"] = (
        url_state.choice(
            page, "network", ["lenet1", "lenet5"], label="Network", widget=segments.pills
        ),
        url_state.choice(page, "digit", range(10), label="Digit", default=3),
        url_state.whole(page, "index", 0, 59_999, label="Index", default=7, widget=st.number_input),
    )
    st.session_state["more"] = (
        url_state.choices(page, "changes", ["table", "pooling", "output"], label="Changes"),
        url_state.component_choice(page, "scale", ("one", "map"), "one"),
    )


def opened(**query: str) -> AppTest:
    at = AppTest.from_function(script, default_timeout=30)
    for key, value in query.items():
        at.query_params[key] = value
    return at.run()


def test_without_parameters_the_defaults_and_a_clean_address():
    at = opened()
    assert at.session_state["seen"] == ("lenet1", 3, 7)
    assert not dict(at.query_params) and not at.caption


def test_a_link_leads_to_what_it_says():
    at = opened(network="lenet5", digit="0", index="59999")
    assert at.session_state["seen"] == ("lenet5", 0, 59_999)
    assert not at.caption


@pytest.mark.parametrize(
    "query",
    [{"network": "vgg"}, {"digit": "10"}, {"digit": ""}, {"index": "60000"}, {"index": "-1"}],
)
def test_a_wrong_value_falls_back_with_a_quiet_note(query):
    at = opened(**query)
    assert at.session_state["seen"] == ("lenet1", 3, 7)
    assert len(at.caption) == 1 and not at.exception


@pytest.mark.parametrize(
    ("asked", "chosen"),
    [
        (None, ["table", "pooling", "output"]),
        ("none", []),
        ("output", ["output"]),
        ("output,table", ["table", "output"]),
    ],
)
def test_several_can_be_chosen_all_at_first(asked, chosen):
    at = opened(**({"changes": asked} if asked else {}))
    assert at.session_state["more"][0] == chosen and not at.caption and not at.exception
    at.button_group(key="home.changes").set_value(["pooling"]).run()
    assert at.session_state["more"][0] == ["pooling"] and at.query_params["changes"] == "pooling"
    at.button_group(key="home.changes").set_value([]).run()
    assert at.query_params["changes"] == "none"


@pytest.mark.parametrize("asked", ["", "table,table", "table,lenet", "none,table", "TABLE"])
def test_several_of_which_one_is_wrong_fall_back_to_all_with_a_note(asked):
    at = opened(changes=asked)
    assert len(at.session_state["more"][0]) == 3 and len(at.caption) == 1


def test_what_a_component_holds_is_one_of_the_known():
    assert opened(scale="map").session_state["more"][1] == "map"
    at = opened(scale="own")
    assert at.session_state["more"][1] == "one" and len(at.caption) == 1


@settings(max_examples=15)
@given(st.text(max_size=50), st.text(max_size=50))
def test_any_address_is_taken_calmly(network, index):
    at = opened(network=network, index=index)
    assert not at.exception
    chosen, _, number = at.session_state["seen"]
    assert chosen in ("lenet1", "lenet5") and 0 <= number < 60_000


def test_a_choice_is_written_to_the_address_and_back():
    at = opened(digit="99")
    at.selectbox(key="home.digit").set_value(5).run()
    assert at.session_state["seen"][1] == 5 and not at.caption
    assert at.query_params["digit"] in ("5", ["5"])
    at.selectbox(key="home.digit").set_value(3).run()
    assert at.session_state["seen"][1] == 3
    assert at.query_params["digit"] in ("3", ["3"])


def test_what_was_just_chosen_is_newer_than_the_address_that_came_with_it():
    at = opened(scale="map")
    at.session_state["home.scale"] = "one"
    at.run()
    at.session_state["home.scale"] = "map"
    at.query_params["scale"] = "nothing"  # sent before the last answer arrived
    at.run()
    assert at.session_state["more"][1] == "map" and at.query_params["scale"] == "map"


def test_back_to_the_default_is_told_though_the_browser_does_not_know_better():
    at = opened()
    at.session_state["home.scale"] = "map"
    at.run()
    at.session_state["home.scale"] = "one"
    del at.query_params["scale"]  # as it was when the visitor chose
    at.run()
    assert at.session_state["more"][1] == "one" and at.query_params["scale"] == "one"


@pytest.mark.parametrize("back", [True, False])
def test_a_step_back_finds_what_the_address_said_and_nothing_else_forgets(monkeypatch, back):
    at = opened()
    at.selectbox[0].set_value(8).run()
    assert at.session_state["seen"][1] == 8 and "digit" in at.query_params
    del at.query_params["digit"]
    monkeypatch.setattr(Page, "went_back", lambda page: back)
    at.run()
    assert at.session_state["seen"][1] == (3 if back else 8)
    assert ("digit" in at.query_params) is not back
    at.query_params["digit"] = "8"  # forward again
    assert at.run().session_state["seen"][1] == 8


def test_what_was_wished_is_set_once_by_the_exhibit_that_grants_it(monkeypatch):
    state = {"home.digit": 3, "home.scale": "map"}
    monkeypatch.setattr(url_state.st, "session_state", state)
    url_state.wish("home", "digit", 7)
    assert state["home.digit"] == 3  # a callback that reruns would set it unheard
    url_state.grant("home", "scale", "digit")
    assert state == {"home.digit": 7, "home.scale": "map"}
    state["home.digit"] = 5
    url_state.grant("home", "digit")
    assert state["home.digit"] == 5
