"""The class that this browser is in: its code, and the number by chance that a pupil votes with.

The browser makes the number, and keeps it for the class for a day: who loads the page again, scans
the code again or is sent to another server is the same pupil, and votes once. It draws nothing.
"""

import re
from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from ui.components import bundled_script, declare

_HERE = Path(__file__).parent
_MEMBER = declare(
    "class_member", js=bundled_script(_HERE / "class_member.js"), html="<span hidden></span>"
)
NUMBER = re.compile(r"[0-9a-f]{32}")


def member_sent(key: str) -> tuple[str, str] | None:
    """The code and the number that the browser has sent, if they are well formed."""
    sent = (st.session_state.get(key) or {}).get("member")
    if not isinstance(sent, Mapping):
        return None
    code, pupil = sent.get("code"), sent.get("pupil")
    if not isinstance(code, str) or not isinstance(pupil, str) or not 0 < len(code) <= 8:
        return None
    return (code, pupil) if NUMBER.fullmatch(pupil) else None


def mount(key: str, code: str, *, known: bool, left: str) -> None:
    """Asks the browser who it is in the class `code`, or in its last one if that is "".

    known: no answer is needed. left: a class that it is to forget.
    """
    _MEMBER(
        key=key,
        data={"code": code, "known": known, "left": left},
        height=1,
        on_member_change=lambda: None,
    )
