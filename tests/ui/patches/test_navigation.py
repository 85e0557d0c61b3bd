"""Does a click on a link survive a message of its page that comes right after it?"""

import inspect
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests

from ui.patches import navigation

PAGE = RerunData(query_string="lang=ko", page_script_hash="Training", fragment_id="run")
LINK = RerunData(query_string="lang=ko&note=1", page_script_hash="MNIST")


@pytest.fixture(autouse=True, scope="module")
def keeping():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ScriptRequests, "_request_rerun_locked", navigation.request_rerun)
        navigation.keep()
        yield


def last(*wishes: RerunData) -> RerunData:
    requests = ScriptRequests()
    for wish in wishes:
        assert requests.request_rerun(wish)
    return requests.on_scriptrunner_ready().rerun_data


def poll(is_auto_rerun: bool) -> RerunData:
    return replace(PAGE, is_auto_rerun=is_auto_rerun)


def test_streamlit_alone_loses_the_click(monkeypatch):
    """Otherwise this module can go."""
    monkeypatch.setattr(ScriptRequests, "_request_rerun_locked", navigation.request_rerun)
    assert last(LINK, PAGE).page_script_hash == PAGE.page_script_hash


@given(st.lists(st.booleans(), max_size=5), st.lists(st.booleans(), max_size=5))
def test_the_last_link_says_where_to_go(before, after):
    """Whatever fragments' messages stand around it, `True` for a poll that nobody asked for."""
    run = last(*map(poll, before), LINK, *map(poll, after))
    assert (run.page_script_hash, run.query_string) == ("MNIST", "lang=ko&note=1")
    assert not run.fragment_id_queue


def moved(value: int) -> WidgetStates:
    return WidgetStates(widgets=[WidgetState(id="slider", int_value=value)])


HERE = RerunData(query_string="lang=ko", page_script_hash="Training", widget_states=moved(1))


def test_a_widget_of_the_page_that_was_left_does_not_lead_back():
    link = replace(LINK, widget_states=moved(1))
    late = replace(HERE, widget_states=moved(2))
    run = last(HERE, link, late, late)
    assert (run.page_script_hash, run.query_string) == ("MNIST", "lang=ko&note=1")
    assert run.widget_states == moved(2)


@pytest.mark.parametrize("before", [HERE, replace(HERE, widget_states=moved(7))])
def test_of_two_links_the_later_one_counts_whatever_widget_was_moved_before(before):
    there = RerunData(page_script_hash="Draw", widget_states=moved(1))
    assert last(before, there).page_script_hash == "Draw"
    assert last(before, there, HERE).page_script_hash == "Training"
    back = replace(there, widget_states=moved(2), is_history_navigation=True)
    assert last(HERE, LINK, back).page_script_hash == "Draw"


def test_fragments_alone_and_pages_alone_stay_as_they_are():
    assert last(PAGE).fragment_id_queue == ["run"]
    assert last(LINK, RerunData(page_script_hash="Draw")).page_script_hash == "Draw"
    history = RerunData(page_script_hash="Draw", is_history_navigation=True)
    assert last(history, PAGE).is_history_navigation
    assert not last(history, LINK).is_history_navigation


def test_streamlit_still_has_what_is_wrapped():
    assert list(inspect.signature(navigation.request_rerun).parameters) == ["self", "new_data"]
