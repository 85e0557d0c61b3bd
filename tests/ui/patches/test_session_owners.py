"""Does Streamlit refuse a session to another owner?"""

import inspect
from threading import Lock
from types import SimpleNamespace

import pytest
from streamlit import config
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.websocket_session_manager import WebsocketSessionManager
from streamlit.web.server.starlette import starlette_websocket

from ui.patches import session_owners


@pytest.fixture(autouse=True)
def as_before():
    before = config.get_option("server.trustedUserHeaders")
    yield
    config.set_option("server.trustedUserHeaders", before)


def test_the_header_is_the_owners_name():
    session_owners.told_by("x-owner")
    assert config.get_option("server.trustedUserHeaders") == {"x-owner": "owner"}
    assert "server.trustedUserHeaders" in inspect.getsource(starlette_websocket)


def test_streamlit_compares_owners_where_a_session_is_taken_up_again():
    taken_up = inspect.getsource(WebsocketSessionManager.connect_session)
    assert "matches_user_info(user_info)" in taken_up
    session = SimpleNamespace(_user_info={"owner": "a"}, _user_info_lock=Lock(), _resumable=True)
    assert AppSession.matches_user_info(session, {"owner": "a"})
    assert not AppSession.matches_user_info(session, {"owner": "b"})
