"""Widgets whose value stands in the address, so that a link leads to an exact exhibit.

The name of the widget is that of the parameter: `?network=lenet1`. The default is left out. A value
that does not exist falls back to the default with a quiet note. Whoever follows a link inside the
app, or returns to a page, finds what the link says, or else what they chose before; whoever goes
back on one page finds what its address said then.
"""

from collections.abc import Callable, Container, Hashable, Sequence
from functools import partial
from typing import Any, TypeVar

import streamlit as st

from ui.components import slider
from ui.page.frame import Page
from ui.words.text import literal

Option = TypeVar("Option", bound=Hashable)
Value = TypeVar("Value")

LONGEST = 40  # characters of a wrong value that a note repeats
NONE = "none"  # in the address, where several can be chosen


def choice(
    page: Page,
    name: str,
    options: Sequence[Option],
    *,
    label: str,
    default: Option | None = None,
    widget: Callable[..., Any] = st.selectbox,
    **more: Any,
) -> Option:
    """One of `options` (their str() stand in the address), by st.selectbox, segments.pills ..."""
    first = options[0] if default is None else default
    by_name = {str(option): option for option in options}
    key = _adopt(page, name, by_name.get, first, options.__contains__)
    chosen: Option = widget(label, options, key=key, **more)
    _tell(page, name, chosen, first)
    return chosen


def choices(
    page: Page,
    name: str,
    options: Sequence[str],
    *,
    label: str,
    widget: Callable[..., Any] = st.pills,
    **more: Any,
) -> list[str]:
    """Any of `options`, in their order, by st.pills or segmented_control; all of them at first."""

    def parse(raw: str) -> list[str] | None:
        names = [] if raw == NONE else raw.split(",")
        fine = len(set(names)) == len(names) and set(names) <= set(options)
        return [option for option in options if option in names] if fine else None

    every = list(options)
    key = _adopt(page, name, parse, every, lambda kept: set(kept) <= set(options))
    found = widget(label, options, selection_mode="multi", key=key, **more)
    chosen = [option for option in options if option in found]
    _tell(page, name, chosen, every, ",".join(chosen) or NONE)
    return chosen


def whole(
    page: Page,
    name: str,
    lowest: int,
    highest: int,
    *,
    label: str,
    default: int,
    widget: Callable[..., Any] = slider.number_slider,
    **more: Any,
) -> int:
    """A whole number from `lowest` to `highest`, by slider.number_slider or st.number_input."""
    parse = partial(whole_number, lowest=lowest, highest=highest)
    key = _adopt(page, name, parse, default, lambda kept: lowest <= kept <= highest)
    chosen: int = widget(label, lowest, highest, key=key, **more)
    _tell(page, name, chosen, default)
    return chosen


def component_value(
    page: Page, name: str, parse: Callable[[str], Value | None], default: Value, /
) -> Value:
    """What a component of ours holds; its callback sets it by `set_value`. `parse` undoes str()."""

    def fits(kept: Any) -> bool:
        return parse(str(kept)) is not None

    chosen: Value = st.session_state[_adopt(page, name, parse, default, fits)]
    _tell(page, name, chosen, default)
    return chosen


def component_choice(page: Page, name: str, known: Container[str], default: str) -> str:
    """Which of the names that are `known` a component of ours holds; see `component_value`."""
    return component_value(page, name, lambda raw: raw if raw in known else None, default)


def whole_number(raw: str, lowest: int, highest: int) -> int | None:
    """The number that `raw` writes in plain digits, if it is from `lowest` to `highest`."""
    plain = raw.isascii() and raw.removeprefix("-").isdigit() and len(raw) < 12
    return int(raw) if plain and lowest <= int(raw) <= highest else None


def set_value(page_name: str, name: str, value: Any) -> None:
    """Sets the widget `name` of a page from a callback, as if the visitor had chosen `value`."""
    st.session_state[f"{page_name}.{name}"] = value


def wish(page_name: str, name: str, value: Any) -> None:
    """Sets the widget `name` of a page at the next run of the exhibit that `grant`s it.

    For a callback that ends in st.rerun and a widget of Streamlit's own: `set_value` would come too
    early there, the browser would not hear of it and send its old value back.
    """
    st.session_state[f"{page_name}.{name}:wished"] = value


def grant(page_name: str, *names: str) -> None:
    """Sets what was wished of these widgets; before they are shown."""
    for name in names:
        key = f"{page_name}.{name}:wished"
        if key in st.session_state:
            set_value(page_name, name, st.session_state.pop(key))


def _adopt(
    page: Page,
    name: str,
    parse: Callable[[str], Value | None],
    default: Value,
    fits: Callable[[Any], bool],
) -> str:
    """The widget's key, its state set from the address, the visit, or the default.

    A browser sends the address as it was when the visitor chose: what was just chosen is newer.
    """
    key = f"{page.entry.name}.{name}"
    state, raw = st.session_state, st.query_params.get(name)
    if raw is None and f"{key}:told" in state and page.went_back():
        del state[f"{key}:told"]
        state[key] = default
    elif raw is not None and raw != state.get(f"{key}:told") and not _just_chosen(key):
        found = parse(raw)
        state[f"{key}:told"], state[f"{key}:refused"] = raw, raw if found is None else None
        state[key] = default if found is None else found
    elif key not in state or not fits(state[key]):
        kept = state.get(f"{key}:kept", default)
        state[key] = kept if fits(kept) else default
    return key


def _just_chosen(key: str) -> bool:
    """Whether the widget holds another value than at the end of the last run."""
    state = st.session_state
    if key not in state or f"{key}:kept" not in state:
        return False
    now, before = state[key], state[f"{key}:kept"]
    several = isinstance(now, list) and isinstance(before, list)  # in any order
    return bool(set(now) != set(before) if several else now != before)


def _tell(
    page: Page, name: str, chosen: object, default: object, written: str | None = None
) -> None:
    """Writes the value, as str() or `written`, to the address; the note where that was wrong."""
    written = str(chosen) if written is None else written
    key = f"{page.entry.name}.{name}"
    state, refused = st.session_state, st.session_state.get(f"{key}:refused")
    told = state.get(f"{key}:told", written)  # the browser may not have sent that back yet
    if refused is not None and chosen == default:
        st.caption(page.label("frame.link-refused", asked=literal(refused, LONGEST), name=name))
    elif chosen != default or name in st.query_params or told != written:
        state[f"{key}:refused"] = None
        state[f"{key}:told"] = written
        if st.query_params.get(name) != written:
            st.query_params[name] = written
    state[f"{key}:kept"] = chosen
