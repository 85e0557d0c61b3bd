"""The last result of a computation, for the fragments of a visit that need the same one."""

from collections.abc import Callable, Hashable
from typing import TypeVar

import streamlit as st

Result = TypeVar("Result")


def last_result(name: str, key: Hashable, compute: Callable[[], Result]) -> Result:
    """What `compute` returned last in this visit under `name`, as long as `key` is the same."""
    last: tuple[Hashable, Result] | None = st.session_state.get(name)
    if last is None or last[0] != key:
        last = key, compute()
        st.session_state[name] = last
    return last[1]
