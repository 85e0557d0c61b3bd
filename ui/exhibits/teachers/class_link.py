"""The addresses of a class: the one that pupils open, and the teacher's own."""

from urllib.parse import urlsplit, urlunsplit

import streamlit as st

from ui.exhibits.teachers import own_class
from ui.exhibits.teachers.own_class import Led
from ui.page import classroom
from ui.page.frame import Page
from ui.sharing.lan import Listening, lan_address

HERE = ("localhost", "127.0.0.1", "::1")  # the teacher's machine, as only itself calls it


def pupils_link(page: Page, code: str) -> str:
    """What pupils open. A machine that is its own server is named as the others find it."""
    return f"{_root(page, for_others=True)}?{classroom.PARAMETER}={code}"


def teachers_link(page: Page, mine: Led) -> str:
    """What the teacher opens elsewhere; whoever has it leads the class."""
    address = f"{_root(page)}{page.entry.address}"
    return f"{address}?{own_class.PARAMETER}={mine.token}&lang={page.lang}"


def is_here_alone() -> bool:
    """Whether pupils cannot reach this server, since it listens to its own machine alone."""
    return Listening.alone and urlsplit(st.context.url or "").hostname in HERE


def _root(page: Page, for_others: bool = False) -> str:
    """The app's root, which may lie below a path, as the visitor's browser calls it."""
    parts = urlsplit(st.context.url or "")
    host = parts.netloc
    if for_others and parts.hostname in HERE and not Listening.alone and (found := lan_address()):
        host = f"{found}:{parts.port}" if parts.port else found
    path = parts.path.removesuffix("/").removesuffix(page.entry.address)
    return urlunsplit((parts.scheme, host, path.rstrip("/") + "/", "", ""))
