"""Does a click on a link survive the message of a fragment that comes right after it?"""

import inspect
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
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


def test_fragments_alone_and_pages_alone_stay_as_they_are():
    assert last(PAGE).fragment_id_queue == ["run"]
    assert last(LINK, RerunData(page_script_hash="Draw")).page_script_hash == "Draw"
    history = RerunData(page_script_hash="Draw", is_history_navigation=True)
    assert last(history, PAGE).is_history_navigation
    assert not last(history, LINK).is_history_navigation


def test_streamlit_still_has_what_is_wrapped():
    assert list(inspect.signature(navigation.request_rerun).parameters) == ["self", "new_data"]
