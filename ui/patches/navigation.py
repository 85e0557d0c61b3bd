"""Where a visitor goes is not undone by a fragment's message from the page that was left.

Two wishes that wait for the same script become one, and Streamlit takes page and address from the
later one. A fragment's message that was sent before the browser had heard of the new page (a poll,
a slider's last move) names the old one. Without: on a busy server it takes a visitor's click on a
link away.
"""

from dataclasses import replace

from streamlit.runtime.scriptrunner_utils.script_requests import (
    RerunData,
    ScriptRequests,
    ScriptRequestType,
)

request_rerun = ScriptRequests._request_rerun_locked


def keep() -> None:
    """From now on, in this whole process."""
    ScriptRequests._request_rerun_locked = _keeping  # type: ignore[method-assign,assignment]


def _keeping(requests: ScriptRequests, new: RerunData) -> bool:
    waiting = requests._rerun_data
    pending = requests._state is ScriptRequestType.RERUN and not waiting.fragment_id_queue
    if pending and (new.fragment_id or new.fragment_id_queue):
        new = replace(
            new,
            page_script_hash=waiting.page_script_hash,
            page_name=waiting.page_name,
            query_string=waiting.query_string,
            is_history_navigation=waiting.is_history_navigation,
        )
    return request_rerun(requests, new)
