"""One exhibit alone, large, for a projector: `?show=<exhibit>` on its page.

Nothing stands around it but a small bar to the next exhibit of the course, the one before, and the
whole page, with keys for each. The page itself runs as always, so that whatever was chosen stays.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

import streamlit as st

from ui.components import projector_bar
from ui.components.projector_bar import BarLink
from ui.html import markup
from ui.page import closing, course, parts, presets
from ui.page.course import Entry
from ui.words.text import Text, label, labels

PARAMETER = "show"
STYLE = Path(__file__).with_name("projector.css")
CHAPTER = "chapter"  # the address's parameter, as ui.page.folds has it


class Stop(NamedTuple):
    """An exhibit that can be shown alone: the first of its section."""

    page: str
    exhibit: str
    section: str


@cache
def stops() -> tuple[Stop, ...]:
    """All of them, in the order of the course."""
    found: dict[tuple[str, str], Stop] = {}
    for entry in course.PAGES:
        for exhibit in entry.exhibits:
            section = closing.section_of(entry.name, exhibit)
            found.setdefault((entry.name, section), Stop(entry.name, exhibit, section))
    return tuple(found.values())


def stop_at(entry: Entry, section: str) -> Stop | None:
    """The stop of a page's section, if there is an exhibit in it."""
    return next((each for each in stops() if each[::2] == (entry.name, section)), None)


def shown(entry: Entry) -> Stop | None:
    """What this page's address asks to show alone; None if nothing, or what is not there."""
    name = st.query_params.get(PARAMETER)
    if name is None or name not in entry.exhibits:
        return None
    return stop_at(entry, closing.section_of(entry.name, name))


def opens(entry: Entry, fold: str) -> bool:
    """Whether what is shown alone lies in this fold of the page."""
    stop = shown(entry)
    return stop is not None and entry.fold_of(stop.section) == fold


def chapter_of(entry: Entry, section: str) -> str:
    """The chapter of a page that a section stands in; "" if the page has none."""
    return next((each.name for each in entry.chapters if section in each.sections), "")


def chapter_shown(entry: Entry) -> str:
    """The chapter that must be drawn for what is shown alone; "" if there is none."""
    stop = shown(entry)
    return chapter_of(entry, stop.section) if stop else ""


def address_alone(stop: Stop, lang: str) -> str:
    """Where an exhibit is shown alone, below the app's root."""
    entry = course.entry(stop.page)
    return f"./{entry.address}?{urlencode({PARAMETER: stop.exhibit, 'lang': lang})}"


def address_on_page(stop: Stop, lang: str) -> str:
    """Where an exhibit stands on its page, below the app's root."""
    entry = course.entry(stop.page)
    chapter = chapter_of(entry, stop.section)
    more = {CHAPTER: chapter} if chapter else {}
    place = "" if stop.section == parts.TOP else f"#{stop.section}"
    return f"./{entry.address}?{urlencode({**more, 'lang': lang})}{place}"


def name_of(stop: Stop, lang: str) -> str:
    """What an exhibit is called: its section's heading."""
    return Text(stop.page, lang).heading(stop.section)


def open_for(entry: Entry, lang: str) -> None:
    """Shows one exhibit alone, if the address asks for one; the frame calls it once in a run."""
    name = st.query_params.get(PARAMETER)
    if name is None:
        return
    stop = shown(entry)
    if stop is None:
        st.info(label("projector.none", lang))
        return
    markup.style_sheet(STYLE)
    markup.style_rules(parts.alone_style(entry, stop.section))
    every = [each for each in stops() if each == stop or not _is_hidden(each)]
    at = every.index(stop)
    own = [each for each in every if each.page == stop.page]
    projector_bar.mount(
        "projector-bar",
        label=label("projector.bar", lang),
        place=f"{own.index(stop) + 1} / {len(own)}",
        lang=lang,
        before=_step(every, at - 1, "before", lang),
        after=_step(every, at + 1, "after", lang),
        out=BarLink(address_on_page(stop, lang), label("projector.out", lang)),
    )


def _step(every: Sequence[Stop], at: int, way: str, lang: str) -> BarLink | None:
    if not 0 <= at < len(every):
        return None
    words = label(f"projector.{way}", lang, title=_called(every[at], lang))
    return BarLink(address_alone(every[at], lang), words)


def _called(stop: Stop, lang: str) -> str:
    return labels(lang).get(f"route.{stop.page}.{stop.exhibit}", stop.exhibit)


def _is_hidden(stop: Stop) -> bool:
    entry = course.entry(stop.page)
    return presets.is_hidden(entry, entry.fold_of(stop.section) or stop.section)
