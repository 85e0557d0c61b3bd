"""The app's own address, as browsers call it."""

from urllib.parse import urlsplit, urlunsplit

import streamlit as st

from ui.page.course import Entry
from ui.sharing.lan import Listening, lan_address

HERE = ("localhost", "127.0.0.1", "::1")  # a machine as only itself calls it


def app_root(entry: Entry, for_others: bool = False) -> str:
    """The app's root, which may lie below a path, as the browser that shows a page calls it.

    A machine that is its own server is named as others find it, if it is `for_others`.
    """
    parts = urlsplit(st.context.url or "")
    host = parts.netloc
    if for_others and parts.hostname in HERE and not Listening.alone and (found := lan_address()):
        host = f"{found}:{parts.port}" if parts.port else found
    path = parts.path.removesuffix("/").removesuffix(entry.address)
    return urlunsplit((parts.scheme, host, path.rstrip("/") + "/", "", ""))
