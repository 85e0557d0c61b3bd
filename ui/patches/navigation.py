"""Where a visitor goes is not undone by a message from the page that was left.

Two wishes that wait for the same script become one, and Streamlit takes page and address from the
later one. A message that was sent before the browser had heard of the new page (a poll of a
fragment, a widget's last move) names the old one. Without: on a busy server it takes a visitor's
click on a link away.
"""

from dataclasses import replace
from weakref import WeakKeyDictionary

from streamlit.runtime.scriptrunner_utils.script_requests import (
    RerunData,
    ScriptRequests,
    ScriptRequestType,
)

request_rerun = ScriptRequests._request_rerun_locked
# Of each script the last wish that was no late one, and the one before.
_heard: WeakKeyDictionary[ScriptRequests, tuple[RerunData, RerunData]] = WeakKeyDictionary()


def keep() -> None:
    """From now on, in this whole process."""
    ScriptRequests._request_rerun_locked = _keeping  # type: ignore[method-assign,assignment]


def _keeping(requests: ScriptRequests, new: RerunData) -> bool:
    waiting = requests._rerun_data
    pending = requests._state is ScriptRequestType.RERUN and not waiting.fragment_id_queue
    link, before = _heard.get(requests, (new, new))
    leads_back = _place(before) == _place(new) != _place(link)
    late = leads_back and new.widget_states != link.widget_states  # a link moves no widget
    if pending and (new.fragment_id or new.fragment_id_queue or late):
        new = replace(
            new,
            page_script_hash=waiting.page_script_hash,
            page_name=waiting.page_name,
            query_string=waiting.query_string,
            is_history_navigation=waiting.is_history_navigation,
        )
    else:
        _heard[requests] = new, link
    return request_rerun(requests, new)


def _place(wish: RerunData) -> tuple[str, str]:
    """The page and its address."""
    return wish.page_script_hash, wish.query_string
