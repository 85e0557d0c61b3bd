"""Does Streamlit's runtime tell what we ask of it?"""

import inspect
from types import SimpleNamespace

import pytest
from streamlit.runtime import Runtime, SessionClient
from streamlit.runtime.scriptrunner import ScriptRunContext
from streamlit.testing.v1 import AppTest

from ui.patches import sessions


def test_without_a_script_and_a_server_there_is_nobody(monkeypatch):
    monkeypatch.setattr(Runtime, "_instance", None)  # a page's test has left one
    assert sessions.current() == "" and not sessions.moves_in_history()
    assert not sessions.is_open("a") and sessions.client_address("a") is None
    with pytest.raises(RuntimeError):
        sessions.instance()


def test_a_script_knows_its_session():
    app = AppTest.from_string(
        "import streamlit as st; from ui.patches import sessions; "
        "st.text(sessions.current()); st.text(sessions.moves_in_history())",
        default_timeout=60,
    ).run()
    assert [text.value for text in app.text] == ["test session id", "False"]


@pytest.fixture
def one_visitor(monkeypatch):
    """A runtime with the session "a" alone, connected from 192.0.2.1."""
    client = SimpleNamespace(client_context=SimpleNamespace(remote_ip="192.0.2.1"))
    runtime = SimpleNamespace(is_active_session="a".__eq__, get_client={"a": client}.get)
    monkeypatch.setattr(sessions.runtime, "exists", lambda: True)
    monkeypatch.setattr(sessions.runtime, "get_instance", lambda: runtime)


def test_who_is_connected_has_an_address(one_visitor):
    assert sessions.is_open("a") and sessions.client_address("a") == "192.0.2.1"
    assert not sessions.is_open("b") and sessions.client_address("b") is None


def test_streamlit_still_has_what_is_asked():
    for name in ("is_active_session", "get_client"):
        function = getattr(Runtime, name)
        assert list(inspect.signature(function).parameters) == ["self", "session_id"]
        assert "SAFE. May be called on any thread" in inspect.getdoc(function)
    assert isinstance(Runtime.uploaded_file_mgr, property)
    assert "client_context" in dir(SessionClient)
    known = ScriptRunContext.__dataclass_fields__
    assert {"session_id", "is_history_navigation", "uploaded_file_mgr"} <= set(known)
