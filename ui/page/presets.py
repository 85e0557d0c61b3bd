"""Parts of the pages that a teacher has left out for pupils: `?hide=<page>.<part>,...`.

What a link says holds for the visit, over all pages, and each page's address then says so again,
so that a page that is loaded anew stays as it was. `?hide=off` brings everything back, and each
page that lacks something has a link to it. What is no part of any page is ignored.
"""

from collections.abc import Iterable
from urllib.parse import urlencode

import htpy as h
import streamlit as st
from htpy import Renderable

from ui.html import markup
from ui.page import course, parts
from ui.page.course import Entry
from ui.patches import sessions
from ui.words.text import Text

PARAMETER, OFF = "hide", "off"
HIDDEN = "frame.hidden"  # of this visit: "<page>.<part>"
LONGEST = 2_000  # letters of the address that are read


def known(names: str) -> frozenset[str]:
    """Those of some names, with commas between them, that parts of the course have."""
    asked = set(names[:LONGEST].split(","))
    every = {f"{entry.name}.{part}" for entry in course.PAGES for part in parts.parts_of(entry)}
    return frozenset(asked & every)


def written(names: Iterable[str]) -> str:
    """The same as the address has it."""
    return ",".join(sorted(names))


def hidden() -> frozenset[str]:
    """What is left out in this visit."""
    found: frozenset[str] = st.session_state.get(HIDDEN, frozenset())
    return found


def in_address() -> dict[str, str]:
    """What a link to a page says of it, so that the page can be loaded again."""
    return {PARAMETER: written(hidden())} if hidden() else {}


def is_hidden(entry: Entry, part: str) -> bool:
    """Whether a part of a page is left out in this visit."""
    return f"{entry.name}.{part}" in hidden()


def hear_address() -> None:
    """Takes what the address says; the frame calls it once in a run, at its top."""
    asked = st.query_params.get(PARAMETER)
    if asked == OFF:
        st.session_state.pop(HIDDEN, None)
        del st.query_params[PARAMETER]
    elif asked is not None and (found := known(asked)):
        st.session_state[HIDDEN] = found
    elif asked is not None:
        del st.query_params[PARAMETER]
    if hidden() and asked is None and not sessions.moves_in_history():
        st.query_params[PARAMETER] = written(hidden())


def leave_out(entry: Entry, text: Text) -> None:
    """Leaves out what is to be left out of this page, and says so; nothing on any other page."""
    out = [part for part in parts.parts_of(entry) if is_hidden(entry, part)]
    if not out:
        return
    drawn = [part for part in out if not entry.fold_of(part)]  # a fold that is left out is not
    markup.style_rules(parts.without_style(entry, drawn))
    markup.show(left_out_line(entry, text, len(out)))


def left_out_line(entry: Entry, text: Text, count: int) -> Renderable:
    """That so many parts of a page are left out, with the way to have them all."""
    address = f"./{entry.address}?{urlencode({PARAMETER: OFF, 'lang': text.lang})}"
    return h.p(".presets", lang=text.lang)[
        text.label("presets.left-out", count=count),
        " ",
        h.a(href=address)[text.label("presets.everything")],
    ]
