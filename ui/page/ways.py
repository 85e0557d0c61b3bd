"""Where an exhibit of the course stands and what comes next: addresses, and the short route.

The route (`course.TOUR`) is followed by the address: `?tour=3` on the page of its third exhibit
shows the bar (`ui.page.tour_bar`), a number that is not this page's is as none, and `?tour=off`
leaves the route. The session remembers the last stop, so that other pages lead back to it.
"""

from collections.abc import Mapping
from urllib.parse import urlencode

import streamlit as st

from ui.page import closing, course, presets, progress
from ui.page.course import Entry
from ui.patches import sessions

PARAMETER, OFF = "tour", "off"
STOP = "frame.tour"  # the number of the stop where this visitor was last on the route


def address_of(name: str, lang: str, more: Mapping[str, str] | None = None) -> str:
    """The relative address of "<page>" or of "<page>.<exhibit>" at its section.

    `more`: what else it asks for. Raises KeyError if there is no such page.
    """
    entry, exhibit = course.parted(name)
    section = closing.section_of(entry.name, exhibit) if exhibit else closing.TOP
    place = "" if section == closing.TOP else f"#{section}"
    return f"./{entry.address}?{urlencode({**(more or {}), 'lang': lang})}{place}"


def stop_address(number: int, lang: str) -> str:
    """The address of the route's stop `number`, from 1. Raises IndexError if there is none."""
    return address_of(course.TOUR[number - 1], lang, {PARAMETER: str(number)})


def stop_of(entry: Entry) -> int:
    """The number of the route's stop on this page, from 1; 0 if it has none."""
    names = [course.parted(name)[0].name for name in course.TOUR]
    return names.index(entry.name) + 1 if entry.name in names else 0


def stop_reached() -> int:
    """The number of the stop where this visitor was last on the route; 0 if on none."""
    reached: int = st.session_state.get(STOP, 0)
    return reached


def page_address(entry: Entry, lang: str) -> str:
    """The relative address of a page's top; for who is on the route, as the stop that it is.

    What a teacher has left out stays so.
    """
    stop = stop_of(entry) if stop_reached() else 0
    more = ({PARAMETER: str(stop)} if stop else {}) | presets.in_address()
    return f"./{entry.address}?{urlencode({'lang': lang, **more}, safe=',')}"


def follow(entry: Entry) -> int:
    """The stop that this page is in this run, for the visitor's route; 0 if none.

    Without the address's word a page of the route is one for who is on it, and its address then
    says so; not where the address comes from the browser's history, which is left as it is.
    """
    asked, own = st.query_params.get(PARAMETER), stop_of(entry)
    if asked == OFF:
        st.session_state.pop(STOP, None)
        return 0
    here = own > 0 and asked == str(own)
    if own and stop_reached() and not here and not sessions.moves_in_history():
        st.query_params[PARAMETER] = str(own)
        here = True
    if not here:
        return 0
    st.session_state[STOP] = own
    return own


def next_undone() -> str:
    """The first exhibit of the short way that is not done, as "<page>.<exhibit>"; "" if all are."""
    done = progress.progress_now().done
    return next((name for name in course.short_way() if name not in done), "")
