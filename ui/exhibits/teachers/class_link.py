"""The addresses of a class: the one that pupils open, and the teacher's own."""

from collections.abc import Iterable
from urllib.parse import urlencode, urlsplit

import streamlit as st

from ui.exhibits.teachers import own_class
from ui.exhibits.teachers.own_class import Led
from ui.page import classroom, presets
from ui.page.app_root import HERE, app_root
from ui.page.course import Entry
from ui.page.frame import Page
from ui.sharing.lan import Listening


def pupils_link(page: Page, code: str, left_out: Iterable[str] = ()) -> str:
    """What pupils open. A machine that is its own server is named as the others find it.

    `left_out`: parts of the pages that pupils are not to see, as "<page>.<part>".
    """
    more = f"&{presets.PARAMETER}={names}" if (names := presets.written(left_out)) else ""
    return f"{app_root(page.entry, for_others=True)}?{classroom.PARAMETER}={code}{more}"


def page_link(page: Page, entry: Entry, left_out: Iterable[str]) -> str:
    """A page without some parts, for pupils who are in no class."""
    asked = {presets.PARAMETER: presets.written(left_out), "lang": page.lang}
    root = app_root(page.entry, for_others=True)
    return f"{root}{entry.address}?{urlencode(asked, safe=',')}"


def teachers_link(page: Page, mine: Led) -> str:
    """What the teacher opens elsewhere; whoever has it leads the class."""
    address = f"{app_root(page.entry)}{page.entry.address}"
    return f"{address}?{own_class.PARAMETER}={mine.token}&lang={page.lang}"


def is_here_alone() -> bool:
    """Whether pupils cannot reach this server, since it listens to its own machine alone."""
    return Listening.alone and urlsplit(st.context.url or "").hostname in HERE
