"""One of a few options that all stand there: the browser's radio buttons.

Joined like the keys of a switch, as pills, or below each other.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import streamlit as st

from ui.components import bundled_script, moves, once

_HERE = Path(__file__).parent
_SEGMENTS = once(
    "segments",
    js=bundled_script(_HERE / "segments.js"),
    css=(_HERE / "segments.css").read_text("utf-8"),
    html='<fieldset role="radiogroup"><legend></legend><div></div></fieldset>',
)

Option = TypeVar("Option")


def joined(label: str, options: Sequence[Option], **more: Any) -> Option:
    """One of `options`, side by side like the keys of a switch; see `_choice`."""
    found: Option = _choice("joined", label, options, **more)
    return found


def pills(label: str, options: Sequence[Option], **more: Any) -> Option:
    """One of `options`, each by itself; see `_choice`."""
    found: Option = _choice("pills", label, options, **more)
    return found


def listed(label: str, options: Sequence[Option], **more: Any) -> Option | None:
    """One of `options` or, at first, none; each in a line of its own; see `_choice`."""
    found: Option | None = _choice("listed", label, options, **more)
    return found


def _choice(
    look: str,
    label: str,
    options: Sequence[Option],
    *,
    key: str,
    format_func: Callable[[Any], str] = str,
    on_change: Callable[[], object] | None = None,
) -> Any:
    """What st.session_state[key] holds must be one of `options` or None; all words are plain."""
    words = [format_func(option) for option in options]
    data = {"look": look, "label": label, "words": words}
    name, steps = f"{key}:segments", moves.among(options, key)
    moves.mount_steps(
        _SEGMENTS,
        name,
        key,
        steps,
        data,
        on_change,
        width="stretch" if look == "listed" else "content",
    )
    return st.session_state[key]
