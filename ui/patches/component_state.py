"""A forged state must not cost the visitor their session.

The pad's own messages are checked in `message.py`. Text that is no JSON at all, or is nested too
deep to parse, fails earlier, in Streamlit, which parses a component's state again at the start of
each run. Without: every later run fails too, and the page never recovers. Here such text reads as
null, as if the component had sent nothing.
"""

from __future__ import annotations

from typing import Any

from streamlit.runtime.state import session_state
from streamlit.runtime.state.common import unpack_widget_state_value


def _unpack_or_none(widget_state: Any) -> Any:
    try:
        return unpack_widget_state_value(widget_state)
    except (ValueError, RecursionError):  # not JSON, a number of 5,000 digits; too deep
        return None


def tolerate() -> None:
    """Have Streamlit read an unreadable component state as null, for the whole process."""
    vars(session_state)["unpack_widget_state_value"] = _unpack_or_none
